"""The text of documents for word processors, ours or anybody's, laid out as plain text for ``reading_back``.

A paragraph of ours says by its style what it is: the subject gets its label, the sender's address stands
after their name, and a letter ends in a rule.
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
    from docx.section import Section, _Footer
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
    """Lay a document out page by page: what stands on a section's pages, then what stands at their foot."""
    lines, number = Lines(Unit.PARAGRAPH), 0
    for section in document.sections:
        address: list[tuple[str, int]] = []
        for paragraph in _paragraphs(section):
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
        for paragraph in _paragraphs(section.footer):  # not counted: who looks for it finds it on every page
            lines.add(paragraph.text, number)
    return lines.written()


def _paragraphs(part: "Section | _Footer") -> "Iterator[Paragraph]":
    """Give the paragraphs of a part of a document in its order, those in tables too, but no empty ones."""
    from docx.table import Table  # noqa: PLC0415  (an extra)

    for block in part.iter_inner_content():
        if isinstance(block, Table):
            held = [p for row in block.rows for cell in row.cells for p in cell.paragraphs]
        else:
            held = [block]
        yield from (paragraph for paragraph in held if paragraph.text.strip())
