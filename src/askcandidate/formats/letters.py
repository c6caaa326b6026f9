"""Letters as plain text, Markdown and records; each from the same Letter value."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple, assert_never

from askcandidate.correspondence import Letter
from askcandidate.formats.templates import Templates
from askcandidate.model import Contact, day_in_words

_WIDTH = 72
_NAME = "[your name]"


class LetterFormat(StrEnum):
    """The forms a letter can take; the value is also the suffix of its file, but for text."""

    TEXT = "text"
    MARKDOWN = "md"
    JSONL = "jsonl"


SUFFIXES = {".txt": LetterFormat.TEXT, ".md": LetterFormat.MARKDOWN, ".jsonl": LetterFormat.JSONL}


def write_letters(
    letters: Sequence[Letter], form: LetterFormat, templates: Templates, line: int = 0, row_id: str = ""
) -> Iterator[str]:
    """Write letters one after another, each with a heading and how to send it.

    Args:
        letters: all letters of one place, numbered in this order.
        form: the form to write.
        templates: where the pages are.
        line: the row of a batch that they are for; 0 for letters asked for by themselves.
        row_id: that row's own id, if its column was named.
    """
    for number, letter in enumerate(letters, 1):
        match form:
            case LetterFormat.TEXT:
                yield templates.page("letter/page.txt.j2", _page(letter, number, len(letters), _TEXT))
            case LetterFormat.MARKDOWN:
                yield templates.page("letter/page.md.j2", _page(letter, number, len(letters), _MARKDOWN))
            case LetterFormat.JSONL:
                yield json.dumps(letter_record(letter, line, row_id)) + "\n"
            case _:
                assert_never(form)


def letter_record(letter: Letter, line: int = 0, row_id: str = "") -> dict[str, Any]:
    """Give a letter as the record ``askcandidate.letter/1``; the sender's address is not in it."""
    return {
        "schema": "askcandidate.letter/1",
        "id": row_id or None,
        "line": line or None,
        "postcode_outward": letter.postcode and letter.postcode.outward,
        "office": letter.office.id,
        "ballot": letter.ballot and letter.ballot.id,
        "to": {
            "form": letter.to.form,
            "name": letter.to.name,
            "contact": [{"what": contact.what, "url": contact.url} for contact in letter.to.contacts],
            "source": letter.to.source or None,
            "id": letter.to.id or None,
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
        "seed": str(letter.seed),
        "warnings": [{"code": notice.code, "message": notice.message} for notice in letter.notices],
    }


def to_fill_in(letter: Letter) -> list[str]:
    """Give the places of a letter that the sender still has to fill in."""
    missing = ((_NAME, letter.sender.name), (_address_mark(letter), letter.sender.address))
    return [mark for mark, given in missing if not given]


def _address_mark(letter: Letter) -> str:
    return "[your address]" if letter.postcode else "[your address and postcode]"


class _Layout(NamedTuple):
    """How a form writes a paragraph, a line that is not to be broken, and an end of line in an address."""

    paragraph: Callable[[str], str]
    line: Callable[[str], str]
    line_end: str


def _page(letter: Letter, number: int, of: int, layout: _Layout) -> Mapping[str, Any]:
    """Give every word that a page's template may use."""
    heading = f"Letter {number} of {of}: {_whom(letter)}" if of > 1 else _whom(letter)
    sign_off = [
        letter.sender.name or _NAME,
        *(letter.sender.address or _address_mark(letter)).splitlines(),
        *([str(letter.postcode)] if letter.postcode else []),
    ]
    return {
        "rule": "=" * _WIDTH,
        "thin_rule": "-" * _WIDTH,
        "heading": layout.line(heading),
        "subject": layout.line(letter.subject),
        "salutation": layout.line(letter.salutation),
        "body": layout.paragraph(letter.body),
        "sign_off": layout.line_end.join(map(layout.line, sign_off)),
        "beside": [_aside(layout.paragraph, line) for line in _beside(letter)],
    }


def _whom(letter: Letter) -> str:
    if letter.ballot is None:
        return letter.office.title
    ballot = letter.ballot
    what = ballot.title or letter.office.title
    return f"{letter.to.name}, standing on {day_in_words(ballot.date)}: {what}"


@lru_cache(maxsize=4096)
def _aside(lay_out: Callable[[str], str], line: str) -> str:
    """Lay out a line that stands beside every letter to one office; once, since wrapping is slow."""
    return lay_out(line)


def _beside(letter: Letter) -> Iterator[str]:
    """Say what the sender should know, outside the page of the letter."""
    ways = [_way(contact) for contact in letter.to.contacts]
    yield f"To send this: {', or '.join(ways)}."
    missing = to_fill_in(letter)
    if missing:
        yield f"Still to fill in: {' and '.join(missing)}. People without an address are often not answered."
    yield "This rests on: " + "; and ".join(letter.sources) + "."


def _way(contact: Contact) -> str:
    address = contact.url.removeprefix("mailto:")
    return f"{address} ({contact.what})" if address else contact.what


def _wrapped(text: str) -> str:
    """Break lines for a page of plain text, list items with a hanging indent.

    By a pattern, since textwrap takes longer than all the rest of a letter together.
    """
    return "\n".join(map(_folded, text.splitlines()))


def _folded(line: str) -> str:
    if line.startswith("- "):
        return "\n  ".join(_ITEM_LINE.findall(line))
    return "\n".join(_LINE.findall(line))


# As many whole words as fit; a longer word, such as an address, has a line of its own.
_LINE = re.compile(rf"(\S{{{_WIDTH},}}|.{{1,{_WIDTH}}})(?:\s+|$)")
_ITEM_LINE = re.compile(rf"(\S{{{_WIDTH - 2},}}|.{{1,{_WIDTH - 2}}})(?:\s+|$)")
_MARKDOWN_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|"})


def literal(text: str) -> str:
    """Take Markdown's marks literally."""
    return text.translate(_MARKDOWN_MARKS)


_TEXT = _Layout(_wrapped, str, "\n")
_MARKDOWN = _Layout(literal, literal, "\\\n")
