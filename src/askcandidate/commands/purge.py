"""``askcandidate purge``: takes away everything that the tool keeps on this machine."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from askcandidate.commands import options
from askcandidate.commands.asking import ask, at_terminal
from askcandidate.commands.streams import say, write
from askcandidate.commands.wrapping import for_terminal
from askcandidate.errors import CannotWrite, WrongUse
from askcandidate.files import UNFINISHED
from askcandidate.settings import user_folder
from askcandidate.sources import cache, keys

EPILOG = """Examples:

  askcandidate purge -n

  askcandidate purge

  askcandidate purge --yes
"""


_INDENT = 2  # of the second line


def purge(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    dry_run: Annotated[
        bool, typer.Option("-n", "--dry-run", help="Take nothing away: show what would go.")
    ] = False,
    no_input: options.NoInput = False,
) -> None:
    """Take away everything kept on this machine: answers of services, keys, and the secret that hides them.

    Your settings (config.toml) and the letters you had written stay.
    """
    kept = _kept()
    if not kept:
        write(["Nothing is kept.\n"])
    elif dry_run:
        write(_line(f"Would take away: {path} ({what})") for path, what in kept.items())
    elif yes or _agreed(kept, may_ask=not no_input and at_terminal()):
        for path in kept:
            _take_away(path)
            write([_line(f"Taken away: {path}")])
        for folder in (cache.folder(), user_folder()):
            with suppress(OSError):
                folder.rmdir()  # if it is empty
    else:
        write(["Nothing was taken away.\n"])
    if keys.from_environment():
        say("askcandidate: ASKCANDIDATE_TOKEN is still set in the environment.")


def _kept() -> dict[Path, str]:
    """Give all that is kept, and what it is: a run that was killed may have left the beginning of a file."""
    begun = [path for folder in (cache.folder(), user_folder()) for path in folder.glob(f"{UNFINISHED}*")]
    kept = dict.fromkeys(cache.files(), "answers of services")
    kept[cache.secret_file()] = "the secret that hides what was asked"
    kept[keys.file()] = "keys"
    kept |= dict.fromkeys(begun, "a file that was never finished")
    return {path: what for path, what in kept.items() if path.exists()}


def _agreed(kept: dict[Path, str], *, may_ask: bool) -> bool:
    """Ask the person at the terminal.

    Raises:
        WrongUse: there is nobody to ask.
    """
    if not may_ask:
        raise WrongUse("purge asks first, and nobody is there to ask.", "Give --yes, or -n to see what goes.")
    write(_line(f"{path} ({what})") for path, what in kept.items())
    return ask("Take these away? (y or n)").lower().startswith("y")


def _line(text: str) -> str:
    return f"{for_terminal(text, sys.stdout, _INDENT)}\n"


def _take_away(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise CannotWrite(f"{path} cannot be taken away: {error.strerror}.") from None
