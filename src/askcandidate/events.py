"""Events files: meetings for contests that no table knows, one a row: wards, divisions, new councils."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from zlib import crc32

from askcandidate.errors import BadRow
from askcandidate.meetings import Meeting, Speaker
from askcandidate.model import Area, Office, OfficeKind, OfficeStatus, Tier

COLUMNS = ("contest", "kind", "postcode", "place", "venue", "date", "start", "minutes", "chair", "candidates")
EXAMPLE = (
    ",".join(COLUMNS)
    + '\n"Anyward, Anytown",council,BS1 5TR,,"Village Hall, Anytown",2027-04-22,19:30,60,J. Hill,'
    '"A. First; B. Second"\n'
    '"Council of Newshire",council,,Newshire,,,,90,,\n'
)
ABOUT = """An events file is a CSV (or a spreadsheet saved as one) with a row for each meeting:

  contest     what the meeting is about, as it should be printed; the only column that must be filled
  kind        council, county, council-mayor, mayor, pcc or pfcc; council if empty
  postcode    one inside the area: then the questions name the right council and services
  place       the area's everyday name, where no postcode is given
  venue, chair
  date, start such as 2027-04-22 and 19:30
  minutes     60 if empty
  candidates  everybody invited, in one cell, parted by ; or line breaks; blank lines if empty

The example on stdout can be kept and filled in: askcandidate help events-file > meetings.csv"""
_MOST_MINUTES = 600
_UNKNOWN_PLACE = "this area"


def read(cells: Mapping[str, str], blanks: int) -> Meeting:
    """Read one row of an events file as a meeting, with an office of that kind made up for it.

    Args:
        cells: the row, by column.
        blanks: lines to leave where nobody is named.

    Raises:
        BadRow: no contest, no such kind, or a day, time or number that is none.
    """
    told = {key.strip().lower(): value.strip() for key, value in cells.items()}
    contest = " ".join(told.get("contest", "").split())
    if not contest:
        raise BadRow("The row names no contest.")
    names = [" ".join(part.split()) for part in re.split(r"[;\n\r]+", told.get("candidates", ""))]
    speakers = tuple(Speaker(name) for name in dict.fromkeys(names) if name)
    return Meeting(
        contest=contest,
        office=unlisted(_kind(told.get("kind", "")), contest, told.get("place", "")),
        speakers=speakers,
        blanks=0 if speakers else blanks,
        day=read_day(told.get("date", "")),
        start=read_time(told.get("start", "")),
        minutes=_minutes(told.get("minutes", "")),
        venue=told.get("venue", ""),
        chair=told.get("chair", ""),
    )


def unlisted(kind: OfficeKind, contest: str, place: str) -> Office:
    """Give an office that is in no table, as far as a question needs one."""
    prose = place or _UNKNOWN_PLACE
    slug = re.sub(r"[^a-z0-9]+", "-", contest.lower()).strip("-")[:40]
    is_council = kind in (OfficeKind.COUNCIL, OfficeKind.COUNTY)
    return Office(
        id=f"event:{slug}-{crc32(contest.encode()):08x}",
        kind=kind,
        title=contest,
        prose="the council" if is_council else f"the {contest}",
        area=Area(slug, None, prose, prose),
        tier=(Tier.COUNTY if kind is OfficeKind.COUNTY else Tier.SINGLE) if is_council else None,
        police_powers=kind in (OfficeKind.PCC, OfficeKind.PFCC),
        status=OfficeStatus.IN_OFFICE,
        last_election=None,
        next_election=None,
        term_ends=None,
        contacts=(),
        note=None,
    )


def read_day(text: str) -> date | None:
    """Read a day as spreadsheets write it; nothing is no day.

    Raises:
        BadRow: it is not one.
    """
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%Y-%m-%d %H:%M:%S"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  (a day has no time zone)
        except ValueError:
            continue
    raise BadRow(f'"{text[:20]}" is not a day.', "Write it as 2027-04-22.")


def read_time(text: str) -> time | None:
    """Read a time of day; nothing is no time.

    Raises:
        BadRow: it is not one.
    """
    if not text:
        return None
    for form in ("%H:%M", "%H.%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p", "%I.%M%p", "%I%p"):
        try:
            return datetime.strptime(text.upper(), form).time()  # noqa: DTZ007  (same)
        except ValueError:
            continue
    raise BadRow(f'"{text[:20]}" is not a time of day.', "Write it as 19:30.")


def _kind(text: str) -> OfficeKind:
    try:
        return OfficeKind(text.lower().replace(" ", "-") or "council")
    except ValueError:
        kinds = ", ".join(kind for kind in OfficeKind if kind is not OfficeKind.PARLIAMENT)
        raise BadRow(f'"{text[:20]}" is not a kind of office.', f"The kinds are: {kinds}.") from None


def _minutes(text: str) -> int:
    if not text:
        return 60
    if not text.removesuffix(".0").isdecimal() or not 0 < int(text.removesuffix(".0")) <= _MOST_MINUTES:
        raise BadRow(f'"{text[:20]}" is not a number of minutes.', f"At most {_MOST_MINUTES}.")
    return int(text.removesuffix(".0"))
