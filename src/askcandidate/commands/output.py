"""Where a document goes: stdout, a file, or a folder of files; whole or not at all."""

import os
import tempfile
from pathlib import Path

from askcandidate.errors import CannotCreate, CannotWrite

PRIVATE = 0o600  # letters hold a name and an address


def check_target(path: Path, *, force: bool) -> None:
    """Refuse a target that is there already, before any work is done.

    Raises:
        CannotCreate: it exists and ``force`` is not set, or its folder does not.
    """
    if path.exists() and not force:
        raise CannotCreate(f"{path} exists already.", "Give --force to replace it.")
    if not path.parent.is_dir():
        raise CannotCreate(f"There is no folder {path.parent}.", "Make it first.")


def make_folder(path: Path) -> None:
    """Make a folder for output, if it is not there.

    Raises:
        CannotCreate: something else has its name, or it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotCreate(f"The folder {path} cannot be made: {error.strerror}.") from None


def write_letters(path: Path, text: str) -> None:
    """Put a file of letters in place in one step, readable by its owner alone.

    Raises:
        CannotCreate, CannotWrite: see ``write_bytes``.
    """
    write_bytes(path, text.encode(), mode=PRIVATE)


def write_bytes(path: Path, content: bytes, mode: int | None = None) -> None:
    """Put a file in place in one step: the old one stays until the new one is whole.

    Raises:
        CannotCreate: the folder cannot be written in.
        CannotWrite: it does not fit on the disk.
    """
    try:
        handle, temporary = tempfile.mkstemp(prefix=".askcandidate-", dir=path.parent)
    except OSError as error:
        raise CannotCreate(f"{path} cannot be created: {error.strerror}.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is None:
            umask = os.umask(0)
            os.umask(umask)
            mode = 0o666 & ~umask
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror}.") from None
    finally:
        Path(temporary).unlink(missing_ok=True)
