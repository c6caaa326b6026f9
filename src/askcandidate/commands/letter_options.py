"""The options of ``letter``, and what they come to by themselves."""

from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from askcandidate.commands import digesting, engines, newcomers, options, pledged, said, services
from askcandidate.commands.streams import named_file
from askcandidate.commands.typed import one_line
from askcandidate.commands.viewing import LargePrint, Open, View
from askcandidate.errors import WrongUse
from askcandidate.formats.letter_forms import LetterFormat

Constituency = Annotated[
    str | None, typer.Option(metavar="NAME", help="Your parliamentary constituency, with --office parl.")
]
Out = Annotated[
    str | None,
    typer.Option(
        metavar="FILE|DIR", help="A file named for its form, such as .md or .docx, a .zip, or a folder."
    ),
]
Contacts = Annotated[
    bool,
    typer.Option(
        "--contacts/--no-contacts", help="Whether to ask for e-mail addresses where each takes a request."
    ),
]
Mailto = Annotated[
    bool,
    typer.Option("--mailto", help="Put a link beside short letters that opens them in your mail program."),
]
Id = Annotated[
    str | None,
    typer.Option("--id", metavar="COLUMN", help="The column that names a row's letters and files."),
]


class LetterOptions(NamedTuple):
    """What was typed after ``letter``."""

    given: options.Input = options.Input()
    offices: options.Offices = None
    constituency: Constituency = None
    writer: said.Writer = said.Writer()
    wished: said.Wished = said.Wished()
    digest: digesting.DigestOption = False
    quotes: digesting.Quotes = 10
    signed: pledged.SignedFile = None
    since: newcomers.SinceFile = None
    form: Annotated[LetterFormat | None, typer.Option("--format", help="How to write the letters.")] = None
    jsonl: Annotated[bool, typer.Option("--jsonl", help="The same as --format jsonl.")] = False
    out: Out = None
    imprint: options.Imprint = ""
    require_imprint: options.RequireImprint = None
    large: LargePrint = False
    opens: Open = False
    mailto: Mailto = False
    id_column: Id = None
    books: options.Batch = options.Batch()
    engine: engines.Engines = engines.Engine.HERE
    scheduler: engines.Scheduler = None
    dry_run: options.DryRun = False
    on: options.On = None
    live: services.Live = False
    service: services.Service = services.Service()
    contacts: Contacts = True
    data: options.Data = None
    campaign: options.Campaign = None
    templates_folder: options.Templates = None
    no_input: options.NoInput = False
    quiet: options.Quiet = False

    @property
    def view(self) -> View:
        """How somebody will look at the letters."""
        return View(self.large, self.opens, self.no_input)

    @property
    def inputs(self) -> list[Path]:
        """The files among what is read."""
        named = (named_file(self.writer.why), self.signed, self.since, self.given.from_)
        return [Path(name) for name in named if name and str(name) != "-"]

    @property
    def batched(self) -> str | None:
        """Where the letters of many rows go bit by bit, if they do."""
        is_one = self.given.from_ is None and self.given.postcodes != ["-"]
        return None if self.dry_run or self.digest or is_one else self.out

    @property
    def is_online(self) -> bool:
        """Whether the command line says that a service is asked."""
        return bool(self.live or self.service.source or self.service.base_url)

    def settled_constituency(self) -> str:
        """Give the constituency's name, on one line.

        Raises:
            WrongUse: there is none, or something is asked for that does not go with one.
        """
        name = one_line(self.constituency or "")
        if self.is_online:
            raise WrongUse("Who is standing is asked by postcode: leave --constituency out, or --live.")
        if self.offices != ["parl"] or not name or self.given.postcodes or self.given.from_:
            raise WrongUse(
                "A letter to a member of parliament takes --office parl, --constituency NAME and "
                "no postcode.",
                'For example: askcandidate letter --office parl --constituency "Bristol Central"',
            )
        return name
