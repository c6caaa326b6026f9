"""Summaries of answers: a table at a terminal, JSON, and a page with a chart of shapes and letters."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape
from textwrap import fill
from typing import Any, NamedTuple, TextIO

from askcandidate.formats.pledges import plain, print_table
from askcandidate.formats.records import flat
from askcandidate.formats.templates import Templates
from askcandidate.model import day_in_words
from askcandidate.pledges import Entry, State
from askcandidate.summing_up import WHY, Person, Summary

_WIDTH = 72  # characters of a line for a person
_LONGEST_NAME = 30  # characters beside the chart; the table under it has every name in full
# What is said of a state, and its letter and shape in the chart: one size, one line, no colour.
_WORDS = {
    State.YES: ("yes", "Y", "circle"),
    State.PARTLY: ("partly", "P", "diamond"),
    State.NO: ("no", "N", "square"),
    State.WOULD_RATHER_NOT_SAY: ("would rather not say", "R", "triangle"),
    State.DECLINED: ("declined to answer", "D", "triangle"),
    State.NOT_HERE: ("was not there", "H", "dashes"),
    State.WITHDREW: ("no longer stands", "W", "dashes"),
    State.BOUNCED: ("could not be reached", "B", "dashes"),
    State.SILENT: ("has not answered", "?", "dashes"),
    State.ACKNOWLEDGED: ("replied, no answer yet", "?", "dashes"),
    State.ASKED: ("has not answered", "?", "dashes"),
    State.THANKED: ("has not answered", "?", "dashes"),
    State.ELECTED: ("has not answered", "?", "dashes"),
}
_NOT_ASKED = ("was not asked", "", "")


class Words(NamedTuple):
    """What stands around the answers of a page.

    Attributes:
        on: the day of the page.
        imprint: who answers for it, or empty.
        titles: what an ask is called, by its id.
        sources: the document an ask rests on, by its id.
        totals: whether answers are counted.
    """

    on: date
    imprint: str
    titles: Mapping[str, str]
    sources: Mapping[str, str]
    totals: bool = False


def print_summaries(summaries: Sequence[Summary], words: Words, out: TextIO) -> None:
    """Write summaries for a person at a terminal: a table a contest, then everybody's words."""
    for summary in summaries:
        out.write(f"\n{plain(_heading(summary))}\n\n")
        rows = [(person.label, *(_said(told)[0] for told in person.told)) for person in summary.people]
        print_table(("", *summary.asks), rows, out)
        out.writelines(_remarks(summary, words))
    out.write(f"\n{fill(WHY, _WIDTH)}\n")


def _remarks(summary: Summary, words: Words) -> Iterator[str]:
    counted = dict(_totals(summary, words))
    yield "\n"
    for ask in summary.asks:
        yield f"{ask}: {plain(words.titles.get(ask, 'none of the asks of this campaign'))}\n"
        if ask in counted:
            yield f"  {counted[ask]}\n"
    yield "\n"
    for ask, person, told in _quoted(summary):
        yield plain(f"{person.label}, {ask}, {day_in_words(told.day)}: {told.words}\n")


def tsv_lines(summaries: Sequence[Summary], words: Words) -> Iterator[str]:
    """Write contest, candidate, ask, what holds and its day, tab-separated.

    Where answers are counted, a line for each ask follows: nobody's name, the count, and no day.
    """
    for summary in summaries:
        for person in summary.people:
            for ask, told in zip(summary.asks, person.told, strict=True):
                yield _tsv(summary.contest, person.label, ask, _said(told)[0], str(told.day) if told else "")
        for ask, counted in _totals(summary, words):
            yield _tsv(summary.contest, "", ask, counted, "")


def _tsv(*cells: str) -> str:
    return "\t".join(map(flat, cells)) + "\n"


def document(summaries: Sequence[Summary], words: Words) -> Iterator[str]:
    """Write summaries as one JSON list of records ``askcandidate.summary/1``."""
    yield json.dumps([_record(summary, words) for summary in summaries], indent=2) + "\n"


