"""One file of a batch, which grows beside its final name."""

import csv
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from askcandidate.errors import CannotCreate, WrongUse
from askcandidate.files import PRIVATE, encoded, settle_names

if TYPE_CHECKING:
    from io import BufferedRandom


class Book:
    """A file that grows beside its final name.

    Args:
        path: its final name.
        mode: its permissions in the end, or None for those of any new file.
    """

    def __init__(self, path: Path, mode: int | None) -> None:
        self.path = path
        self._mode = mode
        self.part = path.with_name(f".{path.name}.part")
        self._file: BufferedRandom | None = None

    def take_back(self) -> None:
        """Undo a renaming: the run that goes on was stopped while it finished."""
        if not self.part.exists() and self.path.exists():
            self.path.replace(self.part)

    def open(self, length: int) -> None:
        """Open it at the length it had when the run stopped; 0 begins it anew.

        Raises:
            CannotCreate: it cannot be opened.
            WrongUse: it is shorter than the journal says.
        """
        try:
            handle = os.open(self.part, os.O_RDWR | os.O_CREAT, PRIVATE)
        except OSError as error:
            raise CannotCreate(f"{self.path} cannot be created: {error.strerror}.") from None
        file = os.fdopen(handle, "r+b")
        if file.seek(0, os.SEEK_END) < length:
            file.close()
            raise WrongUse(f"{self.part} is shorter than its journal says.", "Start anew with --force.")
        file.truncate(length)
        file.seek(length)
        self._file = file

    def write(self, content: str | bytes) -> None:
        """Add to it."""
        assert self._file
        self._file.write(encoded(content))

    def header(self) -> tuple[str, ...]:
        """Give the columns of its first line, if it has one."""
        with self.part.open(encoding="utf-8", newline="") as file:
            return tuple(next(csv.reader(file), []))

    def settle(self) -> int:
        """Bring all of it to the disk, and give its length."""
        assert self._file
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._file.tell()

    def finish(self) -> None:
        """Give it its final name."""
        assert self._file
        self.settle()
        self._file.close()
        if self._mode is None:
            umask = os.umask(0)
            os.umask(umask)
            self.part.chmod(0o666 & ~umask)
        self.part.replace(self.path)
        settle_names(self.path.parent)  # before the journal goes

    def let_go(self) -> None:
        """Close it as it is."""
        if self._file:
            with suppress(OSError):
                self._file.close()
