"""Letters in Welsh: word for word, in every form, never by accident, and never without saying who has not read them."""

import ast
import csv
import email
import email.policy
import json
import os
import re
import shutil
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from zipfile import ZipFile

import polib  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from askcandidate.campaign import Campaign
from askcandidate.correspondence import Ask
from askcandidate.formats.templates import Templates
from askcandidate.formats.variables import PURPOSES
from askcandidate.languages import Language, Untranslated, catalogue, texts_in
from askcandidate.resources import AREAS
from asking import API, one_ward
from cli import Result, refused, run
from schemas import checked
from server import Service, reply
from terminal import Terminal
from test_startup import loaded

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/askcandidate"
CATALOGUE = polib.pofile(str(catalogue(Language.WELSH)))
WELSH = texts_in(Language.WELSH)
CARDIFF = "CF10 4UW"
ON = ("--on", "2026-11-21", "--no-input")
WHY = ("--why", "Rwy'n gwirfoddoli mewn banc bwyd, ac rwy'n cwrdd â phobl sy'n ofni eu cyflogwr.")
WHO = ("--name", "Siân Ŵyn", "--address", "1 Heol Fawr")
REVIEW = "have not been reviewed by a Welsh speaker: have somebody who reads Welsh read this"
ENGLISH = re.compile(r"\b(?:the|and|your|you|this|council|letter)\b", re.IGNORECASE)


def served_in_cardiff(service: Service) -> str:
    """Answer Cardiff's postcode with a ward of its own, and give the service's base."""
    there = json.loads(json.dumps(one_ward(postcode=CARDIFF)).replace("bristol", "cardiff"))
    service.answer(f"{API}postcode/CF104UW/", reply(there))
    return service.url(API)


def letter(*words: str | Path, here: str = CARDIFF) -> Result:
    return run("letter", here, *ON, *words)


def test_a_letter_to_a_council_word_for_word() -> None:
    """Own words first, then why a councillor can act, one ask and two ways out."""
    result = letter("--lang", "cy", "--office", "council", *WHY, *WHO)
    assert result.code == 0
    assert result.stdout == (
        """========================================================================
City of Cardiff Council
========================================================================

Pwnc: Caerdydd: a oes cynllun yn erbyn caethwasiaeth fodern?

Annwyl Gynghorydd,

Rwy'n gwirfoddoli mewn banc bwyd, ac rwy'n cwrdd â phobl sy'n ofni eu
cyflogwr.

Mae'r cyngor yn gyfrifol am drwyddedu, tai a gofal cymdeithasol, a gall
cynghorydd ofyn am adroddiad. A oes gan eich cyngor gynllun yn erbyn
caethwasiaeth fodern, gydag arian wedi'i neilltuo ar ei gyfer? Os felly,
ble mae modd darllen beth ddaeth ohono? Os na, a wnewch chi ofyn am un,
ac erbyn pryd?

Rwy'n byw yn ardal Caerdydd, a bydd ateb byr yn ddigon.

Yn gywir,

Siân Ŵyn
1 Heol Fawr
CF10 4UW

------------------------------------------------------------------------
I anfon hwn: https://www.writetothem.com/ (yn dod o hyd i gynghorwyr
eich ward ac yn anfon eich llythyr atynt), neu
https://www.cardiff.gov.uk/ (gwefan y cyngor ei hun).
Mae hwn yn seiliedig ar: hfj-2 (Recommendations for candidates, second),
after "Will you stand against slavery in upcoming local elections?" by
Hope for Justice, undated; before the elections of 2 May 2024.

"""
    )
    assert result.stderr.count(REVIEW) == 1


