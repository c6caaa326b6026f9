"""Reading rows from what people have: CSV, plain text, JSON lines; streaming, in whatever encoding."""

import codecs
import csv
import io
import json
import weakref
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from typing import BinaryIO, TextIO

from askcandidate.batch import NO_CELLS, Failure, Row
from askcandidate.errors import BadRow, WrongUse

POSTCODE_COLUMN = "postcode"
OTHER = "other"
"""The cell of a JSON line that keeps, as JSON, whatever of it is not text."""
MOST_TITLES = 20  # rows above a header that a spreadsheet may have
_ENOUGH_TO_TELL = 4096  # bytes looked at to tell CSV from JSON lines from plain text
_LONGEST_MESSAGE = 300  # characters kept of what the command before said of a row
_MOST_COLUMNS_NAMED = 12
_OTHER_KINDS = {
    codecs.BOM_UTF16_LE: "text in UTF-16",
    codecs.BOM_UTF16_BE: "text in UTF-16",
    b"PK\x03\x04": "a spreadsheet or a zip",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet",
    b"\x1f\x8b": "compressed with gzip",
    b"%PDF": "a PDF",
}


class InputFormat(StrEnum):
    """How an input is written."""

    CSV = "csv"
    TEXT = "text"
    JSONL = "jsonl"


class Reader:
    """Reads rows from a stream of bytes as they come, in constant memory.

    Text is UTF-8, with or without a byte order mark; a byte that is not is read as cp1252, and
    ``fell_back`` says so afterwards. Line ends may be of any kind.

    Args:
        stream: where the bytes come from.
        name: what to call it in messages.
        format: how it is written; told from its beginning if None.
        column: the column of the postcode; a column named postcode, in any case, if None.
        before_wait: called before each read that may have to wait, to let go of what is done.
    """

    def __init__(
        self,
        stream: BinaryIO,
        name: str,
        *,
        format: InputFormat | None = None,  # noqa: A002
        column: str | None = None,
        before_wait: Callable[[], None] = lambda: None,
    ) -> None:
        self.name = name
        self.fell_back = False
        self._column = column
        buffer = io.BufferedReader(_Watched(stream, name, before_wait), 65536)
        head = buffer.peek(_ENOUGH_TO_TELL)[:_ENOUGH_TO_TELL]
        _refuse_other_kinds(head, name)
        self._delimiter = _delimiter(head, column)
        self._format = format or _tell(head, self._delimiter, column)
        self._text = io.TextIOWrapper(buffer, encoding="utf-8-sig", errors=_by_cp1252(self), newline="")

    def rows(self) -> Iterator[Row | Failure]:
        """Give each row; one that cannot be read comes as a Failure in its place.

        Raises:
            WrongUse: no such column, or the file ends inside a quotation.
        """
        match self._format:
            case InputFormat.TEXT:
                return _text_rows(self._text)
            case InputFormat.JSONL:
                return _json_rows(self._text, self._column)
            case InputFormat.CSV:
                return _csv_rows(self._text, self._column, self._delimiter or ",", self.name)


