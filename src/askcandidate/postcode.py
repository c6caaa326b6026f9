"""Postcodes: syntax only. Whether one exists is for a source of data to say."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple, Self

from askcandidate.errors import MalformedPostcode, NotACouncilArea

_LONGEST = 64  # characters looked at; a postcode with every separator we strip is far below
_LONGEST_COMPACT = 8  # one more than a postcode without its blank
_SHOWN = 20  # characters of a bad input that a message repeats

# Shapes of the PAF programmers' guide: A9, A99, A9A, AA9, AA99, AA9A, then 9AA. The letters each
# position may hold are left open, since real and test data break that rule (NPT 0VA, AB1 2CD).
_OUTWARD = r"[A-Z]{1,2}[0-9][A-Z0-9]?|GIR|NPT"
_WHOLE = re.compile(rf"({_OUTWARD}) ?([0-9][A-Z]{{2}})", re.ASCII)

# The rest is for what is not written plainly, and compiled when first met.
_OUTWARD_ONLY = rf"(?:{_OUTWARD})[0-9]?"
_TWO = rf"(?:{_OUTWARD})[0-9][A-Z]{{2}}\W*(?:{_OUTWARD})[0-9][A-Z]{{2}}"
_FORCES = r"BFPO(?:C/?O)?[0-9]{1,4}"
# Blanks, hyphens and dashes, dots, and marks that take no room: what people and spreadsheets put
# inside a postcode without meaning anything by it.
_SEPARATORS = "[\\s.\u00ad\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff-]+"

_AROUND = ",;:'\"()[]\u2018\u2019\u201c\u201d"  # what stands around a postcode that was copied from a text
_NEVER_LAST_TWO = frozenset("CIKMOV")  # PAF programmers' guide; for suggestions, not for what is typed

_LOOKALIKE = {"O": "0", "0": "O", "I": "1", "1": "I"}

_ELSEWHERE_BY_AREA = {
    "JE": "is in Jersey, which has its own government and no UK council",
    "GY": "is in Guernsey, Alderney or Sark, which have their own governments and no UK council",
    "IM": "is on the Isle of Man, which has its own government and no UK council",
    "GX": "is in Gibraltar, which has its own government and no UK council",
    "ZZ": "begins with ZZ, as no place does: such codes stand in health records and in tests",
    "BF": "is a British Forces postcode (BFPO), which belongs to no council area",
}
_ELSEWHERE_BY_OUTWARD = {
    "GIR": "was Girobank's own postcode, which belongs to no council area",
    "XM4": "is the postcode for letters to Father Christmas, which is in no council area",
}
_OVERSEAS = {
    "ASCN": "Ascension Island",
    "BBND": "the British Indian Ocean Territory",
    "BIQQ": "the British Antarctic Territory",
    "FIQQ": "the Falkland Islands",
    "PCRN": "the Pitcairn Islands",
    "SIQQ": "South Georgia and the South Sandwich Islands",
    "STHL": "St Helena",
    "TDCU": "Tristan da Cunha",
    "TKCA": "the Turks and Caicos Islands",
}


class Postcode(NamedTuple):
    """A well-formed UK postcode; ``Postcode.parse`` is the way to one.

    What the postcode file holds as it stands (``PostcodeFile.find_written``) is one without being parsed.
    A named tuple, not a dataclass, since a batch makes one for each of a million rows.
    """

    outward: str
    inward: str

    def __str__(self) -> str:
        return f"{self.outward} {self.inward}"

    @property
    def compact(self) -> str:
        """The postcode without its blank."""
        return f"{self.outward}{self.inward}"

    @property
    def area(self) -> str:
        """The leading letters, such as ``BS``."""
        return self.outward[:2] if self.outward[1].isalpha() else self.outward[:1]

    @property
    def elsewhere(self) -> str | None:
        """Why this postcode can be in no UK council area, or None if it can."""
        return _ELSEWHERE_BY_OUTWARD.get(self.outward) or _ELSEWHERE_BY_AREA.get(self.outward[:2])

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one postcode as people write it: any case, with or without blanks, hyphens, dots, in brackets.

        Nothing is corrected silently: a letter O for a nought is refused, with a suggestion.

        Args:
            text: what was typed; longer than 64 characters is refused unread.

        Raises:
            MalformedPostcode: the text does not have the shape of one whole postcode.
            NotACouncilArea: a code of the British Forces or of an overseas territory.

        Source: Royal Mail PAF programmers' guide for the shapes; Unicode NFKC for full-width forms.
        """
        whole = _WHOLE.fullmatch(text) or _WHOLE.fullmatch(_compact(text))
        if whole is None:
            raise _refusal(text)
        return tuple.__new__(cls, whole.groups())


