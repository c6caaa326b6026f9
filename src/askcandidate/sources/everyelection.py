"""EveryElection: which contests are coming, without a key; it knows nobody's name.

Source: the service's published code as read in July 2026.
"""

from datetime import date

from askcandidate.elections import Ballot, Reply, Service
from askcandidate.postcode import Postcode
from askcandidate.sources.candidacy import why_cancelled
from askcandidate.sources.http import Client
from askcandidate.sources.pages import pages_of
from askcandidate.sources.shapes import Id, Line, Shape

HOME = "https://elections.democracyclub.org.uk/api/"
_ASKED = {"future": "1", "identifier_type": "ballot", "limit": "100"}


class _Named(Shape):
    name: Line = ""


class _Election(Shape):
    election_id: Line
    election_title: Line = ""
    poll_open_date: date
    elected_role: Line = ""
    seats_contested: int | None = None
    division: _Named | None = None
    voting_system: _Named | None = None
    cancelled: bool = False
    cancellation_reason: Line = ""
    by_election_reason: Line = ""
    replaces: Id = None
    replaced_by: Id = None
    deleted: bool = False
    identifier_type: Line = ""
    group_type: str | None = None

    @property
    def is_ballot(self) -> bool:
        """Say whether this is one election for one office, not a group of them."""
        return self.identifier_type in ("", "ballot") and self.group_type is None and not self.deleted


class _Page(Shape):
    results: tuple[_Election, ...]


class EveryElection:
    """Asks EveryElection.

    Args:
        client: knows where it is.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self.service = Service(
            "every-election",
            client.base.host,
            "Elections: Democracy Club's EveryElection (https://democracyclub.org.uk).",
            "This service knows which contests are coming, not who is standing, nor which side of a border "
            "an address is on.",
        )
        self.is_sandbox = False

    async def ballots(self, postcode: Postcode, uprn: str | None = None) -> Reply:  # noqa: ARG002
        """Give the ballots to come for a postcode, without candidates.

        Args:
            postcode: sent without its blank.
            uprn: not used: the service knows no addresses.

        Raises:
            UnknownPostcode: the service does not know it.
            AskError: see ``Client.get``.
        """
        asked = {"postcode": postcode.compact, **_ASKED}
        ballots: list[Ballot] = []
        async for page in pages_of(self._client, "elections/", asked, _Page, postcode):
            ballots += [_ballot(told) for told in page.results if told.is_ballot]
        return Reply(None, None, tuple(ballots))


def _ballot(told: _Election) -> Ballot:
    return Ballot(
        id=told.election_id,
        date=told.poll_open_date,
        title=told.election_title,
        role=told.elected_role,
        post=told.division.name if told.division else "",
        seats=told.seats_contested,
        voting_system=(told.voting_system.name if told.voting_system else "") or None,
        cancelled=why_cancelled(told.cancellation_reason) if told.cancelled else "",
        verified=None,
        by_election=bool(told.by_election_reason) or ".by." in told.election_id,
        replaces=told.replaces,
        replaced_by=told.replaced_by,
        candidates=None,
    )
