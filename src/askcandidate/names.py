"""How names are compared: the one place that says when two spellings are one name."""

import re
from functools import lru_cache
from unicodedata import combining, normalize

_APOSTROPHES = re.compile("[\u2018\u2019\u201b\u02b9\u02bb\u02bc\u2032\u00b4`\uff07]")
_HYPHENS = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Give what all spellings of a name have in common; never to be shown to anybody.

    Case, marks on letters, how many blanks and of which kind, and the kind of an apostrophe or hyphen do not
    tell people apart: "Siân Jones" is "SIAN  JONES". Whether there is an apostrophe or a hyphen does.
    """
    plain = _HYPHENS.sub("-", _APOSTROPHES.sub("'", _UNSEEN.sub("", name)))
    return " ".join(unmarked(plain).casefold().split()) or name  # a name of marks alone is itself


def unmarked(text: str) -> str:
    """Give a text with each letter as it is without its marks: ``Siân Llŷr`` as ``Sian Llyr``."""
    return "".join(letter for letter in normalize("NFKD", text) if not combining(letter))
