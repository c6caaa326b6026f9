"""From a ballot's id to the office it fills: by the tables, never by making up a slug.

Source of the form of an id: ``type[.subtype][.organisation][.division][.by].YYYY-MM-DD``, the
reference definition of EveryElection's identifiers (uk-election-ids 0.10).
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from askcandidate.elections import Ballot
from askcandidate.gazetteer import areas
from askcandidate.gazetteer.offices import member_of_parliament
from askcandidate.gazetteer.tables import table
from askcandidate.model import Notice, Office, OfficeKind
from askcandidate.names import fold

_ONE_OFFICE = frozenset({"mayor", "pcc"})  # types whose organisation is the office's whole area


class Filled(NamedTuple):
    """What a ballot fills: an office's id if it is one of ours, its title, and what is to be said of it."""

    office_id: str | None
    title: str
    notices: tuple[Notice, ...] = ()


def filled_by(ballot: Ballot) -> Filled:
    """Say which office a ballot fills; one of a kind we do not know keeps the service's own words.

    Args:
        ballot: with its id, such as ``mayor.lewisham.2018-05-03`` or ``local.kent.swanley.2025-05-01``.
    """
    kind, _, rest = ballot.id.partition(".")
    slug = f"{kind}.{rest.partition('.')[0]}"
    words = ballot.title or ballot.role or ballot.id
    if kind in _ONE_OFFICE:
        ended = table("ended_offices").get(slug)
        if ended:
            return Filled(None, ended["title"], (Notice("ended-office", ended["note"]),))
        return Filled(office_id(ballot.id), words, tuple(_handed_over(slug)))
    if kind == "local":
        council = office_id(ballot.id)
        place = f"{ballot.post}: " if ballot.post and ballot.post not in words else ""
        return Filled(council, f"{place}{words}")
    if kind == "parl" and ballot.post:
        return Filled(f"{OfficeKind.PARLIAMENT}:{ballot.post}", words)
    return Filled(None, words)


def office_id(ballot_id: str) -> str | None:
    """Give the id of the office that a ballot's id names, if it is one of ours."""
    kind, organisation = [*ballot_id.split("."), ""][:2]
    if kind in _ONE_OFFICE:
        return _offices().get(f"{kind}.{organisation}")
    return _councils().get(organisation) if kind == "local" else None


def _handed_over(slug: str) -> Iterator[Notice]:
    """Say where a mayor has taken over from a commissioner since."""
    for row in table("police_areas").rows():
        mayor = table("mayors").get(row["mayor_area"])
        if row["dc_slug"] == slug and mayor:
            yield Notice("ended-office", f"This office has ended; the {mayor['title']} holds its powers.")


@cache
def office(office_id: str, on: date) -> Office | None:
    """Give an office by its id, wherever in the country it is, as it stands on a day."""
    kind, _, name = office_id.partition(":")
    if kind == OfficeKind.PARLIAMENT:
        return member_of_parliament(name)
    for code in areas.all_districts():
        for each in areas.district(code, on).offices:
            if each.id == office_id:
                return each
    return None


def titled(title: str, on: date) -> Office | None:
    """Give the office of a title, in any spelling of it, as it stands on a day."""
    return _by_title(on).get(fold(title))


@cache
def _by_title(on: date) -> dict[str, Office]:
    return {
        fold(each.title): each for code in areas.all_districts() for each in areas.district(code, on).offices
    }


@cache
def _offices() -> dict[str, str]:
    """Every slug of a mayor or commissioner and the id of the office it stands for."""
    mayors = {row["dc_slug"]: f"{row['kind']}:{row['area']}" for row in table("mayors").rows()}
    police = {
        row["dc_slug"]: f"{'pfcc' if row['governance'] == 'pfcc' else 'pcc'}:{row['key']}"
        for row in table("police_areas").rows()
    }
    return {slug: office_id for slug, office_id in (mayors | police).items() if slug}


@cache
def _councils() -> dict[str, str]:
    """Every slug of a council and the id of its office."""
    return {
        row["dc_slug"]: f"{'county' if row['kind'] == 'county' else 'council'}:{row['key']}"
        for row in table("councils").rows()
    }
