"""Who was elected, by a file or a service, and as whom the log knows them."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from askcandidate import settings
from askcandidate.batch import Failure
from askcandidate.commands.logbook import PollingDays, decoded, office_of, refuse
from askcandidate.commands.services import Service, settle_network
from askcandidate.commands.streams import say
from askcandidate.commands.typed import one_line
from askcandidate.elections import Outcome
from askcandidate.errors import NotFound, WrongUse, nearest
from askcandidate.model import OfficeKind, day_in_words
from askcandidate.names import fold
from askcandidate.pledges import Entry, Problem, State, recognise, same_contest
from askcandidate.reading import InputFormat, Reader, plain
from askcandidate.summing_up import polling_day

_NEARLY = 0.8  # how like two names are that may be one: a letter or a title more or less
_ONE_SEAT = frozenset(OfficeKind) - {OfficeKind.COUNCIL, OfficeKind.COUNTY}
_OTHER_DAYS = "For a later day give --on; for an earlier poll, --polling-day."
_IDS = ("office", "ballot", "candidatesource", "candidateid")


class Elected(NamedTuple):
    """Those elected: as the log knows them, and those it does not know."""

    known: tuple[Entry, ...]
    new: tuple[Entry, ...]


def read_elected(path: Path, entries: Sequence[Entry], first_day: date, days: PollingDays) -> Elected:
    """Read who was elected.

    Args:
        path: CSV with the column candidate and perhaps contest, office, ballot, candidate_source and
            candidate_id; or a name a line.
        entries: of the log.
        first_day: the first day whose polls are still to come.
        days: on which the polls of each contest are.

    Raises:
        WrongUse: the file cannot be read.
        BadData: a line cannot be, names somebody of whom there are two, somebody whose name is nearly that
            of another, one too many for an office, or somebody whose poll is still to come.
    """
    named: list[tuple[int, Entry]] = []
    problems: list[Problem] = []
    contests = {entry.contest for entry in entries}
    for line, cells in _rows(path):
        told = {name: one_line(cell) for name, cell in cells.items()}
        contest = told.get("contest", "") or (next(iter(contests)) if len(contests) == 1 else "")
        if told["candidate"] and contest:
            office, ballot, source, id_ = (told.get(name, "") for name in _IDS)
            named.append((line, _entry(contest, office, ballot, source, id_, told["candidate"])))
        else:
            problems.append(Problem(line, "It has no candidate, or does not say in which contest."))
    found, doubtful = _sorted_out(named, entries)
    there = [(line, _with_office(entry, entries)) for line, entry in named]
    problems += [*doubtful, *_still_to_come(there, first_day, days), *_too_many(there, first_day)]
    refuse([(path, problem) for problem in sorted(problems)])
    return found


def ask_who_was_elected(entries: Sequence[Entry], first_day: date, asked: Service, *, quiet: bool) -> Elected:
    """Ask a service who was elected in each contest of a log whose poll is over; it sees ballots' ids alone.

    Args:
        entries: of the log.
        first_day: the first day whose polls are still to come.
        asked: how, as it was typed.
        quiet: whether to tell nothing.

    Raises:
        NotFound: no contest has a result.
        BadData: the log has two people by the name of somebody elected, or one by nearly that name.
        AskError: see ``Client.get``.
    """
    from askcandidate.commands.network import Session  # noqa: PLC0415  (httpx: only where something is asked)

    ballots = {entry.ballot: entry for entry in entries if entry.ballot}
    over = {id_: entry for id_, entry in ballots.items() if (polling_day(id_) or first_day) < first_day}
    unknown = {entry.contest for entry in entries} - {entry.contest for entry in ballots.values()}
    for contest in () if quiet else sorted(unknown):
        say(f"askcandidate: {contest}: the log has no ballot's id, by which to ask who was elected.")
    named: list[tuple[int, Entry]] = []
    with Session(settle_network(asked, settings.load(), live=True), many=False, quiet=quiet) as session:
        service = session.results(sorted(over))
        for id_, entry in sorted(over.items()):
            outcome = session.run(service.outcome(id_))
            for line in _about(outcome, entry.contest, service.service.host):
                session.tell(line)
            named += [
                (0, _entry(entry.contest, entry.office, id_, who.source, who.id, who.name))
                for who in (outcome.elected if outcome else ())
            ]
    if not named:
        raise NotFound("No contest of the log has a result yet.", "Give who was elected with --elected FILE.")
    found, problems = _sorted_out(named, entries)
    refuse([("the log", problem) for problem in problems])
    return found


def _about(outcome: Outcome | None, contest: str, host: str) -> Iterator[str]:
    """Say what should be known of what a service told of a contest."""
    if outcome is None:
        yield f"{host} does not know the ballot of {contest}."
    elif not outcome.elected:
        yield f"{host} has no result for {contest} yet."
    elif outcome.seats and len(outcome.elected) < outcome.seats:
        yield f"{host} names {len(outcome.elected)} of the {outcome.seats} elected for {contest}."


def _entry(contest: str, office: str, ballot: str, source: str, id_: str, name: str) -> Entry:
    return Entry(date.min, contest, office, ballot, source, id_, name, "", State.ASKED)


def _sorted_out(
    named: Iterable[tuple[int, Entry]], entries: Sequence[Entry]
) -> tuple[Elected, list[Problem]]:
    """Find those elected in the log; a name that two people have, or nearly have, is a problem."""
    known: list[Entry] = []
    new: list[Entry] = []
    problems: list[Problem] = []
    people = {known.person for known in entries}
    for line, entry in named:
        found = _known_as(entry, entries, people)
        if len(found) > 1:
            text = f"The log knows {len(found)} people called {entry.candidate} there; give candidate_id."
            problems.append(Problem(line, text))
        elif found:
            known.append(found[0])
        elif near := _near(entry, entries):
            text = f'The log has no "{entry.candidate}" there; did you mean "{near}"?'
            problems.append(Problem(line, f"{text} If they are two people, give each a candidate_id."))
        else:
            new.append(_with_office(entry, entries))
    return Elected(tuple(known), tuple(new)), problems


def _known_as(entry: Entry, entries: Sequence[Entry], people: set[tuple[str, str, str]]) -> Sequence[Entry]:
    """Give as whom the log knows somebody: by their id, else by their name, else by a name without an id."""
    for known in entries if entry.candidate_id and entry.ballot else ():
        is_id = known.candidate_id == entry.candidate_id and known.source in ("", entry.source)
        if is_id and known.ballot == entry.ballot:
            return (known,)
    named = entry._replace(source="", candidate_id="")
    for who, there in ((entry, entries), (named, [known for known in entries if not known.candidate_id])):
        found = [each for each in recognise(who, there) if each.person in people]
        if found:
            return found
    return ()


def _near(entry: Entry, entries: Iterable[Entry]) -> str | None:
    """Give who of the contest has nearly that name, where no ids tell the two apart."""
    names = {
        _words_of(known.candidate): known.candidate
        for known in entries
        if same_contest(entry, known) and not (entry.candidate_id and known.candidate_id)
    }
    return names.get(nearest(_words_of(entry.candidate), list(names), _NEARLY) or "")


def _words_of(name: str) -> str:
    """Give the words of a name in one order: results often put the surname first."""
    return " ".join(sorted(fold(name).replace(",", " ").split()))


def _still_to_come(
    named: Iterable[tuple[int, Entry]], first_day: date, days: PollingDays
) -> Iterator[Problem]:
    for line, entry in named:
        day = days.of(entry)
        if day and day >= first_day:
            told = f"The poll for {entry.contest} is on {day_in_words(day)}"
            yield Problem(line, f"{told}, so nobody is elected yet. {_OTHER_DAYS}")


def _too_many(named: Sequence[tuple[int, Entry]], day: date) -> Iterator[Problem]:
    """Name the lines that fill one office with several people."""
    winners: dict[str, dict[str, int]] = {}
    for line, entry in named:
        office = office_of(entry, day)
        if office and office.kind in _ONE_SEAT:
            who = entry.candidate_id or fold(entry.candidate)
            winners.setdefault(entry.person[0], {}).setdefault(who, line)
    contests = {entry.person[0]: entry.contest for _, entry in named}
    for contest, lines in winners.items():
        first, *others = lines.values()
        if others:
            told = " and ".join(map(str, others))
            text = f"{contests[contest]} is one person's office, and "
            text += f"line {told} names another." if len(others) == 1 else f"lines {told} name others."
            yield Problem(first, text)


def _with_office(entry: Entry, entries: Sequence[Entry]) -> Entry:
    """Give somebody the office and ballot of their contest, as the newest line of the log has them."""
    for other in reversed(entries):
        if (other.office or other.ballot) and same_contest(entry, other):
            return entry._replace(office=entry.office or other.office, ballot=entry.ballot or other.ballot)
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
