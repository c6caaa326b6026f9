"""Sheets of a meeting as Markdown, text, a page for the web and the printer, and a grid for spreadsheets.

Markdown is what the templates write; text and HTML are made from it, so that each wording stands once.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, assert_never

from askcandidate.formats.blocks import literal
from askcandidate.formats.records import csv_row, spreadsheet_safe
from askcandidate.formats.templates import Templates
from askcandidate.languages import ENGLISH, Texts

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
    PDF = "pdf"
    DOCX = "docx"


SUFFIXES = {
    ".txt": SheetFormat.TEXT,
    ".md": SheetFormat.MARKDOWN,
    ".html": SheetFormat.HTML,
    ".pdf": SheetFormat.PDF,
    ".docx": SheetFormat.DOCX,
}
BINARY = (SheetFormat.PDF, SheetFormat.DOCX)
PAGES = ("sheet", "script", "grid", "card", "checklist", "invite")


class Page(NamedTuple):
    """One page of a pack: its kind, its Markdown, and the texts of its headings' language."""

    kind: str
    markdown: str
    texts: Texts = ENGLISH


def pages(
    words: Mapping[str, Any],
    kinds: Sequence[str],
    templates: Templates,
    folder: str = "hustings",
    texts: Texts = ENGLISH,
) -> list[Page]:
    """Fill the pages of a pack; what others wrote among the words is taken literally."""
    escaped = _literally(words)
    named = ((kind, f"{folder}/{kind}.md.j2") for kind in kinds)
    return [Page(kind, _tidied(templates.page(name, escaped, texts)), texts) for kind, name in named]


class Binder(NamedTuple):
    """How packs are put together in one document.

    Attributes:
        title: of the document, for a browser's tab and a file's properties.
        sources: what the questions rest on, line by line, to go with the file.
        large: whether they are in large print.
        on: the day of the sheets.
    """

    title: str
    sources: tuple[str, ...] = ()
    large: bool = False
    on: date | None = None


def provenance_of(binder: Binder) -> dict[str, Any]:
    """Give what packs rest on, as it goes with every file of them; each source begins with its ask's id."""
    return {
        "schema": "askcandidate.provenance/1",
        "office": None,
        "on": binder.on and binder.on.isoformat(),
        "asks": list(dict.fromkeys(source.partition(" ")[0] for source in binder.sources)),
        "facts": [],
        "sources": list(binder.sources),
    }


def write(packs: Iterable[Sequence[Page]], form: SheetFormat, binder: Binder) -> Iterator[str | bytes]:
    """Write packs one after another in one document.

    Args:
        packs: the pages of each, in printing order.
        form: the form to write.
        binder: how they are put together.

    Raises:
        WrongUse: the form needs an extra that is not installed.
    """
    match form:
        case SheetFormat.MARKDOWN:
            return (f"{page.markdown}\n\n" for pack in packs for page in pack)
        case SheetFormat.TEXT:
            return (f"{_text(page.markdown)}\n{'=' * _WIDTH}\n\n" for pack in packs for page in pack)
        case SheetFormat.HTML:
            from askcandidate.formats.html import write_sheets as write_html  # noqa: PLC0415  (when it is asked for)

            return write_html(packs, binder)
        case SheetFormat.PDF:
            from askcandidate.formats.pdf import write_sheets as write_pdf  # noqa: PLC0415

            return write_pdf(packs, binder)
        case SheetFormat.DOCX:
            from askcandidate.formats.docx import write_sheets as write_docx  # noqa: PLC0415

            return write_docx(packs, binder)
        case _:
            assert_never(form)


def lost_characters(pack: Sequence[Page], form: SheetFormat, title: str) -> list[str]:
    """Say what of a pack its form cannot show, if there is something.

    Args:
        pack: its pages.
        form: the form.
        title: which pack this is, for the message.

    Raises:
        WrongUse: the form needs an extra that is not installed.
    """
    if form is not SheetFormat.PDF:
        return []
    from askcandidate.formats.pdf import lost  # noqa: PLC0415  (each form when it is asked for)

    return lost(title, "".join(page.markdown for page in pack))


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
