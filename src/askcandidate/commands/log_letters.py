"""``askcandidate log chase``, ``thank`` and ``winners``: letters about what was asked and answered."""

import re
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from askcandidate.commands import logbook, options
from askcandidate.commands.elected import ask_who_was_elected, read_elected
from askcandidate.commands.groups import grouped
from askcandidate.commands.log_clerk import Clerk
from askcandidate.commands.log_options import Letters, PollingDay, Polls, Run, Standing
from askcandidate.commands.logbook import PollingDays, read_log
from askcandidate.commands.services import TIMEOUT, BaseUrl, Rate, Service, SourceName, Timeout
from askcandidate.commands.streams import say
from askcandidate.errors import WrongUse
from askcandidate.pledges import Entry, settled
from askcandidate.writing import due

CHASE_EPILOG = """Examples:

  askcandidate log chase --after 14d

  askcandidate log chase --name "A. Voter" --candidates standing.jsonl --out letters/ --record
"""
THANK_EPILOG = """Example:

  askcandidate log thank --name "A. Voter" --out thanks/ --record
"""
WINNERS_EPILOG = """Examples:

  askcandidate log winners --elected elected.csv --name "A. Voter" --out letters/ --record

  askcandidate log winners --live --name "A. Voter" --out letters/ --record
"""
_MOST_DAYS = 366

_After = Annotated[str, typer.Option(metavar="14d", help="How long they have had, in days or weeks.")]
_Since = Annotated[str | None, typer.Option(metavar="DATE", help="Only a yes of this day or later.")]
_ElectedFile = Annotated[
    Path | None,
    typer.Option(
        "--elected", metavar="FILE", help="Who was elected: CSV with candidate and contest, or a name a line."
    ),
]
_Live = Annotated[
    bool,
    typer.Option("--live", help="Ask Democracy Club who was elected; it sees the ballots' ids."),
]


@grouped
def chase(
    *, after: _After = "14d", polls: Polls, standing: Standing = None, wished: Letters, run: Run
) -> None:
    """Write to those who were asked and have not answered: what was asked and when, once.

    Whoever replied without an answer is thanked for the reply, and asked what it is. Never to those who
    declined or could not be reached, and never twice within the period. Nothing is sent.
    """
    period = _period(after)
    clerk = Clerk(wished, run, standing)
    with _opened(run, record=wished.record) as book:
        waiting = due.to_chase(_open_ones(book.entries, polls, run), run.day(), period)
        clerk.write(waiting, book, "Nobody has to be chased.")


@grouped
def thank(
    *, since: _Since = None, polls: Polls, standing: Standing = None, wished: Letters, run: Run
) -> None:
    """Write to those who said yes: thank you, and how will you go about it?

    Nobody is thanked twice for one answer, once --record has noted it. Nothing is sent.
    """
    first = options.read_day(since) if since else None
    clerk = Clerk(wished, run, standing)
    with _opened(run, record=wished.record) as book:
        agreed = due.to_thank(_open_ones(book.entries, polls, run), first)
        clerk.write(agreed, book, "Nobody is to be thanked: no yes, or none that was not thanked for.")


@grouped
def winners(
    *,
    elected: _ElectedFile = None,
    live: _Live = False,
    base_url: BaseUrl = None,
    timeout: Timeout = TIMEOUT,
    rate: Rate = None,
    polling_day: PollingDay = None,
    wished: Letters,
    run: Run,
) -> None:
    """Write to those elected about what they said, ask by ask; and to those who were never asked.

    Nobody is written to twice, once --record has noted it. Nothing is sent.
    """
    if (elected is not None) is live:
        raise WrongUse("Say who was elected in one way: --elected FILE, or --live.")
    clerk = Clerk(wished, run)
    with _opened(run, record=wished.record) as book:
        entries = run.until_then(settled(book.entries))
        if elected is not None:
            days = PollingDays(entries, Polls(None, polling_day).day(), run.day())
            found = read_elected(elected, entries, run.first_day(), days)
        else:
            asked = Service(
                source=SourceName.CANDIDATES,
                base_url=base_url,
                timeout=timeout,
                rate=rate,
                max_errors=1,
                no_cache=True,
            )
            found = ask_who_was_elected(entries, run.first_day(), asked, quiet=run.quiet)
        letters = [*due.to_elected(entries, found.known), *map(clerk.first_question, found.new)]
        clerk.write(letters, book, "None of them is to be written to.")


def _opened(run: Run, *, record: bool) -> AbstractContextManager[logbook.Changing]:
    """Give a log to be changed, or one that is there only to be read."""
    if record and run.log.exists():
        return logbook.changing(run.log, quiet=run.quiet)
    return nullcontext(logbook.Changing(read_log(run.log, quiet=run.quiet).entries))


def _period(text: str) -> timedelta:
    """Read a period such as 14d or 2w.

    Raises:
        WrongUse: it is none.
    """
    found = re.fullmatch(r"(\d{1,3})\s*(d|days?|w|weeks?|)", text.strip().lower())
    days = int(found[1]) * (7 if found[2].startswith("w") else 1) if found else 0
    if not 0 < days <= _MOST_DAYS:
        raise WrongUse(f'"{text[:20]}" is not a period.', "Write it in days or weeks: --after 14d.")
    return timedelta(days=days)


def _open_ones(entries: Iterable[Entry], polls: Polls, run: Run) -> list[Entry]:
    """Give the entries of contests whose polls are still to come; say which are over."""
    first = run.first_day()
    kept = run.until_then(polls.of(settled(entries)))
    days = PollingDays(kept, polls.day(), run.day())
    still_open = [entry for entry in kept if (days.of(entry) or first) >= first]
    over = {entry.contest for entry in kept} - {entry.contest for entry in still_open}
    if over and not run.quiet:
        names = "; ".join(sorted(over))
        say(f"askcandidate: over, so nobody is written to: {names}. askcandidate log winners comes after.")
    return still_open
