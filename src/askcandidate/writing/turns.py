"""In which order people speak, round after round: fair by construction."""

import random
from itertools import cycle, islice


def speaking_orders(speakers: int, rounds: int, seed: str) -> list[tuple[int, ...]]:
    """Give an order of speaking for each round, as numbers from 0.

    Rows of a Williams design: over all of them everybody is first, last and after everybody else equally
    often. On the way, first and last places never differ by more than one; and in fewer rounds than there are
    speakers nobody follows the same person twice.

    Args:
        speakers: how many speak; one at least.
        rounds: how many orders are wanted.
        seed: decides who is who in the design; the same seed gives the same orders.

    Source: E. J. Williams, "Experimental designs balanced for the estimation of residual effects of
    treatments", Australian Journal of Scientific Research 2 (1949).
    """
    who = list(range(speakers))
    random.Random(seed).shuffle(who)  # noqa: S311  (fairness, not secrecy)
    rows = cycle(_williams(speakers, rounds))
    return [tuple(who[i] for i in row) for row in islice(rows, rounds)]


def _williams(n: int, rounds: int) -> list[tuple[int, ...]]:
    """Give the rows of a Williams design in an order that is fair for so many rounds.

    An even number has one square of rows. An odd one has two, the second being the first read backwards:
    in each everybody follows half of the others twice, and in half of each nobody does.
    """
    base = [0, *((step + 1) // 2 if step % 2 else n - step // 2 for step in range(1, n))]
    rows = [tuple((i + shift) % n for i in base) for shift in range(n)]
    if n % 2 == 0:
        return rows
    back = [row[::-1] for row in rows]
    half = n // 2
    return rows[:half] + back[:half] if rounds < n else rows + back
