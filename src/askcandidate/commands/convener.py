"""One run of ``hustings``, settled from what was typed: from its rows to its packs."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from askcandidate import batch, events
from askcandidate.batch import NO_CELLS, Failure, Row, with_ids
from askcandidate.commands.asking import at_terminal
from askcandidate.commands.finding import Finding, finding
from askcandidate.commands.grouping import BALLOT, Groups, PlannedRow
from askcandidate.commands.hustings_options import HustingsOptions
from askcandidate.commands.packs import Packs
from askcandidate.commands.planning import Planned, Planner
from askcandidate.commands.press import Press, Ready
from askcandidate.commands.runs import PlainRun, Tally
from askcandidate.commands.services import Network
from askcandidate.commands.streams import Rows, open_rows
from askcandidate.errors import ExitCode
from askcandidate.model import OfficeKind
from askcandidate.places import Finder

if TYPE_CHECKING:
    from askcandidate.commands.batching import Run


class Convener(NamedTuple):
    """Prepares all that one run of ``hustings`` was asked for.

    Attributes:
        asked: what was typed.
        planner: plans the meetings.
        press: makes their packs.
        packs: where they go.
        run: keeps the books.
        reads: the files and folders that decide what is written.
        reminder: what is told once, if a pack is for a contest, or "".
    """

    asked: HustingsOptions
    planner: Planner
    press: Press
    packs: Packs
    run: "PlainRun | Run"
    reads: list[Path]
    reminder: str

    def for_offices(self, day: date) -> None:
        """Prepare for every office of some kinds, or for one contest that no table knows."""
        every = self.asked.every
        with self.run.opened(day, self.reads):
            planned = self._of_country(every) if every else [self._of_title()]
            self._deliver(map(self.press.ready, planned), many=bool(every))

    def for_rows(self, day: date, network: Network, finder: Finder, first_day: date) -> ExitCode:
        """Prepare for each postcode, or each row of a file, and give the exit code.

        Args:
            day: the day of the run.
            network: what may be asked.
            finder: finds places offline.
            first_day: the first polling day that is still to come.
        """
        asked, run = self.asked, self.run
        with (
            open_rows(asked.rows, quiet=asked.quiet, result_elsewhere=asked.out is not None) as rows,
            run.opened(day, self.reads),
            finding(
                *(network, finder, first_day),
                many=rows.single is None,
                quiet=asked.quiet,
                may_ask=at_terminal(),
            ) as known,
        ):
            single = rows.single is not None
            groups = Groups(None if asked.events_file else asked.by or BALLOT)
            rows.narrow(lambda all_rows: run.rows(groups.check(with_ids(all_rows, asked.id_column))))
            tally = Tally(single=single, told_elsewhere=bool(asked.books.rejects), quiet=asked.quiet)
            planned = self._of_events(rows) if asked.events_file else self._of_places(rows, known)
            self._deliver(tally.watch(groups.ready(planned, self.press, asked.id_column)), many=not single)
        return run.finish(tally)

    def _deliver(self, ready: Iterable[Ready | Failure], *, many: bool) -> None:
        self.packs.write(
            self.run.watch(ready),
            self.press,
            many=many,
            alone=bool(self.asked.names),
            reminder=self.reminder,
            wrote=self.run.wrote,
        )

    def _of_country(self, kinds: list[OfficeKind]) -> Iterator[Planned]:
        """Plan a meeting for every office of these kinds, each of which is a row of the run's books."""
        offices = {office.id: office for office in self.planner.offices_of_country(kinds)}
        rows = (Row(number, id_, NO_CELLS, "office") for number, id_ in enumerate(offices, 1))
        of_known = self.planner.of_known
        return (of_known(offices[row.text]) for row in self.run.rows(rows) if isinstance(row, Row))

    def _of_title(self) -> Planned:
        return self.planner.of_title(self.asked.contest or "", self.asked.kind, self.asked.place)

    def _of_events(self, rows: Rows) -> Iterable[PlannedRow | Failure]:
        def plan(row: Row) -> PlannedRow:
            meetings, notices = self.planner.of_event(row.cells)
            unread = ", ".join(each for each in events.unread(row.cells) if each != self.asked.id_column)
            about_all = [f"columns that are not read: {unread}; see: askcandidate help events-file."]
            about_row = [f"{row.unit} {row.line}: {notice}" for notice in notices]
            return row, Planned(meetings, (about_all if unread else []) + about_row)

        return batch.run(rows, plan)

    def _of_places(self, rows: Rows, known: Finding) -> Iterable[PlannedRow | Failure]:
        if rows.single:
            return [(rows.single, self.planner.of_place(known.one(rows.single)))]
        return known.each(rows, lambda row, found: (row, self.planner.of_place(found)))
