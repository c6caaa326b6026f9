"""``askcandidate doctor``: whether all is well, a line each, and what needs doing."""

import json as json_form
import os
import platform
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from askcandidate import __version__, settings
from askcandidate.campaign import SHIPPED, Campaign
from askcandidate.commands import options
from askcandidate.commands.services import BaseUrl, Service, SourceName, settle_network
from askcandidate.commands.streams import write
from askcandidate.commands.wrapping import for_terminal
from askcandidate.errors import AskError, ExitCode
from askcandidate.files import PRIVATE
from askcandidate.formats.extras import LIBRARIES
from askcandidate.gazetteer import areas
from askcandidate.gazetteer.index import PostcodeFile
from askcandidate.model import day_in_words, number_of
from askcandidate.resources import POSTCODES
from askcandidate.sources import cache, keys

EPILOG = """Examples:

  askcandidate doctor

  askcandidate doctor --json

  askcandidate doctor --live
"""

_INDENT = 16  # of what is said, on its second line
_OLD = 18  # months: ONSPD comes out every quarter, and districts change in April
_PATIENCE = 10.0  # seconds for a service to answer
_SERVICES = (
    SourceName.DEMOCRACY_CLUB,
    SourceName.CANDIDATES,
    SourceName.EVERY_ELECTION,
    SourceName.POSTCODES_IO,
)


class State(StrEnum):
    """What a check came to."""

    GOOD = "good"
    NOTE = "note"
    ACT = "act"


class Check(NamedTuple):
    """One line of the examination."""

    name: str
    state: State
    says: str


def doctor(
    json: options.Json = False,
    on: options.On = None,
    live: Annotated[
        bool, typer.Option("--live", help="Ask whether the services answer; they see no postcode.")
    ] = False,
    base_url: BaseUrl = None,
) -> None:
    """Look the installation over: data, campaign, keys, cache, settings, terminal, extras.

    Exit code 11 says that something needs doing. Without --live no connection is opened.
    """
    day = options.read_day(on)
    looks: list[tuple[str, Callable[[], Iterator[Check]]]] = [
        ("versions", _versions),
        ("settings", _settings),
        ("data", lambda: _data(day)),
        ("campaign", lambda: _campaign(day)),
        ("keys", _keys),
        ("cache", _cache),
        ("terminal", _terminal),
        ("extras", _extras),
    ]
    checks = [check for name, look in looks for check in _made(name, look)]
    checks += _network(base_url, live=live or base_url is not None)
    if json:
        record = {
            "schema": "askcandidate.doctor/1",
            "on": day.isoformat(),
            "checks": [check._asdict() for check in checks],
        }
        write([json_form.dumps(record, indent=2) + "\n"])
    else:
        lines = (f"{check.state:<5} {check.name:<9} {check.says}" for check in checks)
        write(f"{for_terminal(line, sys.stdout, _INDENT)}\n" for line in lines)
    if any(check.state is State.ACT for check in checks):
        raise typer.Exit(ExitCode.CHECK_FAILED)


def _made(name: str, look: Callable[[], Iterator[Check]]) -> list[Check]:
    """Make a check; what stops it is what it has found."""
    try:
        return list(look())
    except AskError as error:
        return [Check(name, State.ACT, f"{error.message} {error.hint}".rstrip())]
    except OSError as error:
        return [Check(name, State.ACT, f"{error.filename} cannot be looked at: {error.strerror}.")]


def _versions() -> Iterator[Check]:
    system = f"{platform.system()} {platform.machine()}"
    says = f"askcandidate {__version__}, Python {platform.python_version()}, {system}"
    yield Check("versions", State.GOOD, says)


def _settings() -> Iterator[Check]:
    found = settings.load_with_origins()
    named = [
        f"{name} ({each.origin} {each.place})"
        for name, each in found.items()
        if each.origin is not settings.Origin.DEFAULT
    ]
    yield Check("settings", State.GOOD, f"set: {', '.join(named) or 'nothing'}")


def _chosen() -> settings.Settings:
    """Give the settings; where they cannot be read, the check of settings has said so, and these are ours."""
    try:
        return settings.load()
    except AskError:
        return settings.Settings()


