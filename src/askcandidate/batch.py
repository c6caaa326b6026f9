"""Many rows through one function, in order, and none lost."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from askcandidate.errors import AskError, BadData, BadRow, TemplateFault, WrongUse, instead

if TYPE_CHECKING:
    from concurrent.futures import Future

_Answer = TypeVar("_Answer")


class Row(NamedTuple):
    """One row of an input: the text of its postcode, and its other columns if it has any.

    ``line`` is where it begins in a file of text, or which row of a spreadsheet it is; ``unit`` says which
    of the two.
    """

    line: int
    text: str
    cells: Mapping[str, str]
    unit: str = "line"

    def failed(self, error: AskError) -> "Failure":
        """Give the failure of this row."""
        return Failure(self.text, self.line, error, self.cells, self.unit)


class Failure(NamedTuple):
    """A row that could not be answered; it keeps its place among the results."""

    input: str
    line: int
    error: AskError
    cells: Mapping[str, str] = {}
    unit: str = "line"


ENDS_THE_RUN = (BadData, TemplateFault)
"""Errors that would fail every row, and so end the run."""

NO_CELLS: Mapping[str, str] = {}


def run(rows: Iterable[Row | Failure], answer: Callable[[Row], _Answer]) -> Iterator[_Answer | Failure]:
    """Answer each row in order; a row that fails becomes a Failure and the rest go on.

    Args:
        rows: as the readers of this module give them.
        answer: what to do with a row; an AskError fails that row alone, unless it is one of
            ``ENDS_THE_RUN``.
    """
    for row in rows:
        if isinstance(row, Failure):
            yield row
            continue
        try:
            result = answer(row)
        except ENDS_THE_RUN:
            raise
        except AskError as error:
            yield row.failed(error)
        else:
            yield result


def run_ahead(
    rows: Iterable[Row | Failure], start: "Callable[[Row], Future[_Answer]]", window: int
) -> Iterator[_Answer | Failure]:
    """Answer rows in order with several of them under way at once; failures as in ``run``.

    Args:
        rows: as the readers of this module give them.
        start: begins on a row and gives the promise of its answer.
        window: how many may be under way at most.
    """
    under_way: deque[tuple[Row, Future[_Answer]] | Failure] = deque()
    coming = iter(rows)
    broken: AskError | None = None
    while True:
        try:
            row = next(coming, None)
        except AskError as error:  # the input breaks off; what came before it is still answered
            row, broken = None, error
        if row is not None:
            under_way.append(row if isinstance(row, Failure) else (row, start(row)))
        while under_way and (row is None or len(under_way) >= window):
            done = _finish(under_way.popleft())
            yield done
        if broken:
            raise broken
        if row is None:
            return


def _finish(begun: "tuple[Row, Future[_Answer]] | Failure") -> _Answer | Failure:
    if isinstance(begun, Failure):
        return begun
    row, promise = begun
    try:
        answer = promise.result()
    except ENDS_THE_RUN:
        raise
    except AskError as error:
        return row.failed(error)
    return answer


def with_ids(rows: Iterable[Row | Failure], column: str | None) -> Iterator[Row | Failure]:
    """Let rows through whose id is theirs alone; one that has none, or another's, fails.

    Args:
        rows: the rows.
        column: of the id; None lets every row through.

    Raises:
        WrongUse: there is no such column.
    """
    seen: set[str] = set()
    for row in rows:
        if column is None or isinstance(row, Failure):
            yield row
            continue
        if column not in row.cells:
            raise WrongUse(f'There is no column "{column[:40]}".', instead(column, row.cells))
        id_ = row.cells[column].strip().casefold()
        if not id_ or id_ in seen:
            problem = f'another row has the id "{id_[:40]}"' if id_ else "it has no id"
            yield row.failed(BadRow(f"{row.unit.capitalize()} {row.line}: {problem}."))
            continue
        seen.add(id_)
        yield row


def from_texts(texts: Iterable[str]) -> Iterator[Row]:
    """Give a row for each text, numbered from 1."""
    for line, text in enumerate(texts, 1):
        yield Row(line, text, NO_CELLS)
