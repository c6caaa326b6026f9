r"""The pledge log: who was asked what, on which day, and what came back, in one plain CSV.

Nothing in a log is written over: an answer that changes is a new line, and what holds is the last
one. A silence is a state of its own and never a no. The form, version 1: UTF-8, the columns of
``COLUMNS`` in that order and then any of the user's own, lines in the order of ``_order``, each
entry on one line of the file (line breaks in somebody's words stand as ``\n``), so that the same
entries are always the same bytes and two logs can be merged by git line by line.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

SCHEMA = "pledge/1"
COLUMNS = (
    *("schema", "date", "contest", "office", "ballot", "candidate_source", "candidate_id", "candidate"),
    *("ask", "state", "words", "link", "recorded_by"),
)
_NEEDED = ("date", "contest", "candidate", "ask", "state")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")  # what a spreadsheet would run, marked by us or not
_MOST_LINE = 1_000_000  # characters of one line; no answer comes near


class State(StrEnum):
    """What is known of an ask, from having asked to the answer."""

    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"
    SILENT = "silent"
    BOUNCED = "bounced"
    NOT_HERE = "not-here"
    WOULD_RATHER_NOT_SAY = "would-rather-not-say"
    DECLINED = "declined"
    NO = "no"
    PARTLY = "partly"
    YES = "yes"


ANSWERS = frozenset({State.YES, State.PARTLY, State.NO, State.WOULD_RATHER_NOT_SAY, State.DECLINED})
"""The states that somebody chose; the others are what happened to the asking."""


class Entry(NamedTuple):
    """One line of a log.

    Attributes:
        day: when it happened.
        contest: what they stand in, or the office, in words.
        office, ballot: its ids, as far as they are known.
        source, candidate_id: the candidate as a service has them, or empty.
        candidate: their name.
        ask: the id of what was asked.
        state: what came of it.
        words: their own, verbatim.
        link: where the answer can be read.
        recorded_by: who wrote the line.
        more: the user's own columns.
    """

    day: date
    contest: str
    office: str
    ballot: str
    source: str
    candidate_id: str
    candidate: str
    ask: str
    state: State
    words: str = ""
    link: str = ""
    recorded_by: str = ""
    more: tuple[tuple[str, str], ...] = ()

    @property
    def person(self) -> tuple[str, str, str]:
        """Who it is about: the contest, and the service's id, or the name where there is none."""
        there = self.ballot or self.office or self.contest.casefold()
        if self.candidate_id:
            return there, self.source, self.candidate_id
        return there, "", self.candidate.casefold()

    @property
    def matter(self) -> tuple[tuple[str, str, str], str]:
        """What it is about: the person and the ask."""
        return self.person, self.ask


class Problem(NamedTuple):
    """Something wrong in a log, and in which line of the file; 0 is the whole of it."""

    line: int
    message: str


class Read(NamedTuple):
    """A log as it was read.

    Attributes:
        entries: its entries.
        problems: what could not be read or should be looked at.
        lines: the line of the file that each entry is in.
    """

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    lines: tuple[int, ...] = ()


class Merged(NamedTuple):
    """Two logs in one, and the pairs of entries of one day that contradict each other."""

    entries: tuple[Entry, ...]
    conflicts: tuple[tuple[Entry, Entry], ...]


