"""``askcandidate purge``: takes away everything that the tool keeps on this machine."""

from contextlib import suppress
from typing import Annotated

import typer

from askcandidate.commands import options
from askcandidate.commands.asking import ask, at_terminal
from askcandidate.commands.streams import say, write
from askcandidate.errors import CannotWrite, WrongUse
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
    if not yes:
        if no_input or not at_terminal():
            raise WrongUse("purge asks first, and nobody is there to ask.", "Give --yes.")
        write(f"{path}\n" for path in there)
        if not ask("Take these away? (y or n)").lower().startswith("y"):
            write(["Nothing was taken away.\n"])
            return
    for path in there:
        try:
            path.unlink()
        except OSError as error:
            raise CannotWrite(f"{path} cannot be taken away: {error.strerror}.") from None
        write([f"Taken away: {path}\n"])
    with suppress(OSError):
        cache.folder().rmdir()  # if it is empty
    if keys.from_environment():
        say("askcandidate: ASKCANDIDATE_TOKEN is still set in the environment.")
