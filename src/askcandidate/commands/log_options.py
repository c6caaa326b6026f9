"""Options that several commands of the log share, each declared once."""

from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from askcandidate.commands.options import Force
from askcandidate.formats.letter_forms import LetterFormat

DEFAULT = Path("pledges.csv")

LogFile = Annotated[Path, typer.Option("--log", metavar="FILE", help="The log.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who records it.")]
Contests = Annotated[
    list[str] | None,
    typer.Option("--contest", metavar="TEXT", help="Only this contest, office or ballot. May be repeated."),
]
PollingDay = Annotated[
    str | None, typer.Option(metavar="DATE", help="Polling day, where no ballot's id names it.")
]
Standing = Annotated[
    Path | None,
    typer.Option("--candidates", metavar="FILE", help="What candidates --jsonl wrote: how to reach each."),
]
Record = Annotated[
    bool, typer.Option("--record", help="Note the letters in the log, so that nobody gets one twice.")
]
Name = Annotated[str, typer.Option(metavar="TEXT", help="Your name.")]
Address = Annotated[str, typer.Option(metavar="TEXT", help="Your address, with the postcode.")]
Why = Annotated[
    str, typer.Option(metavar="TEXT|@FILE", help="Your own words, which open each letter; @FILE reads them.")
]
Form = Annotated[LetterFormat | None, typer.Option("--format", help="How to write the letters.")]
Out = Annotated[
    str | None, typer.Option("--out", metavar="FILE|DIR", help="A .txt, .md or .zip file, or a folder.")
]


class Letters(NamedTuple):
    """The options of letters about the log: whose they are, where they go, whether they are noted."""

    record: Record = False
    by: By = ""
    name: Name = ""
    address: Address = ""
    why: Why = ""
    form: Form = None
    out: Out = None
    force: Force = False
