"""Who speaks when at a hustings, and for how long: inside the time there is."""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple

from askcandidate.meetings import MOST_MINUTES
from askcandidate.writing.turns import speaking_orders

IN_HAND = 0.05  # of the time, kept free for what always takes longer
_WELCOME = 180  # seconds; 60 words of rules, 60 of safety, and people sitting down
_THANKS = 60
_READ = 20  # seconds to read a question out
_FROM_THE_FLOOR = 60  # seconds each for an answer to somebody in the hall
_STEP = 30  # seconds; parts begin on the half minute, which is as fine as a chair's clock
_STEP_ALONE = 60  # where rounding up is no loss to anybody else


class Times(NamedTuple):
    """How long everybody has for each thing, in seconds, and how many questions there are.

    ``so_far`` is for what was done up to now; ``follow_up`` for yes, no or partly.
    """

    opening: int
    so_far: int
    answer: int
    follow_up: int
    closing: int
    questions: int


class Part(NamedTuple):
    """One part of the meeting: ``begins`` and ``seconds`` from the start, ``order`` who speaks in turn."""

    kind: str
    number: int
    begins: int
    seconds: int
    each: int
    order: tuple[int, ...]


class Plan(NamedTuple):
    """A meeting planned to the half minute.

    ``left_out`` says in words what does not fit; ``drop_first`` which parts go first if it runs late.
    ``hall_from`` is from how many minutes on the hall has a turn; 0 where it has one, or never will.
    """

    times: Times
    parts: tuple[Part, ...]
    in_hand: int
    left_out: tuple[str, ...]
    drop_first: tuple[str, ...]
    hall_from: int = 0

    @property
    def hears_the_hall(self) -> bool:
        """Say whether there is time for questions from the hall."""
        return any(part.kind in _OF_THE_HALL for part in self.parts)


# What gives way, one step after another, until the meeting fits; then what still fits is given back, the last
# first, since a large step frees more than was missing.
_FULL = Times(opening=60, so_far=60, answer=90, follow_up=10, closing=30, questions=3)
_CUTS = (
    ("so_far", 0),
    ("closing", 0),
    ("opening", 30),
    ("answer", 75),
    ("answer", 60),
    ("questions", 2),
    ("answer", 45),
    ("questions", 1),
    ("opening", 0),
    ("answer", 30),
)
# The same for a public meeting, whose one guest can say what was done and give reasons.
_FULL_ALONE = Times(opening=300, so_far=240, answer=240, follow_up=30, closing=120, questions=3)
_CUTS_ALONE = (
    ("closing", 60),
    ("opening", 180),
    ("answer", 180),
    ("closing", 0),
    ("answer", 120),
    ("so_far", 120),
    ("opening", 60),
    ("questions", 2),
    ("so_far", 0),
    ("answer", 60),
    ("questions", 1),
    ("opening", 0),
    ("answer", 30),
)


def plan(speakers: int, minutes: int, questions: int, seed: str, *, so_far: bool = False) -> Plan | int:
    """Plan a meeting, or give the fewest minutes that it would need.

    Args:
        speakers: how many speak, at least 1; 1 for a public meeting with one office-holder.
        minutes: how long there is, in all.
        questions: how many questions are wanted, at most three.
        seed: see ``speaking_orders``.
        so_far: whether it is also asked what was done up to now.
    """
    full = _FULL_ALONE if speakers == 1 else _FULL
    full = full._replace(questions=min(questions, full.questions), so_far=full.so_far if so_far else 0)
    times = _times(full, speakers, minutes)
    if _needed(times, speakers) > _usable(minutes):
        return _minutes_for(_length(times, speakers))
    parts = _parts(times, speakers, _usable(minutes), seed)
    in_hand = minutes * 60 - parts[-1].begins - parts[-1].seconds
    made = Plan(times, tuple(parts), in_hand, tuple(_left_out(times, full)), tuple(_drop_first(parts)))
    if made.hears_the_hall:
        return made
    left_out = (*made.left_out, "questions from the hall")
    return made._replace(left_out=left_out, hall_from=_hall_from(full, speakers, minutes))


def _times(full: Times, speakers: int, minutes: int) -> Times:
    """Give what a meeting keeps of all it could have.

    It gives way until it fits, or has nothing to give; what still fits then is given back, but for the turn
    of the hall.
    """
    times, usable = full, _usable(minutes)
    given_up = []
    for what, to in _CUTS_ALONE if speakers == 1 else _CUTS:
        if _needed(times, speakers) <= usable:
            break
        given_up.append((what, getattr(times, what)))
        times = times._replace(**{what: min(getattr(times, what), to)})
    hall = _one_from_the_hall(speakers)
    kept_for_it = hall if _length(times, speakers) + hall <= usable else 0
    for what, had in reversed(given_up):
        larger = times._replace(**{what: had})
        if max(_needed(larger, speakers), _length(larger, speakers) + kept_for_it) <= usable:
            times = larger
    return times


def _hall_from(full: Times, speakers: int, minutes: int) -> int:
    """Give the fewest minutes, beyond those there are, in which the hall has a turn; 0 if none are enough."""
    one = _one_from_the_hall(speakers)
    for more in range(minutes + 1, MOST_MINUTES + 1):
        if _length(_times(full, speakers, more), speakers) + one <= _usable(more):
            return more
    return 0


