"""Welsh letters for many people and for those who have said yes; in English where a sentence is missing."""

import json
import re
from pathlib import Path

import pytest

from asking import API, one_ward
from cli import Result, run
from schemas import checked
from server import Service, reply

CARDIFF = "CF10 4UW"
ON = ("--on", "2026-11-21", "--no-input")
REVIEW = "have not been reviewed by a Welsh speaker"
PEOPLE = """postcode,why,quoted_as,consent
CF10 4UW,"Rwy'n gweld pobl sy'n ofni eu cyflogwr, wrth y dŵr ger fy nhŷ.",Siân,yes
CF10 4UW,I meet people who fear their boss.,,yes
CF10 4UW,,,yes
"""


def served_in_cardiff(service: Service) -> str:
    """Answer Cardiff's postcode with a ward of its own, and give the service's base."""
    there = json.loads(json.dumps(one_ward(postcode=CARDIFF)).replace("bristol", "cardiff"))
    service.answer(f"{API}postcode/CF104UW/", reply(there))
    return service.url(API)


def digest(folder: Path, *words: str | Path) -> Result:
    path = folder / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return run("letter", "--digest", "--from", path, "--office", "pcc", "--quotes", "2", *ON, *words)


def thanks(folder: Path, listed: str, *words: str | Path) -> Result:
    path = folder / "signed.csv"
    path.write_text(listed, encoding="utf-8")
    return run("letter", CARDIFF, "--signed", path, *ON, *words)


def test_a_digest_word_for_word(tmp_path: Path) -> None:
    """How many, what some of them wrote as they wrote it, one ask; the group signs."""
    result = digest(tmp_path, "--lang", "cy", "--name", "Caerdydd Ynghyd", "--jsonl")
    assert result.code == 0
    [record] = result.records
    checked(record, "letter")
    assert record["lang"] == "cy"
    assert record["to"]["name"] == "Comisiynydd yr Heddlu a Throseddu De Cymru"
    assert record["subject"] == (
        "De Cymru: a yw caethwasiaeth fodern yn eich cynllun heddlu a throseddu? (3 o bobl)"
    )
    assert record["body"].startswith(
        "Mae'r llythyr hwn ar ran 3 o bobl yn ardal De Cymru, ynghylch caethwasiaeth fodern. Rhai ohonynt, yn "
        "eu geiriau eu hunain:\n\n- “"
    )
    quoted = sorted(line for line in record["body"].splitlines() if line.startswith("- "))
    assert quoted == [
        "- “I meet people who fear their boss.” (rhywun yn ardal Caerdydd)",
        "- “Rwy'n gweld pobl sy'n ofni eu cyflogwr, wrth y dŵr ger fy nhŷ.” (Siân, yn ardal Caerdydd)",
    ]
    assert "\n\nA 1 arall.\n\nMae'r cynllun heddlu a throseddu" in record["body"]
    assert (record["constituents"], record["own_word_count"]) == (3, 20)
    assert result.stderr.count(REVIEW) == 1


def test_a_digest_in_both_is_each_of_them(tmp_path: Path) -> None:
    """The English one has the English title and places, as if it were alone."""
    alone = [digest(tmp_path, "--lang", lang, "--jsonl").records[0] for lang in ("cy", "en")]
    both = digest(tmp_path, "--lang", "both", "--jsonl").records
    assert [each["lang"] for each in both] == ["cy", "en"]
    for one, other in zip(alone, both, strict=True):
        same = {key: value for key, value in one.items() if key != "warnings"}
        assert same == {key: other[key] for key in same}
    assert both[1]["to"]["name"] == "Police and Crime Commissioner for South Wales"
    assert "(somebody in Cardiff)" in both[1]["body"]


@pytest.mark.parametrize("office", ["council", "pcc"])
def test_a_digest_in_welsh_speaks_for_several(tmp_path: Path, office: str) -> None:
    """Nobody says "I" in it, whose forms in Welsh are the ends of words."""
    path = tmp_path / "many.csv"
    path.write_text("postcode,consent\nCF10 4UW,yes\nNP20 4UR,yes\nLL57 1YP,yes\n", encoding="utf-8")
    words = ("--digest", "--from", path, "--office", office, "--lang", "cy", "--name", "Ni", "--jsonl", *ON)
    bodies = [record["body"] for record in run("letter", *words).records]
    assert len(bodies) == 3
    for body in bodies:
        assert not re.search(r"\b(gallaf|hoffwn|byddaf|rwy'n|fi)\b", body, re.IGNORECASE), body


def test_a_digest_with_a_sentence_missing_is_english_as_a_whole(tmp_path: Path) -> None:
    words = ("--fact", "f-nrm-2025")
    result = digest(tmp_path, "--lang", "both", *words)
    assert result.stdout == digest(tmp_path, *words).stdout
    assert "is all in English: there is no Welsh for" in result.stderr
    assert REVIEW not in result.stderr


