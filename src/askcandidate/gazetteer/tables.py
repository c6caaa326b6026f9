"""The tables in ``data/areas``, read once and given row by row."""

import csv
from collections.abc import Iterator
from functools import cache

from askcandidate.errors import BadData
from askcandidate.resources import AREAS

Row = dict[str, str]


@cache
def table(name: str) -> "Table":
    """Give a table by its file's name without the suffix.

    Raises:
        BadData: it is missing, or its rows are not as long as its header.
    """
    return Table(name)


class Table:
    """A table of ``data/areas``, keyed by its first column; a row becomes a dict when it is asked for."""

    def __init__(self, name: str) -> None:
        path = AREAS / f"{name}.csv"
        try:
            with path.open(encoding="utf-8", newline="") as file:
                self._header, *self._cells = csv.reader(file, strict=True)
            self._by_key = {cells[0]: cells for cells in self._cells}
        except (OSError, ValueError, IndexError, csv.Error) as error:
            raise BadData(
                f"The table {path} cannot be read: {error}.", "Install askcandidate again."
            ) from None

    def get(self, key: str) -> Row | None:
        """Give the row of a key, or None."""
        cells = self._by_key.get(key)
        return None if cells is None else self._row(cells)

    def __getitem__(self, key: str) -> Row:
        return self._row(self._by_key[key])

    def rows(self) -> Iterator[Row]:
        """Give every row in the file's order."""
        return map(self._row, self._cells)

    def _row(self, cells: list[str]) -> Row:
        return dict(zip(self._header, cells, strict=True))
