"""Keys to services: one a host, in a file that its owner alone can read, or in the environment."""

import json
import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from askcandidate.errors import WrongUse
from askcandidate.files import PRIVATE, make_private, write_bytes
from askcandidate.settings import user_folder

DEFAULT_HOST = "developers.democracyclub.org.uk"
_VARIABLE = "ASKCANDIDATE_TOKEN"
_HOST_VARIABLE = "ASKCANDIDATE_TOKEN_HOST"
_LONGEST = 200  # characters of a key


def file() -> Path:
    """Give the file that keys are kept in."""
    return user_folder() / "keys.json"


def key_for(host: str, warn: Callable[[str], None]) -> str | None:
    """Give the key that is meant for a host, and for no other.

    Args:
        host: as it stands in the service's address, with a port if it has one.
        warn: told where others than its owner can read the file of keys.

    Raises:
        WrongUse: the file of keys cannot be read, or the key in the environment can be none.
    """
    if host == (os.environ.get(_HOST_VARIABLE) or DEFAULT_HOST):
        named = os.environ.get(_VARIABLE)
        if named:
            return checked(named, f"the key in {_VARIABLE}")
    keys = stored()
    path = file()
    if host in keys and os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        warn(f"Others on this machine can read {path}, which holds your key: chmod 600 {path}")
    return keys.get(host)


def stored() -> Mapping[str, str]:
    """Give the keys in the file, by host.

    Raises:
        WrongUse: the file is there and cannot be read.
    """
    try:
        keys = json.loads(file().read_text(encoding="utf-8"))
        return {str(host): checked(key, "a key in it") for host, key in keys.items()}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, AttributeError):
        raise WrongUse(
            f"The file of keys {file()} cannot be read.", "askcandidate auth clear takes it away."
        ) from None


def from_environment() -> str | None:
    """Give the host that a key in the environment is for, if there is one."""
    return (os.environ.get(_HOST_VARIABLE) or DEFAULT_HOST) if os.environ.get(_VARIABLE) else None


def checked(key: object, what: str) -> str:
    """Give a key without the blanks around it.

    Raises:
        WrongUse: it can be no key: empty, too long, or not of plain letters and figures.
    """
    bare = key.strip() if isinstance(key, str) else ""
    if not bare or len(bare) > _LONGEST or not bare.isascii() or not bare.isprintable() or " " in bare:
        raise WrongUse(f"What stands as {what} cannot be one.", "A key is one line of letters and figures.")
    return bare


def keep(host: str, key: str) -> None:
    """Put a host's key in the file.

    Raises:
        AskError: the file cannot be read or written.
    """
    _write({**stored(), host: key})


def forget(host: str | None) -> bool:
    """Take a host's key out of the file, or the whole file away; say whether there was one.

    Raises:
        AskError: the file cannot be read or written.
    """
    if host is None:
        there = file().exists()
        file().unlink(missing_ok=True)
        return there
    keys = dict(stored())
    there = keys.pop(host, None) is not None
    if there:
        _write(keys)
    return there


def _write(keys: Mapping[str, str]) -> None:
    make_private(user_folder())
    write_bytes(file(), [json.dumps(dict(sorted(keys.items())), indent=2).encode(), b"\n"], mode=PRIVATE)
