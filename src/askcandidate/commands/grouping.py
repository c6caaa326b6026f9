"""Which of the meetings that rows ask for are to be prepared: each once, however many rows ask for it."""

from collections.abc import Iterable, Iterator, Sequence

from askcandidate.batch import ENDS_THE_RUN, Failure, Row
from askcandidate.commands.planning import Planned
from askcandidate.commands.press import Press, Ready
from askcandidate.commands.typed import one_line, plain_cells
from askcandidate.errors import AskError, WrongUse, instead
from askcandidate.meetings import Meeting

BALLOT = "ballot"
_OFFICE = "office"

PlannedRow = tuple[Row, Planned]


class Groups:
    """Lets each meeting through once.

    Args:
        by: ``ballot`` for one an election, or an office where none is near; ``office`` for one an office;
            a column, for one an election or office in each of its values; None for one a row.
    """

    def __init__(self, by: str | None) -> None:
        self._by = by
        self._column = None if by in (_OFFICE, BALLOT) else by
        self._seen: set[tuple[object, str]] = set()

    def check(self, rows: Iterable[Row | Failure]) -> Iterator[Row | Failure]:
        """Let rows through that have the column.

        Raises:
            WrongUse: there is no such column.
        """
        for row in rows:
            if self._column and isinstance(row, Row) and self._column not in row.cells:
                hint = instead(self._column, [_OFFICE, BALLOT, *row.cells], "--by takes")
                raise WrongUse(f'There is no column "{self._column[:40]}".', hint)
            yield row

    def ready(
        self, planned: Iterable[PlannedRow | Failure], press: Press, id_column: str | None
    ) -> Iterator[Ready | Failure]:
        """Make the packs that each row is the first to ask for; one that fails is asked for by the next.

        Args:
            planned: the rows in order, with their meetings.
            press: makes the packs.
            id_column: the column that names a row's files.
        """
        for each in planned:
            if isinstance(each, Failure):
                yield each
                continue
            row, (meetings, notices) = each
            label = row.cells.get(id_column or "", "")
            try:
                new = self._new(row, meetings)
                ready = press.ready(Planned(list(new.values()), notices), label)
            except ENDS_THE_RUN:
                raise
            except AskError as error:
                yield row.failed(error)
            else:
                self._seen.update(new)
                yield ready

    def _new(self, row: Row, meetings: Sequence[Meeting]) -> dict[tuple[object, str], Meeting]:
        """Give the meetings that no row asked for before, named after their group."""
        group = one_line(row.cells[self._column]) if self._column else ""
        new: dict[tuple[object, str], Meeting] = {}
        for meeting in meetings:
            ballot = "" if self._by == _OFFICE else meeting.ballot
            key = (group if self._by else row.line, ballot or meeting.office.id)
            if key not in self._seen:
                named = meeting.of_group(group) if group else meeting
                new.setdefault(key, named._replace(cells=plain_cells(row.cells)))
        return new
