"""What others wrote, made safe once, at the door: names, addresses, links."""

import re
import unicodedata
from email.headerregistry import HeaderRegistry
from typing import Any
from urllib.parse import urlsplit

_LONGEST_LINE = 200  # characters; no name or title in use comes near
_MOST_MARKS = 4  # combining marks kept on one letter; real orthographies need three
_LONGEST_ADDRESS = 254  # characters of an e-mail address (RFC 5321, 4.5.3.1, less its brackets)
_LONGEST_LINK = 2000

_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"  # letters by class that nobody can see
_HIDDEN = ("Cc", "Cf", "Co", "Cs", "Cn")  # controls, bidi and zero-width marks, private use, unassigned


def one_line(text: str) -> str:
    """Give a text on one line, without marks that could move a cursor, turn a line around or hide."""
    spaced = re.sub(r"\s+", " ", re.sub("\x1b\\[[0-?]*[ -/]*[@-~]", "", text))
    kept = []
    marks = 0
    for c in unicodedata.normalize("NFC", spaced[: 4 * _LONGEST_LINE]):
        category = unicodedata.category(c)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if category not in _HIDDEN and c not in _BLANK_LETTERS and marks <= _MOST_MARKS:
            kept.append(c)
    line = re.sub(" +", " ", "".join(kept)).strip()
    return line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE].rstrip()}…"


def email_address(text: str | None) -> str | None:
    """Give the one e-mail address that a text is, or None if it is anything else."""
    if not text:
        return None
    bare = text.strip()
    if len(bare) > _LONGEST_ADDRESS or not bare.isprintable() or any(c.isspace() for c in bare):
        return None
    header = HeaderRegistry()("to", bare)
    found: tuple[Any, ...] = getattr(header, "addresses", ())
    if header.defects or len(found) != 1 or found[0].addr_spec != bare or "." not in found[0].domain:
        return None
    return bare


def web_address(text: str | None) -> str | None:
    """Give an http or https address without a name and password in it, or None."""
    if not text or len(text) > _LONGEST_LINK or not text.isascii() or not text.isprintable() or " " in text:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    whole = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    return text if whole else None
