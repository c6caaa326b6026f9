"""Letters as html."""

from collections.abc import Iterable, Iterator

from askcandidate.formats.letters import Look, Printed


def write_letters(letters: Iterable[Printed], look: Look) -> Iterator[str | bytes]:
    """Write letters."""
    raise NotImplementedError
