"""Options that several commands of the log share, each declared once."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from askcandidate import settings
from askcandidate.campaign import SHIPPED, Campaign
from askcandidate.commands import options
from askcandidate.commands.logbook import check_contests, is_of
from askcandidate.commands.options import Force
from askcandidate.commands.said import Name
from askcandidate.commands.streams import say
from askcandidate.formats.letter_forms import LetterFormat
from askcandidate.model import day_in_words, number_of
from askcandidate.pledges import Entry

DEFAULT = Path("pledges.csv")
_A_YEAR = timedelta(days=366)

LogFile = Annotated[Path, typer.Option("--log", metavar="FILE", help="The log.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who records it.")]
Contests = Annotated[
    list[str] | None,
    typer.Option("--contest", metavar="TEXT", help="Only this contest, office or ballot. May be repeated."),
]
PollingDay = Annotated[
    str | None, typer.Option(metavar="DATE", help="Polling day, where no ballot's id names it.")
]
Standing = Annotated[
    Path | None,
    typer.Option("--candidates", metavar="FILE", help="What candidates --jsonl wrote: how to reach each."),
]
Record = Annotated[
    bool, typer.Option("--record", help="Note the letters in the log, so that nobody gets one twice.")
]
Address = Annotated[str, typer.Option(metavar="TEXT", help="Your address, with the postcode.")]
Why = Annotated[
    str, typer.Option(metavar="TEXT|@FILE", help="Your own words, which open each letter; @FILE reads them.")
]
Form = Annotated[LetterFormat | None, typer.Option("--format", help="How to write the letters.")]
Out = Annotated[
    str | None, typer.Option("--out", metavar="FILE|DIR", help="A .txt, .md or .zip file, or a folder.")
]
Imprint = Annotated[
    str, typer.Option(metavar="TEXT", help="Who prints and promotes it and for whom, with addresses.")
]


class Run(NamedTuple):
    """The options of what reads a log: the day, which log, whose asks, how loudly."""

    on: options.On = None
    log: LogFile = DEFAULT
    campaign: options.Campaign = None
    quiet: options.Quiet = False

    def day(self) -> date:
        """Give the day of the run."""
        return options.read_day(self.on)

    def first_day(self) -> date:
        """Give the first day whose polls are still to come."""
        return settings.first_polling_day(self.day(), told=self.on is not None)

    def until_then(self, entries: Sequence[Entry]) -> list[Entry]:
        """Give the entries up to the day of the run, and say how many are left out.

        What is made on a day speaks of none after it.
        """
        day = self.day()
        kept = [entry for entry in entries if entry.day <= day]
        later = len(entries) - len(kept)
        if later and not self.quiet:
            lines = number_of(later, "line")
            how = "" if kept or self.on else " --on DATE says which day it is."
            say(f"askcandidate: {lines} of days after {day_in_words(day)} left out.{how}")
        return kept

    def told(self) -> Campaign:
        """Give the campaign whose asks are meant."""
        return Campaign(self.campaign or settings.load().campaign or SHIPPED)


class Horizon(NamedTuple):
    """How far ahead a line's day may lie.

    Attributes:
        today: the later of the day of the run and the clock's.
        last: the last day that a line may have: today where ``--on`` says which that is; without it a
            year on, so that a campaign can be rehearsed.
    """

    today: date
    last: date

    @classmethod
    def of(cls, on: str | None) -> "Horizon":
        """Give it for a run on a day as it was typed."""
        clock = options.read_day(None)
        today = max(clock, options.read_day(on))
        return cls(today, today if on else clock + _A_YEAR)

    def fault(self, day: date) -> str:
        """Say that a day lies too far ahead, or nothing."""
        if day <= self.last:
            return ""
        how_far = "after" if self.last == self.today else "more than a year after"
        return f"{day_in_words(day)} is {how_far} the day of this run, {day_in_words(self.today)}."


class Polls(NamedTuple):
    """The options of which contests are meant, and when their polls are."""

    contests: Contests = None
    polling_day: PollingDay = None

    def day(self) -> date | None:
        """Give the polling day of contests whose ballot's id does not name it."""
        return options.read_day(self.polling_day) if self.polling_day else None

    def of(self, entries: Iterable[Entry]) -> list[Entry]:
        """Give the entries of those contests; of all, if none was named.

        Raises:
            NotFound: the log does not know one of them.
        """
        told = list(entries)
        check_contests(told, self.contests or ())
        return [entry for entry in told if any(is_of(entry, each) for each in self.contests or [""])]


class Letters(NamedTuple):
    """The options of letters about the log: whose they are, where they go, whether they are noted."""

    record: Record = False
    by: By = ""
    name: Name = ""
    address: Address = ""
    why: Why = ""
    form: Form = None
    out: Out = None
    force: Force = False


class About(NamedTuple):
    """The options of who was asked what, and where."""

    contest: Annotated[str, typer.Option(metavar="TEXT", help="What they stand in, or the office.")] = ""
    candidate: Annotated[str, typer.Option(metavar="NAME", help="Who was asked.")] = ""
    ask: Annotated[
        str, typer.Option("--ask", metavar="ID", help="What was asked; see: askcandidate asks.")
    ] = ""
    link: Annotated[str, typer.Option(metavar="URL", help="Where the answer can be read.")] = ""
    office: Annotated[str, typer.Option(metavar="ID", help="The office's id, such as mayor:E47000009.")] = ""
    ballot: Annotated[
        str, typer.Option(metavar="ID", help="The ballot's id, such as pcc.kent.2028-05-04.")
    ] = ""
    by: By = ""
