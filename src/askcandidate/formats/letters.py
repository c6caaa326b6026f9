"""Letters as plain text, Markdown and records; each from the same Letter value."""

import json
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, assert_never

from askcandidate.formats.templates import Templates
from askcandidate.model import Letter, Office

_WIDTH = 72


class LetterFormat(StrEnum):
    """The forms a letter can take; the value is also the suffix of its file, but for text."""

    TEXT = "text"
    MARKDOWN = "md"
    JSONL = "jsonl"


SUFFIXES = {".txt": LetterFormat.TEXT, ".md": LetterFormat.MARKDOWN, ".jsonl": LetterFormat.JSONL}


def write_letters(letters: Sequence[Letter], form: LetterFormat, templates: Templates) -> Iterator[str]:
    """Write letters one after another, each with a heading and how to send it.

    Args:
        letters: all letters of one place, numbered in this order.
        form: the form to write.
        templates: where the pages are.
    """
    for number, letter in enumerate(letters, 1):
        match form:
            case LetterFormat.TEXT:
                yield templates.page("letter/page.txt.j2", _page(letter, number, len(letters), _wrapped))
            case LetterFormat.MARKDOWN:
                yield templates.page("letter/page.md.j2", _page(letter, number, len(letters), _markdown))
            case LetterFormat.JSONL:
                yield json.dumps(letter_record(letter)) + "\n"
            case _:
                assert_never(form)


def letter_record(letter: Letter) -> dict[str, Any]:
    """Give a letter as the record ``askcandidate.letter/1``; the sender's address is not in it."""
    return {
        "schema": "askcandidate.letter/1",
        "id": None,
        "postcode_outward": letter.postcode and letter.postcode.outward,
        "office": letter.office.id,
        "ballot": None,
        "to": {
            "form": letter.to.form,
            "name": letter.to.name,
            "contact": [{"what": contact.what, "url": contact.url} for contact in letter.to.contacts],
        },
        "address_as": {"whom": letter.address_as, "why": letter.why_so_addressed},
        "subject": letter.subject,
        "salutation": letter.salutation,
        "body": letter.body,
        "asks": [ask.id for ask in letter.asks],
        "facts": list(letter.facts),
        "sources": list(letter.sources),
        "own_word_count": letter.own_word_count,
        "set_word_count": letter.set_word_count,
        "on": letter.on.isoformat(),
        "seed": None,
        "warnings": [],
    }


def to_fill_in(letter: Letter) -> list[str]:
    """Give the places of a letter that the sender still has to fill in."""
    missing = (("[your name]", letter.sender.name), ("[your address]", letter.sender.address))
    return [mark for mark, given in missing if not given]


def _page(letter: Letter, number: int, of: int, lay_out: Callable[[str], str]) -> Mapping[str, Any]:
    return {
        "rule": "=" * _WIDTH,
        "thin_rule": "-" * _WIDTH,
        "heading": _heading(letter.office, number, of),
        "subject": letter.subject,
        "salutation": letter.salutation,
        "body": lay_out(letter.body),
        "name": letter.sender.name or "[your name]",
        "address": letter.sender.address or "[your address]",
        "postcode": letter.postcode and str(letter.postcode),
        "beside": [lay_out(line) for line in _beside(letter)],
    }


def _heading(office: Office, number: int, of: int) -> str:
    return f"Letter {number} of {of}: {office.title}" if of > 1 else office.title


def _beside(letter: Letter) -> Iterator[str]:
    """Say what the sender should know, outside the page of the letter."""
    ways = [f"{contact.url} ({contact.what})" for contact in letter.to.contacts]
    yield f"To send this: {', or '.join(ways)}."
    missing = to_fill_in(letter)
    if missing:
        yield f"Still to fill in: {' and '.join(missing)}. People without an address are often not answered."
    yield "This rests on: " + "; and ".join(letter.sources) + "."


def _wrapped(text: str) -> str:
    """Break lines for a page of plain text, list items with a hanging indent."""
    return "\n".join(
        textwrap.fill(
            line,
            _WIDTH,
            subsequent_indent="  " if line.startswith("- ") else "",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.splitlines()
    )


_MARKDOWN_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|"})


def _markdown(text: str) -> str:
    """Take Markdown's marks literally; list items of ours stay items."""
    return text.translate(_MARKDOWN_MARKS)
