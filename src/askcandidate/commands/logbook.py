"""A pledge log on the disk: read whole, changed by one run at a time, put in place in one step."""

import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from askcandidate import pledge_files
from askcandidate.commands.journal import Lock
from askcandidate.commands.streams import say
from askcandidate.errors import BadData, CannotCreate, NotFound, WrongUse
from askcandidate.files import settle_names, sweep, write_bytes
from askcandidate.gazetteer import ballots
from askcandidate.model import Office
from askcandidate.names import fold
from askcandidate.pledges import Entry, Problem, State, in_order, recognise
from askcandidate.summing_up import polling_day

_MOST_SHOWN = 10  # lines that cannot be read, told one by one; verify lists them all
_PATIENCE = 10.0  # seconds; another command adds its lines in a moment


def read_log(path: Path, *, quiet: bool = False) -> pledge_files.Read:
    """Read a log; one that a spreadsheet had is told of.

    Raises:
        WrongUse: it is not there, or is no text.
        BadData: lines of it cannot be read; each is named.
    """
    found = pledge_files.read(read_text(path))
    refuse([(path, problem) for problem in found.problems])
    for notice in () if quiet else found.notices:
        say(f"askcandidate: {path}:{notice.line}: {notice.message}")
    return found


def read_text(path: Path) -> str:
    """Read a file's text as it is, line ends and all.

    Raises:
        WrongUse: it is not there, or is no text.
    """
    try:
        return decoded(path.read_bytes(), str(path))
    except FileNotFoundError:
        raise WrongUse(
            f"There is no log {path}.", "askcandidate log add begins one; --log FILE names another."
        ) from None
    except OSError as error:
        raise WrongUse(f"{path} cannot be read: {error.strerror}.") from None


def decoded(data: bytes, name: str) -> str:
    """Give a file's bytes as text: UTF-8, or as older spreadsheets write it.

    Raises:
        WrongUse: it is neither.
    """
    for encoding in ("utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        if encoding != "utf-8":
            say(f"askcandidate: {name} is not UTF-8; it is read as Windows-1252.")
        return text
    raise WrongUse(f"{name} is not text.", "Save it as CSV or plain text in UTF-8.")


def is_of(entry: Entry, contest: str) -> bool:
    """Say whether an entry is of a contest, by its name, office or ballot; no contest is any."""
    return not contest or fold(contest) in map(fold, (entry.contest, entry.office, entry.ballot))


def office_of(entry: Entry, day: date) -> Office | None:
    """Give the office that an entry is about, by its id, its ballot's or its title, if our tables know it."""
    id_ = entry.office or ballots.office_id(entry.ballot)
    return ballots.office(id_, day) if id_ else ballots.titled(entry.contest, day)


class PollingDays:
    """The polling day of each contest of a log: its ballot's id names it, or the user, or else our tables.

    Args:
        entries: of the log, settled.
        named: as the user gives it, for contests whose ballot does not.
        on: the day of the run.
    """

    def __init__(self, entries: Iterable[Entry], named: date | None, on: date) -> None:
        self._named = named
        contests: dict[str, list[Entry]] = {}
        for entry in entries:
            contests.setdefault(entry.person[0], []).append(entry)
        self._by_tables = {contest: _election_of(told, on) for contest, told in contests.items()}

    def of(self, entry: Entry) -> date | None:
        """Give the polling day of an entry's contest, if it is known."""
        return polling_day(entry.ballot) or self._named or self._by_tables.get(entry.person[0])


def _election_of(told: Sequence[Entry], on: date) -> date | None:
    """Give the election that a contest's lines are about: the first that our tables know after the asking.

    Answers may come after the poll, so they tell nothing where it is known when somebody was asked.
    """
    office = office_of(told[-1], on)
    asked = [entry.day for entry in told if entry.state is State.ASKED] or [min(entry.day for entry in told)]
    days = (office.last_election, office.next_election) if office else ()
    return next((day for day in days if day and day >= max(asked)), None)


def check_contests(entries: Sequence[Entry], contests: Sequence[str]) -> None:
    """Refuse the name of a contest that the log does not know.

    Raises:
        NotFound: there is none of that name; those there are, are named.
    """
    for contest in contests:
        if not any(is_of(entry, contest) for entry in entries):
            there = "; ".join(sorted({entry.contest for entry in entries}))
            raise NotFound(f'The log has no contest "{contest[:60]}".', f"It has: {there}.")


def refuse(problems: Sequence[tuple[Path | str, Problem]]) -> None:
    """Refuse what has lines that cannot be read.

    Raises:
        BadData: there is one; they are named by file and line.
    """
    if not problems:
        return
    told = [
        f"{name}:{problem.line}: {problem.message}" if problem.line else f"{name}: {problem.message}"
        for name, problem in problems[:_MOST_SHOWN]
    ]
    if len(problems) > _MOST_SHOWN:
        told.append(f"and {len(problems) - _MOST_SHOWN:,} more lines")
    raise BadData("\n".join(told), "Nothing was written. Put these lines right, and try again.")


class Changing:
    """A log while this run alone may change it.

    Args:
        entries: what it holds.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = set(entries)
        self._names: dict[str, list[Entry]] = defaultdict(list)
        for entry in in_order(self.entries):
            self._names[fold(entry.candidate)].append(entry)

    def recognise(self, entry: Entry) -> tuple[Entry, ...]:
        """Say who an entry is about; see ``pledges.recognise``."""
        return recognise(entry, self._names[fold(entry.candidate)])

    def add(self, entry: Entry) -> bool:
        """Add an entry, and say whether it is new."""
        is_new = entry not in self.entries
        if is_new:
            self.entries.add(entry)
            self._names[fold(entry.candidate)].append(entry)
        return is_new


@contextmanager
def changing(path: Path, *, quiet: bool = False, dry_run: bool = False) -> Iterator[Changing]:
    """Open a log to change it, or begin one; what was added is written when the block ends well.

    Args:
        path: where it lies; a link is followed.
        quiet: whether to tell nothing.
        dry_run: whether to write nothing.

    Raises:
        CannotCreate: another run is changing it, or nothing can be written there.
        BadData: see ``read_log``.
    """
    typed, path = path, path.resolve()
    if path.is_dir():
        raise CannotCreate(f"{path} is a folder.")
    with _alone_with(path):
        is_there = path.exists()
        log = Changing(read_log(typed, quiet=quiet).entries if is_there else ())
        before = len(log.entries)
        yield log
        if not dry_run and (len(log.entries) > before or not is_there):
            _put(path, log.entries)


def write_log(path: Path, entries: Iterable[Entry]) -> None:
    """Put a log in place whole, while no other run changes it.

    Raises:
        CannotCreate, CannotWrite: see ``changing`` and ``write_bytes``.
    """
    with _alone_with(path):
        _put(path, entries)


@contextmanager
def _alone_with(path: Path) -> Iterator[None]:
    """Keep others from a log, and take away what a killed run left half-written of it."""
    lock = Lock(path.with_name(f".{path.name}.lock"))
    lock.take(_PATIENCE)
    try:
        sweep(path.parent, path)
        yield
    finally:
        lock.give_back()


def _put(path: Path, entries: Iterable[Entry]) -> None:
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
    write_bytes(path, [pledge_files.write(entries).encode()], mode)
    settle_names(path.parent)
