"""``askcandidate check``: letters, sheets and a campaign's folder, looked over before anybody else does."""

import json as json_form
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from askcandidate import settings, vocabulary
from askcandidate.campaign import SHIPPED, Campaign
from askcandidate.commands import checking, checking_campaign, options
from askcandidate.commands.checking import Finding, Rules, printable
from askcandidate.commands.comparing import compare
from askcandidate.commands.pile import Pile
from askcandidate.commands.streams import say, write
from askcandidate.errors import BadData, ExitCode, WrongUse
from askcandidate.formats.reading_back import Kind
from askcandidate.model import number_of
from askcandidate.writing.reading_age import syllable_counter

EPILOG = """Examples:

  askcandidate check letters.jsonl

  askcandidate check --sameness letters/

  askcandidate check my-campaign/

  askcandidate check mine.txt --own-words
"""
_MOST_SHOWN = 3  # places of one kind of finding that are shown; the rest are counted

_Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Letters or sheets in any form but PDF, folders of them, or a campaign's folder; - is stdin.",
    ),
]
_Sameness = Annotated[
    bool, typer.Option("--sameness", help="Compare the letters with each other, and nothing else.")
]
_OwnWords = Annotated[
    bool, typer.Option("--own-words", help="The files are somebody's own words, not letters.")
]
_All = Annotated[bool, typer.Option("--all", help="Show every place of every finding.")]


def check(
    paths: _Paths,
    sameness: _Sameness = False,
    own_words: _OwnWords = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON document, with every finding.")] = False,
    all_: _All = False,
    on: options.On = None,
    campaign: options.Campaign = None,
    quiet: options.Quiet = False,
) -> None:
    """Look over letters, sheets or a campaign before anybody else does.

    Finds what is left to fill in, what could identify somebody, facts that have run out, words that
    take a side, sentences nobody reads to their end, sheets without an imprint. With --sameness it
    says how alike letters are. Exit 11 says that something was found.
    """
    if sameness and own_words:
        raise WrongUse("Choose one of --sameness and --own-words.")
    pile = Pile(paths)
    if sameness:
        code = compare(
            [(path, page) for path, page in pile.pages() if page.kind is not Kind.SHEET], json=json
        )
    else:
        day = options.read_day(on)
        told = _in_use(campaign or settings.load().campaign or SHIPPED, pile)
        rules = Rules(vocabulary.shipped(), told.facts, told.asks, day, _syllables(quiet=quiet or own_words))
        look = checking.look_at_own_words if own_words else checking.look
        found = [finding for path, page in pile.pages() for finding in look(page, str(path), rules)]
        for folder in pile.campaigns:
            found += checking_campaign.look(folder, rules)
        write(_json(found) if json else _text(found, everything=all_))
        code = ExitCode.CHECK_FAILED if found else ExitCode.OK
        if not quiet:
            _sum_up(pile, found, day)
    raise typer.Exit(ExitCode.BAD_DATA if pile.unreadable else code)


def _in_use(folder: Path, pile: Pile) -> Campaign:
    """Give the campaign in use, or ours while that one is itself looked over and cannot be read.

    Raises:
        BadData: it cannot be read, and nobody asked what is wrong with it.
    """
    try:
        return Campaign(folder)
    except BadData:
        if folder.resolve() not in [each.resolve() for each in pile.campaigns]:
            raise
        return Campaign(SHIPPED)


def _sum_up(pile: Pile, found: list[Finding], day: date) -> None:
    for folder in pile.campaigns:
        for remark in checking_campaign.remarks(folder, day):
            say(f"askcandidate: {remark}")
    if pile.welsh:
        letters = number_of(pile.welsh, "letter")
        say(f"askcandidate: {letters} in Welsh: the lists of words, and reading age, are for English alone.")
    if pile.passed_over:
        files = number_of(pile.passed_over, "PDF")
        say(f"askcandidate: {files} passed over: what stands in a PDF cannot be read back.")
    if pile.unreadable and not pile.has_any:
        return
    outcome = number_of(len(found), "finding") if found else "nothing found"
    say(f"askcandidate: {pile.counted()} looked at; {outcome}.")
    if pile.has_any and not (found or pile.campaigns):
        say("Names and places that could give somebody away are for you to see: patterns know only some.")


def _syllables(*, quiet: bool) -> Any:
    try:
        return syllable_counter()
    except ImportError:
        if not quiet:
            say('askcandidate: reading age is left out: pip install "askcandidate[check]" adds it.')
        return None


def _text(found: list[Finding], *, everything: bool) -> Iterator[str]:
    """Give a line for each finding; the same one in many places is one line, with the first of them."""
    if everything:
        yield from (_line(finding) for finding in found)
        return
    for by_quote in checking.grouped(found):
        for places in by_quote[:_MOST_SHOWN]:
            more = f" [{number_of(len(places), 'place')}]" if len(places) > 1 else ""
            yield _line(places[0], more)
        rest = sum(map(len, by_quote[_MOST_SHOWN:]))
        if rest:
            yield f"  ... and {rest:,} more of this kind; --all shows each\n"


def _line(finding: Finding, more: str = "") -> str:
    quote = f': "{finding.quote}"' if finding.quote else ""
    return printable(f"{finding.where}: {finding.says}{quote}{more}") + "\n"


def _json(found: list[Finding]) -> Iterator[str]:
    yield json_form.dumps([_record(finding) for finding in found], indent=2) + "\n"


def _record(finding: Finding) -> dict[str, Any]:
    return {
        "schema": "askcandidate.finding/1",
        "path": finding.path,
        "line": finding.line,
        "unit": finding.unit,
        "code": finding.code,
        "message": finding.says,
        "quote": finding.quote or None,
    }
