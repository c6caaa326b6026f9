"""``askcandidate auth``: the keys to services; shown to nobody, sent to one host each."""

import re
import sys
from getpass import getpass
from typing import Annotated

import typer

from askcandidate.commands import options
from askcandidate.commands.streams import say, write
from askcandidate.errors import CannotCreate, NotFound, WrongUse
from askcandidate.sources import keys

app = typer.Typer(help="Set, show or clear the key to a service. How to get one: docs/sources.md.")

_HOST = re.compile(r"(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::[0-9]{1,5})?", re.ASCII)
_Host = Annotated[
    str | None,
    typer.Option(
        "--host",
        metavar="HOST",
        help="The host that the key is for, if not Democracy Club's.",
        autocompletion=options.completer("hosts"),
    ),
]


@app.command(name="set")
def set_key(host: _Host = None) -> None:
    """Keep a key, typed unseen or piped in, in a file that you alone can read."""
    if sys.stdin is None:
        raise WrongUse("stdin is closed, so there is no key to read.")
    key = _typed() if sys.stdin.isatty() else sys.stdin.read()
    target = _checked(host)
    try:
        keys.keep(target, keys.checked(key, "the key"))
    except OSError as error:
        raise CannotCreate(f"{keys.file()} cannot be written: {error.strerror}.") from None
    say(f"askcandidate: the key for {target} is kept in {keys.file()}, which you alone can read.")


@app.command()
def status() -> None:
    """Say for which hosts there is a key, and where it is kept; never the key."""
    named = keys.from_environment()
    lines = [f"{named}: a key in the environment (ASKCANDIDATE_TOKEN)\n"] if named else []
    lines += [f"{host}: a key in {keys.file()}\n" for host in keys.stored() if host != named]
    write(lines or ["No key is set. One postcode at a time needs none.\n"])


@app.command()
def clear(host: _Host = None) -> None:
    """Forget the key of a host, or all keys."""
    if not keys.forget(_checked(host) if host else None):
        raise NotFound(f"There is no key for {host} to clear." if host else "There is no key to clear.")
    say(f"askcandidate: cleared. {keys.file()} holds no key {f'for {host} ' if host else ''}any more.")


def _checked(host: str | None) -> str:
    """Give a host as it stands in an address; none means Democracy Club's."""
    named = (host or keys.DEFAULT_HOST).lower()
    if not _HOST.fullmatch(named):
        raise WrongUse(
            f'"{named[:60]}" is no host.', "A host is a name such as 127.0.0.1:8000, without https://."
        )
    return named


def _typed() -> str:
    try:
        return getpass("Key (it is not shown): ", stream=sys.__stderr__)
    except EOFError:
        raise KeyboardInterrupt from None
