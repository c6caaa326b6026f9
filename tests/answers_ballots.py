"""Ballots, and who stands in them, as the developers' service of Democracy Club tells them."""

import re
from collections.abc import Sequence
from zlib import crc32

import answers_rules as rules
from answers_rules import Record, must

SERVICE = "https://developers.democracyclub.org.uk/api/v1/"
_DEADLINES = (
    "notice_of_election_deadline",
    "close_of_nominations",
    "sopn_publish_deadline",
    "registration_deadline",
    "postal_vote_application_deadline",
    "vac_application_deadline",
)


def person(
    ynr_id: int,
    name: str,
    email: str | None = None,
    *,
    photo_url: str | None = None,
    leaflets: Sequence[Record] | None = None,
) -> Record:
    """Give a person; the name and the e-mail may be anything, as they are what somebody typed."""
    must(ynr_id > 0, "ids of people are positive")
    slug = re.sub("[^a-z]+", "-", name.lower()).strip("-")
    return {
        "ynr_id": ynr_id,
        "name": name,
        "absolute_url": f"https://whocanivotefor.co.uk/person/{ynr_id}/{slug}",
        "email": email,
        "photo_url": photo_url,
        "leaflets": None if leaflets is None else list(leaflets),
    }


def leaflet(number: int) -> Record:
    """Give one leaflet."""
    return {
        "leaflet_id": number,
        "thumb_url": f"https://images.example.org/thumbs/{number}.jpg",
        "leaflet_url": f"https://leaflets.example.org/leaflets/{number}/",
    }


def party_record(name: str, party_id: str | None = None) -> Record:
    """Give a party; without an id it gets one that stays the same for the name."""
    own = "ynmp-party:2" if name == "Independent" else f"party:{90_000 + crc32(name.encode()) % 10_000}"
    return {"party_id": rules.party_id(party_id or own), "party_name": name}


def candidacy(
    who: Record,
    party: str = "Independent",
    list_position: int | None = None,
    *,
    party_id: str | None = None,
    previous: Sequence[Record] | None = None,
) -> Record:
    """Give a person who stands; ``previous`` are earlier parties, which are told in Wales."""
    must(list_position is None or list_position > 0, "lists are counted from one")
    return {
        "list_position": list_position,
        "party": party_record(party, party_id),
        "previous_party_affiliations": None if previous is None else list(previous),
        "person": who,
    }


def husting(
    title: str,
    *,
    url: str | None = None,
    starts: str | None = None,
    ends: str | None = None,
    location: str | None = None,
    postevent_url: str | None = None,
) -> Record:
    """Give an event; only the title is always there, and times are those of UTC with a Z."""
    must(title, "a husting has a title")
    must(starts is None or ends is None or starts <= ends, "a husting ends after it starts")
    return {
        "title": title,
        "url": url,
        "starts": starts,
        "ends": ends,
        "location": location,
        "postevent_url": postevent_url,
    }


def partial_ballot(
    ballot_paper_id: str,
    *,
    title: str | None = None,
    role: str | None = None,
    cancelled: bool = False,
    reason: str | None = None,
    replaced_by: str | None = None,
    replaces: str | None = None,
    voter_id: str | None = None,
    metadata: Record | None = None,
    deadlines: Sequence[str | None] = (None,) * 6,
    poll_open_date: str | None = None,
) -> Record:
    """Give a ballot as it is when the service that knows its candidates did not answer."""
    found = rules.ballot_id(ballot_paper_id)
    must(poll_open_date in {None, found.day}, "the date in the id is the day of the poll")
    must(not (found.kind == "ref" and role), "nobody is elected in a referendum")
    rules.cancellation(cancelled=cancelled, reason=reason)
    must(replaced_by is None or cancelled, "only a cancelled poll is replaced")
    must(replaced_by is None or rules.ballot_id(replaced_by).day > found.day, "a poll is replaced later")
    must(replaces is None or rules.ballot_id(replaces).day < found.day, "a poll replaces an earlier one")
    must(voter_id is None or voter_id in rules.VOTER_IDS, f"{voter_id!r} is no rule about voter id")
    must(all(each is None or rules.day(each).isoformat() < found.day for each in deadlines), "late deadline")
    return {
        "ballot_paper_id": ballot_paper_id,
        "ballot_title": title or f"{found.place} {'by-' if found.by else ''}election",
        "poll_open_date": found.day,
        "elected_role": role or found.role,
        "metadata": metadata,
        "cancelled": cancelled,
        "cancellation_reason": reason,
        "replaced_by": replaced_by,
        "replaces": replaces,
        "requires_voter_id": voter_id,
        "timetable": dict(zip(_DEADLINES, deadlines, strict=True)),
    }


def ballot(
    ballot_paper_id: str,
    *,
    title: str | None = None,
    role: str | None = None,
    post: str | None = None,
    candidates: Sequence[Record] = (),
    verified: bool = True,
    cancelled: bool = False,
    reason: str | None = None,
    replaced_by: str | None = None,
    replaces: str | None = None,
    seats: int = 1,
    system: str = "FPTP",
    party_lists: bool = False,
    hustings: Sequence[Record] | None = None,
    by_election_reason: str = "",
    voter_id: str | None = None,
    postal_voting: str | None = None,
    metadata: Record | None = None,
    deadlines: Sequence[str | None] = (None,) * 6,
    election_id: str | None = None,
    election_name: str | None = None,
    poll_open_date: str | None = None,
    service: str = SERVICE,
) -> Record:
    """Give a ballot; candidates are put in the order in which the service has them."""
    found = rules.ballot_id(ballot_paper_id)
    rules.system_of(found, system)
    must(not party_lists or system in {"AMS", "PR-CL"}, f"{system} has no party lists")
    positions = [each["list_position"] for each in candidates if each["list_position"] is not None]
    must(party_lists or not positions, "only party lists have positions")
    rules.unique((each["person"]["ynr_id"] for each in candidates), "person")
    must(found.by or not by_election_reason, "only a by-election has a reason")
    must(election_id in {None, found.group}, f"{ballot_paper_id} is a part of {found.group}")
    must(postal_voting in {None, "EA-2022", "RPA2000"}, f"{postal_voting!r} is no rule about postal votes")
    base = partial_ballot(
        ballot_paper_id,
        title=title,
        role=role,
        cancelled=cancelled,
        reason=reason,
        replaced_by=replaced_by,
        replaces=replaces,
        voter_id=voter_id,
        metadata=metadata,
        deadlines=deadlines,
        poll_open_date=poll_open_date,
    )
    return {
        **base,
        "ballot_url": f"{service}elections/{ballot_paper_id}/",
        "election_id": found.group,
        "election_name": election_name or f"{found.kind} election",
        "post_name": post or found.place,
        "candidates_verified": verified,
        "candidates": sorted(candidates, key=_listed if party_lists else _named),
        "wcivf_url": f"https://whocanivotefor.co.uk/elections/{ballot_paper_id}/",
        "voting_system": {"slug": system, "name": rules.SYSTEMS[system], "uses_party_lists": party_lists},
        "seats_contested": rules.seats(found, seats),
        "hustings": None if hustings is None else list(hustings),
        "postal_voting_requirements": postal_voting,
        "by_election_reason": by_election_reason,
    }


def _named(each: Record) -> tuple[str, int]:
    return each["person"]["name"], 0


def _listed(each: Record) -> tuple[str, int]:
    return each["party"]["party_name"], each["list_position"] or 0
