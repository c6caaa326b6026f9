"""Reply slips: what is filled in is read back, whatever a mail program made of the lines."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askcandidate.meetings import Question
from askcandidate.pledges import State
from askcandidate.writing.slips import ANSWERS, Answer, Filled, Slip, is_slip, read, write

ASKS = ("mayor-1", "nncf-1", "mayor-2")
LONG = "What would a plan against modern slavery for the whole of the West of England have to do, and who would write it with you?"
QUESTIONS = tuple(
    Question(number, ask, LONG, "Will it be published within two years: yes, no or partly?", "")
    for number, ask in enumerate(ASKS, 1)
)
SLIP = Slip(
    "Mayor of the West of England",
    "Ada Marlpit",
    "mayor:E47000009",
    "mayor.west-of-england.2027-05-06",
    "democracy-club",
    "7",
    QUESTIONS,
)
WORD = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)
WORDS = st.lists(WORD, max_size=12).map(lambda words: " ".join(["We", *words]) if words else "")
MARKS = st.sampled_from(["x", "X", " X ", "✓", "in words"])
TICKED = st.tuples(st.sampled_from(list(ANSWERS)), MARKS, WORDS)
FILLED = st.lists(st.none() | TICKED, min_size=3, max_size=3)


def fill(text: str, number: int, answer: str, mark: str, words: str) -> str:
    """Fill in one question, as somebody would at a keyboard."""
    head, rest = text.split(f"Question {number} (", 1)
    if mark == "in words":
        said = f"{answer.capitalize()}, {words}" if words else answer.upper()
        return f"{head}Question {number} (" + rest.replace("own words:", f"own words: {said}", 1)
    rest = rest.replace(f"[ ] {answer}", f"[{mark}] {answer}", 1)
    return f"{head}Question {number} (" + rest.replace("own words:", f"own words: {words}", 1)


def mangle(text: str, quote: str, end: str, spaced: bool, trailing: str) -> str:
    """Do to a text what mail programs do."""
    lines = text.splitlines()
    lines = [each for line in lines for each in ([line, ""] if spaced else [line])]
    return end.join(f"{quote}{line}{trailing}" for line in lines) + end


@given(
    FILLED,
    st.sampled_from(["", "> ", ">", "> > ", " >> "]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.sampled_from(["", "  ", "\t"]),
    st.sampled_from(["", "Thank you for asking!\n\n", "\ufeff"]),
)
def test_what_is_filled_in_is_read_back(
    filled: list[tuple[str, str, str] | None], quote: str, end: str, spaced: bool, trailing: str, above: str
) -> None:
    """Every answer and word, and nothing that was left open, however the text came back."""
    text = write(SLIP)
    for number, each in enumerate(filled, 1):
        text = fill(text, number, *each) if each else text
    (slip,) = read(above + mangle(text.replace("Date:", "Date: 22 April 2027"), quote, end, spaced, trailing))
    assert slip[1:7] == SLIP[:6]
    assert slip.date == "22 April 2027"
    assert slip.open == tuple(ask for ask, each in zip(ASKS, filled, strict=True) if each is None)
    found = {answer.ask: answer for answer in slip.answers}
    for ask, each in zip(ASKS, filled, strict=True):
        if each:
            answer, mark, words = each
            assert found[ask].state is ANSWERS[answer]
            assert not found[ask].problem
            said = f"{answer.capitalize()}, {words}" if words else answer.upper()
            assert found[ask].words == (said if mark == "in words" else words)


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    """Mail holds anything; so may what follows the labels."""
    assert list(read(text)) is not None
    assert all(isinstance(slip, Filled) for slip in read(f"Contest: X\nName: Y\nQuestion 1 (a)\n{text}"))


def only(text: str) -> tuple[Answer, ...]:
    (slip,) = read(text)
    return slip.answers


BLANK = write(SLIP)


@pytest.mark.parametrize(
    ("text", "state", "problem"),
    [
        (
            BLANK.replace("[ ] yes", "[x] yes", 1).replace("[ ] no", "[x] no", 1),
            None,
            "more than one box is marked",
        ),
        (BLANK.replace("[ ] yes", "[?] yes", 1), None, 'the mark "?" is not an X'),
        (
            BLANK.replace("own words:", "own words: No one knows yet", 1),
            None,
            "no box is marked, and the words begin with none of the answers",
        ),
        (BLANK.replace("[ ] yes   [ ] partly   [ ] no   [ ] would rather not say", "no", 1), State.NO, ""),
        (BLANK.replace("own words:", "own words: No. Not now.", 1), State.NO, ""),
        ("1. Yes, by May\n\n" + BLANK, State.YES, ""),
        (re.sub("In your own words:", "", BLANK).replace("[ ] yes", "[X] yes", 1), State.YES, ""),
    ],
)
def test_what_cannot_be_told_is_said_and_never_guessed(text: str, state: State | None, problem: str) -> None:
    """Two marks, a mark that is none, words that only look like a no; and answers beside the boxes."""
    (answer,) = only(text)
    assert (answer.ask, answer.state, answer.problem) == ("mayor-1", state, problem)


def test_a_blank_slip_answers_nothing_and_other_text_is_none() -> None:
    """Nothing filled in is nothing said; a letter is no slip."""
    (slip,) = read(BLANK)
    assert (slip.answers, slip.open, slip.date) == ((), ASKS, "")
    assert is_slip(BLANK)
    assert not is_slip("Dear Ada,\n\nContest: none\n")
    assert not is_slip("")
    two = BLANK + write(SLIP._replace(candidate="Ben Oatfield"))
    assert [slip.candidate for slip in read(two)] == ["Ada Marlpit", "Ben Oatfield"]
