"""The languages that letters and packs can be in: what a catalogue of gettext's has for each text of ours.

English is the language that everything is written in, so its texts stand for themselves. A text of
another language that nobody who speaks it has read yet carries gettext's own mark ``fuzzy``: it is used,
and whoever uses it says so. A campaign may bring a catalogue of its own, which comes before ours.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from askcandidate.errors import BadData
from askcandidate.resources import LOCALE

_GAP = re.compile(r"\{(\w+)\}")
_ANY_GAP = re.compile(r"\{\{.*?\}\}|\{\w+\}|%\(\w+\)s")
_NUMBER = re.compile(r"^[\W\d_]+")  # or a box to tick
_LINE = re.compile(r"line (\d+)")  # in a complaint of polib's
# A line of a catalogue; polib alone would take one without its last quotation mark, and lose a letter.
_WELL_FORMED = re.compile(r'(?:#.*|(?:msg[\w\[\]]+\s*)?"(?:[^"\\]|\\.)*")?')
_MOST_GAPS = 3  # in a text that is looked for on a page; each has bounds, so that looking takes no time
_PROBLEM = "This is not gettext's form."
_HOW = "How catalogues are written: docs/welsh.md."


class Language(StrEnum):
    """A language, by its code."""

    ENGLISH = "en"
    WELSH = "cy"

    @property
    def tag(self) -> str:
        """The language as web pages and documents name it (BCP 47)."""
        return "en-GB" if self is Language.ENGLISH else str(self)


class Untranslated(LookupError):
    """A language has nothing for a text."""


class Entry(NamedTuple):
    """What a catalogue has for a text.

    Attributes:
        text: in the catalogue's language.
        reviewed: whether somebody who speaks the language has read it.
        path, line: where it stands.
    """

    text: str
    reviewed: bool
    path: Path
    line: int


class Texts:
    """Our texts in one language.

    Args:
        language: the language.
        entries: what there is for each of our texts, as written in English; nothing for English itself.
        paths: the catalogues that they were read from.
    """

    def __init__(self, language: Language, entries: Mapping[str, Entry], paths: Sequence[Path] = ()) -> None:
        self.language = language
        self.paths = paths
        self.entries = entries
        self.unreviewed = {ours: entry for ours, entry in entries.items() if not entry.reviewed}

    def find(self, ours: str, **gaps: object) -> str:
        """Give a text, for where another language beside it would not do.

        Args:
            ours: the text in English.
            gaps: what stands where the text has a name in braces.

        Raises:
            Untranslated: there is none.
        """
        if self.language is not Language.ENGLISH and ours not in self.entries:
            raise Untranslated(ours)
        return self.label(ours, **gaps)

    def label(self, ours: str, **gaps: object) -> str:
        """Give a text that stands by itself; in English where there is no other. See ``find``."""
        text = self.entries[ours].text if ours in self.entries else ours
        return _filled(text, **gaps) if gaps else text

    def says(self, text: str) -> bool:
        """Say whether a heading or label is one of these texts, whatever fills its gaps and numbers it."""
        bare = text.strip("_ ")
        return bool(self._said.fullmatch(bare) or self._said.fullmatch(_NUMBER.sub("", bare)))

    @cached_property
    def _said(self) -> re.Pattern[str]:
        pieces = (_ANY_GAP.split(entry.text) for entry in self.entries.values())
        known = [
            each for each in pieces if len(each) <= _MOST_GAPS + 1 and re.search(r"[^\W\d_]", "".join(each))
        ]
        return re.compile("|".join("[^.?]{0,200}".join(map(re.escape, each)) for each in known) or r"\Z.")

    def day(self, day: date) -> str:
        """Write a date as people do: ``6 May 2027``, ``6 Mai 2027``."""
        return f"{day.day} {self.label(f'{day:%B}')} {day.year}"


@lru_cache(maxsize=1024)
def _filled(text: str, /, **gaps: object) -> str:
    """Put in what stands where a text has a name in braces; once, since most labels stand in every letter."""
    return _GAP.sub(lambda gap: str(gaps.get(gap[1], gap[0])), text)


ENGLISH = Texts(Language.ENGLISH, {})


@cache
def texts_in(language: Language, theirs: Path | None = None) -> Texts:
    """Give the texts of a language; each catalogue is read once, and for English there is none.

    Args:
        language: the language.
        theirs: a campaign's folder of catalogues, whose texts come before ours.

    Raises:
        BadData: see ``read_catalogue``.
    """
    if language is Language.ENGLISH:
        return ENGLISH
    own = catalogue(language, theirs) if theirs else None
    paths = [catalogue(language), *([own] if own and own.exists() else [])]
    entries: dict[str, Entry] = {}
    for path in paths:
        entries |= read_catalogue(path)
    return Texts(language, entries, paths)


def catalogue(language: Language, locale: Path = LOCALE) -> Path:
    """Give the file of a language's texts in a folder of catalogues."""
    return locale / str(language) / "LC_MESSAGES" / "askcandidate.po"


def read_catalogue(path: Path) -> dict[str, Entry]:
    """Give what a catalogue has for each of our texts, as written in English.

    Raises:
        BadData: it cannot be read; the message begins with the file, and the line if it is known.
    """
    from polib import pofile  # type: ignore[import-untyped]  # noqa: PLC0415  (only for another language)

    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadData(f"{path}:1: This is no text in UTF-8.", _HOW) from None
    except OSError as error:
        raise BadData(f"{path}:1: This cannot be read: {error.strerror}.", _HOW) from None
    for number, line in enumerate(text.splitlines(), 1):
        if not _WELL_FORMED.fullmatch(line.strip()):
            raise BadData(f"{path}:{number}: {_PROBLEM}", _HOW)
    try:
        told = pofile(text)
    except OSError as error:
        found = _LINE.search(str(error))
        raise BadData(f"{path}:{found[1] if found else 1}: {_PROBLEM}", _HOW) from None
    return {
        entry.msgid: Entry(entry.msgstr, not entry.fuzzy, path, entry.linenum)
        for entry in told
        if entry.msgstr and not entry.obsolete
    }
