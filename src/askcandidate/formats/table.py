"""Places for people at a terminal: first who answers for what, then the details."""

import os
import shutil
from collections.abc import Iterator
from typing import TextIO

from askcandidate.model import Governance, Office, OfficeKind, OfficeStatus, Place, Tier, day_in_words

_NARROWEST = 20  # columns
_TITLES = ("office", "next election", "reach them")
_GAP = 2  # columns between two cells
_SERVICES = {
    Tier.SINGLE: "runs the council services here: housing, licensing, social care and the rest",
    Tier.DISTRICT: "runs the district's services here: housing, licensing, planning and bins",
    Tier.NORTHERN_IRELAND: "runs the council services here: licensing, planning, bins and the like",
    Tier.COUNTY: "runs the county's services here: social care, education and roads",
}
_APPOINTED = {
    Governance.COMMON_COUNCIL: "the City of London's Common Council, neither a commissioner nor the mayor",
    Governance.SCOTTISH_POLICE_AUTHORITY: "the Scottish Police Authority, which is appointed, not elected",
    Governance.NI_POLICING_BOARD: "the Northern Ireland Policing Board, which is appointed, not elected",
}


def sentences(place: Place) -> Iterator[str]:
    """Say in one plain sentence an office who answers for what here."""
    for office in place.offices:
        yield _sentence(office)
    policing = place.district.policing
    if policing and policing.governance in _APPOINTED:
        yield f"Your police answer to {_APPOINTED[policing.governance]}."


def print_place(place: Place, out: TextIO, *, verbose: bool) -> None:
    """Write a place for a person: the sentences, then a table, then what else there is to know.

    Args:
        place: the answer.
        out: the terminal.
        verbose: with how sure the postcode's area is, and where the data is from.
    """
    from rich.console import Console  # noqa: PLC0415  (49 ms that only a terminal needs)
    from rich.padding import Padding  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    plain = os.environ.get("TERM", "") in ("", "dumb", "unknown")
    width = max(shutil.get_terminal_size().columns, _NARROWEST)
    console = Console(
        file=out, highlight=False, markup=False, width=width, force_terminal=False if plain else None
    )
    names = dict.fromkeys([place.district.place_name, str(place.district.nation)])
    console.print(f"{place.postcode} · {', '.join(names)}", style="bold")
    for sentence in sentences(place):
        console.print(Padding(Text(sentence), (0, 0, 0, 2)))
    rows = [(office.id, _next(office), _address(office)) for office in place.offices]
    columns = [max(map(len, column)) + _GAP for column in zip(_TITLES, *rows, strict=True)]
    if rows and sum(columns) - _GAP <= width:
        table = Table(*_TITLES, box=None, pad_edge=False, padding=(0, _GAP, 0, 0))
        for row in rows:
            table.add_row(*map(Text, row))
        console.print()
        console.print(table)
    elif rows:  # no room beside each other; what is copied, such as an id, stays whole
        for id_, election, address in rows:
            console.print()
            console.print(Text(id_), soft_wrap=True)
            console.print(Padding(Text(f"{_TITLES[1]}: {election}"), (0, 0, 0, 2)))
            console.print(Text(f"  {address}"), soft_wrap=True)
    for line in _remarks(place, verbose=verbose):
        console.print()
        console.print(Text(line))
    console.print()


def _sentence(office: Office) -> str:
    whose = office.prose[0].upper() + office.prose[1:]
    if office.status is OfficeStatus.FIRST_ELECTION_PENDING and office.next_election:
        return f"Nobody is {office.prose} yet: the first election is on {day_in_words(office.next_election)}."
    match office.kind:
        case OfficeKind.COUNCIL | OfficeKind.COUNTY:
            assert office.tier
            return f"{whose} {_SERVICES[office.tier]}."
        case OfficeKind.COUNCIL_MAYOR:
            return f"{whose} leads the council."
        case OfficeKind.PCC:
            return f"Your police answer to {office.prose}."
        case OfficeKind.PFCC:
            return f"Your police and fire service answer to {office.prose}."
        case OfficeKind.MAYOR if office.police_powers:
            return f"{whose} leads the wider area, and your police answer to them."
        case OfficeKind.MAYOR:
            return f"{whose} leads the wider area, and has no say over your police."
        case OfficeKind.PARLIAMENT:
            return f"{whose} speaks for you in the House of Commons."


def _next(office: Office) -> str:
    if office.next_election:
        return day_in_words(office.next_election)
    return "ends May 2028" if office.term_ends else "not known offline"


def _address(office: Office) -> str:
    """Give the office's own website as people say it."""
    url = office.contacts[-1].url if office.contacts else ""
    return url.split("://")[-1].rstrip("/")


def _remarks(place: Place, *, verbose: bool) -> Iterator[str]:
    for row in place.district.standing:
        dated = f"{row.dated:%B %Y}" if row.dated else "no date shown"
        yield f"Already there: {row.third_person}\n  ({row.publisher}, {dated}: {row.url})"
    for notice in place.notices:
        if notice.code == "first-election-pending":  # said in a sentence above
            continue
        yield f"Note: {notice.message}"
    if verbose:
        for office in place.offices:
            last = f"last elected {day_in_words(office.last_election)}." if office.last_election else ""
            yield f"{office.title}: {' '.join(filter(None, [last, office.note]))}".rstrip(": ")
        yield (
            f"Source: {place.origin.data}, {place.origin.name}. Each postcode gets the one district it fits "
            "best; some lie across a border, so check with the council if you live on one."
        )
