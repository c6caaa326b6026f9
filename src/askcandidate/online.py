"""A postcode's place and contests with the help of an online service; the gazetteer comes first.

The services are handed in, so that nothing here opens a connection or loads what could.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Protocol

from askcandidate.elections import Ballot, Contest, Contests, Reply, Service
from askcandidate.errors import (
    AskError,
    BadAnswer,
    BadData,
    NotACouncilArea,
    UnknownPostcode,
)
from askcandidate.gazetteer import areas, ballots
from askcandidate.model import Notice, OfficeKind, Origin, Place, day_in_words
from askcandidate.places import Finder
from askcandidate.postcode import Postcode
from askcandidate.sources.candidacy import flagged, routed
from askcandidate.sources.guard import Guard

_LISTED_BY = timedelta(days=21)  # before the poll; names are published by the 18th working day before it


class KnowsBallots(Protocol):
    """A service that knows which elections are coming for a postcode."""

    service: Service
    is_sandbox: bool
    addresses_apart: bool
    """Whether e-mail addresses are not in the ballots and come one by one."""

    async def ballots(self, postcode: Postcode, uprn: str | None = None) -> Reply:
        """Give the ballots of a postcode, or of one address in it."""

    async def email(self, person: str) -> str | None:
        """Give what the service has for a person's e-mail address."""


class KnowsDistricts(Protocol):
    """A service that knows a postcode's district."""

    service: Service

    async def district(self, postcode: Postcode) -> str:
        """Give the GSS code of a postcode's district."""


class Contesting:
    """Finds the elections to come for postcodes, each asked for once a run.

    Args:
        finder: answers offline, for the day asked about.
        source: the service.
        first_day: the first polling day that is still to come.
        max_errors: after so many failures of the service in a row it is not asked any more.
    """

    def __init__(
        self, finder: Finder, source: KnowsBallots, first_day: date, *, max_errors: int = 10
    ) -> None:
        self._finder = finder
        self._source = source
        self._first_day = first_day
        self._guard = Guard(source.service, max_errors)
        self.service = source.service

    async def find(self, text: str, uprn: str | None = None) -> Contests:
        """Give every election to come for a postcode, and the place it is in.

        Args:
            text: the postcode as typed.
            uprn: an address's number, where the service asks which address it is.

        Raises:
            MalformedPostcode, NotACouncilArea: nothing is asked about such a postcode.
            AskError: what the service raised.
        """
        postcode = Postcode.parse(text)
        offline = None if self._source.is_sandbox else _offline(self._finder, text, postcode)
        reply = await self._guard.ask(partial(self._source.ballots, postcode, uprn))
        place, notices = self._place(text, postcode, offline, reply)
        coming = sorted(
            (b for b in reply.ballots if b.date >= self._first_day), key=lambda ballot: ballot.date
        )
        on, website = self._finder.on, reply.council_website
        contests = tuple(self._contest(postcode, routed(ballot, website, on), place) for ballot in coming)
        if not contests:
            when = day_in_words(self._first_day)
            notices.append(
                Notice("no-election", f"{self.service.host} lists no election for {postcode} from {when} on.")
            )
        return Contests(
            input=text,
            postcode=postcode,
            on=self._finder.on,
            contests=contests,
            place=place,
            service=self.service,
            council_website=reply.council_website,
            notices=(*notices, *reply.notices),
        )

    def without_addresses(self, contests: Iterable[Contest]) -> list[str]:
        """Give the numbers of those standing whose e-mail address the service was not asked for."""
        if not self._source.addresses_apart:
            return []
        people = (c for contest in contests if contest.stands for c in contest.candidates)
        return list(dict.fromkeys(c.id for c in people if c.email is None))

    async def with_addresses(
        self, found: Contests, people: Sequence[str], tick: Callable[[], None]
    ) -> Contests:
        """Ask for people's e-mail addresses, one request each, and give the contests with them.

        Args:
            found: the contests.
            people: the numbers of those to ask for.
            tick: called after each answer.
        """
        emails: dict[str, str | None] = {}
        try:
            for person in people:
                emails[person] = await self._guard.ask(partial(self._source.email, person))
                tick()
        except AskError as error:
            left = len(people) - len(emails)
            told = f"{left} of {len(people)} e-mail addresses could not be fetched: {error.message}"
            found = found._replace(notices=(*found.notices, Notice("addresses-missing", told)))
        return found._replace(
            contests=tuple(_with_emails(contest, people, emails, found) for contest in found.contests)
        )

    def _place(
        self, text: str, postcode: Postcode, offline: Place | None, reply: Reply
    ) -> tuple[Place | None, list[Notice]]:
        """Put the postcode where our data does, or else where the service does; say where they differ."""
        origin = Origin(self.service.name, self.service.host)
        if reply.council is None or (offline and offline.offices):
            return offline, list(_differing(offline, reply.council, postcode, self.service))
        try:
            district = areas.district(reply.council, self._finder.on)
        except BadData:
            unknown = f"{self.service.host} names a council that our tables lack ({reply.council})."
            return offline, [Notice("unknown-council", unknown)]
        return Place(text, postcode, self._finder.on, district, origin), []

    def _contest(self, postcode: Postcode, ballot: Ballot, place: Place | None) -> Contest:
        office_id, title, said = ballots.filled_by(ballot)
        office = office_id and ballots.office(office_id, self._finder.on)
        notices = [*said, *_state(ballot, self._finder.on)]
        known_here = {each.id for each in place.offices} if place else set()
        if office and known_here and office.id not in known_here and office.kind is not OfficeKind.PARLIAMENT:
            across = (
                f"{title} is for {office.prose}, which our data does not have at {postcode}: it may lie "
                "across a border."
            )
            notices.append(Notice("office-elsewhere", across))
        if office and not ballot.cancelled:
            office = office._replace(next_election=ballot.date, note=None)  # what was noted is of the tables
        return Contest(
            postcode=postcode,
            office_id=office_id,
            title=title,
            office=office or None,
            ballot=ballot,
            credit=self.service.credit,
            notices=tuple(notices),
            addresses_known=not self._source.addresses_apart,
        )


