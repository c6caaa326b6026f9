"""What the services can say at all: ids of ballots, days, postcodes. What they cannot is refused."""

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import date
from typing import Any, NamedTuple

Record = dict[str, Any]

NATIONS = {"England": "E", "Wales": "W", "Scotland": "S", "Northern Ireland": "N"}
REASONS = ("NO_CANDIDATES", "EQUAL_CANDIDATES", "UNDER_CONTESTED", "CANDIDATE_DEATH")
VOTER_IDS = ("EFA-2002", "EA-2022", "pilot-2018", "pilot-2019")
SYSTEMS = {
    "FPTP": "First-past-the-post",
    "sv": "Supplementary Vote",
    "STV": "Single Transferable Vote",
    "AMS": "Additional Member System",
    "PR-CL": "Proportional Representation (closed list)",
}
OWN_GROUP = ("mayor", "pcc", "ref")  # one contest a body, so that the ballot is its own group
ONE_SEAT = ("mayor", "pcc", "parl")

_FPTP_FOR_MAYORS = date(2023, 5, 4)
_SENEDD_WITHOUT_SUBTYPES = date(2026, 5, 7)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")
_PARTY = re.compile(r"(party|ynmp-party):[0-9]+|joint-party:[0-9]+-[0-9]+")
_GSS = re.compile(r"[EWSNL][0-9]{8}")
# Of the mayors that are or were of one council; any other mayor is one of several councils.
_COUNCIL_MAYORS = {
    *(
        "bedford",
        "bristol",
        "copeland",
        "croydon",
        "doncaster",
        "hackney",
        "leicester",
        "lewisham",
        "liverpool",
    ),
    *(
        "mansfield",
        "middlesbrough",
        "newham",
        "north-tyneside",
        "salford",
        "torbay",
        "tower-hamlets",
        "watford",
    ),
}
_RANK = {"parl": 90, "nia": 60, "gla": 60, "senedd": 60, "sp": 60, "naw": 60, "pcc": 50, "local": 40}

_LARGEST_PAGE = 100


def must(fact: object, why: str) -> None:
    """Refuse what a service would not say."""
    if not fact:
        raise ValueError(why)


class Kind(NamedTuple):
    """What follows the first word of an id, and whom a ballot of the kind elects."""

    role: str | None
    subtypes: tuple[str, ...] = ("",)
    organisation: bool = False
    division: bool = True


KINDS = {
    "parl": Kind("Member of Parliament"),
    "nia": Kind("Member of the Legislative Assembly"),
    "europarl": Kind("Member of the European Parliament"),
    "naw": Kind("Assembly Member", ("c", "r")),
    "senedd": Kind("Member of the Senedd", ("", "c", "r")),
    "sp": Kind("Member of the Scottish Parliament", ("c", "r")),
    "gla": Kind("London Assembly Member", ("c", "a")),
    "local": Kind("Local Councillor", organisation=True),
    "pcc": Kind("Police and Crime Commissioner", organisation=True, division=False),
    "mayor": Kind("Mayor", organisation=True, division=False),
    "ref": Kind(None, organisation=True, division=False),
}


class BallotId(NamedTuple):
    """An id of a ballot in its parts; a part that the kind has not is empty."""

    kind: str
    subtype: str
    organisation: str
    division: str
    by: bool
    day: str

    @property
    def group(self) -> str:
        """The id of the election that the ballot is a part of."""
        parts = [self.kind, self.subtype, self.organisation]
        if self.kind in OWN_GROUP and self.by:
            parts.append("by")
        return ".".join([*filter(None, parts), self.day])

    @property
    def role(self) -> str | None:
        """Whom the ballot elects."""
        return f"Mayor of {self.place}" if self.kind == "mayor" else KINDS[self.kind].role

    @property
    def place(self) -> str:
        """The most local part, as a name."""
        return (self.division or self.organisation or "London").replace("-", " ").title()


def day(text: str) -> date:
    """Read an ISO date, of which the services know the long form only."""
    found = date.fromisoformat(text)
    must(found.isoformat() == text, f"{text} is not written as the services write a date")
    return found


