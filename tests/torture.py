"""Make the n-th thing that a run does to the disk fail, for every n, and see that going on mends it.

    python tests/torture.py [--sample N] [--seed S] [--every ROWS] [--kept FILE] FOLDER WORD...

Copies FOLDER/given for each try and runs the tool there with the words given: once to count what it does
(writes, opens, fsyncs, renames), then once for each n and each way of failing; after each failure the same
command goes on with ``--resume``. Prints how many failures were tried and each that left other bytes than
an undisturbed run. With ``--kept`` the command has no books: that file must be the old or the new one, byte for
byte, right after each failure, which may then also be a disk that takes only so many bytes; and the same
command once more ends in the bytes of an undisturbed run. Each run is a fork of one process that has
everything loaded, so that hundreds take seconds.
"""

import argparse
import errno
import os
import random
import resource
import shutil
import signal
import sys
from collections import defaultdict
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from askcandidate import cli
from askcandidate.commands import book, books
from askcandidate.files import UNFINISHED
from warm import be_ready_to_fork

if TYPE_CHECKING:
    from collections.abc import Callable

ENDS = ("ENOSPC", "EIO", "KILL")
FULL = "FULL"  # the disk takes so many bytes of a file and no more
STEPS = {
    "w": (book.Book, "write"),
    "s": (os, "fsync"),
    "o": (os, "open"),
    "r": (Path, "replace"),
    "u": (Path, "unlink"),
}
_COUNT = "count"
_BUG = 1
_BYTES = 48  # between two lengths at which the disk is full
_FINISHED = 2  # the run was over but for its lock: there is nothing to go on with


class Saboteur:
    """Counts what is done to the disk, and makes the n-th of it fail.

    Args:
        at: which; 0 only counts.
        end: how: an error's name, or KILL.
    """

    def __init__(self, at: int, end: str) -> None:
        self.done: list[str] = []
        self._at = at
        self._end = end

    def watch(self, kind: str, owner: Any, name: str) -> None:
        """Put ourselves before a function."""
        real: Callable[..., Any] = getattr(owner, name)

        def watched(*args: Any, **kwargs: Any) -> Any:
            self.done.append(kind)
            if len(self.done) == self._at:
                if self._end == "KILL":
                    os.kill(os.getpid(), signal.SIGKILL)
                raise OSError(getattr(errno, self._end), os.strerror(getattr(errno, self._end)))
            return real(*args, **kwargs)

        setattr(owner, name, watched)


class Torture:
    """One command, failed in many ways.

    Args:
        home: the folder with ``given`` in it, which the command finds its files in.
        words: the command.
        every: rows between two lines of the journal, which otherwise go by the clock.
        kept: the file that is old or new whatever happens, if the command has no books.
    """

    def __init__(self, home: Path, words: list[str], every: int = 1, kept: str | None = None) -> None:
        self._home = home
        self._words = words
        self._every = every
        self._kept = kept
        self._again = [] if kept else ["--resume"]
        self._given = contents(home / "given")
        whole = home / "whole"
        shutil.copytree(home / "given", whole)
        self._code, self.steps = self._run(whole, words, 0, _COUNT)
        self._expected = contents(whole)

    @property
    def longest(self) -> int:
        """The length of the file that is kept, as it is in the end."""
        return len(self._expected.get(self._kept or "", b""))

    def chosen(self, sample: int | None, seed: int) -> list[int]:
        """Give which steps are to fail: all, or so many, as many of each kind as there are."""
        if sample is None:
            return list(range(1, len(self.steps) + 1))
        chance = random.Random(seed)  # noqa: S311  (which step, not a secret)
        of_kind = defaultdict(list)
        for at, kind in enumerate(self.steps, 1):
            of_kind[kind].append(at)
        found: list[int] = []
        for left, steps in zip(range(len(of_kind), 0, -1), sorted(of_kind.values(), key=len), strict=True):
            found += chance.sample(steps, min(len(steps), (sample - len(found)) // left))
        return found

    @property
    def _old_and_new(self) -> tuple[bytes | None, bytes | None]:
        kept = self._kept or ""
        return self._given.get(kept), self._expected.get(kept)

    def fail(self, at: int, end: str) -> str | None:
        """Fail one step in one way and go on; give what was not mended."""
        folder = self._home / f"{end}-{at}"
        shutil.copytree(self._home / "given", folder)
        code, _ = self._run(folder, self._words, at, end)
        told = None
        if self._kept and contents(folder).get(self._kept) not in self._old_and_new:
            told = f"{end} at {at}: {self._kept} is neither old nor new"
        elif code == _BUG:
            told = f"{end} at {at} of {len(self.steps)}: taken for a fault of ours"
        elif self._found(folder) != self._expected:
            again, _ = self._run(folder, [*self._words, *self._again], 0, _COUNT)
            if again not in (self._code, _FINISHED) or self._found(folder) != self._expected:
                left = sorted(set(self._found(folder)) ^ set(self._expected))
                told = f"{end} at {at} of {len(self.steps)}: exit {again}, {left}"
        shutil.rmtree(folder)
        return told

    def _found(self, folder: Path) -> dict[str, bytes]:
        """Give what is there; a command without books may leave the beginning of a file, under its own name."""
        begun = UNFINISHED if self._kept else "\0"
        return {
            name: data for name, data in contents(folder).items() if not Path(name).name.startswith(begun)
        }

    def _run(self, folder: Path, words: list[str], at: int, end: str) -> tuple[int, str]:
        """Run the tool in a fork, in a folder; give its exit code and what it did to the disk."""
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os.chdir(folder)
            os.environ["HOME"] = str(folder)
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            pace: Any = books
            pace._EVERY, pace.monotonic = self._every, count().__next__  # the clock is asked once a row
            saboteur = Saboteur(0 if end == FULL else at, end)
            if end == FULL:
                resource.setrlimit(resource.RLIMIT_FSIZE, (at, at))
            for kind, (owner, name) in STEPS.items():
                saboteur.watch(kind, owner, name)
            sys.argv = ["askcandidate", *words]
            code = 1
            try:
                cli.main()
            except SystemExit as done:
                code = int(done.code or 0)
            with os.fdopen(write, "w") as told:
                told.write("".join(saboteur.done))
            os._exit(code)
        os.close(write)
        with os.fdopen(read) as telling:
            steps = telling.read()
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status), steps


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def main() -> None:
    """Try what the command line says, and print what was not mended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="so many steps a way of failing, not all")
    parser.add_argument("--seed", type=int, default=0, help="which ones")
    parser.add_argument("--every", type=int, default=1, help="rows between two lines of the journal")
    parser.add_argument(
        "--kept", help="a file that is old or new whatever happens; for a command without books"
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("words", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    torture = Torture(given.folder, given.words, given.every, given.kept)
    tries = [(at, end) for end in ENDS for at in torture.chosen(given.sample, given.seed)]
    tries += [(at, FULL) for at in range(0, torture.longest, _BYTES)] if given.kept else []
    print(len(tries))  # noqa: T201
    for at, end in tries:
        told = torture.fail(at, end)
        if told:
            print(told)  # noqa: T201


if __name__ == "__main__":
    be_ready_to_fork()
    main()