def page(summaries: Sequence[Summary], words: Words, templates: Templates) -> str:
    """Write summaries as one self-contained page: a chart for each contest, and the same as a table."""
    told = {
        "why": WHY,
        "on": day_in_words(words.on),
        "imprint": words.imprint,
        "signs": [{"words": text, "letter": letter, "shape": shape} for text, letter, shape in _signs()],
        "summaries": [_for_page(summary, words) for summary in summaries],
    }
    return templates.page("log/summary.html.j2", _escaped(told))


def _heading(summary: Summary) -> str:
    day = summary.polling_day
    verb = "was" if summary.is_over else "is"
    return f"{summary.contest}{f' (polling day {verb} {day_in_words(day)})' if day else ''}"


def _said(told: Entry | None) -> tuple[str, str, str]:
    return _WORDS[told.state] if told else _NOT_ASKED


def _signs() -> list[tuple[str, str, str]]:
    """Give each sign of the chart once, in the order of the legend."""
    by_letter: dict[str, tuple[str, str, str]] = {}
    for sign in _WORDS.values():
        by_letter.setdefault(sign[1], sign)
    return list(by_letter.values())


def _quoted(summary: Summary) -> Iterator[tuple[str, Person, Entry]]:
    for at, ask in enumerate(summary.asks):
        for person in summary.people:
            told = person.told[at]
            if told and told.words:
                yield ask, person, told


def _totals(summary: Summary, words: Words) -> list[tuple[str, str]]:
    """Give each ask with the count of its answers in words; nothing unless they are to be counted."""
    if not words.totals:
        return []
    return [(ask, _counted(counts)) for ask, counts in zip(summary.asks, summary.totals(), strict=True)]


def _counted(counts: Mapping[State | None, int]) -> str:
    parts = [f"{counts[state]} {_WORDS[state][0]}" for state in _WORDS if counts.get(state)]
    waiting = [f"{counts[None]} not answered"] if counts.get(None) else []
    return ", ".join([*parts, *waiting])


def _record(summary: Summary, words: Words) -> dict[str, Any]:
    asks = [{"id": ask, "title": words.titles.get(ask)} for ask in summary.asks]
    totals = [{str(state or "not-answered"): n for state, n in each.items()} for each in summary.totals()]
    return {
        "schema": "askcandidate.summary/1",
        "contest": summary.contest,
        "office": summary.office or None,
        "ballot": summary.ballot or None,
        "polling_day": summary.polling_day and summary.polling_day.isoformat(),
        "polls_closed": summary.is_over,
        "asks": asks,
        "candidates": [
            {
                "name": person.name,
                "source": person.source or None,
                "id": person.id or None,
                "answers": [_answer(told) for told in person.told],
            }
            for person in summary.people
        ],
        "totals": totals if words.totals else None,
        "on": words.on.isoformat(),
        "imprint": words.imprint or None,
    }


def _answer(told: Entry | None) -> dict[str, Any] | None:
    """Give what holds of one ask, None where it was not put to them."""
    if told is None:
        return None
    return {
        "state": told.state,
        "date": told.day.isoformat(),
        "words": told.words or None,
        "link": told.link or None,
    }


def _for_page(summary: Summary, words: Words) -> dict[str, Any]:
    asks = [
        {"number": number, "title": words.titles.get(ask, ask), "source": words.sources.get(ask, "")}
        for number, ask in enumerate(summary.asks, 1)
    ]
    return {
        "heading": _heading(summary),
        "asks": asks,
        "people": [
            {
                "name": person.label,
                "short": person.label[:_LONGEST_NAME] + "…" * (len(person.label) > _LONGEST_NAME),
                "cells": [_cell(told) for told in person.told],
            }
            for person in summary.people
        ],
        "totals": [counted for _, counted in _totals(summary, words)],
    }


def _cell(told: Entry | None) -> dict[str, Any]:
    text, letter, shape = _said(told)
    return {
        "words": text,
        "letter": letter,
        "shape": shape,
        "day": day_in_words(told.day) if told else "",
        "said": told.words if told else "",
        "link": told.link if told and told.link.startswith(("https://", "http://")) else "",
    }


def _escaped(value: Any) -> Any:
    """Make every text, however deep it lies, one that a page shows as it is."""
    if isinstance(value, str):
        return escape("".join(c for c in value if c.isprintable() or c.isspace()))
    if isinstance(value, Mapping):
        return {key: _escaped(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_escaped(each) for each in value]
    return value
