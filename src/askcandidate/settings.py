"""What a run is told from outside its command line: environment, settings files and the day.

A flag beats the environment, which beats the project's file (``askcandidate.toml`` in the current
folder), which beats the user's file. A project's file comes with a folder that somebody may have
sent, so it cannot name the postcode file: answers would change without a word.
"""

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from askcandidate.errors import WrongUse

PROJECT_FILE = "askcandidate.toml"
_USER_KEYS = frozenset({"data", "campaign"})
_PROJECT_KEYS = frozenset({"campaign"})


class Settings(NamedTuple):
    """The paths a user may set: a postcode file of their own, a campaign folder of their own."""

    data: Path | None = None
    campaign: Path | None = None


def load() -> Settings:
    """Read the settings of this run.

    Raises:
        WrongUse: a settings file cannot be read, or holds a key it may not hold.
    """
    found: dict[str, Path] = {}
    found |= _read(user_folder() / "config.toml", _USER_KEYS)
    found |= _read(Path(PROJECT_FILE), _PROJECT_KEYS)
    for key in _USER_KEYS:
        value = os.environ.get(f"ASKCANDIDATE_{key.upper()}")
        if value:
            found[key] = Path(value)
    return Settings(**found)


def user_folder() -> Path:
    """Give the folder of the user's own settings, by the custom of the system.

    The same places as platformdirs gives, which would cost every command 25 ms to import.
    """
    named = os.environ.get("ASKCANDIDATE_CONFIG_DIR")
    if named:
        return Path(named)
    if sys.platform == "win32":
        folder = os.environ.get("LOCALAPPDATA", "~")
    elif sys.platform == "darwin":
        folder = "~/Library/Application Support"
    else:
        folder = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(os.path.expanduser(folder)) / "askcandidate"  # noqa: PTH111  (Path's fails without a home)


def today() -> date:
    """Give the day it is in the United Kingdom; read once when a run starts.

    The clock there is UTC's or an hour ahead of it, so that only in the last hour of UTC's day can
    the date be another, and only then is the time zone's data (2 ms) looked at.
    """
    now = datetime.now(UTC)
    if now.hour < 23:  # noqa: PLR2004
        return now.date()
    try:
        from zoneinfo import ZoneInfo  # noqa: PLC0415

        return now.astimezone(ZoneInfo("Europe/London")).date()
    except (ImportError, KeyError):  # a system without time zone data
        return now.astimezone().date()


def _read(path: Path, allowed: frozenset[str]) -> dict[str, Path]:
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUse(f"The settings file {path} cannot be read: {error}.") from None
    return {key: _path(path, key, value, allowed) for key, value in _toml(path, text).items()}


def _toml(path: Path, text: str) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415  (only where a settings file exists)

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongUse(f"The settings file {path} is not TOML: {error}.") from None


def _path(path: Path, key: str, value: object, allowed: frozenset[str]) -> Path:
    if key not in allowed:
        may = ", ".join(sorted(allowed))
        raise WrongUse(f'The settings file {path} holds "{key}", which it may not.', f"It may hold: {may}.")
    if not isinstance(value, str):
        raise WrongUse(f'In the settings file {path}, "{key}" must be a path in quotation marks.')
    return path.parent / os.path.expanduser(value)  # noqa: PTH111  (same)
