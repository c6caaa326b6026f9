"""``askcandidate help TOPIC``: what no single command's help can say."""

import json
from typing import Annotated

import typer

from askcandidate import events
from askcandidate.commands.streams import say, write
from askcandidate.errors import EXIT_MEANINGS, NotFound
from askcandidate.formats import schemas

EPILOG = """Examples:

  askcandidate help exit-codes

  askcandidate help schema place
"""

_TOPICS = {
    "exit-codes": "what each exit code means",
    "events-file": "the table of meetings that hustings --events reads",
    "schema": "the JSON Schema of a record: place, letter, contest, finding and more",
    "privacy": "what leaves your machine and when, and what is kept",
}
_PRIVACY = """lookup, letter, hustings, asks and data open no connection unless you say --live, --source or
--base-url, or your settings say live = true. candidates always asks a service. The service asked sees
the postcode, and your key if you have set one; which service it is, is said before. Nothing else goes
out, but for a contact if you set one: your name, address and words are in the letter you ask for, and
nowhere else.
What a service answered is used for ten minutes to an hour; it is in your cache folder, readable by you alone
and not under the postcode; keys and a secret are in your settings folder, likewise. There is no log and
no history file. askcandidate purge takes all of it away; --no-cache keeps nothing.
Files of letters can be read by you alone (mode 0600). Your shell may keep what you type in its own
history; --why @FILE keeps your words out of it. More: docs/sources.md.
A pledge log (askcandidate log) holds what candidates answered, and no constituent. It is your file and lies
where you put it: purge does not touch it. More: docs/pledges.md.
"""


def help(  # noqa: A001
    topic: Annotated[
        str | None, typer.Argument(metavar="TOPIC", help="One of the topics listed without it.")
    ] = None,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="With schema: which record.")] = None,
) -> None:
    """Explain exit codes, record schemas and privacy."""
    match topic:
        case None:
            write(f"{topic_:<12} {about}\n" for topic_, about in _TOPICS.items())
        case "exit-codes":
            write(f"{code:>3}  {meaning}\n" for code, meaning in EXIT_MEANINGS.items())
        case "schema":
            _write_schema(name)
        case "events-file":
            say(events.ABOUT)
            write([events.EXAMPLE])
        case "privacy":
            write([_PRIVACY])
        case _:
            raise NotFound(f'There is no help on "{topic[:40]}".', f"There is on: {', '.join(_TOPICS)}.")


def _write_schema(name: str | None) -> None:
    if name is None:
        write(f"{each}\n" for each in schemas.SCHEMAS)
    elif name in schemas.SCHEMAS:
        write([json.dumps(schemas.SCHEMAS[name], indent=2) + "\n"])
    else:
        raise NotFound(f'There is no schema "{name[:40]}".', f"There are: {', '.join(schemas.SCHEMAS)}.")
