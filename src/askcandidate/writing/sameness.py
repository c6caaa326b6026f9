"""How alike letters are: the share of five-word runs that two of them have in common.

The measure is the project's own (its design, "Sameness, defined"): words are runs of letters and
digits after NFKC and lower case; the sameness of two texts is the number of different five-word
runs that both have, divided by the number in the one that has fewer, to two decimals.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

RUN = 5  # words
FEWEST_WORDS = 20  # in a text that is compared
TOO_MUCH_ALIKE = 50  # hundredths

_WORD = re.compile(r"[^\W_]+")
_WHOLE = 100

Shingles = frozenset[tuple[str, ...]]


class Text(NamedTuple):
    """A text to be compared.

    Attributes:
        pieces: the text, or what is left of one; no run of words goes across from one piece to the next.
        sender: whose it is, in any form: texts of one sender are not compared with each other.
    """

    pieces: tuple[str, ...]
    sender: Hashable


class Likeness(NamedTuple):
    """How alike many texts are, pair by pair; sameness is in hundredths.

    Attributes:
        compared: how many texts were long enough.
        pairs: how many pairs there are of different senders' texts.
        median: half of the pairs are no more alike than this.
        most: 95 in 100 pairs are no more alike than this.
        over: how many pairs are more alike than ``TOO_MUCH_ALIKE``.
        highest: of the pair most alike.
        pair: the positions of its two texts, the first of those most alike; None where no two are compared.
    """

    compared: int
    pairs: int
    median: int
    most: int
    over: int
    highest: int
    pair: tuple[int, int] | None


def words_of(text: str) -> list[str]:
    """Give the words of a text as they are compared."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


def shingles(*pieces: str) -> Shingles:
    """Give the different runs of five words in the pieces of a text."""
    listed = [words_of(piece) for piece in pieces]
    return frozenset(tuple(words[at : at + RUN]) for words in listed for at in range(len(words) - RUN + 1))


def sameness(one: str, other: str) -> float:
    """Give how alike two texts are, from 0 to 1 with two decimals, whatever their length."""
    ones, others = shingles(one), shingles(other)
    fewer = min(len(ones), len(others))
    return _hundredths(len(ones & others), fewer) / _WHOLE if fewer else 0.0


def compare(texts: Sequence[Text]) -> Likeness:
    """Compare every text with every text of another sender.

    Texts go by how many runs they have, so that of each pair the earlier one is what is divided by.
    """
    ordered = sorted(_sized(texts), key=lambda each: len(each[1]))
    shared_by = _shared_with_later([runs for _, runs in ordered], [texts[i].sender for i, _ in ordered])
    pairs: Counter[int] = Counter()
    highest, pair = 0, None
    for (position, runs), counts in zip(ordered, shared_by, strict=True):
        for shared, mask in counts:
            alike = _hundredths(shared, len(runs))
            pairs[alike] += mask.bit_count()
            if pair is None or alike > highest:
                other = ordered[(mask & -mask).bit_length() - 1][0]
                highest, pair = alike, (min(position, other), max(position, other))
    over = sum(times for alike, times in pairs.items() if alike > TOO_MUCH_ALIKE)
    total = pairs.total()
    return Likeness(len(ordered), total, _quantile(pairs, 0.5), _quantile(pairs, 0.95), over, highest, pair)


def _sized(texts: Sequence[Text]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Give the runs of each text that is long enough, as numbers, with the text's position.

    Five words are packed into one number, which takes a fraction of the memory of five texts.
    """
    numbers: dict[str, int] = defaultdict(lambda: len(numbers))
    for position, text in enumerate(texts):
        listed = [[numbers[word] for word in words_of(piece)] for piece in text.pieces]
        if sum(map(len, listed)) < FEWEST_WORDS:
            continue
        runs = set()
        for words in listed:
            for at in range(len(words) - RUN + 1):
                run = 0
                for word in words[at : at + RUN]:
                    run = run << 32 | word
                runs.add(run)
        if runs:
            yield position, tuple(runs)


def _shared_with_later(
    texts: Sequence[Sequence[int]], senders: Sequence[Hashable]
) -> Iterator[list[tuple[int, int]]]:
    """Say for each text how many runs it shares with each later one of another sender.

    A set of texts is one whole number, a bit for each. To count for all texts at once how many of
    a text's runs each has, the numbers of the texts that have a run are added up bit by bit, as on
    paper, in ``_sum``: 50 million pairs take some ten thousand times a hundred additions.

    Yields:
        for each text, the counts that occur, each with the set of later texts that share so many.
    """
    times = Counter(run for runs in texts for run in runs)
    shared = [tuple(run for run in runs if times[run] > 1) for runs in texts]
    having: dict[int, int] = defaultdict(int)
    by_sender: dict[Hashable, int] = defaultdict(int)
    for at, (runs, sender) in enumerate(zip(shared, senders, strict=True)):
        by_sender[sender] |= 1 << at
        for run in runs:
            having[run] |= 1 << at
    everybody = (1 << len(texts)) - 1
    added: dict[tuple[int, ...], list[int]] = {}  # many have the same set words, and share nothing else
    for at, (runs, sender) in enumerate(zip(shared, senders, strict=True)):
        if runs not in added:
            added[runs] = _sum(having[run] for run in runs)
        later = (everybody ^ ((2 << at) - 1)) & ~by_sender[sender]
        yield list(_counts(added[runs], later))


def _sum(sets: Iterable[int]) -> list[int]:
    """Count for each text how many of some sets it is in; the n-th number is all counts' n-th digit."""
    digits: list[int] = []
    for each in sets:
        carried = each
        for at, digit in enumerate(digits):
            digits[at], carried = digit ^ carried, digit & carried
            if not carried:
                break
        if carried:
            digits.append(carried)
    return digits


def _counts(digits: Sequence[int], among: int) -> Iterator[tuple[int, int]]:
    """Give each count that occurs among a set of texts, with the set of those that have it."""
    if not among:
        return
    if not digits:
        yield 0, among
        return
    *lower, highest = digits
    weight = 1 << len(lower)
    yield from _counts(lower, among & ~highest)
    yield from ((weight + count, mask) for count, mask in _counts(lower, among & highest))


def _hundredths(shared: int, of: int) -> int:
    """Divide, rounded to hundredths, a half upwards."""
    return (2 * _WHOLE * shared + of) // (2 * of)


def _quantile(pairs: Counter[int], share: float) -> int:
    """Give the value that a share of the pairs does not exceed, by straight lines between ranks."""
    if not pairs:
        return 0
    rank = share * (pairs.total() - 1)
    low = _at_rank(pairs, int(rank))
    high = _at_rank(pairs, math.ceil(rank))
    return round(low + (high - low) * (rank - int(rank)))


def _at_rank(pairs: Counter[int], rank: int) -> int:
    passed = 0
    for alike in sorted(pairs):
        passed += pairs[alike]
        if passed > rank:
            return alike
    return max(pairs)
