"""The options of ``hustings``, and what they come to by themselves."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

import typer

from askcandidate import events
from askcandidate.commands import options, services, ways
from askcandidate.commands.planning import Details
from askcandidate.commands.press import ONE
from askcandidate.commands.viewing import LargePrint, Open
from askcandidate.commands.ways import Way
from askcandidate.commands.welsh import Lang
from askcandidate.formats.sheets import PAGES, SheetFormat
from askcandidate.meetings import MOST_MINUTES
from askcandidate.model import OfficeKind

All = Annotated[
    list[OfficeKind] | None,
    typer.Option("--all", metavar="KIND", help="Every office of a kind in the country. May be repeated."),
]
By = Annotated[
    str | None,
    typer.Option(
        metavar="office|ballot|COLUMN",
        help="With --from: a pack for each office, each election or each value of a column; not for each "
        "row. Each election if not given, and each office that has none.",
    ),
]
Events = Annotated[
    str | None,
    typer.Option(
        "--events", metavar="FILE", help="A row for each meeting; see: askcandidate help events-file."
    ),
]
Contest = Annotated[
    str | None, typer.Option(metavar="TITLE", help="A contest that no table knows, with --kind.")
]
Kind = Annotated[
    OfficeKind | None,
    typer.Option("--kind", help="What kind of office that contest is for; a council's if not given."),
]
Names = Annotated[
    list[str] | None, typer.Option("--name", metavar="NAME", help="Somebody standing. May be repeated.")
]
Blanks = Annotated[
    int | None, typer.Option("--candidates", metavar="N", min=0, max=200, help="Lines to write names on.")
]
Only = Annotated[
    list[str] | None, typer.Option("--only", metavar="NAME", help="Invite only these; --reason says why.")
]
Pages = Annotated[
    str | None,
    typer.Option(
        metavar="A,B",
        help=f"Only these pages of a pack: {', '.join(PAGES)}. The word invite before the postcodes is short "
        "for --pages invite.",
        autocompletion=options.completer("pages"),
    ),
]
Audience = Annotated[
    int, typer.Option(metavar="N", min=1, max=99_999, help="How many people are expected: a card for each.")
]
Out = Annotated[
    str | None,
    typer.Option(metavar="FILE|DIR", help="A .txt, .md, .html, .pdf, .docx or .zip file, or a folder."),
]
Id = Annotated[
    str | None, typer.Option("--id", metavar="COLUMN", help="The column that names a row's files.")
]


class HustingsOptions(NamedTuple):
    """What was typed after ``hustings``."""

    postcodes: options.Postcodes = None
    from_: options.From = None
    by: By = None
    column: options.Column = None
    input_format: options.InputForm = None
    offices: options.Offices = None
    every: All = None
    events_file: Events = None
    contest: Contest = None
    kind: Kind = None
    place: Annotated[str, typer.Option(metavar="NAME", help="That contest's area, by its everyday name.")] = (
        ""
    )
    names: Names = None
    blanks: Blanks = None
    only: Only = None
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why not everybody is invited.")] = ""
    asks: Annotated[
        str | None,
        typer.Option(
            metavar="ID,ID",
            help="What to ask; see: askcandidate asks.",
            autocompletion=options.completer("asks"),
        ),
    ] = None
    venue: Annotated[str, typer.Option(metavar="TEXT", help="Where the meeting is.")] = ""
    date: Annotated[str, typer.Option(metavar="DATE", help="The day of the meeting.")] = ""
    start: Annotated[str, typer.Option(metavar="HH:MM", help="When it begins.")] = ""
    minutes: Annotated[int, typer.Option(metavar="N", min=1, max=MOST_MINUTES, help="How long it lasts.")] = (
        60
    )
    chair: Annotated[str, typer.Option(metavar="TEXT", help="Who is in the chair.")] = ""
    audience: Audience = 40
    lang: Lang = None
    imprint: options.Imprint = ""
    require_imprint: options.RequireImprint = None
    seed: Annotated[str, typer.Option(metavar="TEXT", help="Draws the order of speaking.")] = "hustings"
    pages: Pages = None
    one: Annotated[
        bool, typer.Option("--one", help="A card with one question, for somebody else's hustings.")
    ] = False
    form: Annotated[SheetFormat | None, typer.Option("--format", help="How to write the sheets.")] = None
    out: Out = None
    large: LargePrint = False
    opens: Open = False
    id_column: Id = None
    books: options.Batch = options.Batch()
    dry_run: options.DryRun = False
    on: options.On = None
    live: services.Live = False
    service: services.Service = services.Service()
    data: options.Data = None
    campaign: options.Campaign = None
    templates_folder: options.Templates = None
    quiet: options.Quiet = False

    def settled(self, typed: Sequence[str]) -> "HustingsOptions":
        """Give the same, with the word ``invite`` read as pages, if the options go together.

        Args:
            typed: the names of the options that were typed.

        Raises:
            WrongUse: see ``read_pages``, ``way_of`` and ``check``.
        """
        postcodes, pages = ways.read_pages(self.postcodes, self.pages)
        settled = self._replace(postcodes=postcodes, pages=pages)
        ways.check(settled.way, typed)
        return settled

    @property
    def way(self) -> Way:
        """The one way in which it is said for whom the packs are.

        Raises:
            WrongUse: see ``way_of``.
        """
        return ways.way_of(self.postcodes, self.from_, self.every, self.events_file, self.contest)

    @property
    def table(self) -> str | None:
        """The file that rows come from, if they do."""
        return self.events_file or self.from_

    @property
    def grows(self) -> bool:
        """Whether files of a folder come about bit by bit: there may be any number of meetings."""
        return not self.dry_run and (bool(self.table or self.every) or self.postcodes == ["-"])

    @property
    def rows(self) -> options.Input:
        """Where rows come from."""
        column = "contest" if self.events_file else self.column
        return options.Input(self.postcodes, self.table, column, self.input_format)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The pages that are wanted, in the order of printing."""
        return ONE if self.one else ways.kinds_of(self.pages)

    def details(self) -> Details:
        """Give what is said of every meeting.

        Raises:
            WrongUse: the day or the time is none.
        """
        when = (events.read_day(self.date), events.read_time(self.start), self.minutes)
        return Details(
            self.names or (), self.blanks, self.only or (), self.reason, self.venue, *when, self.chair
        )
