"""Names that a template uses and that are not there: a fault that says which, and what there is."""

from collections.abc import Iterable
from typing import Any

from jinja2 import StrictUndefined
from jinja2.exceptions import UndefinedError
from jinja2.utils import missing


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
            there = None if obj is missing else _names(obj)
            shown = name if isinstance(name, str) else type(name).__name__
            exc = lambda _: UnknownName(shown, there)  # noqa: E731  (called with Jinja's own words)
        super().__init__(hint, obj, name, exc)


def _names(value: object) -> Iterable[str]:
    if isinstance(value, dict):
        return [str(key) for key in value]
    return getattr(type(value), "_fields", ())
