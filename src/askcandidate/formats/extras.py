"""What needs a library which is not installed unless it is asked for."""

from importlib.util import find_spec

from askcandidate.errors import not_installed

LIBRARIES = {
    "pdf": "typst",
    "docx": "docx",
    "excel": "openpyxl",
    "check": "pyphen",
    "calendar": "icalendar",
    "dask": "distributed",
}
"""The library that each extra brings."""


def check(form: str) -> None:
    """Refuse a form whose library is not here, before any work is done.

    Args:
        form: of letters or sheets; its extra has the same name.

    Raises:
        WrongUse: the extra is not installed.
    """
    library = LIBRARIES.get(form)
    if library and find_spec(library) is None:
        raise not_installed(f"A .{form} file", form)
