"""Sheets of a meeting as Markdown, text, a page for the web and the printer, and a grid for spreadsheets.

Markdown is what the templates write; text and HTML are made from it, so that each wording stands once.
"""

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
        sources: what they rest on, line by line, to go with the file.
        large: whether they are in large print.
        on: the day of the sheets.
        asks: the ids of what is asked in them.
    """

    title: str
    sources: tuple[str, ...] = ()
    large: bool = False
    on: date | None = None
    asks: tuple[str, ...] = ()


def provenance_of(binder: Binder) -> dict[str, Any]:
    """Give what packs rest on, as it goes with every file of them."""
    return {
        "schema": "askcandidate.provenance/1",
        "office": None,
        "on": binder.on and binder.on.isoformat(),
        "asks": list(binder.asks),
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
            from askcandidate.formats.sheets_text import WIDTH, laid_out  # noqa: PLC0415  (each form when it is asked for)

            return (
                f"{laid_out(page.markdown, page.texts)}\n{'=' * WIDTH}\n\n" for pack in packs for page in pack
            )
        case SheetFormat.HTML:
            from askcandidate.formats.html import write_sheets as write_html  # noqa: PLC0415

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
    from askcandidate.formats.typesetting import lost  # noqa: PLC0415

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
