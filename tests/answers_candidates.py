"""What the candidates' service of Democracy Club answers: its ballots, its people, its pages."""

import re
from collections.abc import Sequence

import answers_rules as rules
from answers_ballots import party_record
from answers_rules import Record, must

SERVICE = "https://candidates.democracyclub.org.uk/api/next/"
_WHEN = "2026-04-10T09:00:00.000000+01:00"


def ynr_person(ynr_id: int, name: str, email: str | None = None, *, delisted: bool = False) -> Record:
    """Give a person of their own, which is where an e-mail is."""
    must(ynr_id > 0, "ids of people are positive")
    url = f"{SERVICE}people/{ynr_id}/"
    return {
        "id": ynr_id,
        "url": url,
        "versions_url": f"{url}versions/",
        "history_url": f"{url}history/",
        "created": _WHEN,
        "last_updated": _WHEN,
        "honorific_prefix": "",
        "name": name,
        "honorific_suffix": "",
        "other_names": [],
        "sort_name": "",
        "identifiers": [],
        "candidacies": [],
        "email": email,
        "gender": "",
        "birth_date": "",
        "death_date": "",
        "image": None,
        "thumbnail": None,
        "statement_to_voters": "",
        "statement_to_voters_last_updated": None,
        "favourite_biscuit": "",
        "delisted": delisted,
    }


def ynr_candidacy(
    ynr_id: int,
    name: str,
    party: str = "Independent",
    *,
    party_list_position: int | None = None,
    elected: bool | None = None,
    deselected: bool = False,
) -> Record:
    """Give a person who stands, without an e-mail."""
    must(ynr_id > 0, "ids of people are positive")
    must(party_list_position is None or party_list_position > 0, "lists are counted from one")
    theirs = party_record(party)
    return {
        "elected": elected,
        "party_list_position": party_list_position,
        "party": {
            "url": f"{SERVICE}parties/{theirs['party_id']}/",
            "ec_id": theirs["party_id"],
            "name": party,
            "legacy_slug": theirs["party_id"],
            "created": _WHEN,
            "modified": _WHEN,
        },
        "party_name": party,
        "party_description_text": "",
        "deselected": deselected,
        "deselected_source": "",
        "sopn_last_name": "",
        "sopn_first_names": "",
        "created": _WHEN,
        "modified": _WHEN,
        "person": {"id": ynr_id, "url": f"{SERVICE}people/{ynr_id}/", "name": name},
        "result": None,
    }


def ynr_ballot(
    ballot_paper_id: str,
    candidacies: Sequence[Record] = (),
    *,
    post: str | None = None,
    election_name: str | None = None,
    locked: bool = True,
    sopn: bool | None = None,
    seats: int = 1,
    cancelled: bool = False,
    uncontested: bool = False,
    replaced_by: str | None = None,
    replaces: str | None = None,
    system: str = "FPTP",
    party_lists: bool = False,
    by_election_reason: str = "",
    current: bool = True,
) -> Record:
    """Give a ballot; ``locked`` says that the list was checked, for which there was a notice."""
    found = rules.ballot_id(ballot_paper_id)
    rules.system_of(found, system)
    notice = locked if sopn is None else sopn
    must(notice or not locked, "a list is checked against a notice")
    must(cancelled or not uncontested, "an uncontested poll is told as cancelled")
    must(replaced_by is None or cancelled, "only a cancelled poll is replaced")
    must(replaced_by is None or rules.ballot_id(replaced_by).day > found.day, "a poll is replaced later")
    must(replaces is None or rules.ballot_id(replaces).day < found.day, "a poll replaces an earlier one")
    must(found.by or not by_election_reason, "only a by-election has a reason")
    must(
        party_lists or not any(each["party_list_position"] for each in candidacies), "no lists, no positions"
    )
    rules.unique((each["person"]["id"] for each in candidacies), "person")
    url = f"{SERVICE}ballots/{ballot_paper_id}/"
    label = post or found.place
    return {
        "url": url,
        "history_url": f"{url}history/",
        "results_url": f"{SERVICE}results/{ballot_paper_id}/",
        "election": {
            "election_id": found.group,
            "url": f"{SERVICE}elections/{found.group}/",
            "name": election_name or f"{found.kind} election",
            "election_date": found.day,
            "current": current,
            "party_lists_in_use": party_lists,
            "created": _WHEN,
            "last_updated": _WHEN,
        },
        "post": {
            "id": found.division or found.organisation or "london",
            "label": label,
            "slug": re.sub("[^a-z0-9]+", "-", label.lower()).strip("-"),
            "created": _WHEN,
            "last_updated": _WHEN,
        },
        "winner_count": rules.seats(found, seats),
        "ballot_paper_id": ballot_paper_id,
        "cancelled": cancelled,
        "sopn": {"uploaded_file": f"{url}sopn.pdf", "source_url": url} if notice else None,
        "candidates_locked": locked,
        "candidacies": list(candidacies),
        "created": _WHEN,
        "last_updated": _WHEN,
        "replaces": replaces,
        "replaced_by": replaced_by,
        "uncontested": uncontested,
        "results": None,
        "voting_system": system,
        "tags": {},
        "by_election_reason": by_election_reason,
    }


def ynr_throttled(seconds: int = 42) -> Record:
    """Give what it says to an eleventh request within a minute, beside ``Retry-After``."""
    return {"detail": f"Request was throttled. Expected available in {seconds} seconds."}


def ynr_unknown_postcode(text: str) -> list[str]:
    """Give what it says to a postcode that it cannot find: a list."""
    return [f'The postcode "{text}" couldn\'t be found']
