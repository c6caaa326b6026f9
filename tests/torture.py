"""Make the n-th thing that a run does to the disk fail, for every n, and see that going on mends it.

    python torture.py FOLDER WORD...

Runs the tool with the words given, once to count what it does (writes, opens, fsyncs, renames), then once
for each n and each way of failing; after each failure the same command goes on with ``--resume``. Prints
how many failures were tried and each that left other bytes than an undisturbed run. Each run is a fork of
one process that has everything loaded, so that hundreds take seconds.
"""

import errno
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from askcandidate import cli
from askcandidate.commands import book, books, journal, letter, lookup  # noqa: F401  (loaded once, before the forks)

if TYPE_CHECKING:
    from collections.abc import Callable

ENDS = ("ENOSPC", "EIO", "KILL")
_COUNT = "count"
_FINISHED = 2  # the run was over but for its lock: there is nothing to go on with


class Saboteur:
    """Counts what is done to the disk, and makes the n-th of it fail.

    Args:
        at: which; 0 only counts.
        end: how: an error's name, or KILL.
    """

    def __init__(self, at: int, end: str) -> None:
        self.done = 0
        self._at = at
        self._end = end

    def watch(self, owner: Any, name: str) -> None:
        """Put ourselves before a function."""
        real: Callable[..., Any] = getattr(owner, name)

        def watched(*args: Any, **kwargs: Any) -> Any:
            self.done += 1
            if self.done == self._at:
                if self._end == "KILL":
                    os.kill(os.getpid(), signal.SIGKILL)
                raise OSError(getattr(errno, self._end), os.strerror(getattr(errno, self._end)))
            return real(*args, **kwargs)

        setattr(owner, name, watched)


def run(folder: Path, words: list[str], at: int, end: str) -> tuple[int, int]:
    """Run the tool in a fork, in a folder; give its exit code and what it did to the disk."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.chdir(folder)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        books._EVERY = -1.0  # a line of the journal after each row
        saboteur = Saboteur(at, end)
        for owner, name in ((book.Book, "write"), (os, "fsync"), (os, "open"), (Path, "replace")):
            saboteur.watch(owner, name)
        sys.argv = ["askcandidate", *words]
        code = 1
        try:
            cli.main()
        except SystemExit as done:
            code = int(done.code or 0)
        os.write(write, str(saboteur.done).encode())
        os._exit(code)
    os.close(write)
    _, status = os.waitpid(child, 0)
    told = os.read(read, 32)
    os.close(read)
    return os.waitstatus_to_exitcode(status), int(told or 0)


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def torture(home: Path, words: list[str]) -> tuple[int, list[str]]:
    """Try every failure; give how many there were, and what each that was not mended left."""
    whole = home / "whole"
    shutil.copytree(home / "given", whole)
    code, steps = run(whole, words, 0, _COUNT)
    expected = contents(whole)
    tried, broken = 0, []
    for end in ENDS:
        for at in range(1, steps + 1):
            tried += 1
            folder = home / f"{end}-{at}"
            shutil.copytree(home / "given", folder)
            run(folder, words, at, end)
            if contents(folder) != expected:
                again, _ = run(folder, [*words, "--resume"], 0, _COUNT)
                if again not in (code, _FINISHED) or contents(folder) != expected:
                    left = sorted(set(contents(folder)) ^ set(expected))
                    broken.append(f"{end} at {at} of {steps}: exit {again}, {left}")
            shutil.rmtree(folder)
    return tried, broken


if __name__ == "__main__":
    count, faults = torture(Path(sys.argv[1]), sys.argv[2:])
    print(count)  # noqa: T201
    for fault in faults:
        print(fault)  # noqa: T201
