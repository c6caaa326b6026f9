"""Packs for a hustings in Welsh: what there is Welsh for, English for the rest, and never by accident."""

import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from askcandidate.languages import Language, texts_in
from cli import Result, refused, run
from test_startup import loaded

CARDIFF = "CF10 4UW"
MEETING = (
    *("--date", "2027-04-22", "--start", "19:30", "--venue", "Tŷ Dŵr, Caerdydd", "--chair", "Siân Ŵyn"),
    *("--name", "Ann Ŷr", "--name", "Bo Example"),
)
REVIEW = "have not been reviewed by a Welsh speaker: have somebody who reads Welsh read this"
IN_PART = "Sheets are in Welsh as far as there is Welsh"


def hustings(*words: str | Path, here: str = CARDIFF) -> Result:
    return run("hustings", here, "--on", "2026-11-21", "--office", "pcc", *words)


def test_a_card_word_for_word() -> None:
    """Labels, the commissioner's title and the dates are Welsh; the questions have none yet."""
    result = hustings("--lang", "cy", "--pages", "card", "--format", "md", *MEETING)
    assert result.code == 0
    assert result.stdout == (
        """# Hustyngau: Comisiynydd yr Heddlu a Throseddu De Cymru

Dydd Iau 22 Ebrill 2027 am 19:30; Tŷ Dŵr, Caerdydd

**1.** What place would modern slavery have in your police and crime plan, and what would you ask the force \
to report on?

**2.** Where would modern slavery stand among your priorities for South Wales, and what would be different \
after a year?

**Eich cwestiwn eich hun?** Un cwestiwn, hanner munud, i bawb.

> Before you speak: leave out anything that could identify a person who may have been exploited, or a \
business.
What is said here may be passed on.
>
> If somebody may be in danger, ring 999.
>
> For advice: the Modern Slavery and Exploitation Helpline, 08000 121 700, modernslaveryhelpline.org.

*Lluniwyd ar 21 Tachwedd 2026. Dim plaid, dim ochr.*


"""
    )
    assert result.stderr.count(REVIEW) == 1
    assert result.stderr.count(IN_PART) == 1


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        (
            "sheet",
            [
                "## Cwestiynau",
                "| | ie, na neu yn rhannol | yn eu geiriau eu hunain |",
                "*Then:* Will the plan name it as a priority within a year: yes, no or partly?",
                "## Ffynonellau'r cwestiynau",
            ],
        ),
        (
            "script",
            [
                "# I'r cadeirydd: Hustyngau: Comisiynydd yr Heddlu a Throseddu De Cymru",
                "| cloc | am | beth |",
                "| 19:30 | 3 mun. | Welcome, the rules, and the words on safety |",
                "## Croeso",
                "## Geiriau agoriadol, am 19:33",
                "## Diolch, am 20:26",
            ],
        ),
        (
            "grid",
            [
                "# Cofnod: Hustyngau: Comisiynydd yr Heddlu a Throseddu De Cymru",
                "| | 1: ateb | 1: eu geiriau | 2: ateb | 2: eu geiriau |",
                "Cofnodwyd gan ______________________ ar ______________________",
            ],
        ),
        (
            "checklist",
            [
                *("## Pwy sy'n cael gwahoddiad", "## Tegwch", "## Pobl", "## Arian a phapur"),
                "| enw | gwahoddwyd ar | sut | ateb | ar |",
                "| Ann Ŷr | | | | |",
            ],
        ),
        (
            "invite",
            [
                "## Ateb",
                "- ☐ Byddaf yn dod",
                "- ☐ Ni allaf ddod",
                "| Yn fy ngeiriau fy hun |",
            ],
        ),
    ],
)
def test_each_page_has_its_labels_in_welsh(page: str, lines: list[str]) -> None:
    text = hustings("--lang", "cy", "--pages", page, "--format", "md", *MEETING).stdout
    assert [line for line in lines if line not in text.splitlines()] == []


def test_an_english_sentence_has_its_dates_in_english() -> None:
    """The invitation's sentence as a whole, whatever stands around it."""
    text = hustings("--lang", "cy", "--pages", "invite,script", "--format", "md", *MEETING).stdout
    assert (
        "You are invited to a hustings before the election of the Police and Crime Commissioner for South "
        "Wales, on Thursday 22 April 2027 at 19:30, in Tŷ Dŵr, Caerdydd. It lasts 60 minutes"
    ) in text
    assert "1 minute each, in this order: " in text


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2027-03-01", "Dydd Llun 1 Mawrth 2027"),
        ("2027-06-01", "Dydd Mawrth 1 Mehefin 2027"),
        ("2027-09-01", "Dydd Mercher 1 Medi 2027"),
        ("2027-07-01", "Dydd Iau 1 Gorffennaf 2027"),
        ("2027-01-01", "Dydd Gwener 1 Ionawr 2027"),
        ("2027-05-01", "Dydd Sadwrn 1 Mai 2027"),
        ("2027-08-01", "Dydd Sul 1 Awst 2027"),
    ],
)
def test_days_are_said_in_welsh(day: str, said: str) -> None:
    text = hustings("--lang", "cy", "--pages", "card", "--format", "md", "--date", day).stdout
    assert text.splitlines()[2] == said


