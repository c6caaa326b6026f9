"""``askcandidate hustings``: question sheets, a chair's script and all that a meeting needs."""

from collections.abc import Iterable, Iterator
from datetime import date as date_
from typing import Annotated

import typer

from askcandidate import batch, events, places, settings
from askcandidate.batch import Failure, Row
from askcandidate.campaign import SHIPPED, Campaign
from askcandidate.commands import options
from askcandidate.commands.finding import Finding, finding
from askcandidate.commands.packs import Packs
from askcandidate.commands.planning import Details, Planner
from askcandidate.commands.streams import Rows, Tally, at_terminal, open_rows
from askcandidate.commands.typed import one_line, split_ids
from askcandidate.commands.viewing import LargePrint, Open, View
from askcandidate.errors import WrongUse
from askcandidate.formats.sheets import SheetFormat
from askcandidate.formats.templates import Templates
from askcandidate.meetings import Meeting
from askcandidate.model import OfficeKind
from askcandidate.writing.hustings import Told

EPILOG = """Examples:

  askcandidate hustings BS1 5TR --office mayor --candidates 5 --start 19:30 --out pack.html

  askcandidate hustings --events meetings.csv --out packs

  askcandidate hustings --all pcc --out packs.html
"""

_All = Annotated[
    list[OfficeKind] | None,
    typer.Option("--all", metavar="KIND", help="Every office of a kind in the country. May be repeated."),
]
_By = Annotated[
    str,
    typer.Option(
        metavar="office|ballot|COLUMN", help="With --from: one pack for each of these, not for each row."
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
_Kind = Annotated[OfficeKind, typer.Option("--kind", help="What kind of office that contest is for.")]
_Names = Annotated[
    list[str] | None, typer.Option("--name", metavar="NAME", help="Somebody standing. May be repeated.")
]
_Blanks = Annotated[
    int | None,
    typer.Option("--candidates", metavar="N", min=0, max=200, help="Lines to write names on."),
]
_Only = Annotated[
    list[str] | None, typer.Option("--only", metavar="NAME", help="Invite only these; --reason says why.")
]


def hustings(
    postcodes: options.Postcodes = None,
    from_: options.From = None,
    by: _By = "office",
    column: options.Column = None,
    input_format: options.InputForm = None,
    offices: options.Offices = None,
    every: _All = None,
    events_file: _Events = None,
    contest: _Contest = None,
    kind: _Kind = OfficeKind.COUNCIL,
    place: Annotated[
        str, typer.Option(metavar="NAME", help="That contest's area, by its everyday name.")
    ] = "",
    names: _Names = None,
    blanks: _Blanks = None,
    only: _Only = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why not everybody is invited.")] = "",
    asks: Annotated[
        str | None, typer.Option(metavar="ID,ID", help="What to ask; see: askcandidate asks.")
    ] = None,
    venue: Annotated[str, typer.Option(metavar="TEXT", help="Where the meeting is.")] = "",
    date: Annotated[str, typer.Option(metavar="DATE", help="The day of the meeting.")] = "",
    start: Annotated[str, typer.Option(metavar="HH:MM", help="When it begins.")] = "",
    minutes: Annotated[int, typer.Option(metavar="N", min=1, max=600, help="How long it lasts.")] = 60,
    chair: Annotated[str, typer.Option(metavar="TEXT", help="Who is in the chair.")] = "",
    imprint: Annotated[
        str, typer.Option(metavar="TEXT", help="Who prints and publishes this, with address.")
    ] = "",
    seed: Annotated[str, typer.Option(metavar="TEXT", help="Draws the order of speaking.")] = "hustings",
    one: Annotated[
        bool, typer.Option("--one", help="A card with one question, for somebody else's hustings.")
    ] = False,
    form: Annotated[SheetFormat | None, typer.Option("--format", help="How to write the sheets.")] = None,
    out: Annotated[
        str | None, typer.Option(metavar="FILE|DIR", help="A .txt, .md or .html file, or a folder.")
    ] = None,
    large: LargePrint = False,
    opens: Open = False,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there already.")] = False,
    on: options.On = None,
    live: options.Live = False,
    offline: options.Offline = False,
    source: options.Source = None,
    base_url: options.BaseUrl = None,
    uprn: options.Uprn = None,
    timeout: options.Timeout = options.TIMEOUT,
    rate: options.Rate = None,
    max_errors: options.MaxErrors = options.MAX_ERRORS,
    no_cache: options.NoCache = False,
    data: options.Data = None,
    campaign: options.Campaign = None,
    quiet: options.Quiet = False,
) -> None:
    """Prepare a hustings: question sheet, chair's script, record, cards, checklist and invitations.

    The same questions, time and space for everybody. Without an election the pack is for a public
    meeting with whoever holds the office. With --live the names of those standing are filled in.
    """
    chosen = settings.load()
    asked = options.Asked(source, live, offline, base_url, uprn, timeout, rate, max_errors, no_cache)
    network = options.settle_network(asked, chosen)
    ways = (bool(postcodes or from_), bool(every), bool(events_file), bool(contest))
    if sum(ways) != 1:
        raise WrongUse(
            "Say for whom in one way: postcodes or --from, --all, --events, or --contest.",
            "For example: askcandidate hustings BS1 5TR --office mayor",
        )
    packs = Packs(form, out, View(large, opens), force=force, one=one, quiet=quiet)
    day = options.read_day(on)
    templates = Templates()
    campaign_told = Campaign(campaign or chosen.campaign or SHIPPED)
    told = _told(campaign_told, templates, one_line(imprint), day, seed, split_ids(asks))
    details = Details(
        names=tuple(map(one_line, names or ())),
        blanks=blanks,
        only=tuple(map(one_line, only or ())),
        reason=one_line(reason),
        venue=one_line(venue),
        day=events.read_day(date),
        start=events.read_time(start),
        minutes=minutes,
        chair=one_line(chair),
    )
    planner = Planner(day, details, offices or ())
    if every:
        packs.write(planner.of_country(every), told, templates)
        return
    finder = places.Finder(day, data or chosen.data)
    if contest:
        cells = {"contest": contest, "kind": kind, "place": place, "candidates": ""}
        said = {"venue": venue, "date": date, "start": start, "minutes": str(minutes), "chair": chair}
        packs.write([planner.of_event({**cells, **said}, finder)], told, templates)
        return
    rows_of = (None, events_file) if events_file else (postcodes, from_)
    with open_rows(
        *rows_of, input_format=input_format, column="contest" if events_file else column, quiet=quiet
    ) as rows:
        tally = Tally(single=rows.single is not None, told_elsewhere=False, quiet=quiet)
        if events_file:
            held = batch.run(rows, lambda row: packs.check(planner.of_event(row.cells, finder), told))
            packs.write((each for each in tally.watch(held) if isinstance(each, Meeting)), told, templates)
        else:
            with finding(
                network,
                finder,
                settings.first_polling_day(day, told=on is not None),
                many=rows.single is None,
                quiet=quiet,
                may_ask=at_terminal(),
            ) as known:
                packs.write(_grouped(tally.watch(_places(rows, known, planner)), by), told, templates)
    raise typer.Exit(tally.code())


_Planned = tuple[Row, list[Meeting]]


def _places(rows: Rows, known: Finding, planner: Planner) -> Iterable[_Planned | Failure]:
    if rows.single:
        return [(rows.single, planner.of_place(known.one(rows.single)))]
    return known.each(rows, lambda row, found: (row, planner.of_place(found)))


def _grouped(planned: Iterable[_Planned | Failure], by: str) -> Iterator[Meeting]:
    """Let each meeting through once: for each office, each ballot, or each office in a column's value."""
    seen: set[tuple[str, ...]] = set()
    for each in planned:
        if isinstance(each, Failure):
            continue
        row, meetings = each
        if by not in ("office", "ballot") and by not in row.cells:
            raise WrongUse(f'There is no column "{by[:40]}".', f"There are: {', '.join(row.cells)}.")
        for meeting in meetings:
            group = row.cells.get(by, "") if by not in ("office", "ballot") else ""
            key = (group, meeting.ballot if by == "ballot" and meeting.ballot else meeting.office.id)
            if key not in seen:
                seen.add(key)
                yield meeting._replace(contest=f"{meeting.contest}, {one_line(group)}") if group else meeting


def _told(
    campaign: Campaign, templates: Templates, imprint: str, on: date_, seed: str, wanted: tuple[str, ...]
) -> Told:
    for ask in wanted:
        campaign.ask(ask)
    safety = campaign.safety
    return Told(
        choose=campaign.asks_for,
        asks=campaign.asks,
        documents=campaign.documents,
        fill=templates.fill,
        safety=(safety.before_you_speak, safety.in_danger, safety.helpline),
        imprint=imprint,
        on=on,
        seed=seed,
        wanted=wanted,
    )
