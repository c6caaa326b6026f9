"""What a command knows of a postcode before it writes: offline, or with the services that were chosen."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Protocol, TypeVar

from askcandidate import batch
from askcandidate.batch import Failure, Row
from askcandidate.commands.services import Network, SourceName
from askcandidate.commands.streams import say
from askcandidate.elections import Contest, Contests
from askcandidate.model import Place
from askcandidate.places import Finder

Found = Place | Contests
_Made = TypeVar("_Made")


class Finding(Protocol):
    """Finds what is known of postcodes."""

    def one(self, row: Row) -> Found:
        """Find what is known of one postcode."""

    def each(
        self, rows: Iterable[Row | Failure], make: Callable[[Row, Found], _Made]
    ) -> Iterator[_Made | Failure]:
        """Find what is known of each row's postcode, in order, and make something of it."""


class OfflineFinding:
    """Finds places in the postcode file; opens no connection.

    Args:
        finder: answers for one day.
    """

    def __init__(self, finder: Finder) -> None:
        self._finder = finder

    def one(self, row: Row) -> Found:
        """Find the place of one postcode."""
        return self._finder.find(row.text)

    def each(
        self, rows: Iterable[Row | Failure], make: Callable[[Row, Found], _Made]
    ) -> Iterator[_Made | Failure]:
        """Find each row's place, in order, and make something of it."""
        return batch.run(rows, lambda row: make(row, self._finder.find(row.text)))


class Wanting(Protocol):
    """Says which contests somebody wants to write for."""

    def __call__(self, found: Contests) -> list[Contest]:
        """Give the contests whose candidates' e-mail addresses are wanted."""


@contextmanager
def finding(
    network: Network,
    finder: Finder,
    first_day: date,
    *,
    many: bool,
    quiet: bool,
    may_ask: bool = False,
    wanting: Wanting | None = None,
) -> Iterator[Finding]:
    """Give what finds, and let go of its connections in the end.

    Args:
        network: what may be asked.
        finder: answers offline.
        first_day: the first polling day still to come.
        many: whether there may be more than one row.
        quiet: whether the user wants to be told nothing but errors.
        may_ask: whether a person at a terminal can choose an address.
        wanting: which contests' e-mail addresses are worth a request each, if any are.
    """
    if network.source is SourceName.EMBEDDED:
        yield OfflineFinding(finder)
        return
    # httpx and all that comes with it: only where something is asked.
    from askcandidate.commands.network import Session  # noqa: PLC0415
    from askcandidate.commands.online_finding import OnlineFinding  # noqa: PLC0415

    with Session(network, many=many, quiet=quiet) as session:
        yield OnlineFinding(session, finder, first_day, may_ask=may_ask, wanting=wanting)


def without_asking(network: Network) -> Network:
    """Give the network of a run that writes nothing: it asks nobody either, and says whom it would ask."""
    if network.source is not SourceName.EMBEDDED:
        say(f"askcandidate: a real run would ask {network.base_url or network.source}; this one asks nobody.")
    return network._replace(source=SourceName.EMBEDDED)
