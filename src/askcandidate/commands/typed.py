"""What somebody typed or pasted, made fit for a letter without losing a word."""

import re

from askcandidate.correspondence import Sender
from askcandidate.errors import WrongUse
from askcandidate.postcode import shown

_MOST_OWN_CHARACTERS = 20_000
_ESCAPES = (
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)"  # cursor and title sequences (ECMA-48)
)
_JOINERS = "\u200c\u200d"  # without a width, but part of a word in Persian and of a family in pictures


def tidy(sender: Sender) -> Sender:
    """Take out of what somebody typed the marks that could move a cursor or hide."""
    return Sender(one_line(sender.name), _lines(sender.address), _lines(sender.words))


def one_line(text: str) -> str:
    """Give a text on one line; see ``tidy``."""
    return " ".join(_lines(text).split())


def _lines(text: str) -> str:
    """Keep the words and line breaks of a text, without marks that could move a cursor or hide."""
    if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
        raise WrongUse(
            f"{shown(text)} holds bytes that are not text in this terminal's encoding.", "Use UTF-8."
        )
    if len(text) > _MOST_OWN_CHARACTERS:
        raise WrongUse(f"That is {len(text):,} characters; a letter of that length is not read.")
    broken = re.sub("\r\n|[\r\u0085\u2028\u2029]", "\n", re.sub(_ESCAPES, "", text))
    kept = "".join(
        " " if c.isspace() and c != "\n" else c
        for c in broken
        if c.isprintable() or c.isspace() or c in _JOINERS
    )
    return re.sub(r"\n{3,}", "\n\n", kept).strip()
