"""What somebody typed or pasted, made fit for a letter without losing a word."""

import re
from collections.abc import Iterable, Mapping
from zlib import crc32

from askcandidate.correspondence import Sender
from askcandidate.errors import WrongUse
from askcandidate.names import unmarked
from askcandidate.postcode import shown

_MOST_OWN_CHARACTERS = 20_000
_LONGEST_PART = 60  # characters of a part of a file's name
_ESCAPES = (
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)"  # cursor and title sequences (ECMA-48)
)
_JOINERS = "\u200c\u200d"  # without a width, but part of a word in Persian and of a family in pictures


def tidy(sender: Sender) -> Sender:
    """Take out of what somebody typed the marks that could move a cursor or hide."""
    return Sender(one_line(sender.name), many_lines(sender.address), many_lines(sender.words))


def one_line(text: str) -> str:
    """Give a text on one line; see ``tidy``."""
    return " ".join(many_lines(text).split())


def plain_cells(cells: Mapping[str, str]) -> dict[str, str]:
    """Give a row's cells for a template, each on one line; see ``tidy``."""
    return {name: text if text.isprintable() else one_line(text) for name, text in cells.items()}


def many_lines(text: str) -> str:
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


def split_ids(ids: str | None) -> tuple[str, ...]:
    """Give the ids of a list parted by commas, each once."""
    return each_once(part.strip() for part in (ids or "").split(",") if part.strip())


def each_once(ids: Iterable[str] | None) -> tuple[str, ...]:
    """Give the ids that were typed, each once, in their order."""
    return tuple(dict.fromkeys(ids or ()))


def file_slug(text: str) -> str:
    """Give a text as a part of a file's name, letters without marks; a long one is cut, and has a sum."""
    slug = re.sub(r"[^a-z0-9]+", "-", unmarked(text).lower()).strip("-")
    return slug if len(slug) <= _LONGEST_PART else f"{slug[:_LONGEST_PART]}-{crc32(text.encode()):08x}"


def own_slug(text: str) -> str:
    """Give a text as a part of a file's name that no other text comes to, whatever its case and marks."""
    slug = file_slug(text)
    return slug if slug == text.lower() else f"{slug}-{crc32(text.encode()):08x}".lstrip("-")
