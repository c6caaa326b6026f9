"""What the writer of a letter in Welsh should know of it."""

import re
from collections.abc import Iterator

from askcandidate.languages import Texts
from askcandidate.model import Nation, Notice, Office

IN_PART = Notice(
    "welsh-in-part",
    "Sheets are in Welsh as far as there is Welsh: headings, labels and dates. Every sentence and question "
    "that there is none for stands in English.",
)
_NATIONS = {
    "E": Nation.ENGLAND,
    "W": Nation.WALES,
    "S": Nation.SCOTLAND,
    "N": Nation.NORTHERN_IRELAND,
}  # by the first letter of an area's code
_BLANKS = re.compile(r"\{\{.*?\}\}")
ABOUT_WELSH = ("welsh-unreviewed", "welsh-outside-wales")  # codes of what is said beside a letter in Welsh
_LONGEST = 60  # characters of a sentence that is named


def about_welsh(texts: Texts, title: str, nation: Nation | None) -> Iterator[Notice]:
    """Say that nobody who speaks Welsh has read our sentences yet, and where its reader may not read it.

    Args:
        texts: those that were used.
        title: of the office that it is about.
        nation: where that is, if it is known.
    """
    if texts.unreviewed:
        yield Notice(
            "welsh-unreviewed",
            f"{len(texts.unreviewed)} of our {len(texts.entries)} Welsh texts have not been reviewed by a "
            "Welsh speaker: have somebody who reads Welsh read this before it is sent.",
        )
    if nation and nation is not Nation.WALES:
        yield Notice(
            "welsh-outside-wales",
            f"{title} is outside Wales: whoever reads this may not read Welsh.",
        )


def nation_of(office: Office) -> Nation | None:
    """Give the nation that an office's area is in, if its code tells."""
    return _NATIONS.get((office.area.gss or "")[:1])


def no_welsh(office: Office, missing: str) -> Notice:
    """Say that a letter is all in English, since a sentence of it is missing in Welsh."""
    missing = _BLANKS.sub("...", missing)
    named = missing if len(missing) <= _LONGEST else f"{missing[:_LONGEST].rstrip()}..."
    return Notice(
        "no-welsh", f'The letter to {office.prose} is all in English: there is no Welsh for "{named}".'
    )