def test_one_person_alone(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("postcode,why,consent\nCF10 4UW,Rwy'n poeni am hyn.,yes\n", encoding="utf-8")
    words = ("--digest", "--from", path, "--office", "pcc", "--lang", "cy", "--jsonl")
    [record] = run("letter", *words, *ON).records
    assert "Mae'r llythyr hwn ar ran 1 person yn ardal De Cymru, " in record["body"]
    assert "fodern. Yn eu geiriau eu hunain:\n\n- “Rwy'n poeni am hyn.” (rhywun yn " in record["body"]
    assert "arall" not in record["body"]


@pytest.mark.parametrize(
    ("partly", "said"),
    [
        (
            "",
            (
                "Diolch am ddweud ie i hyn: cynllun heddlu a throseddu sy'n enwi caethwasiaeth fodern fel blaenoriaeth. "
                "Sut byddwch chi'n mynd ati, a beth fydd yn dod gyntaf?"
            ),
        ),
        (
            "partly",
            (
                "Diolch am yr hyn a ddywedoch chi ynghylch hyn: cynllun heddlu a throseddu sy'n enwi caethwasiaeth "
                "fodern fel blaenoriaeth. Beth fyddai ei angen ar gyfer y gweddill?"
            ),
        ),
    ],
)
def test_thanks_word_for_word(tmp_path: Path, partly: str, said: str) -> None:
    """After a colon, so that no word of what they said yes to has to change its first letter."""
    listed = f"office,ask,state\npcc:W15000003,hasc-pcc,{partly or 'yes'}\n"
    result = thanks(tmp_path, listed, "--lang", "cy", "--office", "pcc", "--jsonl", "--name", "Siân Ŵyn")
    assert result.code == 0
    [record] = result.records
    assert (record["lang"], record["thanks"]) == ("cy", True)
    assert record["subject"] == "Caerdydd: diolch, a beth fydd yn dod gyntaf?"
    assert record["salutation"] == "Annwyl Gomisiynydd,"
    assert record["body"] == f"{said}\n\nBydd ateb byr neu ddolen yn ddigon."
    assert record["set_word_count"] == len(re.findall(r"[^\W_]\S*", record["body"]))
    assert result.stderr.count(REVIEW) == 1


def test_thanks_in_both_are_each_of_them(tmp_path: Path) -> None:
    """Who has not signed has their letter in both too."""
    listed = "office\npcc:W15000003\n"
    alone = [thanks(tmp_path, listed, "--lang", lang, "--jsonl").records for lang in ("cy", "en")]
    both = thanks(tmp_path, listed, "--lang", "both", "--jsonl").records
    assert [(each["lang"], each["thanks"]) for each in both] == [
        *(("cy", False), ("en", False)),
        *(("cy", True), ("en", True)),
    ]
    assert [each["body"] for each in both[::2]] == [each["body"] for each in alone[0]]
    assert [each["body"] for each in both[1::2]] == [each["body"] for each in alone[1]]
    assert {each["lang"] for each in alone[0]} == {"cy"}


@pytest.mark.parametrize("lang", ["cy", "both"])
def test_thanks_with_a_sentence_missing_are_english_as_a_whole(tmp_path: Path, lang: str) -> None:
    """Greeting and labels too; the letter to the other office is Welsh all the same."""
    listed = "office,ask\ncouncil:W06000015,hfj-1\n"
    english = thanks(tmp_path, listed, "--office", "council").stdout
    result = thanks(tmp_path, listed, "--office", "council", "--lang", lang)
    assert result.code == 0
    assert result.stdout == english
    assert "Dear Councillor," in english
    assert 'is all in English: there is no Welsh for "action against modern slavery' in result.stderr
    assert REVIEW not in result.stderr
    others = thanks(tmp_path, listed, "--lang", lang, "--jsonl").records
    assert [(each["office"], each["lang"]) for each in others if each["lang"] == "cy"] == [
        ("pcc:W15000003", "cy")
    ]


def test_candidates_who_signed_are_thanked_in_welsh(service: Service, tmp_path: Path) -> None:
    """By name, and asked how if they are elected; the others are asked."""
    path = tmp_path / "signed.csv"
    path.write_text("candidate_source,candidate_id\ndemocracy-club,1\n", encoding="utf-8")
    live = (
        "--live",
        "--base-url",
        served_in_cardiff(service),
        "--on",
        "2027-04-20",
        "--no-input",
    )
    words = ("--office", "council", "--signed", path, "--lang", "cy", "--jsonl")
    records = run("letter", CARDIFF, *live, *words).records
    assert [(each["salutation"], each["thanks"], each["lang"]) for each in records] == [
        ("Annwyl Ada Marlpit,", True, "cy"),
        ("Annwyl Ben Oatfield,", False, "cy"),
    ]
    assert "Sut byddwch chi'n mynd ati os cewch eich ethol, a beth fydd yn dod gyntaf?" in records[0]["body"]
