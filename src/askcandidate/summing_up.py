"""What a contest said, all of it: everybody who was ever asked, ask by ask, in one order for all."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from askcandidate.names import fold
from askcandidate.pledges import ANSWERS, Entry, State, latest, settled, withdrawn

WHY = (
    "Everybody who was asked is listed, in the same space and by the alphabet, whatever came of it. "
    "Their words are as they gave them. Nobody is scored. A silence is not a no."
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")


class Person(NamedTuple):
    """Somebody who was asked, and what holds of each ask; None where it was not put to them.

    ``label`` is their name, with their id where another has the same name.
    """

    label: str
    name: str
    source: str
    id: str
    told: tuple[Entry | None, ...]


class Summary(NamedTuple):
    """One contest.

    Attributes:
        contest, office, ballot: in words, and its ids as far as they are known.
        polling_day: if it is known.
        is_over: whether its polls have closed; where the day is not known they have not.
        asks: the ids of what was asked.
        people: everybody asked, by surname.
    """

    contest: str
    office: str
    ballot: str
    polling_day: date | None
    is_over: bool
    asks: tuple[str, ...]
    people: tuple[Person, ...]

    def totals(self) -> tuple[Mapping[State | None, int], ...]:
        """Count the answers to each ask; None counts those who have not answered."""
        return tuple(
            Counter(
                told.state if told.state in ANSWERS else None
                for person in self.people
                if (told := person.told[at])
            )
            for at in range(len(self.asks))
        )


def polling_day(ballot: str) -> date | None:
    """Give the polling day that a ballot's id names."""
    found = _DAY.search(ballot)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def sum_up(
    entries: Iterable[Entry],
    asks: Sequence[str],
    first_day: date,
    day_of: Callable[[Entry], date | None],
) -> list[Summary]:
    """Sum up each contest of a log, in the order of their names.

    Args:
        entries: of the log.
        asks: the campaign's, in its order.
        first_day: the first day whose polls are still to come.
        day_of: gives the polling day of an entry's contest, if it is known.
    """
    contests: dict[str, list[Entry]] = {}
    for entry in settled(entries):
        contests.setdefault(entry.person[0], []).append(entry)
    found = [_summary(told, asks, first_day, day_of) for told in contests.values()]
    return sorted(found, key=lambda summary: (fold(summary.contest), summary.ballot))


def _summary(
    told: Sequence[Entry], asks: Sequence[str], first_day: date, day_of: Callable[[Entry], date | None]
) -> Summary:
    order = {ask: at for at, ask in enumerate(asks)}
    here = sorted({entry.ask for entry in told}, key=lambda ask: (order.get(ask, len(order)), ask))
    holds = latest(told)
    people = {entry.person: entry for entry in told}
    gone = withdrawn(told)
    names = Counter(fold(who.candidate) for who in people.values())
    listed = [
        Person(
            _label(who, names),
            who.candidate,
            who.source,
            who.candidate_id,
            tuple(_now(holds.get((key, ask)), gone.get(key)) for ask in here),
        )
        for key, who in people.items()
    ]
    last = max(told, key=lambda entry: entry.day)
    day = day_of(last)
    return Summary(
        contest=last.contest,
        office=last.office,
        ballot=last.ballot,
        polling_day=day,
        is_over=day is not None and day < first_day,
        asks=tuple(here),
        people=tuple(sorted(listed, key=_by_surname)),
    )


def _now(told: Entry | None, gone: Entry | None) -> Entry | None:
    """Give what is to be said of an ask: an answer, even of somebody who withdrew; else that they did."""
    return gone if gone and told and told.state not in ANSWERS else told


def _label(who: Entry, names: Mapping[str, int]) -> str:
    is_alone = names[fold(who.candidate)] == 1
    return who.candidate if is_alone else f"{who.candidate} ({who.candidate_id or 'no id'})"


def _by_surname(person: Person) -> tuple[str, ...]:
    """Order as ballot papers do, by the last of somebody's names."""
    name = fold(person.name)
    return (name.split()[-1], name, person.id)
