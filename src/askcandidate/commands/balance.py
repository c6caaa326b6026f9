"""What a batch says of the words in its letters: once for all rows, with those it is true of."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from askcandidate.commands.desk import Mail
from askcandidate.writing.digests import numbered
from askcandidate.writing.lengths import IN_A_BATCH

_MOST_LINES_NAMED = 10


class Balance:
    """Gathers what is said of the words of each row's letters."""

    def __init__(self) -> None:
        self._lines: defaultdict[str, list[int]] = defaultdict(list)
        self._many: Counter[str] = Counter()
        self._unit = ""

    def left(self, mail: Mail) -> Iterator[str]:
        """Give what is to be told of a row now; what is told of many rows at once is kept for the end."""
        for notice in dict.fromkeys(mail.notices):
            says = IN_A_BATCH.get(notice.code) if mail.number else None
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
