"""A batch on an existing Dask cluster: chunks of rows go out, results come back in input order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from socket import gethostname
from typing import TYPE_CHECKING, TypeVar

from askcandidate import __version__
from askcandidate.batch import Failure, Row
from askcandidate.commands.journal import fingerprint
from askcandidate.errors import AskError, BadData, NetworkFault, not_installed
from askcandidate.resources import AREAS, CAMPAIGNS, LOCALE, POSTCODES, TEMPLATES

if TYPE_CHECKING:
    from distributed import Client, Future

CHUNK = 200  # rows; a few seconds of work where each is a PDF, a fraction of one where it is text
_AHEAD = 2  # chunks under way for each thread of the cluster, so that none waits for its next
_PATIENCE = 10  # seconds for a scheduler to answer

_Made = TypeVar("_Made")
Work = Callable[[Sequence[Row | Failure]], list[_Made | Failure]]


def each(
    rows: Iterable[Row | Failure], work: "Work[_Made]", scheduler: str, files: Sequence[Path] = ()
) -> Iterator[_Made | Failure]:
    """Do the rows of a batch on a cluster, a bounded number of chunks ahead, in input order.

    A chunk whose worker is lost is done again by another: its results depend on its rows alone.

    Args:
        rows: the rows.
        work: what is done with a chunk of them; it goes to the workers by value.
        scheduler: the cluster's address, such as ``tcp://10.0.0.5:8786``.
        files: what the work reads beside the shipped data; each worker must have the same.

    Raises:
        BadData: a worker has another version or other data.
        WrongUse: the extra is not installed.
        NetworkFault: no scheduler answers, or the cluster lost the work for good.
        AskError: the error of a chunk that would fail every row.
    """
    with _client(scheduler) as client:
        coming = iter(rows)
        under_way: deque[Future[list[_Made | Failure]]] = deque()
        named = tuple(files)
        try:
            for chunk in iter(lambda: list(islice(coming, CHUNK)), []):
                under_way.append(client.submit(_do, work, chunk, stamp(named), named, pure=False))
                while len(under_way) >= _AHEAD * max(1, sum(client.nthreads().values())):
                    yield from _result(under_way.popleft())
            while under_way:
                yield from _result(under_way.popleft())
        finally:
            client.cancel(list(under_way))


def _do(
    work: "Work[_Made]", chunk: Sequence[Row | Failure], expected: str, files: tuple[Path, ...]
) -> list[_Made | Failure]:
    """Do a chunk on a worker, if what it is done with is what the others have."""
    if stamp(files) != expected:
        raise BadData(
            f"A worker on {gethostname()} has another version, or other data, than this machine.",
            "Install the same askcandidate on every worker, and put the same files at the same paths.",
        )
    return work(chunk)


@cache
def stamp(files: tuple[Path, ...]) -> str:
    """Give a sum of all that the results of a row depend on: version, shipped data and the files named."""
    return f"{__version__} {fingerprint([AREAS, CAMPAIGNS, LOCALE, POSTCODES, TEMPLATES, *files])}"


def _result(promise: "Future[list[_Made | Failure]]") -> list[_Made | Failure]:
    from distributed import CancelledError, KilledWorker  # noqa: PLC0415

    try:
        made: list[_Made | Failure] = promise.result()
    except AskError:
        raise
    except (KilledWorker, CancelledError, OSError) as error:
        raise NetworkFault(
            f"The cluster lost a part of the batch: {error}.", "What is done is kept: go on with --resume."
        ) from None
    return made


def _client(scheduler: str) -> "Client":
    try:
        from distributed import Client  # noqa: PLC0415  (an extra)
        from distributed.comm.addressing import get_address_host_port  # noqa: PLC0415
    except ImportError:
        raise not_installed("Working on a cluster", "dask") from None
    try:
        get_address_host_port(scheduler, strict=True)
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise NetworkFault(
            f"No Dask scheduler answers at {scheduler}: {error}.", "Start one with: dask scheduler"
        ) from None
    if not client.nthreads():  # type: ignore[no-untyped-call]
        client.close()  # type: ignore[no-untyped-call]
        raise NetworkFault(
            f"The scheduler at {scheduler} has no workers.", f"Start one with: dask worker {scheduler}"
        )
    return client