class Placing:
    """Finds places by a service that knows districts, and says where our data differs.

    Args:
        finder: answers offline, for the day asked about.
        source: the service.
        only_where_needed: ask only where our data has no answer.
        max_errors: see ``Contesting``.
    """

    def __init__(
        self, finder: Finder, source: KnowsDistricts, *, only_where_needed: bool, max_errors: int = 10
    ) -> None:
        self._finder = finder
        self._source = source
        self._only_where_needed = only_where_needed
        self._guard = Guard(source.service, max_errors)

    async def find(self, text: str) -> Place:
        """Give everyone elected who answers for a postcode.

        Raises:
            MalformedPostcode, NotACouncilArea: nothing is asked about such a postcode.
            AskError: what the service raised.
        """
        postcode = Postcode.parse(text)
        offline = _offline(self._finder, text, postcode)
        if self._only_where_needed and offline and offline.offices:
            return offline
        gss = await self._guard.ask(partial(self._source.district, postcode))
        service = self._source.service
        try:
            district = areas.district(gss, self._finder.on)
        except BadData as error:
            raise BadAnswer(
                f"{service.host} puts {postcode} in {gss}, which our tables lack.", error.hint
            ) from None
        notices = tuple(_differing(offline, gss, postcode, service))
        return Place(text, postcode, self._finder.on, district, Origin(service.name, service.host), notices)


def _with_emails(
    contest: Contest, people: Sequence[str], emails: Mapping[str, str | None], found: Contests
) -> Contest:
    if contest.ballot.candidates is None:
        return contest
    known = flagged(c._replace(email=emails.get(c.id, c.email)) for c in contest.ballot.candidates)
    ballot = contest.ballot._replace(candidates=known)
    wanted = {c.id for c in known}.intersection(people)
    asked = bool(wanted) and all(person in emails for person in wanted)
    ballot = routed(ballot, found.council_website, found.on)
    return contest._replace(ballot=ballot, addresses_known=contest.addresses_known or asked)


def _offline(finder: Finder, text: str, postcode: Postcode) -> Place | None:
    """Give our own answer, or None where only a service could have one.

    Raises:
        NotACouncilArea: the postcode is of a place that no service of ours answers for.
    """
    try:
        return finder.find(text)
    except UnknownPostcode:
        return None
    except NotACouncilArea:
        if postcode.elsewhere:
            raise
        return None


def _differing(
    place: Place | None, gss: str | None, postcode: Postcode, service: Service
) -> Iterator[Notice]:
    """Say where a service puts a postcode in another council than our data does; both are named."""
    ours = place and place.district.office(OfficeKind.COUNCIL)
    if place is None or ours is None or ours.area.gss is None or gss in (None, ours.area.gss):
        return
    theirs = areas.everyday_name(gss) or gss
    yield Notice(
        "sources-differ",
        f"{place.origin.data} puts {postcode} in {ours.area.prose}, {service.host} in {theirs}: it may lie "
        "across a border, or one of them may be out of date.",
    )


def _state(ballot: Ballot, on: date) -> Iterator[Notice]:
    """Say what somebody about to write should know of a ballot."""
    if ballot.cancelled:
        later = f" Another poll replaces it ({ballot.replaced_by})." if ballot.replaced_by else ""
        yield Notice("cancelled", f"This poll is cancelled: {ballot.cancelled.rstrip('.')}.{later}")
        return
    if ballot.replaces:
        yield Notice("replaces", f"This poll replaces one that was cancelled ({ballot.replaces}).")
    if ballot.candidates is None:
        yield Notice("no-list", "The service gave no list of those standing.")
    elif not ballot.candidates:
        is_late = ballot.date - on < _LISTED_BY
        nobody = "Nobody is listed, though names are" if is_late else "Nobody is listed yet: names are"
        where = "; the returning officer has the official list" if is_late else ""
        yield Notice("nobody-listed", f"{nobody} published about four weeks before the poll{where}.")
    elif ballot.verified is False:
        yield Notice("provisional", "The list is provisional until it is checked against the official one.")
    if ballot.date == on:
        yield Notice("polling-day", "This is polling day: a letter may come too late.")
