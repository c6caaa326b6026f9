"""Names that a template uses and that are not there: a fault that says which, and what there is."""

from collections.abc import Iterable
from typing import Any

from jinja2 import StrictUndefined
from jinja2.exceptions import UndefinedError
from jinja2.utils import missing

_WITHOUT_PARTS = {
    str: "a text, which is used as it is, without a dot",
    bool: "a yes or no, which is used as it is, without a dot",
    int: "a number, which is used as it is, without a dot",
    list | tuple: "a list: loop over it ({% for each in ... %}), and ask each",
}


class UnknownName(UndefinedError):
    """A template names something that is not there.

    Args:
        name: what it names.
        there: the names there are beside it; None for a variable of the page itself.
    """

    def __init__(self, name: str, there: Iterable[str] | None) -> None:
        super().__init__(f"There is no `{name}`")
        self.name = name
        self.there = there


class Missing(StrictUndefined):
    """A name that is not there; using it for anything but ``is defined`` is an error."""

    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = UndefinedError
    ) -> None:
        if exc is UndefinedError and name is not None:
            shown = str(name) if isinstance(name, str | int) else type(name).__name__
            exc = lambda _: _fault(shown, obj)  # noqa: E731  (called with Jinja's own words)
        super().__init__(hint, obj, name, exc)


def _fault(name: str, value: object) -> UndefinedError:
    """Say that a name is not there, as a variable or as a part of a value."""
    if value is missing:
        return UnknownName(name, None)
    if isinstance(value, dict):
        return UnknownName(name, map(str, value))
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return UnknownName(name, value._fields)
    what = next((words for kind, words in _WITHOUT_PARTS.items() if isinstance(value, kind)), "this value")
    return UndefinedError(f"There is no `{name}` in {what}")
