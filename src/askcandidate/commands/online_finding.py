"""Finding with the services: who is standing where it can be known, what is known offline where it cannot."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TypeVar

from askcandidate.batch import Failure, Row
from askcandidate.commands.asking import at_terminal
from askcandidate.commands.finding import Found, Wanting
from askcandidate.commands.network import Session, choose_address
from askcandidate.commands.services import Network, SourceName
from askcandidate.commands.streams import Rows
from askcandidate.elections import Contest, Contests
from askcandidate.errors import Ambiguous, AskError, BadAnswer, KeyFault, NetworkFault, NotFound, RateLimited
from askcandidate.gazetteer.areas import AS_AT
from askcandidate.model import Notice, Place, day_in_words, number_of
from askcandidate.online import Contesting, Placing
from askcandidate.places import Finder

_A_MINUTE = 10  # requests that the service without a key serves
_Made = TypeVar("_Made")


class OnlineFinding:
    """Finds contests, or places, by the services that were chosen.

    Args:
        session: the connections.
        finder: answers offline.
        first_day: the first polling day still to come.
        may_ask: whether a person at a terminal can choose an address.
        wanting: which contests' e-mail addresses are worth a request each, if any are.
    """

    def __init__(
        self, session: Session, finder: Finder, first_day: date, *, may_ask: bool, wanting: Wanting | None
    ) -> None:
        self._session = session
        self._finder = finder
        self._may_ask = may_ask
        self._wanting = wanting
        self._is_left_to_us = session.network.is_left_to_us
        self._many = session.many
        most = session.network.max_errors
        self._placing: Placing | None = None
        self._contesting: Contesting | None = None
        self._where: Placing | None = None
        if session.network.source is SourceName.POSTCODES_IO:
            self._placing = Placing(finder, session.districts(), only_where_needed=False, max_errors=most)
        else:
            self._contesting = self._contests(first_day)

    def _contests(self, first_day: date) -> Contesting | None:
        """Give what asks for contests, or None where only the settings ask and there is no key."""
        network = self._session.network
        try:
            source = self._session.ballots(self._finder.on)
        except KeyFault as error:
            if not network.is_by_setting:
                raise
            self._session.tell(f"going on offline. {error.message} {error.hint}")
            return None
        return Contesting(self._finder, source, first_day, max_errors=network.max_errors)

    def one(self, row: Row) -> Found:
        """Find what is known of one postcode; at a terminal the address may be asked for."""
        try:
            return self._session.run(self._find(row, self._session.network.uprn))
        except Ambiguous as error:
            if not self._may_ask:
                raise
            return self._session.run(self._find(row, choose_address(error)))

    def each(
        self, rows: Iterable[Row | Failure], make: Callable[[Row, Found], _Made]
    ) -> Iterator[_Made | Failure]:
        """Find what is known of each row's postcode, several at once, and make something of it in order."""

        async def work(row: Row) -> _Made:
            return make(row, await self._find(row, self._session.network.uprn))

        return self._session.answers(rows, work)

    async def _find(self, row: Row, uprn: str | None) -> Found:
        if self._placing:
            return await self._placing.find(row.text)
        if self._contesting is None:
            return self._finder.find(row.text)
        try:
            found = await self._contesting.find(row.text, uprn)
        except (NetworkFault, RateLimited, BadAnswer, NotFound) as error:
            return self._offline_instead(row, error)
        return await self._with_addresses(await self._placed(found, row))

    async def _placed(self, found: Contests, row: Row) -> Contests:
        """Ask where a postcode is, if neither our data nor the service of ballots could say."""
        is_auto = self._session.network.source is SourceName.AUTO
        if not is_auto or (found.place and found.place.offices):
            return found
        if self._where is None:
            most = self._session.network.max_errors
            self._where = Placing(
                self._finder, self._session.districts(), only_where_needed=True, max_errors=most
            )
        try:
            return found._replace(place=await self._where.find(row.text))
        except AskError as error:
            missing = Notice("no-council", f"The council could not be found out: {error.message}")
            return found._replace(notices=(*found.notices, missing))

    def _offline_instead(self, row: Row, error: AskError) -> Place:
        """Go on with what is known offline, if the user left it to us where answers come from."""
        if not self._is_left_to_us:
            raise error
        try:
            place = self._finder.find(row.text)
        except AskError:
            raise error from None
        missing = (
            f"Who is standing could not be found out: {error.message} This rests on offline data of "
            f"{day_in_words(AS_AT)} ({place.origin.data}) alone."
        )
        return place._replace(own_notices=(Notice("live-failed", missing), *place.own_notices))

    async def _with_addresses(self, found: Contests) -> Contests:
        assert self._contesting
        people = self._contesting.without_addresses(self._wanting(found)) if self._wanting else []
        if not people:
            return found
        if not self._many:
            minutes = f", about {len(people) / _A_MINUTE:.0f} minutes" if len(people) > 2 * _A_MINUTE else ""
            addresses = number_of(len(people), "e-mail address", "e-mail addresses")
            self._session.tell(
                f"fetching {addresses}, one request each{minutes} (--no-contacts leaves them out)."
            )
        with _bar(0 if self._many else len(people)) as tick:
            return await self._contesting.with_addresses(found, people, tick)


def places_of(
    network: Network, finder: Finder, first_day: date, rows: Rows, *, quiet: bool, told: bool
) -> Iterator[Place | Failure]:
    """Give the place of each row by the services that were chosen, with the elections they know of.

    Args:
        network: the services.
        finder: answers offline.
        first_day: the first polling day still to come.
        rows: the rows.
        quiet: whether the user wants to be told nothing but errors.
        told: whether the result has room for what is to be said of a place; else it is said beside it.
    """
    with Session(network, many=rows.single is None, quiet=quiet) as session:
        may_ask = at_terminal()
        known = OnlineFinding(session, finder, first_day, may_ask=may_ask, wanting=None)
        places: Iterable[Place | Failure]
        if rows.single:
            places = [_as_place(known.one(rows.single))]
        else:
            places = known.each(rows, lambda _, found: _as_place(found))
        for place in places:
            if isinstance(place, Place) and not told:
                for notice in place.own_notices:
                    session.tell_once(notice.message)
            yield place


def _as_place(found: Found) -> Place:
    """Give the place alone; the elections to come are told beside it.

    Raises:
        NotFound: neither our data nor the service says which council it is in.
    """
    if isinstance(found, Place):
        return found
    if found.place is None:
        raise NotFound(
            f"Neither our data nor {found.service.host} says which council {found.postcode} is in.",
            "Ask a service that knows districts: --source postcodes-io.",
        )
    coming = (Notice("coming-election", _coming(contest)) for contest in found.contests)
    return found.place._replace(own_notices=(*coming, *found.notices, *found.place.own_notices))


def _coming(contest: Contest) -> str:
    here = f"{day_in_words(contest.ballot.date)}: {contest.title}"
    if not contest.stands:
        return f"{here}, cancelled: {contest.ballot.cancelled}"
    if not contest.candidates:
        return f"{here}."
    return f"{here}; {len(contest.candidates)} standing (askcandidate candidates names them)."


@contextmanager
def _bar(total: int) -> Iterator[Callable[[], None]]:
    """Give a bar on stderr that moves with each call, or nothing where nobody watches."""
    if not (total and sys.stderr.isatty()):
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415  (only where somebody watches)
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(file=sys.__stderr__), transient=True) as progress:
        task = progress.add_task("E-mail addresses", total=total)
        yield lambda: progress.advance(task)
