"""``askcandidate lookup``: councils, police body and mayors for a postcode."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import typer

from askcandidate import batch, places, settings
from askcandidate.batch import Failure, Row
from askcandidate.commands import engines, options, services
from askcandidate.commands.groups import grouped
from askcandidate.commands.runs import Tally, prepare
from askcandidate.commands.streams import Rows, open_rows, write
from askcandidate.formats import records
from askcandidate.model import District, Place
from askcandidate.resources import POSTCODES

EPILOG = """Examples:

  askcandidate lookup BS1 5TR

  askcandidate lookup BS1 5TR --json | jq -r '.offices[].title'

  askcandidate lookup --from members.csv --csv > areas.csv
"""


@grouped
def lookup(
    *,
    given: options.Input,
    form: options.Form,
    out: options.OutFile = None,
    books: options.Batch,
    engine: engines.Engines = engines.Engine.HERE,
    scheduler: engines.Scheduler = None,
    on: options.On = None,
    live: services.Live = False,
    service: services.Service,
    data: options.Data = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Say which councils, police body and mayors answer for a postcode.

    At a terminal: one plain sentence an office, then the details. In a pipe: tab-separated input,
    postcode, nation, council code and council. Without --live and --source nothing leaves your machine.
    """
    form = form.settled(resume=books.resume)
    chosen = settings.load()
    network = services.settle_network(service, chosen, live=live)
    engines.check(engine, scheduler, offline=network.is_offline)
    run = prepare(books, out, given.from_)
    day = run.day(on)
    finder = places.Finder(day, data or chosen.data)
    with open_rows(given, quiet=quiet, result_elsewhere=out is not None) as rows:
        single = rows.single is not None
        tally = Tally(single=single, told_elsewhere=form.is_structured or bool(books.rejects), quiet=quiet)
        told = form.is_structured or sys.stdout.isatty()
        first_day = settings.first_polling_day(day, told=on is not None)
        with run.opened(day, [data or chosen.data or POSTCODES]):
            rows.narrow(run.rows)
            if scheduler:
                answers = _answers_of_cluster(rows, scheduler, day, data or chosen.data)
            else:
                answers = _answers(network, finder, first_day, rows, quiet=quiet, told=told)
            found = run.watch(tally.watch(answers))
            if sys.stdout.isatty() and out is None and not form.is_structured:
                write(_for_people(found, verbose=verbose))
            else:
                run.write(_pieces(found, form, single=single), header=form.csv)
    raise typer.Exit(run.finish(tally))


def _answers(
    network: services.Network, finder: places.Finder, first_day: date, rows: Rows, *, quiet: bool, told: bool
) -> Iterator[Place | Failure]:
    if network.is_offline:
        return batch.run(rows, lambda row: finder.find(row.text))
    from askcandidate.commands.online_finding import places_of  # noqa: PLC0415  (httpx and what it brings)

    return places_of(network, finder, first_day, rows, quiet=quiet, told=told)


def _answers_of_cluster(rows: Rows, scheduler: str, on: date, data: Path | None) -> Iterator[Place | Failure]:
    from askcandidate.commands import cluster  # noqa: PLC0415  (an extra)

    districts: dict[District, District] = {}
    for found in cluster.each(rows, partial(find_chunk, on, data), scheduler, [data] if data else []):
        # What comes from a worker is a copy; one copy of each district is kept, as if found here.
        if isinstance(found, Place):
            yield found._replace(district=districts.setdefault(found.district, found.district))
        else:
            yield found


def find_chunk(on: date, data: Path | None, rows: Sequence[Row | Failure]) -> list[Place | Failure]:
    """Find the places of some rows, offline; a row's depends on the day, the data and that row alone.

    Raises:
        BadData: the postcode file cannot be used here.
    """
    return list(batch.run(rows, lambda row: places.lookup(row.text, on=on, data=data)))


def _pieces(found: Iterable[Place | Failure], form: options.Form, *, single: bool) -> Iterator[str]:
    """Give the result in the form that was chosen."""
    if form.json:
        return records.json_document(found, single=single)
    if form.jsonl:
        return records.json_lines(found)
    if form.csv:
        return records.csv_lines(found, raw=form.raw_csv, excel=form.excel)
    return records.tsv_lines(found)


def _for_people(found: Iterable[Place | Failure], *, verbose: bool) -> Iterator[str]:
    from askcandidate.formats import table  # noqa: PLC0415  (rich, only at a terminal)

    for place in found:
        if isinstance(place, Place):
            table.print_place(place, sys.stdout, verbose=verbose)
        yield ""
