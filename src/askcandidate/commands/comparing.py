"""How alike letters are, told to people and programs."""

import json as json_form
from pathlib import Path
from typing import Any

from askcandidate.commands.checking import place, printable, sender, set_words
from askcandidate.commands.streams import say, write
from askcandidate.errors import ExitCode
from askcandidate.formats.reading_back import Page
from askcandidate.model import number_of
from askcandidate.writing import sameness
from askcandidate.writing.sameness import Likeness, Text

_NAMES = {"whole": "whole letters", "set_words": "set words", "own_words": "own words"}
_ADVICE = (
    "The set words of {over:,} of {pairs:,} pairs are more alike than 0.50. Letters that read the same count "
    "as one: let writers choose other asks (--asks), or send one letter that all of them sign."
)
_OWN = (
    "The own words of {over:,} of {pairs:,} pairs are more alike than 0.50; that is the writers' to change, "
    "not ours."
)


def compare(letters: list[tuple[Path, Page]], *, json: bool) -> ExitCode:
    """Compare letters, write how alike they are, and give the exit code."""
    who = [sender(page, path) for path, page in letters]
    parts: dict[str, list[tuple[str, ...]]] = {
        "whole": [(page.body,) for _, page in letters],
        "set_words": [tuple(text for _, text in set_words(page)) for _, page in letters],
        "own_words": [(page.own_words or "",) for _, page in letters],
    }
    found = {
        name: sameness.compare([Text(text, whose) for text, whose in zip(texts, who, strict=True)])
        for name, texts in parts.items()
    }
    names = [place(path, page.line, page.unit) for path, page in letters]
    if json:
        record = {name: _record(likeness, names) for name, likeness in found.items()}
        whole = {"schema": "askcandidate.sameness/1", "letters": len(letters), **record}
        write([json_form.dumps(whole, indent=2) + "\n"])
    else:
        write(_line(_NAMES[name], likeness, names) for name, likeness in found.items())
    ours = found["set_words"]
    if ours.over:
        say("askcandidate: " + _ADVICE.format(over=ours.over, pairs=ours.pairs))
    if found["own_words"].over:
        say("askcandidate: " + _OWN.format(over=found["own_words"].over, pairs=found["own_words"].pairs))
    return ExitCode.CHECK_FAILED if ours.over else ExitCode.OK


def _line(name: str, likeness: Likeness, letters: list[str]) -> str:
    if likeness.pair is None:
        return f"{name}: nothing to compare (fewer than two are long enough and by different people)\n"
    one, other = (printable(letters[at]) for at in likeness.pair)
    return (
        f"{name}: median {likeness.median / 100:.2f}, 95th percentile {likeness.most / 100:.2f}, "
        f"highest {likeness.highest / 100:.2f} ({one} and {other}), "
        f"{number_of(likeness.pairs, 'pair')} of {likeness.compared:,} letters\n"
    )


def _record(likeness: Likeness, letters: list[str]) -> dict[str, Any]:
    compared = likeness.pair is not None
    return {
        "letters": likeness.compared,
        "pairs": likeness.pairs,
        "median": likeness.median / 100 if compared else None,
        "percentile_95": likeness.most / 100 if compared else None,
        "highest": likeness.highest / 100 if compared else None,
        "highest_pair": [letters[at] for at in likeness.pair] if likeness.pair else None,
        "over": likeness.over,
    }
