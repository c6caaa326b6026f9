"""askcandidate letter --signed: whoever has said yes is thanked and asked how, never asked again."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from answers import candidacy, person
from askcandidate.campaign import Campaign
from askcandidate.commands.desk import Desk
from askcandidate.correspondence import Letter, Sender
from askcandidate.formats.templates import Templates
from askcandidate.places import Finder
from askcandidate.writing.lengths import count_words
from askcandidate.writing.thanks import Pledge, Register
from askcandidate.writing.wishes import Wishes
from asking import ADA, BEN, POLL, WARD, one_ward, serve
from cli import Result, refused, run
from schemas import checked
from server import Service

ON = ("--on", "2026-11-21")
OWN = "I teach here, and I would like every young person I teach to know a safe place to turn to."
CLARE = candidacy(person(3, "Clare Deputy"), "Garden Party")
TWINS = (candidacy(person(7, "Sam Lock"), "Canal Party"), candidacy(person(8, "Sam Lock"), "Orchard Party"))
LOG = "date,contest,candidate,candidate_source,candidate_id,office,ballot,ask,state\n"
LISTED = "candidate_source,candidate_id\ndemocracy-club,1\n"


def signed(folder: Path, text: str) -> Path:
    """Write a list of those who signed."""
    path = folder / "signed.csv"
    path.write_text(text, encoding="utf-8")
    return path


def write(at: str, path: Path, *words: str | Path) -> Result:
    """Write to everybody standing in one ward, some of whom have signed."""
    return run(
        *("letter", "BS1 5TR", "--live", "--base-url", at, "--on", "2027-04-20", "--no-input"),
        *("--office", "council", "--signed", path, *words),
    )


def thanked(result: Result) -> dict[str, bool]:
    return {record["to"]["name"]: record["thanks"] for record in result.records}


def test_thanks_read_as_they_should(tmp_path: Path) -> None:
    """Word for word: own words, thanks that name what was said yes to, how, and a way to answer."""
    path = signed(tmp_path, "office,ask\npcc:E23000036,hasc-pcc\n")
    result = run(
        *("letter", "BS1 5TR", "--office", "pcc", "--signed", path, "--why", OWN, "--seed", "0", *ON),
        *("--name", "A. Voter", "--address", "1 Hill St"),
    )
    assert result.code == 0
    assert result.stdout == (
        """========================================================================
Police and Crime Commissioner for Avon and Somerset
========================================================================

Subject: Bristol: thank you, and what comes first?

Dear Commissioner,

I teach here, and I would like every young person I teach to know a safe
place to turn to.

Thank you for saying yes to a police and crime plan that names modern
slavery as a priority. How will you go about it, and what comes first?

I live in Bristol, and a line would help.

Yours sincerely,

A. Voter
1 Hill St
BS1 5TR

