"""The pledge log's entries: who was asked what, on which day, and what came back.

Nothing in a log is written over: an answer that changes is a new entry, and what holds is the last
one. A silence is a state of its own and never a no. ``pledge_files`` has the form of the file.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeVar

from askcandidate.names import fold

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class State(StrEnum):
    """What is known of an ask, from having asked to the answer."""

    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"
    SILENT = "silent"
    BOUNCED = "bounced"
    NOT_HERE = "not-here"
    WITHDREW = "withdrew"
    WOULD_RATHER_NOT_SAY = "would-rather-not-say"
    DECLINED = "declined"
    NO = "no"
    PARTLY = "partly"
    YES = "yes"
    THANKED = "thanked"
    ELECTED = "elected"


ANSWERS = frozenset({State.YES, State.PARTLY, State.NO, State.WOULD_RATHER_NOT_SAY, State.DECLINED})
"""The states that somebody chose; the others are what happened to the asking."""
NOTES = frozenset({State.THANKED, State.ELECTED})
"""The states that note a letter of ours, and say nothing of whom it is to."""
TOLD = tuple(state for state in reversed(State) if state not in NOTES)
"""The states that a person tells us of."""


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
        there = self.ballot or self.office or fold(self.contest)
        if self.candidate_id:
            return there, self.source, self.candidate_id
        return there, "", fold(self.candidate)

    @property
    def matter(self) -> tuple[tuple[str, str, str], str]:
        """What it is about: the person and the ask."""
        return self.person, self.ask


class Problem(NamedTuple):
    """Something wrong in a log, and in which line of the file; 0 is the whole of it."""

    line: int
    message: str


class Merged(NamedTuple):
    """Two logs in one, and the pairs of entries of one day that contradict each other."""

    entries: tuple[Entry, ...]
    conflicts: tuple[tuple[Entry, Entry], ...]


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Give entries once each, the oldest first."""
    return tuple(sorted(set(entries), key=_order))


def latest(entries: Iterable[Entry]) -> dict[tuple[tuple[str, str, str], str], Entry]:
    """Give what holds today of each ask to each person: the last answer, reply, or else line.

    Neither an answer nor a reply is undone by having asked again, and nothing by a note of our own letter.
    """
    holds: dict[tuple[tuple[str, str, str], str], Entry] = {}
    for entry in in_order(entries):
        before = holds.get(entry.matter)
        if before is None or _weight(entry) >= _weight(before):
            holds[entry.matter] = entry
    return holds


def _weight(entry: Entry) -> int:
    """Say how much a line tells: most an answer, then a reply without one, least a note of our own letter."""
    if entry.state in ANSWERS:
        return 3
    if entry.state is State.ACKNOWLEDGED:
        return 2
    return 0 if entry.state in NOTES else 1


def withdrawn(entries: Iterable[Entry]) -> dict[tuple[str, str, str], Entry]:
    """Give the people who no longer stand, with the line that says so; who is asked again stands."""
    gone: dict[tuple[str, str, str], Entry] = {}
    for entry in in_order(entries):
        if entry.state is State.WITHDREW:
            gone.setdefault(entry.person, entry)
        elif entry.state is State.ASKED:
            gone.pop(entry.person, None)
    return gone


def settled(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Give entries, in order, with what other lines know of contest and person, where only one fits.

    Otherwise somebody noted without the ballot's id would stand in a contest of their own, and somebody
    spelled in two ways would be two people. Each person has one spelling: that of their newest line with
    an id, or else of their newest line.
    """
    told = in_order(entries)
    offices = _only((fold(entry.contest), entry.office) for entry in told)
    ballots = _only((fold(entry.contest), entry.ballot) for entry in told)
    placed = [
        entry._replace(
            office=entry.office or offices.get(fold(entry.contest), ""),
            ballot=entry.ballot or ballots.get(fold(entry.contest), ""),
        )
        for entry in told
    ]
    ids = _only((_name(entry), (entry.source, entry.candidate_id)) for entry in placed if entry.candidate_id)
    known = [
        entry if entry.candidate_id or _name(entry) not in ids else _with_id(entry, *ids[_name(entry)])
        for entry in placed
    ]
    by_name = {entry.person: entry.candidate for entry in known}
    by_id = {entry.person: entry.candidate for entry in placed if entry.candidate_id}
    spellings = by_name | by_id
    return tuple(entry._replace(candidate=spellings[entry.person]) for entry in known)


def _only(pairs: Iterable[tuple[_Key, _Value]]) -> dict[_Key, _Value]:
    """Give what is known of each key, where that is one thing only; an empty value is nothing known."""
    found: dict[_Key, set[_Value]] = {}
    for key, value in pairs:
        if value:
            found.setdefault(key, set()).add(value)
    return {key: next(iter(values)) for key, values in found.items() if len(values) == 1}


def _name(entry: Entry) -> tuple[str, str]:
    return entry.person[0], fold(entry.candidate)


def _with_id(entry: Entry, source: str, candidate_id: str) -> Entry:
    return entry._replace(source=source, candidate_id=candidate_id)


def recognise(entry: Entry, log: Iterable[Entry]) -> tuple[Entry, ...]:
    """Say who an entry is about, among the people that a log knows by that name in that contest.

    Args:
        entry: with a contest, office or ballot, and a name; with or without an id.
        log: what is known already.

    Returns:
        The entry with the ids that the log has for each such person; itself if the log knows none, or
        knows exactly that one.
    """
    same: dict[tuple[str, str, str], Entry] = {}
    for known in log:
        is_name = fold(known.candidate) == fold(entry.candidate)
        is_id = entry.candidate_id in ("", known.candidate_id) and entry.source in ("", known.source)
        if is_name and is_id and same_contest(entry, known):
            same[known.person] = known
    if entry.person in same:
        return (entry,)
    found = tuple(
        entry._replace(
            contest=known.contest,
            office=known.office,
            ballot=known.ballot,
            source=known.source,
            candidate_id=known.candidate_id,
            candidate=known.candidate,
        )
        for known in same.values()
    )
    return found or (entry,)


def same_contest(entry: Entry, known: Entry) -> bool:
    """Say whether two entries are of one contest, as far as they say."""
    if entry.ballot and known.ballot:
        return entry.ballot == known.ballot
    if entry.office and entry.office == known.office:
        return True
    return fold(entry.contest) == fold(known.contest)


def merge(ours: Sequence[Entry], theirs: Sequence[Entry]) -> Merged:
    """Put two logs together; nothing is dropped, and what contradicts is named.

    Two answers of one person to one ask on one day, told otherwise in each log, contradict.
    """
    merged = in_order([*ours, *theirs])
    about = {entry: (known.matter, entry.day) for entry, known in zip(merged, settled(merged), strict=True)}
    mine, yours = set(ours), set(theirs)
    new: dict[object, list[Entry]] = {}
    for entry in in_order(yours - mine):
        if entry.state in ANSWERS:
            new.setdefault(about[entry], []).append(entry)
    conflicts = [
        (entry, other)
        for entry in in_order(mine - yours)
        if entry.state in ANSWERS
        for other in new.get(about[entry], ())
        if (entry.state, entry.words) != (other.state, other.words)
    ]
    return Merged(merged, tuple(conflicts))


def _order(entry: Entry) -> tuple[object, ...]:
    """Give the order of the log: by day; on one day, what was asked stands before what came of it."""
    return (entry.day, list(State).index(entry.state), *entry[1:8], *entry[9:])