def join_arguments(arguments: Iterable[str]) -> Iterator[str]:
    """Give one text a postcode from shell words, so that ``BS1 5TR`` needs no quotation marks.

    Left to right: a word that is a whole postcode stands; otherwise it joins the next word if
    that makes one; otherwise it stands as it is, to be refused by the parser.
    """
    words = list(arguments)
    if len(words) == 2 and not any(map(_is_whole, [*words, " ".join(words)])):  # noqa: PLR2004
        words = [" ".join(words)]  # one postcode, mistyped
    at = 0
    while at < len(words):
        pair = " ".join(words[at : at + 2])
        joins = at + 1 < len(words) and not _is_whole(words[at]) and _is_whole(pair)
        yield pair if joins else words[at]
        at += 2 if joins else 1


def lookalikes(text: str) -> list[Postcode]:
    """Give the postcodes that differ from the text only in O for 0 or I for 1.

    The commoner shapes of outward code come first (figures at the end), then the fewest changes.
    """
    compact = _compact(text)[:_LONGEST_COMPACT]
    places = [at for at, letter in enumerate(compact) if letter in _LOOKALIKE]
    found = []
    for changes in range(1, len(places) + 1):
        for chosen in combinations(places, changes):
            letters = [_LOOKALIKE[c] if at in chosen else c for at, c in enumerate(compact)]
            match = _WHOLE.fullmatch("".join(letters))
            if match:
                found.append(Postcode(match[1], match[2]))
    return sorted(found, key=lambda postcode: postcode.outward[-1].isalpha())


def _compact(text: str) -> str:
    """Upper case without separators; text that is too long or not ASCII comes back unfit to match."""
    if len(text) > _LONGEST:
        return ""
    compact = re.sub(_SEPARATORS, "", unicodedata.normalize("NFKC", text)).strip(_AROUND)
    return compact.upper() if compact.isascii() else compact


def _is_whole(text: str) -> bool:
    compact = _compact(text)
    return bool(_WHOLE.fullmatch(compact) or _unshaped(compact))


def _unshaped(compact: str) -> str | None:
    """What a code is that people use like a postcode but that does not have the shape of one."""
    if re.fullmatch(_FORCES, compact):
        return _ELSEWHERE_BY_AREA["BF"]
    if compact[4:] == "1ZZ" and compact[:4] in _OVERSEAS:
        return f"is in {_OVERSEAS[compact[:4]]}, an overseas territory with no UK council"
    if compact == "SANTA1":
        return "was a code for letters to Father Christmas, which is in no council area"
    return None


def shown(text: str) -> str:
    """Quote an input for a message: its first 20 characters, nothing that could move a cursor."""
    head = text[:_SHOWN].encode("unicode_escape").decode("ascii") if not text.isprintable() else text[:_SHOWN]
    return f'"{head}..."' if len(text) > _SHOWN else f'"{head}"'


def _refusal(text: str) -> MalformedPostcode | NotACouncilArea:  # noqa: PLR0911  (one return a reason)
    """Say what is wrong with a text that is no postcode, as exactly as it can be said."""
    quoted = shown(text)
    if len(text) > _LONGEST:
        return MalformedPostcode(f"{quoted} is too long to be a postcode ({len(text):,} characters).")
    compact = _compact(text)
    if not compact:
        return MalformedPostcode("No postcode was given.", "A postcode looks like BS1 5TR.")
    reason = _unshaped(compact)
    if reason:
        return NotACouncilArea(f"{text.strip().upper()} {reason}.")
    foreign = next((c for c in compact if not (c.isascii() and c.isalnum())), None)
    if foreign and not re.fullmatch(_TWO, compact, re.ASCII):
        name = f'"{foreign}"' if foreign.isprintable() and foreign.isascii() else f"U+{ord(foreign):04X}"
        return MalformedPostcode(
            f"{quoted} is not a postcode: it contains a character that is not A-Z or 0-9: {name}.",
            "Type the postcode with the letters A to Z and the figures 0 to 9.",
        )
    if re.fullmatch(_TWO, compact, re.ASCII):
        return MalformedPostcode(
            f"{quoted} looks like two postcodes.", "Give them one at a time, or one a line."
        )
    if re.fullmatch(_OUTWARD_ONLY, compact):
        return MalformedPostcode(
            f"{quoted} is only part of a postcode.", "Give the whole of it, such as BS1 5TR."
        )
    near = [each for each in lookalikes(text) if not _NEVER_LAST_TWO.intersection(each.inward)]
    meant = " or ".join(map(str, near[:3]))
    return MalformedPostcode(
        f"{quoted} is not a UK postcode.",
        f"Did you mean {meant}?" if meant else "A postcode looks like BS1 5TR.",
    )
