"""The text of documents for word processors, ours or anybody's, laid out as plain text for ``reading_back``.

A paragraph of ours says by its style what it is: the subject gets its label, the sender's address stands
after their name, and a letter ends in a rule. The foot of a section stands once, where the section ends.
"""

import io
import zlib
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from askcandidate.errors import BadData
from askcandidate.formats import extras, provenance
from askcandidate.formats.reading_back import RULE, SUBJECT, Lines, Unit, Written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document
    from docx.text.paragraph import Paragraph

# What python-docx raises for an archive that is none, that lacks a part, or whose parts are broken.
_FAULTS = (
    *(BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError, SyntaxError),
    *(AttributeError, IndexError, NotImplementedError, RuntimeError),
)


def of_document(data: bytes, name: str) -> Written:
    """Give the text of a document; its lines are numbered by paragraphs, empty ones not counted.

    Args:
        data: the file's bytes.
        name: what the file is called, for messages.

    Raises:
        WrongUse: the extra is not installed.
        BadData: the file is no such document, or damaged.
    """
    extras.check("docx")
    import docx  # noqa: PLC0415  (an extra)

    try:
        with ZipFile(io.BytesIO(data)) as archive:
            provenance.check_size(archive, name)
        return _laid_out(docx.Document(io.BytesIO(data)))
    except _FAULTS as error:
        raise BadData(f"{name} is damaged, or no document: {error}.", "Write the file again.") from None


def _laid_out(document: "Document") -> Written:
    lines, address, number = Lines(Unit.PARAGRAPH), [], 0
    for paragraph in _paragraphs(document):
        if isinstance(paragraph, str):
            lines.add(paragraph, number)
            continue
        if not paragraph.text.strip():
            continue
        number += 1
        style, text = str(paragraph.style.name if paragraph.style else ""), paragraph.text
        if style == "Sender":
            address.append((text, number))
            continue
        prefix = SUBJECT if style == "Subject" else "- " if style == "List Bullet" else ""
        lines.add(prefix + text, number)
        if style == "Signature":
            for line in address:
                lines.add(*line)
            address = []
            lines.add(RULE, number)
    return lines.written()


def _paragraphs(document: "Document") -> "Iterator[Paragraph | str]":
    """Give the paragraphs of a document in the order of its pages, those in tables too; the text of feet."""
    from docx.table import Table  # noqa: PLC0415  (an extra)

    feet = _feet(document)
    # Not section by section: for each of them python-docx would look through the whole document.
    elements = document.element.body.inner_content_elements
    for block, element in zip(document.iter_inner_content(), elements, strict=True):
        if isinstance(block, Table):
            yield from (p for row in block.rows for cell in row.cells for p in cell.paragraphs)
        else:
            yield block
        if element.xpath("./w:pPr/w:sectPr"):
            yield from next(feet, ())
    yield from next(feet, ())


def _feet(document: "Document") -> "Iterator[list[str]]":
    """Give the lines at the foot of each section; one without a foot has that of the one before."""
    foot: list[str] = []
    for section in document.sections:
        if not section.footer.is_linked_to_previous:
            foot = [paragraph.text for paragraph in section.footer.paragraphs if paragraph.text.strip()]
        yield foot
