"""What a batch says of the words in its letters and of councils to come: once for all rows it is true of."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from askcandidate.commands.desk import Mail
from askcandidate.model import Notice
from askcandidate.writing.digests import numbered
from askcandidate.writing.lengths import IN_A_BATCH

_MOST_LINES_NAMED = 10
_OF_A_PLACE = ("new-council-decided", "mayor-planned")


class Balance:
    """Gathers what is said of the words of each row's letters."""

    def __init__(self) -> None:
        self._lines: defaultdict[str, list[int]] = defaultdict(list)
        self._many: Counter[str] = Counter()
        self._unit = ""

    def left(self, mail: Mail) -> Iterator[str]:
        """Give what is to be told of a row now; what is told of many rows at once is kept for the end."""
        for notice in dict.fromkeys(mail.notices):
            says = _in_a_batch(notice) if mail.number else None
            if says is None:
                yield notice.message
                continue
            self._unit = mail.unit
            self._many[says] += 1
            if len(self._lines[says]) < _MOST_LINES_NAMED:
                self._lines[says].append(mail.number)

    def summed_up(self) -> list[str]:
        """Say what was kept."""
        return numbered(self._lines, self._many, self._unit)


def _in_a_batch(notice: Notice) -> str | None:
    """Give what is said of all rows of a kind, or None where each row is told of its own."""
    return notice.message.removesuffix(".") if notice.code in _OF_A_PLACE else IN_A_BATCH.get(notice.code)
