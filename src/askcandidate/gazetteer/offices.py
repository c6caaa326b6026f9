"""From rows of the tables in ``data/areas`` to offices."""

from collections.abc import Iterator
from datetime import date

from askcandidate.gazetteer.tables import Row, table
from askcandidate.model import Area, Contact, Nation, Office, OfficeKind, OfficeStatus, Tier, day_in_words

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


def area_of(row: Row) -> Area:
    """Give the area of a row of councils, police areas or authorities; all authorities are in England."""
    nation = Nation(row.get("nation", Nation.ENGLAND))
    return Area(row["key"], row["gss"] or None, row["name"], row["prose"], row.get("welsh_name", ""), nation)


def councils_of(council: Row) -> Iterator[Office]:
    """Give the council of a district, and the county council above it if there is one."""
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
        area=area_of(row),
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


def commissioner_of(police: Row) -> Iterator[Office]:
    """Give the commissioner of a police area, if it has one."""
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
        area=area_of(police),
        tier=None,
        police_powers=True,
        status=OfficeStatus.IN_OFFICE,
        last_election=date.fromisoformat(police["last_election"]),
        next_election=None,
        term_ends=police["term_ends"],
        contacts=_contacts(f"{kind}:*"),
        note=_COMMISSIONERS_NOTE,
    )


def mayors_of(council: Row, police: Row, day: date) -> Iterator[Office]:
    """Give the mayors of a district: its council's own, and that of the authority it is part of."""
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
        area=area_of(area),
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


def _contacts(*offices: str) -> tuple[Contact, ...]:
    return tuple(Contact(row["what"], row["url"]) for key in offices if (row := table("contacts").get(key)))
