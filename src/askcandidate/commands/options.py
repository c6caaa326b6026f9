"""Options that several commands share, each declared once."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from askcandidate import settings
from askcandidate.batch import InputFormat
from askcandidate.errors import WrongUse


def read_day(text: str | None) -> date:
    """Read a day such as 2027-05-06; None is today in the United Kingdom.

    Raises:
        WrongUse: it is not one.
    """
    if text is None:
        return settings.today()
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  (a day has no time zone)
    except ValueError:
        raise WrongUse(
            f'"{text[:20]}" is not a day.', "Write it as year-month-day: --on 2027-05-06."
        ) from None


Postcodes = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="POSTCODE...", help="Postcodes, with or without blanks; - reads them from stdin, one a line."
    ),
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="FILE", help="Read rows from a .csv, .txt or .jsonl file; - is stdin."),
]
Column = Annotated[
    str | None, typer.Option(metavar="NAME", help='The column of the postcode, if not "postcode".')
]
InputForm = Annotated[
    InputFormat | None,
    typer.Option("--input-format", help="How the input is written, if its beginning misleads."),
]
On = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="The day asked about, such as 2027-05-06; today if not given."),
]
Data = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Use a postcode file of your own (see: askcandidate data build)."),
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing on stderr but errors.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Say more about where the answer comes from.")]
Campaign = Annotated[
    Path | None, typer.Option(metavar="DIR", help="A campaign folder of your own instead of the shipped one.")
]
