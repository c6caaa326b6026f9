"""Dates before polls as text, records, and a calendar file that any diary can read."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from textwrap import fill
from typing import Any

from askcandidate.errors import not_installed
from askcandidate.model import day_in_words
from askcandidate.timetables import Poll

_WIDTH = 72  # characters of a line for a person
_SOURCE = (
    "By the library uk-election-timetables, which cites the law; proxy votes by the Electoral Commission's "
    "timetables. Returning officers publish the binding dates: check there before you rely on one."
)


def text(polls: Sequence[Poll]) -> Iterator[str]:
    """Write the dates for a person, poll by poll."""
    for poll in polls:
        yield f"{poll.office.title}: {day_in_words(poll.day)}\n"
        for each in poll.dates:
            yield f"  {each.day:%a} {day_in_words(each.day):<18} {each.words}\n"
        if poll.why_few:
            yield f"  No other dates: {poll.why_few}.\n"
        yield "\n"
    yield f"{fill(_SOURCE, _WIDTH)}\n"


def tsv_lines(polls: Sequence[Poll]) -> Iterator[str]:
    """Write day, office, code and words, tab-separated."""
    for poll in polls:
        for each in poll.dates:
            yield f"{each.day}\t{poll.office.id}\t{each.code}\t{each.words}\n"


def document(polls: Sequence[Poll], on: date) -> Iterator[str]:
    """Write one JSON list of records ``askcandidate.poll/1``."""
    yield json.dumps([_record(poll, on) for poll in polls], indent=2) + "\n"


def _record(poll: Poll, on: date) -> dict[str, Any]:
    return {
        "schema": "askcandidate.poll/1",
        "office": poll.office.id,
        "title": poll.office.title,
        "polling_day": poll.day.isoformat(),
        "dates": [
            {"code": each.code, "day": each.day.isoformat(), "words": each.words} for each in poll.dates
        ],
        "why_few": poll.why_few or None,
        "on": on.isoformat(),
        "source": _SOURCE,
    }


def calendar_file(polls: Sequence[Poll], on: date) -> bytes:
    """Write an iCalendar file: the same dates and day give the same bytes, and a diary knows each again.

    Args:
        polls: the dates.
        on: the day of the run, which stamps the entries.

    Raises:
        WrongUse: the extra is not installed.
    """
    try:
        from icalendar import Calendar, Event  # noqa: PLC0415  (an extra, and only here)
    except ImportError:
        raise not_installed("Writing a calendar", "calendar") from None
    calendar = Calendar()
    calendar.add("prodid", "-//askcandidate//calendar//EN")
    calendar.add("version", "2.0")
    for poll in polls:
        for each in poll.dates:
            event = Event()
            office = re.sub(r"\W+", "-", poll.office.id)
            event.add("uid", f"{each.code}.{poll.day}.{office}@askcandidate")
            event.add("dtstamp", datetime.combine(on, time(), UTC))
            event.add("dtstart", each.day)
            event.add("dtend", each.day + timedelta(days=1))
            event.add("summary", f"{poll.office.title}: {each.words}")
            event.add("description", _SOURCE)
            event.add("transp", "TRANSPARENT")
            calendar.add_component(event)
    return bytes(calendar.to_ical())