def _data(day: date) -> Iterator[Check]:
    path = _chosen().data or POSTCODES
    file = PostcodeFile(path)
    file.check()
    year, month = map(int, file.release.split()[-1].split("-"))
    age = (day.year - year) * 12 + day.month - month
    says = f"{file.release}, {number_of(age, 'month')} old, whole ({path})"
    if age > _OLD:
        yield Check("data", State.ACT, f"{says}: look for a newer version, or build one (docs/data.md)")
    else:
        yield Check("data", State.GOOD, says)
    yield Check("data", State.GOOD, f"office tables as at {day_in_words(areas.AS_AT)}")


def _campaign(day: date) -> Iterator[Check]:
    campaign = Campaign(_chosen().campaign or SHIPPED)
    past = [ask.id for ask in campaign.asks.values() if not ask.stands(day)]
    unused = f"; not used, being past: {', '.join(past)}" if past else ""
    yield Check("campaign", State.GOOD, f"{campaign.title}: {number_of(len(campaign.asks), 'ask')}{unused}")
    for fact in campaign.due(day):
        until = day_in_words(fact.valid_to or day)
        yield Check("campaign", State.ACT, f"due for renewal: {fact.id}, good until {until}")


def _keys() -> Iterator[Check]:
    named = keys.from_environment()
    hosts = [f"{named} (from the environment)"] if named else []
    hosts += [host for host in keys.stored() if host != named]
    says = f"a key for {', '.join(hosts)}" if hosts else "none; one postcode at a time needs none"
    yield Check("keys", State.GOOD, says)
    for path in (keys.file(), cache.secret_file()):
        if path.exists() and (mode := _mode(path)) & 0o077:
            yield Check("keys", State.ACT, f"others can read {path} ({mode:o}): chmod {PRIVATE:o} mends it")


def _cache() -> Iterator[Check]:
    folder = cache.folder()
    kept = [path for path in cache.files() if path.parent == folder]
    if not kept:
        yield Check("cache", State.GOOD, f"empty ({folder})")
        return
    size = sum(path.stat().st_size for path in kept)
    mode = _mode(folder)
    yield Check("cache", State.GOOD, f"{size:,} bytes in {folder} (mode {mode:o})")
    if mode & 0o022:
        yield Check(
            "cache", State.ACT, f"others can write in {folder}, so it is not used: chmod 700 mends it"
        )


def _mode(path: Path) -> int:
    """Give a file's permissions; where the system keeps none like these, those of its owner alone."""
    return stat.S_IMODE(path.stat().st_mode) if os.name == "posix" else PRIVATE


def _terminal() -> Iterator[Check]:
    if not sys.stdout.isatty():
        form = "stdout is no terminal, so results are plain"
    else:
        is_plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM", "") in ("", "dumb", "unknown")
        form = f"{shutil.get_terminal_size().columns} columns, {'no colour' if is_plain else 'colour'}"
    encoding = (sys.stdout.encoding or "none").upper()
    if encoding == "UTF-8":
        yield Check("terminal", State.GOOD, f"{form}; {encoding}")
    else:
        yield Check(
            "terminal", State.ACT, f"{form}; {encoding} lacks letters of some names: PYTHONUTF8=1 helps"
        )


def _extras() -> Iterator[Check]:
    there = [extra for extra, module in LIBRARIES.items() if find_spec(module)]
    missing = [extra for extra in LIBRARIES if extra not in there]
    yield Check("extras", State.GOOD, f"installed: {', '.join(there) or 'none'}")
    if missing:
        says = f'not installed: {", ".join(missing)}; pip install "askcandidate[{",".join(missing)}]" would'
        yield Check("extras", State.NOTE, says)


def _network(base_url: str | None, *, live: bool) -> Iterator[Check]:
    if not live:
        yield Check("network", State.NOTE, "not asked: --live asks whether the services answer")
        return
    for source in [SourceName.DEMOCRACY_CLUB] if base_url else _SERVICES:
        yield from _made("network", partial(_reach, source, base_url))


def _reach(source: SourceName, base_url: str | None) -> Iterator[Check]:
    from askcandidate.commands.network import Session  # noqa: PLC0415  (httpx: only where something is asked)

    asked = Service(source=source, base_url=base_url, timeout=_PATIENCE, no_cache=True)
    with Session(settle_network(asked, _chosen(), live=True), many=False, quiet=True) as session:
        yield Check("network", State.GOOD, f"{session.reach()} answers")
