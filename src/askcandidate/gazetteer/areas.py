"""From a district and a date to the offices that answer for it, by the tables in ``data/areas``."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from askcandidate.errors import BadData
from askcandidate.gazetteer.tables import Row, table
from askcandidate.model import (
    Area,
    Contact,
    District,
    Governance,
    Nation,
    Notice,
    Office,
    OfficeKind,
    OfficeStatus,
    Policing,
    Standing,
    Tier,
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

_COMMISSIONERS_NOTE = (
    "The government announced on 13 November 2025 that commissioners end in May 2028. "
    "By 15 September 2026 Parliament had not passed the law."
)
_COUNCIL_NOTE = "The council's next election day is not in the offline data."
_TIERS = {"district": Tier.DISTRICT, "county": Tier.COUNTY}  # every other kind runs all services
_ARTICLE_BEFORE = (
    *("London Borough ", "Royal Borough ", "City of ", "City and County of "),
    *("Council of ", "Borough Council of "),
)
NORTHERN_IRELAND = District(
    nation=Nation.NORTHERN_IRELAND,
    place_name="Northern Ireland",
    prose="Northern Ireland",
    where="in Northern Ireland",
    welsh_name="",
    offices=(),
    policing=Policing(
        Area("N99999999", None, "Northern Ireland", "Northern Ireland"), Governance.NI_POLICING_BOARD, None
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
    mayors = list(_mayors(council, police, day))
    offices = (
        *_councils(council),
        *(m for m in mayors if m.kind is OfficeKind.COUNCIL_MAYOR),
        *_commissioner(police),
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


def member_of_parliament(constituency: str) -> Office:
    """Give the office of a constituency's member of parliament; the name is taken as given."""
    return Office(
        id=f"parl:{constituency}",
        kind=OfficeKind.PARLIAMENT,
        title=f"Member of Parliament for {constituency}",
        prose=f"the Member of Parliament for {constituency}",
        area=Area(constituency, None, constituency, constituency),
        tier=None,
        police_powers=False,
        status=OfficeStatus.IN_OFFICE,
        last_election=None,
        next_election=None,
        term_ends=None,
        contacts=_contacts("parl:*"),
        note="The next general election's day is not in the offline data.",
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


def _area(row: Row) -> Area:
    return Area(row["key"], row["gss"] or None, row["name"], row["prose"], row.get("welsh_name", ""))


def _councils(council: Row) -> Iterator[Office]:
    yield _council_office(OfficeKind.COUNCIL, council)
    county = table("councils").get(council["county"])
    if county:  # one that ends does so with all its districts, and their successors name none
        yield _council_office(OfficeKind.COUNTY, county)


def _council_office(kind: OfficeKind, row: Row) -> Office:
    title = row["official_name"]
    note = _COUNCIL_NOTE
    if row["valid_until"]:
        ends = day_in_words(date.fromisoformat(row["valid_until"]))
        note += f" It gives way to East Surrey and West Surrey on {ends}."
    return Office(
        id=f"{kind}:{row['key']}",
        kind=kind,
        title=title,
        prose=f"the {title}" if title.startswith(_ARTICLE_BEFORE) else title.removeprefix("The "),
        area=_area(row),
        tier=_tier(row),
        police_powers=False,
        status=OfficeStatus.IN_OFFICE,
        last_election=None,
        next_election=None,
        term_ends=None,
        contacts=_contacts(f"{kind}:*", f"{kind}:{row['key']}"),
        note=note,
    )


def _tier(council: Row) -> Tier:
    """Say which services a council runs; Northern Ireland's run neither housing nor social care."""
    if council["nation"] == Nation.NORTHERN_IRELAND:
        return Tier.NORTHERN_IRELAND
    return _TIERS.get(council["kind"], Tier.SINGLE)


def _commissioner(police: Row) -> Iterator[Office]:
    kind = {"pcc": OfficeKind.PCC, "pfcc": OfficeKind.PFCC}.get(police["governance"])
    if kind is None:
        return
    name = (
        "Police and Crime Commissioner" if kind is OfficeKind.PCC else "Police, Fire and Crime Commissioner"
    )
    title = f"{name} for {police['prose']}"
    yield Office(
        id=f"{kind}:{police['key']}",
        kind=kind,
        title=title,
        prose=f"the {title}",
        area=_area(police),
        tier=None,
        police_powers=True,
        status=OfficeStatus.IN_OFFICE,
        last_election=date.fromisoformat(police["last_election"]),
        next_election=None,
        term_ends=police["term_ends"],
        contacts=_contacts(f"{kind}:*"),
        note=_COMMISSIONERS_NOTE,
    )


def _mayors(council: Row, police: Row, day: date) -> Iterator[Office]:
    own = table("mayors").get(council["key"])
    if own:
        yield _mayor(own, council, day, police_powers=False)
    authority = table("authorities").get(council["authority"])
    row = authority and table("mayors").get(authority["key"])
    if authority and row and day >= date.fromisoformat(authority["established"]):
        # The Mayor of London holds police powers for the Metropolitan Police area, not for the
        # City of London, whose police answer to the Common Council.
        yield _mayor(row, authority, day, police_powers=police["mayor_area"] == authority["key"])


def _mayor(row: Row, area: Row, day: date, *, police_powers: bool) -> Office:
    """Place a mayor's elections about the day; one that is due that day still counts as to come."""
    known = sorted(date.fromisoformat(row[c]) for c in ("last_election", "next_election") if row[c])
    pending = bool(row["first_election"]) and day <= date.fromisoformat(row["first_election"])
    kind = OfficeKind(row["kind"])
    return Office(
        id=f"{kind}:{area['key']}",
        kind=kind,
        title=row["title"],
        prose=f"the {row['title']}",
        area=_area(area),
        tier=_tier(area) if kind is OfficeKind.COUNCIL_MAYOR else None,
        police_powers=police_powers and not pending,
        status=OfficeStatus.FIRST_ELECTION_PENDING if pending else OfficeStatus.IN_OFFICE,
        last_election=max((d for d in known if d < day), default=None),
        next_election=min((d for d in known if d >= day), default=None),
        term_ends=None,
        contacts=_contacts(f"{'council' if kind is OfficeKind.COUNCIL_MAYOR else 'mayor'}:{area['key']}"),
        note=" ".join(_mayor_notes(row, day)) or None,
    )


def _mayor_notes(row: Row, day: date) -> Iterator[str]:
    if row["note"]:
        yield row["note"]
    if row["last_election_unverified"] and day > date.fromisoformat(row["last_election"]):
        held = day_in_words(date.fromisoformat(row["last_election"]))
        yield f"The election of {held} follows from the four-year cycle; its result was not seen."


def _policing(police: Row) -> Policing:
    governance = Governance(police["governance"])
    held_by = None
    if governance in (Governance.PCC, Governance.PFCC):
        held_by = f"{governance}:{police['key']}"
    elif police["mayor_area"]:
        held_by = f"mayor:{police['mayor_area']}"
    return Policing(_area(police), governance, held_by)


def _contacts(*offices: str) -> tuple[Contact, ...]:
    return tuple(Contact(row["what"], row["url"]) for key in offices if (row := table("contacts").get(key)))


@cache
def all_standing() -> tuple[Standing, ...]:
    """Give every row of what offices already do."""
    return tuple(map(Standing.of, table("standing").rows()))


def _notices(gss: str, on: date, day: date, offices: tuple[Office, ...]) -> Iterator[Notice]:
    if on < HOLDS_FROM:
        yield Notice(
            "before-the-tables",
            f"Our tables hold from {day_in_words(HOLDS_FROM)}; for {day_in_words(on)} these are the offices "
            f"as they stood on {day_in_words(AS_AT)}.",
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
    if office.term_ends and day >= COMMISSIONERS_END:
        yield Notice(
            "after-term",
            f"The term of {office.prose} was to end in May 2028; what follows was not yet law on "
            f"{day_in_words(AS_AT)}.",
        )
