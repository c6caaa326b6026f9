"""Democracy Club's developers API: who is standing, for a postcode or one address, with a key.

Source of every field and case: the service's own documentation and published code, as read in July
and August 2026.
"""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator

from askcandidate.elections import Ballot, Candidate, Hustings, Reply, Service
from askcandidate.errors import Ambiguous, BadAnswer, UnknownPostcode, WrongUse
from askcandidate.model import Notice
from askcandidate.postcode import Postcode
from askcandidate.sources.address import Base
from askcandidate.sources.candidacy import CREDIT, VotingSystem, flagged, why_cancelled
from askcandidate.sources.http import Client
from askcandidate.sources.judging import Answer
from askcandidate.sources.shapes import Id, Line, Raw, Shape, read_as
from askcandidate.sources.text import one_line, web_address

HOME = "https://developers.democracyclub.org.uk/api/v1/"
_UPRN = re.compile(r"[0-9]{1,12}", re.ASCII)
_GSS = re.compile(r"[EWSN][0-9]{8}", re.ASCII)
_OK = 200
_NO_SUCH = 404
_REFUSED = (400, _NO_SUCH)


def _postponed(value: Any) -> str:
    """Give what the metadata says of a cancelled election, if it says anything."""
    told = value.get("cancelled_election") if isinstance(value, dict) else None
    detail = told.get("detail") if isinstance(told, dict) else None
    return one_line(detail) if isinstance(detail, str) else ""


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None


class _Party(Shape):
    party_name: Line = ""


class _Person(Shape):
    ynr_id: int
    name: Line
    email: Raw = ""
    absolute_url: Raw = ""


class _Candidacy(Shape):
    person: _Person
    party: _Party | None = None
    list_position: int | None = None


class _Hustings(Shape):
    title: Line = ""
    starts: Annotated[datetime | None, BeforeValidator(_moment)] = None
    location: Line = ""
    url: Raw = ""


class _Ballot(Shape):
    ballot_paper_id: Line
    poll_open_date: date | None = None
    ballot_title: Line = ""
    elected_role: Line = ""
    post_name: Line = ""
    seats_contested: int | None = None
    voting_system: VotingSystem = ""
    metadata: Annotated[str, BeforeValidator(_postponed)] = ""
    cancelled: bool = False
    cancellation_reason: Line = ""
    candidates_verified: bool | None = None
    by_election_reason: Line = ""
    replaces: Id = None
    replaced_by: Id = None
    candidates: tuple[_Candidacy, ...] | None = None
    hustings: tuple[_Hustings, ...] | None = None


class _Notification(Shape):
    type: Line = ""
    title: Line = ""
    detail: Line = ""


class _Day(Shape):
    date: date
    ballots: tuple[_Ballot, ...] = ()
    notifications: tuple[_Notification, ...] | None = None


class _Address(Shape):
    address: Line
    slug: Line


class _Council(Shape):
    identifiers: tuple[Line, ...] | None = None
    website: Raw = ""


class _Location(Shape):
    class _Properties(Shape):
        postcode: Line = ""

    properties: _Properties | None = None


class _Answer(Shape):
    address_picker: bool
    addresses: tuple[_Address, ...] | None = None
    dates: tuple[_Day, ...] | None = None
    electoral_services: _Council | None = None
    postcode_location: _Location | None = None


