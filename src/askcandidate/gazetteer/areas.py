"""From a district and a date to who answers for it, by the tables in ``data/areas``."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from askcandidate.errors import BadData
from askcandidate.gazetteer.offices import area_of, commissioner_of, councils_of, mayors_of
from askcandidate.gazetteer.tables import Row, table
from askcandidate.model import (
    Area,
    District,
    Governance,
    Nation,
    Notice,
    Office,
    OfficeKind,
    OfficeStatus,
    Policing,
    Standing,
    day_in_words,
)

AS_AT = date(2026, 9, 15)
"""The day whose public lists the tables follow."""

HOLDS_FROM = date(2025, 4, 1)
"""From this day on the tables are right for the date asked; South Yorkshire's codes changed then."""

GOOD_UNTIL = AS_AT + timedelta(days=730)
"""After this day an answer says how old the tables are: councils are remade each April."""

COMMISSIONERS_END = date(2028, 5, 1)
"""When commissioners are announced to end (Home Office, 13 November 2025); not yet law."""

NORTHERN_IRELAND = District(
    nation=Nation.NORTHERN_IRELAND,
    place_name="Northern Ireland",
    prose="Northern Ireland",
    where="in Northern Ireland",
    welsh_name="",
    offices=(),
    policing=Policing(
        Area("N99999999", None, "Northern Ireland", "Northern Ireland", nation=Nation.NORTHERN_IRELAND),
        Governance.NI_POLICING_BOARD,
        None,
    ),
    standing=(),
    notices=(
        Notice(
            "northern-ireland-offline",
            "The licence of Northern Ireland's postcodes keeps them out of the shipped file, so the council "
            "is not known offline and the postcode itself was not checked. Two ways to the council: a file "
            "you build from ONSPD yourself (askcandidate data build, then --data FILE), or an online "
            "service, which then sees the postcode: askcandidate lookup POSTCODE --source postcodes-io.",
        ),
    ),
)


@cache
def district(gss: str, on: date) -> District:
    """Give everyone elected who answers for a district on a day.

    Dates before 1 April 2025 get the offices of the tables' own day, with a notice.

    Args:
        gss: the district's GSS code, such as ``E06000023``.
        on: the day asked about.

    Raises:
        BadData: the code is in none of the tables.

    Source: the tables in ``data/areas``; where each fact comes from stands in ``data/README.md``.
    """
    day = on if on >= HOLDS_FROM else AS_AT
    council = _council(gss, day)
    police = table("police_areas")[council["police_area"]]
    mayors = list(mayors_of(council, police, day))
    offices = (
        *councils_of(council),
        *(m for m in mayors if m.kind is OfficeKind.COUNCIL_MAYOR),
        *commissioner_of(police),
        *(m for m in mayors if m.kind is OfficeKind.MAYOR),
    )
    ids = {office.id for office in offices}
    return District(
        nation=Nation(council["nation"]),
        place_name=council["prose"].removeprefix("the "),
        prose=council["prose"],
        where=f"{council['where']} {council['prose']}",
        welsh_name=council["welsh_name"],
        offices=offices,
        policing=_policing(police),
        standing=tuple(row for row in all_standing() if row.office_id in ids),
        notices=tuple(_notices(gss, on, day, offices)),
    )


def everyday_name(gss: str) -> str | None:
    """Give the everyday name of a council's area by its GSS code, or None if it is in none of the tables."""
    row = table("councils").get(gss)
    return row["prose"] if row else None


def all_districts() -> list[str]:
    """Give the code of every district that a postcode may lie in, new ones to come left out."""
    return [row["gss"] for row in table("councils").rows() if row["kind"] != "county" and row["gss"]]


def _council(gss: str, day: date) -> Row:
    councils = table("councils")
    row = councils.get(gss)
    if row is None:
        raise BadData(
            f"The district {gss} is in none of our tables.",
            "The postcode file is newer than this version of askcandidate; look for an update.",
        )
    ended = row["valid_until"] and day >= date.fromisoformat(row["valid_until"])
    return councils[row["successor"]] if ended else row


def _policing(police: Row) -> Policing:
    governance = Governance(police["governance"])
    held_by = None
    if governance in (Governance.PCC, Governance.PFCC):
        held_by = f"{governance}:{police['key']}"
    elif police["mayor_area"]:
        held_by = f"mayor:{police['mayor_area']}"
    return Policing(area_of(police), governance, held_by)


@cache
def all_standing() -> tuple[Standing, ...]:
    """Give every row of what offices already do."""
    return tuple(map(Standing.of, table("standing").rows()))


def _notices(gss: str, on: date, day: date, offices: tuple[Office, ...]) -> Iterator[Notice]:
    if on < HOLDS_FROM:
        yield Notice(
            "before-the-tables",
            f"Offices are known from {day_in_words(HOLDS_FROM)} on. For {day_in_words(on)} you get those of "
            f"{day_in_words(AS_AT)}.",
        )
    if on > GOOD_UNTIL:
        yield Notice(
            "old-tables",
            f"Our tables are of {day_in_words(AS_AT)}, and offices may have changed by {day_in_words(on)}: "
            "look for a newer version of the tool.",
        )
    for row in table("notices").rows():
        if date.fromisoformat(row["from_date"]) <= day and gss in row["districts"].split():
            yield Notice(row["code"], row["message"])
    for office in offices:
        yield from _office_notices(office, day)


def is_over(office: Office, day: date) -> bool:
    """Say whether an office is to have ended by a day, as far as that is announced."""
    return bool(office.term_ends) and day >= COMMISSIONERS_END


def _office_notices(office: Office, day: date) -> Iterator[Notice]:
    if office.status is OfficeStatus.FIRST_ELECTION_PENDING and office.next_election:
        yield Notice(
            "first-election-pending",
            f"Nobody is {office.prose} yet: the first election is on {day_in_words(office.next_election)}.",
        )
    if office.last_election and office.last_election > AS_AT:
        yield Notice(
            "after-known-elections",
            f"The election of {day_in_words(office.last_election)} for {office.prose} is taken as held; "
            f"our data is of {day_in_words(AS_AT)}.",
        )
    if is_over(office, day):
        yield Notice(
            "after-term",
            f"The term of {office.prose} was to end in May 2028; what follows was not yet law on "
            f"{day_in_words(AS_AT)}.",
        )
