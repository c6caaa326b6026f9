"""Asks that are for some nations alone, wherever an office is asked: in a hall, on a slip, after a poll."""

import re
import shutil
from pathlib import Path

import pytest

from answers import ballot
from askcandidate.campaign import SHIPPED
from asking import ADA, API, BEN, ON, answer_with
from cli import Result, in_words, refused, run
from server import Service, reply
from test_log_letters import ask, letters

DAY = ("--on", "2026-11-21")
SHEET = ("--pages", "sheet", "--format", "md")
COUNCILS = 'offices = ["council", "county", "council-mayor"]\n'
NARROWED = 'nations = ["England", "Wales"]\n'
EVERYWHERE = ["hfj-2", "hfj-1", "hfj-5"]
ENGLAND_AND_WALES = ["hfj-2", "hfj-1", "lga-4"]


def sheet(*words: str | Path, stdin: str = "", on: tuple[str, str] = DAY) -> Result:
    result = run("hustings", *words, *SHEET, *on, stdin=stdin)
    in_words(result)
    assert result.code == 0, result
    return result


def asked(text: str) -> list[str]:
    """Give the asks that the questions of a sheet come from."""
    return re.findall(r"\d: ([a-z]+-\w+) \(", text)


def event(row: str, *words: str | Path) -> Result:
    """Give the sheet of one row: contest, kind, postcode and candidates."""
    return sheet("--events", "-", *words, stdin=f"contest,kind,postcode,candidates\n{row},A; B\n")


def remarks(result: Result) -> list[str]:
    """Give what is said of an events file's row."""
    return [line for line in result.stderr.splitlines() if line.startswith("askcandidate: line 2: ")]


def campaign(folder: Path, old: str, new: str) -> Path:
    """Give a campaign like ours, with one thing changed in its asks where it first stands."""
    mine = Path(shutil.copytree(SHIPPED, folder / "mine"))
    asks = (mine / "asks.toml").read_text(encoding="utf-8")
    assert old in asks
    (mine / "asks.toml").write_text(asks.replace(old, new, 1), encoding="utf-8")
    return mine


@pytest.mark.parametrize(
    ("postcode", "asks"),
    [
        ("BS1 5TR", ENGLAND_AND_WALES),
        ("CF10 1EP", ENGLAND_AND_WALES),
        ("EH1 1YJ", EVERYWHERE),
        ("BT1 5GS", EVERYWHERE),
    ],
)
def test_guidance_for_england_and_wales_is_put_to_nobody_else(postcode: str, asks: list[str]) -> None:
    """By a postcode and by a row of an events file, for an office of our tables or one that has none."""
    assert asked(event(f"Anyward,council,{postcode}").stdout) == asks
    assert set(asked(event(f"Anytown,council-mayor,{postcode}").stdout)) == set(asks)
    if postcode != "BT1 5GS":
        assert asked(sheet(postcode, "--office", "council").stdout) == asks


def test_an_ask_of_another_nation_is_refused_by_name() -> None:
    """As letter refuses it; where no postcode tells the nation, whoever chooses it knows."""
    says = "hfj-3 is not in the power of the City of Edinburgh Council.", "These fit: hfj-2, hfj-1, hfj-5"
    refused(run("hustings", "EH1 1YJ", "--asks", "hfj-3", *DAY), 2, *says)
    unknown = ("--contest", "Anyward", "--name", "A", "--name", "B")
    assert asked(sheet(*unknown).stdout) == EVERYWHERE
    assert asked(sheet(*unknown, "--asks", "hfj-3").stdout) == ["hfj-3"]


def test_a_council_without_a_code_of_its_own_is_in_england() -> None:
    """West Surrey has no code in the lists yet."""
    assert (
        asked(sheet("GU2 4BB", "--office", "council", on=("--on", "2027-06-01")).stdout) == ENGLAND_AND_WALES
    )


def test_a_contest_that_no_table_knows_is_where_its_postcode_is(service: Service) -> None:
    """A service names it; the postcode says that it is in Scotland."""
    there = ballot("sp.c.edinburgh-central.2027-05-06", title="Edinburgh Central", candidates=(ADA, BEN))
    service.answer(f"{API}postcode/EH11YJ/", reply(answer_with(there, postcode="EH1 1YJ")))
    live = ("--live", "--base-url", service.url(API), "--no-cache")
    packs = sheet("EH1 1YJ", *live, on=("--on", ON)).stdout.split("\n# ")
    assert [asked(pack) for pack in packs if pack.startswith("Hustings: Edinburgh Central")] == [EVERYWHERE]


@pytest.mark.parametrize("kind", ["council", "county", "council-mayor"])
def test_councils_in_northern_ireland_are_asked_about_what_they_run(kind: str, tmp_path: Path) -> None:
    """They run neither housing nor social care; which of them it is, is not known offline, and that is said."""
    for_all = campaign(tmp_path, NARROWED, "")
    result = event(f"Belfast City Council,{kind},BT1 5GS", "--campaign", for_all)
    assert "make sure that licensing and environmental health work" in " ".join(result.stdout.split())
    assert "social care" not in result.stdout
    said = f"Belfast City Council: no {kind} is known for BT1 5GS, so the questions name none"
    assert remarks(result) == [f"askcandidate: line 2: {said}; askcandidate lookup says what is known."]


def test_a_slip_and_a_letter_after_the_poll_keep_to_the_nation(tmp_path: Path) -> None:
    """An ask that was put in error is left out of a slip; whoever is new is asked the first that fits."""
    told = ("--contest", "Leith", "--office", "council:S12000036")
    ask(tmp_path, "Ada Marlpit", "hfj-1", "lga-4", words=told)
    slips = run("log", "slip", "--on", "2027-04-20", cwd=tmp_path)
    assert slips.stdout.count("\nQuestion ") == 1
    assert "lga-4 cannot be asked of the City of Edinburgh Council now and is left out" in slips.stderr
    (tmp_path / "elected.txt").write_text("New Nia\n", encoding="utf-8")
    narrowed = campaign(tmp_path, COUNCILS, COUNCILS + NARROWED)
    winners = ("winners", "--elected", "elected.txt", "--campaign", str(narrowed), "--record")
    letters(tmp_path, *winners, "--on", "2027-05-10")
    assert "New Nia,hfj-1,elected" in (tmp_path / "pledges.csv").read_text(encoding="utf-8")
