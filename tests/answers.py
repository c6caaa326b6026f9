"""What the developers' service of Democracy Club answers about a postcode, built and checked.

The other services are in ``answers_candidates``, ``answers_elections`` and ``answers_postcodes``; the
service's own sandbox is in ``answers_sandbox``. Everything impossible raises ValueError.
"""

import re
from collections.abc import Sequence

import answers_rules as rules
from answers_ballots import (
    SERVICE,
    ballot,
    candidacy,
    husting,
    leaflet,
    partial_ballot,
    party_record,
    person,
)
from answers_rules import Record, must

__all__ = [
    "EONI",
    "SERVICE",
    "Record",
    "address",
    "ballot",
    "candidacy",
    "council",
    "developers_answer",
    "husting",
    "leaflet",
    "notification",
    "partial_ballot",
    "party_record",
    "person",
    "picker_answer",
    "polling_day",
    "station",
]

EONI = "The Electoral Office for Northern Ireland"
_NOTIFICATIONS = ("cancelled_election", "voter_id", "pre_eco")


def notification(kind: str, title: str, detail: str, url: str | None = None) -> Record:
    """Give a notice about a polling day."""
    must(kind in _NOTIFICATIONS, f"{kind!r} is no type of notification")
    return {"type": kind, "title": title, "detail": detail, "url": url}


def station(
    number: str, address: str, postcode: str, *, at: tuple[float, float], accessibility: Record | None = None
) -> Record:
    """Give a polling station; ``accessibility`` is there if it was asked for."""
    properties: Record = {"postcode": rules.postcode(postcode), "address": address}
    if accessibility is not None:
        properties["accessibility_information"] = accessibility
    point = {"type": "Point", "coordinates": list(at)}
    return {"id": number, "type": "Feature", "geometry": point, "properties": properties}


def polling_day(
    date: str, *ballots: Record, notifications: Sequence[Record] = (), station: Record | None = None
) -> Record:
    """Give a day; ballots are put in order, and if none is held the service says so once."""
    must(all(each["poll_open_date"] == date for each in ballots), "a ballot of another day")
    rules.unique((each["ballot_paper_id"] for each in ballots), "ballot")
    rules.day(date)
    off = bool(ballots) and all(each["cancelled"] for each in ballots)
    said = [each for each in notifications if each["type"] == "cancelled_election"]
    must(len(said) <= 1 and (off or not said), "one notice of cancellation, and only if no poll is held")
    report = None if station is None else "https://wheredoivote.co.uk/report_problem/"
    return {
        "date": date,
        "polling_station": {
            "polling_station_known": station is not None,
            "custom_finder": None,
            "report_problem_url": report,
            "station": station,
        },
        "advance_voting_station": None,
        "notifications": [*notifications, *([_called_off(ballots)] if off and not said else [])],
        "ballots": sorted(ballots, key=rules.rank),
    }


def _called_off(ballots: Sequence[Record]) -> Record:
    notice = notification("cancelled_election", "Cancelled election", "No poll will be held.")
    keys = ("ballot_paper_id", "cancellation_reason")
    return {
        **notice,
        "cancelled_ballots": [{**{key: each[key] for key in keys}, "detail": {}} for each in ballots],
    }


def council(
    gss: str | None,
    name: str,
    council_id: str,
    nation: str,
    website: str | None = "https://council.example.org/",
    *,
    email: str | None = "elections@council.example.org",
    phone: str = "01632 960001",
    address: str | None = "Electoral Services\nThe Guildhall",
    postcode: str | None = "ZZ9 9ZZ",
) -> Record:
    """Give the council that runs the elections, which a county council never does."""
    must(re.fullmatch("[A-Z]{3}", council_id), f"{council_id!r} is no code of the register")
    must(nation in rules.NATIONS, f"{nation!r} is no nation of theirs")
    must(gss is None or not gss.startswith("E10"), f"{gss} is a county")
    must(nation != "Northern Ireland" or name == EONI, f"in Northern Ireland the name is {EONI}")
    return {
        "council_id": council_id,
        "name": name,
        "nation": nation,
        "email": email,
        "phone": phone,
        "website": website,
        "postcode": postcode if postcode is None else rules.postcode(postcode),
        "address": address,
        "identifiers": [] if gss is None else [rules.gss(gss, nation)],
    }


def address(uprn: str, text: str, postcode: str, *, service: str = SERVICE) -> Record:
    """Give one address to pick; its postcode may be without the space, and its URL has no key."""
    must(re.fullmatch("[0-9]{1,12}", uprn), f"{uprn!r} is no UPRN")
    rules.postcode(postcode if " " in postcode else f"{postcode[:-3]} {postcode[-3:]}")
    return {"address": text, "postcode": postcode, "slug": uprn, "url": f"{service}address/{uprn}/"}


def developers_answer(
    postcode: str,
    council: Record | None,
    *days: Record,
    addresses: Sequence[Record] = (),
    registration: Record | None = None,
    at: tuple[float, float] = (-1.5, 52.5),
    boundary_reviews: Sequence[Record] | None = None,
) -> Record:
    """Give the answer for a postcode or an address; ``registration`` is the council's unless given."""
    must(not (days and addresses), "there are no dates while an address is to be picked")
    rules.ascending([each["date"] for each in days], "polling days")
    must(not any(each["polling_station"]["station"] for each in days[1:]), "a station for the first day only")
    must(council or not registration, "no registration office without a council")
    ballots = {each["ballot_paper_id"]: each for one in days for each in one["ballots"]}
    for key, back in (("replaced_by", "replaces"), ("replaces", "replaced_by")):
        for name, each in ballots.items():
            other = ballots.get(each[key] or "")
            must(other is None or other[back] == name, f"{name} {key} one that does not say so")
    same = council and {key: council[key] for key in ("email", "phone", "website", "postcode", "address")}
    answer = {
        "address_picker": bool(addresses),
        "addresses": list(addresses),
        "dates": list(days),
        "electoral_services": council,
        "registration": registration or same,
        "postcode_location": {
            "type": "Feature",
            "properties": {"postcode": rules.postcode(postcode)},
            "geometry": {"type": "Point", "coordinates": list(at)},
        },
    }
    return answer if boundary_reviews is None else {**answer, "boundary_reviews": list(boundary_reviews)}


def picker_answer(
    postcode: str,
    addresses: Sequence[Record],
    council: Record | None = None,
    *,
    at: tuple[float, float] = (-1.5, 52.5),
) -> Record:
    """Give the answer for a postcode that is split; without a council it lies in several."""
    must(addresses, "nothing to pick from")
    rules.unique((each["slug"] for each in addresses), "UPRN")
    return developers_answer(postcode, council, addresses=addresses, at=at)