------------------------------------------------------------------------
To send this: https://www.apccs.police.uk/find-your-pcc/ (lists every
commissioner with a contact page).
This rests on: hasc-pcc (fourth paragraph, quoting the Home Affairs
Committee's 2023 report; also quoted by Causeway), after "Using your
voice and your vote" by The Clewer Initiative, 24 April 2024.

"""
    )
    assert "1 letter thanks and asks how." in result.stderr


def test_somebody_standing_is_thanked_and_the_others_are_asked(service: Service, tmp_path: Path) -> None:
    """In each group letters differ in the addressee alone, and nobody is left out."""
    path = signed(tmp_path, "candidate_source,candidate_id\ndemocracy-club,1\ndemocracy-club,3\n")
    records = write(serve(service, one_ward(ADA, BEN, CLARE)), path, "--jsonl").records
    for record in records:
        checked(record, "letter")
    assert [(r["to"]["name"], r["thanks"]) for r in records] == [
        ("Ada Marlpit", True),
        ("Ben Oatfield", False),
        ("Clare Deputy", True),
    ]
    for record in records:
        del record["to"], record["salutation"]
    assert records[0] == records[2] != records[1]
    assert "If you are elected" not in records[0]["body"]
    assert "if you are elected" in records[0]["body"]
    assert records[0]["sources"][-1].startswith("Candidates: Democracy Club")


def test_the_others_get_the_letter_they_would_get_anyway(service: Service, tmp_path: Path) -> None:
    """To the byte."""
    at = serve(service, one_ward(ADA, BEN, CLARE))
    with_list = write(at, signed(tmp_path, LISTED), "--jsonl").records
    without = write(
        at, signed(tmp_path, "candidate_source,candidate_id\ndemocracy-club,99\n"), "--jsonl"
    ).records
    assert with_list[1:] == without[1:]
    assert with_list[0]["body"] != without[0]["body"]


@pytest.mark.parametrize(
    ("row", "who"),
    [
        (f"ballot,name\n{WARD},ben  OATFIELD\n", ["Ben Oatfield"]),
        ("office,name\ncouncil:E06000023,Ben Oatfield\n", ["Ben Oatfield"]),
        (f"ballot,candidate_source,candidate_id\n{WARD},democracy-club,2\n", ["Ben Oatfield"]),
        ("office,candidate_source,candidate_id\nmayor:E47000009,democracy-club,2\n", []),
        (f"ballot,name\nmayor.west-of-england.{POLL},Ben Oatfield\n", []),
        (f"ballot,name\n{WARD},Ben Oat\n", []),
        (f"ballot,candidate_source,candidate_id,name\n{WARD},democracy-club,9,Ben Oatfield\n", []),
        ("office,name\ncouncil:E06000023,\n", []),
    ],
    ids=["name", "name-office", "id", "other-office", "other-ballot", "part", "other-id", "holder"],
)
def test_who_is_meant(service: Service, tmp_path: Path, row: str, who: list[str]) -> None:
    """By the service's id, else by name in the contest; a line for nobody is named by its number."""
    result = write(serve(service, one_ward(ADA, BEN)), signed(tmp_path, row), "--jsonl")
    assert [name for name, thanks in thanked(result).items() if thanks] == who
    assert ("nobody is thanked for line 2." in result.stderr) is not bool(who)


def test_two_people_of_one_name_are_not_guessed_between(service: Service, tmp_path: Path) -> None:
    """Neither is thanked, and it is said what would tell them apart; by id one is."""
    at = serve(service, one_ward(*TWINS))
    result = write(at, signed(tmp_path, f"ballot,name\n{WARD},Sam Lock\n"), "--jsonl")
    assert [record["thanks"] for record in result.records] == [False, False]
    assert "Line 2 of those who signed is not used: several people named Sam Lock stand." in result.stderr
    told = write(at, signed(tmp_path, "candidate_source,candidate_id\ndemocracy-club,8\n"), "--jsonl")
    assert [(r["to"]["id"], r["thanks"]) for r in told.records] == [("7", False), ("8", True)]


def test_the_pledge_log_is_read_and_what_holds_today_counts(service: Service, tmp_path: Path) -> None:
    """A yes that was taken back is none; half a yes is thanked for what was said, and asked for the rest."""
    where = f"council:E06000023,{WARD}"
    path = signed(
        tmp_path,
        LOG
        + f"2027-03-01,Central,Ada Marlpit,democracy-club,1,{where},hfj-2,yes\n"
        + f"2027-03-09,Central,Ada Marlpit,democracy-club,1,{where},hfj-2,no\n"
        + f"2027-03-01,Central,Ben Oatfield,democracy-club,2,{where},hfj-1,partly\n"
        + f"2027-03-01,Central,Clare Deputy,democracy-club,3,{where},hfj-1,yes\n"
        + f"2027-03-02,Central,Nobody Here,democracy-club,4,{where},hfj-1,yes\n",
    )
    result = write(serve(service, one_ward(ADA, BEN, CLARE)), path, "--jsonl", "--seed", "0")
    assert list(thanked(result).values()) == [False, True, True]
    assert (
        "Thank you for what you said on action against modern slavery as a priority for Bristol. "
        "What would the rest take?" in result.records[1]["body"]
    )
    assert result.records[2]["asks"] == ["hfj-1"]
    assert "nobody is thanked for line 6." in result.stderr


def test_a_yes_taken_back_under_another_spelling_is_none(service: Service, tmp_path: Path) -> None:
    """Noted once with an id and once without: the log is read as its own commands read it."""
    where = f"council:E06000023,{WARD}"
    path = signed(
        tmp_path,
        LOG
        + f"2027-03-01,Central,Ada Marlpit,democracy-club,1,{where},hfj-2,yes\n"
        + "2027-03-09,CENTRAL,Áda  Marlpit,,,,,hfj-2,no\n",
    )
    result = write(serve(service, one_ward(ADA, BEN)), path, "--jsonl", "--seed", "0")
    assert list(thanked(result).values()) == [False, False]


def test_several_yeses_are_thanked_for_together(tmp_path: Path) -> None:
    """In one sentence; a former ask is not worded again."""
    path = signed(tmp_path, "office,ask\npcc:E23000036,hasc-pcc\npcc:E23000036,nncf-2\n")
    (record,) = run(
        *(
            "letter",
            "BS1 5TR",
            "--office",
            "pcc",
            "--signed",
            path,
            "--no-input",
            "--jsonl",
            "--seed",
            "0",
            *ON,
        )
    ).records
    assert (
        "Thank you for saying yes to a police and crime plan that names modern slavery as a priority "
        "and what you were asked about modern slavery." in record["body"]
    )
    assert record["asks"] == ["hasc-pcc", "nncf-2"]


def test_party_never_matters(service: Service, tmp_path: Path) -> None:
    """The same people under other labels get the same letters."""
    path = signed(tmp_path, LISTED)
    ours = write(serve(service, one_ward(ADA, BEN)), path, "--jsonl", "--no-cache").stdout
    other = candidacy(person(1, "Ada Marlpit", "ada@marlpit.example.org"), "Orchard Party")
    assert write(serve(service, one_ward(other, BEN)), path, "--jsonl", "--no-cache").stdout == ours


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("colour\nred\n", "no column that says who signed"),
        ("", "no column that says who signed"),
        ("office,ask\npcc:E23000036,nothing\n", 'line 2: there is no ask "nothing"'),
        ('office,ask\n"pcc:E23000036\n', "is not CSV"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(tmp_path: Path, text: str, says: str) -> None:
    """Before a letter is written."""
    refused(run("letter", "BS1 5TR", "--no-input", "--signed", signed(tmp_path, text), *ON), 2, says)


def test_a_list_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refused(run("letter", "BS1 5TR", "--no-input", "--signed", tmp_path / "no.csv", *ON), 2, "cannot be read")


def test_a_line_that_names_nobody_is_said(tmp_path: Path) -> None:
    """A name alone could be anybody's."""
    path = signed(tmp_path, "name,office\nAnn Smith,\n,pcc:E23000036\n")
    result = run(
        *("letter", "BS1 5TR", "--office", "pcc", "--seed", "0", "--no-input", "--signed", path, *ON)
    )
    assert "line 2: nobody can be known by this" in result.stderr
    assert "Thank" in result.stdout


def test_a_batch_thanks_too(tmp_path: Path) -> None:
    """And a stopped one can be gone on with: the list is part of what must be the same."""
    path = signed(tmp_path, "office\npcc:E23000036\n")
    rows = tmp_path / "rows.csv"
    rows.write_text("postcode\nBS1 5TR\nM27 0JE\n", encoding="utf-8")
    result = run("letter", "--from", rows, "--jsonl", "--signed", path, *ON)
    assert {record["office"] for record in result.records if record["thanks"]} == {"pcc:E23000036"}
    assert len(result.records) == 6


def _asked_again(letter: Letter, campaign: Campaign) -> list[str]:
    """Give every question of a letter that is none of those for somebody who signed."""
    ours = {
        re.sub(r"\{\{.*?\}\}", "", wording) for wording in (*campaign.frames.how, *campaign.frames.how_partly)
    }
    questions = re.findall(r"[^.?!\n]+\?", letter.body)
    return [q for q in questions if q.strip().replace(" if you are elected", "") not in ours]


@pytest.mark.parametrize("partly", [False, True], ids=["yes", "partly"])
def test_nobody_who_signed_is_asked_again(partly: bool) -> None:
    """Over all asks, offices and wordings: no question but how, never "sign", and few words of ours."""
    campaign, templates, on = Campaign(), Templates(), date(2026, 11, 21)
    finder = Finder(on)
    for postcode in ("NG18 2AL", "BS1 5TR", "M27 0JE", "EH1 1YJ"):
        place = finder.find(postcode)
        for ask in campaign.asks:
            register = Register(Pledge(2, office=o.id, ask=ask, partly=partly) for o in place.offices)
            for seed in range(0, 4096, 585):
                desk = Desk(campaign, templates, Wishes(seed=str(seed)), (), on, register)
                for letter in desk.for_place(place, Sender("A. Voter", "", OWN)).letters:
                    assert letter.thanked_for == (2,)
                    assert _asked_again(letter, campaign) == [], letter.body
                    assert letter.body.count("?") == 1
                    assert not re.search(r"\b(?:will you sign|please sign|sign it)\b", letter.body.lower())
                    assert letter.set_word_count == count_words(letter.body) - count_words(OWN) <= 80


def test_the_list_may_come_from_a_spreadsheet_with_other_titles(tmp_path: Path) -> None:
    """Case and marks of titles do not matter; a state that is no yes does not count."""
    path = tmp_path / "signed.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["Office", "State"], ["pcc:E23000036", "no"], ["mayor:E47000009", "Yes"]])
    result = run("letter", "BS1 5TR", "--jsonl", "--no-input", "--signed", path, *ON)
    assert {record["office"] for record in result.records if record["thanks"]} == {"mayor:E47000009"}
