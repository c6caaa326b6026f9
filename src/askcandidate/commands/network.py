"""One run's way to the services: which one, with which key, at what pace, and what the user is told."""

from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from askcandidate import batch
from askcandidate.batch import Failure, Row
from askcandidate.commands.asking import ask
from askcandidate.commands.services import Network, SourceName
from askcandidate.commands.streams import say
from askcandidate.elections import Service
from askcandidate.errors import Ambiguous, BadAnswer, KeyFault, WrongUse
from askcandidate.sources import candidates, democracyclub, everyelection, keys, postcodesio
from askcandidate.sources.address import MOST_AT_ONCE, Base, base
from askcandidate.sources.cache import Cache
from askcandidate.sources.http import Budget, Client
from askcandidate.sources.kept import Kept
from askcandidate.sources.worker import Worker

if TYPE_CHECKING:
    from concurrent.futures import Future

_RATE = 5.0  # requests a second to a public service; ours, they publish none
_Answer = TypeVar("_Answer")

_HOMES = {
    SourceName.DEMOCRACY_CLUB: democracyclub.HOME,
    SourceName.CANDIDATES: candidates.HOME,
    SourceName.EVERY_ELECTION: everyelection.HOME,
    SourceName.POSTCODES_IO: postcodesio.HOME,
}


