"""``askcandidate letter``: a letter for each office that answers for a postcode."""

from datetime import date
from pathlib import Path

import typer

from askcandidate import settings
from askcandidate.commands import digesting, engines, imprints, newcomers, services, ways
from askcandidate.commands.asking import at_terminal
from askcandidate.commands.delivery import Target
from askcandidate.commands.errand import Errand
from askcandidate.commands.finding import without_asking
from askcandidate.commands.groups import grouped
from askcandidate.commands.letter_options import LetterOptions
from askcandidate.commands.runs import prepare
from askcandidate.commands.streams import say
from askcandidate.commands.workshop import Plan, Workshop
from askcandidate.settings import Settings

EPILOG = """Examples:

  askcandidate letter BS1 5TR

  askcandidate letter BS1 5TR --office pcc --why @mine.txt --name "A. Voter" --out letter.md

  askcandidate letter BS1 5TR --live --signed signed.csv

  askcandidate letter BS1 5TR --live --since last-week.jsonl

  askcandidate letter --digest --from people.csv --name "Anytown Together"

  askcandidate letter --office parl --constituency "Bristol Central"
"""


@grouped
def letter(context: typer.Context, *, asked: LetterOptions) -> None:
    """Write a letter to each office that answers for a postcode.

    One ask each, in that office's own power, opened by your own words: at a terminal you are asked
    for them. With --live each person standing in an election to come gets a letter by name.
    Those in --signed are thanked instead. Nothing is sent, and without --live nothing leaves your machine.
    """
    typed = ways.typed(context)
    digesting.check(typed, digest=asked.digest, has_file=asked.given.from_ is not None)
    target = Target(
        *(asked.form, asked.out, asked.inputs, asked.view),
        jsonl=asked.jsonl,
        force=asked.books.force,
        resume=asked.books.resume,
        dry_run=asked.dry_run,
    )
    chosen = settings.load()
    network = services.settle_network(asked.service, chosen, live=asked.live)
    network = newcomers.settle(asked.since, network, typed)
    if asked.dry_run:
        asked, network = asked._replace(books=asked.books.of_dry_run()), without_asking(network)
    errand = _errand(asked, chosen, target, network)
    errand.tell_about_words()
    if asked.constituency or (asked.offices == ["parl"] and network.is_offline):
        errand.for_constituency(asked.settled_constituency())
    else:
        raise typer.Exit(errand.for_rows())


def _errand(asked: LetterOptions, chosen: Settings, target: Target, network: services.Network) -> Errand:
    """Give the run that was asked for.

    Raises:
        WrongUse: options that contradict each other.
        BadData: the campaign or the postcode file cannot be used.
    """
    run = prepare(
        asked.books,
        asked.batched,
        asked.given.from_,
        **target.manner,
        made_whole=asked.out,
        also_read=asked.inputs,
    )
    engines.check(asked.engine, asked.scheduler, offline=network.is_offline, bound=target.is_bound)
    plan = _plan(asked, chosen, target, run.day(asked.on))
    return Errand(
        *(Workshop(plan), target, run, asked.books, network, asked.given),
        first_day=settings.first_polling_day(plan.on, told=asked.on is not None),
        id_column=asked.id_column,
        scheduler=asked.scheduler,
        quotes=asked.quotes if asked.digest else None,
        contacts=asked.contacts,
        may_ask=not asked.no_input and at_terminal(),
        has_words=bool(asked.writer.why),
        lang=asked.wished.lang,
        quiet=asked.quiet,
    )


def _plan(asked: LetterOptions, chosen: Settings, target: Target, day: date) -> Plan:
    """Give all that decides what the letters say.

    Raises:
        WrongUse: an imprint is missing, and see ``Writer.settled`` and ``Wished.settled``.
    """
    return Plan(
        on=day,
        data=asked.data or chosen.data,
        campaign=_named(asked.campaign or chosen.campaign),
        templates=asked.templates_folder or chosen.templates,
        wishes=asked.wished.settled(),
        offices=tuple(asked.offices or ()),
        sender=asked.writer.settled(),
        form=target.form,
        bound=target.is_bound or asked.dry_run,
        imprint=imprints.settle("letters", asked.imprint, chosen, required=asked.require_imprint),
        large=asked.large,
        mailto=asked.mailto,
        width=target.width,
        id_column=asked.id_column or "",
        signed=asked.signed,
        since=asked.since,
    )


def _named(campaign: Path | None) -> Path | None:
    """Name a campaign that is not ours."""
    if campaign:
        say(f"askcandidate: using the campaign in {campaign}.")
    return campaign
