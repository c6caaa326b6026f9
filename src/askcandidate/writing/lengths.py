"""How long a letter is, and how much of it is its writer's; said to the writer, who decides.

The measure is the project's own (its design, "Letters worth sending"; how it is meant, its voice): 35 to 80
words of the writer's are asked for, 80 of ours at most beside them, 90 alone, 160 in all. Ours never
outnumber the writer's in silence; but somebody who gave what was asked for is told so and not asked for more.
"""

import re
from collections.abc import Iterator

from askcandidate.model import Notice, number_of

OWN_WORDS_WANTED = 35
MOST_OWN_WORDS = 80  # asked for
MOST_SET_WORDS = 80  # of ours, beside the writer's own
MOST_SET_WORDS_ALONE = 90
MOST_WORDS = 160  # in a letter
_WANTED = f"{OWN_WORDS_WANTED} to {MOST_OWN_WORDS}"
IN_A_BATCH = {
    "more-set-words-than-own": "More of our words than of the writer's own, of which "
    f"{_WANTED} would be good",
    "long-letter": f"A letter of more than {MOST_WORDS} words is seldom read to its end",
    "welsh-outside-wales": "Outside Wales, and so in English",
    "long": "Our words come to more than we keep to",
}
"""What is said of many rows at once, by the code of what is said of one."""

_WORD = re.compile(r"[^\W_]\S*")


def count_words(text: str) -> int:
    """Count words as a reader would: what stands between blanks and holds a letter or figure."""
    return len(_WORD.findall(text))


def remarks(own: int, ours: int) -> Iterator[Notice]:
    """Say where letters fall short of what gets letters read.

    Args:
        own: how many words are the writer's.
        ours: how many are not, in the letter that has most of them.
    """
    if not own:
        text = "Letters without their writer's own words are often set aside: add yours with --why."
        yield Notice("no-own-words", text)
    elif own + ours > MOST_WORDS:
        text = (
            f"A letter of {own + ours:,} words is seldom read to its end: {_WANTED} of your own are enough."
        )
        yield Notice("long-letter", text)
    elif ours > own:
        text = f"{_words(own)} yours and {ours} ours"
        more = f": a sentence or two more of your own would help ({_WANTED} words)"
        yield Notice("more-set-words-than-own", f"{text}{more if own < OWN_WORDS_WANTED else ''}.")
    limit = MOST_SET_WORDS if own else MOST_SET_WORDS_ALONE
    if ours > limit:
        yield Notice("long", f"Our words come to {ours}, more than the {limit} we keep to.")


def _words(number: int) -> str:
    return number_of(number, "word is", "words are")
