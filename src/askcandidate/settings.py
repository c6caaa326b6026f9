"""What a run is told from outside its command line: environment, settings files and the day.

A flag beats the environment, which beats the project's file (``askcandidate.toml`` in the current
folder), which beats the user's file. A project's file comes with a folder that somebody may have
sent, so it cannot name the postcode file: answers would change without a word.
"""

import os
import sys
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from askcandidate.errors import WrongUse, instead, of_toml

PROJECT_FILE = "askcandidate.toml"
POLLS_CLOSE = 22  # o'clock in the United Kingdom
_PATHS = frozenset({"data", "campaign", "templates"})
_PUBLISHER = frozenset({"imprint", "organisation"})
_USER_KEYS = _PATHS | _PUBLISHER | {"live", "contact"}
_PROJECT_KEYS = _PUBLISHER | {"campaign", "templates"}
_YES_NO = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


class Settings(NamedTuple):
    """What a user may set.

    Attributes:
        data: a postcode file of their own.
        campaign: a campaign folder of their own.
        templates: a folder of templates of their own.
        live: whether services are asked without ``--live``.
        contact: how a service's keepers can reach them; it goes out with every request.
        imprint: who prints and publishes what they print, with addresses.
        organisation: the organisation that publishes it, if one does; then an imprint is required.
    """

    data: Path | None = None
    campaign: Path | None = None
    templates: Path | None = None
    live: bool = False
    contact: str = ""
    imprint: str = ""
    organisation: str = ""


class Origin(StrEnum):
    """Where a setting may come from, the strongest last; a flag beats them all."""

    DEFAULT = "default"
    USER_FILE = "user file"
    PROJECT_FILE = "project file"
    ENVIRONMENT = "environment variable"


class Setting(NamedTuple):
    """A setting's value and where it came from: the kind of place, and its path or name."""

    value: Any
    origin: Origin
    place: str


def load() -> Settings:
    """Read the settings of this run.

    Raises:
        WrongUse: a settings file cannot be read, or holds a key it may not hold.
    """
    return Settings(**{name: setting.value for name, setting in load_with_origins().items()})


def load_with_origins() -> dict[str, Setting]:
    """Read every setting of this run, and where each came from.

    Raises:
        WrongUse: see ``load``.
    """
    found = {name: Setting(value, Origin.DEFAULT, "") for name, value in Settings()._asdict().items()}
    for origin, path, allowed in (
        (Origin.USER_FILE, user_file(), _USER_KEYS),
        (Origin.PROJECT_FILE, Path(PROJECT_FILE), _PROJECT_KEYS),
    ):
        found |= {key: Setting(value, origin, str(path)) for key, value in _read(path, allowed).items()}
    for key in _USER_KEYS:
        variable = f"ASKCANDIDATE_{key.upper()}"
        value = os.environ.get(variable)
        if value:
            found[key] = Setting(_from_environment(variable, key, value), Origin.ENVIRONMENT, variable)
    return found


def _from_environment(variable: str, key: str, value: str) -> object:
    if key in _PATHS:
        return Path(value)
    if key == "live" and value.lower() not in _YES_NO:
        raise WrongUse(f'{variable} is "{value[:20]}", which is neither yes nor no.')
    return _YES_NO[value.lower()] if key == "live" else value


def user_file() -> Path:
    """Give the file of the user's own settings."""
    return user_folder() / "config.toml"


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
    return now.date() if now.hour < 23 else _in_london(now).date()  # noqa: PLR2004


def first_polling_day(on: date, *, told: bool, now: datetime | None = None) -> date:
    """Give the first day whose polls are still to come: today's are until 10 pm.

    Args:
        on: the day of the run.
        told: whether the user named that day; then all of it is still to come.
        now: the moment of the run; the clock's if None.

    Source: the parliamentary and local election rules, by which polls close at 10 pm.
    """
    there = _in_london(now or datetime.now(UTC))
    closed = not told and there.date() == on and there.hour >= POLLS_CLOSE
    return on + timedelta(days=1) if closed else on


def _in_london(moment: datetime) -> datetime:
    try:
        from zoneinfo import ZoneInfo  # noqa: PLC0415

        return moment.astimezone(ZoneInfo("Europe/London"))
    except (ImportError, KeyError):  # a system without time zone data
        return moment.astimezone()


def _read(path: Path, allowed: frozenset[str]) -> dict[str, object]:
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUse(f"The settings file {path} cannot be read: {error}.") from None
    return {key: _value(path, key, value, allowed) for key, value in _toml(path, text).items()}


def _toml(path: Path, text: str) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415  (only where a settings file exists)

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongUse(f"The settings file {path} is not TOML: {of_toml(error, text)}.") from None


def _value(path: Path, key: str, value: object, allowed: frozenset[str]) -> object:
    if key not in allowed:
        hint = instead(key, sorted(allowed), "It may hold")
        raise WrongUse(f'The settings file {path} holds "{key}", which it may not.', hint)
    if key == "live":
        if not isinstance(value, bool):
            raise WrongUse(f'In the settings file {path}, "live" must be true or false.')
        return value
    if not isinstance(value, str):
        what = "a path" if key in _PATHS else "text"
        raise WrongUse(f'In the settings file {path}, "{key}" must be {what} in quotation marks.')
    return path.parent / os.path.expanduser(value) if key in _PATHS else value  # noqa: PTH111  (same)
