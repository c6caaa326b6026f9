"""What is looked for in a text before it is sent, printed or shipped; what the rules are: the voice.

Each function reads a text and gives remarks, with the place in the text that each is about. None
changes a text, and none sees a file: ``own_words`` is for whoever takes a writer's words in.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from askcandidate.correspondence import Fact
from askcandidate.model import day_in_words
from askcandidate.vocabulary import Absence, Group, Kind, Vocabulary
from askcandidate.writing.identifying import Remark, identifying
from askcandidate.writing.lengths import MOST_OWN_WORDS, OWN_WORDS_WANTED, count_words

MOST_IN_A_SENTENCE = 28
MOST_ON_AVERAGE = 18
MOST_IN_A_QUESTION = 35  # at a hustings
MOST_IN_A_FOLLOW_UP = 20


_MARKS = re.compile(r"\{\{|\{%|\{#|#\}|%\}|\}\}")
_GAPS = re.compile(r"\\?\[(?![ xX]\]|\d+\])[^\[\]\n]{0,60}\](?!\()|(?:\\?_){3,}")
_SENTENCE = re.compile(r"\S.*?(?:[.?!][\"'\u201d\u2019)]*(?=\s)|(?=\n\s*\n|\n\s*- )|\Z)", re.DOTALL)
_PARAGRAPH = re.compile(r"\S.*?(?=\n\s*\n|\Z)", re.DOTALL)
_FIGURE = re.compile(r"\b\d{1,3}(?:,\d{3})+\b")


def own_words(text: str, vocabulary: Vocabulary) -> Iterator[Remark]:
    """Look through a writer's own words for what could identify somebody, and for what takes a side."""
    yield from identifying(text)
    yield from sides(text, vocabulary.groups, ours=False)


def long_own_words(text: str) -> Iterator[Remark]:
    """Find own words that would make too long a letter, whatever it asks."""
    if count_words(text) > MOST_OWN_WORDS:
        wanted = f"{OWN_WORDS_WANTED} to {MOST_OWN_WORDS} leave room for what is asked"
        yield Remark("long-own-words", f"more than {MOST_OWN_WORDS} words; {wanted}", 0, 0)


def sides(text: str, groups: Iterable[Group], *, ours: bool) -> Iterator[Remark]:
    """Find words that take a side, push or shock.

    Args:
        text: what is read.
        groups: the words that are looked for.
        ours: whether these are set words, which are held to more.
    """
    for group in groups:
        if group.ours_only and not ours:
            continue
        what = "takes a side" if group.kind is Kind.PARTY else "a loaded word"
        for found in group.words.finditer(text):
            if not _lies_in(found, group.unless.finditer(text)):
                yield Remark(group.kind, f"{what}: it {group.why}", *found.span())


def _lies_in(word: re.Match[str], phrases: Iterable[re.Match[str]]) -> bool:
    return any(phrase.start() <= word.start() and word.end() <= phrase.end() for phrase in phrases)


def absences(text: str, absence: Absence) -> Iterator[Remark]:
    """Find claims that an office does not do something."""
    for start, end in sentences(text):
        sentence = text[start:end]
        if not sentence.rstrip("\"'\u201d\u2019)").endswith("?") and absence.about.search(sentence):
            found = absence.phrases.search(sentence)
            if found:
                yield Remark("absence", f"this sentence {absence.why}", start, end)


def to_fill_in(text: str, *, gaps: bool = True) -> Iterator[Remark]:
    """Find what a person must still fill in, and what a template left behind.

    Args:
        text: what is read.
        gaps: whether brackets and lines to write on are to be filled in before it goes out.
    """
    for found in _MARKS.finditer(text):
        yield Remark("template-left", "a template's mark was left in the text; take it out", *found.span())
    for found in _GAPS.finditer(text) if gaps else ():
        yield Remark("to-fill-in", "still to fill in before it is sent", *found.span())


def lengths(text: str) -> Iterator[Remark]:
    """Find sentences that are long, one by one and on average."""
    spans = list(sentences(text))
    words = [count_words(text[start:end]) for start, end in spans]
    for (start, end), number in zip(spans, words, strict=True):
        if number > MOST_IN_A_SENTENCE:
            says = f"a sentence has more than {MOST_IN_A_SENTENCE} words; make two of it"
            yield Remark("long-sentence", says, start, end)
    if words and sum(words) >= MOST_ON_AVERAGE * len(words):
        says = f"sentences have {MOST_ON_AVERAGE} words or more on average; shorten some"
        yield Remark("long-sentences", says, 0, len(text))


def question_blocks(text: str) -> Iterator[Remark]:
    """Find questions that stand apart from the first ones: a letter has them in one paragraph."""
    asking = [found.span() for found in _PARAGRAPH.finditer(text) if "?" in found[0]]
    if len(asking) > 1:
        says = "questions stand in more than one paragraph; keep to one block of them"
        yield Remark("questions", says, *asking[1])


def past_facts(text: str, facts: Mapping[str, Fact], on: date) -> Iterator[Remark]:
    """Find figures and claims that may not, or may no longer, be printed on a day."""
    for fact in facts.values():
        if fact.sentence and not fact.printable(on) and fact.valid_to:
            says = f"{fact.id} was good until {day_in_words(fact.valid_to)}; take it out or renew it"
            sentence = re.compile(r"\s+".join(map(re.escape, fact.sentence.split())))
            yield from (Remark("past-fact", says, *found.span()) for found in sentence.finditer(text))
        elif fact.unprinted:
            says = f"this figure ({fact.id}) is not printed: {fact.unprinted}; take it out"
            for figure in _FIGURE.findall(fact.says):
                spans = (found.span() for found in re.finditer(rf"\b{figure}\b", text))
                yield from (Remark("past-fact", says, *span) for span in spans)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Give where each sentence begins and ends; an item of a list is one."""
    return (found.span() for found in _SENTENCE.finditer(text) if count_words(found[0]))
