"""What others recorded, on its way into the log: the grid of a hustings, any CSV, reply slips, other logs."""

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from askcandidate import events, pledge_files
from askcandidate.batch import Failure, Row
from askcandidate.commands.log_options import Horizon
from askcandidate.commands.logbook import Changing, decoded
from askcandidate.commands.typed import many_lines, one_line
from askcandidate.errors import AskError, WrongUse
from askcandidate.model import day_in_words
from askcandidate.names import fold
from askcandidate.pledges import TOLD, Entry, Problem, State
from askcandidate.reading import InputFormat, Reader, plain
from askcandidate.writing import slips

COLUMNS = (
    *("contest", "office", "ballot", "candidate_source", "candidate_id", "candidate", "ask", "answer"),
    *("words", "link", "date", "recorded_by"),
)
_GRID = ("contest", "office", "candidate_source", "candidate_id", "candidate", "ask", "answer")
_WHO_AND_WHAT = ("contest", "candidate", "ask")
_RIGHT_DAY = "Write the day on which it happened; --on DATE says which day it is today."
_MOST_SAID = 5  # lines of days to come, told one by one
_TWO_PEOPLE = "Two people of one name need a candidate_id each."
_STATES = {plain(state): state for state in State}


class Given(NamedTuple):
    """What the command line says of a file to be read.

    Attributes:
        columns: what a column of ours is called in the file.
        constants: what holds for each row whose own cell is empty.
        horizon: how far ahead a row's day may lie.
    """

    columns: Mapping[str, str]
    constants: Mapping[str, str]
    horizon: Horizon


class Imported(NamedTuple):
    """What a file gave.

    Attributes:
        entries: in the file's order, each with its line.
        problems: lines that cannot be read.
        unread: replies that came and do not say which answer they are.
        notices: what should be known beside them.
    """

    entries: tuple[tuple[int, Entry], ...]
    problems: tuple[Problem, ...] = ()
    unread: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()


def read_columns(text: str) -> dict[str, str]:
    """Read which column of a file is which: ``date=Datum,candidate=Name``.

    Raises:
        WrongUse: it is not that, or names a column that we do not have.
    """
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    for name, equals, theirs in pairs:
        if not equals or not theirs.strip() or name.strip() not in COLUMNS:
            raise WrongUse(
                f'--map does not understand "{one_line(name)[:30]}".',
                f"Write --map candidate=Name,answer=Reply; on the left may stand: {', '.join(COLUMNS)}.",
            )
    return {name.strip(): theirs.strip() for name, _, theirs in pairs}


def read(data: bytes, name: str, given: Given, log: Changing) -> Imported:
    """Read what a file says, whichever kind it is; a day that is still to come is a problem, or is said.

    Args:
        data: all of it.
        name: what it is called.
        given: what the command line says of it.
        log: the people known already, so that a name can be recognised.

    Raises:
        WrongUse: it is none of the kinds.
    """
    found = _read(data, name, given, log)
    to_come = [(line, entry.day) for line, entry in found.entries if entry.day > given.horizon.today]
    faults = [
        Problem(line, f"{fault} {_RIGHT_DAY}") for line, day in to_come if (fault := given.horizon.fault(day))
    ]
    notices = [f"line {line} is of a day to come, {day_in_words(day)}." for line, day in to_come[:_MOST_SAID]]
    return found._replace(
        problems=tuple(sorted([*found.problems, *faults])), notices=(*found.notices, *notices)
    )


