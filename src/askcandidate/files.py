"""Files put in place whole or not at all."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import BinaryIO

from askcandidate.errors import CannotCreate, CannotWrite

PRIVATE = 0o600  # for what holds somebody's name, address or key
UNFINISHED = ".askcandidate-"  # how the name of a file begins until it is whole
_RANDOM = "?" * 8  # how many characters mkstemp adds to a name


@contextmanager
def whole_file(path: Path, mode: int | None = None, *, first: bool = False) -> Iterator[BinaryIO]:
    """Give a file to write in that takes its name when it is whole; until then the old one stays.

    Args:
        path: its name.
        mode: its permissions, or None for those of any new file.
        first: leave a file of that name as it is, if another process was first.

    Raises:
        CannotCreate: the folder cannot be written in.
        CannotWrite: it does not fit on the disk.
    """
    try:
        handle, temporary = tempfile.mkstemp(prefix=_beginning(path), dir=path.parent)
    except OSError as error:
        raise CannotCreate(f"{path} cannot be created: {error.strerror}.") from None
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if mode is None:
            umask = os.umask(0)
            os.umask(umask)
            mode = 0o666 & ~umask
        Path(temporary).chmod(mode)
        if not (first and _linked(temporary, path)):
            Path(temporary).replace(path)
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror}.") from None
    finally:
        Path(temporary).unlink(missing_ok=True)


def _linked(temporary: str, path: Path) -> bool:
    """Give a file a name that none has yet; say whether one has it now, or the file system knows no links."""
    try:
        os.link(temporary, path)
    except OSError:
        return path.exists()
    return True


def _beginning(path: Path) -> str:
    """Give how a file is called until it is whole; long names are cut, since more is added to them."""
    return f"{UNFINISHED}{path.name[:40]}-"


def sweep(folder: Path, file: Path | None = None) -> None:
    """Take away what killed runs left in a folder, or of one file in it; nobody else may be writing that."""
    for left in folder.glob(f"{escape(_beginning(file))}{_RANDOM}" if file else f"{UNFINISHED}*"):
        with suppress(OSError):
            left.unlink()


def write_bytes(path: Path, pieces: Iterable[bytes], mode: int | None = None, *, first: bool = False) -> None:
    """Put a file in place in one step: the old one stays until the new one is whole.

    Raises:
        CannotCreate, CannotWrite: see ``whole_file``.
    """
    with whole_file(path, mode, first=first) as file:
        file.writelines(pieces)


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for their owner alone.

    Those above count: whoever may write in them could put a folder of their own in its place.

    Raises:
        OSError: it cannot be made.
    """
    for each in (*reversed(folder.parents), folder):
        if not each.is_dir():
            each.mkdir(mode=0o700, exist_ok=True)


def encoded(content: str | bytes) -> bytes:
    """Give a file's content as bytes; half a surrogate pair, which JSON may hold, as an escape."""
    return content.encode(errors="backslashreplace") if isinstance(content, str) else content


def settle_names(folder: Path) -> None:
    """Bring the names in a folder to the disk too, where the system can: a power cut then finds them.

    Not done for each file by ``whole_file``, since it would make a folder of letters five times slower.
    """
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
