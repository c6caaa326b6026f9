"""``askcandidate log chase``, ``thank`` and ``winners``: letters about what was asked and answered."""

import re
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from askcandidate import events, settings
from askcandidate.campaign import SHIPPED, Campaign
from askcandidate.commands import logbook, options
from askcandidate.commands.delivery import Target
from askcandidate.commands.desk import Mail
from askcandidate.commands.elected import read_elected
from askcandidate.commands.log_pages import office_of
from askcandidate.commands.logbook import DEFAULT, LogFile, check_contests, is_of, read_log
from askcandidate.commands.snapshots import read_snapshot
from askcandidate.commands.streams import PlainRun, named_file, read_text, say
from askcandidate.commands.typed import one_line, tidy
from askcandidate.commands.viewing import View
from askcandidate.correspondence import Letter, Sender
from askcandidate.errors import WrongUse
from askcandidate.formats.letters import LetterFormat, Look
from askcandidate.formats.templates import Templates
from askcandidate.model import Contact, Notice, Office, OfficeKind
from askcandidate.pledges import Entry, settled
from askcandidate.summing_up import polling_day as named_day
from askcandidate.writing import following_up
from askcandidate.writing.following_up import FollowUp, Occasion, Wording

CHASE_EPILOG = """Examples:

  askcandidate log chase --after 14d

  askcandidate log chase --name "A. Voter" --candidates standing.jsonl --out letters/ --record
"""
THANK_EPILOG = """Example:

  askcandidate log thank --since 2027-04-20 --name "A. Voter" --out thanks/
"""
WINNERS_EPILOG = """Example:

  askcandidate log winners --elected elected.csv --name "A. Voter" --out letters/
"""
_MOST_DAYS = 366

_Contests = Annotated[
    list[str] | None,
    typer.Option("--contest", metavar="TEXT", help="Only this contest, office or ballot. May be repeated."),
]
_Standing = Annotated[
    Path | None,
    typer.Option("--candidates", metavar="FILE", help="What candidates --jsonl wrote: how to reach each."),
]
_PollingDay = Annotated[
    str | None, typer.Option(metavar="DATE", help="Polling day, where no ballot's id names it.")
]
_After = Annotated[str, typer.Option(metavar="14d", help="How long they have had, in days or weeks.")]
_Record = Annotated[bool, typer.Option("--record", help="Note in the log that they were asked again.")]
_Since = Annotated[str | None, typer.Option(metavar="DATE", help="Only a yes of this day or later.")]
_ElectedFile = Annotated[
    Path,
    typer.Option(
        "--elected", metavar="FILE", help="Who was elected: CSV with candidate and contest, or a name a line."
    ),
]
_Name = Annotated[str, typer.Option(metavar="TEXT", help="Your name.")]
_Address = Annotated[str, typer.Option(metavar="TEXT", help="Your address, with the postcode.")]
_Why = Annotated[
    str, typer.Option(metavar="TEXT|@FILE", help="Your own words, which open each letter; @FILE reads them.")
]
_Form = Annotated[LetterFormat | None, typer.Option("--format", help="How to write the letters.")]
_Out = Annotated[str | None, typer.Option(metavar="FILE|DIR", help="A .txt, .md or .zip file, or a folder.")]


class _Way(NamedTuple):
    """How the letters of one run are made, and where they go."""

    name: str
    address: str
    why: str
    form: LetterFormat | None
    out: str | None
    force: bool
    on: date
    campaign: Path | None
    standing: Path | None
    quiet: bool


