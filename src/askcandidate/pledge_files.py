r"""The pledge log as a file: one plain CSV.

The form, version 1: UTF-8, the columns of ``COLUMNS`` in that order and then any of the user's own, lines
in the order of ``pledges.in_order``, each entry on one line of the file (line breaks in somebody's words
stand as ``\n``), so that the same entries are always the same bytes and two logs can be merged by git
line by line.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from askcandidate.pledges import Entry, Problem, State, in_order

SCHEMA = "pledge/1"
COLUMNS = (
    *("schema", "date", "contest", "office", "ballot", "candidate_source", "candidate_id", "candidate"),
    *("ask", "state", "words", "link", "recorded_by"),
)
_NEEDED = ("date", "contest", "candidate", "ask", "state")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")  # what a spreadsheet would run, marked by us or not
_MARKS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_MOST_ROW = 100_000  # characters of one row; no answer comes near
_MOST_LINES = 200  # lines over which a row may be broken


class Read(NamedTuple):
    """A log as it was read.

    Attributes:
        entries: each line that could be read.
        lines: the line of the file that each of them begins on.
        problems: what could not be read.
        notices: what was read and is not in the log's form, as after a visit to a spreadsheet.
    """

    entries: tuple[Entry, ...]
    lines: tuple[int, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]


def read(text: str) -> Read:
    """Read a log; a line that cannot be read is a problem and never an entry.

    Args:
        text: the whole file.
    """
    notices = list(_notices(text))
    rows = _rows(text.removeprefix("\ufeff"))
    at, first = next(rows, (1, ""))
    mark = max(_MARKS, key=first.count)
    header = [_plain(cell) for cell in _cells(first, mark) or ()]
    while header and not header[-1]:  # empty columns that a spreadsheet added
        header.pop()
    missing = [column for column in _NEEDED if column not in header]
    twice = sorted({name for name in header if header.count(name) > 1})
    if missing or twice:
        said = f"no column {', '.join(missing)}" if missing else f"two columns named {', '.join(twice)}"
        return Read((), (), (Problem(at, f"The header has {said}."),), tuple(notices))
    if mark != ",":
        notices.append(Problem(at, f"Cells are parted by {_MARKS[mark]}, as some spreadsheets write them."))
    if tuple(header[: len(COLUMNS)]) != COLUMNS:
        notices.append(Problem(at, "The columns are not all there, or not in the log's order."))
    entries, lines, problems = [], [], []
    for number, row in rows:
        found = _entry(header, row, mark)
        if isinstance(found, Entry):
            entries.append(found)
            lines.append(number)
        else:
            problems.append(Problem(number, found))
    return Read(tuple(entries), tuple(lines), tuple(problems), tuple(notices))


def _notices(text: str) -> Iterator[Problem]:
    if text.startswith("\ufeff"):
        yield Problem(1, "The file begins with a byte order mark, as spreadsheets write it.")
    if "\r\n" in text:
        yield Problem(1, "Lines end as spreadsheets write them.")
    if not text.endswith("\n"):
        yield Problem(text.count("\n") + 1, "The last line does not end; it may have been cut.")


def _rows(text: str) -> Iterator[tuple[int, str]]:
    """Give each row that says something and its first line; a spreadsheet may break one over several.

    A quotation that is never closed is given as its first line alone, so that it takes no other with it.
    """
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        end = at + 1
        quotes = lines[at].count('"')
        while quotes % 2 and end < min(len(lines), at + _MOST_LINES):
            quotes += lines[end].count('"')
            end += 1
        end = at + 1 if quotes % 2 else end
        row = "\n".join(lines[at:end]).removesuffix("\r")
        if row.strip("\r,;\t"):
            yield at + 1, row
        at = end


def write(entries: Iterable[Entry]) -> str:
    """Write a log: the same entries in any order, however often, give the same text."""
    kept = in_order(entries)
    own = sorted({name for entry in kept for name, _ in entry.more})
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(map(_guarded, [*COLUMNS, *own]))
    for entry in kept:
        more = dict(entry.more)
        cells = [SCHEMA, entry.day.isoformat(), *map(str, entry[1:-1]), *(more.get(name, "") for name in own)]
        rows.writerow(map(_guarded, cells))
    return out.getvalue()


def _cells(row: str, mark: str) -> list[str] | None:
    """Give the cells of one row, or None where it is not CSV."""
    if len(row) > _MOST_ROW:
        return None
    try:
        return next(csv.reader(io.StringIO(row, newline=""), delimiter=mark, strict=True), [])
    except csv.Error:
        return None


def _entry(header: Sequence[str], row: str, mark: str) -> Entry | str:
    """Read one row, or say what is wrong with it."""
    cells = _cells(row, mark)
    if cells is None:
        return "It is not CSV: a quotation is not closed, or stands in the middle of a cell."
    while len(cells) > len(header) and not cells[-1]:
        cells.pop()
    if len(cells) != len(header):
        return f"It has {len(cells)} cells where the header has {len(header)}."
    told = {name: _plain(cell) for name, cell in zip(header, cells, strict=True)}
    return _fault(told) or _of(told)


def _fault(told: Mapping[str, str]) -> str:
    """Say what is wrong with the cells of a row, or nothing."""
    empty = [name for name in _NEEDED if not told[name].strip()]
    if empty:
        return f"It has no {', '.join(empty)}."
    if told.get("schema", SCHEMA) != SCHEMA:
        return f'Its form is "{told["schema"][:20]}"; this version reads {SCHEMA}.'
    if _day(told["date"]) is None:
        text = f'"{told["date"][:20]}" is not a day such as 2027-05-06.'
        return f"{text} A spreadsheet may have turned it around: write the year first."
    if told["state"] not in list(State):
        return f'"{told["state"][:30]}" is not a state. There are: {", ".join(State)}.'
    return ""


def _of(told: Mapping[str, str]) -> Entry:
    own = tuple(sorted((name, cell) for name, cell in told.items() if name not in COLUMNS and cell))
    return Entry(
        day=date.fromisoformat(told["date"]),
        contest=told["contest"],
        office=told.get("office", ""),
        ballot=told.get("ballot", ""),
        source=told.get("candidate_source", ""),
        candidate_id=told.get("candidate_id", ""),
        candidate=told["candidate"],
        ask=told["ask"],
        state=State(told["state"]),
        words=told.get("words", ""),
        link=told.get("link", ""),
        recorded_by=told.get("recorded_by", ""),
        more=own,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _guarded(cell: str) -> str:
    """Write a cell on one line, in a form that no spreadsheet takes for a formula."""
    line = cell.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"'{line}" if _FORMULA.match(line) else line


def _plain(cell: str) -> str:
    """Undo ``_guarded``."""
    line = cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
    return re.sub(r"\\([\\nr])", lambda mark: {"n": "\n", "r": "\r"}.get(mark[1], "\\"), line)