def read(text: str) -> Read:
    """Read a log; a line that cannot be read is a problem and never an entry.

    Args:
        text: the whole file.
    """
    lines = text.removeprefix("\ufeff").split("\n")
    problems = []
    if lines[-1]:
        problems.append(Problem(len(lines), "The last line does not end; it may have been cut."))
    if text.startswith("\ufeff"):
        problems.append(Problem(1, "The file begins with a byte order mark, as spreadsheets write it."))
    header = [_plain(cell) for cell in _cells(lines[0].rstrip("\r"))]
    missing = [column for column in _NEEDED if column not in header]
    if missing:
        problems.append(Problem(1, f"The header has no column {', '.join(missing)}."))
        return Read((), tuple(problems))
    entries: dict[int, Entry] = {}
    for number, line in enumerate(lines[1:], 2):
        if not line.strip("\r,"):
            continue
        found = _entry(header, line.rstrip("\r"))
        if isinstance(found, Entry):
            entries[number] = found
        else:
            problems.append(Problem(number, found))
    return Read(tuple(entries.values()), tuple(problems), tuple(entries))


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


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Give entries once each, the oldest first."""
    return tuple(sorted(set(entries), key=_order))


def latest(entries: Iterable[Entry]) -> dict[tuple[tuple[str, str, str], str], Entry]:
    """Give what holds today of each ask to each person: the last entry."""
    return {entry.matter: entry for entry in in_order(entries)}


def merge(ours: Sequence[Entry], theirs: Sequence[Entry]) -> Merged:
    """Put two logs together; nothing is dropped, and what contradicts is named.

    Two answers of one person to one ask on one day, told otherwise in each log, contradict.
    """
    merged = in_order([*ours, *theirs])
    mine, yours = set(ours), set(theirs)
    new = {(entry.matter, entry.day): entry for entry in in_order(yours - mine) if entry.state in ANSWERS}
    conflicts = [
        (entry, new[key])
        for entry in in_order(mine - yours)
        if (key := (entry.matter, entry.day)) in new
        and entry.state in ANSWERS
        and (entry.state, entry.words) != (new[key].state, new[key].words)
    ]
    return Merged(merged, tuple(conflicts))


def look_over(entries: Sequence[Entry], asks: Iterable[str]) -> list[str]:
    """Say what should be looked at in a log whose every line can be read.

    Args:
        entries: the log's.
        asks: the ids of every ask of the campaign.
    """
    known = set(asks)
    said = [
        f'The ask "{ask}" is none of the campaign\'s.' for ask in sorted({e.ask for e in entries} - known)
    ]
    names: dict[tuple[str, str], set[tuple[str, str, str]]] = {}
    for entry in entries:
        names.setdefault((entry.person[0], entry.candidate.casefold()), set()).add(entry.person)
    for (_, name), people in names.items():
        if len(people) > 1:
            ids = ", ".join(sorted(id_ or "without an id" for _, _, id_ in people if id_ != name) or ["?"])
            said.append(f'"{name}" stands for {len(people)} people in one contest ({ids}).')
    answers: dict[tuple[object, date], set[tuple[str, str]]] = {}
    for entry in entries:
        if entry.state in ANSWERS:
            answers.setdefault((entry.matter, entry.day), set()).add((entry.state, entry.candidate))
    said += [
        f"{next(iter(told))[1]} gave {len(told)} answers to {matter[1]} on {day}."  # type: ignore[index]
        for (matter, day), told in answers.items()
        if len(told) > 1
    ]
    return said


def _order(entry: Entry) -> tuple[object, ...]:
    """Give the order of the log: by day; on one day, what was asked stands before what came of it."""
    return (entry.day, list(State).index(entry.state), *entry[1:8], *entry[9:])


def _cells(line: str) -> list[str]:
    return next(csv.reader([line], strict=False), []) if len(line) <= _MOST_LINE else []


def _entry(header: Sequence[str], line: str) -> Entry | str:
    """Read one line, or say what is wrong with it."""
    cells = _cells(line)
    if len(cells) != len(header):
        return f"It has {len(cells)} cells where the header has {len(header)}."
    told = {name: _plain(cell) for name, cell in zip(header, cells, strict=True)}
    empty = [name for name in _NEEDED if not told[name].strip()]
    if empty:
        return f"It has no {', '.join(empty)}."
    if told.get("schema", SCHEMA) != SCHEMA:
        return f'Its form is "{told["schema"][:20]}"; this version reads {SCHEMA}.'
    day = _day(told["date"])
    if day is None:
        return f'"{told["date"][:20]}" is not a day such as 2027-05-06.'
    if told["state"] not in list(State):
        return f'"{told["state"][:30]}" is not a state. There are: {", ".join(State)}.'
    return _of(told, day)


def _of(told: Mapping[str, str], day: date) -> Entry:
    own = tuple(sorted((name, cell) for name, cell in told.items() if name not in COLUMNS and cell))
    return Entry(
        day=day,
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
