"""What ``check`` finds on a page, and where in its file that is."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from askcandidate.correspondence import Ask, Fact
from askcandidate.formats.reading_back import Kind, Page, Unit
from askcandidate.languages import Language
from askcandidate.model import day_in_words
from askcandidate.vocabulary import Vocabulary
from askcandidate.writing import proofreading as proof
from askcandidate.writing.identifying import Remark, identifying
from askcandidate.writing.lengths import MOST_WORDS, count_words
from askcandidate.writing.reading_age import OLDEST, reading_age

_LONGEST_QUOTE = 60
_ROW = re.compile(r"\d{6}(?=-)")
_IMPRINT = re.compile(  # in English, in Welsh
    r"\b(?:printed|published|promoted)\b[^.]*\bby\b"
    r"|\b(?:argraff(?:wyd|u)|argreffir|(?:c|g|ch)yhoedd(?:wyd|ir|i)|hyrwydd(?:wyd|ir|o))\b[^.]*\bgan\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"^(?:### )?\d+\. (?P<question>.+?)\n\s*\n\*?Then:\*? (?P<follow_up>.+?)(?=\n\s*\n)",
    re.MULTILINE | re.DOTALL,
)
_NO_OWN_WORDS = "no words of the writer's own; such letters are often set aside, so add some with --why"
_NO_IMPRINT = (
    "no imprint is seen; if this could be election material, say who printed it and who publishes it, "
    "with addresses: --imprint"
)


class Finding(NamedTuple):
    """Something found: where, of which kind, what and what to do, and the words it is about."""

    path: str
    line: int
    code: str
    says: str
    quote: str = ""
    unit: Unit = Unit.LINE
    """What ``line`` counts; documents for word processors have no lines."""

    @property
    def where(self) -> str:
        """Say where it is, as compilers do; a place that is no line is named."""
        return place(self.path, self.line, self.unit)


class Rules(NamedTuple):
    """What pages are held to.

    Attributes:
        vocabulary: the words that are looked for.
        facts: the campaign's, by id.
        asks: the campaign's, by id.
        on: the day on which facts and asks must hold.
        syllables: counts them in a word; None where that is not installed.
    """

    vocabulary: Vocabulary
    facts: Mapping[str, Fact]
    asks: Mapping[str, Ask]
    on: date
    syllables: Callable[[str], int] | None


def sender(page: Page, path: Path) -> tuple[str, ...]:
    """Say whose letter a page is; two letters with the same answer are one person's.

    In a folder of a batch the row's number stands in front of a file's name; somebody's several letters
    in a folder have the same sign-off.
    """
    if page.is_one_line:
        return (str(path), *page.sender)
    row = _ROW.match(path.name)
    if page.sender:
        return (str(path.parent), row[0] if row else "", *page.sender)
    return (str(path), str(page.line))


def look(page: Page, name: str, rules: Rules) -> Iterator[Finding]:
    """Find what is to be looked at on a page."""
    remarks = _on_sheet(page, rules) if page.kind is Kind.SHEET else _on_letter(page, rules)
    yield from findings(page, name, remarks)


def look_at_own_words(page: Page, name: str, rules: Rules) -> Iterator[Finding]:
    """Find what is to be looked at in words that are all the writer's own."""
    yield from findings(page, name, proof.own_words(page.text, rules.vocabulary))
    yield from findings(page, name, proof.long_own_words(page.text))


def findings(page: Page, name: str, remarks: Iterator[Remark]) -> Iterator[Finding]:
    """Say where in the file each remark is."""
    for remark in sorted(remarks, key=lambda each: each.start):
        quote = quoted(page.text[remark.start : remark.end])
        yield Finding(name, page.line_at(remark.start), remark.code, remark.says, quote, page.unit)


def place(path: object, line: int, unit: Unit) -> str:
    """Name a place in a file."""
    return f"{path}:{line}" if unit is Unit.LINE else f"{path}:{unit} {line}"


