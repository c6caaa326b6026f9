"""``askcandidate calendar``: the dates that matter before the polls of a place."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from askcandidate import places, settings, timetables
from askcandidate.batch import from_texts
from askcandidate.commands import options, output, services
from askcandidate.commands.asking import at_terminal
from askcandidate.commands.desk import is_wanted, office_ids
from askcandidate.commands.finding import Found, finding
from askcandidate.commands.groups import grouped
from askcandidate.commands.streams import say, write
from askcandidate.elections import Contest, Contests
from askcandidate.errors import NotFound, WrongUse, instead
from askcandidate.files import write_bytes
from askcandidate.formats import calendars
from askcandidate.model import Office, Place, day_in_words
from askcandidate.settings import Settings
from askcandidate.timetables import Poll
from askcandidate.writing.addressees import COUNCILS

EPILOG = """Examples:

  askcandidate calendar "WA7 1BH"

  askcandidate calendar "BS1 5TR" --live --out dates.ics

  askcandidate calendar "BS1 5TR" --office council --polling-day 2028-05-04 --out dates.ics
"""

_PollingDay = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Polling day, where it is not known offline, such as a council's."),
]
_Out = Annotated[str | None, typer.Option("--out", metavar="FILE", help="A calendar: an .ics file.")]
_Live = Annotated[
    bool, typer.Option("--live", help="Ask an online service which polls are coming; it sees the postcode.")
]


@grouped
def calendar(
    *,
    postcode: Annotated[list[str], typer.Argument(metavar="POSTCODE", help="A postcode of the place.")],
    offices: options.Offices = None,
    polling_day: _PollingDay = None,
    json: options.Json = False,
    out: _Out = None,
    force: options.Force = False,
    on: options.On = None,
    live: _Live = False,
    service: services.Service,
    data: options.Data = None,
    no_input: options.NoInput = False,
    quiet: options.Quiet = False,
) -> None:
    """Give the dates before the next polls of a place: those known offline, or with --live all.

    By when to register and to apply for a vote by post or proxy, when names are published, when to write
    and to remind.
    """
    if out is not None:
        _check_file(out, json=json, force=force)
    day = options.read_day(on)
    first_day = settings.first_polling_day(day, told=on is not None)
    named = _to_come(polling_day, first_day) if polling_day else None
    chosen = settings.load()
    network = _settle_network(service, chosen, live=live)
    finder = places.Finder(day, data or chosen.data)
    may_ask = not no_input and at_terminal()
    with finding(network, finder, first_day, many=False, quiet=quiet, may_ask=may_ask) as known:
        found = known.one(next(from_texts([" ".join(postcode)])))
    polls = _polls(found, offices or [], named, first_day)
    beside = _beside(found, polls, day, offices or [])
    shows_why = json or (out is None and sys.stdout.isatty())
    for line in () if quiet else chain(beside, () if shows_why else _why_few(polls)):
        say(f"askcandidate: {line}")
    if not polls:
        raise _no_polls(found)
    if out is not None:
        write_bytes(Path(out), [calendars.calendar_file(polls, day)])
    elif json:
        write(calendars.document(polls, day))
    else:
        write(calendars.text(polls) if sys.stdout.isatty() else calendars.tsv_lines(polls))


def _check_file(out: str, *, json: bool, force: bool) -> None:
    """Refuse a file that is no calendar or cannot be written, before any work is done.

    Raises:
        WrongUse, CannotCreate: it cannot.
    """
    if Path(out).suffix.lower() != ".ics" or json:
        raise WrongUse("--out takes an .ics file, without --json.")
    output.check_target(out, force=force)


def _settle_network(asked: services.Service, chosen: Settings, *, live: bool) -> services.Network:
    """Settle where answers come from; nobody is asked for polls whose dates could not be worked out.

    Raises:
        WrongUse: see ``settle_network`` and ``require``.
    """
    network = services.settle_network(asked, chosen, live=live)
    if not network.is_offline:
        timetables.require()
    return network


def _to_come(polling_day: str, first: date) -> date:
    """Read a polling day that is still to come.

    Raises:
        WrongUse: it is no day.
        NotFound: it is past.
    """
    day = options.read_day(polling_day, "--polling-day")
    if day < first:
        raise NotFound(f"--polling-day {day_in_words(day)} is past.", "Give the day of a poll to come.")
    return day


def _no_polls(found: Found) -> NotFound:
    """Say that no polling day is known, and how one can be given: first the office, if none is known."""
    is_told = isinstance(found, Contests)
    place = found.place if isinstance(found, Contests) else found
    how, ask = ("coming", "") if is_told else ("known offline", ", or ask: --live")
    message = f"No polling day is {how} for {found.postcode}."
    if place is None:
        return NotFound(message)
    if place.offices:
        return NotFound(message, f"Give it with --polling-day DATE and --office{ask}.")
    why = " ".join(notice.message for notice in place.district.notices)
    return NotFound(
        message if is_told else f"No elected office is known for {found.postcode}, and so no polling day.",
        f"{why} With either of them calendar takes --polling-day DATE as the council's{ask}.",
    )


def _polls(found: Found, wanted: Sequence[str], named: date | None, first: date) -> list[Poll]:
    """Give the polls to come: those a service knows, and by the tables those of the other offices.

    Raises:
        NotFound: none of the offices wanted is there.
    """
    place, contests = (found.place, found.contests) if isinstance(found, Contests) else (found, ())
    offices = place.offices if place else ()
    asked = [contest for contest in contests if _is_wanted(contest.office_id or "", wanted)]
    chosen = [office for office in offices if _is_wanted(office.id, wanted)]
    if wanted and not asked and not chosen:
        there = office_ids(offices, contests)
        if not there:
            raise _no_polls(found)
        message = f"None of the offices wanted is at {found.postcode}."
        raise NotFound(message, instead(" ".join(wanted), there))
    polls = [poll for contest in asked if (poll := _of_contest(contest, place))]
    told = set(office_ids((), contests))
    for office in chosen:
        day = _day_of(office, named, is_told=office.id in told, is_wanted=bool(wanted))
        is_new = (office.id, day) not in {(poll.office.id, poll.day) for poll in polls}
        if place and day and day >= first and is_new:
            polls.append(timetables.poll_of(office, place.district.nation, day))
    return polls


def _why_few(polls: Sequence[Poll]) -> Iterator[str]:
    """Say why a poll has no date but polling day, for a form that does not say it."""
    for poll in polls:
        if poll.why_few:
            yield f"{poll.office.title}: only polling day is given, since {poll.why_few}."


def _is_wanted(office_id: str, wanted: Sequence[str]) -> bool:
    return not wanted or any(is_wanted(name, office_id) for name in wanted)


def _day_of(office: Office, named: date | None, *, is_told: bool, is_wanted: bool) -> date | None:
    """Give the polling day of an office by the tables or the command line; none where a service told it."""
    if named and (is_wanted or (office.kind in COUNCILS and office.next_election is None)):
        return named
    return None if is_told else office.next_election


def _of_contest(contest: Contest, place: Place | None) -> Poll | None:
    """Give the dates of a poll that a service knows, under the name that it has there."""
    if place is None or contest.office is None or not contest.stands:
        return None
    poll = timetables.poll_of(contest.office, place.district.nation, contest.ballot.date)
    return poll._replace(office=contest.office._replace(title=contest.title))


def _beside(found: Found, polls: Sequence[Poll], day: date, wanted: Sequence[str]) -> Iterator[str]:
    """Say what should be known beside the dates: what a service said, what has none, what is too late."""
    if isinstance(found, Contests):
        for contest in found.contests:
            yield from (
                f"{contest.named}: {each.message}" for each in contest.notices if each.code == "cancelled"
            )
            if contest.stands and (contest.office is None or found.place is None):
                yield f"{contest.named}: its dates are not known, since it is for no office in our tables."
        yield from (notice.message for notice in found.notices)
        yield found.service.credit
    else:
        yield from (notice.message for notice in found.own_notices if notice.code == "live-failed")
        yield from _without_dates(found, polls, wanted)
    for poll in polls:
        if poll.last_post and poll.last_post < day <= poll.day:
            title, last = poll.office.title, day_in_words(poll.last_post)
            yield f"{title}: too late to write by post (the last day was {last}); e-mail, or ring."


def _without_dates(place: Place, polls: Sequence[Poll], wanted: Sequence[str]) -> Iterator[str]:
    """Name each office whose next polling day is not known offline, and say why."""
    dated = {poll.office.id for poll in polls}
    for office in place.offices:
        if office.id not in dated and _is_wanted(office.id, wanted):
            why = office.note or "The next polling day is not known."
            more = " Give it with --polling-day DATE, or ask: --live." if office.kind in COUNCILS else ""
            yield f"{office.title}, no dates: {why}{more}"
