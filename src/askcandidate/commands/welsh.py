"""The option that chooses the language of letters, and who is told of it."""

from enum import StrEnum
from typing import Annotated

import typer

from askcandidate.commands.asking import at_terminal
from askcandidate.commands.finding import Found
from askcandidate.commands.streams import say
from askcandidate.elections import Contests
from askcandidate.languages import Language
from askcandidate.model import Nation


class Choice(StrEnum):
    """What can be chosen."""

    ENGLISH = "en"
    WELSH = "cy"
    BOTH = "both"


Lang = Annotated[
    Choice | None,
    typer.Option("--lang", help="Write in Welsh (cy), or in both with the Welsh first; else in English."),
]


def languages_of(choice: Choice | None) -> tuple[Language, ...]:
    """Give the languages of each letter, in order; where nothing is chosen that is English, in Wales too."""
    if choice is Choice.BOTH:
        return (Language.WELSH, Language.ENGLISH)
    return (Language(choice or Choice.ENGLISH),)


def offer(found: Found, choice: Choice | None, *, quiet: bool) -> None:
    """Say to somebody at a terminal who lives in Wales that there is Welsh.

    Args:
        found: where they live.
        choice: what was chosen; whoever chose need not be told.
        quiet: whether to say nothing.
    """
    place = found.place if isinstance(found, Contests) else found
    in_wales = place is not None and place.district.nation is Nation.WALES
    if in_wales and choice is None and not quiet and at_terminal():
        say("askcandidate: letters can be in Welsh (--lang cy), or in Welsh and English (--lang both).")
