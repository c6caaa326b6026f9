"""``askcandidate explain``: what each ask and figure in a letter or sheet rests on."""

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from askcandidate import settings
from askcandidate.campaign import SHIPPED, Campaign
from askcandidate.commands import explaining, options
from askcandidate.commands.explaining import Explanation, Point
from askcandidate.commands.pile import SUFFIXES, files_in
from askcandidate.commands.streams import say, write
from askcandidate.errors import AskError, ExitCode, NotFound, WrongUse
from askcandidate.formats import provenance
from askcandidate.formats.records import as_document, flat
from askcandidate.model import day_in_words, number_of

EPILOG = """Examples:

  askcandidate explain letter.docx

  askcandidate letter BS1 5TR --jsonl | askcandidate explain -
"""

_SUFFIXES = (*SUFFIXES, ".pdf")
_Counted = list[tuple[Explanation, int]]


def explain(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="Letters or sheets in any form, or folders of them; - is stdin."
        ),
    ],
    json: Annotated[bool, typer.Option("--json", help="One JSON document, a list.")] = False,
    on: options.On = None,
    campaign: options.Campaign = None,
) -> None:
    """Say what letters and sheets rest on: document, publisher, date, place in it, and until when.

    Reads every form that letters and sheets are written in. What has run out by the day given with
    --on, or is no longer in the campaign, is said. Nobody's own words are shown.
    """
    day = options.read_day(on)
    told = Campaign(campaign or settings.load().campaign or SHIPPED)
    found: list[tuple[str, _Counted]] = []
    names = [name for each in files for name in _named(each)]
    for name in names:
        try:
            found.append((flat(name), _explained(name, told, day)))
        except AskError as error:
            if len(names) == 1:
                raise
            say(f"askcandidate: {error.message}")
    if json:
        records = (
            explaining.record(each, name, count, day) for name, counted in found for each, count in counted
        )
        write(as_document(records, single=False))
    else:
        write("\n".join(_lines(name, counted)) + "\n\n" for name, counted in found)
    raise typer.Exit(ExitCode.OK if len(found) == len(names) else ExitCode.PARTIAL)


def _explained(name: str, told: Campaign, on: date) -> _Counted:
    """Explain a file; letters that rest on the same are explained once, and counted.

    Raises:
        WrongUse: it cannot be read.
        BadData: it is damaged.
        NotFound: nothing of ours is in it.
    """
    explained = (explaining.explain(each, told, on) for each in provenance.read(_data(name), name))
    counted = Counter(filter(None, explained))
    if not counted:
        raise NotFound(
            f"There is nothing of ours in {name}.",
            "Give a letter or sheet that askcandidate wrote, with the line that says what it rests on.",
        )
    return list(counted.items())


def _named(name: str) -> list[str]:
    """Give the files that a name stands for: those of a folder, or itself.

    Raises:
        WrongUse: a folder holds none.
    """
    folder = Path(name)
    if name == "-" or "\0" in name or not folder.is_dir():
        return [name]
    found = files_in(folder, _SUFFIXES)
    if not found:
        raise WrongUse(f"{name} holds no {', '.join(_SUFFIXES)} file.")
    return [str(path) for path in found]


def _data(name: str) -> bytes:
    """Read a file whole, or stdin."""
    if name == "-":
        if sys.stdin is None:
            raise WrongUse("stdin is closed, so there is nothing to read.")
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its name is no file's name"
        raise WrongUse(f"{name} cannot be read: {reason}.") from None


def _lines(name: str, counted: _Counted) -> Iterator[str]:
    for explanation, count in counted:
        yield f"{name}: {_what(explanation, count)}"
        if not explanation.carried:
            yield "  The file does not say what it rests on; these are ours by their sentences."
        for point in explanation.asks:
            yield from _point(point, "ask")
        for point in explanation.facts:
            yield from _point(point, "figure")
        for row in explanation.standing:
            yield f"  what was seen: {row.third_person}"
            when = day_in_words(row.dated) if row.dated else "undated"
            yield f'    source:     "{row.document}", {row.publisher}; {when}; {row.url}'


def _what(explanation: Explanation, count: int) -> str:
    if explanation.office is None:
        return "what it rests on"
    when = f" of {day_in_words(explanation.written_on)}" if explanation.written_on else ""
    return f"{'a letter' if count == 1 else number_of(count, 'letter')}{when} to {explanation.office}"


def _point(point: Point, kind: str) -> Iterator[str]:
    if not point.known:
        yield f"  {point.id}: there is no such {kind} in the campaign, or not any more."
        return
    yield f"  {point.id}: {point.says}"
    source = "; ".join(filter(None, [point.publisher, point.dated]))
    yield f'    source:     "{point.document}", {source}' if point.document else f"    source:     {source}"
    if point.place:
        yield f"    place:      {point.place}"
    if point.as_of:
        yield f"    counts:     {point.as_of}"
    if point.superseded_by:
        yield f"    overtaken:  by {point.superseded_by}"
    if point.valid_from and not point.stands and not point.valid_to:
        yield f"    good from:  {day_in_words(point.valid_from)}"
    if point.valid_to:
        yield f"    {'good until: ' if point.stands else 'past since: '}{day_in_words(point.valid_to)}"
