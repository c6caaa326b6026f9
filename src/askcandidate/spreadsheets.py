"""Rows from a spreadsheet: the first sheet that has the column, wherever its header stands."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO

from askcandidate.batch import Row
from askcandidate.errors import WrongUse, not_installed
from askcandidate.reading import MOST_TITLES, POSTCODE_COLUMN, find_column, plain

_LARGEST = 100_000_000  # bytes of a file; a county's members come to one


class Spreadsheet:
    """Reads rows from an ``.xlsx`` file.

    Args:
        path: the file.
        column: the column of the postcode, or whatever each row must have.

    Raises:
        WrongUse: it cannot be read, or no sheet has that column.
    """

    def __init__(self, path: Path, column: str | None) -> None:
        self._name = str(path)
        self._file, self._book = _open(path)
        self._wanted = column or POSTCODE_COLUMN
        self.said = ""
        """Which sheet and header were taken, if that was not plain."""

    def rows(self) -> Iterator[Row]:
        """Give each row that is not empty, numbered as in the sheet."""
        sheet, header, above = self._find()
        at = find_column(header, self._wanted, self._name)
        if above or sheet is not self._book.worksheets[0]:
            self.said = (
                f'{self._name}: taken from the sheet "{sheet.title}", whose header is row {above + 1}.'
            )
        for number, cells in enumerate(self._read(sheet, min_row=above + 2), above + 2):
            texts = [_text(cell) for cell in cells[: len(header)]]
            texts += [""] * (len(header) - len(texts))
            if any(texts):
                yield Row(number, texts[at], dict(zip(header, texts, strict=True)), "row")

    def close(self) -> None:
        """Let go of the file."""
        self._book.close()
        self._file.close()

    def _find(self) -> tuple[Any, list[str], int]:
        """Find the first sheet, and the row in it, that names the column."""
        first: list[str] = []
        for sheet in self._book.worksheets:
            for above, cells in enumerate(self._read(sheet, max_row=MOST_TITLES + 1)):
                texts = _without_end(_text(cell) for cell in cells)
                first = first or texts
                if plain(self._wanted) in map(plain, texts):
                    return sheet, texts, above
        find_column(first, self._wanted, self._name)
        raise AssertionError("the column is not there, and that was said")

    def _read(self, sheet: Any, **rows: int) -> Iterator[tuple[object, ...]]:
        """Give the cells of rows; a sheet is only looked at while it is read."""
        try:
            yield from sheet.iter_rows(values_only=True, **rows)
        except Exception:  # noqa: BLE001  (see _open)
            raise _unreadable(self._name) from None


def _open(path: Path) -> tuple[BinaryIO, Any]:
    """Open the file and the book in it; openpyxl would leave a file open whose book is damaged."""
    try:
        from openpyxl import load_workbook  # noqa: PLC0415  (an extra, and 200 ms)
    except ImportError:
        raise not_installed("Reading a spreadsheet", "excel") from None
    try:
        file = path.open("rb") if path.stat().st_size <= _LARGEST else None
    except OSError as error:
        raise WrongUse(f"{path} cannot be read: {error.strerror or error}.") from None
    if file is None:
        raise WrongUse(f"{path} is larger than a spreadsheet of people is.", "Save it as CSV.")
    try:
        return file, load_workbook(file, read_only=True, data_only=True)
    except Exception:  # noqa: BLE001  (a damaged file makes openpyxl raise whatever its parts do)
        file.close()
        raise _unreadable(str(path)) from None


def _unreadable(name: str) -> WrongUse:
    return WrongUse(f"{name} is not a spreadsheet we can read.", "Save it again as .xlsx or as CSV.")


def _without_end(texts: Iterable[str]) -> list[str]:
    """Leave out the empty cells at the end of a row."""
    kept = list(texts)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _text(cell: object) -> str:
    """Give a cell as one would have typed it."""
    match cell:
        case None:
            return ""
        case datetime():
            midnight = cell.time() == time()
            return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="minutes")
        case date():
            return cell.isoformat()
        case time():
            return cell.strftime("%H:%M")
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell).strip()