def chase(
    after: _After = "14d",
    contests: _Contests = None,
    standing: _Standing = None,
    polling_day: _PollingDay = None,
    record: _Record = False,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who records it.")] = "",
    name: _Name = "",
    address: _Address = "",
    why: _Why = "",
    form: _Form = None,
    out: _Out = None,
    force: options.Force = False,
    on: options.On = None,
    log: LogFile = DEFAULT,
    campaign: options.Campaign = None,
    quiet: options.Quiet = False,
) -> None:
    """Write to those who were asked and have not answered: what was asked and when, once.

    Never to those who declined or could not be reached, and never twice within the period. Nothing is sent.
    """
    day = options.read_day(on)
    period = _period(after)
    way = _Way(name, address, why, form, out, force, day, campaign, standing, quiet)
    press = _Press(way, log)
    with _opened(log, record=record, quiet=quiet) as book:
        entries = _open_ones(book.entries, contests, polling_day, on, quiet=quiet)
        written = press.write(following_up.to_chase(entries, day, period), "Nobody has to be chased.")
        for follow_up in written if record else ():
            for entry in follow_up.entries:
                book.add(entry._replace(day=day, recorded_by=one_line(by)))
    if written and not record and not quiet:
        say("askcandidate: the same command with --record also notes in the log that they were asked again.")


def thank(
    since: _Since = None,
    contests: _Contests = None,
    standing: _Standing = None,
    polling_day: _PollingDay = None,
    name: _Name = "",
    address: _Address = "",
    why: _Why = "",
    form: _Form = None,
    out: _Out = None,
    force: options.Force = False,
    on: options.On = None,
    log: LogFile = DEFAULT,
    campaign: options.Campaign = None,
    quiet: options.Quiet = False,
) -> None:
    """Write to those who said yes: thank you, and how will you go about it? Nothing is sent."""
    way = _Way(name, address, why, form, out, force, options.read_day(on), campaign, standing, quiet)
    press = _Press(way, log)
    entries = _open_ones(read_log(log, quiet=quiet).entries, contests, polling_day, on, quiet=quiet)
    first = options.read_day(since) if since else None
    press.write(following_up.to_thank(entries, first), "Nobody said yes, as far as the log knows.")


def winners(
    elected: _ElectedFile,
    name: _Name = "",
    address: _Address = "",
    why: _Why = "",
    form: _Form = None,
    out: _Out = None,
    force: options.Force = False,
    on: options.On = None,
    log: LogFile = DEFAULT,
    campaign: options.Campaign = None,
    quiet: options.Quiet = False,
) -> None:
    """Write to those elected about what they said, ask by ask; and to those who were never asked."""
    way = _Way(name, address, why, form, out, force, options.read_day(on), campaign, None, quiet)
    press = _Press(way, log)
    entries = settled(read_log(log, quiet=quiet).entries)
    known, new = read_elected(elected, entries)
    asked = [follow_up for entry in new if (follow_up := press.first_question(entry))]
    press.write([*following_up.to_elected(entries, known), *asked], "None of them is to be written to.")


def _opened(log: Path, *, record: bool, quiet: bool) -> AbstractContextManager[logbook.Changing]:
    """Give a log to be changed, or one that is there only to be read."""
    if record and log.exists():
        return logbook.changing(log, quiet=quiet)
    return nullcontext(logbook.Changing(read_log(log, quiet=quiet).entries))


def _period(text: str) -> timedelta:
    """Read a period such as 14d or 2w.

    Raises:
        WrongUse: it is none.
    """
    found = re.fullmatch(r"(\d{1,3})\s*(d|days?|w|weeks?|)", text.strip().lower())
    days = int(found[1]) * (7 if found[2].startswith("w") else 1) if found else 0
    if not 0 < days <= _MOST_DAYS:
        raise WrongUse(f'"{text[:20]}" is not a period.', "Write it in days or weeks: --after 14d.")
    return timedelta(days=days)


def _open_ones(
    entries: Iterable[Entry],
    contests: Sequence[str] | None,
    polling_day: str | None,
    on: str | None,
    *,
    quiet: bool,
) -> list[Entry]:
    """Give the entries of contests whose polls are still to come; say which are over."""
    told = settled(entries)
    check_contests(told, contests or ())
    first = settings.first_polling_day(options.read_day(on), told=on is not None)
    polls = options.read_day(polling_day) if polling_day else None
    kept = [entry for entry in told if any(is_of(entry, each) for each in contests or [""])]
    still_open = [entry for entry in kept if (named_day(entry.ballot) or polls or first) >= first]
    over = {entry.contest for entry in kept} - {entry.contest for entry in still_open}
    if over and not quiet:
        names = "; ".join(sorted(over))
        say(f"askcandidate: over, so nobody is written to: {names}. askcandidate log winners comes after.")
    return still_open


