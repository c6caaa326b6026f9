"""``askcandidate hustings``: question sheets, a chair's script and all that a meeting needs."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from askcandidate import batch, events, places, settings
from askcandidate.batch import NO_CELLS, Failure, Row, with_ids
from askcandidate.campaign import SHIPPED, Campaign
from askcandidate.commands import imprints, options, services, ways
from askcandidate.commands.asking import at_terminal
from askcandidate.commands.finding import Finding, finding, without_asking
from askcandidate.commands.grouping import BALLOT, Groups, PlannedRow
from askcandidate.commands.groups import grouped
from askcandidate.commands.own_templates import open_templates
from askcandidate.commands.packs import Packs
from askcandidate.commands.planning import Details, Planned, Planner
from askcandidate.commands.press import ONE, Press, told_by
from askcandidate.commands.runs import PlainRun, Tally, prepare
from askcandidate.commands.streams import Rows, open_rows
from askcandidate.commands.typed import split_ids
from askcandidate.commands.viewing import LargePrint, Open, View
from askcandidate.commands.ways import Way
from askcandidate.commands.welsh import Lang, languages_of
from askcandidate.formats.sheets import PAGES, SheetFormat
from askcandidate.model import OfficeKind
from askcandidate.resources import POSTCODES

if TYPE_CHECKING:
    from askcandidate.commands.batching import Run

EPILOG = """Examples:

  askcandidate hustings BS1 5TR --office mayor --candidates 5 --start 19:30 --out pack.html

  askcandidate hustings invite BS1 5TR --office mayor

  askcandidate hustings --events meetings.csv --out packs --rejects failed.csv

  askcandidate hustings --all pcc --out packs.zip
