"""Sheets of a meeting as Markdown, text, a page for the web and the printer, and a grid for spreadsheets.

Markdown is what the templates write; text and HTML are made from it, so that each wording stands once.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from askcandidate.formats.blocks import literal, reader
from askcandidate.formats.records import csv_row, spreadsheet_safe
from askcandidate.formats.templates import Templates

GRID_COLUMNS = (
    *("contest", "office", "candidate_source", "candidate_id", "candidate", "ask", "answer", "words"),
    *("date", "recorded_by"),
)
_WIDTH = 78


class SheetFormat(StrEnum):
    """The forms a pack can take."""

    TEXT = "text"
    MARKDOWN = "md"
    HTML = "html"


SUFFIXES = {".txt": SheetFormat.TEXT, ".md": SheetFormat.MARKDOWN, ".html": SheetFormat.HTML}
PAGES = ("sheet", "script", "grid", "card", "checklist", "invite")


class Page(NamedTuple):
    """One page of a pack: its kind and its Markdown."""

    kind: str
    markdown: str


def pages(words: Mapping[str, Any], kinds: Sequence[str], templates: Templates) -> list[Page]:
    """Fill the pages of a pack; what others wrote among the words is taken literally."""
    escaped = _literally(words)
    return [Page(kind, _tidied(templates.page(f"hustings/{kind}.md.j2", escaped))) for kind in kinds]


def write(packs: Iterable[Sequence[Page]], form: SheetFormat, title: str) -> Iterator[str]:
    """Write packs one after another in one document.

    Args:
        packs: the pages of each, in printing order.
        form: the form to write.
        title: of the document, for a browser's tab.
    """
    if form is SheetFormat.HTML:
        yield _HEAD.format(title=_html_text(title), style=_STYLE)
    for pack in packs:
        for page in pack:
            match form:
                case SheetFormat.MARKDOWN:
                    yield f"{page.markdown}\n\n"
                case SheetFormat.TEXT:
                    yield f"{_text(page.markdown)}\n{'=' * _WIDTH}\n\n"
                case SheetFormat.HTML:
                    yield f'<section class="{page.kind}">\n{reader().render(page.markdown)}</section>\n'
    if form is SheetFormat.HTML:
        yield "</main>\n</body>\n</html>\n"


def grid_rows(words: Mapping[str, Any], office_id: str) -> Iterator[str]:
    """Write the record grid of a meeting as rows of CSV, one for each person and question."""
    for question in words["questions"]:
        for speaker in words["speakers"]:
            cells = [words["contest"], office_id, speaker["source"], speaker["id"], speaker["name"]]
            cells += [question["ask"], "", "", "", ""]
            yield csv_row([spreadsheet_safe(cell) for cell in cells])


def _literally(value: Any) -> Any:
    """Take Markdown's marks literally in every text, however deep it lies."""
    if isinstance(value, str):
        return value if set(value) == {"_"} else literal(value)
    if isinstance(value, Mapping):
        return {key: _literally(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_literally(each) for each in value]
    return value


def _tidied(markdown: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", markdown).strip() + "\n"


def _text(markdown: str) -> str:
    """Lay a page out for a plain screen or printer."""
    from rich.console import Console  # noqa: PLC0415  (only where text is asked for)
    from rich.markdown import Markdown  # noqa: PLC0415

    out = io.StringIO()
    console = Console(file=out, width=_WIDTH, color_system=None, force_terminal=False, legacy_windows=False)
    console.print(Markdown(markdown, hyperlinks=False))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _html_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 46rem; padding: 1rem; }
section { border-top: 2px solid; margin-top: 2rem; padding-top: 1rem; }
section:first-child { border: 0; margin-top: 0; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; } h3 { font-size: 1.05rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid; padding: .4rem .5rem; text-align: left; vertical-align: top; }
.sheet td, .grid td, .invite td { height: 2.2rem; }
.sheet td:nth-child(3) { width: 55%; }
.checklist ul, .invite ul { list-style: none; padding-left: 0; }
blockquote { border: 2px solid; margin: 1rem 0; padding: .2rem 1rem; }
@media print {
  @page { size: A4; margin: 16mm; }
  @page card { size: A5; margin: 12mm; }
  @page wide { size: A4 landscape; margin: 12mm; }
  body { font-size: 11pt; max-width: none; padding: 0; }
  section { border: 0; break-before: page; margin: 0; padding: 0; }
  section:first-child { break-before: auto; }
  .card, .one { page: card; }
  .grid { page: wide; }
  h1, h2, h3, .sheet h3 + p { break-after: avoid; }
  .sheet table { break-inside: avoid; }
  tr, blockquote, li { break-inside: avoid; }
}
"""
_HEAD = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
"""
