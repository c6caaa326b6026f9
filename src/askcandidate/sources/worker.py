"""A thread of its own for what waits on the network, so that the rest of the tool stays plain.

The thread is a daemon: Ctrl-C ends the run at once, whatever a server is still being waited for.
"""

import asyncio
from collections.abc import Coroutine
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

_Answer = TypeVar("_Answer")


class Worker:
    """Runs coroutines beside the main thread, many at once."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True, name="network")
        self._thread.start()

    def start(self, work: Coroutine[Any, Any, _Answer]) -> "Future[_Answer]":
        """Begin some work and give the promise of its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def run(self, work: Coroutine[Any, Any, _Answer]) -> _Answer:
        """Do some work and give its result, or raise what it raised."""
        return self.start(work).result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            return  # whatever is being waited for is not waited for any longer
        self.run(_end_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _end_all() -> None:
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
