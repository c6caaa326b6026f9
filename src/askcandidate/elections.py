"""Elections to come, as a service tells of them: ballots, who stands in them, how to reach them."""

from datetime import date, datetime
from typing import NamedTuple

from askcandidate.model import Notice, Office, Place, day_in_words
from askcandidate.postcode import Postcode

OFFICIAL_ADDRESS = "official-address"
"""The flag of an e-mail address of a council, parliament or university: not for campaign letters."""


class Route(NamedTuple):
    """One way to reach a candidate: email, page, agent or hustings; ``address`` may be empty."""

    kind: str
    what: str
    address: str


class Candidate(NamedTuple):
    """Somebody standing in a ballot, as the service names them.

    ``flags`` are codes for what a sender should know: ``official-address``, ``unusable-address``,
    ``shared-address``, ``same-name``, ``unnamed``, ``deselected``.
    """

    source: str
    id: str
    name: str
    party: str
    email: str | None
    page: str | None
    list_position: int | None = None
    flags: tuple[str, ...] = ()
    routes: tuple[Route, ...] = ()
    """The ways to reach them, the surest first."""

    @property
    def may_be_emailed(self) -> bool:
        """Say whether there is an address for letters: one of a public body is not."""
        return self.email is not None and OFFICIAL_ADDRESS not in self.flags


class Hustings(NamedTuple):
    """A public meeting with candidates that the service knows of."""

    title: str
    starts: datetime | None
    location: str
    url: str | None


class Ballot(NamedTuple):
    """One election for one office on one day.

    ``candidates`` is None where the answer has no list at all, which is not the same as an empty
    one. ``verified`` says whether the list was checked against the statement of persons nominated,
    and is None where the service does not say. ``cancelled`` tells why, and is empty if it stands.
    """

    id: str
    date: date
    title: str
    role: str
    post: str
    seats: int | None
    voting_system: str | None
    cancelled: str
    verified: bool | None
    by_election: bool
    replaces: str | None
    replaced_by: str | None
    candidates: tuple[Candidate, ...] | None
    hustings: tuple[Hustings, ...] = ()


class Reply(NamedTuple):
    """What a service says of a postcode: its council as a GSS code, if it knows it, and its ballots."""

    council: str | None
    council_website: str | None
    ballots: tuple[Ballot, ...]
    notices: tuple[Notice, ...] = ()


class Outcome(NamedTuple):
    """What came of a poll, as a service has it: the seats, and those elected, none until it knows."""

    seats: int | None
    elected: tuple[Candidate, ...]


class Service(NamedTuple):
    """An online service: what it is called, who runs it, its licence's credit, and what it cannot know."""

    name: str
    host: str
    credit: str
    cannot: str = ""


class Contest(NamedTuple):
    """A ballot and the office it fills, if that is one of ours today.

    ``title`` is there for every election; ``office_id`` where our tables know the office, or knew it.
    """

    postcode: Postcode
    office_id: str | None
    title: str
    office: Office | None
    ballot: Ballot
    credit: str
    """The credit that the licence of the list of candidates asks for."""
    notices: tuple[Notice, ...] = ()
    addresses_known: bool = True
    """Whether the service was asked for the e-mail addresses that were wanted."""

    @property
    def named(self) -> str:
        """Say which election it is, by its title and day."""
        return f"{self.title}, {day_in_words(self.ballot.date)}"

    @property
    def stands(self) -> bool:
        """Say whether there is a poll."""
        return not self.ballot.cancelled

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Everybody the service lists."""
        return self.ballot.candidates or ()

    def reachable(self, *, official_too: bool = False) -> int | None:
        """Count those with an e-mail address that a letter may go to; None if nobody asked for any."""
        if not self.addresses_known:
            return None
        return sum(c.email is not None if official_too else c.may_be_emailed for c in self.candidates)


class Contests(NamedTuple):
    """Every election to come for a postcode, from one service."""

    input: str
    postcode: Postcode
    on: date
    contests: tuple[Contest, ...]
    place: Place | None
    service: Service
    council_website: str | None
    notices: tuple[Notice, ...] = ()
