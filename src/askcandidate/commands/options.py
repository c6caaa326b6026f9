"""Options that several commands share, each declared once."""

import math
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from askcandidate import settings
from askcandidate.errors import WrongUse
from askcandidate.reading import InputFormat


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
RawCsv = Annotated[
    bool,
    typer.Option("--raw-csv", help="CSV without the apostrophe that keeps spreadsheets from running a cell."),
]
Excel = Annotated[
    bool, typer.Option("--excel", help="CSV with the mark by which Excel knows that it is UTF-8.")
]
NoInput = Annotated[bool, typer.Option("--no-input", help="Ask no questions.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing on stderr but errors.")]
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
    """The form of a result; none of them is what suits a person or a pipe."""

    json: bool
    jsonl: bool
    csv: bool
    raw: bool
    excel: bool

    @property
    def is_structured(self) -> bool:
        """Say whether failures keep their place among the results."""
        return self.json or self.jsonl or self.csv


def read_form(*, json: bool, jsonl: bool, csv: bool, raw_csv: bool, excel: bool, resume: bool) -> Form:
    """Give the form that was chosen.

    Raises:
        WrongUse: two at once, or one that cannot be gone on with.
    """
    csv = csv or (excel and not raw_csv)
    if json + jsonl + csv + raw_csv > 1:
        raise WrongUse("Choose one of --json, --jsonl, --csv and --raw-csv.")
    if json and resume:
        raise WrongUse("A single JSON document cannot be gone on with.", "Use --jsonl or --csv.")
    return Form(json, jsonl, csv or raw_csv, raw_csv, excel)


class SourceName(StrEnum):
    """Where answers come from."""

    EMBEDDED = "embedded"
    AUTO = "auto"
    DEMOCRACY_CLUB = "democracy-club"
    CANDIDATES = "candidates"
    EVERY_ELECTION = "every-election"
    POSTCODES_IO = "postcodes-io"


Live = Annotated[
    bool,
    typer.Option("--live", help="Ask an online service who is standing; it sees the postcode."),
]
Offline = Annotated[bool, typer.Option("--offline", help="Open no connection, whatever the settings say.")]
Source = Annotated[
    SourceName | None, typer.Option("--source", help="Where the answer comes from; auto is --live.")
]
BaseUrl = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="Another address for the service, such as a sandbox; it ends where postcode/ begins.",
    ),
]
Uprn = Annotated[
    str | None,
    typer.Option(metavar="NUMBER", help="Your address's number, where a postcode lies across a border."),
]
Timeout = Annotated[float, typer.Option(metavar="SECONDS", help="How long one request may take.")]
Rate = Annotated[
    float | None,
    typer.Option(metavar="N", help="Requests a second at most; 5 to public services if not given."),
]
MaxErrors = Annotated[
    int, typer.Option("--max-errors", metavar="N", help="Stop asking a service that fails N times in a row.")
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither use nor keep answers on this machine.")]

TIMEOUT = 30.0  # seconds; Democracy Club's own service gives up after 30
MAX_ERRORS = 10
_MOST_SECONDS = 600.0
_MOST_A_SECOND = 1000.0


class Asked(NamedTuple):
    """What the command line says of the network, as it was typed."""

    source: SourceName | None
    live: bool
    offline: bool
    base_url: str | None
    uprn: str | None
    timeout: float
    rate: float | None
    max_errors: int
    no_cache: bool


class Network(NamedTuple):
    """What a run may ask of the network, settled."""

    source: SourceName
    is_left_to_us: bool
    """Whether we chose the service; then offline data stands in where it fails."""
    is_by_setting: bool
    """Whether the settings, not the command line, say that a service is asked."""
    base_url: str | None
    uprn: str | None
    timeout: float
    rate: float | None
    max_errors: int
    cache: bool
    contact: str

    @property
    def is_offline(self) -> bool:
        """Whether nothing is asked."""
        return self.source is SourceName.EMBEDDED


def settle_network(asked: Asked, chosen: settings.Settings) -> Network:
    """Settle where answers come from, before any work is done.

    Args:
        asked: the command line.
        chosen: the settings; ``live`` among them counts where the command line says nothing.

    Raises:
        WrongUse: options that contradict each other, or a number that can be none.
    """
    source, base_url = asked.source, asked.base_url
    online = source not in (None, SourceName.EMBEDDED) or asked.live or base_url is not None
    if online and (asked.offline or source is SourceName.EMBEDDED):
        raise WrongUse("Options contradict each other: some ask a service, another forbids it.")
    _check_number("--timeout", asked.timeout, _MOST_SECONDS)
    _check_number("--rate", asked.rate, _MOST_A_SECOND)
    if asked.max_errors < 1:
        raise WrongUse("--max-errors takes a whole number from 1 on.")
    if source is None:
        live = asked.live or (chosen.live and not asked.offline)
        source = SourceName.AUTO if live or base_url is not None else SourceName.EMBEDDED
    is_left_to_us = source is SourceName.AUTO
    if asked.uprn is not None and source not in (SourceName.AUTO, SourceName.DEMOCRACY_CLUB):
        raise WrongUse(
            "--uprn goes with Democracy Club's developers API alone.",
            "Add --source democracy-club, or leave it out.",
        )
    if base_url is not None and source is SourceName.AUTO:
        source = SourceName.DEMOCRACY_CLUB
    return Network(
        source,
        is_left_to_us,
        is_left_to_us and not (asked.live or asked.source),
        base_url,
        asked.uprn,
        asked.timeout,
        asked.rate,
        asked.max_errors,
        not asked.no_cache,
        chosen.contact,
    )


def _check_number(option: str, value: float | None, most: float) -> None:
    if value is not None and not (math.isfinite(value) and 0 < value <= most):
        raise WrongUse(f"{option} takes a number above 0 and at most {most:g}.")


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
    """What was typed of a batch."""

    rejects: str | None = None
    reject_columns: str | None = None
    allow_rejects: str | None = None
    report: str | None = None
    limit: int | None = None
    resume: bool = False
    force: bool = False

    @property
    def keeps_books(self) -> bool:
        """Say whether anything was asked for that needs more than a stream in and a stream out."""
        return self != Batch(force=self.force)
