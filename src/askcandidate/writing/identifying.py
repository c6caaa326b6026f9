"""What in a story could identify a person who may have been exploited, or a business.

Patterns find shapes, not people: they are a help to a writer who reads over their words, no more.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_STREET = (
    "Street|St|Road|Rd|Lane|Avenue|Ave|Close|Drive|Way|Court|Place|Terrace|Crescent|Gardens|Row|Square"
    "|Hill|Grove|Mews|Walk|Parade"
)
_ALWAYS_A_STREET = "street|road|lane|avenue|crescent|terrace"
_NAMED_STREET = "Street|St|Road|Rd|Lane|Avenue|Ave|Close|Drive|Terrace|Crescent|Grove|Mews"
_NOT_A_STREET = "the|a|an|miles?|minutes?|other|more|per"
_NAMED = r"(?-i:[A-Z][\w'\u2019-]{1,40})"
_AT_WORK = r"\b(?:works?|worked|working|employed|kept|locked(?: up)?)\s+(?:at|for|above|behind)"
_PUBLIC = "council|police|service|university|hospital|school|college|church"  # nobody's business
_RELATION = (
    "neighbou?r|friend|cousin|sister|brother|mother|father|mum|dad|aunt|uncle|niece|nephew|son|daughter|wife"
    "|husband|partner|girl|boy|child|woman|man|worker|cleaner|nanny|tenant|lodger|pupil|student|patient|client"
)
_CAPITALS = r"(?-i:(?:\b[A-Z][\w&'\u2019.-]{0,40}[ \t]+){1,4})"
# In any case, but for the parts marked (?-i:...).
_SHAPES = (
    ("an e-mail address", r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    ("a web address", r"(?:https?://|www\.)[^\s<>\"]+"),
    (
        "a web address",
        r"(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|org|net|info|biz|uk|wales|scot)\b(?:/\S*)?",
    ),
    ("a telephone number", r"(?<![\w.,£])(?:\+[1-9]|\(?0\)?)(?:[\s().-]{0,2}\d){9,11}(?!\d)"),
    # Not "2nd" or "1st" after a number that could be an outward code.
    (
        "a postcode",
        r"(?-i:\b[A-Z]{1,2}\d[A-Z\d]?|\b[a-z]{1,2}\d[a-z\d]?)\s?\d[abd-hjlnp-uw-z]{2}\b(?<!\d[sn][td])",
    ),
    # Since 2001; before that, with the year's letter in front; Northern Ireland's, with an I or a Z.
    ("a number plate", r"\b[a-hj-pr-y]{2}\d{2}\s?[a-hj-pr-z]{3}\b"),
    ("a number plate", r"(?-i:\b[A-HJ-NPR-TV-Y]\d{2,3}\s?[A-HJ-PR-Y]{3}\b)"),
    ("a number plate", r"(?-i:\b(?:[A-Z][IZ][A-Z]|[A-Z]{2}[IZ])\s?\d{3,4}\b)"),
    (
        "a house number and street",
        rf"(?-i:\b\d{{1,4}}[a-zA-Z]?,?\s+(?:[A-Z][\w'\u2019.-]{{0,40}}\s+){{1,3}}(?:{_STREET})\b)",
    ),
    (
        "a house number and street",
        rf"\b\d{{1,4}}[a-z]?,?\s+(?!(?:{_NOT_A_STREET})\b)[a-z'\u2019]{{1,40}}\s+(?:{_ALWAYS_A_STREET})\b",
    ),
    (
        "a street's name",
        rf"\b(?:on|in|off|along)\s+(?:{_NAMED}\s+){{1,3}}(?-i:{_NAMED_STREET})\b",
    ),
    (
        "somebody's name",
        rf"\b(?:{_RELATION}),?\s+(?:(?:is |was )?(?:called|named)\s+)?(?!I\b|I['\u2019]){_NAMED}",
    ),
    (
        "a place of work",
        rf"{_AT_WORK}\s+(?:the\s+|an?\s+)?(?!(?:[\w'\u2019-]+\s+){{0,4}}(?:{_PUBLIC})\b){_NAMED}(?:\s+{_NAMED})+",
    ),
    (
        "a company's name",
        rf"(?:{_CAPITALS}|\b[\w&'\u2019.-]{{1,40}}\s+)?\b(?:Ltd|plc|LLP)\b|{_CAPITALS}(?-i:Limited)\b",
    ),
)
_PATTERNS = [(what, re.compile(pattern, re.IGNORECASE)) for what, pattern in _SHAPES]


class Remark(NamedTuple):
    """One thing to look at in a text.

    Attributes:
        code: its kind, for scripts.
        says: what is the matter and what to do, the same for all of its kind.
        start: where it begins in the text, in characters.
        end: where it ends.
    """

    code: str
    says: str
    start: int
    end: int


def identifying(text: str) -> Iterator[Remark]:
    """Find what could identify a person or a business; where two shapes overlap, the first named."""
    taken: list[Remark] = []
    for what, pattern in _PATTERNS:
        says = f"{what} could identify a person or a business; leave it out"
        for found in pattern.finditer(text):
            if not any(found.start() < other.end and other.start < found.end() for other in taken):
                taken.append(Remark("identifying", says, *found.span()))
    yield from sorted(taken, key=lambda remark: remark.start)
