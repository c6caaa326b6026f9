"""Jinja, kept in one place: templates from a folder, and the wording of campaign files."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from askcandidate.errors import TemplateFault
from askcandidate.resources import TEMPLATES


class Templates:
    """Renders templates and wording in a sandbox that knows only the words it is given.

    Args:
        folder: where the templates lie.
    """

    def __init__(self, folder: Path = TEMPLATES) -> None:
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(folder),
            auto_reload=False,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.globals.clear()
        self._environment.filters["capitalize_first"] = _capitalize_first
        self._compiled = lru_cache(maxsize=1024)(self._environment.from_string)

    def fill(self, wording: str, words: Mapping[str, Any]) -> str:
        """Render a piece of wording, such as an ask's; it is compiled once.

        Raises:
            TemplateFault: bad syntax, an unknown word, or something the sandbox forbids.
        """
        try:
            return self._compiled(wording).render(words)
        except TemplateError as error:
            raise TemplateFault(f'The wording "{wording[:60]}" cannot be rendered: {error}.') from None

    def page(self, name: str, words: Mapping[str, Any]) -> str:
        """Render a template of the folder.

        Args:
            name: its path inside the folder, such as ``letter/page.txt.j2``.
            words: every name that the template may use.

        Raises:
            TemplateFault: see ``fill``; the message names the file and, for bad syntax, the line.
        """
        try:
            return self._load(name).render(words)
        except TemplateSyntaxError as error:
            raise TemplateFault(f"{error.filename or name}, line {error.lineno}: {error.message}.") from None
        except TemplateError as error:
            raise TemplateFault(f"The template {name} cannot be rendered: {error}.") from None

    def _load(self, name: str) -> Template:
        return self._environment.get_template(name)


def _capitalize_first(text: str) -> str:
    """Give a text with a capital at its beginning, and all the rest as it is."""
    return text[:1].upper() + text[1:]