@pytest.mark.parametrize(
    ("office", "title", "who"),
    [
        ("pcc", "Cyfarfod cyhoeddus: Comisiynydd yr Heddlu a Throseddu De Cymru", "Y Comisiynydd"),
        (
            "council",
            "Cyfarfod cyhoeddus: City of Cardiff Council",
            "Pwy bynnag sy'n siarad dros y cyngor",
        ),
    ],
)
def test_a_meeting_with_whoever_holds_the_office(office: str, title: str, who: str) -> None:
    """A council keeps its official name, which the data has in English alone."""
    words = ("--lang", "cy", "--pages", "sheet", "--format", "md")
    result = run("hustings", CARDIFF, "--on", "2026-11-21", "--office", office, *words)
    assert result.stdout.splitlines()[0] == f"# {title}"
    assert f"| {who} | | |" in result.stdout.splitlines()


def test_both_is_the_welsh_pack_and_then_the_english_one(tmp_path: Path) -> None:
    """Each is what it would be alone, in the one file of its office; the record for spreadsheets is English."""
    alone = {}
    for lang in ("cy", "en", "both"):
        folder = tmp_path / lang
        words = ("--lang", lang, "--format", "md", "--out", folder, "--start", "19:30", "--name", "Siân Ŵyn")
        assert hustings(*words).code == 0
        alone[lang] = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    names = ["pcc-w15000003-record.csv", "pcc-w15000003.md"]
    assert {lang: sorted(files) for lang, files in alone.items()} == dict.fromkeys(alone, names)
    record, pack = names
    assert alone["both"][pack] == alone["cy"][pack] + alone["en"][pack]
    assert alone["both"][record] == alone["cy"][record] == alone["en"][record]
    assert "Siân Ŵyn" in alone["en"][record]


def test_the_order_of_speaking_is_that_of_the_english_pack() -> None:
    """Drawn by the contest's English name, so that who speaks first is no matter of language."""
    names = [word for name in ("Ann Ŷr", "Bo Example", "Cy Ŵyn", "Di Tŷ") for word in ("--name", name)]
    orders = {}
    for lang in ("cy", "en"):
        text = hustings("--lang", lang, "--pages", "script", "--format", "md", *names).stdout
        orders[lang] = re.findall(r"in this order: (.*)\.", text)
    assert len(orders["en"]) > 2
    assert orders["cy"] == orders["en"]


@pytest.mark.parametrize("here", [CARDIFF, "LL55 1SH", "BS1 5TR"])
def test_never_welsh_unless_asked_for(here: str) -> None:
    result = hustings("--start", "19:30", here=here)
    assert result.stdout == hustings("--start", "19:30", "--lang", "en", here=here).stdout
    assert "Welsh" not in result.stderr
    assert "polib" not in loaded("hustings", here, "--office", "pcc")


def test_outside_wales_a_pack_is_in_english_and_that_is_said() -> None:
    """Welsh is for offices in Wales; where no code tells the nation it is written as asked for."""
    result = hustings("--lang", "cy", *MEETING, here="BS1 5TR")
    assert result.stdout == hustings(*MEETING, here="BS1 5TR").stdout
    assert result.stderr.count("outside Wales") == 1
    assert REVIEW not in result.stderr
    assert "outside Wales" not in hustings("--lang", "cy", *MEETING).stderr
    contest = ("--contest", "Blackheath ward", "--candidates", "2", "--lang", "cy")
    result = run("hustings", *contest, "--on", "2026-11-21", "--pages", "card")
    assert "Hustyngau: Blackheath ward" in result.stdout
    assert "outside Wales" not in result.stderr


def test_a_batch_says_it_once(tmp_path: Path) -> None:
    """Two contests in one document, whose first page is in the first language too."""
    rows = tmp_path / "rows.csv"
    rows.write_text("postcode\nCF10 4UW\nLL55 1SH\n", encoding="utf-8")
    words = ("--from", rows, "--lang", "both", "--office", "pcc", "--format", "md", "--on", "2026-11-21")
    result = run("hustings", *words, "--pages", "card", "--date", "2027-04-22")
    assert result.code == 0
    assert re.findall(r"^# (.*)", result.stdout, re.MULTILINE) == [
        "Packs in this bundle",
        "Cyfarfod cyhoeddus: Comisiynydd yr Heddlu a Throseddu De Cymru",
        "Public meeting with the Police and Crime Commissioner for South Wales",
        "Cyfarfod cyhoeddus: Comisiynydd yr Heddlu a Throseddu Gogledd Cymru",
        "Public meeting with the Police and Crime Commissioner for North Wales",
    ]
    row = (
        "| Cyfarfod cyhoeddus: Comisiynydd yr Heddlu a Throseddu De Cymru, dydd Iau 22 Ebrill 2027 | 1 | 40 |"
    )
    assert row in result.stdout
    assert result.stderr.count(REVIEW) == result.stderr.count(IN_PART) == 1


