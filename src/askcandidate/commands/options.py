"""Options that several commands share, each declared once."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from askcandidate import settings
from askcandidate.errors import WrongUse
from askcandidate.reading import InputFormat


def read_day(text: str | None, option: str = "--on") -> date:
    """Read a day such as 2027-05-06; None is today in the United Kingdom.

    Args:
        text: as it was typed.
        option: what it was typed after, for the message.

    Raises:
        WrongUse: it is not one.
    """
    if text is None:
        return settings.today()
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  (a day has no time zone)
    except ValueError:
        raise WrongUse(
            f'"{text[:20]}" is not a day.', f"Write it as year-month-day: {option} 2027-05-06."
        ) from None


def completer(what: str) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """Give what completes a value in a shell; what it takes is loaded when a shell asks, and not before."""

    def complete(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from askcandidate.commands import completing  # noqa: PLC0415

        # While an option lacks its value, Typer leaves the arguments before it unread.
        typed = {**context.params, "postcodes": context.params.get("postcodes") or context.args}
        return completing.complete(what, typed, incomplete)

    return complete


Postcodes = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="POSTCODE...", help="Postcodes, with or without blanks; - reads them from stdin, one a line."
    ),
]
From = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="FILE", help="Read rows from a .csv, .txt, .jsonl or .xlsx file; - is stdin."
    ),
]
Column = Annotated[
    str | None, typer.Option(metavar="NAME", help='The column of the postcode, if not "postcode".')
]
InputForm = Annotated[
    InputFormat | None,
    typer.Option("--input-format", help="How the input is written, if its beginning misleads."),
]


class Input(NamedTuple):
    """The options of where rows come from, and how they are written there."""

    postcodes: Postcodes = None
    from_: From = None
    column: Column = None
    input_format: InputForm = None


Offices = Annotated[
    list[str] | None,
    typer.Option(
        "--office",
        metavar="OFFICE",
        help="Only this office: an id, or a kind such as pcc. May be repeated.",
        autocompletion=completer("offices"),
    ),
]
On = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="The day asked about, such as 2027-05-06; today if not given."),
]
Data = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Use a postcode file of your own (see: askcandidate data build)."),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
JsonLines = Annotated[bool, typer.Option("--jsonl", help="One JSON object a line, as they come.")]
Csv = Annotated[bool, typer.Option("--csv", help="CSV with a header.")]
RawCsv = Annotated[
    bool,
    typer.Option("--raw-csv", help="CSV without the apostrophe that keeps spreadsheets from running a cell."),
]
Excel = Annotated[
    bool, typer.Option("--excel", help="CSV with the mark by which Excel knows that it is UTF-8.")
]
NoInput = Annotated[bool, typer.Option("--no-input", help="Ask no questions.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say on stderr only what went wrong.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Say more about where the answer comes from.")]
Imprint = Annotated[
    str,
    typer.Option(
        metavar="TEXT", help="Who printed and promotes this and for whom, with names and addresses."
    ),
]
RequireImprint = Annotated[
    bool | None,
    typer.Option(
        "--require-imprint/--no-require-imprint",
        help="Whether to write nothing without one; by default if your settings name an organisation.",
    ),
]
Campaign = Annotated[
    Path | None, typer.Option(metavar="DIR", help="A campaign folder of your own instead of the shipped one.")
]
Templates = Annotated[
    Path | None,
    typer.Option(
        "--templates", metavar="DIR", help="Your own templates before the shipped; see: templates -h."
    ),
]


class Form(NamedTuple):
    """The options of the form of a result; none of them is what suits a person or a pipe."""

    json: Json = False
    jsonl: JsonLines = False
    csv: Csv = False
    raw_csv: RawCsv = False
    excel: Excel = False

    @property
    def is_structured(self) -> bool:
        """Say whether failures keep their place among the results."""
        return self.json or self.jsonl or self.csv

    def settled(self, *, resume: bool) -> "Form":
        """Give the form that was chosen, in which every CSV is one.

        Raises:
            WrongUse: two at once, or one that cannot be gone on with.
        """
        csv = self.csv or (self.excel and not self.raw_csv)
        if self.json + self.jsonl + csv + self.raw_csv > 1:
            raise WrongUse("Choose one of --json, --jsonl, --csv and --raw-csv.")
        if self.json and resume:
            raise WrongUse("A single JSON document cannot be gone on with.", "Use --jsonl or --csv.")
        return self._replace(csv=csv or self.raw_csv)


OutFile = Annotated[str | None, typer.Option("--out", metavar="FILE", help="Write the result into a file.")]
RejectsFile = Annotated[
    str | None,
    typer.Option("--rejects", metavar="FILE", help="Failed rows go there as CSV, not into the result."),
]
RejectColumns = Annotated[
    str | None, typer.Option(metavar="A,B", help="Only these columns of a failed row go to --rejects.")
]
AllowRejects = Annotated[
    str | None, typer.Option(metavar="N|N%", help="So many rows may fail before the exit code says so.")
]
Report = Annotated[
    str | None, typer.Option(metavar="FILE", help="A CSV with a line for each row: done or failed.")
]
Limit = Annotated[int | None, typer.Option(metavar="N", min=1, help="Stop after so many rows.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with a run that was stopped.")]
Force = Annotated[bool, typer.Option("--force", help="Replace files that are there already.")]
DryRun = Annotated[
    bool, typer.Option("-n", "--dry-run", help="Write nothing: say what would be written, and who be asked.")
]


class Batch(NamedTuple):
    """The options of a batch."""

    rejects: RejectsFile = None
    reject_columns: RejectColumns = None
    allow_rejects: AllowRejects = None
    report: Report = None
    limit: Limit = None
    resume: Resume = False
    force: Force = False

    def of_dry_run(self) -> "Batch":
        """Give what of it counts where nothing is written."""
        return Batch(allow_rejects=self.allow_rejects, limit=self.limit)

    @property
    def keeps_books(self) -> bool:
        """Say whether anything was asked for that needs more than a stream in and a stream out."""
        return self != Batch(force=self.force)
