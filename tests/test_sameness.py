"""Sameness, by its definition: pairs worked out by hand, and the fast way against the plain one."""

import statistics
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askcandidate.writing import sameness
from askcandidate.writing.sameness import Text, compare

PLACES = ("Bristol", "Leeds")
TWENTY = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("a b c d e f g", "z a b c d e", 0.50),  # abcde, bcdef, cdefg; zabcd, abcde: 1 of 2
        ("a b c d e", "a b c d e", 1.00),
        ("a b c d e", "a b c d f", 0.00),  # one word apart, and it is in the only run
        ("a b c d e f g h", "a b c d e x y z", 0.25),  # 4 runs each; abcde
        ("a b c d e f g", "a b c d e f x", 0.67),  # 3 runs each; abcde, bcdef: 2 of 3
        ("A, B: c? (D) e!", "a b c d e", 1.00),  # neither case nor marks are words
        ("it's 5 miles on foot", "it s 5 miles on foot", 1.00),
        (
            "\N{LATIN SMALL LIGATURE FI}ve \N{FULLWIDTH LATIN CAPITAL LETTER C}ARS went by \N{SUPERSCRIPT TWO}",
            "five cars went by 2",
            1.00,
        ),  # as NFKC reads them
        ("stra\u00dfe a b c d", "strasse a b c d", 0.00),  # lower case, not folded: these are two words
        ("a_b c d e", "a b c d e", 1.00),  # an underscore is neither letter nor digit
        ("a b c d e a b c d e", "a b c d e", 1.00),  # a set: abcde counts once
        ("a a a a a a a a", "a a a a a", 1.00),
        ("a b c d", "a b c d", 0.00),  # no run of five at all
        ("", "", 0.00),
        # 8 runs and 200: 1 of 8 is 0.125, and a half goes up
        ("a b c d e 1 2 3 4 5 6 7", "a b c d e " + " ".join(f"x{i}" for i in range(199)), 0.13),
    ],
)
def test_pairs_worked_out_by_hand(one: str, other: str, alike: float) -> None:
    """Shared runs, divided by the number of runs in the text that has fewer."""
    assert sameness.sameness(one, other) == alike
    assert sameness.sameness(other, one) == alike


def test_twenty_words_are_compared_and_nineteen_are_not() -> None:
    """Of so few words nothing can be said."""
    nineteen = TWENTY.removesuffix(" twenty")
    both = compare([Text((TWENTY,), 1), Text((TWENTY,), 2)])
    assert (both.compared, both.pairs, both.highest, both.over, both.pair) == (2, 1, 100, 1, (0, 1))
    one = compare([Text((TWENTY,), 1), Text((nineteen,), 2)])
    assert (one.compared, one.pairs, one.pair) == (1, 0, None)


def text(letter: str) -> str:
    """Twenty words of a writer's own."""
    return " ".join(f"{letter}{n}" for n in range(20))


def test_each_pair_counts_what_those_two_share() -> None:
    """The first and the third are alike; then two runs are shared by one pair and one by another."""
    far = compare([Text((TWENTY,), 1), Text((text("b"),), 2), Text((TWENTY,), 3)])
    assert (far.highest, far.over, far.pair) == (100, 1, (0, 2))
    six, five = "s1 s2 s3 s4 s5 s6", "t1 t2 t3 t4 t5"
    # The first text has 11 runs, of which the second has 2 and the third 1: 18 and 9 in a hundred.
    one = Text((" ".join(text("a").split()[:12]), six, five), "A")
    others = [Text((text("b"), six), "B"), Text((text("c"), five), "C")]
    three = compare([one, *others])
    assert (three.pairs, three.median, three.highest, three.pair) == (3, 9, 18, (0, 1))
    four = compare([one, *others, Text((text("d"),), "D")])
    assert (four.pairs, four.median, four.most) == (6, 0, 16)


def test_of_nothing_nothing_is_said() -> None:
    """No text, no pair."""
    assert compare([]) == (0, 0, 0, 0, 0, 0, None)


def test_one_persons_letters_are_not_compared_with_each_other() -> None:
    """Somebody who writes to three offices may say the same thing."""
    found = compare([Text((TWENTY,), "A"), Text((TWENTY,), "A"), Text((f"{TWENTY} more",), "B")])
    assert (found.pairs, found.pair) == (2, (0, 2))


def test_of_pairs_equally_alike_the_first_is_named() -> None:
    """So that the same letters always point to the same two."""
    found = compare([Text((TWENTY,), sender) for sender in range(4)])
    assert (found.highest, found.pairs, found.pair) == (100, 6, (0, 1))


def test_no_run_goes_across_what_was_taken_out() -> None:
    """Set words stand on both sides of the writer's own: the two sides are two pieces."""
    halves = TWENTY[:48].strip(), TWENTY[48:].strip()
    assert " ".join(halves) == TWENTY
    whole = compare([Text((TWENTY,), 1), Text((TWENTY,), 2)])
    parted = compare([Text((TWENTY,), 1), Text(halves, 2)])
    assert whole.highest == 100
    assert parted.highest == 100  # all 12 runs of the two halves are in the whole
    assert sameness.shingles(*halves) < sameness.shingles(TWENTY)
    assert len(sameness.shingles(*halves)) == 12


def test_exactly_half_is_not_over() -> None:
    """Over 0.50 is 0.51 and more."""
    tail = " ".join(f"x{i}" for i in range(16))
    found = compare([Text((f"{TWENTY}",), 1), Text((f"{' '.join(TWENTY.split()[:12])} {tail[: 8 * 3]}",), 2)])
    assert (found.highest, found.over) == (50, 0)


_FEW_WORDS = st.lists(st.sampled_from("ab"), min_size=18, max_size=40).map(" ".join)


@given(st.lists(st.tuples(_FEW_WORDS, st.integers(0, 3)), min_size=2, max_size=12))
def test_all_pairs_at_once_are_the_pairs_one_by_one(texts: list[tuple[str, int]]) -> None:
    """The numbers that the definition gives, by the plainest way there is."""
    pairs = [
        (round(100 * sameness.sameness(one, other)), i, j)
        for (i, (one, mine)), (j, (other, theirs)) in combinations(enumerate(texts), 2)
        if mine != theirs and min(len(one.split()), len(other.split())) >= 20
    ]
    found = compare([Text((text,), sender) for text, sender in texts])
    assert found.pairs == len(pairs)
    assert found.over == sum(alike > 50 for alike, *_ in pairs)
    assert found.highest == max((alike for alike, *_ in pairs), default=0)
    assert found.pair is None or (found.highest, *found.pair) in pairs
    if len(pairs) > 1:
        values = [alike for alike, *_ in pairs]
        assert abs(found.median - statistics.median(values)) <= 0.5
        assert abs(found.most - statistics.quantiles(values, n=20, method="inclusive")[-1]) <= 0.5