def _read(data: bytes, name: str, given: Given, log: Changing) -> Imported:
    text = decoded(data, name)
    if slips.is_slip(text):
        imported = _told_apart(list(_of_slips(text, given)), log)
        days = (slip.date for slip in slips.read(text))
        notices = (*_left_open(text), *events.on_either_way(days))
        return imported._replace(unread=tuple(_unread(text)), notices=notices)
    if not given.columns and plain("state") in _header(text):
        found = pledge_files.read(text)
        notices = tuple(notice.message for notice in found.notices)
        return Imported(tuple(zip(found.lines, found.entries, strict=True)), found.problems, (), notices)
    column = given.columns.get("candidate", "candidate")
    reader = Reader(io.BytesIO(data), name, format=InputFormat.CSV, column=column)
    try:
        rows = list(reader.rows())
    except WrongUse as error:
        hint = (
            "A hustings grid, a log and a reply slip need no --map; for other columns: --map candidate=Name."
        )
        raise WrongUse(error.message, hint) from None
    imported = _told_apart([told for row in rows if (told := _of_row(row, given))], log)
    problems = sorted({*imported.problems, *(_namesakes(rows) if _is_grid(text) else ())})
    notices = (*imported.notices, *_left_out(rows, given), *events.on_either_way(_days_of(rows, given)))
    return imported._replace(problems=tuple(problems), notices=notices)


def _header(text: str) -> list[str]:
    return [plain(cell) for cell in re.split("[,;\t]", text.split("\n", 1)[0])]


def _is_grid(text: str) -> bool:
    """Say whether a table is a hustings' record, which has one row for each person and ask."""
    return set(_header(text)).issuperset(map(plain, _GRID))


def _namesakes(rows: list[Row | Failure]) -> Iterator[Problem]:
    """Name each filled row of a record whose person and ask another row has, where no id tells them apart.

    Counted as one person, the answer of one would be lost, or stand for the other's.
    """
    told: defaultdict[tuple[str, ...], list[tuple[int, dict[str, str]]]] = defaultdict(list)
    for row in rows:
        if isinstance(row, Row):
            cells = {plain(title): cell.strip() for title, cell in row.cells.items()}
            told[tuple(fold(cells.get(plain(name), "")) for name in _WHO_AND_WHAT)].append((row.line, cells))
    for same in told.values():
        for line, cells in same:
            others = (other for other, theirs in same if other != line and _may_be_two(cells, theirs))
            if cells.get("answer") and (other := next(others, None)):
                text = f"{cells['candidate']} has another row for {cells['ask']}: line {other}. {_TWO_PEOPLE}"
                yield Problem(line, f"{text} If it is one person, take the row away that is too many.")


