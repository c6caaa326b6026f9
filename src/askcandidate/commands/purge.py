"""``askcandidate purge``: takes away everything that the tool keeps on this machine."""

import sys
from contextlib import suppress
from typing import Annotated

import typer

from askcandidate.commands import options
from askcandidate.commands.streams import ask, write
from askcandidate.errors import CannotWrite
from askcandidate.sources import cache, keys

EPILOG = """Examples:

  askcandidate purge

  askcandidate purge --yes
"""


def purge(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    no_input: options.NoInput = False,
) -> None:
    """Take away everything kept on this machine: answers of services, keys, and the secret that hides them.

    Your settings (config.toml) and the letters you had written stay.
    """
    there = [path for path in (*cache.files(), keys.file()) if path.exists()]
    if not there:
        write(["Nothing is kept.\n"])
        return
    if not (yes or no_input) and sys.stdin is not None and sys.stdin.isatty():
        write(f"{path}\n" for path in there)
        if not ask("Take these away? (y or n)").lower().startswith("y"):
            raise typer.Abort
    for path in there:
        try:
            path.unlink()
        except OSError as error:
            raise CannotWrite(f"{path} cannot be taken away: {error.strerror}.") from None
        write([f"Taken away: {path}\n"])
    with suppress(OSError):
        cache.folder().rmdir()