def test_a_letter_to_a_commissioner_word_for_word() -> None:
    """Without own words it opens with where its writer lives; marks are left for what is missing."""
    result = letter("--lang", "cy", "--office", "pcc")
    assert result.code == 0
    assert result.stdout == (
        """========================================================================
Comisiynydd yr Heddlu a Throseddu De Cymru
========================================================================

Pwnc: Caerdydd: a yw caethwasiaeth fodern yn eich cynllun heddlu a throseddu?

Annwyl Gomisiynydd,

Rwy'n byw yn ardal Caerdydd ac rwy'n ysgrifennu ynghylch caethwasiaeth
fodern.

Mae'r cynllun heddlu a throseddu yn pennu blaenoriaethau'r heddlu, a
gall y comisiynydd ei newid ar unrhyw adeg. A yw eich cynllun yn enwi
caethwasiaeth fodern fel blaenoriaeth? Os felly, ble mae modd darllen
beth sydd wedi'i wneud? Os na, a wnewch chi ei newid cyn i'ch tymor ddod
i ben ym mis Mai 2028?

Bydd ateb byr neu ddolen yn ddigon.

Yn gywir,

[eich enw]
[eich cyfeiriad]
CF10 4UW

------------------------------------------------------------------------
I anfon hwn: https://www.apccs.police.uk/find-your-pcc/ (yn rhestru pob
comisiynydd, gyda thudalen gyswllt).
I'w lenwi o hyd: [eich enw] ac [eich cyfeiriad]. Yn aml, nid yw pobl heb
gyfeiriad yn cael ateb.
Mae hwn yn seiliedig ar: hasc-pcc (fourth paragraph, quoting the Home
Affairs Committee's 2023 report; also quoted by Causeway), after "Using
your voice and your vote" by The Clewer Initiative, 24 April 2024.

"""
    )


def test_what_a_plan_was_seen_to_say_is_asked_after() -> None:
    """North Wales, from its row of what offices already do."""
    [record] = letter("--lang", "cy", "--office", "pcc", "--jsonl", here="LL55 1SH").records
    assert record["to"]["name"] == "Comisiynydd yr Heddlu a Throseddu Gogledd Cymru"
    assert record["body"] == (
        "Rwy'n byw yn ardal Gwynedd ac rwy'n ysgrifennu ynghylch caethwasiaeth fodern.\n\n"
        "Mae'r cynllun heddlu a throseddu yn pennu blaenoriaethau'r heddlu, a gall y comisiynydd ei newid ar "
        "unrhyw adeg. Mae eich cynllun heddlu a throseddu ar gyfer 2025 i 2028 yn enwi caethwasiaeth fodern o "
        "dan ei ail flaenoriaeth. Beth sydd wedi newid ers hynny, a beth sydd nesaf? Ble mae modd darllen am "
        "hyn?\n\nBydd ateb byr neu ddolen yn ddigon."
    )


def test_candidates_are_asked_about_the_same_aim(service: Service) -> None:
    """By name where they are known, to everybody where not."""
    [record] = letter("--lang", "cy", "--office", "council", "--to", "candidates", "--jsonl").records
    assert record["salutation"] == "At bawb sy'n sefyll mewn etholiad (the City of Cardiff Council),"
    assert "Os cewch eich ethol, a fyddech chi'n cefnogi hyn: cynllun yn erbyn caeth" in record["body"]
    live = (
        "--live",
        "--base-url",
        served_in_cardiff(service),
        "--on",
        "2027-04-10",
        "--office",
        "council",
    )
    result = run("letter", CARDIFF, *live, "--no-input", "--lang", "both", "--jsonl")
    assert [(each["lang"], each["salutation"]) for each in result.records] == [
        ("cy", "Annwyl Ada Marlpit,"),
        ("en", "Dear Ada Marlpit,"),
        ("cy", "Annwyl Ben Oatfield,"),
        ("en", "Dear Ben Oatfield,"),
    ]


