"""Where the files of templates lie, and how they are read."""

import os
import stat
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound
from jinja2.loaders import split_template_path

from askcandidate.errors import TemplateFault
from askcandidate.formats.spending import MOST_CHARACTERS

SUFFIX = ".j2"
_MOST_BYTES = MOST_CHARACTERS


class Loader(BaseLoader):
    """Reads templates from the first of some folders that has them.

    Args:
        folders: where they may lie.
    """

    def __init__(self, folders: list[Path]) -> None:
        self._folders = folders

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002
        """Give a template's text and file.

        Raises:
            TemplateNotFound: none of the folders has it.
            TemplateFault: see ``find`` and ``read``.
        """
        path = find(self._folders, template)
        return read(path), str(path), None


def find(folders: list[Path], name: str) -> Path:
    """Give the file of a template: of its name, and in the folder itself once every link is followed.

    Raises:
        TemplateNotFound: no folder has it, or its name is none for a template.
        TemplateFault: it lies outside of its folder.
    """
    if not name.endswith(SUFFIX) or "\0" in name:
        raise TemplateNotFound(name)
    for folder in folders:
        path = folder.joinpath(*split_template_path(name))
        if not os.path.lexists(path):
            continue
        try:
            inside = path.resolve().is_relative_to(folder.resolve())
        except (OSError, RuntimeError) as error:  # a link that leads back to itself
            raise TemplateFault(f"{path}: This cannot be followed: {error}.") from None
        if not inside:
            raise TemplateFault(f"{path}: This link leads out of {folder}.", "Put the file itself there.")
        return path
    raise TemplateNotFound(name)


def read(path: Path) -> str:
    """Read a template's text; what is no plain file is refused without waiting for it.

    Raises:
        TemplateFault: it is no file, too long, or no text.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise TemplateFault(f"{path}: This is no file.")
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise TemplateFault(f"{path}: This is longer than {_MOST_BYTES:,} bytes.")
        return content.decode("utf-8-sig")
    except OSError as error:
        raise TemplateFault(f"{path}: This cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise TemplateFault(f"{path}: This is no text in UTF-8.") from None
