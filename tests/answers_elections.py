"""What EveryElection answers: elections, ballots or groups of them, and pages of these."""

from collections.abc import Sequence

import answers_rules as rules
from answers_rules import Record, must

SERVICE = "https://elections.democracyclub.org.uk/api/"
_WHEN = "2026-01-05T09:00:00+00:00"
_BODIES = (
    *("combined-authority", "europarl", "gla", "local-authority", "naw"),
    *("nia", "parl", "police-area", "senedd", "sp"),
)
_TERRITORIES = ("ENG", "WLS", "SCT", "NIR", "GBN")
_GROUPS = ("election", "organisation", "subtype")
_BODY_OF = {"local": {"local-authority"}, "mayor": {"local-authority", "combined-authority", "gla"}}
_NO_DATES = dict.fromkeys(
    (
        "notice_of_election_deadline",
        "close_of_nominations",
        "sopn_publish_deadline",
        "registration_deadline",
        "postal_vote_application_deadline",
        "vac_application_deadline",
    )
)


def ee_organisation(
    slug: str, name: str, identifier: str, kind: str = "local-authority", territory: str = "ENG"
) -> Record:
    """Give a body; it has no GSS code."""
    must(kind in _BODIES, f"{kind!r} is no type of organisation")
    must(territory in _TERRITORIES, f"{territory!r} is no territory")
    return {
        "url": f"{SERVICE}organisations/{kind}/{identifier}/2016-05-05/",
        "official_identifier": identifier,
        "organisation_type": kind,
        "organisation_subtype": "",
        "official_name": name,
        "common_name": name,
        "slug": slug,
        "territory_code": territory,
        "election_name": f"{name} election",
        "start_date": "2016-05-05",
        "end_date": None,
        "created": _WHEN,
        "modified": _WHEN,
    }


def ee_division(slug: str, name: str, identifier: str, seats_total: int | None = None) -> Record:
    """Give a ward or another area; ``identifier`` is ``gss:`` and a code, or a temporary one."""
    must(seats_total is None or seats_total > 0, "an area without seats")
    return {
        "divisionset": {
            "start_date": "2016-05-05",
            "end_date": None,
            "legislation_url": None,
            "consultation_url": None,
            "short_title": "",
            "notes": "",
        },
        "name": name,
        "official_identifier": identifier,
        "slug": slug,
        "division_type": "DIW",
        "division_subtype": "",
        "division_election_sub_type": "",
        "seats_total": seats_total,
        "territory_code": "",
        "created": _WHEN,
        "modified": _WHEN,
    }


def ee_election(
    election_id: str,
    *,
    organisation: Record | None = None,
    division: Record | None = None,
    title: str | None = None,
    role: str | None = None,
    seats: int = 1,
    system: str = "FPTP",
    cancelled: bool = False,
    reason: str | None = None,
    replaces: str | None = None,
    replaced_by: str | None = None,
    by_election_reason: str = "",
    voter_id: str | None = None,
    current: bool = True,
    deleted: bool = False,
) -> Record:
    """Give one ballot of theirs."""
    found = rules.ballot_id(election_id)
    rules.system_of(found, system)
    rules.cancellation(cancelled=cancelled, reason=reason)
    must(division is None or found.division, f"{found.kind} has no division")
    must(division is None or division["slug"] == found.division, "the id names another division")
    must(not found.organisation or organisation, f"{found.kind} is of an organisation")
    if organisation is not None and found.organisation:
        must(organisation["slug"] == found.organisation, "the id names another organisation")
        bodies = _BODY_OF.get(found.kind, {"police-area"} if found.kind == "pcc" else set(_BODIES))
        must(organisation["organisation_type"] in bodies, f"{found.kind} of a body of another type")
    must(found.by or not by_election_reason, "only a by-election has a reason")
    must(replaced_by is None or cancelled, "only a cancelled poll is replaced")
    must(not (found.kind == "ref" and role), "nobody is elected in a referendum")
    return {
        **_common(election_id, found.kind, found.subtype, found.day),
        "election_title": title or f"{found.place} {'by-' if found.by else ''}election",
        "organisation": organisation,
        "group": None if found.group == election_id else found.group,
        "group_type": None,
        "identifier_type": "ballot",
        "children": [],
        "elected_role": role or found.role,
        "seats_contested": rules.seats(found, seats),
        "division": division,
        "voting_system": {
            "slug": system,
            "name": rules.SYSTEMS[system],
            "description": "",
            "wikipedia_url": "",
            "uses_party_lists": system in {"AMS", "PR-CL"},
        },
        "requires_voter_id": voter_id,
        "current": current,
        "deleted": deleted,
        "cancelled": cancelled,
        "cancellation_reason": reason,
        "replaces": replaces,
        "replaced_by": replaced_by,
        "by_election_reason": by_election_reason,
    }


def ee_group(
    group_id: str, group_type: str, children: Sequence[str], organisation: Record | None = None
) -> Record:
    """Give a group, which stands among the ballots of a postcode unless only those are asked for."""
    must(group_type in _GROUPS, f"{group_type!r} is no type of group")
    must(".by." not in group_id, "a group is never a by-election")
    must((group_type == "organisation") == (organisation is not None), "an organisation group has one")
    kind, *_, on = group_id.split(".")
    must(kind in rules.KINDS, f"{group_id} begins with no type of election")
    must(all(each.endswith(f".{rules.day(on)}") for each in children), "a child of another day")
    subtype = group_id.split(".")[1] if group_type == "subtype" else ""
    return {
        **_common(group_id, kind, subtype, on),
        "election_title": f"{kind} elections",
        "organisation": organisation,
        "group": None if group_type == "election" else f"{kind}.{on}",
        "group_type": group_type,
        "identifier_type": group_type,
        "children": list(children),
        "elected_role": None,
        "seats_contested": None,
        "division": None,
        "voting_system": None,
        "requires_voter_id": None,
        "current": True,
        "deleted": False,
        "cancelled": False,
        "cancellation_reason": None,
        "replaces": None,
        "replaced_by": None,
        "by_election_reason": "",
    }


def _common(election_id: str, kind: str, subtype: str, on: str) -> Record:
    return {
        "election_id": election_id,
        "tmp_election_id": None,
        "poll_open_date": on,
        "timetable": dict(_NO_DATES),
        "election_type": {"name": f"{kind} elections", "election_type": kind},
        "election_subtype": {"name": subtype, "election_subtype": subtype} if subtype else None,
        "explanation": None,
        "metadata": None,
        "tags": {},
        "created": _WHEN,
        "modified": _WHEN,
    }