def test_outside_wales_letters_are_in_english_and_that_is_said_once(tmp_path: Path) -> None:
    """Whoever reads it there may not read Welsh; in a batch, with the rows."""
    assert letter("--lang", "cy", here="BS1 5TR").stdout == letter(here="BS1 5TR").stdout
    assert letter("--lang", "both", here="BS1 5TR").stderr.count("outside Wales") == 1
    rows = tmp_path / "rows.txt"
    rows.write_text("BS1 5TR\nCF10 4UW\nM27 0JE\n", encoding="utf-8")
    result = run("letter", "--from", rows, "--lang", "cy", "--jsonl", "--no-input", *ON)
    assert {(record["postcode_outward"], record["lang"]) for record in result.records} == {
        ("BS1", "en"),
        ("CF10", "cy"),
        ("M27", "en"),
    }
    assert "Outside Wales, and so in English (lines 1, 3)." in result.stderr


def test_both_is_the_welsh_letter_and_then_the_english_one(tmp_path: Path) -> None:
    """Each is what it would be alone, in one file for each office."""
    alone = [letter("--lang", lang, *WHO, "--seed", "5").stdout for lang in ("cy", "en")]
    both = letter("--lang", "both", *WHO, "--seed", "5", "--out", tmp_path / "letters")
    assert both.code == 0
    files = sorted((tmp_path / "letters").iterdir())
    assert [path.name for path in files] == [
        "cf10-council-w06000015-office.txt",
        "cf10-pcc-w15000003-office.txt",
    ]
    welsh, english = (re.split(r"(?=^=+\n(?:Letter|Llythyr) 2)", text, flags=re.MULTILINE) for text in alone)
    assert [path.read_text(encoding="utf-8") for path in files] == [
        f"{first}{second}" for first, second in zip(welsh, english, strict=True)
    ]


def test_records_say_their_language_and_count_their_words() -> None:
    records = letter("--lang", "both", "--jsonl", *WHY).records
    assert [record["lang"] for record in records] == ["cy", "en", "cy", "en"]
    for record in records:
        checked(record, "letter")
        words = len(re.findall(r"[^\W_]\S*", record["body"]))
        assert record["own_word_count"] + record["set_word_count"] == words
        assert record["set_word_count"] <= 80
    codes = [{warning["code"] for warning in record["warnings"]} for record in records]
    assert ["welsh-unreviewed" in each for each in codes] == [True, False, True, False]


@pytest.mark.parametrize("here", [CARDIFF, "LL55 1SH", "BS1 5TR"])
def test_never_welsh_unless_asked_for(here: str) -> None:
    """In Wales too; in a pipe not a word is said of it, and the library that reads Welsh is not loaded."""
    result = letter("--jsonl", here=here)
    assert {record["lang"] for record in result.records} == {"en"}
    assert letter(here=here).stdout == letter("--lang", "en", here=here).stdout
    assert "Welsh" not in result.stderr
    assert "polib" not in loaded("letter", here, "--no-input", "-q")


def test_somebody_at_a_terminal_in_wales_is_told_that_there_is_welsh() -> None:
    said = {}
    for words in ((CARDIFF,), (CARDIFF, "--lang", "en"), ("BS1 5TR",)):
        terminal = Terminal("letter", *words, *ON)
        assert terminal.end() == 0
        said[words] = "--lang cy" in terminal.shown
    assert list(said.values()) == [True, False, False]


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (("--office", "council", "--asks", "hfj-1"), "Is tackling modern slavery one of the priorities"),
        (("--office", "council", "--asks", "hfj-2,hfj-1"), "I would like to see ... things"),
        (("--office", "council", "--fact", "f-nrm-2025"), "23,411"),
        (("--office", "council", "--campaign", "tests/fixtures/hedgehogs"), "hedgehogs"),
        (("--office", "pcc", "--on", "2028-01-28"), ""),
    ],
    ids=["another ask", "several asks", "a figure", "another campaign", "nothing"],
)
def test_a_letter_with_a_sentence_missing_is_english_as_a_whole(words: tuple[str, ...], missing: str) -> None:
    """Body, labels and all, and what there is no Welsh for is said; both languages are then one (fault 73)."""
    english = letter("--lang", "en", *words)
    for lang in ("cy", "both"):
        result = letter("--lang", lang, *words)
        assert result.code == 0
        if missing:
            assert result.stdout == english.stdout
            assert "is all in English: there is no Welsh for" in result.stderr
            assert missing[:20] in result.stderr
            assert REVIEW not in result.stderr
        else:
            assert result.stdout != english.stdout
            assert REVIEW in result.stderr


