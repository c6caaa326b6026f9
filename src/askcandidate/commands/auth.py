"""``askcandidate auth``: the keys to services; shown to nobody, sent to one host each."""

import sys
from getpass import getpass
from typing import Annotated

import typer

from askcandidate.commands.streams import say, write
from askcandidate.errors import CannotCreate, NotFound, WrongUse
from askcandidate.sources import keys

app = typer.Typer(help="Set, show or clear the key to a service. How to get one: docs/sources.md.")

_Host = Annotated[
    str | None,
    typer.Option("--host", metavar="HOST", help="The host that the key is for, if not Democracy Club's."),
]


@app.command(name="set")
def set_key(host: _Host = None) -> None:
    """Keep a key, typed unseen or piped in, in a file that you alone can read."""
    if sys.stdin is None:
        raise WrongUse("stdin is closed, so there is no key to read.")
    key = _typed() if sys.stdin.isatty() else sys.stdin.read()
    target = host or keys.DEFAULT_HOST
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
    if not keys.forget(host):
        raise NotFound(f"There is no key for {host} to clear." if host else "There is no key to clear.")
    say(f"askcandidate: cleared. {keys.file()} holds no key {f'for {host} ' if host else ''}any more.")


def _typed() -> str:
    try:
        return getpass("Key (it is not shown): ", stream=sys.__stderr__)
    except EOFError:
        raise KeyboardInterrupt from None
