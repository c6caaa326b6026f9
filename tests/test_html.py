"""Letters and sheets as web pages: read by anybody, on a phone or a screen, and printed by a volunteer."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path

import pytest

from browser import DESK, PHONE, Browser, faults, launch, lines, overhang, place, shape
from cli import refused, run
from terminal import Terminal

ON = ("--on", "2026-11-21")
WHY = "I teach here, and I would like every young person I teach to know a safe place to turn to."
LETTERS = (
    "letter",
    "NG18 2AL",
    "--no-input",
    "--why",
    WHY,
    "--name",
    "A. Voter",
    "--address",
    "1 Hill St",
    *ON,
)
PACK = (
    *("hustings", "TD9 0TS", "--office", "mayor", "--venue", "St Mary's Hall, Carlisle"),
    *("--date", "2027-04-20", "--start", "19:30", "--chair", "Jo Chair", *ON),
    *(
        word
        for name in ("Ann Able", "Ben Baker", "Cat Carter", "Dev Dale", "Eve Earl")
        for word in ("--name", name)
    ),
)
DOCUMENTS = {
    "letters": LETTERS,
    "letters-large": (*LETTERS, "--large-print"),
    "pack": PACK,
    "pack-large": (*PACK, "--large-print"),
    "card": (*PACK, "--one"),
}
BIG = 24  # pixels in 18 points
_SMALLEST = """() => Math.min(...[...document.querySelectorAll('body *')]
    .filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
    .map(each => parseFloat(getComputedStyle(each).fontSize)))"""
_SLANTED = "() => [...document.querySelectorAll('body *')].filter(e => getComputedStyle(e).fontStyle !== 'normal').length"
_COLOURS = "() => [getComputedStyle(document.body).color, getComputedStyle(document.querySelector('.paper')).backgroundColor]"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this module."""
    yield from launch()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Every document, written once."""
    folder = tmp_path_factory.mktemp("pages")
    written = {name: folder / f"{name}.html" for name in DOCUMENTS}
    for name, words in DOCUMENTS.items():
        result = run(*words, "--out", written[name])
        assert result.code == 0, result.stderr
    return written


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.origins: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.origins += [value for name, value in attrs if name == "data-provenance" and value]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_anybody_can_read_it(browser: Browser, files: Mapping[str, Path], name: str, *, dark: bool) -> None:
    """No fault for axe, nothing in the console or asked of the network, and no sideways scrolling on a phone."""
    with browser.opened(files[name], dark=dark, width=DESK) as page:
        assert faults(page) == []
        assert overhang(page) == 0
        page.set_viewport_size({"width": PHONE, "height": 740})
        assert overhang(page) == 0


@pytest.mark.parametrize("name", ["letters", "pack"])
def test_large_print_is_large_everywhere(browser: Browser, files: Mapping[str, Path], name: str) -> None:
    """18 points at least and upright, on the screen and on paper; the usual print is smaller."""
    with browser.opened(files[f"{name}-large"]) as page:
        for medium in ("screen", "print"):
            page.emulate_media(media=medium)
            assert page.evaluate(_SMALLEST) >= BIG
            assert page.evaluate(_SLANTED) == 0
    with browser.opened(files[name]) as page:
        assert page.evaluate(_SMALLEST) < BIG


def test_paper_is_white_whatever_the_screen(browser: Browser, files: Mapping[str, Path]) -> None:
    """Dark text on white in print, where the screen has it the other way round."""
    with browser.opened(files["letters"], dark=True) as page:
        assert page.evaluate(_COLOURS) == ["rgb(236, 236, 236)", "rgb(31, 31, 31)"]
        page.emulate_media(media="print")
        assert page.evaluate(_COLOURS) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_a_letter_is_one_sheet_for_a_window_envelope(browser: Browser, files: Mapping[str, Path]) -> None:
    """Five letters, five sheets; whom each is to stands where every position of the window shows it."""
    sheets = browser.printed(files["letters"]).pages
    assert [shape(sheet) for sheet in sheets] == ["A4"] * 5
    large = [
        each for each in browser.printed(files["letters-large"]).pages if "Dear Comm" in each.extract_text()
    ]
    for sheet in (sheets[3], *large):
        across, down = place(sheet, "Police and Crime")
        assert across == pytest.approx(20, abs=1)
        assert 57 < down < 66  # the foot of its first line; the window always shows 57 to 81 mm
        assert place(sheet, "Dear Comm")[1] > 92  # what must not show through it
    for sheet in sheets:
        text = sheet.extract_text()
        assert text.count("A. Voter") == text.count("1 Hill St") == text.count("21 November 2026") == 1
        assert "Before you send it" not in text
        assert "To send this" not in text


def test_a_pack_is_printed_on_a4(browser: Browser, files: Mapping[str, Path]) -> None:
    """Record and cards are on their side, two cards to cut apart; every sheet begins a page of its own."""
    for name, large in (("pack", False), ("pack-large", True)):
        sheets = browser.printed(files[name]).pages
        turns = [turn for turn, _ in groupby(map(shape, sheets))]
        assert turns == ["A4", "A4 on its side", "A4"]
        firsts = [sheet.extract_text().partition("\n")[0] for sheet in sheets]
        for title in ("Hustings", "For the chair", "Record", "For the organiser", "Invitation"):
            assert sum(first.startswith(title) for first in firsts) == (2 if title == "Hustings" else 1), (
                firsts
            )
        cards = [
            sheet.extract_text() for sheet in sheets if "A question of your own?" in sheet.extract_text()
        ]
        assert [card.count("A question of your own?") for card in cards] == [1 if large else 2]


def test_a_card_is_one_side(browser: Browser, files: Mapping[str, Path]) -> None:
    """Two copies on one side of A4."""
    (side,) = browser.printed(files["card"]).pages
    assert shape(side) == "A4 on its side"
    assert side.extract_text().count("One question before") == 2


def test_a_question_stands_with_its_table(browser: Browser, tmp_path: Path) -> None:
    """However many there are to answer it, its words are on the page on which its table begins."""
    file = tmp_path / "ten.html"
    many = ("--candidates", "10", "--minutes", "120")
    run("hustings", "TD9 0TS", "--office", "mayor", *many, "--out", file, *ON)
    texts = [sheet.extract_text() for sheet in browser.printed(file).pages]
    script = next(number for number, text in enumerate(texts) if text.startswith("For the chair"))
    asked = [(text.count("\nThen: Will"), text.count("in their own words")) for text in texts[:script]]
    assert [questions for questions, _ in asked] == [tables for _, tables in asked]
    assert sum(questions for questions, _ in asked) == 3


def test_a_statement_to_be_read_out_fits_one_page(browser: Browser, tmp_path: Path) -> None:
    """Its words, its lines and the place to sign."""
    file = tmp_path / "invitation.html"
    run("hustings", "invite", "BS1 5TR", "--office", "mayor", "--out", file, *ON)
    texts = [sheet.extract_text() for sheet in browser.printed(file).pages]
    (statement,) = (text for text in texts if "In my own words" in text)
    assert "Statement to be read out" in statement
    assert "Signed" in statement


def test_an_imprint_stands_at_the_foot_of_every_page(browser: Browser, tmp_path: Path) -> None:
    """Once on each, at the same height, below whatever else there is."""
    imprint = "Printed and promoted by A. Person of 1 Hill Street, Bristol"
    words = "\n\n".join(f"{number}. {WHY}" for number in range(40))
    (tmp_path / "words.txt").write_text(words, encoding="utf-8")
    result = run(
        *(
            "letter",
            "BS1 5TR",
            "--office",
            "pcc",
            "--office",
            "mayor",
            "--no-input",
            "-q",
            "--imprint",
            imprint,
        ),
        *("--why", f"@{tmp_path / 'words.txt'}", "--out", tmp_path / "long.html", "--on", "2026-11-21"),
    )
    assert result.code == 0
    sheets = browser.printed(tmp_path / "long.html").pages
    assert len(sheets) > 3
    for sheet in sheets:
        assert sheet.extract_text().count(imprint) == 1
        foot = place(sheet, "Printed and promoted")[1]
        assert foot == pytest.approx(280, abs=4)
        assert all(down < foot - 5 for text, _, down in lines(sheet) if not imprint.startswith(text)), lines(
            sheet
        )[-3:]


@pytest.mark.parametrize("font", ["Liberation Sans", "DejaVu Sans", "DejaVu Sans Mono"])
@pytest.mark.parametrize("size", [(), ("--large-print",)], ids=["usual", "large"])
def test_an_imprint_stands_on_every_page_of_packs(
    browser: Browser, tmp_path: Path, font: str, size: tuple[str, ...]
) -> None:
    """On cover, cards and each page of a long sheet, below whatever else there is, and on none of its own."""
    imprint = "Printed and promoted by A. Person of 1 Hill Street, Bristol"
    file = tmp_path / "packs.html"
    many = ("--candidates", "9", "--minutes", "90", "--imprint", imprint, *size, *ON)
    assert run("hustings", "CA1 1AA", *many, "--out", file).code == 0
    sheets = browser.printed(file, font).pages
    assert sheets[0].extract_text().startswith("Packs in this bundle")
    for sheet in sheets:
        text = " ".join(sheet.extract_text().split())
        is_two_cards = text.count("A question of your own?") == 2
        assert text.count(imprint) == (2 if is_two_cards else 1), text
        assert len(text) > len(imprint) + 60, "a page for the imprint alone"
        height = float(sheet.mediabox.height) / 72 * 25.4
        middle = float(sheet.mediabox.width) / 72 * 25.4 / 2 if is_two_cards else 0
        for half in (0, 1) if is_two_cards else (1,):
            found = [(line, down) for line, across, down in lines(sheet) if (across >= middle) == bool(half)]
            at = next(n for n, (line, _) in enumerate(found) if line.startswith("Printed and promoted"))
            foot = found[at][1]
            assert foot < height - 5
            assert all(down < foot - 3 for _, down in found[:at]), text
            assert all(down >= foot for _, down in found[at:]), text


@pytest.mark.parametrize("font", ["Liberation Sans", "DejaVu Sans", "DejaVu Sans Mono"])
def test_slip_and_box_are_not_torn_off(browser: Browser, tmp_path: Path, font: str) -> None:
    """The reply stands whole below its letter, and words on safety with what they close, in wide type too."""
    file = tmp_path / "packs.html"
    assert run(*PACK, "--imprint", "Printed by A. Person of 1 Hill Street, Bristol", "--out", file).code == 0
    texts = [sheet.extract_text() for sheet in browser.printed(file, font).pages]
    (slip,) = (text for text in texts if "Telephone for the day" in text)
    assert "Dear " in slip
    assert "I will come" in slip
    assert not [text for text in texts if text.startswith("Before you speak")]


def test_what_others_wrote_is_taken_literally(tmp_path: Path) -> None:
    """Markup, entities and a template's marks in own words, name and address come out as they were typed."""
    hostile = (
        "<script>alert(1)</script> {{ 7 * 7 }} {% x %} &amp; \"q\" 's' ]]> --> ________ <img src=x onerror=y>"
    )
    file = tmp_path / "x.html"
    words = ("--why", hostile, "--name", hostile, "--address", f"{hostile}\nHill")
    assert run("letter", "BS1 5TR", "--office", "pcc", *words, "--out", file, *ON).code == 0
    page = Elements(file.read_text(encoding="utf-8"))
    assert page.text.count(hostile) == 3
    assert not {"script", "img"} & set(page.tags)
    assert page.tags.count("article") == 1


