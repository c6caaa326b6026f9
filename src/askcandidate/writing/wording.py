"""Which of its wordings each part of a letter takes, so that letters of two writers share few words.

A letter is made of parts, and each part has several wordings. The choice for one letter is a code
word of a Reed-Solomon code over the field of eight elements: its number, written with four digits
from 0 to 7, is taken for a polynomial, and each part takes the polynomial's value at a place of
its own. Two polynomials agree in fewer places than they have coefficients, so the letters of
numbers below 64 share the wording of one part at most, those below 512 of two, and any of three.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from enum import IntEnum
from functools import lru_cache
from typing import Any

from askcandidate.correspondence import Ask, Frames
from askcandidate.languages import Language, Texts
from askcandidate.model import Standing

NUMBERS = 8**4  # of code words
_SLOT = re.compile(r"\{\{ (\w+) \}\}")
_ONE_SPEAKS = re.compile(r"\b(I am|I was|am I|was I|I|me|my|My|myself|mine)\b")
_MANY_SPEAK = {
    "I": "we",
    "me": "us",
    "my": "our",
    "My": "Our",
    "mine": "ours",
    "myself": "ourselves",
    "am": "are",
    "was": "were",
}
_POWERS = (1, 2, 4, 3, 6, 7, 5)  # of one element, each twice the one before, modulo x³ + x + 1


class Part(IntEnum):
    """The parts of a letter that are worded each on their own; the value is its place in the code."""

    OPENING = 0
    REASON = 1
    ASK = 2
    IF_SO = 3
    IF_NOT = 4
    CLOSING = 5
    SUBJECT = 6
    AIM = 7


def number_of(seed: str, row: int, contest: str, *writer: str) -> int:
    """Give the number that a letter's wording follows from.

    Rows of a batch count up from one beginning, which keeps neighbours as far apart as can be.

    Args:
        seed: what was asked for: a number from 0 to 4095, any other text, or nothing.
        row: the row of a batch that the letter is for; 0 for one asked for by itself.
        contest: what the letter is about, never who in it is written to.
        writer: all that is known of the writer; of no weight where there is a seed or a row.
    """
    if seed.isdecimal() and len(seed) <= len(str(NUMBERS)) and int(seed) < NUMBERS:
        first = int(seed)
    else:
        known = [contest, seed] if seed or row else [contest, *writer]
        first = int.from_bytes(hashlib.sha256("\0".join(known).encode()).digest()[:2]) % NUMBERS
    return first ^ (row % NUMBERS)


# Several aims take a place each, so that two writers never share the wording of all. A letter with several
# asks has no IF_NOT, and a subject stands outside the body, so their places are free.
_AIMS = (Part.AIM, Part.IF_NOT, Part.SUBJECT)


class Speaker:
    """Says the parts of one letter, each in the wording that its number gives.

    Args:
        number: as ``number_of`` gives it.
        words: what wording may use, as listed in docs/campaigns.md.
        fill: renders a piece of wording.
    """

    def __init__(
        self, number: int, words: Mapping[str, Any], fill: Callable[[str, Mapping[str, Any]], str]
    ) -> None:
        self._number = number
        self._words = words
        self._fill = fill

    def say(self, part: Part, wordings: Sequence[str], **more: str) -> str:
        """Give a part of the letter, beginning with a capital; nothing where there is no wording."""
        text = self.phrase(part, wordings, **more)
        return text[:1].upper() + text[1:]

    def phrase(self, part: Part, wordings: Sequence[str], **more: str) -> str:
        """Give words for the middle of a sentence."""
        if not wordings:
            return ""
        wording = wordings[_value(self._number, part) % len(wordings)]
        return self.fill(wording, **more)

    def fill(self, wording: str, **more: str) -> str:
        """Give a piece of wording that does not vary."""
        words = {**self._words, **more} if more else self._words
        pattern = _pattern(wording)
        if pattern:
            with suppress(KeyError):  # an unknown word is told by the sandbox
                return pattern % words
        return self._fill(wording, words)


class Chorus(Speaker):
    """Says the parts of one letter for a group: in the same wordings, "we" where one person says "I"."""

    def fill(self, wording: str, **more: str) -> str:
        """Give a piece of wording, said by several; what fills its gaps stays as it is."""
        return super().fill(_ONE_SPEAKS.sub(_all_speak, wording), **more)


class Interpreter(Speaker):
    """Says the parts of one letter in another language: each in the translation of its first wording.

    Args:
        words: what wording may use, in that language.
        fill: renders a piece of wording.
        texts: the translations.
    """

    def __init__(
        self, words: Mapping[str, Any], fill: Callable[[str, Mapping[str, Any]], str], texts: Texts
    ) -> None:
        super().__init__(0, words, fill)
        self._texts = texts

    def phrase(self, part: Part, wordings: Sequence[str], **more: str) -> str:  # noqa: ARG002  (one for all numbers)
        """Give words for the middle of a sentence.

        Raises:
            Untranslated: there are none in this language.
        """
        return self.fill(wordings[0], **more) if wordings else ""

    def fill(self, wording: str, **more: str) -> str:
        """Give the translation of a piece of wording.

        Raises:
            Untranslated: there is none.
        """
        return super().fill(self._texts.find(wording), **more)


def speaker_in(
    texts: Texts,
    number: int,
    words: Mapping[str, Any],
    fill: Callable[[str, Mapping[str, Any]], str],
    *,
    for_many: bool = False,
) -> Speaker:
    """Give who says the parts of a letter in a language. See ``Speaker``, ``Chorus`` and ``Interpreter``."""
    if texts.language is Language.ENGLISH:
        return (Chorus if for_many else Speaker)(number, words, fill)
    return Interpreter(words, fill, texts)


def compose(
    speaker: Speaker,
    asks: Sequence[Ask],
    seen: Standing | None,
    power: Sequence[str],
    frames: Frames,
    *,
    candidate: bool,
) -> dict[str, Any]:
    """Give the set words of a letter part by part, as the template ``letter/body.j2`` names them.

    Args:
        speaker: says each part.
        asks: what is asked, at least one.
        seen: what the office was seen to do, if that is asked after instead.
        power: the wordings on why the office can act.
        frames: the campaign's wordings of all that goes with every ask.
        candidate: whether the letter is to those standing.
    """
    say = speaker.say
    ask = asks[0]
    found: dict[str, Any] = {"reason": say(Part.REASON, power), "aims": [], "if_not": ""}
    if seen:
        found |= {
            "ask": say(Part.ASK, seen.sentences),
            "if_so": say(Part.IF_SO, frames.seen_next),
            "if_not": say(Part.IF_NOT, frames.seen_where),
        }
    elif len(asks) > 1:
        found |= {
            "ask": say(Part.ASK, frames.several, number="two" if len(asks) == 2 else "three"),  # noqa: PLR2004
            "aims": [speaker.phrase(part, each.aim) for part, each in zip(_AIMS, asks, strict=False)],
            "if_so": say(Part.IF_SO, frames.several_end),
        }
    elif candidate:
        found |= {
            "ask": say(Part.ASK, frames.candidate, aim=speaker.phrase(Part.AIM, ask.aim)),
            "if_so": say(Part.IF_SO, frames.candidate_if_so),
            "if_not": say(Part.IF_NOT, frames.candidate_if_not),
        }
    else:
        found |= {"ask": say(Part.ASK, ask.letter)} | _ways_out(speaker, ask, frames)
    return found


def _ways_out(speaker: Speaker, ask: Ask, frames: Frames) -> dict[str, str]:
    """Give the two questions that follow an ask; one without a deed has its own in its wording."""
    if not ask.deed:
        return {"if_so": ""}
    deed = speaker.fill(ask.deed)
    return {
        "if_so": speaker.say(Part.IF_SO, frames.if_so, done=speaker.fill(ask.done)),
        "if_not": speaker.say(Part.IF_NOT, ask.if_not or frames.if_not, deed=deed),
    }


def _all_speak(found: re.Match[str]) -> str:
    """Give what several people say where one says what was found."""
    return " ".join(_MANY_SPEAK[word] for word in found[0].split())


@lru_cache(maxsize=4096)
def _pattern(wording: str) -> str:
    """Give a wording that holds words alone as a pattern for ``%``, and nothing for one that needs Jinja.

    Most are such, and filling them takes a tenth of the time of rendering.
    """
    literal = _SLOT.sub(r"%(\1)s", wording.replace("%", "%%"))
    return "" if "{" in literal else literal


@lru_cache(maxsize=NUMBERS * len(Part))
def _value(number: int, place: int) -> int:
    """Give the value at a place of the polynomial whose coefficients are a number's digits in base 8."""
    value = 0
    for shift in (9, 6, 3, 0):
        value = _times(value, place) ^ (number >> shift & 7)
    return value


def _times(a: int, b: int) -> int:
    """Multiply in the field of eight elements."""
    if not a or not b:
        return 0
    return _POWERS[(_POWERS.index(a) + _POWERS.index(b)) % len(_POWERS)]