def _may_be_two(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Say whether two rows of one name and ask may be two people's: not if ids say who, or days differ."""
    days = {one.get("date", ""), other.get("date", "")} - {""}
    return len(days) < 2 and not (one.get("candidateid") and other.get("candidateid"))  # noqa: PLR2004


def _days_of(rows: Iterable[Row | Failure], given: Given) -> Iterator[str]:
    """Give the days of a table as they stand there."""
    title = plain(given.columns.get("date", "date"))
    for row in rows:
        cells = row.cells if isinstance(row, Row) else {}
        yield from (cell for name, cell in cells.items() if plain(name) == title)


def _left_out(rows: list[Row | Failure], given: Given) -> Iterator[str]:
    """Name the columns that nothing is read from."""
    first = next((row for row in rows if isinstance(row, Row)), None)
    read_ones = {plain(given.columns.get(column, column)) for column in COLUMNS}
    unread = [title for title in (first.cells if first else ()) if title and plain(title) not in read_ones]
    if unread:
        yield f"columns that are not read: {', '.join(unread)}."


def _of_row(row: Row | Failure, given: Given) -> tuple[int, Entry | str] | None:
    """Read a row of a table; None where nothing was asked or answered."""
    if isinstance(row, Failure):
        return row.line, row.error.message
    told = {plain(title): cell for title, cell in row.cells.items()}
    cells = {column: told.get(plain(given.columns.get(column, column)), "") for column in COLUMNS}
    cells = {column: cell.strip() or given.constants.get(column, "") for column, cell in cells.items()}
    answer, words = cells["answer"], many_lines(cells["words"])
    if not answer and not words:
        return None
    if not answer:
        return row.line, "There are words and no answer: write yes, partly, no, would-rather-not-say."
    state = _STATES.get(plain(answer))
    if state is None:
        return row.line, f'"{answer[:30]}" is not an answer. There are: {", ".join(TOLD)}.'
    missing = [column for column in ("contest", "candidate", "ask") if not cells[column]]
    if missing:
        return row.line, f"It has no {', '.join(missing)}."
    day = _day(cells["date"])
    return row.line, day if isinstance(day, str) else _entry(cells, day, state, words)


def _entry(cells: Mapping[str, str], day: date, state: State, words: str) -> Entry:
    plain_cells = {name: one_line(_unguarded(cell)) for name, cell in cells.items()}
    return Entry(
        day=day,
        contest=plain_cells["contest"],
        office=plain_cells["office"],
        ballot=plain_cells["ballot"],
        source=plain_cells["candidate_source"],
        candidate_id=plain_cells["candidate_id"],
        candidate=plain_cells["candidate"],
        ask=plain_cells["ask"],
        state=state,
        words=_unguarded(words),
        link=plain_cells["link"],
        recorded_by=plain_cells["recorded_by"],
    )


def _unguarded(cell: str) -> str:
    """Take away the apostrophe by which a grid keeps a spreadsheet from running a cell."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@") else cell


def _day(text: str) -> date | str:
    """Read a day, or say what is wrong with it."""
    try:
        day = events.read_day(text)
    except AskError as error:
        return f"{error.message} {error.hint}"
    return day or "It has no date. Fill it in, or give --on DATE for all that have none."


def _of_slips(text: str, given: Given) -> Iterator[tuple[int, Entry | str]]:
    """Read filled-in slips; a reply that does not say which answer it is, is one that came all the same."""
    for slip in slips.read(text):
        day = _day(slip.date or given.constants.get("date", ""))
        if isinstance(day, str):
            yield slip.line, day
            continue
        cells = {
            "contest": slip.contest or given.constants.get("contest", ""),
            "candidate": slip.candidate or given.constants.get("candidate", ""),
            "office": slip.office,
            "ballot": slip.ballot,
            "candidate_source": slip.source,
            "candidate_id": slip.candidate_id,
            "link": given.constants.get("link", ""),
            "recorded_by": given.constants.get("recorded_by", ""),
        }
        if not cells["contest"] or not cells["candidate"]:
            yield slip.line, "The slip does not say who it is from. Give --contest and --candidate."
            continue
        for answer in slip.answers:
            state = answer.state or State.ACKNOWLEDGED
            yield answer.line, _entry({**cells, "ask": answer.ask}, day, state, many_lines(answer.words))


def _unread(text: str) -> Iterator[Problem]:
    for slip in slips.read(text):
        for answer in slip.answers:
            if answer.problem:
                told = f"{slip.candidate}, {answer.ask}: {answer.problem}; it is kept as acknowledged."
                yield Problem(answer.line, told)


def _left_open(text: str) -> Iterator[str]:
    for slip in slips.read(text):
        if slip.open:
            yield f"line {slip.line}: {slip.candidate} left open: {', '.join(slip.open)}."


def _told_apart(found: list[tuple[int, Entry | str]], log: Changing) -> Imported:
    """Recognise who each entry is about; what cannot be told apart is a problem."""
    entries: list[tuple[int, Entry]] = []
    problems: list[Problem] = []
    notices: list[str] = []
    first: dict[tuple[object, date], tuple[int, Entry]] = {}
    for line, item in found:
        people = () if isinstance(item, str) else log.recognise(item)
        if isinstance(item, str):
            problems.append(Problem(line, item))
        elif len(people) > 1:
            text = f"The log knows {len(people)} people called {item.candidate} there."
            problems.append(Problem(line, f"{text} Fill in candidate_source and candidate_id."))
        else:
            entry = people[0]
            earlier, other = first.setdefault((entry.matter, entry.day), (line, entry))
            if (entry.state, entry.words) != (other.state, other.words):
                text = f"{entry.candidate} answers {entry.ask} otherwise in line {earlier}."
                problems.append(Problem(line, f"{text} {_TWO_PEOPLE}"))
            elif earlier != line:
                notices.append(f"line {line} says the same as line {earlier}.")
            entries.append((line, entry))
    return Imported(tuple(entries), tuple(problems), (), tuple(notices))