def test_a_page_carries_what_it_rests_on(files: Mapping[str, Path]) -> None:
    """For each letter its asks and sources, nothing of writer or postcode; for a pack the sources of its questions."""
    records = [json.loads(text) for text in Elements(files["letters"].read_text(encoding="utf-8")).origins]
    assert [record["office"].partition(":")[0] for record in records] == [
        "council",
        "county",
        "council-mayor",
        "pcc",
        "mayor",
    ]
    for record in records:
        assert set(record) == {"schema", "office", "on", "asks", "facts", "sources"}
        assert record["schema"] == "askcandidate.provenance/1"
        assert record["sources"]
    (pack,) = [json.loads(text) for text in Elements(files["pack"].read_text(encoding="utf-8")).origins]
    assert [source.partition(" ")[0] for source in pack["sources"]] == ["mayor-1", "nncf-1", "mayor-2"]


def test_large_print_is_refused_where_the_reader_decides() -> None:
    """Text, Markdown and records have no size; the message names the forms that do."""
    for form in ("text", "md", "jsonl"):
        refused(run("letter", "BS1 5TR", "--large-print", "--format", form), 2, "html, pdf or docx")
    refused(run("hustings", "BS1 5TR", "--large-print"), 2, "html, pdf or docx")


def test_only_a_file_is_opened_and_only_for_somebody(tmp_path: Path) -> None:
    """No file, a folder, plain text or --no-input: refused; in a pipe the file is written and named."""
    for words in (("letter", "BS1 5TR"), ("hustings", "BS1 5TR")):
        refused(run(*words, "--open"), 2, "--open")
        refused(run(*words, "--open", "--out", tmp_path / "folder"), 2, "--open")
        refused(run(*words, "--open", "--out", tmp_path / "x.txt"), 2, "--open")
    refused(run("letter", "BS1 5TR", "--open", "--no-input", "--out", tmp_path / "x.html"), 2, "--no-input")
    assert list(tmp_path.iterdir()) == []
    result = run("letter", "BS1 5TR", "--open", "--out", tmp_path / "x.html", *ON)
    assert result.code == 0
    assert f"not opened, since nobody is at a terminal; the file is {tmp_path / 'x.html'}" in result.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems open files without a program of ours")
def test_at_a_terminal_the_file_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the system's program, which gets the file; where there is none, its place is said."""
    opener = tmp_path / "xdg-open"
    opener.write_text(
        f'#!/bin/sh\nprintf %s "$1" > {tmp_path}/new && mv {tmp_path}/new {tmp_path}/opened\n',
        encoding="utf-8",
    )
    opener.chmod(0o700)
    words = ("hustings", "BS1 5TR", "--office", "pcc", "--open", *ON, "--out")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    person = Terminal(*words, str(tmp_path / "a.html"))
    assert person.end() == 0
    assert (tmp_path / "opened").read_text(encoding="utf-8") == str(tmp_path / "a.html")
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    person = Terminal(*words, str(tmp_path / "b.html"))
    assert person.end() == 0
    assert f"no program here opened it; the file is {tmp_path / 'b.html'}" in person.shown
