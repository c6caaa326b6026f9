"""How alike letters are, all pairs, beside the plain way: the intersection of two sets for each pair."""

import random
from collections.abc import Iterator
from itertools import combinations

from askcandidate.writing.sameness import Text, compare, shingles
from measuring import Result, alternate, timed

LETTERS = 10_000
PLAIN = 1_000
ROUNDS = 3


def sameness() -> Iterator[Result]:
    """Measure letters of 300 places that share their set words, opened by everybody's own."""
    texts = _letters(LETTERS)
    few = texts[:PLAIN]
    took = alternate(
        {"ours": timed(compare, lambda: texts), "plain": timed(_plain, lambda: few)},
        ROUNDS,
    )
    ours = LETTERS * (LETTERS - 1) / 2 / took["ours"]
    plain = PLAIN * (PLAIN - 1) / 2 / took["plain"]
    yield Result(
        f"12. sameness of {LETTERS:,} letters, every pair",
        f"{took['ours']:.1f} s, {ours / 1e6:.1f} M pairs a second",
        f"{plain / 1e6:.2f} M pairs a second, two sets at a time ({PLAIN:,} letters)",
        f"{ours / plain:.0f}x as fast",
    )


def _letters(number: int) -> list[Text]:
    chance = random.Random(1)  # noqa: S311  (the same letters each time)
    known = [f"w{i}" for i in range(5000)]
    ours = " ".join(chance.choices(known, k=75))
    return [
        Text(
            (f"{' '.join(chance.choices(known, k=60))} {ours} in place{i % 300} a line or a link will do",), i
        )
        for i in range(number)
    ]


def _plain(texts: list[Text]) -> float:
    sets = [shingles(*text.pieces) for text in texts]
    return max(len(one & other) / min(len(one), len(other)) for one, other in combinations(sets, 2))