def test_a_page_names_the_language_of_each_letter(tmp_path: Path) -> None:
    opened = {}
    for lang in ("cy", "both", "en"):
        path = tmp_path / f"{lang}.html"
        assert letter("--lang", lang, *WHO, "--out", path).code == 0
        page = path.read_text(encoding="utf-8")
        assert "Siân Ŵyn" in page
        opened[lang] = re.findall(r'<(html|article|p)[^>]*? lang="([^"]+)"', page)
    welsh, english = ("article", "cy"), ("html", "en-GB")
    assert opened == {
        "cy": [("html", "cy"), ("p", "en-GB")],
        "both": [english, welsh, welsh],
        "en": [english],
    }


def test_a_mail_has_both_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "letter.eml"
    imprint = ("--imprint", "Printed by A. Voter, 1 Heol Fawr")
    assert letter("--lang", "both", "--office", "council", *WHO, *imprint, "--out", path).code == 0
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    assert mail["Content-Language"] == "cy, en-GB"
    welsh, english = str(mail["Subject"]).split(" / ")
    assert welsh == "Caerdydd: a oes cynllun yn erbyn caethwasiaeth fodern?"
    assert "Cardiff" in english
    text = mail.get_content().replace("\r\n", "\n")
    first, second = text.split(f"\n\n{'-' * 40}\n\n")
    assert first.startswith("Annwyl Gynghorydd,\n\n")
    assert first.endswith("Yn gywir,\n\nSiân Ŵyn\n1 Heol Fawr\nCF10 4UW")
    assert second.startswith("Dear Councillor,\n\n")
    assert text.count(imprint[1]) == 1
    assert letter("--lang", "cy", "--office", "council", "--out", path, "--force").code == 0
    assert b"\r\nContent-Language: cy\r\n" in path.read_bytes()


def test_a_document_for_word_processors_names_its_languages(tmp_path: Path) -> None:
    pytest.importorskip("docx")
    named = {}
    for lang in ("cy", "both"):
        path = tmp_path / f"{lang}.docx"
        assert letter("--lang", lang, *WHO, "--out", path).code == 0
        with ZipFile(path) as archive:
            pages, styles = (archive.read(f"word/{part}.xml").decode() for part in ("document", "styles"))
            core = archive.read("docProps/core.xml").decode()
        welsh = re.findall(r'<w:lang w:val="cy-GB"/></w:rPr><w:t[^>]*>([^<]*)', pages)
        found = re.search(r'<w:lang w:val="([^"]+)"', styles)
        assert found
        named[lang] = (found[1], "language>cy<" in core, "Yn gywir," in welsh, "Yours sincerely," in welsh)
        assert "Ŵyn" in pages
    assert named == {"cy": ("cy-GB", True, False, False), "both": ("en-GB", False, True, False)}


def test_a_pdf_names_its_languages(tmp_path: Path) -> None:
    """Typst holds it to PDF/UA-1 as it writes."""
    pytest.importorskip("typst")
    for lang, languages in (("cy", {b"cy-GB"}), ("both", {b"cy-GB", b"en-GB"})):
        path = tmp_path / f"{lang}.pdf"
        assert letter("--lang", lang, *WHO, "--out", path).code == 0
        assert set(re.findall(rb"/Lang ?\(([^)]+)\)", path.read_bytes())) == languages


