"""Who was elected, read from a file and found again in the log."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from askcandidate.batch import Failure
from askcandidate.commands.logbook import decoded, refuse
from askcandidate.commands.typed import one_line
from askcandidate.errors import WrongUse
from askcandidate.pledges import Entry, Problem, State, recognise
from askcandidate.reading import InputFormat, Reader, plain

_IDS = ("office", "ballot", "candidatesource", "candidateid")


def read_elected(path: Path, entries: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Read who was elected: first those the log knows, then those it does not.

    Args:
        path: CSV with the column candidate and perhaps contest, office, ballot, candidate_source and
            candidate_id; or a name a line.
        entries: of the log.

    Raises:
        WrongUse: the file cannot be read.
        BadData: a line cannot be, or names somebody of whom there are two.
    """
    known: list[Entry] = []
    new: list[Entry] = []
    problems: list[Problem] = []
    contests = {entry.contest for entry in entries}
    people = {entry.person for entry in entries}
    for line, cells in _rows(path):
        told = {name: one_line(cell) for name, cell in cells.items()}
        office, ballot, source, id_ = (told.get(name, "") for name in _IDS)
        contest = told.get("contest", "") or (next(iter(contests)) if len(contests) == 1 else "")
        entry = Entry(date.min, contest, office, ballot, source, id_, told["candidate"], "", State.ASKED)
        if not entry.candidate or not contest:
            problems.append(Problem(line, "It has no candidate, or does not say in which contest."))
            continue
        found = recognise(entry, entries)
        if len(found) > 1:
            text = f"The log knows {len(found)} people called {entry.candidate} there; give candidate_id."
            problems.append(Problem(line, text))
        elif found[0].person in people:
            known.append(found[0])
        else:
            new.append(_with_office(entry, entries))
    refuse([(path, problem) for problem in problems])
    return known, new


def _with_office(entry: Entry, entries: Iterable[Entry]) -> Entry:
    """Give somebody new the office of their contest, as the log has it."""
    there = entry.contest.casefold()
    for other in entries:
        if other.office and other.contest.casefold() == there and not entry.office:
            return entry._replace(office=other.office, ballot=entry.ballot or other.ballot)
    return entry


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WrongUse(f"{path} cannot be read: {error.strerror}.") from None
    text = decoded(data, str(path))
    if "candidate" not in map(plain, text.split("\n", 1)[0].split(",")):
        names = enumerate(text.splitlines(), 1)
        yield from ((number, {"candidate": name}) for number, name in names if name.strip())
        return
    for row in Reader(io.BytesIO(data), str(path), format=InputFormat.CSV, column="candidate").rows():
        if isinstance(row, Failure):
            refuse([(path, Problem(row.line, row.error.message))])
        else:
            yield row.line, {plain(title): cell for title, cell in row.cells.items()}
