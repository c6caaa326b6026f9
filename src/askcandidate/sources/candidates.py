"""Democracy Club's candidates service: who is standing, without a key; e-mail on request, one by one.

Source: the service's published code as read in August 2026. It calls this version of its interface
unstable, and serves ten requests a minute to those without a key.
"""

import re
from datetime import date

from askcandidate.elections import Ballot, Candidate, Outcome, Reply, Service
from askcandidate.postcode import Postcode
from askcandidate.sources.candidacy import CREDIT, VotingSystem, flagged, why_cancelled
from askcandidate.sources.http import Budget, Client
from askcandidate.sources.pages import pages_of
from askcandidate.sources.shapes import Id, Line, Raw, Shape, read_as

HOME = "https://candidates.democracyclub.org.uk/api/next/"
ALLOWANCE = Budget(rate=10 / 60, burst=10)
"""What the service allows those without a key."""

_OK = 200
_BALLOT_ID = re.compile(r"[a-z0-9.-]+")
_PERSON_PAGE = "https://whocanivotefor.co.uk/person/"


class _Named(Shape):
    name: Line = ""


class _Person(Shape):
    id: int
    name: Line


class _Candidacy(Shape):
    person: _Person
    party: _Named | None = None
    party_name: Line = ""
    party_list_position: int | None = None
    deselected: bool | None = None
    elected: bool | None = None


class _Election(Shape):
    name: Line = ""
    election_date: date


class _Post(Shape):
    label: Line = ""


class _Ballot(Shape):
    ballot_paper_id: Line
    election: _Election
    post: _Post | None = None
    winner_count: int | None = None
    cancelled: bool = False
    candidates_locked: bool | None = None
    by_election_reason: Line = ""
    replaces: Id = None
    replaced_by: Id = None
    voting_system: VotingSystem = ""
    candidacies: tuple[_Candidacy, ...] | None = None


class _Page(Shape):
    results: tuple[_Ballot, ...]


class _Reach(Shape):
    email: Raw = ""


class CandidatesService:
    """Asks the candidates service.

    Args:
        client: knows where it is.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self.service = Service(
            "candidates",
            client.base.host,
            CREDIT,
            "This service does not say which side of a border an address is on.",
        )
        self.is_sandbox = False

    async def ballots(self, postcode: Postcode, uprn: str | None = None) -> Reply:  # noqa: ARG002
        """Give the ballots of a postcode, past ones too, with who is standing but not how to reach them.

        Args:
            postcode: sent without its blank.
            uprn: not used: the service knows no addresses.

        Raises:
            UnknownPostcode: the service does not know it.
            AskError: see ``Client.get``.
        """
        asked = {"for_postcode": postcode.compact, "page_size": "100"}
        ballots: list[Ballot] = []
        async for page in pages_of(self._client, "ballots/", asked, _Page, postcode):
            ballots += map(_ballot, page.results)
        return Reply(None, None, tuple(ballots))

    async def email(self, person: str) -> str | None:
        """Give what the service has for a person's e-mail address, by the person's number.

        Raises:
            AskError: see ``Client.get``.
        """
        answer = await self._client.get(f"people/{int(person)}/")
        if answer.status != _OK:
            return None
        return read_as(_Reach, answer.value, self._client.base.host).email or None

    async def outcome(self, ballot: str) -> Outcome | None:
        """Give who was elected in a ballot, by its id; None if the service does not know it.

        Raises:
            AskError: see ``Client.get``.
        """
        if not _BALLOT_ID.fullmatch(ballot):
            return None
        answer = await self._client.get(f"ballots/{ballot}/")
        if answer.status != _OK:
            return None
        told = read_as(_Ballot, answer.value, self._client.base.host)
        elected = [_candidate(each) for each in told.candidacies or () if each.elected]
        return Outcome(told.winner_count, flagged(sorted(elected, key=_by_name)))


def _ballot(told: _Ballot) -> Ballot:
    post = told.post.label if told.post else ""
    listed = told.candidacies
    return Ballot(
        id=told.ballot_paper_id,
        date=told.election.election_date,
        title=told.election.name,
        role="",
        post=post,
        seats=told.winner_count,
        voting_system=told.voting_system or None,
        cancelled=why_cancelled("") if told.cancelled else "",
        verified=told.candidates_locked,
        by_election=bool(told.by_election_reason) or ".by." in told.ballot_paper_id,
        replaces=told.replaces,
        replaced_by=told.replaced_by,
        candidates=None if listed is None else flagged(sorted(map(_candidate, listed), key=_by_name)),
    )


def _candidate(told: _Candidacy) -> Candidate:
    return Candidate(
        source="democracy-club",
        id=str(told.person.id),
        name=told.person.name,
        party=told.party_name or (told.party.name if told.party else ""),
        email=None,
        page=f"{_PERSON_PAGE}{told.person.id}/",
        list_position=told.party_list_position,
        flags=("deselected",) if told.deselected else (),
    )


def _by_name(candidate: Candidate) -> str:
    return candidate.name.casefold()
