"""A process that has everything imported, and forks for each run of the tool that a test asks for.

Most of a short run is Python importing the same libraries once more, and the tests start the tool some
thousands of times. Here it is imported once. What a test asks for then is still a process of its own, with
its own arguments, environment, folder, umask, pipes and exit code; only what Python itself reads at its
start (``READ_AT_START``) cannot be given to it. The first argument is the number of a socket: for each run
it brings stdin, stdout and stderr and, pickled, a ``Wish``; back go the process's id and its exit code.
"""

import gc
import os
import pickle
import pkgutil
import socket
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

import askcandidate
from askcandidate import __main__ as started
from askcandidate.campaign import SHIPPED, Campaign
from askcandidate.cli import main

READ_AT_START = ("PYTHON", "LANG", "LC_", "TZ", "MALLOC", "LD_")
"""How the names of variables begin that are of no use once Python runs."""
_LIBRARIES = (
    *("httpx", "h11", "jinja2", "markdown_it", "polib", "pydantic", "stamina", "asyncio", "sqlite3"),
    *("rich.console", "rich.progress", "rich.table", "rich.text", "importlib.metadata", "email.policy"),
)


class Wish(NamedTuple):
    """What a run is given beside its three streams."""

    args: list[str]
    environment: Mapping[str, str]
    folder: str
    umask: int


def be_ready_to_fork() -> None:
    """Import everything, and keep the collector from copying what is shared into each fork by looking at it."""
    for module in pkgutil.walk_packages(askcandidate.__path__, "askcandidate."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for name in _LIBRARIES:
        import_module(name)
    Campaign(SHIPPED)  # so that what checks its tables is made
    gc.freeze()


def _wait_to_be_forked(door: socket.socket) -> None:
    """Fork for each wish; comes back in the fork alone, and ends when nobody is left to ask."""
    while True:
        _, streams, *_ = socket.recv_fds(door, 1, 3)
        if not streams:
            raise SystemExit
        with door.makefile("rb") as asked:
            wish: Wish = pickle.load(asked)  # noqa: S301  (from the test that started us)
        child = os.fork()
        if not child:
            door.close()
            _become(wish, streams)
            return
        for stream in streams:
            os.close(stream)
        door.sendall(b"%d\n" % child)
        _, status = os.waitpid(child, 0)
        door.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


def _become(wish: Wish, streams: list[int]) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(wish.environment)
    os.umask(wish.umask)
    os.chdir(wish.folder)
    sys.argv = [started.__file__, *wish.args]


if __name__ == "__main__":
    be_ready_to_fork()
    _wait_to_be_forked(socket.socket(fileno=int(sys.argv[1])))
    try:
        main()
    except SystemExit as end:
        # Without Python's own way out, which takes every module apart and longer than most runs.
        os._exit(end.code if isinstance(end.code, int) else bool(end.code))
