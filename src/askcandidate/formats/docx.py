"""Letters and sheets for word processors, with the extra ``[docx]``."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from askcandidate.formats import extras
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
    of_markdown,
    parted,
)
from askcandidate.formats.letter_records import provenance
from askcandidate.formats.letters import LetterPage, Look, Printed, page_of, texts_of
from askcandidate.formats.sheets import Binder, Page, provenance_of
from askcandidate.languages import Language, Texts

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section

_A4, _A5 = (210, 297), (148, 210)  # millimetres
_LANDSCAPE = (297, 210)
_PAPER = {"cover": _LANDSCAPE, "grid": _LANDSCAPE, "card": _A5, "one": _A5}
_MARGINS = {_A4: 20, _A5: 12, _LANDSCAPE: 15}  # millimetres
_COLUMNS = {
    "sheet": (25, 20, 55),
    "script": (13, 17, 70),
    "invite": (36, 16, 16, 16, 16),
}  # hundredths of the width
_PACKS = 30  # hundredths for the packs on a cover; the others share the rest, by their longest words
_GRID_NAMES = 16  # hundredths for the column of names; the others share the rest, answers one part of three
_ROW, _LARGE_ROW = 12, 15  # millimetres at least, for a row that is written in by hand
_BOX = "☐ "
# What XML cannot hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_letters(letters: Iterable[Printed], look: Look) -> Iterator[bytes]:
    """Write letters into one document, each on a page of its own, and after them how to send them.

    Raises:
        WrongUse: the extra is not installed.
    """
    extras.check("docx")
    from askcandidate.formats.docx_package import pack  # noqa: PLC0415  (an extra)

    printed = list(letters)
    texts = texts_of(each.letter for each in printed)
    scribe = _Scribe(large=look.large, language=texts.language)
    pages = [page_of(each, look) for each in printed]
    for page in pages:
        section = scribe.begin_page(_A4, _MARGINS[_A4])
        if page is pages[0]:
            _put_text(section.footer.paragraphs[0], page.imprint)
        scribe.language = page.language
        _write_letter(scribe, page)
    scribe.language = texts.language
    scribe.begin_page(_A4, _MARGINS[_A4]).footer.is_linked_to_previous = False
    _write_notes(scribe, pages, texts)
    on = printed[0].letter.on if printed else None
    many = texts.label("{count} letters", count=len(pages))
    title = pages[0].subject if len(pages) == 1 else many
    yield pack(scribe.document, title, on, [provenance(each.letter) for each in printed], texts.language)


def write_sheets(packs: Iterable[Sequence[Page]], binder: Binder) -> Iterator[bytes]:
    """Write packs into one document, each sheet on pages of its own and on the paper that it is for.

    Raises:
        WrongUse: the extra is not installed.
    """
    extras.check("docx")
    from askcandidate.formats.docx_package import pack  # noqa: PLC0415  (an extra)

    scribe = _Scribe(large=binder.large)
    before: list[Spans] = []
    for page in (page for pages in packs for page in pages):
        paper = _PAPER.get(page.kind, _A4)
        section = scribe.begin_page(paper, _MARGINS[paper])
        body, foot = parted(of_markdown(page.markdown, page.texts))
        if foot != before:  # a section has the foot of the one before it, unless it is given its own
            _write_foot(section, foot)
        before = foot
        scribe.write(body, page.kind)
    yield pack(scribe.document, binder.title, binder.on, [provenance_of(binder)])


def _write_foot(section: "Section", foot: Iterable[Spans]) -> None:
    """Write what stands at the foot of every page of a section."""
    lines = list(foot) or [()]
    _put_spans(section.footer.paragraphs[0], lines[0])
    for line in lines[1:]:
        _put_spans(section.footer.add_paragraph(style="Footer"), line)


def _write_letter(scribe: "_Scribe", page: LetterPage) -> None:
    """Write a letter as letters look here: the sender on the right, the addressee behind the window."""
    name, *address = page.sender
    for line in address:
        scribe.add(line, "Sender")
    scribe.add(page.date, "Letter Date")
    scribe.add(page.to, "Addressee")
    scribe.add(page.subject, "Subject")
    scribe.add(page.salutation, "Salutation")
    scribe.write(page.body)
    scribe.add(page.closing, "Closing")
    scribe.add(name, "Signature")


def _write_notes(scribe: "_Scribe", pages: Sequence[LetterPage], texts: Texts) -> None:
    """Write what the writer should know, once for all letters that it is the same for."""
    title = "How to send these letters" if len(pages) > 1 else "How to send this letter"
    scribe.add(texts.label(title), "Heading 1")
    scribe.add(texts.label("This page is for you, and no part of any letter."))
    headings: dict[tuple[Language, tuple[str, ...]], list[str]] = {}
    for page in pages:
        headings.setdefault((page.language, page.beside), []).append(page.heading)
    for (scribe.language, lines), of in headings.items():
        scribe.add("; ".join(dict.fromkeys(of)), "Heading 2")
        for line in lines:
            scribe.add(line)


class _Scribe:
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
        _put_spans(paragraph, spans)
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
                elif block.spans and block.spans[0].text.startswith(_BOX):
                    box = block.spans[0]._replace(text=block.spans[0].text.replace(_BOX, "☐\t", 1))
                    self._add((box, *block.spans[1:]), "Tick List")
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
                _put_spans(paragraph, [s._replace(strong=True) for s in spans] if number == 0 else spans)
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


def _put_text(paragraph: Any, text: str) -> None:
    _put_spans(paragraph, (Span(text),))


def _put_spans(paragraph: Any, spans: Iterable[Span]) -> None:
    for span in spans:
        run = paragraph.add_run(_ILLEGAL.sub("", span.text))
        if span.language:
            from askcandidate.formats.docx_styles import tag_language  # noqa: PLC0415  (an extra)

            tag_language(run, span.language)
        if span.strong or span.emphasis:
            run.style = "Strong" if span.strong else "Emphasis"
