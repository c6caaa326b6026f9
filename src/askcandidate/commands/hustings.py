"""``askcandidate hustings``: question sheets, a chair's script and all that a meeting needs."""

from datetime import date

import typer

from askcandidate import places, settings
from askcandidate.campaign import SHIPPED, Campaign
from askcandidate.commands import imprints, services, ways
from askcandidate.commands.convener import Convener
from askcandidate.commands.finding import without_asking
from askcandidate.commands.groups import grouped
from askcandidate.commands.hustings_options import HustingsOptions
from askcandidate.commands.own_templates import open_templates
from askcandidate.commands.packs import Packs
from askcandidate.commands.planning import Planner
from askcandidate.commands.press import Press, told_by
from askcandidate.commands.runs import prepare
from askcandidate.commands.typed import split_ids
from askcandidate.commands.viewing import View
from askcandidate.commands.welsh import languages_of
from askcandidate.resources import POSTCODES
from askcandidate.settings import Settings

EPILOG = """Examples:

  askcandidate hustings BS1 5TR --office mayor --candidates 5 --start 19:30 --out pack.html

  askcandidate hustings invite BS1 5TR --office mayor

  askcandidate hustings --events meetings.csv --out packs --rejects failed.csv

  askcandidate hustings --all pcc --out packs.zip
"""


@grouped
def hustings(context: typer.Context, *, asked: HustingsOptions) -> None:
    """Prepare a hustings: question sheet, chair's script, record, cards, checklist and invitations.

    The same questions, time and space for everybody. Without an election the pack is for a public
    meeting with whoever holds the office. With --live the names of those standing are filled in.
    """
    asked = asked.settled(ways.typed(context))
    chosen = settings.load()
    chosen = chosen._replace(live=chosen.live and asked.way in ways.OF_PLACES)
    network = services.settle_network(asked.service, chosen, live=asked.live)
    imprint = imprints.settle("sheets", asked.imprint, chosen, required=asked.require_imprint)
    packs = _packs(asked)
    if asked.dry_run:
        asked, network = asked._replace(books=asked.books.of_dry_run()), without_asking(network)
    run = prepare(
        *(asked.books, asked.out, asked.table),
        is_folder=packs.is_folder,
        grows=packs.is_folder and asked.grows,
        starts_over=True,
    )
    day = run.day(asked.on)
    finder = places.Finder(day, asked.data or chosen.data)
    planner = Planner(day, asked.details(), asked.offices or (), finder)
    campaign = Campaign(asked.campaign or chosen.campaign or SHIPPED)
    press = _press(asked, chosen, campaign, imprint, day)
    packs.tell(planner.notices)
    convener = Convener(
        *(asked, planner, press, packs, run),
        reads=[asked.data or chosen.data or POSTCODES, campaign.folder, *press.reads],
        reminder=imprints.reminder(imprint, required=asked.require_imprint),
    )
    if asked.way in ways.OF_OFFICES:
        convener.for_offices(day)
    else:
        first_day = settings.first_polling_day(day, told=asked.on is not None)
        raise typer.Exit(convener.for_rows(day, network, finder, first_day))


def _packs(asked: HustingsOptions) -> Packs:
    """Give where the packs go.

    Raises:
        WrongUse, CannotCreate: see ``Packs``.
    """
    return Packs(
        *(asked.form, asked.out, View(asked.large, asked.opens), asked.kinds, asked.table),
        has_ids=bool(asked.id_column),
        force=asked.books.force,
        dry_run=asked.dry_run,
        quiet=asked.quiet,
    )


def _press(asked: HustingsOptions, chosen: Settings, campaign: Campaign, imprint: str, day: date) -> Press:
    """Give what makes the pages.

    Raises:
        NotFound: there is no such ask.
    """
    templates = open_templates(asked.templates_folder or chosen.templates, campaign.folder)
    told = told_by(campaign, templates, imprint, day, asked.seed, split_ids(asked.asks))
    languages = [campaign.texts(language) for language in languages_of(asked.lang)]
    return Press(told, templates, asked.kinds, asked.audience, large=asked.large, languages=languages)