class DemocracyClub:
    """Asks the developers API.

    Args:
        client: knows where it is and has the key.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self.service = Service("democracy-club", client.base.host, CREDIT)
        self.is_sandbox = client.base.url.path.endswith("/sandbox/")

    async def ballots(self, postcode: Postcode, uprn: str | None = None) -> Reply:
        """Give the ballots of a postcode, or of one address in it.

        Args:
            postcode: sent without its blank.
            uprn: the address's number, as the service lists it where a postcode lies across a border.

        Raises:
            Ambiguous: the postcode lies across a border; the addresses are its choices.
            UnknownPostcode: the service does not know it, or not that address.
            AskError: see ``Client.get``; BadAnswer names what was not as expected.
        """
        if uprn is not None and not _UPRN.fullmatch(uprn):
            raise WrongUse(f'"{uprn[:20]}" is no UPRN: one is a number of up to 12 figures.')
        answer = await self._client.get(f"address/{uprn}/" if uprn else f"postcode/{postcode.compact}/")
        host = self._client.base.host
        if answer.status in _REFUSED:
            raise _unknown(answer, postcode, uprn, self._client.base)
        if answer.status != _OK:
            raise BadAnswer(f"{host} answered {answer.status}, which we do not understand.")
        told = read_as(_Answer, answer.value, host)
        there = told.postcode_location and told.postcode_location.properties
        if there and there.postcode and not self.is_sandbox:
            _check_same(there.postcode, postcode.compact, uprn, host)
        if told.address_picker:
            raise _ambiguous(postcode, told.addresses or ())
        if told.dates is None:
            raise BadAnswer(f"{host} answered without any dates.", "Its form may have changed.")
        council = told.electoral_services
        codes = [code for code in (council and council.identifiers) or () if _GSS.fullmatch(code)]
        return Reply(
            council=codes[0] if codes else None,
            council_website=web_address(council.website) if council else None,
            ballots=tuple(_ballot(ballot, day.date) for day in told.dates for ballot in day.ballots),
            notices=tuple(_notices(told.dates)),
        )


def _unknown(answer: Answer, postcode: Postcode, uprn: str | None, at: Base) -> UnknownPostcode | BadAnswer:
    """Tell a postcode that is not known from a path that is not.

    The service refuses in JSON with ``error``, in an empty JSON text, or with nothing at all.
    """
    value = answer.value
    of_the_service = answer.is_empty or value == "" or (isinstance(value, dict) and "error" in value)
    if not of_the_service and (answer.status == _NO_SUCH or value is None):
        return BadAnswer(f"{at.host} knows no such path ({answer.status}).", "Check --base-url.")
    said = f" It says: {answer.said}." if answer.said else ""
    if uprn:
        return UnknownPostcode(f"{at.host} does not know the address {uprn}.{said}")
    return UnknownPostcode(f"{at.host} does not know {postcode}.{said}", at.hint_of_a_postcode)


def _check_same(theirs: str, ours: str, uprn: str | None, host: str) -> None:
    if theirs.replace(" ", "").upper() == ours:
        return
    if uprn:
        raise WrongUse(f"The address {uprn} is in {theirs}, not in the postcode asked about.")
    raise BadAnswer(f"{host} answered for another postcode than the one asked.")


def _ambiguous(postcode: Postcode, addresses: tuple[_Address, ...]) -> Ambiguous:
    choices = tuple((each.slug, each.address) for each in addresses if _UPRN.fullmatch(each.slug))
    return Ambiguous(
        f"{postcode} lies across a border, so it depends on the address:",
        choices,
        "Say which with --uprn NUMBER.",
    )


def _ballot(told: _Ballot, day: date) -> Ballot:
    return Ballot(
        id=told.ballot_paper_id,
        date=told.poll_open_date or day,
        title=told.ballot_title,
        role=told.elected_role,
        post=told.post_name,
        seats=told.seats_contested,
        voting_system=told.voting_system or None,
        cancelled=why_cancelled(told.cancellation_reason, told.metadata) if told.cancelled else "",
        verified=told.candidates_verified,
        by_election=bool(told.by_election_reason) or ".by." in told.ballot_paper_id,
        replaces=told.replaces,
        replaced_by=told.replaced_by,
        candidates=None if told.candidates is None else flagged(map(_candidate, told.candidates)),
        hustings=tuple(map(_meeting, told.hustings or ())),
    )


def _candidate(told: _Candidacy) -> Candidate:
    person = told.person
    return Candidate(
        source="democracy-club",
        id=str(person.ynr_id),
        name=person.name,
        party=told.party.party_name if told.party else "",
        email=person.email or None,
        page=web_address(person.absolute_url),
        list_position=told.list_position,
    )


def _meeting(told: _Hustings) -> Hustings:
    return Hustings(told.title or "Hustings", told.starts, told.location, web_address(told.url))


def _notices(days: tuple[_Day, ...]) -> list[Notice]:
    told = [note for day in days for note in day.notifications or ()]
    return [
        Notice(note.type or "notification", ": ".join(filter(None, [note.title, note.detail])))
        for note in told
    ]