def test_letters_in_welsh_are_read_back(tmp_path: Path) -> None:
    """explain says what they rest on; check does not hold Welsh to English lists, and says so."""
    for form in ("txt", "md", "jsonl", "html"):
        path = tmp_path / f"letters.{form}"
        assert letter("--lang", "cy", *WHO, *WHY, "--out", path).code == 0
        explained = run("explain", path, "--json")
        asks = [ask["id"] for each in json.loads(explained.stdout) for ask in each["asks"]]
        assert asks == ["hfj-2", "hasc-pcc"]
        if form != "html":
            checked = run("check", path, "--on", "2026-11-21")
            assert (checked.code, checked.stdout) == (0, "")
            assert "2 letters in Welsh" in checked.stderr
    unsigned = letter("--lang", "cy", "--office", "pcc", "--out", tmp_path / "unsigned.txt")
    assert unsigned.code == 0
    assert '"[eich enw]"' in run("check", tmp_path / "unsigned.txt").stdout


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_date_has_a_welsh_form(day: date) -> None:
    number, month, year = WELSH.day(day).split()
    assert (int(number), int(year)) == (day.day, day.year)
    months = "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr"
    assert month == months.split()[day.month - 1]


def test_the_shipped_catalogue_has_what_is_marked_and_nothing_else() -> None:
    """Each text of a template or label has its Welsh; each Welsh text has an English one that is still used."""
    templates = Templates()
    marked = {text for name in PURPOSES for text in templates.marked(name)}
    code: set[str] = set()
    labels: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                code.add(node.value)
            match node:
                case ast.Call(func=ast.Attribute(attr="label"), args=[ast.Constant(value=str(text))]):
                    labels.add(text)
    assert len(labels) > 10
    labels |= {"Yours sincerely,", "[your name]", "[your address]", "[your address and postcode]"}
    assert (marked | labels) - set(WELSH.entries) == set()
    named = {f"{date(2026, month, 1):%B}" for month in range(1, 13)}
    named |= {f"{date(2026, 1, day):%A}" for day in range(1, 8)}
    used = code | marked | named | _of_campaign()
    used |= {"everyone standing for {office}", "To everyone standing for {office},"}
    assert set(WELSH.entries) - used == set()


def _of_campaign() -> set[str]:
    campaign = Campaign()
    wordings = [campaign.topic, *(each[0] for each in (*campaign.powers.values(), *campaign.frames))]
    for ask in campaign.asks.values():
        assert isinstance(ask, Ask)
        wordings += [ask.letter[0], ask.subject[0], ask.aim[0], ask.done, ask.deed, *ask.if_not[:1]]
    with (AREAS / "standing.csv").open(encoding="utf-8") as file:
        wordings += [row["sentence"].split("|")[0].strip() for row in csv.DictReader(file)]
    with (AREAS / "contacts.csv").open(encoding="utf-8") as file:
        wordings += [row["what"] for row in csv.DictReader(file)]
    return set(wordings)


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.msgid[:30])
def test_what_is_put_into_a_text_is_put_into_its_welsh(entry: polib.POEntry) -> None:
    """Names in braces and no others; Welsh needs neither the office's services nor `your`."""
    single = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
    assert sorted(single.findall(entry.msgid)) == sorted(single.findall(entry.msgstr))
    double = re.compile(r"\{\{ (\w+) \}\}")
    assert set(double.findall(entry.msgstr)) <= set(double.findall(entry.msgid)) - {"you", "your", "services"}
    assert not ENGLISH.search(single.sub("", double.sub("", entry.msgstr.replace("if leads else", ""))))