def _usable(minutes: int) -> int:
    """Give the seconds that may be planned; the rest is in hand."""
    have = minutes * 60
    return int(have - have * IN_HAND)


def _minutes_for(seconds: int) -> int:
    return ceil(seconds / (1 - IN_HAND) / 60)


def _needed(times: Times, speakers: int) -> int:
    """Give what a meeting takes; what was done so far is asked only where the hall has its turn."""
    return _length(times, speakers) + (_one_from_the_hall(speakers) if times.so_far else 0)


def _length(times: Times, speakers: int) -> int:
    return sum(seconds for _, _, seconds, _ in _fixed(times, speakers))


_Fixed = tuple[str, int, int, int]  # kind, number, seconds in all, seconds each


def _fixed(times: Times, speakers: int) -> list[_Fixed]:
    """Give the parts that a meeting has anyway."""
    parts: list[_Fixed] = [("welcome", 0, _WELCOME, 0)]
    if times.opening:
        parts.append(("opening", 0, _takes(speakers, times.opening), times.opening))
    if times.so_far:
        parts.append(("so-far", 0, _takes(speakers, times.so_far, read=_READ), times.so_far))
    for number in range(1, times.questions + 1):
        parts.append(("question", number, _takes(speakers, times.answer, read=_READ), times.answer))
        parts.append(("follow-up", number, _takes(speakers, times.follow_up, read=_READ), times.follow_up))
    if times.closing:
        parts.append(("closing", 0, _takes(speakers, times.closing), times.closing))
    parts.append(("thanks", 0, _THANKS, 0))
    return parts


def _one_from_the_hall(speakers: int) -> int:
    return _takes(speakers, _FROM_THE_FLOOR, read=_READ)


def _takes(speakers: int, each: int, *, read: int = 0) -> int:
    """Give how long it takes until everybody has spoken, and something was read out, in whole steps."""
    step = _step(speakers)
    return -(-(read + speakers * each) // step) * step


def _step(speakers: int) -> int:
    return _STEP_ALONE if speakers == 1 else _STEP


def _parts(times: Times, speakers: int, usable: int, seed: str) -> list[Part]:
    """Set the parts one after another; what time is over goes to the hall."""
    fixed = list(_with_hall(_fixed(times, speakers), speakers, usable - _length(times, speakers)))
    spoken = [part for part in fixed if part[0] in _SPOKEN]
    orders = iter(speaking_orders(speakers, len(spoken), seed))
    parts = []
    now = 0
    order: tuple[int, ...] = ()
    for kind, number, seconds, each in fixed:
        if kind in _SPOKEN:
            order = next(orders)
        parts.append(Part(kind, number, now, seconds, each, order if each else ()))
        now += seconds
    return parts


def _with_hall(fixed: Sequence[_Fixed], speakers: int, free: int) -> Iterator[_Fixed]:
    """Give the hall its turn before the closing words; with one guest, one as long after each question."""
    one, step = _one_from_the_hall(speakers), _step(speakers)
    turns = 1 + sum(kind in _BEFORE_THE_HALL for kind, *_ in fixed) if speakers == 1 else 1
    turns = turns if free >= one * turns else 1
    turn = free // turns // step * step
    rest = (free - turn * (turns - 1)) // step * step
    last = next(i for i, (kind, *_) in enumerate(fixed) if kind in ("closing", "thanks"))
    for i, part in enumerate(fixed):
        if i == last and rest >= one:
            yield "floor", rest // one, rest, _FROM_THE_FLOOR
        yield part
        if turns > 1 and part[0] in _BEFORE_THE_HALL:
            yield "hall", turn // one, turn, _FROM_THE_FLOOR


_BEFORE_THE_HALL = ("so-far", "follow-up")
_OF_THE_HALL = ("hall", "floor")
_SPOKEN = ("opening", "so-far", "question", "floor", "closing")  # a follow-up goes round as its question did


def _left_out(times: Times, full: Times) -> Iterator[str]:
    """Say plainly what there is no time for."""
    if times.so_far < full.so_far:
        yield "the question on what was done so far"
    if not times.closing:
        yield "closing words"
    if not times.opening:
        yield "opening words"
    if times.questions < full.questions:
        missing = full.questions - times.questions
        yield "one of the questions" if missing == 1 else f"{missing} of the questions"
    if times.answer < full.answer:
        minutes, rest = divmod(times.answer, 60)
        longest = f"{minutes} minutes" if minutes > 1 and not rest else f"{times.answer} seconds"
        yield f"answers longer than {longest}"


def _drop_first(parts: Sequence[Part]) -> list[str]:
    """Say what to drop if it runs late, the first first."""
    kinds = {part.kind for part in parts}
    last = max(part.number for part in parts if part.kind == "question")
    order = [
        "questions from the hall" if "floor" in kinds else "",
        "the closing words" if "closing" in kinds else "",
        "what was done so far" if "so-far" in kinds else "",
        f"question {last}, with its follow-up" if last > 1 else "",
        "the opening words" if "opening" in kinds else "",
    ]
    return [words for words in order if words]
