"""Letters as mail."""

from collections.abc import Iterable, Iterator

from askcandidate.formats.letters import LetterFormat, Look, Printed


def write_letters(letters: Iterable[Printed], form: LetterFormat, look: Look) -> Iterator[bytes]:
    """Write letters."""
    raise NotImplementedError
