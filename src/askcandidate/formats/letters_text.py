"""Letters as plain text and as Markdown."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from askcandidate.formats.blocks import literal
from askcandidate.formats.letter_forms import LetterFormat
from askcandidate.formats.letters import Look, Printed, page_of

_WIDTH = 72


class _Layout(NamedTuple):
    """How a form writes a paragraph, a line that is not to be broken, and an end of line in an address."""

    template: str
    paragraph: Callable[[str], str]
    line: Callable[[str], str]
    line_end: str


def write(letters: Iterable[Printed], form: LetterFormat, look: Look) -> Iterator[str]:
    """Write letters one after another, each with a heading and how to send it."""
    layout = _TEXT if form is LetterFormat.TEXT else _MARKDOWN
    for printed in letters:
        yield look.templates.page(layout.template, _words(printed, look, layout), printed.letter.texts)


def _words(printed: Printed, look: Look, layout: _Layout) -> Mapping[str, Any]:
    """Give every word that a page's template may use."""
    page = page_of(printed, look)
    return {
        "rule": "=" * _WIDTH,
        "thin_rule": "-" * _WIDTH,
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

_TEXT = _Layout("letter/page.txt.j2", _wrapped, str, "\n")
_MARKDOWN = _Layout("letter/page.md.j2", literal, literal, "\\\n")