def test_templates_check_lists_what_nobody_has_reviewed() -> None:
    """Each with its line, and how many; it fails no check (fault 73)."""
    fuzzy = [entry for entry in CATALOGUE if entry.fuzzy]
    result = run("templates", "check")
    assert result.code == 0
    listed = [line for line in result.stderr.splitlines() if "no Welsh speaker has reviewed" in line]
    assert len(listed) == len(fuzzy) == len(WELSH.unreviewed)
    for line, entry in zip(listed, fuzzy, strict=True):
        assert f".po:{entry.linenum}: " in line
    assert f"of {len(CATALOGUE)} texts in Welsh, {len(fuzzy)} are not yet reviewed" in result.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Give a checkout of our own, whose catalogue can be changed."""
    for folder in ("src", "locale"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("data", "templates"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    return tmp_path


def _in(checkout: Path, *words: str) -> Result:
    path = os.pathsep.join([str(checkout / "src"), os.environ.get("PYTHONPATH", "")])
    return run(*words, env={"PYTHONPATH": path}, cwd=checkout)


def _change(checkout: Path, old: str, new: str) -> None:
    path = checkout / "locale/cy/LC_MESSAGES/askcandidate.po"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_notice_ends_with_the_last_review(checkout: Path) -> None:
    words = ("letter", CARDIFF, *ON, "--lang", "cy")
    assert REVIEW in _in(checkout, *words).stderr
    _change(checkout, "#, fuzzy\n", "")
    result = _in(checkout, *words)
    assert "Annwyl Gynghorydd," in result.stdout
    assert REVIEW not in result.stderr
    assert " 0 are not yet reviewed" in _in(checkout, "templates", "check").stderr


def test_what_a_catalogue_holds_is_text(checkout: Path) -> None:
    """No mark of Jinja's, Python's or gettext's in a label is acted on; a text taken out is missing whole."""
    _change(checkout, 'msgstr "Pwnc:"', 'msgstr "Pwnc {{ 7*7 }} {% x %} %s %(x)99d {0.__class__}:"')
    result = _in(checkout, "letter", CARDIFF, *ON, "--lang", "cy", "--office", "pcc")
    assert "\nPwnc {{ 7*7 }} {% x %} %s %(x)99d {0.__class__}: Caerdydd" in result.stdout
    _change(checkout, 'msgstr "Annwyl Gomisiynydd,"', 'msgstr ""')
    result = _in(checkout, "letter", CARDIFF, *ON, "--lang", "cy", "--office", "pcc")
    assert "Dear Commissioner,\n" in result.stdout
    assert "Yn gywir" not in result.stdout
    assert 'no Welsh for "Dear Commissioner,"' in result.stderr


def test_templates_of_ones_own_mark_texts_too(tmp_path: Path) -> None:
    page = tmp_path / "letter/page.txt.j2"
    page.parent.mkdir()
    page.write_text(
        '{{ _("Subject:") }} {% trans who=salutation %}100% of {{ who }} read{% endtrans %} {{ body }}',
        encoding="utf-8",
    )
    result = letter("--lang", "cy", "--office", "pcc", "--templates", tmp_path)
    assert result.stdout.startswith("Pwnc: 100% of Annwyl Gomisiynydd, read Rwy'n byw")
    checked = run("templates", "check", tmp_path)
    assert checked.code == 0
    assert 'there is no Welsh for "100%% of %(who)s read"' in checked.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{{ _("%(x)999999999s", x="a") }}', None),
        ('{% set x = "a" * 150000 %}{% trans x=x %}{{ x }}{{ x }}{% endtrans %}', "longer than"),
        ("{% trans count=3 %}one{% pluralize %}many{% endtrans %}", "ngettext"),
        ("{% trans x=[1] %}{{ x }}{% endtrans %}", "no text"),
        ('{{ _("%(nobody)s") }}', "nobody"),
        ("{{ gettext.__globals__ }}", "unsafe"),
    ],
)
def test_a_marked_text_is_no_way_out_of_the_sandbox(tmp_path: Path, text: str, says: str | None) -> None:
    page = tmp_path / "letter/page.txt.j2"
    page.parent.mkdir()
    page.write_text(text, encoding="utf-8")
    result = letter("--templates", tmp_path)
    if says is None:
        assert result.stdout == "%(x)999999999s" * 2
    else:
        refused(result, 9, says)


def test_a_language_without_a_text_says_so() -> None:
    with pytest.raises(Untranslated):
        WELSH.find("There is no such text.")
    assert WELSH.label("There is no such text.") == "There is no such text."
