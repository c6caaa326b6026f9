"""Where a document goes: stdout, a file, or a folder of files; whole or not at all."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from askcandidate.errors import CannotCreate, WrongUse
from askcandidate.files import PRIVATE, encoded, write_bytes


def check_target(name: str, *, force: bool, inputs: Iterable[Path] = ()) -> None:
    """Refuse a target before any work is done.

    Args:
        name: the file to be written, as it was typed.
        force: whether a file that is there may be replaced.
        inputs: files that this run reads.

    Raises:
        WrongUse: it is one of the files read, by whatever name.
        CannotCreate: it exists and ``force`` is not set, it is a device or a link that leads nowhere, or
            its folder is not there or not open to us.
    """
    path = Path(name)
    exists = _exists(name, inputs)
    if path.is_dir():
        raise CannotCreate(f"{name} is a folder.")
    if exists and not path.is_file():
        raise CannotCreate(f"{name} is a device or a pipe.", "Leave --out away and use the shell's >.")
    if path.is_symlink() and not exists:
        raise CannotCreate(f"{name} is a link that leads nowhere.", "Remove it, or name another file.")
    if exists and not force:
        raise CannotCreate(f"{name} exists already.", "Give --force to replace it.")
    _check_folder(path.parent)


def check_apart(files: Mapping[str, str | None], inputs: Iterable[Path]) -> None:
    """Refuse files of a run that would be written over one another, or over what it reads, before any work.

    Args:
        files: what is written, by the option that names it; a folder is one too, - and None are nothing.
        inputs: files that this run reads.

    Raises:
        WrongUse: two are the same by whatever name, one is kept beside another, or one is read.
        CannotCreate: a name that no file can have.
    """
    taken: dict[Path, str] = {}
    reads = list(inputs)
    for option, name in files.items():
        if not name or name == "-":
            continue
        _exists(name, reads)
        path = Path(os.path.realpath(name))  # links that lead round are no fault to it, as to Path.resolve
        if path in taken:
            raise WrongUse(f"{taken[path]} and {option} are the same file, {name}.", "Give each its own.")
        taken[path] = option
        taken |= dict.fromkeys(_kept_beside(path), f"What is kept beside {option}")


def _exists(name: str, inputs: Iterable[Path]) -> bool:
    """Say whether a file that is to be written is there, and refuse one that this run reads."""
    path = Path(name)
    try:
        exists = path.exists()
    except OSError as error:
        raise CannotCreate(f"{name} cannot be created: {error.strerror}.") from None
    if exists and any(_is_same(path, read) for read in inputs):
        raise WrongUse(f"{name} is a file that this run reads.", "Write to another.")
    return exists


def _is_same(path: Path, read: Path) -> bool:
    try:
        return path.samefile(read)
    except OSError:  # what cannot be read is told where it is read
        return False


def _kept_beside(path: Path) -> list[Path]:
    """Name what a run keeps beside a file, or in a folder, until it is whole."""
    names = [path.with_name(f".{path.name}.{kind}") for kind in ("part", "journal")]
    return [*names, path / ".askcandidate.journal"]


def followed(path: Path) -> Path:
    """Give the file that a link leads to, so that it and not the link is replaced; any other path as it is.

    Only for what the user named. In a folder of ours a link is no way out of it: there the link itself
    is what ``--force`` replaces.
    """
    return path.resolve() if path.is_symlink() and path.exists() else path


def check_folder(path: Path) -> None:
    """Refuse a folder for output, before any work is done, that is none or cannot be made.

    Raises:
        CannotCreate: something else has its name, or its own folder is not open to us.
    """
    try:
        while not path.exists():
            path = path.parent
    except OSError as error:
        raise CannotCreate(f"The folder {path} cannot be made: {error.strerror}.") from None
    _check_folder(path)


def make_folder(path: Path) -> None:
    """Make a folder for output, if it is not there.

    Raises:
        CannotCreate: it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotCreate(f"The folder {path} cannot be made: {error.strerror}.") from None


def holds(path: Path, content: bytes) -> bool:
    """Say whether a file is there and holds this to the byte."""
    try:
        return path.is_file() and path.read_bytes() == content
    except OSError:
        return False


def _check_folder(path: Path) -> None:
    if not path.exists():
        raise CannotCreate(f"There is no folder {path}.", "Make it first.")
    if not path.is_dir():
        raise CannotCreate(f"{path} is a file, not a folder.")
    if not os.access(path, os.W_OK | os.X_OK):
        raise CannotCreate(f"The folder {path} cannot be written in: Permission denied.")


def write_letters(path: Path, contents: Iterable[str | bytes]) -> None:
    """Put a file of letters in place in one step, readable by its owner alone.

    Raises:
        CannotCreate, CannotWrite: see ``write_bytes``.
    """
    write_bytes(path, map(encoded, contents), mode=PRIVATE)
