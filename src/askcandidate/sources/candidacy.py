"""What the services that know candidates have in common: their licence, their words, what is flagged."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator

from askcandidate.elections import OFFICIAL_ADDRESS, Ballot, Candidate, Route
from askcandidate.model import day_in_words
from askcandidate.names import fold
from askcandidate.sources.text import email_address, one_line

CREDIT = "Candidates: Democracy Club (https://democracyclub.org.uk), CC BY 4.0."

_SYSTEMS = {
    "FPTP": "First-past-the-post",
    "sv": "Supplementary Vote",
    "STV": "Single Transferable Vote",
    "AMS": "Additional Member System",
    "PR-CL": "Proportional Representation (closed list)",
}


def _system(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("name") or value.get("slug")
    return _SYSTEMS.get(value, one_line(value)) if isinstance(value, str) else ""


VotingSystem = Annotated[str, BeforeValidator(_system)]
"""A voting system's name, however it comes: an object, a word, or nothing, which is the empty line."""

UNNAMED = "unnamed"
SAME_NAME = "same-name"
UNUSABLE = "unusable-address"
SHARED = "shared-address"
TWICE = "listed-twice"
_OURS = (OFFICIAL_ADDRESS, UNNAMED, SAME_NAME, UNUSABLE, SHARED)
_NO_NAME = "(no name given)"
_AGENT = "by post through their election agent; the council publishes the agents' addresses"
_UNCONTESTED = {
    "NO_CANDIDATES": "nobody was nominated",
    "EQUAL_CANDIDATES": "no more candidates than seats, so that they are elected without a poll",
    "UNDER_CONTESTED": "fewer candidates than seats",
    "CANDIDATE_DEATH": "a candidate has died",
}
# Councils, governments, parliaments and universities ask that no campaign letters be sent to these.
_OFFICIAL_ENDINGS = (
    *(".gov.uk", ".parliament.uk", ".ac.uk"),
    *(".gov.scot", ".parliament.scot", ".gov.wales", ".senedd.wales"),
)


def why_cancelled(reason: str, detail: str = "") -> str:
    """Say in words why a poll is cancelled; never empty."""
    return detail or _UNCONTESTED.get(reason, "the service does not say why")


def flagged(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Give candidates with their addresses checked, and flags for what a sender should know.

    Args:
        candidates: as the service gives them, with whatever stands there for an e-mail address.
    """
    everybody = list(candidates)
    times = Counter(c.id for c in everybody)
    once = {c.id: c for c in reversed(everybody)}
    listed = [(once[id_], email_address(once[id_].email)) for id_ in dict.fromkeys(c.id for c in everybody)]
    names = Counter(fold(c.name) for c, _ in listed if c.name not in ("", _NO_NAME))
    addresses = Counter(email.casefold() for _, email in listed if email)
    return tuple(
        c._replace(
            name=c.name or _NO_NAME,
            email=email,
            flags=(
                *(flag for flag in c.flags if flag not in _OURS),
                *([UNNAMED] if c.name in ("", _NO_NAME) else []),
                *([TWICE] if times[c.id] > 1 else []),
                *([SAME_NAME] if names[fold(c.name)] > 1 else []),
                *([UNUSABLE] if c.email and not email else []),
                *([OFFICIAL_ADDRESS] if email and is_official(email) else []),
                *([SHARED] if email and addresses[email.casefold()] > 1 else []),
            ),
        )
        for c, email in listed
    )


def routed(ballot: Ballot, council_website: str | None, on: date) -> Ballot:
    """Give a ballot whose candidates have their routes: e-mail, their page, their agent by post, hustings.

    Args:
        ballot: with its candidates.
        council_website: of the council that runs the election, if known.
        on: hustings before that day are over.
    """
    if not ballot.candidates:
        return ballot
    shared = [Route("agent", _AGENT, council_website or "")]
    for meeting in ballot.hustings:
        if meeting.starts is None or meeting.starts.date() >= on:
            when = day_in_words(meeting.starts.date()) if meeting.starts else ""
            where = ", ".join(filter(None, [meeting.title, meeting.location, when]))
            shared.append(Route("hustings", f"in person: {where}", meeting.url or ""))
    return ballot._replace(
        candidates=tuple(c._replace(routes=(*_own_routes(c), *shared)) for c in ballot.candidates)
    )


def _own_routes(candidate: Candidate) -> Iterator[Route]:
    if candidate.email:
        yield Route("email", "e-mail", f"mailto:{candidate.email}")
    if candidate.page:
        yield Route("page", "their page, with whatever ways to reach them they gave", candidate.page)


def is_official(email: str) -> bool:
    """Say whether an address is one of a public body, which is not for campaigns."""
    return f".{email.rpartition('@')[2].lower()}".endswith(_OFFICIAL_ENDINGS)
