"""Letters as pdf."""

from collections.abc import Iterable, Iterator, Sequence

from askcandidate.formats.letters import Look, Printed
from askcandidate.formats.sheets import Binder, Page


def write_letters(letters: Iterable[Printed], look: Look) -> Iterator[bytes]:
    """Write letters."""
    raise NotImplementedError


def write_sheets(packs: Iterable[Sequence[Page]], binder: Binder) -> Iterator[bytes]:
    """Write packs."""
    raise NotImplementedError
