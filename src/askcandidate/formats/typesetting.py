"""PDF by typst, from the templates in ``templates/pdf``.

What is written is handed over as one JSON value and shown as text, so that nothing in a name or in
own words can act as markup; typst reads no file outside its templates and nothing in them asks for a
package. Only the fonts that come with typst are used, never those of a machine, so that the same
letters are the same bytes everywhere: Libertinus Serif has the letters of Welsh, Polish, Turkish,
Vietnamese, Greek and Russian, and DejaVu Sans Mono stands in for Arabic. They lack Chinese, Bengali,
emoji and more. PDF/UA-1, which typst checks as it writes, forbids a character without a shape; such
a character is replaced by U+FFFD, and ``lost`` says which they are, for the writer.
"""

import json
import re
import threading
import unicodedata
from functools import cache
from typing import Any

from askcandidate.errors import TemplateFault, not_installed
from askcandidate.resources import TEMPLATES

_FOLDER = TEMPLATES / "pdf"
_NO_SHAPE = "\N{REPLACEMENT CHARACTER}"
_LONG_WORD = re.compile(r"\S{30,}")
_STRETCH = re.compile(r"\S{10}(?=\S)")
_MOST_NAMED = 5  # characters in one message
_ODD = re.compile("[^ -~]")


def lost(where: str, text: str) -> list[str]:
    """Say which characters of a text the fonts have no shape for, if there are some.

    Args:
        where: what the text is, for the message.
        text: all of it.

    Raises:
        WrongUse: typst is not installed.
    """
    found = _lacking(text)
    if not found:
        return []
    named = ", ".join(map(_named, found[:_MOST_NAMED]))
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return [
        f"{where}: the PDF shows {_NO_SHAPE} for {named}{more}; its fonts lack them. HTML and DOCX do not."
    ]


def typeset(template: str, told: dict[str, Any], rests_on: list[dict[str, Any]]) -> bytes:
    """Give the PDF of what is told to a template.

    Args:
        template: the name of its file.
        told: what it shows; every text in it as text.
        rests_on: what goes with the document, for ``provenance`` to read back.

    Raises:
        WrongUse: typst is not installed.
        TemplateFault: it cannot be typeset.
    """
    words = json.dumps(_shown(told) | {"keywords": json.dumps(rests_on)})
    try:
        return _press().typeset(template, words)
    except ValueError as error:
        raise TemplateFault(f"The template {_FOLDER / template} cannot be typeset: {error}.") from None


class _Press(threading.local):
    """Typst with its own fonts alone, started once: for each thread, since it does one thing at a time."""

    def __init__(self) -> None:
        from typst import Compiler, Fonts, TypstError  # noqa: PLC0415  (an extra)

        fonts = Fonts(include_system_fonts=False)
        self._compiler = Compiler(root=_FOLDER, font_paths=fonts, ignore_system_fonts=True)
        self._fault = TypstError

    def typeset(self, template: str, told: str) -> bytes:
        """Typeset a document and check it against PDF/UA-1.

        Raises:
            ValueError: it cannot be typeset so.
        """
        try:
            made = self._compiler.compile(
                _FOLDER / template, format="pdf", sys_inputs={"told": told}, pdf_standards="ua-1"
            )
        except self._fault as error:
            raise ValueError(str(error)) from None
        assert isinstance(made, bytes)
        return made


@cache
def _press() -> _Press:
    try:
        return _Press()
    except ImportError:
        raise not_installed("Writing pdf", "pdf") from None


@cache
def _has_shape(character: str) -> bool:
    """Say whether the fonts have a shape for a character, by asking for it."""
    try:
        _press().typeset("probe.typ", character)
    except ValueError:
        return False
    return True


def _lacking(text: str) -> list[str]:
    """Give the characters of a text that have no shape, each once, in order."""
    return [character for character in dict.fromkeys(_ODD.findall(text)) if not _has_shape(character)]


def _named(character: str) -> str:
    shown = f"{character} " if character.isprintable() else ""
    return f"{shown}({unicodedata.name(character, f'U+{ord(character):04X}').lower()})"


def _shown(value: Any) -> Any:
    """Give every text as it can be printed: no character without a shape, no word too long to break."""
    if isinstance(value, str):
        for character in _lacking(value):
            value = value.replace(character, _NO_SHAPE)
        return _LONG_WORD.sub(lambda word: _STRETCH.sub("\\g<0>\u200b", word[0]), value)
    if isinstance(value, dict):
        return {key: _shown(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(each) for each in value]
    return value


def page_count(made: bytes) -> int:
    """Give how many pages a PDF of ours has."""
    found = re.search(rb"<xmpTPg:NPages>(\d+)<", made)
    assert found
    return int(found[1])
