"""How old a reader has to be: the Flesch-Kincaid grade of a text, and five.

Source of the formula: Kincaid, Fishburne, Rogers and Chissom, "Derivation of new readability
formulas", 1975. Syllables are counted by where British English may be hyphenated, which finds a few
too few; so this is a floor: a text that it calls hard is hard.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from askcandidate.writing.proofreading import sentences

OLDEST = 12  # years of age; the letters we ship come to 7 to 10
_FEWEST_WORDS = 40  # of fewer, one long name decides
_SCHOOL_BEGINS_AT = 5
_WORD = re.compile(r"[^\W\d_]+")


def syllable_counter() -> Callable[[str], int]:
    """Give what counts the syllables of a word.

    Raises:
        ImportError: the hyphenation patterns, which come with an extra, are not installed.
    """
    from pyphen import Pyphen  # type: ignore[import-untyped]  # noqa: PLC0415  (an extra)

    patterns = Pyphen(lang="en_GB")

    @lru_cache(maxsize=50_000)
    def syllables(word: str) -> int:
        return len(patterns.positions(word)) + 1

    return syllables


def reading_age(text: str, syllables: Callable[[str], int]) -> float | None:
    """Give the age at which a text can be read, or None if it is too short to say."""
    words = _WORD.findall(text.lower())
    if len(words) < _FEWEST_WORDS:
        return None
    in_sentence = len(words) / len(list(sentences(text)))
    in_word = sum(map(syllables, words)) / len(words)
    return 0.39 * in_sentence + 11.8 * in_word - 15.59 + _SCHOOL_BEGINS_AT
