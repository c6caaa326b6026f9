"""No party, no side, in anything that ships: templates, asks and the campaign's own words (fault 109)."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHIPPED = sorted(
    [
        *(ROOT / "templates").rglob("*.j2"),
        *(ROOT / "data/campaigns").rglob("*.toml"),
        ROOT / "data/areas/standing.csv",
    ]
)
PARTISAN = re.compile(
    r"\b(?:vote for|do not vote|don't vote|elect (?:her|him|them|us)|re-elect|kick out|our candidate"
    r"|labour|conservatives?|tory|tories|liberal democrats?|lib dems?|green party|reform uk|ukip|snp"
    r"|plaid cymru|sinn|dup|sdlp|alliance party|left-wing|right-wing|woke|marxist|fascist|extremists?)\b",
    re.IGNORECASE,
)
LOADED = re.compile(
    r"\b(?:heinous|barbaric|evil|shocking|appalling|disgrace(?:ful)?|scandal|failed to|refuses? to|worst|highest ever"
    r"|slaves?|in chains|urge you|demand that|you must|have a duty)\b",
    re.IGNORECASE,
)
# What a document is called, or was quoted as saying, stands under these keys and is nobody's words of ours.
QUOTED = re.compile(
    r"^\s*(?:title|document|publisher|note|place|says|unprinted|id|superseded_by)\s*=.*$", re.MULTILINE
)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
@pytest.mark.parametrize("words", [PARTISAN, LOADED], ids=["partisan", "loaded"])
def test_no_shipped_text_takes_a_side(path: Path, words: re.Pattern[str]) -> None:
    """Titles of documents apart, which are others' words."""
    text = QUOTED.sub("", path.read_text(encoding="utf-8"))
    assert words.findall(text) == []


def test_the_lists_catch_what_they_should() -> None:
    """A test that finds nothing must be able to find something."""
    assert PARTISAN.search("Please vote for our man, the Tory.")
    assert LOADED.search("We urge you to end this heinous crime.")
