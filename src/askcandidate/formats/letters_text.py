"""Letters as plain text and as Markdown."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from askcandidate.formats.blocks import literal
from askcandidate.formats.letter_forms import LetterFormat
from askcandidate.formats.letters import TEXT_WIDTH, Look, Printed, page_of

_BEFORE = 9  # characters that may stand before a line, such as "Subject: "


class _Layout(NamedTuple):
    """How a form writes a paragraph, a line that is not to be broken, and an end of line in an address."""

    template: str
    paragraph: Callable[[str], str]
    line: Callable[[str], str]
    line_end: str


def write(letters: Iterable[Printed], form: LetterFormat, look: Look) -> Iterator[str]:
    """Write letters one after another, each with a heading and how to send it."""
    layout = _text(look.width) if form is LetterFormat.TEXT else _MARKDOWN
    for printed in letters:
        yield look.templates.page(layout.template, _words(printed, look, layout), printed.letter.texts)


def _words(printed: Printed, look: Look, layout: _Layout) -> Mapping[str, Any]:
    """Give every word that a page's template may use."""
    page = page_of(printed, look)
    return {
        "rule": "=" * look.width,
        "thin_rule": "-" * look.width,
        "heading": layout.line(page.heading),
        "subject": layout.line(page.subject),
        "salutation": layout.line(page.salutation),
        "body": layout.paragraph(printed.letter.body),
        "closing": layout.line(page.closing),
        "sign_off": layout.line_end.join(map(layout.line, page.sender)),
        "beside": [_aside(layout.paragraph, line) for line in page.beside],
        "imprint": layout.paragraph(page.imprint),
        "row": {name: layout.line(cell) for name, cell in printed.cells.items()},
    }


@lru_cache(maxsize=4096)
def _aside(lay_out: Callable[[str], str], line: str) -> str:
    """Lay out a line that stands beside every letter to one office; once, since wrapping is slow."""
    return lay_out(line)


@cache
def _text(width: int) -> _Layout:
    """Give the layout of a page of plain text: lines broken between words, list items with a hanging indent.

    By a pattern, since textwrap takes longer than all the rest of a letter together.
    """
    line_of, item_line_of = _line(width).findall, _line(width - 2).findall

    def folded(line: str) -> str:
        return "\n  ".join(item_line_of(line)) if line.startswith("- ") else "\n".join(line_of(line))

    def wrapped(text: str) -> str:
        return "\n".join(map(folded, text.splitlines()))

    def folded_line(line: str) -> str:
        return line if width >= TEXT_WIDTH else "\n".join(_line(width - _BEFORE).findall(line))

    return _Layout("letter/page.txt.j2", wrapped, folded_line, "\n")


def _line(width: int) -> re.Pattern[str]:
    """Find as many whole words as fit; a longer word, such as an address, has a line of its own."""
    return re.compile(rf"(\S{{{width},}}|.{{1,{width}}})(?:\s+|$)")


_MARKDOWN = _Layout("letter/page.md.j2", literal, literal, "\\\n")
