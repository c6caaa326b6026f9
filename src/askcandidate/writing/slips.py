"""Reply slips as text: written for an e-mail, and read back from whatever the reply made of them.

A slip is its own format: its labels stand here alone, and what is read is what is written.
"""

import re
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple
from urllib.parse import quote, unquote

from askcandidate.meetings import Question
from askcandidate.pledges import State

ANSWERS = {
    "yes": State.YES,
    "partly": State.PARTLY,
    "no": State.NO,
    "would rather not say": State.WOULD_RATHER_NOT_SAY,
}
HOW = "Put an X in one box for each question, and add a line if you like."
WHAT_FOR = (
    "What you write is kept in your own words, "
    "and may be shown beside the answers of everybody else who was asked."
)
_WIDTH = 72
_WORDS = "In your own words:"
_TICKS = frozenset({"x", "xx", "✓", "✔", "✗", "*", "+", "/", "y", "yes"})
_ANSWER = r"(yes|partly|no|would rather not say)"
_BOX = re.compile(rf"\[([^\[\]]{{0,20}})\]\s*{_ANSWER}\b", re.IGNORECASE)
_SAID = re.compile(rf"{_ANSWER}\s*(?:$|[.,;:!\u2013\u2014-])", re.IGNORECASE)
_QUESTION = re.compile(r"Question (\d{1,3}) \(([^()\s]{1,60})\)$")
_NUMBERED = re.compile(rf"(?:question\s*)?(\d{{1,3}})\s*[.):]?\s+(?:-\s*)?({_ANSWER}.*)", re.IGNORECASE)
_REFERENCE = re.compile(r"\b(office|ballot|source|id)=(\S+)")
_QUOTED = re.compile(r"^(?:[ \t]*>)+")


class Slip(NamedTuple):
    """What a slip asks, of whom; empty ids are not known."""

    contest: str
    candidate: str
    office: str
    ballot: str
    source: str
    candidate_id: str
    questions: tuple[Question, ...]


class Answer(NamedTuple):
    """What came back to one question; no state and a problem where it cannot be told which answer it is."""

    line: int
    ask: str
    state: State | None
    words: str
    problem: str = ""


class Filled(NamedTuple):
    """A slip that came back.

    Attributes:
        line: where it begins in the file.
        contest, candidate, office, ballot, source, candidate_id: as on the slip.
        date: as it was filled in, or empty.
        answers: one for each question that has one.
        open: the asks that were left open.
    """

    line: int
    contest: str
    candidate: str
    office: str
    ballot: str
    source: str
    candidate_id: str
    date: str
    answers: tuple[Answer, ...]
    open: tuple[str, ...]


class _Line(NamedTuple):
    number: int
    text: str


def write(slip: Slip) -> str:
    """Write a slip as text, in lines that an e-mail does not break."""
    ids = {"office": slip.office, "ballot": slip.ballot, "source": slip.source, "id": slip.candidate_id}
    reference = " ".join(f"{name}={quote(value, safe=':./-')}" for name, value in ids.items() if value)
    parts = [
        "Reply slip",
        f"Contest: {slip.contest}\nName: {slip.candidate}\nReference: {reference}",
        "\n".join(_wrapped(f"{HOW} {WHAT_FOR}")),
    ]
    boxes = "   ".join(f"[ ] {answer}" for answer in ANSWERS)
    for question in slip.questions:
        text = [*_wrapped(question.question), *_wrapped(question.follow_up)]
        head = f"Question {question.number} ({question.ask})"
        parts.append("\n".join([head, *text, boxes, _WORDS]))
    return "\n\n".join([*parts, "Date:"]) + "\n"


def is_slip(text: str) -> bool:
    """Say whether a text holds a slip."""
    return next(read(text), None) is not None


def read(text: str) -> Iterator[Filled]:
    """Read the slips of a text: quoted or not, its lines broken or spaced as mail programs do."""
    lines = [
        _Line(number, kept)
        for number, line in enumerate(re.split("\r\n|\r|\n", text.removeprefix("\ufeff")), 1)
        if (kept := " ".join(_QUOTED.sub("", line).split()))
    ]
    starts = [at for at, line in enumerate(lines) if line.text.startswith("Contest:")]
    before = lines[: starts[0]] if starts else []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        filled = _slip(lines[start:end], before)
        if filled:
            yield filled
        before = []


