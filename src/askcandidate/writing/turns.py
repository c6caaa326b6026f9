"""In which order people speak, round after round: fair by construction."""

import random
from collections import Counter
from itertools import cycle, pairwise


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
