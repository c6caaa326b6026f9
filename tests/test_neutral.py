"""No party, no side, in anything that ships: templates, asks and the campaign's own words."""

import re
from pathlib import Path

import pytest

from askcandidate import vocabulary
from askcandidate.vocabulary import Kind
from askcandidate.writing.proofreading import sides

ROOT = Path(__file__).parents[1]
SHIPPED = sorted(
    [
        *(ROOT / "templates").rglob("*.j2"),
        *(ROOT / "data/campaigns").rglob("*.toml"),
        ROOT / "data/areas/standing.csv",
    ]
)
# What a document is called, or was quoted as saying, stands under these keys and is nobody's words of ours.
QUOTED = re.compile(
    r"^\s*(?:title|document|publisher|note|place|says|unprinted|id|superseded_by)\s*=.*$", re.MULTILINE
)


def found(text: str, kind: Kind) -> list[str]:
    """Give what the shipped list finds in words of ours."""
    groups = [group for group in vocabulary.shipped().groups if group.kind is kind]
    return [text[remark.start : remark.end] for remark in sides(text, groups, ours=True)]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
@pytest.mark.parametrize("kind", Kind)
def test_no_shipped_text_takes_a_side(path: Path, kind: Kind) -> None:
    """Titles of documents apart, which are others' words (fault 109)."""
    assert found(QUOTED.sub("", path.read_text(encoding="utf-8")), kind) == []


def test_the_lists_catch_what_they_should() -> None:
    """A test that finds nothing must be able to find something."""
    assert found("Please vote for our man, the Tory.", Kind.PARTY) == ["Tory", "Tory", "vote for"]
    assert found("We urge you to end this heinous crime.", Kind.LOADED) == ["heinous", "urge you to"]
    for word in (
        *("do not vote", "elect them", "re-elect", "kick out", "our candidate", "labour", "Conservatives"),
        *("Tories", "Lib Dems", "Green Party", "Reform UK", "UKIP", "SNP", "Plaid Cymru", "Sinn Féin", "DUP"),
        *("SDLP", "Alliance Party", "left-wing", "right-wing", "woke", "Marxist", "fascist", "extremists"),
    ):
        assert found(f"It said {word} there.", Kind.PARTY), word
    for word in (
        *("barbaric", "evil", "shocking", "appalling", "disgraceful", "scandal", "failed to", "refuses to"),
        *("worst", "highest ever", "slaves", "in chains", "demand that", "you must", "have a duty"),
    ):
        assert found(f"It said {word} there.", Kind.LOADED), word


@pytest.mark.parametrize(
    "text",
    [
        "She works on forced labour and labour exploitation.",
        "The Gangmasters and Labour Abuse Authority has a line to ring.",
        "Ask about the supply chains of what the council buys.",
        "A conservative estimate of the labour market near the green belt.",
    ],
)
def test_words_with_another_meaning_are_let_pass(text: str) -> None:
    """Nobody can write about this without them."""
    assert [*found(text, Kind.PARTY), *found(text, Kind.LOADED)] == []


def test_a_writer_may_say_what_we_may_not() -> None:
    """I woke up is no side; in set words the same word would be one."""
    groups = vocabulary.shipped().groups
    assert list(sides("I woke up. It was the worst week of my life.", groups, ours=False)) == []
