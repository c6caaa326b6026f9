"""What a document for word processors is packed in: its properties, what it rests on, stable bytes."""

import io
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from askcandidate.languages import Language

_PROVENANCE_PART = PackURI("/customXml/item2.xml")
_LEFTOVERS = ("/thumbnail", "/stylesWithEffects")  # ends of the names of relations
_LONGEST_TITLE = 255  # characters, by the standard
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that an archive can hold


def pack(
    document: Document,
    title: str,
    on: date | None,
    provenances: Iterable[Mapping[str, Any]],
    language: Language = Language.ENGLISH,
) -> bytes:
    """Give a document's bytes; the same document gives the same.

    Args:
        document: as it is to be read.
        title: shown by file managers; there is no author.
        on: the day that its properties say it was made.
        provenances: what each letter or pack in it rests on.
        language: that it is in.
    """
    properties = document.core_properties
    properties.title = title[:_LONGEST_TITLE]
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.language = language.tag
    properties.revision = 1
    made = on or date(*_FIRST_DAY[:3])
    properties.created = properties.modified = datetime(made.year, made.month, made.day)  # noqa: DTZ001  (UTC)
    _drop_leftovers(document)
    _attach(document, provenances)
    out = io.BytesIO()
    document.save(out)
    return _undated(out)


def _drop_leftovers(document: Document) -> None:
    """Leave out of the library's own template a picture of it, and its styles for a program of 2010."""
    for links in (document.part.package.rels, document.part.rels):
        for key in [key for key, link in links.items() if link.reltype.endswith(_LEFTOVERS)]:
            del links[key]


def _attach(document: Document, provenances: Iterable[Mapping[str, Any]]) -> None:
    """Put what the document rests on into a part of its own, which no page shows."""
    root = ET.Element("provenance")
    for each in provenances:
        ET.SubElement(root, "of").text = json.dumps(each)
    blob = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    part = Part(_PROVENANCE_PART, "application/xml", blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


def _undated(packed: io.BytesIO) -> bytes:
    """Pack the same files again, without the time of packing."""
    out = io.BytesIO()
    with ZipFile(packed) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = ZipInfo(name, _FIRST_DAY)
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
