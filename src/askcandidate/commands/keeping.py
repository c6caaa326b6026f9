"""What is said last: how letters on the screen are kept in a file; after an interview, a question."""

from collections.abc import Sequence
from pathlib import Path

from askcandidate.commands.asking import ask
from askcandidate.commands.delivery import Target
from askcandidate.commands.desk import Mail
from askcandidate.commands.runs import PlainRun
from askcandidate.commands.streams import say
from askcandidate.commands.viewing import View
from askcandidate.errors import AskError, CannotCreate
from askcandidate.formats.letters import TEXT_WIDTH, Look

_NAME = "letter.md"
_QUESTION = f"Keep them in a file? (y for {_NAME}, another name, or Enter for no)"
_YES, _NO = ("y", "yes"), ("", "n", "no")


def tell(target: Target, *, quiet: bool) -> None:
    """Say how to keep letters that are shown and are nowhere else."""
    if target.is_shown and not quiet:
        say(f"askcandidate: to keep the letters in a file, add --out {_NAME}.")


def offer(mails: Sequence[Mail], look: Look) -> None:
    """Ask for a file's name and write the letters there, as ``--out`` does; to leave is to say no.

    Args:
        mails: the letters that were shown.
        look: how they look.
    """
    try:
        while (name := ask(_QUESTION)).lower() not in _NO:
            name = _NAME if name.lower() in _YES else name
            try:
                _write(name, mails, look)
            except AskError as error:
                say(f"askcandidate: {error.message}")
            else:
                return
    except KeyboardInterrupt:
        return


def _write(name: str, mails: Sequence[Mail], look: Look) -> None:
    """Write the letters to a file, which is replaced only if the writer says so.

    Raises:
        AskError: see ``Target``.
    """
    is_there = Path(name).is_file()
    if is_there and not ask(f"{name} is there already. Replace it? (y or n)").lower().startswith("y"):
        raise CannotCreate(f"{name} stays as it is.")
    look = look._replace(width=TEXT_WIDTH)
    target = Target(None, name, [], View(large=False, opens=False), jsonl=False, force=is_there)
    packer = target.packer(look)
    target.write([packer.pack(mail) for mail in mails], look, PlainRun(), quiet=True)
    say(f"Written: {name}")