class Session:
    """The connections of one run; closed at its end.

    Args:
        network: what was chosen on the command line.
        many: whether there may be more than one row.
        quiet: whether the user wants to be told nothing but errors.
    """

    def __init__(self, network: Network, *, many: bool, quiet: bool) -> None:
        if network.uprn and many:
            raise WrongUse("--uprn is one address's number, so it goes with one postcode.")
        self.network = network
        self.many = many
        self._quiet = quiet
        self._clients: list[Client] = []
        self._told: set[str] = set()
        self._cache = Cache(self.tell) if network.cache else None
        self._worker = Worker()

    def ballots(self, on: date) -> Kept:
        """Give the service that knows ballots.

        Args:
            on: the day of the run.

        Raises:
            KeyFault: many rows and no key, or a key is needed and there is none.
            WrongUse: the service asked for knows no ballots.
        """
        name, key = self._ballot_source()
        client = self._client(name, key, announce=True)
        at = str(client.base.url)
        if name is SourceName.DEMOCRACY_CLUB:
            kept = Kept(democracyclub.DemocracyClub(client), at, self._cache, on)
        elif name is SourceName.EVERY_ELECTION:
            kept = Kept(everyelection.EveryElection(client), at, self._cache, on)
        else:
            service = candidates.CandidatesService(client)
            kept = Kept(service, at, self._cache, on, service.email)
        self._say_what_it_cannot(kept.service)
        return kept

    def districts(self) -> postcodesio.PostcodesIo:
        """Give the service that knows districts."""
        client = self._client(SourceName.POSTCODES_IO, None, announce=True)
        source = postcodesio.PostcodesIo(client, in_bulk=self.many)
        self._say_what_it_cannot(source.service)
        return source

    def results(self, ballots: Sequence[str]) -> candidates.CandidatesService:
        """Give the service that knows who was elected in ballots; it is asked by their ids alone."""
        source = candidates.CandidatesService(self._client(SourceName.CANDIDATES, None))
        if ballots:
            self.tell(f"asking {source.service.host}, which sees ballots' ids and no postcode.")
            self.tell(source.service.credit)
        return source

    def reach(self) -> str:
        """Ask the service whether it is there, which sends no postcode and no key, and give its host.

        Raises:
            AskError: it does not answer; a refusal is an answer too.
        """
        client = self._client(self.network.source, None)
        with suppress(KeyFault, BadAnswer):
            self.run(client.get("ping"))
        return client.base.host

    def run(self, work: Coroutine[Any, Any, _Answer]) -> _Answer:
        """Do one piece of work."""
        return self._worker.run(work)

    def start(self, work: Coroutine[Any, Any, _Answer]) -> "Future[_Answer]":
        """Begin a piece of work."""
        return self._worker.start(work)

    def answers(
        self, rows: Iterable[Row | Failure], work: Callable[[Row], Coroutine[Any, Any, _Answer]]
    ) -> Iterator[_Answer | Failure]:
        """Answer rows in order, as many at once as the service bears."""
        bulk = self.network.source is SourceName.POSTCODES_IO
        window = 2 * postcodesio.MOST_AT_ONCE if bulk else 2 * MOST_AT_ONCE
        return batch.run_ahead(rows, lambda row: self.start(work(row)), window if self.many else 1)

    def tell(self, text: str) -> None:
        """Tell the user something beside the result."""
        if not self._quiet:
            say(f"askcandidate: {text}")

    def tell_once(self, text: str) -> None:
        """Tell the user something that many rows would repeat."""
        if text not in self._told:
            self._told.add(text)
            self.tell(text)

    def _ballot_source(self) -> tuple[SourceName, str | None]:
        """Choose between the service that wants a key and the one that does not."""
        name = self.network.source
        if name is SourceName.POSTCODES_IO:
            raise WrongUse("postcodes.io knows no elections.", "Leave --source out, or name another.")
        if name in (SourceName.CANDIDATES, SourceName.EVERY_ELECTION):
            return name, None
        at = self._base(SourceName.DEMOCRACY_CLUB)
        key = keys.key_for(at.host, self.tell)
        if key or at.named:
            return SourceName.DEMOCRACY_CLUB, key
        if name is SourceName.DEMOCRACY_CLUB:
            raise KeyFault(f"{at.host} wants a key, and none is set.", _KEY_HINT)
        if self.many or self.network.uprn:
            what = "an address" if self.network.uprn else "many postcodes"
            raise KeyFault(f"Asking about {what} wants a free Democracy Club key.", _KEY_HINT)
        return SourceName.CANDIDATES, None

    def _base(self, name: SourceName) -> Base:
        own = self.network.base_url
        return base(own, named=True) if own is not None else base(_HOMES[name])

    def _client(self, name: SourceName, key: str | None, *, announce: bool = False) -> Client:
        """Open a way to a service; ``announce`` says who sees the postcode, once it is really asked."""
        at = self._base(name)
        rate = self.network.rate
        if rate is None and not at.is_loopback:
            rate = _RATE
        budget = Budget(self.network.timeout, rate)
        if name is SourceName.CANDIDATES and self.network.rate is None and not at.is_loopback:
            budget = candidates.ALLOWANCE._replace(deadline=self.network.timeout)
        beside = ", with your key" if key else ""
        seen = f"asking {at.host}, which sees the postcode{'s' if self.many else ''}{beside}."
        say_who_sees = partial(self.tell, seen) if announce else lambda: None
        client = Client(
            at, say=self.tell, announce=say_who_sees, budget=budget, key=key, contact=self.network.contact
        )
        self._clients.append(client)
        return client

    def _say_what_it_cannot(self, service: Service) -> None:
        if service.cannot:
            self.tell(service.cannot)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not isinstance(error, KeyboardInterrupt):
            for client in self._clients:
                self._worker.run(client.close())
        self._worker.__exit__(kind, error, trace)
        if self._cache and not isinstance(error, KeyboardInterrupt):
            self._cache.close()


_KEY_HINT = "Set one with: askcandidate auth set. How to get one: docs/sources.md. One postcode needs none."


def choose_address(error: Ambiguous) -> str:
    """Let the person at the terminal say which address is theirs; give its number.

    Raises:
        KeyboardInterrupt: Ctrl-C, or the end of the input.
    """
    say(error.message.splitlines()[0])
    for number, (_, words) in enumerate(error.choices, 1):
        say(f"  {number:>3}  {words}")
    while True:
        answer = ask(f"Which is yours, 1 to {len(error.choices)}?")
        if answer.isdecimal() and 1 <= int(answer) <= len(error.choices):
            return error.choices[int(answer) - 1][0]
