"""``askcandidate letter``: a letter for each office that answers for a postcode."""

from pathlib import Path
from typing import Annotated

import typer

from askcandidate import settings
from askcandidate.commands import (
    digesting,
    engines,
    imprints,
    newcomers,
    options,
    pledged,
    said,
    services,
    ways,
)
from askcandidate.commands.asking import at_terminal
from askcandidate.commands.delivery import Target
from askcandidate.commands.errand import Errand
from askcandidate.commands.finding import without_asking
from askcandidate.commands.groups import grouped
from askcandidate.commands.runs import prepare
from askcandidate.commands.streams import named_file, say
from askcandidate.commands.typed import one_line
from askcandidate.commands.viewing import LargePrint, Open, View
from askcandidate.commands.workshop import Plan, Workshop
from askcandidate.errors import WrongUse
from askcandidate.formats.letter_forms import LetterFormat

EPILOG = """Examples:

  askcandidate letter BS1 5TR

  askcandidate letter BS1 5TR --office pcc --why @mine.txt --name "A. Voter" --out letter.md

  askcandidate letter BS1 5TR --live --signed signed.csv

  askcandidate letter BS1 5TR --live --since last-week.jsonl

  askcandidate letter --digest --from people.csv --name "Anytown Together"

  askcandidate letter --office parl --constituency "Bristol Central"
"""

_Constituency = Annotated[
    str | None, typer.Option(metavar="NAME", help="Your parliamentary constituency, with --office parl.")
]
_Out = Annotated[
    str | None,
    typer.Option(
        metavar="FILE|DIR", help="A file named for its form, such as .md or .docx, a .zip, or a folder."
    ),
]
_Contacts = Annotated[
    bool,
    typer.Option(
        "--contacts/--no-contacts", help="Whether to ask for e-mail addresses where each takes a request."
    ),
]
_Mailto = Annotated[
    bool,
    typer.Option("--mailto", help="Put a link beside short letters that opens them in your mail program."),
]
_Id = Annotated[
    str | None,
    typer.Option("--id", metavar="COLUMN", help="The column that names a row's letters and files."),
]


@grouped
def letter(
    context: typer.Context,
    *,
    given: options.Input,
    offices: options.Offices = None,
    constituency: _Constituency = None,
    writer: said.Writer,
    wished: said.Wished,
    digest: digesting.DigestOption = False,
    quotes: digesting.Quotes = 10,
    signed: pledged.SignedFile = None,
    since: newcomers.SinceFile = None,
    form: Annotated[LetterFormat | None, typer.Option("--format", help="How to write the letters.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="The same as --format jsonl.")] = False,
    out: _Out = None,
    imprint: options.Imprint = "",
    require_imprint: options.RequireImprint = None,
    large: LargePrint = False,
    opens: Open = False,
    mailto: _Mailto = False,
    id_column: _Id = None,
    books: options.Batch,
    engine: engines.Engines = engines.Engine.HERE,
    scheduler: engines.Scheduler = None,
    dry_run: options.DryRun = False,
    on: options.On = None,
    live: services.Live = False,
    service: services.Service,
    contacts: _Contacts = True,
    data: options.Data = None,
    campaign: options.Campaign = None,
    templates_folder: options.Templates = None,
    no_input: options.NoInput = False,
    quiet: options.Quiet = False,
) -> None:
    """Write a letter to each office that answers for a postcode.

    One ask each, in that office's own power, opened by your own words: at a terminal you are asked
    for them. With --live each person standing in an election to come gets a letter by name.
    Those in --signed are thanked instead. Nothing is sent, and without --live nothing leaves your machine.
    """
    typed = ways.typed(context)
    digesting.check(typed, digest=digest, has_file=given.from_ is not None)
    inputs = _files(named_file(writer.why), signed, since, given.from_)
    view = View(large, opens, no_input)
    target = Target(form, out, inputs, view, jsonl=jsonl, force=books.force, dry_run=dry_run)
    chosen = settings.load()
    network = newcomers.settle(since, services.settle_network(service, chosen, live=live), typed)
    if dry_run:
        books, network = books.of_dry_run(), without_asking(network)
    batched = None if dry_run or digest or (given.from_ is None and given.postcodes != ["-"]) else out
    run = prepare(books, batched, given.from_, **target.manner, made_whole=out, also_read=inputs)
    engines.check(engine, scheduler, offline=network.is_offline, bound=target.is_bound)
    plan = Plan(
        on=run.day(on),
        data=data or chosen.data,
        campaign=_named(campaign or chosen.campaign),
        templates=templates_folder or chosen.templates,
        wishes=wished.settled(),
        offices=tuple(offices or ()),
        sender=writer.settled(),
        form=target.form,
        bound=target.is_bound or dry_run,
        imprint=imprints.settle(imprint, chosen, required=require_imprint),
        large=large,
        mailto=mailto,
        width=target.width,
        id_column=id_column or "",
        signed=signed,
        since=since,
    )
    errand = Errand(
        *(Workshop(plan), target, run, books, network, given),
        first_day=settings.first_polling_day(plan.on, told=on is not None),
        id_column=id_column,
        scheduler=scheduler,
        quotes=quotes if digest else None,
        contacts=contacts,
        may_ask=not no_input and at_terminal(),
        has_words=bool(writer.why),
        lang=wished.lang,
        quiet=quiet,
    )
    errand.tell_about_words()
    if constituency or (offices == ["parl"] and network.is_offline):
        online = live or service.source or service.base_url
        errand.for_constituency(_constituency(constituency, offices, given, online=online))
    else:
        raise typer.Exit(errand.for_rows())


def _files(*named: str | Path | None) -> list[Path]:
    """Give the files among what is read."""
    return [Path(name) for name in named if name and str(name) != "-"]


def _named(campaign: Path | None) -> Path | None:
    """Name a campaign that is not ours."""
    if campaign:
        say(f"askcandidate: using the campaign in {campaign}.")
    return campaign


def _constituency(
    named: str | None, offices: list[str] | None, given: options.Input, *, online: object
) -> str:
    """Give the constituency's name, on one line.

    Raises:
        WrongUse: there is none, or something is asked for that does not go with one.
    """
    name = one_line(named or "")
    if online:
        raise WrongUse("Who is standing is asked by postcode: leave --constituency out, or --live.")
    if offices != ["parl"] or not name or given.postcodes or given.from_:
        raise WrongUse(
            "A letter to a member of parliament takes --office parl, --constituency NAME and no postcode.",
            'For example: askcandidate letter --office parl --constituency "Bristol Central"',
        )
    return name