"""

_All = Annotated[
    list[OfficeKind] | None,
    typer.Option("--all", metavar="KIND", help="Every office of a kind in the country. May be repeated."),
]
_By = Annotated[
    str | None,
    typer.Option(
        metavar="office|ballot|COLUMN",
        help="With --from: a pack for each office, each election or each value of a column; not for each "
        "row. Each election if not given, and each office that has none.",
    ),
]
_Events = Annotated[
    str | None,
    typer.Option(
        "--events", metavar="FILE", help="A row for each meeting; see: askcandidate help events-file."
    ),
]
_Contest = Annotated[
    str | None, typer.Option(metavar="TITLE", help="A contest that no table knows, with --kind.")
]
_Kind = Annotated[
    OfficeKind | None,
    typer.Option("--kind", help="What kind of office that contest is for; a council's if not given."),
]
_Names = Annotated[
    list[str] | None, typer.Option("--name", metavar="NAME", help="Somebody standing. May be repeated.")
]
_Blanks = Annotated[
    int | None, typer.Option("--candidates", metavar="N", min=0, max=200, help="Lines to write names on.")
]
_Only = Annotated[
    list[str] | None, typer.Option("--only", metavar="NAME", help="Invite only these; --reason says why.")
]


_Pages = Annotated[
    str | None,
    typer.Option(
        metavar="A,B",
        help=f"Only these pages of a pack: {', '.join(PAGES)}. The word invite before the postcodes is short "
        "for --pages invite.",
        autocompletion=options.completer("pages"),
    ),
]
_Audience = Annotated[
    int, typer.Option(metavar="N", min=1, max=99_999, help="How many people are expected: a card for each.")
]
_Out = Annotated[
    str | None,
    typer.Option(metavar="FILE|DIR", help="A .txt, .md, .html, .pdf, .docx or .zip file, or a folder."),
]
_Id = Annotated[
    str | None, typer.Option("--id", metavar="COLUMN", help="The column that names a row's files.")
]


@grouped
def hustings(
    context: typer.Context,
    *,
    postcodes: options.Postcodes = None,
    from_: options.From = None,
    by: _By = None,
    column: options.Column = None,
    input_format: options.InputForm = None,
    offices: options.Offices = None,
    every: _All = None,
    events_file: _Events = None,
    contest: _Contest = None,
    kind: _Kind = None,
    place: Annotated[
        str, typer.Option(metavar="NAME", help="That contest's area, by its everyday name.")
    ] = "",
    names: _Names = None,
    blanks: _Blanks = None,
    only: _Only = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why not everybody is invited.")] = "",
    asks: Annotated[
        str | None,
        typer.Option(
            metavar="ID,ID",
            help="What to ask; see: askcandidate asks.",
            autocompletion=options.completer("asks"),
        ),
    ] = None,
    venue: Annotated[str, typer.Option(metavar="TEXT", help="Where the meeting is.")] = "",
    date: Annotated[str, typer.Option(metavar="DATE", help="The day of the meeting.")] = "",
    start: Annotated[str, typer.Option(metavar="HH:MM", help="When it begins.")] = "",
    minutes: Annotated[int, typer.Option(metavar="N", min=1, max=600, help="How long it lasts.")] = 60,
    chair: Annotated[str, typer.Option(metavar="TEXT", help="Who is in the chair.")] = "",
    audience: _Audience = 40,
    lang: Lang = None,
    imprint: options.Imprint = "",
    require_imprint: options.RequireImprint = None,
    seed: Annotated[str, typer.Option(metavar="TEXT", help="Draws the order of speaking.")] = "hustings",
    pages: _Pages = None,
    one: Annotated[
        bool, typer.Option("--one", help="A card with one question, for somebody else's hustings.")
    ] = False,
    form: Annotated[SheetFormat | None, typer.Option("--format", help="How to write the sheets.")] = None,
    out: _Out = None,
    large: LargePrint = False,
    opens: Open = False,
    id_column: _Id = None,
    books: options.Batch,
    dry_run: options.DryRun = False,
    on: options.On = None,
    live: services.Live = False,
    service: services.Service,
    data: options.Data = None,
    campaign: options.Campaign = None,
    templates_folder: options.Templates = None,
    quiet: options.Quiet = False,
) -> None:
    """Prepare a hustings: question sheet, chair's script, record, cards, checklist and invitations.

    The same questions, time and space for everybody. Without an election the pack is for a public
    meeting with whoever holds the office. With --live the names of those standing are filled in.
    """
    postcodes, pages = ways.read_pages(postcodes, pages)
    way = ways.way_of(postcodes, from_, every, events_file, contest)
    ways.check(way, ways.typed(context))
    kinds = ONE if one else ways.kinds_of(pages)
    chosen = settings.load()
    chosen = chosen._replace(live=chosen.live and way in ways.OF_PLACES)
    network = services.settle_network(service, chosen, live=live)
    line = imprints.settle(imprint, chosen, required=require_imprint)
    table = events_file or from_
    flags = {"has_ids": bool(id_column), "force": books.force, "dry_run": dry_run, "quiet": quiet}
    packs = Packs(form, out, View(large, opens), kinds, table, **flags)
    if dry_run:
        books, network = books.of_dry_run(), without_asking(network)
    grows = packs.is_folder and not dry_run and (bool(table or every) or postcodes == ["-"])
    run = prepare(books, out, table, is_folder=packs.is_folder, grows=grows, starts_over=True)
    day = run.day(on)
    when = (events.read_day(date), events.read_time(start), minutes)
    details = Details(names or (), blanks, only or (), reason, venue, *when, chair)
    finder = places.Finder(day, data or chosen.data)
    planner = Planner(day, details, offices or (), finder)
    told_of = Campaign(campaign or chosen.campaign or SHIPPED)
    templates = open_templates(templates_folder or chosen.templates, told_of.folder)
    told = told_by(told_of, templates, line, day, seed, split_ids(asks))
    texts = map(told_of.texts, languages_of(lang))
    press = Press(told, templates, kinds, audience, large=large, languages=list(texts))
    reminder = imprints.reminder(line, required=require_imprint)
    deliver = partial(packs.write, press=press, alone=bool(names), reminder=reminder, wrote=run.wrote)
    packs.tell(planner.notices)
    reads = [data or chosen.data or POSTCODES, told_of.folder, *press.reads]
    if way in (Way.ALL, Way.CONTEST):
        with run.opened(day, reads):
            planned = _country(run, planner, every) if every else _titled(planner, contest, kind, place)
            deliver(run.watch(map(press.ready, planned)), many=way is Way.ALL)
        return
    asked_of = (network, finder, settings.first_polling_day(day, told=on is not None))
    given = options.Input(postcodes, table, "contest" if events_file else column, input_format)
    with (
        open_rows(given, quiet=quiet, result_elsewhere=out is not None) as rows,
        run.opened(day, reads),
        finding(*asked_of, many=rows.single is None, quiet=quiet, may_ask=at_terminal()) as known,
    ):
        groups = Groups(None if events_file else by or BALLOT)
        rows.narrow(lambda all_rows: run.rows(groups.check(with_ids(all_rows, id_column))))
        tally = Tally(single=rows.single is not None, told_elsewhere=bool(books.rejects), quiet=quiet)
        asked = _of_events(rows, planner, id_column) if events_file else _of_places(rows, known, planner)
        ready = tally.watch(groups.ready(asked, press, id_column))
        deliver(run.watch(ready), many=rows.single is None)
    raise typer.Exit(run.finish(tally))


def _country(run: "PlainRun | Run", planner: Planner, kinds: list[OfficeKind]) -> Iterator[Planned]:
    """Plan a meeting for every office of these kinds, each of which is a row of the run's books."""
    offices = {office.id: office for office in planner.offices_of_country(kinds)}
    rows = (Row(number, id_, NO_CELLS, "office") for number, id_ in enumerate(offices, 1))
    return (planner.of_known(offices[row.text]) for row in run.rows(rows) if isinstance(row, Row))


def _titled(planner: Planner, contest: str | None, kind: OfficeKind | None, place: str) -> list[Planned]:
    return [planner.of_title(contest or "", kind, place)]


def _of_events(rows: Rows, planner: Planner, id_column: str | None) -> Iterable[PlannedRow | Failure]:
    def plan(row: Row) -> PlannedRow:
        meetings, notices = planner.of_event(row.cells)
        unread = ", ".join(column for column in events.unread(row.cells) if column != id_column)
        about_all = [f"columns that are not read: {unread}; see: askcandidate help events-file."]
        about_row = [f"{row.unit} {row.line}: {notice}" for notice in notices]
        return row, Planned(meetings, (about_all if unread else []) + about_row)

    return batch.run(rows, plan)


def _of_places(rows: Rows, known: Finding, planner: Planner) -> Iterable[PlannedRow | Failure]:
    if rows.single:
        return [(rows.single, planner.of_place(known.one(rows.single)))]
    return known.each(rows, lambda row, found: (row, planner.of_place(found)))
