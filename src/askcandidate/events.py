"""Events files: meetings for contests that no table knows, one a row: wards, divisions, new councils."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from zlib import crc32

from askcandidate.errors import BadRow, instead
from askcandidate.meetings import MOST_MINUTES, Meeting, Speaker
from askcandidate.model import Area, Nation, Office, OfficeKind, OfficeStatus, Tier
from askcandidate.reading import plain

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
  postcode    one inside the area: then the questions name the right council and services; one that no
              such office is known for still tells the nation, and so what a council there runs
  place       the area's everyday name, where no postcode is given
  venue, chair
  date, start such as 2027-04-22 and 19:30
  minutes     60 if empty
  candidates  everybody invited, in one cell, parted by ; or line breaks; blank lines if empty

The example on stdout can be kept and filled in: askcandidate help events-file > meetings.csv"""
# Minutes have two digits: Python would read 19 as nine minutes past one.
_TIME = re.compile(r"\d{1,2}[:.]\d{2}(?::\d{2})?|\d{4}|\d{1,2}(?:[:.]\d{2})?[AP]M")
_UNKNOWN_PLACE = "this area"
_UNLISTED = "event:"
_YEARS = range(2024, 2100)
_EITHER_WAY = re.compile(r"0?(\d|1[0-2])[/.-]0?(\d|1[0-2])[/.-](?:\d\d)?\d\d")  # 05/04/2027
_DAYS = (
    *("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y", "%A %d %B %Y", "%a %d %b %Y"),
    "%Y-%m-%d %H:%M",
)


def read(cells: Mapping[str, str], blanks: int) -> Meeting:
    """Read one row of an events file as a meeting, with an office of that kind made up for it.

    Args:
        cells: the row, by column.
        blanks: lines to leave where nobody is named.

    Raises:
        BadRow: no contest, no such kind, or a day, time or number that is none.
    """
    told = {plain(key): value.strip() for key, value in cells.items()}
    contest = " ".join(told.get("contest", "").split())
    if not contest:
        raise BadRow("The row names no contest.")
    names = [" ".join(part.split()) for part in re.split(r"[;\n\r]+", told.get("candidates", ""))]
    speakers = tuple(Speaker(name) for name in names if name)
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


def unread(columns: Iterable[str]) -> list[str]:
    """Give those of a file's columns that no meeting is read from."""
    return [column for column in columns if plain(column) not in COLUMNS]


def unlisted(kind: OfficeKind, contest: str, place: str) -> Office:
    """Give an office that is in no table, as far as a question needs one."""
    prose = place or _UNKNOWN_PLACE
    slug = re.sub(r"[^a-z0-9]+", "-", contest.lower()).strip("-")[:40]
    is_council = kind in (OfficeKind.COUNCIL, OfficeKind.COUNTY)
    return Office(
        id=f"{_UNLISTED}{slug}-{crc32(contest.encode()):08x}",
        kind=kind,
        title=contest,
        prose="the council" if is_council else f"the {contest}",
        area=Area(slug, None, prose, prose),
        tier=_tier(kind, None),
        police_powers=kind in (OfficeKind.PCC, OfficeKind.PFCC),
        status=OfficeStatus.IN_OFFICE,
        last_election=None,
        next_election=None,
        term_ends=None,
        contacts=(),
        note=None,
    )


def in_nation(office: Office, nation: Nation) -> Office:
    """Give an office that no table places with the nation it is in, which decides a council's services."""
    return office._replace(area=office.area._replace(nation=nation), tier=_tier(office.kind, nation))


def is_unlisted(office: Office) -> bool:
    """Say whether an office is one of ours made up for an event."""
    return office.id.startswith(_UNLISTED)


def _tier(kind: OfficeKind, nation: Nation | None) -> Tier | None:
    if kind not in (OfficeKind.COUNCIL, OfficeKind.COUNTY, OfficeKind.COUNCIL_MAYOR):
        return None
    if nation is Nation.NORTHERN_IRELAND:
        return Tier.NORTHERN_IRELAND
    return Tier.COUNTY if kind is OfficeKind.COUNTY else Tier.SINGLE


def read_day(text: str) -> date | None:
    """Read a day as spreadsheets write it; nothing is no day.

    Raises:
        BadRow: it is not one.
    """
    if not text:
        return None
    bare = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text).replace(",", "")
    problem = f'"{text[:20]}" is not a day.'
    for form in _DAYS:
        try:
            day = datetime.strptime(bare, form).date()  # noqa: DTZ007  (a day has no time zone)
        except ValueError:
            continue
        if day.year in _YEARS:
            return day
        beyond = "is past" if day.year < _YEARS[0] else "is too far off"
        problem = f'"{text[:20]}" {beyond}.'
    raise BadRow(problem, "Write it as 2027-04-22.")


def on_either_way(days: Iterable[str]) -> Iterator[str]:
    """Say how days are read that could as well be read with the month first."""
    for day in days:
        found = _EITHER_WAY.fullmatch(day.strip())
        if found and found[1] != found[2]:
            yield f"days such as {day.strip()} are read as day/month/year."
            return


def read_time(text: str) -> time | None:
    """Read a time of day; nothing is no time.

    Raises:
        BadRow: it is not one.
    """
    if not text:
        return None
    bare = re.sub(r"\s+", "", text.upper()).replace("P.M.", "PM").replace("A.M.", "AM")
    forms = ("%H:%M", "%H.%M", "%H%M", "%H:%M:%S", "%I:%M%p", "%I.%M%p", "%I%p")
    for form in forms if _TIME.fullmatch(bare) else ():
        try:
            return datetime.strptime(bare, form).time()  # noqa: DTZ007  (same)
        except ValueError:
            continue
    raise BadRow(f'"{text[:20]}" is not a time of day.', "Write it as 19:30.")


def _kind(text: str) -> OfficeKind:
    wanted = text.lower().removesuffix(" council").replace(" ", "-") or "council"
    kinds = [kind for kind in OfficeKind if kind is not OfficeKind.PARLIAMENT]
    if wanted not in kinds:
        raise BadRow(f'"{text[:20]}" is not a kind of office.', instead(text, kinds, "The kinds are"))
    return OfficeKind(wanted)


def _minutes(text: str) -> int:
    if not text:
        return 60
    number = re.fullmatch(r"(\d{1,4})(?:\.0)? ?(?:min|mins|minutes)?", text.lower())
    if not number or not 0 < int(number.group(1)) <= MOST_MINUTES:
        raise BadRow(f'"{text[:20]}" is not a number of minutes.', f"At most {MOST_MINUTES}.")
    return int(number.group(1))
