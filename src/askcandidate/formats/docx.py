"""Letters and sheets for word processors, with the extra ``[docx]``."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from askcandidate.formats import extras
from askcandidate.formats.blocks import Spans, of_markdown, parted
from askcandidate.formats.docx_scribe import Scribe, put_spans, put_text
from askcandidate.formats.letter_records import provenance
from askcandidate.formats.letters import LetterPage, Look, Printed, page_of, texts_of
from askcandidate.formats.sheets import Binder, Page, provenance_of
from askcandidate.languages import Language, Texts

if TYPE_CHECKING:
    from docx.section import Section

_A4, _A5 = (210, 297), (148, 210)  # millimetres
_LANDSCAPE = (297, 210)
_PAPER = {"cover": _LANDSCAPE, "grid": _LANDSCAPE, "card": _A5, "one": _A5}
_MARGINS = {_A4: 20, _A5: 12, _LANDSCAPE: 15}  # millimetres


def write_letters(letters: Iterable[Printed], look: Look) -> Iterator[bytes]:
    """Write letters into one document, each on a page of its own, and after them how to send them.

    Raises:
        WrongUse: the extra is not installed.
    """
    extras.check("docx")
    from askcandidate.formats.docx_package import pack  # noqa: PLC0415  (an extra)

    printed = list(letters)
    texts = texts_of(each.letter for each in printed)
    scribe = Scribe(large=look.large, language=texts.language)
    pages = [page_of(each, look, on_paper=True) for each in printed]
    for page in pages:
        section = scribe.begin_page(_A4, _MARGINS[_A4])
        if page is pages[0]:
            put_text(section.footer.paragraphs[0], page.imprint)
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

    scribe = Scribe(large=binder.large)
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
    put_spans(section.footer.paragraphs[0], lines[0])
    for line in lines[1:]:
        put_spans(section.footer.add_paragraph(style="Footer"), line)


def _write_letter(scribe: "Scribe", page: LetterPage) -> None:
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


def _write_notes(scribe: "Scribe", pages: Sequence[LetterPage], texts: Texts) -> None:
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
