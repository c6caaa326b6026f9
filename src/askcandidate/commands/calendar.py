"""``askcandidate calendar``: the dates that matter before the polls of a place."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from askcandidate import places, settings, timetables
from askcandidate.commands import options, output
from askcandidate.commands.desk import is_wanted
from askcandidate.commands.streams import say, write
from askcandidate.errors import NotFound, WrongUse
from askcandidate.files import write_bytes
from askcandidate.formats import calendars
from askcandidate.model import Office, Place, day_in_words
from askcandidate.timetables import Poll

EPILOG = """Examples:

  askcandidate calendar "WA7 1BH"

  askcandidate calendar "BS1 5TR" --office council --polling-day 2028-05-04 --out dates.ics
"""


def calendar(
    postcode: Annotated[list[str], typer.Argument(metavar="POSTCODE", help="A postcode of the place.")],
    offices: options.Offices = None,
    polling_day: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Polling day, where it is not known offline, such as a council's."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
    out: Annotated[
        str | None, typer.Option("--out", metavar="FILE", help="A calendar: an .ics file.")
    ] = None,
    force: options.Force = False,
    on: options.On = None,
    data: options.Data = None,
    quiet: options.Quiet = False,
) -> None:
    """Give the dates before the next polls of a place, as far as they are known offline.

    By when to register and to apply for a vote by post or proxy, when names are published, when to write
    and to remind.
    """
    if out is not None:
        if Path(out).suffix.lower() != ".ics" or json:
            raise WrongUse("--out takes an .ics file, without --json.")
        output.check_target(out, force=force)
    day = options.read_day(on)
    place = places.Finder(day, data or settings.load().data).find(" ".join(postcode))
    named = options.read_day(polling_day) if polling_day else None
    polls = list(_polls(place, offices or [], named, settings.first_polling_day(day, told=on is not None)))
    if not polls:
        raise NotFound(
            f"No polling day is known offline for {place.postcode}.",
            "Give it with --polling-day DATE and --office, or ask: askcandidate candidates POSTCODE.",
        )
    if out is not None:
        write_bytes(Path(out), [calendars.calendar_file(polls, day)])
    elif json:
        write(calendars.document(polls, day))
    else:
        write(calendars.text(polls) if sys.stdout.isatty() else calendars.tsv_lines(polls))
    if not quiet:
        for line in _too_late(polls, day):
            say(f"askcandidate: {line}")


def _polls(place: Place, wanted: list[str], named: date | None, first: date) -> Iterator[Poll]:
    chosen = [office for office in place.offices if _is_chosen(office, wanted, named)]
    if not chosen:
        there = ", ".join(office.id for office in place.offices)
        raise NotFound(f"None of the offices wanted is at {place.postcode}.", f"There are: {there}.")
    for office in chosen:
        day = named or office.next_election
        if day and day >= first:
            yield timetables.poll_of(office, place.district.nation, day)


def _is_chosen(office: Office, wanted: list[str], named: date | None) -> bool:
    if wanted:
        return any(is_wanted(name, office.id) for name in wanted)
    return named is None or office.next_election in (None, named)


def _too_late(polls: list[Poll], day: date) -> Iterator[str]:
    """Say where a letter by post would come after the poll."""
    for poll in polls:
        if poll.last_post and poll.last_post < day <= poll.day:
            title, last = poll.office.title, day_in_words(poll.last_post)
            yield f"{title}: too late to write by post (the last day was {last}); e-mail, or ring."