def test_every_form_has_both(tmp_path: Path) -> None:
    pytest.importorskip("docx")
    for name in ("pack.html", "pack.txt", "pack.docx"):
        assert hustings("--lang", "both", "--out", tmp_path / name, *MEETING).code == 0
    with ZipFile(tmp_path / "pack.docx") as archive:
        document = archive.read("word/document.xml").decode()
    for text in (
        document,
        *((tmp_path / f"pack.{form}").read_text(encoding="utf-8") for form in ("html", "txt")),
    ):
        assert text.index("Ffynonellau") < text.index("Where the questions come from")
        assert "Tŷ Dŵr" in text
        assert "Siân Ŵyn" in text


def test_headings_and_labels_name_their_language(tmp_path: Path) -> None:
    """So that a screen reader says them as Welsh; sentences, names and the English pack are the page's own."""
    pytest.importorskip("docx")
    name = ("--name", "Bo Cwestiynau", "--name", "Enwau")
    for form in ("html", "docx"):
        words = (
            "--lang",
            "both",
            "--pages",
            "sheet,grid,checklist,invite",
            "--out",
            tmp_path / f"pack.{form}",
        )
        assert hustings(*words, *name).code == 0
    page = (tmp_path / "pack.html").read_text(encoding="utf-8")
    assert '<html lang="en-GB">' in page
    marked = re.findall(r'<span lang="cy">(.*?)</span>', page)
    with ZipFile(tmp_path / "pack.docx") as archive:
        document = archive.read("word/document.xml").decode()
    runs = re.findall(r"<w:r>(?:(?!</w:r>).)*?</w:r>", document, re.DOTALL)
    tagged = [re.sub("<[^>]+>", "", run) for run in runs if '<w:lang w:val="cy-GB"/>' in run]
    for found in (marked, tagged):
        assert {
            *("Hustyngau: Comisiynydd yr Heddlu a Throseddu De Cymru", "Cwestiynau"),
            *("ie, na neu yn rhannol", "1: eu geiriau", "Ffynonellau'r cwestiynau", "Ni allaf ddod", "enw"),
        } <= {text.lstrip("☐ ").replace("&#x27;", "'") for text in found}
        assert not [text for text in found if re.search(r"\b(?:the|and|you|Bo|Enwau)\b", text)]
    english = page[page.index("Where the questions come from") :]
    assert 'lang="cy"' not in english


def test_another_language_is_refused() -> None:
    refused(hustings("--lang", "fr"), 2, "--lang", "cy", "both")


def test_what_a_text_is_not_there_for_stays_english() -> None:
    """A label gives its English; nothing is left out and nothing fails."""
    welsh = texts_in(Language.WELSH)
    assert welsh.label("Up to %(count)s words:") == "Hyd at %(count)s o eiriau:"
    assert welsh.label("No party, no side.") == "No party, no side."


def test_a_welsh_record_has_room_for_words_and_is_read_back(tmp_path: Path) -> None:
    """In plain text the column for words is the widest, as in English; the grid in the log is the same."""
    words = (
        "hustings",
        "CF10 4UW",
        "--office",
        "pcc",
        "--name",
        "Ann",
        "--name",
        "Bo",
        "--lang",
        "cy",
        "--on",
        "2026-11-21",
    )
    text = run(*words, "--pages", "grid", "--format", "text").stdout
    row = next(line for line in text.splitlines() if line.startswith("\u2502 Ann"))
    answer, said = map(len, row.split("\u2502")[2:4])
    assert said > answer
    run(*words, "--out", tmp_path / "packs")
    (grid,) = (tmp_path / "packs").glob("*-record.csv")
    first, *rows = grid.read_text(encoding="utf-8").splitlines()
    filled = [re.sub(r",,,,$", ",yes,Byddaf.,2027-04-22,A.", line) for line in rows]
    (tmp_path / "record.csv").write_text("\n".join([first, *filled, ""]), encoding="utf-8")
    read = run("log", "import", tmp_path / "record.csv", "--log", tmp_path / "log.csv")
    assert read.code == 0, read
    assert run("log", "list", "--log", tmp_path / "log.csv").stdout.count("\tyes\n") == len(rows)
