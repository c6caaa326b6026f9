"""What letters and sheets rest on, read back from any file that was written with it.

Files carry it as a JSON object: records as themselves, mails in a header, and web pages, PDF and
documents for word processors wherever their form has room, escaped as it may be. Plain text carries the
line that its reader sees. What is read here is looked up or compared; of all that stands in a file only ids
and days that have the shape of ours are for showing.
"""

import csv
import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from email import message_from_string, policy
from html import unescape
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from askcandidate.errors import BadData
from askcandidate.formats.mail import PROVENANCE_HEADER
from askcandidate.formats.reading_back import json_lines
from askcandidate.formats.sheets import GRID_COLUMNS

_SCHEMAS = ("askcandidate.provenance/1", "askcandidate.letter/1")
_OBJECT = re.compile(r'\{\s*"schema":\s*"askcandidate\.provenance/1"')
_LARGEST = 200_000_000  # bytes that an archive may unpack to
_DEEPEST = 2  # an archive of documents for word processors, which are archives
BROKEN_ARCHIVE = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""What ``zipfile`` raises for an archive that is none, is cut short, or is made in a way it does not know."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_OFFICE = re.compile(r"[a-z-]{2,20}:[A-Za-z0-9-]{1,60}")
_XMP = b"<?xpacket begin"  # where a PDF has its properties once more, as plain XML (ISO 16684-1)
_MAIL = re.compile(rf"^{PROVENANCE_HEADER}:", re.MULTILINE | re.IGNORECASE)
_RESTS = r"(?:This rests on|Mae hwn yn seiliedig ar):"  # in English, in Welsh
_AND = re.compile("; and |; a hefyd ")
_STATEMENT = re.compile(rf"{_RESTS}.*?(?=\n\s*\n|\Z)", re.DOTALL)


class Carried(NamedTuple):
    """What a file says that a letter, or a pack, rests on.

    Attributes:
        asks: ids.
        facts: figures as they are printed, or the text that they stand in.
        sources: the lines that name documents.
        office: the id of the office that it is to.
        on: its day.
        text: for a file that does not say: all of it, in which to look for our sentences.
    """

    asks: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    office: str | None = None
    on: date | None = None
    text: str = ""


def read(data: bytes, name: str) -> list[Carried]:
    """Give what each letter or pack in a file rests on.

    Args:
        data: the file's bytes, in whatever form.
        name: what the file is called, for messages.

    Raises:
        BadData: the file is damaged; the message says where.
    """
    return list(_of_file(data, name, _DEEPEST))


def _of_file(data: bytes, name: str, depth: int) -> Iterator[Carried]:
    if data.startswith(b"PK"):
        return _of_archive(data, name, depth) if depth else iter(())
    if data.startswith(b"%PDF"):
        data = data[data.find(_XMP) :] if _XMP in data else b""
    text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    if text.startswith('{"'):
        return _of_lines(text, name)
    if _MAIL.search(text):
        return _of_mails(text)
    if _SCHEMAS[0] in text:
        return _of_objects(text, name)
    return iter(()) if "\0" in text else _of_text(text)


def check_size(archive: ZipFile, name: str) -> None:
    """Refuse an archive that would fill the memory.

    Raises:
        BadData: it would unpack to too much.
    """
    if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
        raise BadData(f"{name} would unpack to more than {_LARGEST // 1_000_000} MB.")


def _of_archive(data: bytes, name: str, depth: int) -> Iterator[Carried]:
    """Read a document of a word processor, which is an archive, or an archive of letters."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            check_size(archive, name)
            is_document = any(entry.filename == "[Content_Types].xml" for entry in entries)
            for entry in entries:
                if not is_document or entry.filename.startswith("customXml/"):
                    content = archive.read(entry)
                    if not is_document or _SCHEMAS[0].encode() in content:
                        yield from _of_file(content, f"{name}, {entry.filename}", depth - 1)
    except BROKEN_ARCHIVE as error:
        raise BadData(f"{name} is damaged: {error}.", "Write the file again.") from None


def _of_lines(text: str, name: str) -> Iterator[Carried]:
    """Read records of letters, one a line; those of rows that failed are passed over."""
    for _, record in json_lines(text.split("\n"), name):
        if isinstance(record, Mapping) and record.get("schema") in _SCHEMAS:
            yield _carried(record)


def _of_mails(text: str) -> Iterator[Carried]:
    """Read one mail, or the mails of an mbox."""
    for mail in re.split(r"^From .*\n", text, flags=re.MULTILINE):
        header = message_from_string(mail, policy=policy.default).get(PROVENANCE_HEADER)
        if header:
            yield from _of_objects(str(header), PROVENANCE_HEADER)


def _of_objects(text: str, name: str) -> Iterator[Carried]:
    """Read the objects that stand somewhere in a text, escaped or not."""
    whole = text if _OBJECT.search(text) else unescape(text)
    for found in _OBJECT.finditer(whole):
        try:
            record, _ = json.JSONDecoder().raw_decode(whole, found.start())
        except (ValueError, RecursionError):
            raise BadData(f"{name} is damaged where it says what it rests on.") from None
        yield _carried(record)


def _of_text(text: str) -> Iterator[Carried]:
    """Read letters or sheets as plain text or Markdown; the figures stand in the letters themselves."""
    if text.startswith(",".join(GRID_COLUMNS)):
        yield Carried(_ids(dict.fromkeys(row["ask"] or "" for row in csv.DictReader(io.StringIO(text)))))
        return
    plain = text.replace("\\", "")
    end = 0
    for found in _STATEMENT.finditer(plain):
        letter, statement = (" ".join(part.split()) for part in (plain[end : found.start()], found[0]))
        end = found.end()
        sources = _AND.split(re.sub(rf"^{_RESTS} ", "", statement))
        heads = (re.match(rf"({_ID.pattern}) \(", source) for source in sources)
        yield Carried(_ids(head[1] for head in heads if head), (letter,), (statement, *sources))
    if not end:
        yield Carried(text=" ".join(plain.split()))


def _carried(record: Mapping[str, Any]) -> Carried:
    office, on = record.get("office"), record.get("on")
    return Carried(
        asks=_ids(_texts(record.get("asks"))),
        facts=_texts(record.get("facts")),
        sources=_texts(record.get("sources")),
        office=office if isinstance(office, str) and _OFFICE.fullmatch(office) else None,
        on=_day(on),
    )


def _ids(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(each for each in found if _ID.fullmatch(each))


def _texts(value: Any) -> tuple[str, ...]:
    """Give the texts of a list, each on one line."""
    if not isinstance(value, list):
        return ()
    return tuple(" ".join(each.split()) for each in value if isinstance(each, str))


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
