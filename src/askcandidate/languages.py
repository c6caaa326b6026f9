"""The languages that letters can be in: what stands in a catalogue of gettext's for each text of ours.

English is the language that everything is written in, so its texts stand for themselves. A text of
another language that nobody who speaks it has read yet carries gettext's own mark ``fuzzy``: it is used,
and whoever uses it says so.
"""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from askcandidate.resources import LOCALE

_GAP = re.compile(r"\{(\w+)\}")


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
        line: of the catalogue's file.
    """

    text: str
    reviewed: bool
    line: int


class Texts:
    """Our texts in one language.

    Args:
        language: the language.
        entries: what there is for each of our texts, as written in English; nothing for English itself.
    """

    def __init__(self, language: Language, entries: Mapping[str, Entry]) -> None:
        self.language = language
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

    def day(self, day: date) -> str:
        """Write a date as people do: ``6 May 2027``, ``6 Mai 2027``."""
        return f"{day.day} {self.label(f'{day:%B}')} {day.year}"


@lru_cache(maxsize=1024)
def _filled(text: str, /, **gaps: object) -> str:
    """Put in what stands where a text has a name in braces; once, since most labels stand in every letter."""
    return _GAP.sub(lambda gap: str(gaps.get(gap[1], gap[0])), text)


@cache
def texts_in(language: Language) -> Texts:
    """Give our texts in a language; its catalogue is read once, and for English there is none."""
    if language is Language.ENGLISH:
        return Texts(language, {})
    from polib import pofile  # type: ignore[import-untyped]  # noqa: PLC0415  (only for another language)

    entries = {
        entry.msgid: Entry(entry.msgstr, not entry.fuzzy, entry.linenum)
        for entry in pofile(str(catalogue(language)), encoding="utf-8")
        if entry.msgstr and not entry.obsolete
    }
    return Texts(language, entries)


def catalogue(language: Language) -> Path:
    """Give the file of a language's texts."""
    return LOCALE / str(language) / "LC_MESSAGES" / "askcandidate.po"