def _by_cp1252(reader: Reader) -> str:
    """Name a way to go on, for ``errors=``, that reads a byte as cp1252 and lets the reader know.

    Python never lets go of what is registered, so that it must not hold the reader and its buffer.
    """
    told = weakref.ref(reader)

    def as_cp1252(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        if still_there := told():
            still_there.fell_back = True
        return error.object[error.start : error.end].decode("cp1252", "replace"), error.end

    name = f"askcandidate-cp1252-{id(reader)}"
    codecs.register_error(name, as_cp1252)
    return name


class _Watched(io.RawIOBase):
    """A stream that says before each read that it may wait."""

    def __init__(self, stream: BinaryIO, name: str, before_wait: Callable[[], None]) -> None:
        self._stream = stream
        self._name = name
        self._before_wait = before_wait

    def readable(self) -> bool:
        return True

    def readinto(self, target: "memoryview[int]") -> int:  # type: ignore[override]
        self._before_wait()
        # read1 gives what is there instead of waiting until the target is full.
        read = self._stream.read1 if hasattr(self._stream, "read1") else self._stream.read
        try:
            got = read(len(target))
        except OSError as error:
            raise WrongUse(f"{self._name} cannot be read: {error.strerror}.") from None
        target[: len(got)] = got
        return len(got)


def _refuse_other_kinds(head: bytes, name: str) -> None:
    kinds = [kind for start, kind in _OTHER_KINDS.items() if head.startswith(start)]
    if b"\0" in head[:2]:
        kinds.append("text in UTF-16 or a file of another kind")
    if kinds:
        raise WrongUse(
            f"{name} is not plain text: it looks like {kinds[0]}.", 'Save it as "CSV UTF-8" and try again.'
        )


def _tell(head: bytes, delimiter: str | None, column: str | None) -> InputFormat:
    if head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{"):
        return InputFormat.JSONL
    return InputFormat.CSV if delimiter or column else InputFormat.TEXT


def _delimiter(head: bytes, column: str | None) -> str | None:
    """Give what parts the cells of a line near the beginning so that one names the postcode's column."""
    lines = head.removeprefix(codecs.BOM_UTF8).lstrip().splitlines()[: MOST_TITLES + 1]
    for line in lines:
        text = line.decode("utf-8", "replace").lower()
        for delimiter in ",;\t":
            if plain(column or POSTCODE_COLUMN) in map(plain, text.split(delimiter)):
                return delimiter
    return None


def _text_rows(text: TextIO) -> Iterator[Row]:
    new = tuple.__new__  # what Row(...) comes to; a million calls between are a third of a second
    for line, content in enumerate(text, 1):
        if not content.isspace():
            yield new(Row, (line, content.rstrip("\r\n"), NO_CELLS, "line"))


def _json_rows(text: TextIO, column: str | None) -> Iterator[Row | Failure]:
    for line, content in enumerate(text, 1):
        if not content.isspace():
            yield _json_row(line, content.strip(), column or POSTCODE_COLUMN)


def _json_row(line: int, content: str, column: str) -> Row | Failure:
    try:
        record = json.loads(content)
        cells = _cells(record, column) if isinstance(record, dict) else None
    except (ValueError, RecursionError):
        cells = None
    if cells is None:
        problem = BadRow(f"Line {line} is not one JSON object.")
        return Failure(content[:80], line, problem, {column: content, OTHER: ""})
    if "error" in record:  # a row that failed in the command before this one
        was = record["error"] if isinstance(record["error"], dict) else {}
        message = "".join(c for c in str(was.get("message", "failed before")) if c.isprintable())
        return Failure(str(record.get("input", "")), line, BadRow(message[:_LONGEST_MESSAGE]), cells)
    if not isinstance(record.get(column), str):
        return Failure("", line, BadRow(f'Line {line} has no text under "{column}".'), cells)
    return Row(line, record[column], cells)


def _cells(record: dict[str, object], column: str) -> dict[str, str]:
    """Give a record's texts, and the rest of it in one cell, so that a row handed back has lost nothing."""
    texts = {key: value for key, value in record.items() if isinstance(value, str) and key != OTHER}
    rest = {key: value for key, value in record.items() if key not in texts}
    return {**texts, column: texts.get(column, ""), OTHER: json.dumps(rest) if rest else ""}


def _csv_rows(text: TextIO, column: str | None, delimiter: str, name: str) -> Iterator[Row | Failure]:
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        header = _header(reader, column or POSTCODE_COLUMN)
    except csv.Error as error:
        raise WrongUse(f"The first line of {name} is not CSV: {error}.") from None
    if header is None:
        return
    at = find_column(header, column, name)
    before = reader.line_num
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if "unexpected end" in str(error):
                raise WrongUse(
                    f"{name}: a quotation opened on line {before + 1} is never closed.",
                    "Close it, and try again.",
                ) from None
            if reader.line_num > before + 1:  # the lines after it may still be inside the quotation
                raise WrongUse(
                    f"{name}: a quotation opened on line {before + 1} runs on over too many lines.",
                    "Close it, and try again.",
                ) from None
            problem = BadRow(f"Line {before + 1} is not CSV: {error}.")
            yield Failure("", before + 1, problem, dict.fromkeys(header, ""))
        else:
            if cells is None:
                return
            if any(cells):  # a spreadsheet's empty rows come as commas
                yield _csv_row(before + 1, header, cells, at)
        before = reader.line_num


def _header(reader: Iterator[list[str]], wanted: str) -> list[str] | None:
    """Give the first row that names the column, or else the fullest, which no title is; title rows go by."""
    fullest: list[str] | None = None
    for cells in islice(reader, MOST_TITLES + 1):
        if plain(wanted) in map(plain, cells):
            return cells
        if fullest is None or _filled(cells) > _filled(fullest):
            fullest = cells
    return fullest


def _filled(cells: Sequence[str]) -> int:
    return sum(map(bool, cells))


def find_column(header: Sequence[str], column: str | None, name: str) -> int:
    """Give the place of the postcode's column in a header.

    Raises:
        WrongUse: it is not there, or there twice; the columns that are there are named.
    """
    wanted = plain(column or POSTCODE_COLUMN)
    found = [at for at, title in enumerate(header) if plain(title) == wanted]
    if len(found) == 1:
        return found[0]
    problem = "two columns" if found else "no column"
    columns = ", ".join(title[:40] for title in header[:_MOST_COLUMNS_NAMED])
    if len(header) > _MOST_COLUMNS_NAMED:
        columns += f" and {len(header) - _MOST_COLUMNS_NAMED:,} more"
    missing = "Name the column with --column." if column is None else f'Rename a column to "{column}".'
    raise WrongUse(
        f'{name} has {problem} named "{column or POSTCODE_COLUMN}". It has: {columns}.',
        "Rename one of them." if found else missing,
    )


def plain(title: str) -> str:
    """Give a column's name without case, blanks and marks: ``Post code`` is postcode."""
    return "".join(c for c in title.casefold() if c.isalnum())


def _csv_row(line: int, header: Sequence[str], cells: Sequence[str], at: int) -> Row | Failure:
    while len(cells) > len(header) and not cells[-1]:
        cells = cells[:-1]  # surplus cells that are empty say nothing
    text = cells[at] if at < len(cells) else ""
    if len(cells) != len(header):
        problem = BadRow(f"Line {line} has {len(cells)} cells where the header has {len(header)}.")
        # What is over stays in the last column, so that a row handed back has lost nothing.
        last = len(header) - 1
        kept = [*cells[:last], ",".join(cells[last:])] if len(cells) > len(header) else [*cells]
        kept += [""] * (len(header) - len(kept))
        return Failure(text, line, problem, dict(zip(header, kept, strict=True)))
    if any("\0" in cell for cell in cells):
        plain = {title: cell.replace("\0", "") for title, cell in zip(header, cells, strict=True)}
        return Failure(text.replace("\0", ""), line, BadRow(f"Line {line} holds a NUL character."), plain)
    return Row(line, text, dict(zip(header, cells, strict=True)))
