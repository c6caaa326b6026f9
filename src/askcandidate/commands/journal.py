"""The journal of a batch: how far it is, in lines that survive whatever stops it; and the lock beside it."""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from time import monotonic, sleep
from typing import Any, NamedTuple

from askcandidate.errors import CannotCreate
from askcandidate.files import PRIVATE

_FORM = "askcandidate.journal/1"
_SUM = 16  # digits of a sum that are kept: enough to tell two command lines apart
_NAP = 0.02  # seconds between two tries to take a lock
_FAR = 1 << 30  # beyond what is written in a lock


class Stop(NamedTuple):
    """Where a run was when it stopped: rows done and failed, the sum of those rows, the files' lengths."""

    rows: int
    failed: int
    digest: str
    at: Mapping[str, int]


class Journal:
    """The journal of one batch, beside what it writes.

    Args:
        path: where it lies.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> tuple[dict[str, Any], Stop] | None:
        """Give the journal's head and its last whole line, or None if there is none to go on from."""
        try:
            *lines, _ = self.path.read_text(encoding="utf-8").split("\n")  # after the last end is half a line
            head, *records = [json.loads(line) for line in lines]
        except (OSError, ValueError, RecursionError):
            return None
        if not isinstance(head, dict) or head.get("schema") != _FORM:
            return None
        if not records:
            return head, Stop(0, 0, "", {})
        stop = _stop(records[-1])
        return stop and (head, stop)

    def begin(self, head: Mapping[str, Any]) -> None:
        """Begin it anew.

        Raises:
            CannotCreate: it cannot be written.
        """
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
        except OSError as error:
            raise CannotCreate(f"{self.path} cannot be created: {error.strerror}.") from None
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(json.dumps({"schema": _FORM, **head}) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def note(self, stop: Stop) -> None:
        """Add a line; it is on the disk when this returns."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(stop._asdict()) + "\n")
            file.flush()
            os.fsync(file.fileno())


def _stop(record: Any) -> Stop | None:
    """Read a line of a journal, or give None for one of another form."""
    try:
        rows, failed, digest, at = (record[name] for name in Stop._fields)
        numbers = (rows, failed, *at.values())
    except (KeyError, TypeError, AttributeError):
        return None
    is_one = isinstance(digest, str) and all(type(number) is int and number >= 0 for number in numbers)
    return Stop(rows, failed, digest, at) if is_one else None


class Lock:
    """Keeps a second run away from a file; the system lets go of it when a run ends, however it ends.

    Args:
        path: where it lies.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self, patience: float = 0.0) -> None:
        """Take it.

        Args:
            patience: seconds to wait for another run to be done.

        Raises:
            CannotCreate: another run is at work, or nothing can be written there.
        """
        until = monotonic() + patience
        while self._handle is None:
            try:
                handle = os.open(self._path, os.O_RDWR | os.O_CREAT, PRIVATE)
            except OSError as error:
                raise CannotCreate(f"{self._path.parent} cannot be written in: {error.strerror}.") from None
            if not _locked(handle):
                told = os.read(handle, 20).decode("ascii", "replace")
                os.close(handle)
                if monotonic() < until:
                    sleep(_NAP)
                    continue
                raise CannotCreate(
                    f"Another run is writing here (process {told or 'unknown'}).",
                    "Wait for it, or write elsewhere.",
                )
            if self._is_still_there(handle):
                self._handle = handle
                os.ftruncate(handle, 0)
                os.write(handle, str(os.getpid()).encode())
            else:  # the run that had it took it away between our opening and our locking
                os.close(handle)

    def give_back(self) -> None:
        """Take it away, if it is ours."""
        if self._handle is not None:
            with suppress(OSError):  # Windows keeps a file that is open; the next run takes the lock over
                self._path.unlink()
            os.close(self._handle)
            self._handle = None

    def _is_still_there(self, handle: int) -> bool:
        try:
            return os.fstat(handle).st_ino == self._path.stat().st_ino
        except FileNotFoundError:
            return False


def _locked(handle: int) -> bool:
    """Lock an open file for this process alone; False if another has it."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  (only there)

            os.lseek(handle, _FAR, os.SEEK_SET)  # what is locked there cannot be read, and the number can
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl  # noqa: PLC0415  (not on Windows)

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.lseek(handle, 0, os.SEEK_SET)
        return False
    return True


def day_of(journal: Path | None) -> date | None:
    """Give the day of a run that stopped, so that going on past midnight changes no letter."""
    found = Journal(journal).read() if journal else None
    try:
        return date.fromisoformat(found[0]["on"]) if found else None
    except (KeyError, TypeError, ValueError):
        return None


def fingerprint(folders: Iterable[Path]) -> str:
    """Give a sum of everything in some folders and files: templates, campaign, data."""
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if path.is_file():
                total.update(path.name.encode())
                total.update(path.read_bytes())
    return total.hexdigest()


_BESIDE = frozenset({"--resume", "--force", "-q", "--quiet", "-v", "--verbose"})
_BESIDE_WITH_VALUE = frozenset({"--allow-rejects", "--engine", "--scheduler"})
_OPTION = re.compile(r"--?[a-z][a-z-]*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def options_of(arguments: list[str]) -> list[str]:
    """Give the words of a command line that decide what is written, and not where or how loudly.

    What was typed may be somebody's name, postcode or story: it stands as a sum, which can be compared and
    not read. Only the names of options and days stand as they are.
    """
    words = iter(arguments)
    kept = []
    for word in words:
        if word in _BESIDE_WITH_VALUE:
            next(words, None)
        elif word not in _BESIDE and word.partition("=")[0] not in _BESIDE_WITH_VALUE:
            kept.append(_unreadable(word))
    return kept


def _unreadable(word: str) -> str:
    name, equals, value = word.partition("=")
    if equals and _OPTION.fullmatch(name):
        return f"{name}={_unreadable(value)}"
    if _OPTION.fullmatch(word) or _DAY.fullmatch(word):
        return word
    return hashlib.sha256(word.encode("utf-8", "surrogateescape")).hexdigest()[:_SUM]
