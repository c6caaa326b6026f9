"""``askcandidate letter``: a letter for each office that answers for a postcode."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from askcandidate import settings
from askcandidate.batch import Failure, with_ids
from askcandidate.commands import (
    cluster,
    digesting,
    engines,
    flood,
    imprints,
    interview,
    newcomers,
    options,
    pledged,
    said,
    services,
    ways,
)
from askcandidate.commands.asking import at_terminal
from askcandidate.commands.delivery import Target
from askcandidate.commands.finding import Finding, Found, finding, without_asking
from askcandidate.commands.groups import grouped
from askcandidate.commands.parcels import Parcel
from askcandidate.commands.streams import Rows, Tally, named_file, open_rows, prepare, say
from askcandidate.commands.typed import one_line, tidy
from askcandidate.commands.viewing import LargePrint, Open, View
from askcandidate.commands.welsh import offers
from askcandidate.commands.workshop import Plan, Workshop, make_chunk
from askcandidate.correspondence import Sender
from askcandidate.errors import AskError, WrongUse
from askcandidate.formats.letters import LetterFormat

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
    postcodes: options.Postcodes = None,
    from_: options.From = None,
    column: options.Column = None,
    input_format: options.InputForm = None,
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
    digesting.check(typed, digest=digest, has_file=from_ is not None)
    inputs = _files(named_file(writer.why), signed, since, from_)
    view = View(large, opens, no_input)
    target = Target(form, out, inputs, view, jsonl=jsonl, force=books.force, dry_run=dry_run)
    chosen = settings.load()
    network = newcomers.settle(since, services.settle_network(service, chosen, live=live), typed)
    if dry_run:
        books, network = books.of_dry_run(), without_asking(network)
    batched = out if (from_ is not None or postcodes == ["-"]) and not (dry_run or digest) else None
    run = prepare(books, batched, from_, **target.manner, made_whole=out, also_read=inputs)
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
        id_column=id_column or "",
        signed=signed,
        since=since,
    )
    shop = Workshop(plan)
    ask = not (no_input or writer.why) and at_terminal()
    interview.tell_about(plan.sender.words if writer.why and not quiet else "", shop.campaign)
    if constituency or (offices == ["parl"] and network.is_offline):
        online = live or service.source or service.base_url
        seat = _constituency(constituency, offices, postcodes or from_, online=online)
        mail = shop.desk.for_constituency(seat, _interviewed(shop) if ask else plan.sender)
        return target.write([shop.packer.pack(mail)], shop.look, run, quiet=quiet)
    reading = partial(open_rows, input_format=input_format, column=column)
    with reading(postcodes, from_, quiet=quiet, result_elsewhere=out is not None) as rows:
        ahead = quiet or digest or _counted(shop, reading, from_, network, books)
        with (
            run.opened(plan.on, shop.reads),
            _known(shop, network, rows, on, quiet=quiet, no_input=no_input, contacts=contacts) as known,
        ):
            rows.narrow(lambda all_rows: run.rows(with_ids(all_rows, id_column)))
            tally = Tally(single=rows.single is not None, told_elsewhere=bool(books.rejects), quiet=quiet)
            if digest:
                parcels = digesting.parcels(shop, rows, known, run, tally, quotes)
            else:
                offer = offers(wished.lang, quiet=quiet)
                made = _parcels(shop, rows, known, scheduler, target if ask else None, offer)
                parcels = run.watch(tally.watch(made if ahead else flood.watch(made, say)))
            target.write(shop.told(parcels, goes_on=books.resume, quiet=quiet), shop.look, run, quiet=quiet)
    raise typer.Exit(run.finish(tally))


def _files(*named: str | Path | None) -> list[Path]:
    """Give the files among what is read."""
    return [Path(name) for name in named if name and str(name) != "-"]


def _known(
    shop: Workshop,
    network: services.Network,
    rows: Rows,
    on: str | None,
    *,
    quiet: bool,
    no_input: bool,
    contacts: bool,
) -> AbstractContextManager[Finding]:
    """Give what finds what is known of each postcode."""
    return finding(
        *(network, shop.finder, settings.first_polling_day(shop.plan.on, told=on is not None)),
        many=rows.single is None,
        quiet=quiet,
        may_ask=not no_input and at_terminal(),
        wanting=shop.desk.contests_wanted if contacts else None,
    )


def _parcels(
    shop: Workshop,
    rows: Rows,
    known: Finding,
    scheduler: str | None,
    asking: Target | None,
    offer: Callable[[Found], None],
) -> Iterable[Parcel | Failure]:
    """Make the letters of each row; a single one's writer is asked first, if somebody is there.

    What is wrong with where letters go is said before the questions, not after somebody has told their story.
    """
    if rows.single is None:
        shop.desk.check()
        if scheduler:
            return cluster.each(rows, partial(make_chunk, shop.plan), scheduler, shop.plan.own_files)
        return known.each(rows, shop.make)
    found = known.one(rows.single)
    offer(found)
    made = _one(shop, found, asking)
    return (made for _ in rows)  # so that the books of the run, if it has some, know of the row


def _one(shop: Workshop, found: Found, asking: Target | None) -> Parcel:
    """Make the letters of one place."""
    sender = shop.plan.sender
    if asking and (mail := shop.desk.mail(found, sender)).letters:
        asking.check(mail)
        sender = _interviewed(shop)
    return shop.packer.pack(shop.desk.mail(found, sender))


def _named(campaign: Path | None) -> Path | None:
    """Name a campaign that is not ours."""
    if campaign:
        say(f"askcandidate: using the campaign in {campaign}.")
    return campaign


def _interviewed(shop: Workshop) -> Sender:
    """Ask the writer for what they have not said yet."""
    return tidy(interview.ask_the_writer(shop.campaign, shop.plan.sender))


def _counted(
    shop: Workshop,
    reading: Callable[..., AbstractContextManager[Rows]],
    source: str | None,
    network: services.Network,
    books: options.Batch,
) -> bool:
    """Say how many letters go to each office, if that can be known before the first is written.

    A fault in reading ahead is left to the reading that counts. Where it is false, letters are counted on
    the way: a pipe cannot be read twice, and an answer of a service is known once it is there.
    """
    if source is None or not (network.is_offline and Path(source).is_file()):
        return False
    if not books.resume:
        with suppress(AskError), reading(None, source, quiet=True) as first:
            for line in flood.count(
                islice(first, books.limit), shop.finder.find, shop.desk.offices_wanted, source
            ):
                say(f"askcandidate: {line}")
    return True


def _constituency(given: str | None, offices: list[str] | None, postcodes: object, *, online: object) -> str:
    """Give the constituency's name, on one line.

    Raises:
        WrongUse: there is none, or something is asked for that does not go with one.
    """
    name = one_line(given or "")
    if online:
        raise WrongUse("Who is standing is asked by postcode: leave --constituency out, or --live.")
    if offices != ["parl"] or not name or postcodes:
        raise WrongUse(
            "A letter to a member of parliament takes --office parl, --constituency NAME and no postcode.",
            'For example: askcandidate letter --office parl --constituency "Bristol Central"',
        )
    return name
