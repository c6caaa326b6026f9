"""To whom a letter is due, by what the log holds: a reminder, thanks, a word to those who were elected.

Nobody is pressed: whoever declined or could not be reached is left alone, and nobody is written to twice
within the period.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from askcandidate.model import Notice, day_in_words
from askcandidate.pledges import ANSWERS, Entry, State, in_order, latest, withdrawn

_REACHED = (State.ASKED, State.ACKNOWLEDGED)


class Occasion(StrEnum):
    """Why a letter is written."""

    CHASE = "chase"
    THANK = "thank"
    ELECTED = "elected"
    NEVER_ASKED = "never-asked"

    @property
    def is_before_the_poll(self) -> bool:
        """Say whether they are still standing when they read it."""
        return self in (Occasion.CHASE, Occasion.THANK)

    @property
    def noted(self) -> State:
        """Give what the log says once the letter is written."""
        if self is Occasion.CHASE:
            return State.ASKED
        return State.THANKED if self is Occasion.THANK else State.ELECTED


class FollowUp(NamedTuple):
    """A letter to be written: to whom, why, and what it speaks of, an entry an ask.

    For somebody who was never asked there is one entry, whose ask is what they will be asked. ``again`` is
    the last day on which all of it was asked once more; None where there is no such day.
    """

    occasion: Occasion
    entries: tuple[Entry, ...]
    again: date | None = None

    @property
    def whom(self) -> Entry:
        """Who it is to: any of the entries says that."""
        return self.entries[-1]


def to_chase(entries: Iterable[Entry], on: date, after: timedelta) -> list[FollowUp]:
    """Give a letter to each person who was asked and has not answered, or has replied without an answer.

    Args:
        entries: of the log.
        on: the day of the letters.
        after: how long they have had; who was asked again or replied within it is not written to.
    """
    found = []
    for told in _people(entries):
        holds = {entry.ask: entry for entry in latest(told).values() if entry.state not in ANSWERS}
        waiting = tuple(filter(None, (_open_ask(told, entry) for entry in holds.values())))
        last = max((entry.day for entry in told if entry.state in _REACHED), default=date.max)
        if waiting and not _leave_alone(told) and last <= on - after:
            found.append(FollowUp(Occasion.CHASE, waiting, _again(told, waiting)))
    return found


def _open_ask(told: Sequence[Entry], holds: Entry) -> Entry | None:
    """Give what a reminder of one ask speaks of: a reply without an answer, or else when it was asked first.

    What was asked where it came back does not count: they have not seen it.
    """
    if holds.state is State.ACKNOWLEDGED:
        return holds
    about = [entry for entry in told if entry.ask == holds.ask]
    bounced = max((entry.day for entry in about if entry.state is State.BOUNCED), default=date.min)
    asked = (entry for entry in about if entry.state is State.ASKED and entry.day > bounced)
    return next(asked, None)


def _again(told: Sequence[Entry], waiting: Sequence[Entry]) -> date | None:
    """Give the day of the last reminder of all that is waited for."""
    asked = [
        {
            entry.day
            for entry in told
            if entry.ask == first.ask and entry.state is State.ASKED and entry.day > first.day
        }
        for first in waiting
    ]
    return max(set.intersection(*asked), default=None)


def to_thank(entries: Iterable[Entry], since: date | None = None) -> list[FollowUp]:
    """Give a letter to each person standing who said yes, on a day or after it, and was not thanked yet."""
    found = []
    for told in _people(entries):
        said = [entry for entry in latest(told).values() if entry.state is State.YES]
        kept = tuple(
            entry
            for entry in said
            if (since is None or entry.day >= since) and not _is_thanked(told, entry.ask)
        )
        if kept and not withdrawn(told):
            found.append(FollowUp(Occasion.THANK, kept))
    return found


def _is_thanked(told: Iterable[Entry], ask: str) -> bool:
    """Say whether somebody was thanked for their yes; one that is taken back and given again is another."""
    thanked = False
    for entry in told:
        if entry.ask == ask and entry.state is State.THANKED:
            thanked = True
        elif entry.ask == ask and entry.state in ANSWERS - {State.YES}:
            thanked = False
    return thanked


def to_elected(entries: Iterable[Entry], elected: Iterable[Entry]) -> list[FollowUp | Notice]:
    """Give a letter to each person elected who was asked, or say why there is none.

    Args:
        entries: of the log.
        elected: who was, as the log knows them.
    """
    wanted = {entry.person for entry in elected}
    return [_to_elected(told) for told in _people(entries) if told[-1].person in wanted]


def _to_elected(told: Sequence[Entry]) -> FollowUp | Notice:
    """Write to somebody elected once: not again until they are asked again, and never if they declined.

    What they would rather not say is not asked again either: reminders promise that.
    """
    name = told[-1].candidate
    if _declined(told):
        return Notice("declined", f"No letter to {name}, who declined to answer.")
    asked = max((entry.day for entry in told if entry.state is State.ASKED), default=date.min)
    written = max((entry.day for entry in told if entry.state is State.ELECTED), default=date.min)
    if date.min < written >= asked:
        day = day_in_words(written)
        return Notice("written-to", f"No letter to {name}: by the log one was written on {day}.")
    kept = tuple(entry for entry in latest(told).values() if entry.state is not State.WOULD_RATHER_NOT_SAY)
    if not kept:
        return Notice("would-rather-not-say", f"No letter to {name}, who would rather not say.")
    return FollowUp(Occasion.ELECTED, kept)


def _people(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Give the entries of each person, the oldest first."""
    people: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in in_order(entries):
        people.setdefault(entry.person, []).append(entry)
    return list(people.values())


def _leave_alone(told: Sequence[Entry]) -> bool:
    """Say whether somebody declined or withdrew, or cannot be reached where they were last asked."""
    bounced = max((entry.day for entry in told if entry.state is State.BOUNCED), default=date.min)
    again = max((entry.day for entry in told if entry.state in _REACHED), default=date.min)
    return _declined(told) or bool(withdrawn(told)) or date.min < bounced >= again


def _declined(told: Sequence[Entry]) -> bool:
    return any(entry.state is State.DECLINED for entry in told)
