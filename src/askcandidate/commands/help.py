"""``askcandidate help TOPIC``: what no single command's help can say."""

import json
from typing import Annotated

import typer

from askcandidate import events
from askcandidate.commands import environment, options, privacy
from askcandidate.commands.streams import say, write
from askcandidate.errors import EXIT_MEANINGS, NotFound, WrongUse, instead
from askcandidate.formats import schemas

EPILOG = """Examples:

  askcandidate help exit-codes

  askcandidate help schema place
"""

TOPICS = {
    "exit-codes": "what each exit code means",
    "environment": "the environment variables that the tool looks at",
    "events-file": "the table of meetings that hustings --events reads",
    "schema": "the JSON Schema of a record: place, letter, contest, finding and more",
    "privacy": "what is read, kept and sent, by which command, and for how long",
}


def help(  # noqa: A001
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="TOPIC",
            help="One of the topics listed without it.",
            autocompletion=options.completer("topics"),
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="With schema: which record.", autocompletion=options.completer("schemas")
        ),
    ] = None,
) -> None:
    """Explain exit codes, environment variables, record schemas, events files and privacy."""
    if name is not None and topic != "schema":
        raise WrongUse(f"A name goes with the topic schema, not with {topic}.")
    match topic:
        case None:
            write(f"{topic_:<12} {about}\n" for topic_, about in TOPICS.items())
        case "exit-codes":
            write(f"{code:>3}  {meaning}\n" for code, meaning in EXIT_MEANINGS.items())
        case "environment":
            write(environment.lines())
        case "schema":
            _write_schema(name)
        case "events-file":
            say(events.ABOUT)
            write([events.EXAMPLE])
        case "privacy":
            write([privacy.page()])
        case _:
            raise NotFound(f'There is no help on "{topic[:40]}".', instead(topic, TOPICS, "There is on"))


def _write_schema(name: str | None) -> None:
    if name is None:
        write(f"{each}\n" for each in schemas.SCHEMAS)
    elif name in schemas.SCHEMAS:
        write([json.dumps(schemas.SCHEMAS[name], indent=2) + "\n"])
    else:
        raise NotFound(f'There is no schema "{name[:40]}".', instead(name, schemas.SCHEMAS))