class _Press:
    """Writes the letters of one run; what cannot work is refused before any work."""

    def __init__(self, way: _Way, log: Path) -> None:
        inputs = [path for path in (log, way.standing, named_file(way.why)) if path]
        view = View(large=False, opens=False)
        self._target = Target(way.form, way.out, inputs, view, jsonl=False, force=way.force)
        self._way = way
        self._templates = Templates()
        self._campaign = Campaign(way.campaign or settings.load().campaign or SHIPPED)
        self._sender = tidy(Sender(way.name, way.address, read_text(way.why)))
        self._ways = _ways(way.standing) if way.standing else None

    def first_question(self, entry: Entry) -> FollowUp | None:
        """Give the letter to somebody elected who was never asked: the first ask that fits."""
        office = office_of(entry, self._way.on)
        fitting = self._campaign.asks_for(office, None, self._way.on) if office else []
        if not fitting:
            self._say(
                f"askcandidate: No letter to {entry.candidate}, who was never asked: which ask fits is known "
                "only with the office's id, in a column office."
            )
            return None
        return FollowUp(Occasion.NEVER_ASKED, (entry._replace(ask=fitting[0].id),))

    def write(self, follow_ups: Sequence[FollowUp], nobody: str) -> list[FollowUp]:
        """Write the letters, and give those that were written."""
        wording = Wording(
            *(self._campaign.asks, self._campaign.documents, self._campaign.frames, self._campaign.topic),
            *(self._templates.fill, self._templates.page),
        )
        written: list[tuple[FollowUp, Letter]] = []
        for follow_up in follow_ups:
            contacts = self._contacts(follow_up.whom)
            made: Letter | Notice
            if contacts is None:
                name = follow_up.whom.candidate
                made = Notice("withdrawn", f"No letter to {name}, who is not on the list of those standing.")
            else:
                office = self._office(follow_up.whom)
                made = following_up.write(follow_up, office, contacts, self._sender, self._way.on, wording)
            if isinstance(made, Letter):
                written.append((follow_up, made))
            else:
                self._say(f"askcandidate: {made.message}")
        look = Look(self._templates)
        packer = self._target.packer(look)
        parcels = [packer.pack(Mail([letter], [], at)) for at, (_, letter) in enumerate(written, 1)]
        if parcels:
            self._target.write(parcels, look, PlainRun(), quiet=self._way.quiet)
        else:
            self._say(f"askcandidate: {nobody}")
        return [follow_up for follow_up, _ in written]

    def _office(self, entry: Entry) -> Office:
        return office_of(entry, self._way.on) or events.unlisted(OfficeKind.COUNCIL, entry.contest, "")

    def _contacts(self, whom: Entry) -> tuple[Contact, ...] | None:
        """Give the ways to reach somebody; None if a list says that they no longer stand."""
        if self._ways is None or not whom.candidate_id:
            return ()
        if whom.ballot and whom.ballot not in self._ways:
            return ()
        key = whom.source, whom.candidate_id
        lists = [there for ballot, there in self._ways.items() if whom.ballot in ("", ballot)]
        found = next((there[key] for there in lists if key in there), None)
        return () if found is None and not whom.ballot else found

    def _say(self, text: str) -> None:
        if not self._way.quiet:
            say(text)


def _ways(path: Path) -> dict[str, dict[tuple[str, str], tuple[Contact, ...]]]:
    """Read how each person standing can be reached, by ballot, from what ``candidates --jsonl`` wrote."""
    return {
        ballot: {
            key: tuple(Contact(route.what, route.address) for route in person.routes)
            for key, person in contest.people.items()
        }
        for ballot, contest in read_snapshot(path).contests.items()
    }