def ballot_id(text: str) -> BallotId:
    """Read the id of one ballot; the id of a group is not one."""
    *parts, on = text.split(".")
    held = day(on)
    must(parts and parts[0] in KINDS, f"{text} begins with no type of election")
    kind = KINDS[parts[0]]
    must(all(_SLUG.fullmatch(part) for part in parts), f"{text} has a part that is no slug")
    by = parts[-1] == "by"
    must(not (by and parts[0] == "ref"), f"{text}: a referendum is no by-election")
    rest = parts[1 : -1 if by else None]
    subtype = rest.pop(0) if rest and rest[0] in kind.subtypes else ""
    must(subtype in kind.subtypes, f"{text} needs one of the subtypes {kind.subtypes}")
    late = parts[0] == "senedd" and held >= _SENEDD_WITHOUT_SUBTYPES
    must(not (late and subtype), f"{text}: the Senedd has one kind of seat since {_SENEDD_WITHOUT_SUBTYPES}")
    divided = kind.division and (parts[0], subtype) != ("gla", "a")
    must(len(rest) == kind.organisation + divided, f"{text} is not the id of a ballot")
    organisation = rest.pop(0) if kind.organisation else ""
    return BallotId(parts[0], subtype, organisation, rest[0] if divided else "", by, on)


def system_of(found: BallotId, system: str) -> None:
    """Refuse a voting system that the office did not have on the day."""
    must(system in SYSTEMS, f"{system} is no voting system of theirs")
    if found.kind in {"mayor", "pcc"}:
        right = "FPTP" if day(found.day) >= _FPTP_FOR_MAYORS else "sv"
        must(system == right, f"{found.kind} on {found.day} is elected by {right}")


def rank(ballot: Record) -> int:
    """Give the order of a ballot among those of its day, the smallest first."""
    found = ballot_id(ballot["ballot_paper_id"])
    points = _RANK.get(found.kind, 0)
    if found.kind == "mayor":
        points = 65 if found.organisation in _COUNCIL_MAYORS else 70
    if found.subtype in {"r", "a"}:
        points -= 5
    return -(points - found.by - (100 if ballot["cancelled"] else 0))


def postcode(text: str) -> str:
    """Hold that a postcode is in capitals with its one space."""
    must(_POSTCODE.fullmatch(text), f"{text!r} is not written as the services write a postcode")
    return text


def gss(text: str, nation: str) -> str:
    """Hold that a code is one, and of the nation."""
    must(_GSS.fullmatch(text), f"{text!r} is no GSS code")
    must(nation in NATIONS, f"{nation!r} is no nation of theirs")
    must(text[0] == NATIONS[nation], f"{text} is not in {nation}")
    return text


def party_id(text: str) -> str:
    """Hold that an id of a party is one."""
    must(_PARTY.fullmatch(text), f"{text!r} is no id of a party")
    return text


def seats(found: BallotId, count: int) -> int:
    """Hold that there is something to win, and no more than there can be."""
    must(count > 0, f"{count} seats is nothing to stand for")
    must(count == 1 or found.kind not in ONE_SEAT, f"{found.kind} has one seat, not {count}")
    return count


def cancellation(*, cancelled: bool, reason: str | None) -> None:
    """Refuse a reason that is not theirs, or one for a poll that is held."""
    must(reason is None or reason in REASONS, f"{reason!r} is no reason of theirs")
    must(cancelled or reason is None, "a poll that is held has no reason for being cancelled")


def unique(values: Iterable[object], what: str) -> None:
    """Hold that nothing is there twice."""
    seen = list(values)
    must(all(seen.count(value) == 1 for value in seen), f"the same {what} twice")


def ascending(days: Sequence[str], what: str) -> None:
    """Hold that days come one after the other, none of them twice."""
    read = [day(text) for text in days]
    must(read == sorted(set(read)), f"{what} come by date, each date once")


def page_of(
    results: Sequence[Record],
    next_page: str | None = None,
    *,
    count: int | None = None,
    previous: str | None = None,
) -> Record:
    """Give a page of what one of the open services lists; ``count`` is that of all pages."""
    total = len(results) if count is None else count
    must(len(results) <= _LARGEST_PAGE, f"a page has at most {_LARGEST_PAGE}")
    must(results or not next_page, "nothing follows an empty page")
    must(total >= len(results), "fewer in all than on the page")
    return {"count": total, "next": next_page, "previous": previous, "results": list(results)}


def altered(answer: Record, where: str, *value: Any) -> Record:
    """Give an answer that no service should give: another value at a place, or without one nothing there.

    Args:
        answer: what the service would say; it stays as it is.
        where: keys and positions with dots between them, such as ``dates.0.ballots``.
        value: the one that stands there instead.
    """
    wrong = deepcopy(answer)
    *way, last = (int(each) if each.isdecimal() else each for each in where.split("."))
    at: Any = wrong
    for step in way:
        at = at[step]
    at[last]  # a place that is not there is a fault of the test
    if value:
        (at[last],) = value
    else:
        del at[last]
    return wrong
