"""Who speaks when: fair by count, and inside the time there is."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askcandidate.writing.running_order import IN_HAND, Plan, plan
from askcandidate.writing.turns import speaking_orders

SPEAKERS = st.integers(1, 24)


def spread(counts: Counter[Any], of: Iterable[Any]) -> int:
    """Give how far apart the most and the least frequent are."""
    numbers = [counts[each] for each in of]
    return max(numbers) - min(numbers)


@given(SPEAKERS, st.integers(1, 12), st.text(max_size=8))
def test_nobody_is_first_or_last_more_often_than_once_more(speakers: int, rounds: int, seed: str) -> None:
    """Everybody speaks once a round; first and last places differ by one at most."""
    orders = speaking_orders(speakers, rounds, seed)
    assert len(orders) == rounds
    assert all(sorted(order) == list(range(speakers)) for order in orders)
    assert spread(Counter(order[0] for order in orders), range(speakers)) <= 1
    assert spread(Counter(order[-1] for order in orders), range(speakers)) <= 1


@pytest.mark.parametrize("speakers", [2, 4, 6, 8, 10, 12])
def test_everybody_follows_everybody_equally_often(speakers: int) -> None:
    """Over a whole design each pair stands together once; over part of it, never twice before all have."""
    pairs = list(permutations(range(speakers), 2))
    for rounds in range(1, speakers + 1):
        after = Counter(pair for order in speaking_orders(speakers, rounds, "s") for pair in pairwise(order))
        assert spread(after, pairs) <= 1, rounds
    assert set(after.values()) == {1}


@given(speakers=st.integers(2, 40), seed=st.text(max_size=8), data=st.data())
def test_in_fewer_rounds_than_speakers_nobody_follows_the_same_person_twice(
    speakers: int, seed: str, data: st.DataObject
) -> None:
    """As at nearly every hustings: five rounds or so of seven people."""
    rounds = data.draw(st.integers(1, speakers - 1))
    after = Counter(pair for order in speaking_orders(speakers, rounds, seed) for pair in pairwise(order))
    assert max(after.values()) == 1


@pytest.mark.parametrize("speakers", [3, 5, 7, 9])
def test_odd_numbers_balance_over_twice_as_many_rounds(speakers: int) -> None:
    """A Williams design for an odd number has two squares."""
    orders = speaking_orders(speakers, 2 * speakers, "s")
    after = Counter(pair for order in orders for pair in pairwise(order))
    assert spread(after, list(permutations(range(speakers), 2))) == 0


def test_the_seed_decides_and_repeats() -> None:
    """The same seed draws the same orders, another seed others."""
    assert speaking_orders(7, 5, "one") == speaking_orders(7, 5, "one")
    assert speaking_orders(7, 5, "one") != speaking_orders(7, 5, "two")


@given(speakers=SPEAKERS, minutes=st.integers(5, 240), questions=st.integers(1, 3), so_far=st.booleans())
def test_a_plan_fits_and_keeps_time_in_hand(
    speakers: int, minutes: int, questions: int, *, so_far: bool
) -> None:
    """Parts follow each other without a gap and end with five in a hundred to spare; or it says what is needed."""
    made = plan(speakers, minutes, questions, "s", so_far=so_far)
    if not isinstance(made, Plan):
        assert made > minutes
        assert isinstance(plan(speakers, made, 1, "s"), Plan)
        return
    ends = 0
    for part in made.parts:
        assert part.begins == ends
        assert part.seconds % 30 == 0
        assert len(part.order) * part.each <= part.seconds
        ends += part.seconds
    assert ends <= minutes * 60 * (1 - IN_HAND)
    assert made.in_hand == minutes * 60 - ends
    assert 1 <= made.times.questions <= questions
    assert made.parts[0].kind == "welcome"
    assert made.parts[-1].kind == "thanks"


def test_a_follow_up_goes_round_as_its_question_did() -> None:
    """Nobody gains by it."""
    made = plan(5, 60, 3, "s")
    assert isinstance(made, Plan)
    by_kind = {(part.kind, part.number): part.order for part in made.parts}
    for number in (1, 2, 3):
        assert by_kind["question", number] == by_kind["follow-up", number]


def test_what_does_not_fit_is_said_plainly() -> None:
    """Twelve people in an hour have no closing words; thirty have one question."""
    twelve = plan(12, 60, 3, "s")
    thirty = plan(30, 60, 3, "s")
    assert isinstance(twelve, Plan)
    assert isinstance(thirty, Plan)
    assert twelve.left_out == (
        *("closing words", "answers longer than 60 seconds", "questions from the hall"),
    )
    assert "2 of the questions" in thirty.left_out
    assert plan(60, 30, 3, "s") == 48
    assert twelve.drop_first[0] == "question 3, with its follow-up"


@pytest.mark.parametrize(
    ("speakers", "minutes", "answer", "in_hand"), [(24, 60, 90, 180), (30, 60, 60, 300), (40, 90, 75, 510)]
)
def test_what_gave_way_for_nothing_is_given_back(
    speakers: int, minutes: int, answer: int, in_hand: int
) -> None:
    """One question where there were two frees more than was missing: its answers are the longer for it."""
    made = plan(speakers, minutes, 3, "s")
    assert isinstance(made, Plan)
    assert (made.times.questions, made.times.answer, made.in_hand) == (1, answer, in_hand)


@pytest.mark.parametrize("minutes", [30, 45, 60, 90])
@pytest.mark.parametrize("questions", [2, 3])
def test_one_guest_speaks_as_long_as_the_hall(minutes: int, questions: int) -> None:
    """Our questions have long answers, and the hall its turns: equal ones after each, and what is over at the end."""
    made = plan(1, minutes, questions, "s", so_far=True)
    assert isinstance(made, Plan)
    turns = [part.seconds for part in made.parts if part.kind in ("hall", "floor")]
    assert len(turns) in (1, questions + 2)
    assert len(set(turns[:-1])) <= 1
    assert turns[-1] >= turns[0]
    guest = [part.seconds for part in made.parts if part.kind in ("opening", "so-far", "question", "closing")]
    assert sum(guest) >= minutes * 60 * (0.3 if minutes <= 60 else 0.2)
    assert sum(turns) <= minutes * 60 * (0.5 if minutes <= 60 else 0.7)
    assert made.parts[1].kind == "opening"


def test_what_was_done_so_far_is_asked_where_the_hall_keeps_its_turn() -> None:
    """Four people have time for both; with six the hall goes first, and it is said what is left out."""
    four = plan(4, 60, 3, "s", so_far=True)
    six = plan(6, 60, 3, "s", so_far=True)
    assert isinstance(four, Plan)
    assert isinstance(six, Plan)
    assert {"so-far", "floor"} <= {part.kind for part in four.parts}
    assert six.parts == getattr(plan(6, 60, 3, "s"), "parts", None)
    assert six.left_out == ("the question on what was done so far",)
    assert "what was done so far" in four.drop_first


@pytest.mark.parametrize(
    ("speakers", "minutes", "enough"), [(7, 60, 63), (12, 60, 103), (7, 30, 35), (1, 30, 33), (60, 600, 0)]
)
def test_from_how_many_minutes_on_the_hall_has_a_turn(speakers: int, minutes: int, enough: int) -> None:
    """The fewest, since a longer meeting may have longer answers first; none where it has one already."""
    made = plan(speakers, minutes, 3, "s")
    assert isinstance(made, Plan)
    assert made.hall_from == enough
    assert made.hears_the_hall == (enough == 0)
    for more, hears in ((enough - 1, False), (enough, True)) if enough else ():
        longer = plan(speakers, more, 3, "s")
        assert isinstance(longer, Plan)
        assert longer.hears_the_hall is hears