def quoted(text: str) -> str:
    """Give the beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE].rstrip()}..."


def printable(text: str) -> str:
    """Show control characters, and others that nobody can see, by their codes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _on_letter(page: Page, rules: Rules) -> Iterator[Remark]:
    yield from proof.to_fill_in(page.text)
    if page.own_words == "":
        yield Remark("no-own-words", _NO_OWN_WORDS, 0, 0)
    elif page.own_words:
        at = page.body_at + page.body.index(page.own_words)
        yield from _moved(proof.own_words(page.own_words, rules.vocabulary), at)
    for start, text in set_words(page):
        remarks = _on_set_words(text, rules, page.language, known=page.own_words is not None)
        yield from _moved(remarks, page.body_at + start)
    yield from _moved(proof.past_facts(page.body, rules.facts, rules.on), page.body_at)
    yield from _past_asks(page, rules)
    if page.kind is Kind.LETTER and count_words(page.body) > MOST_WORDS:
        says = f"more than {MOST_WORDS} words; shorten it, since a longer letter is not read"
        yield Remark("long-letter", says, 0, 0)


def set_words(page: Page) -> list[tuple[int, str]]:
    """Give what of a letter's body is not known to be the writer's own, each piece with where it begins."""
    if not page.own_words:
        return [(0, page.body)]
    before, _, after = page.body.partition(page.own_words)
    return [(0, before), (len(page.body) - len(after), after)]


def _on_set_words(text: str, rules: Rules, language: Language, *, known: bool) -> Iterator[Remark]:
    """Look at words that are ours, or may be: what the writer may say is let pass where it is not known.

    The lists of words, and reading age, are for English alone.
    """
    yield from proof.lengths(text)
    yield from proof.question_blocks(text)
    if not known:
        yield from identifying(text)
    if language is not Language.ENGLISH:
        return
    yield from proof.sides(text, rules.vocabulary.groups, ours=known)
    yield from proof.absences(text, rules.vocabulary.absence)
    age = reading_age(text, rules.syllables) if rules.syllables else None
    if age and age > OLDEST:
        says = f"needs a reader of more than {OLDEST} years by its sentences and words; make both shorter"
        yield Remark("reading-age", says, 0, 0)


def _past_asks(page: Page, rules: Rules) -> Iterator[Remark]:
    named = set(re.findall(r"[\w-]+", page.asks))
    for ask in rules.asks.values():
        if ask.id in named and ask.valid_to and ask.valid_to < rules.on:
            says = f"its ask, {ask.id}, was good until {day_in_words(ask.valid_to)}; write the letter again"
            yield Remark("past-ask", says, 0, 0)


def _on_sheet(page: Page, rules: Rules) -> Iterator[Remark]:
    foot = page.text.rstrip().rfind("\n")
    before = page.text[:foot].rstrip().rpartition("\n\n")[2]
    if not _IMPRINT.search(before):
        yield Remark("no-imprint", _NO_IMPRINT, foot + 1, foot + 1)
    yield from proof.to_fill_in(page.text, gaps=False)
    yield from proof.sides(page.text, rules.vocabulary.groups, ours=False)
    yield from proof.past_facts(page.text, rules.facts, rules.on)
    limits = (("question", proof.MOST_IN_A_QUESTION), ("follow_up", proof.MOST_IN_A_FOLLOW_UP))
    for found in _QUESTION.finditer(page.text):
        for part, most in limits:
            if count_words(found[part]) > most:
                says = f"a {part.replace('_', '-')} has more than {most} words; shorten it"
                yield Remark("long-question", says, *found.span(part))


def _moved(remarks: Iterator[Remark], by: int) -> Iterator[Remark]:
    return (r._replace(start=r.start + by, end=r.end + by) for r in remarks)


def grouped(found: Sequence[Finding]) -> list[list[list[Finding]]]:
    """Put findings together by what they say, and within that by the words they are about."""
    groups: dict[tuple[str, str], dict[str, list[Finding]]] = {}
    for finding in found:
        groups.setdefault((finding.code, finding.says), {}).setdefault(finding.quote, []).append(finding)
    return [list(by_quote.values()) for by_quote in groups.values()]
