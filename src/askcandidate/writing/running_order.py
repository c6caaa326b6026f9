"""Who speaks when at a hustings, and for how long: fair by construction, and inside the time there is."""

import random
from collections import Counter
from collections.abc import Sequence
from itertools import cycle, pairwise
from math import ceil
from typing import NamedTuple

IN_HAND = 0.05  # of the time, kept free for what always takes longer
_WELCOME = 180  # seconds; 60 words of rules, 60 of safety, and people sitting down
_THANKS = 60
_READ = 20  # seconds to read a question out
_FOLLOW_UP = 10  # seconds each for: yes, no or partly
_FROM_THE_FLOOR = 60  # seconds each for an answer to somebody in the hall
_STEP = 30  # seconds; parts begin on the half minute, which is as fine as a chair's clock


class Times(NamedTuple):
    """How long everybody has for each thing, in seconds, and how many questions there are."""

    opening: int
    answer: int
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
    """

    times: Times
    parts: tuple[Part, ...]
    in_hand: int
    left_out: tuple[str, ...]
    drop_first: tuple[str, ...]


# What gives way, one step after another, until the meeting fits.
_FULL = Times(opening=60, answer=90, closing=30, questions=3)
_CUTS = (
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


def speaking_orders(speakers: int, rounds: int, seed: str) -> list[tuple[int, ...]]:
    """Give an order of speaking for each round, as numbers from 0.

    Rows of a Williams design: over all of them everybody is first, last and after everybody else
    equally often. First and last places never differ by more than one; among the rows that keep to
    that, those are taken next in which the fewest follow somebody they have followed before.

    Args:
        speakers: how many speak.
        rounds: how many orders are wanted.
        seed: decides who is who in the design; the same seed gives the same orders.

    Source: E. J. Williams, "Experimental designs balanced for the estimation of residual effects of
    treatments", Australian Journal of Scientific Research 2 (1949).
    """
    if speakers == 0:
        return [()] * rounds
    who = list(range(speakers))
    random.Random(seed).shuffle(who)  # noqa: S311  (fairness, not secrecy)
    squares = cycle(_williams(speakers))
    after: Counter[tuple[int, int]] = Counter()
    chosen: list[tuple[int, ...]] = []
    left: list[tuple[int, ...]] = []
    while len(chosen) < rounds:
        left = left or [tuple(who[i] for i in row) for row in next(squares)]
        row = min(left, key=lambda row: sum(after[pair] for pair in pairwise(row)))
        left.remove(row)
        chosen.append(row)
        after.update(pairwise(row))
    return chosen


def _williams(n: int) -> list[list[tuple[int, ...]]]:
    """Give the squares of a Williams design: one, or two for an odd n; in each everybody is first once."""
    base = [0, *((step + 1) // 2 if step % 2 else n - step // 2 for step in range(1, n))]
    rows = [tuple((i + shift) % n for i in base) for shift in range(n)]
    return [rows] if n % 2 == 0 else [rows, [row[::-1] for row in rows]]


def plan(speakers: int, minutes: int, questions: int, seed: str) -> Plan | int:
    """Plan a meeting, or give the fewest minutes that it would need.

    Args:
        speakers: how many speak; 1 for a public meeting with one office-holder.
        minutes: how long there is, in all.
        questions: how many questions are wanted, at most three.
        seed: see ``speaking_orders``.
    """
    times = _FULL._replace(questions=min(questions, _FULL.questions))
    have = minutes * 60
    usable = have - have * IN_HAND
    cuts = []
    remaining = list(_CUTS)
    while _length(times, speakers) > usable:
        if not remaining:
            return _minutes_for(_length(times, speakers))
        what, to = remaining.pop(0)
        if getattr(times, what) > to:
            times = times._replace(**{what: to})
            cuts.append(what)
    parts = _parts(times, speakers, int(usable), seed)
    in_hand = have - parts[-1].begins - parts[-1].seconds
    wanted = min(questions, _FULL.questions)
    return Plan(times, tuple(parts), in_hand, tuple(_left_out(times, wanted)), tuple(_drop_first(parts)))


def _minutes_for(seconds: int) -> int:
    return ceil(seconds / (1 - IN_HAND) / 60)


def _length(times: Times, speakers: int) -> int:
    return sum(seconds for _, _, seconds, _ in _fixed(times, speakers))


def _fixed(times: Times, speakers: int) -> list[tuple[str, int, int, int]]:
    """Give the parts that a meeting has anyway: kind, number, seconds in all, seconds each."""
    parts = [("welcome", 0, _WELCOME, 0)]
    if times.opening:
        parts.append(("opening", 0, _up(speakers * times.opening), times.opening))
    for number in range(1, times.questions + 1):
        parts.append(("question", number, _up(_READ + speakers * times.answer), times.answer))
        parts.append(("follow-up", number, _up(_READ + speakers * _FOLLOW_UP), _FOLLOW_UP))
    if times.closing:
        parts.append(("closing", 0, _up(speakers * times.closing), times.closing))
    parts.append(("thanks", 0, _THANKS, 0))
    return parts


def _up(seconds: int) -> int:
    return -(-seconds // _STEP) * _STEP


def _parts(times: Times, speakers: int, usable: int, seed: str) -> list[Part]:
    """Set the parts one after another; what time is over goes to the hall, before the closing words."""
    fixed = _fixed(times, speakers)
    one = _up(_READ + speakers * _FROM_THE_FLOOR)
    free = usable - _length(times, speakers)
    if free >= one:
        ends = next(i for i, part in enumerate(fixed) if part[0] in ("closing", "thanks"))
        fixed.insert(ends, ("floor", free // one, free // _STEP * _STEP, _FROM_THE_FLOOR))
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


_SPOKEN = ("opening", "question", "floor", "closing")  # a follow-up goes round as its question did


def _left_out(times: Times, wanted: int) -> list[str]:
    """Say plainly what there is no time for."""
    said = []
    if not times.closing:
        said.append("closing words")
    if not times.opening:
        said.append("opening words")
    if times.questions < wanted:
        missing = wanted - times.questions
        said.append("one of the questions" if missing == 1 else f"{missing} of the questions")
    if times.answer < _FULL.answer:
        said.append(f"answers longer than {times.answer} seconds")
    return said


def _drop_first(parts: Sequence[Part]) -> list[str]:
    """Say what to drop if it runs late, the first first."""
    kinds = {part.kind for part in parts}
    last = max(part.number for part in parts if part.kind == "question")
    order = [
        "questions from the hall" if "floor" in kinds else "",
        "the closing words" if "closing" in kinds else "",
        f"question {last}, with its follow-up" if last > 1 else "",
        "the opening words" if "opening" in kinds else "",
    ]
    return [words for words in order if words]