def _slip(lines: Sequence[_Line], before: Sequence[_Line]) -> Filled | None:
    """Read one slip; what stands before it may answer by number, as replies above a quoted mail do."""
    heads = [at for at, line in enumerate(lines) if _QUESTION.match(line.text)]
    if not heads:
        return None
    contest, _, rest = " ".join(line.text for line in lines[: heads[0]]).partition("Name:")
    name, _, reference = rest.partition("Reference:")
    ids = {key: unquote(value) for key, value in _REFERENCE.findall(reference)}
    last = next((at for at in range(heads[-1], len(lines)) if lines[at].text.startswith("Date:")), len(lines))
    numbered = {found[1]: (line, found[2]) for line in before if (found := _NUMBERED.match(line.text))}
    answers = []
    asks = []
    for head, end in zip(heads, [*heads[1:], last], strict=True):
        found = _QUESTION.match(lines[head].text)
        assert found
        asks.append(found[2])
        answer = _answer(lines[head], found[2], lines[head + 1 : end])
        if answer is None and found[1] in numbered:
            line, words = numbered[found[1]]
            answer = _in_words(line.number, found[2], words)
        if answer:
            answers.append(answer)
    answered = {answer.ask for answer in answers}
    return Filled(
        line=lines[0].number,
        contest=contest.removeprefix("Contest:").strip(),
        candidate=name.strip(),
        office=ids.get("office", ""),
        ballot=ids.get("ballot", ""),
        source=ids.get("source", ""),
        candidate_id=ids.get("id", ""),
        date=lines[last].text.removeprefix("Date:").strip() if last < len(lines) else "",
        answers=tuple(answers),
        open=tuple(ask for ask in asks if ask not in answered),
    )


def _answer(head: _Line, ask: str, lines: Sequence[_Line]) -> Answer | None:
    """Read what was filled in under one question; None where nothing was."""
    printed, words = _parted(lines)
    boxes = _BOX.findall(" ".join(line.text for line in printed))
    marked = [(mark.strip(), answer) for mark, answer in boxes if mark.strip(" _.")]
    alone = [line.text.strip(" .!").casefold() for line in printed]
    states = [ANSWERS[answer.casefold()] for mark, answer in marked if mark.casefold() in _TICKS]
    states = states or [ANSWERS[text] for text in alone if text in ANSWERS]
    if len(states) == 1 and len(marked) <= 1:
        return Answer(head.number, ask, states[0], words)
    if states:
        return Answer(head.number, ask, None, words, "more than one box is marked")
    if marked:
        return Answer(head.number, ask, None, words, f'the mark "{marked[0][0]}" is not an X')
    return _in_words(head.number, ask, words) if words else None


def _in_words(line: int, ask: str, words: str) -> Answer:
    said = _SAID.match(words)
    if said:
        return Answer(line, ask, ANSWERS[said[1].casefold()], words)
    return Answer(line, ask, None, words, "no box is marked, and the words begin with none of the answers")


def _parted(lines: Sequence[_Line]) -> tuple[list[_Line], str]:
    """Part what we printed under a question from the words that were added to it."""
    at = next((at for at, line in enumerate(lines) if line.text.startswith(_WORDS)), None)
    if at is not None:
        added = [lines[at].text.removeprefix(_WORDS).strip(), *(line.text for line in lines[at + 1 :])]
        return list(lines[:at]), "\n".join(filter(None, added))
    at = next((at for at in reversed(range(len(lines))) if _BOX.search(lines[at].text)), None)
    if at is None:
        return list(lines), ""
    end = list(_BOX.finditer(lines[at].text))[-1].end()
    added = [lines[at].text[end:].strip(), *(line.text for line in lines[at + 1 :])]
    return list(lines[: at + 1]), "\n".join(filter(None, added))


def _wrapped(text: str) -> list[str]:
    return wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
