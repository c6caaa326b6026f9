"""The campaign's data: complete, in our own words, sourced; and another's folder read as well."""

import os
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from askcandidate.campaign import SHIPPED, Campaign, role
from askcandidate.errors import BadData, NotFound
from askcandidate.gazetteer import areas
from askcandidate.model import OfficeKind
from cli import refused, run

ON = date(2026, 11, 21)
CAMPAIGN = Campaign()
SAMPLES = os.environ.get("ASKCANDIDATE_SAMPLES")
SEEDS = Path(SAMPLES).parent / "seeds" if SAMPLES else None


def test_totals() -> None:
    """26 asks from five documents; 15 facts and the one that replaces the referral figure; 87 signatories."""
    assert (len(CAMPAIGN.asks), len(CAMPAIGN.documents)) == (26, 5)
    assert len(CAMPAIGN.facts) == 16
    assert len(CAMPAIGN.signatories) == 87
    assert {d.id: CAMPAIGN.signed(d) for d in CAMPAIGN.documents.values() if CAMPAIGN.signed(d)} == {
        "mayoral-pledge-2024": 55,
        "ge-statement-2024": 59,
    }
    assert sum(s.ge_2024 is not None and s.mayoral_2024 is not None for s in CAMPAIGN.signatories) == 27


def test_signatories_keep_their_numbers_once_each() -> None:
    """Each list is numbered without a gap, and namesakes stay apart."""
    assert sorted(s.ge_2024 for s in CAMPAIGN.signatories if s.ge_2024) == list(range(1, 60))
    assert sorted(s.mayoral_2024 for s in CAMPAIGN.signatories if s.mayoral_2024) == list(range(1, 56))
    names = [s.name for s in CAMPAIGN.signatories]
    assert len(set(names)) == 87
    assert {"Southwark Against Modern Slavery"} <= set(names)
    assert any(name.startswith("Southend Against Modern Slavery") for name in names)


def test_every_kind_of_office_has_a_first_ask() -> None:
    """Nobody who answers for a postcode is left without a question, whatever the nation."""
    for code in areas.all_districts():
        district = areas.district(code, ON)
        for office in district.offices:
            first = CAMPAIGN.asks_for(office, district.nation, ON)[0]
            assert role(office) in first.first_for, office.id
            assert CAMPAIGN.powers[role(office)]


def test_every_office_kind_but_none_other_is_named() -> None:
    """Asks name office kinds that exist, and each document speaks to somebody."""
    named = {kind for ask in CAMPAIGN.asks.values() for kind in ask.offices}
    assert named == set(OfficeKind)
    assert {ask.document for ask in CAMPAIGN.asks.values()} == set(CAMPAIGN.documents)


@pytest.mark.parametrize("ask", CAMPAIGN.asks.values(), ids=lambda ask: ask.id)
def test_hustings_questions_are_short_and_open(ask: object) -> None:
    """At most 35 words and one question; a follow-up of at most 20 that ends in yes, no or partly."""
    assert isinstance(ask, tuple)
    question, follow_up = ask.question, ask.follow_up  # type: ignore[attr-defined]
    assert len(question.split()) <= 35
    assert question.count("?") == 1
    assert len(follow_up.split()) <= 20
    assert follow_up.endswith(": yes, no or partly?")


def test_a_fact_is_printed_or_says_why_not() -> None:
    """Never both and never neither; a sentence carries its year."""
    for fact in CAMPAIGN.facts.values():
        assert bool(fact.sentence) != bool(fact.unprinted), fact.id
        assert not fact.superseded_by or fact.superseded_by in CAMPAIGN.facts
        if fact.sentence:
            assert fact.as_of in fact.sentence
            assert fact.published
            assert fact.publisher in fact.sentence


def test_what_is_due_for_renewal_is_told_by_the_date_asked() -> None:
    """The referral figure runs out at the end of February 2027."""
    assert CAMPAIGN.due(date(2027, 2, 28)) == []
    assert [fact.id for fact in CAMPAIGN.due(date(2027, 3, 1))] == ["f-nrm-2025"]


def test_an_unknown_ask_is_answered_with_those_there_are() -> None:
    """The list of ids is the way out."""
    with pytest.raises(NotFound, match="hfj-9") as caught:
        CAMPAIGN.ask("hfj-9")
    assert "hfj-1" in caught.value.hint


@pytest.mark.skipif(not (SEEDS and SEEDS.is_dir()), reason="the campaign documents are not at hand")
def test_no_sentence_of_the_documents_is_copied() -> None:
    """No seven words in a row of our wording stand in any of the five documents."""
    assert SEEDS
    documents = " ".join(_words(path.read_text(encoding="utf-8")) for path in sorted(SEEDS.glob("*.txt")))
    ours = [
        text
        for ask in CAMPAIGN.asks.values()
        for text in (ask.title, *ask.aim, *ask.letter, *ask.if_not, ask.question, ask.follow_up)
    ]
    ours += [text for wordings in (*CAMPAIGN.powers.values(), *CAMPAIGN.frames) for text in wordings]
    ours += [fact.says for fact in CAMPAIGN.facts.values()]
    runs = [
        words[at : at + 7]
        for words in (_words(text).split() for text in ours)
        for at in range(len(words) - 6)
    ]
    assert [run for run in runs if f" {' '.join(run)} " in documents] == []


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9']+", text.lower()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign folder to spoil."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "mine"))


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("asks.toml", 'id = "hfj-1"', 'id = "hfj-2"', "two asks have the same id"),
        ("asks.toml", 'document = "hfj-local-2024"', 'document = "gone"', '"gone", which is not there'),
        (
            "asks.toml",
            '"council-mayor"]',
            '"emperor"]',
            "asks.toml: ask.0.offices.2: Input should be 'council'",
        ),
        ("asks.toml", "subject =", "sbject =", "asks.toml: ask.0"),
        ("facts.toml", "[[fact]]", "[[fact", "is not TOML"),
        ("campaign.toml", 'title = "R', 'titel = "R', "campaign.toml: title"),
    ],
)
def test_a_broken_campaign_folder_says_where(folder: Path, file: str, old: str, new: str, says: str) -> None:
    """The message has the file and the key."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadData, match=re.escape(says)):
        Campaign(folder)


@pytest.mark.parametrize("command", ["letter", "hustings"])
def test_an_office_that_no_ask_fits_is_offered_none(folder: Path, command: str) -> None:
    """A list of those that fit is never an empty one."""
    asks = folder / "asks.toml"
    for_mayors = re.sub(r"(?m)^offices = .*$", 'offices = ["mayor"]', asks.read_text(encoding="utf-8"))
    asks.write_text(for_mayors, encoding="utf-8")
    words = ("BS1 5TR", "--office", "council", "--asks", "mayor-1", "--campaign", folder)
    result = run(command, *words, "--on", "2026-11-21")
    refused(result, 2, "is not in the power of", "fit")
    assert result.stderr.endswith(": none.\n")


def test_a_campaign_needs_no_figures_and_no_signatories(folder: Path) -> None:
    """Two files are enough: what it is about, and what it asks."""
    for name in ("facts.toml", "signatories.csv"):
        (folder / name).unlink()
    campaign = Campaign(folder)
    assert (campaign.facts, campaign.signatories) == ({}, ())
    assert campaign.asks


@pytest.mark.parametrize("file", ["campaign.toml", "asks.toml"])
def test_a_missing_file_of_a_campaign_is_named(folder: Path, file: str) -> None:
    """What is missing, and where a campaign is described."""
    (folder / file).unlink()
    with pytest.raises(BadData, match=file):
        Campaign(folder)
