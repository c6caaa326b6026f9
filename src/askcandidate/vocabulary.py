"""The words that letters keep clear of, as the shipped list has them."""

import re
import tomllib
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from askcandidate.resources import DATA

_LIST = DATA / "words.toml"


class Kind(StrEnum):
    """What is wrong with a word."""

    PARTY = "party"
    LOADED = "loaded"


class Group(NamedTuple):
    """Words that are looked for, and why.

    Attributes:
        kind: what is wrong with them.
        words: finds one of them.
        unless: finds phrases in which such a word means something else.
        ours_only: whether a writer may well say them: then they are looked for in set words alone.
        why: what is said to whoever wrote one, as words that follow it.
    """

    kind: Kind
    words: re.Pattern[str]
    unless: re.Pattern[str]
    ours_only: bool
    why: str


class Absence(NamedTuple):
    """How a claim that an office does not do something is told: a phrase in a sentence about one.

    Attributes:
        phrases: finds what such a claim says.
        about: finds what names an office.
        why: see ``Group``.
    """

    phrases: re.Pattern[str]
    about: re.Pattern[str]
    why: str


class Vocabulary(NamedTuple):
    """All that is looked for by its words."""

    groups: tuple[Group, ...]
    absence: Absence


@cache
def shipped() -> Vocabulary:
    """Give the shipped list."""
    told = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    ordinary = any_of(told["ordinary"])
    groups = tuple(
        Group(
            Kind(group["kind"]),
            any_of(group["words"], match_case=group.get("match_case", False)),
            ordinary,
            group.get("ours_only", False),
            group["why"],
        )
        for group in told["group"]
    )
    absence = told["absence"]
    before = "".join(rf"(?<!\b{word}\s)" for word in absence["not_after"])
    phrases = re.compile(before + any_of(absence["phrases"]).pattern, re.IGNORECASE)
    return Vocabulary(groups, Absence(phrases, any_of(absence["about"]), absence["why"]))


def any_of(phrases: list[str], *, match_case: bool = False) -> re.Pattern[str]:
    """Give a pattern that finds any of some phrases as whole words, the longest first, across line ends."""
    longest_first = sorted(phrases, key=len, reverse=True)
    listed = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in longest_first)
    return re.compile(rf"\b(?:{listed})\b".replace("'", "['\u2019]"), 0 if match_case else re.IGNORECASE)
