"""``askcandidate log summary``: what everybody said, on one page for all."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from askcandidate import settings
from askcandidate.campaign import Campaign
from askcandidate.commands import imprints, options, output
from askcandidate.commands.groups import grouped
from askcandidate.commands.log_options import Imprint, Polls, Run
from askcandidate.commands.logbook import PollingDays, read_log
from askcandidate.commands.streams import say, write
from askcandidate.errors import WrongUse
from askcandidate.files import write_bytes
from askcandidate.formats import summaries
from askcandidate.formats.templates import Templates
from askcandidate.model import day_in_words
from askcandidate.pledges import settled
from askcandidate.summing_up import Summary, sum_up

EPILOG = """Examples:

  askcandidate log summary

  askcandidate log summary --contest "Mayor of Cumbria" --out answers.html --imprint "..."
"""
_Totals = Annotated[bool, typer.Option("--totals", help="Count the answers, once the polls have closed.")]


@grouped
def summary(
    *,
    polls: Polls,
    totals: _Totals = False,
    json: options.Json = False,
    out: Annotated[
        str | None, typer.Option("--out", metavar="FILE", help="A page with a chart: a .html file.")
    ] = None,
    imprint: Imprint = "",
    force: options.Force = False,
    run: Run,
) -> None:
    """Say of each contest and ask who said what, and who has not answered.

    Until the polls close everybody asked is listed alike, with nothing counted, and a page needs an
    imprint: to publish only who said yes can be campaigning. What came after --on is left out.
    """
    if out is not None:
        if Path(out).suffix.lower() != ".html" or json:
            raise WrongUse("--out takes a .html file, without --json.")
        output.check_target(out, force=force, inputs=[run.log])
    told = run.told()
    kept = run.until_then(polls.of(settled(read_log(run.log, quiet=run.quiet).entries)))
    days = PollingDays(kept, polls.day(), run.day())
    found = sum_up(kept, tuple(told.asks), run.first_day(), days.of)
    line = _settle(found, imprint, totals=totals, public=out is not None)
    words = summaries.Words(run.day(), line, _titles(told), _sources(told), totals)
    if out is not None:
        write_bytes(Path(out), [summaries.page(found, words, Templates()).encode()])
        if not run.quiet:
            say(f"Written: {out}")
    elif json:
        write(summaries.document(found, words))
    elif sys.stdout.isatty():
        summaries.print_summaries(found, words, sys.stdout)
    else:
        write(summaries.tsv_lines(found, words))


def _settle(found: Sequence[Summary], typed: str, *, totals: bool, public: bool) -> str:
    """Give the imprint; before the polls close nothing is counted, and a page has one.

    Raises:
        WrongUse: something else is asked for.
    """
    still_open = [summary for summary in found if not summary.is_over]
    if totals and still_open:
        first = still_open[0]
        day = day_in_words(first.polling_day) if first.polling_day else "polling day, which is not known"
        raise WrongUse(
            f"Answers for {first.contest} are counted only after 10 pm on {day}.",
            "A count beside names can read as advice on whom to elect. "
            "Leave --totals out, choose a --contest that is over, or give --polling-day.",
        )
    line = imprints.settle("pages", typed, settings.load(), required=False)
    if public and still_open and not line:
        raise WrongUse(
            f"Until the polls close a page of answers for {still_open[0].contest} needs an imprint: "
            "who prints it, who promotes it and on whose behalf, each with name and address.",
            'Give it with --imprint TEXT, or as imprint = "..." in the settings. Why: docs/pledges.md.',
        )
    return line


def _titles(told: Campaign) -> dict[str, str]:
    return {ask.id: ask.title for ask in told.asks.values()}


def _sources(told: Campaign) -> dict[str, str]:
    documents = told.documents
    return {
        ask.id: f'"{documents[ask.document].title}", {documents[ask.document].publisher}'
        for ask in told.asks.values()
    }
