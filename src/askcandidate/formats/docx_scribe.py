"""Blocks on their way into a document for word processors."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from askcandidate.formats.blocks import (
    Block,
    Heading,
    Items,
    Paragraph,
    Quote,
    Rule,
    Span,
    Spans,
    Table,
    after_box,
)
from askcandidate.languages import Language

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

_COLUMNS = {
    "sheet": (25, 20, 55),
    "script": (13, 17, 70),
    "checklist": (36, 16, 16, 16, 16),
}  # hundredths of the width
_PACKS = 30  # hundredths for the packs on a cover; the others share the rest, by their longest words
_GRID_NAMES = 16  # hundredths for the column of names; the others share the rest, answers one part of three
_ROW, _LARGE_ROW = 12, 15  # millimetres at least, for a row that is written in by hand
# What XML cannot hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Scribe:
    """Writes blocks into a document.

    Args:
        large: whether it is in large print.
        language: of the document.

    Attributes:
        language: of what is written next.
    """

    def __init__(self, *, large: bool, language: Language = Language.ENGLISH) -> None:
        import docx  # noqa: PLC0415  (an extra)

        from askcandidate.formats.docx_styles import dress  # noqa: PLC0415

        self.document: Document = docx.Document()
        self._row = _LARGE_ROW if large else _ROW
        self._is_new = True
        dress(self.document, language, large=large)
        self.language = self._around = language
        self._style_ids = {style.name: style.style_id for style in self.document.styles}

    def begin_page(self, paper: tuple[int, int], margin: int) -> "Section":
        """Begin a page on a paper of its own; sizes are in millimetres."""
        from docx.enum.section import WD_ORIENT  # noqa: PLC0415
        from docx.shared import Mm  # noqa: PLC0415

        section = self.document.sections[0] if self._is_new else self._next_section()
        self._is_new = False
        width, height = paper
        section.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(margin)
        self._width = width - 2 * margin
        return section

    def _next_section(self) -> "Section":
        """Begin a section; the old one ends with its last paragraph, not with an empty one after it."""
        section: Section = self.document.add_section()
        end = self.document.element.body[-2]  # before the properties of the last section
        last = end.getprevious()
        if last is not None and last.tag == end.tag:
            last.get_or_add_pPr().append(end.pPr.sectPr)
            end.getparent().remove(end)
        return section

    def add(self, text: str, style: str = "Normal") -> Any:
        """Add a paragraph of plain text."""
        return self._add((Span(text),), style)

    def write(self, blocks: Iterable[Block], kind: str = "") -> None:
        """Write blocks; the kind of a sheet decides on the columns of its tables."""
        written: Any = None
        for block in blocks:
            match block:
                case Heading(level, spans):
                    written = self._add(spans, f"Heading {min(level, 3)}")
                case Paragraph(spans):
                    written = self._add(spans, "Normal")
                case Items(items, first):
                    self._list(items, first)
                case Table():
                    if written is not None:
                        written.paragraph_format.keep_with_next = True  # a question keeps its table
                    self._table(block, kind)
                case Quote(inner):
                    for each in inner:
                        self._add(each.spans if isinstance(each, Paragraph) else (), "Quote")
                case Rule():
                    self.add("", "Line")

    def _add(self, spans: Spans, style: str) -> Any:
        """Add a paragraph; by its XML, since the library looks through the whole document each time."""
        from docx.oxml import OxmlElement  # noqa: PLC0415  (an extra)
        from docx.text.paragraph import Paragraph as Written  # noqa: PLC0415

        from askcandidate.formats.docx_styles import frame, tag_language  # noqa: PLC0415

        element: Any = OxmlElement("w:p")
        self.document.element.body[-1].addprevious(element)
        element.style = self._style_ids[style]
        frame(element, style)
        paragraph = Written(element, self.document)
        put_spans(paragraph, spans)
        if self.language is not self._around:
            for run in paragraph.runs:
                tag_language(run, self.language)
        return paragraph

    def _list(self, items: Iterable[Sequence[Block]], first: int | None) -> None:
        number = None if first is None else self._numbering(first)
        for item in items:
            for index, block in enumerate(item):
                if not isinstance(block, Paragraph):
                    self.write([block])
                elif index:
                    self._add(block.spans, "List Continue")
                elif spans := after_box(block):
                    self._add((spans[0]._replace(text=f"☐\t{spans[0].text}"), *spans[1:]), "Tick List")
                else:
                    written = self._add(block.spans, "List Bullet" if number is None else "List Number")
                    if number is not None:
                        properties = written._p.get_or_add_pPr()  # noqa: SLF001  (there is no public way)
                        properties.get_or_add_numPr().get_or_add_numId().val = number

    def _numbering(self, first: int) -> int:
        """Make a list that counts from its own beginning, and give its id."""
        numbering = self.document.part.numbering_part.element
        style = self.document.styles["List Number"].element
        of_style = numbering.num_having_numId(style.pPr.numPr.numId.val)
        own = numbering.add_num(of_style.abstractNumId.val)
        own.add_lvlOverride(ilvl=0).add_startOverride(first)
        return int(own.numId)

    def _table(self, table: Table, kind: str) -> None:
        """Write a table: its head is repeated on each page, no row is broken, a short one stays together."""
        from docx.enum.table import WD_ROW_HEIGHT_RULE  # noqa: PLC0415
        from docx.oxml import OxmlElement  # noqa: PLC0415
        from docx.shared import Mm  # noqa: PLC0415

        rows = (table.head, *table.rows)
        made = self.document.add_table(0, len(table.head), style="Table Grid")
        made.autofit = False
        parts = _widths(kind, ["".join(span.text for span in cell) for cell in table.head])
        widths = [Mm(self._width * part / 100) for part in parts]
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        for number, cells in enumerate(rows):
            row = made.add_row()
            properties = row._tr.get_or_add_trPr()  # noqa: SLF001  (there is no public way)
            properties.append(OxmlElement("w:cantSplit"))
            if number == 0:
                properties.append(OxmlElement("w:tblHeader"))
            elif any(_is_line(cell) for cell in cells):
                row.height, row.height_rule = Mm(self._row), WD_ROW_HEIGHT_RULE.AT_LEAST
            for cell, words, width in zip(row.cells, cells, widths, strict=True):
                cell.width = width
                spans = () if _is_line(words) else words  # the cell itself is there to write in
                paragraph = cell.paragraphs[0]
                paragraph.style = "Table Text"
                paragraph.paragraph_format.keep_with_next = number < len(rows) - 1 or None
                put_spans(paragraph, [s._replace(strong=True) for s in spans] if number == 0 else spans)
        self.add("", "Table Text")


def _widths(kind: str, head: Sequence[str]) -> Sequence[float]:
    """Share out a table's width among its columns, in hundredths."""
    columns = len(head)
    if len(_COLUMNS.get(kind, ())) == columns:
        return _COLUMNS[kind]
    pairs = (columns - 1) // 2
    if kind == "grid" and pairs:
        pair = (100 - _GRID_NAMES) / pairs
        return [_GRID_NAMES, *[pair / 3, pair * 2 / 3] * pairs]
    if kind == "cover":
        words = [max(map(len, title.split()), default=0) + 4 for title in head[1:]]
        return [_PACKS, *((100 - _PACKS) * word / sum(words) for word in words)]
    return [100 / columns] * columns


def _is_line(spans: Spans) -> bool:
    """Say whether a text is nothing but a line to write on."""
    return all(set(span.text) == {"_"} for span in spans)


def put_text(paragraph: Any, text: str) -> None:
    """Put plain text into a paragraph."""
    put_spans(paragraph, (Span(text),))


def put_spans(paragraph: Any, spans: Iterable[Span]) -> None:
    """Put runs of text into a paragraph, styled by name."""
    for span in spans:
        run = paragraph.add_run(_ILLEGAL.sub("", span.text))
        if span.language:
            from askcandidate.formats.docx_styles import tag_language  # noqa: PLC0415  (an extra)

            tag_language(run, span.language)
        if span.strong or span.emphasis:
            run.style = "Strong" if span.strong else "Emphasis"
