"""What the writer of a letter in Welsh should know of it."""

import re
from collections.abc import Iterator, Sequence

from askcandidate.languages import Language, Texts
from askcandidate.model import Nation, Notice, Office

IN_PART = Notice(
    "welsh-in-part",
    "Sheets are in Welsh as far as there is Welsh: headings, labels and dates. Every sentence and question "
    "that there is none for stands in English.",
)
_BLANKS = re.compile(r"\{\{.*?\}\}")
OUTSIDE_WALES = Notice(
    "welsh-outside-wales", "What goes to offices outside Wales is in English: --lang is for those in Wales."
)
ABOUT_WELSH = ("welsh-unreviewed",)  # codes of what is said beside a letter in Welsh
_LONGEST = 60  # characters of a sentence that is named


def is_for(languages: Sequence[Language], nation: Nation | None) -> bool:
    """Say whether something may be in these languages: Welsh is for Wales, or where nobody knows.

    Args:
        languages: those that were chosen.
        nation: of the office that it is about, if it is known.
    """
    return nation in (None, Nation.WALES) or Language.WELSH not in languages


def about_welsh(texts: Texts) -> Iterator[Notice]:
    """Say that nobody who speaks Welsh has read our sentences yet."""
    if texts.unreviewed:
        yield Notice(
            "welsh-unreviewed",
            f"{len(texts.unreviewed)} of our {len(texts.entries)} Welsh texts have not been reviewed by a "
            "Welsh speaker: have somebody who reads Welsh read this before it is sent.",
        )


def no_welsh(office: Office, missing: str) -> Notice:
    """Say that a letter is all in English, since a sentence of it is missing in Welsh."""
    missing = _BLANKS.sub("...", missing)
    named = missing if len(missing) <= _LONGEST else f"{missing[:_LONGEST].rstrip()}..."
    return Notice(
        "no-welsh", f'The letter to {office.prose} is all in English: there is no Welsh for "{named}".'
    )
