"""Letters and packs as PDF, from outside: whole, accessible as far as it can be checked, and the same bytes."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pdfua import validate
from pypdf import PageObject, PdfReader, Transformation

from askcandidate.formats.pdf import write_sheets
from askcandidate.formats.sheets import Binder, Page
from cli import LONG, Argument, command, in_words, run
from terminal import Terminal

A4, A4_WIDE, A5 = (210, 297), (297, 210), (148, 210)
ON = ("--on", "2026-11-21")
LETTER = ("letter", "BS1 5TR", "--seed", "0", "--office", "pcc", *ON)
WRITER = (
    "--why",
    "My street looks out for one another.",
    "--name",
    "Siân Ŵyn-Ŷates",
    "--address",
    "1 Ash Road",
)
FIVE = ("Ada Marlpit", "Ben Oatfield", "Clare Deputy", "Dev Singh-Jones", "Eluned Ŵyn")
MEETING = (
    *("hustings", "--contest", "Mayor of Newshire", "--kind", "mayor", "--place", "Newshire", *ON),
    *("--start", "19:30", "--date", "2027-04-22", "--venue", "St Mary's Hall", "--chair", "Jo Hill"),
    *("--imprint", "Printed and published by A. Hall, 1 Church Lane."),
)
NAMED = tuple(word for name in FIVE for word in ("--name", name))


def made(path: Path, *words: Argument) -> PdfReader:
    """Make a PDF, and hold that it is whole and that nothing was found against it."""
    result = run(*words, "--out", path)
    in_words(result)
    assert result.code == 0, result
    return sound(path.read_bytes(), path)


def sound(content: bytes, path: Path) -> PdfReader:
    """Hold what is true of every PDF of ours; ``pdfua`` checks a part of PDF/UA-1 and no more."""
    path.write_bytes(content)
    assert [finding.message for finding in validate(str(path)).findings] == []
    reader = PdfReader(io.BytesIO(content))
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/Lang"] == "en-GB"
    assert catalog["/MarkInfo"]["/Marked"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert reader.metadata is not None
    assert reader.metadata.author is None
    for page in reader.pages:
        assert all(map(is_embedded, fonts(page)))
    return reader


def fonts(page: PageObject) -> list[Any]:
    resources: Any = page["/Resources"]
    return [font.get_object() for font in resources["/Font"].values()]


def is_embedded(font: Any) -> bool:
    """Say whether a font's shapes are in the file."""
    inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    return bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"].get_object()))


class Run(NamedTuple):
    """Text on a page, where it begins in millimetres from the top left, and its size in points."""

    text: str
    left: float
    down: float
    points: float


def placed(page: PageObject) -> list[Run]:
    """Give what stands on a page and where."""
    runs: list[Run] = []

    def look(text: str, page_matrix: Any, text_matrix: Any, _: Any, points: float) -> None:
        if text.strip():
            at = Transformation(text_matrix).transform(Transformation(page_matrix)).ctm
            height = float(page.mediabox.height)
            runs.append(
                Run(text.strip(), at[4] / 72 * 25.4, (height - at[5]) / 72 * 25.4, points * abs(at[3]))
            )

    page.extract_text(visitor_text=look)
    return runs


def size(page: PageObject) -> tuple[int, int]:
    """Give a page's width and height in millimetres."""
    return round(page.mediabox.width / 72 * 25.4), round(page.mediabox.height / 72 * 25.4)


def words(reader: PdfReader) -> str:
    """Give all text in reading order, each run of space as one."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).replace("\u200b", "").split())


def in_order(text: str, *parts: str) -> None:
    """Hold that parts follow one another."""
    at = [text.find(part) for part in parts]
    assert -1 not in at, (parts[at.index(-1)], text)
    assert at == sorted(at), text


def bookmarks(reader: PdfReader) -> list[str]:
    return [str(mark.title) for mark in reader.outline if not isinstance(mark, list)]


def test_a_letter_is_one_page_in_reading_order(tmp_path: Path) -> None:
    """Sender, date, addressee, subject, salutation, body, name: as one reads a letter, with its letters."""
    reader = made(tmp_path / "letter.pdf", *LETTER, *WRITER)
    assert [size(page) for page in reader.pages] == [A4]
    in_order(
        words(reader),
        "1 Ash Road BS1 5TR 21 November 2026 Police and Crime Commissioner for Avon and Somerset",
        "Bristol: is modern slavery in your police and crime plan? Dear Commissioner,",
        "My street looks out for one another.",
        "Yours sincerely, Siân Ŵyn-Ŷates",
    )
    assert "1 of 1" not in words(reader)
    assert reader.metadata is not None
    assert reader.metadata.title == "Police and Crime Commissioner for Avon and Somerset"
    assert str(reader.metadata["/CreationDate"]).startswith("D:20261121")


def test_the_addressee_stands_in_the_window_of_an_envelope(tmp_path: Path) -> None:
    """20 to 100 mm from the left and 57 to 81 mm from the top, where any DL window shows it."""
    reader = made(tmp_path / "letter.pdf", *LETTER, *WRITER)
    printed = placed(reader.pages[0])
    window = [
        run for run in printed if run.text.startswith(("Police and Crime Commissioner", "and Somerset"))
    ]
    assert len(window) == 2
    assert all(20 <= run.left <= 100 and 57 <= run.down <= 81 for run in window), window


def test_each_office_has_its_letter_and_its_bookmark(tmp_path: Path) -> None:
    """One file, each letter on a page of its own, in the order of the offices."""
    reader = made(tmp_path / "letters.pdf", "letter", "NG18 2AL", "--seed", "0", *WRITER, *ON)
    assert bookmarks(reader) == [
        "Letter 1 of 5: Mansfield District Council",
        "Letter 2 of 5: Nottinghamshire County Council",
        "Letter 3 of 5: Mayor of Mansfield",
        "Letter 4 of 5: Police and Crime Commissioner for Nottinghamshire",
        "Letter 5 of 5: Mayor of the East Midlands",
    ]
    assert len(reader.pages) == 5
    properties = reader.xmp_metadata
    assert properties
    records = json.loads(properties.pdf_keywords or "")
    assert [record["office"] for record in records][2:4] == ["council-mayor:E07000174", "pcc:E23000019"]
    assert records[3]["asks"] == ["hasc-pcc"]
    assert all(record["on"] == "2026-11-21" and record["sources"] for record in records)
    assert "Ash Road" not in str(records)
    assert "NG18" not in str(records)


def test_what_stands_beside_a_letter_is_told_and_not_printed(tmp_path: Path) -> None:
    """How to send it and what it rests on: for the writer, so never on the page that is sent."""
    path = tmp_path / "letter.pdf"
    result = run(*LETTER, "--why", "Mine.", "--out", path)
    assert "To send this: https://www.apccs.police.uk/find-your-pcc/" in result.stderr
    assert "Still to fill in: [your name] and [your address]." in result.stderr
    assert "To send this" not in words(PdfReader(path))


def test_a_long_letter_is_numbered_and_its_last_page_is_not_a_name_alone(tmp_path: Path) -> None:
    """Pages are counted where there are more than one; the sign-off keeps a paragraph with it."""
    why = " ".join(["There are forty houses in my street."] * 120)
    reader = made(tmp_path / "letter.pdf", *LETTER, "--why", why, "--name", "Jo")
    texts = [page.extract_text() for page in reader.pages]
    assert [f"{number} of {len(texts)}" in text for number, text in enumerate(texts, 1)] == [True] * len(
        texts
    )
    assert len(texts) > 1
    assert "a line would help" in texts[-1]


@pytest.mark.parametrize(
    "own",
    [
        '#panic("x") #read("/etc/passwd") #import "@preview/a:0.1.0": * #sys.version',
        "$x^2$ *not strong* _nor this_ `code` @ref <label> = Heading // no comment /* nor this */",
        r'\ [brackets] {braces} "quotes" \u{41} ~ -- --- \n #[content] #{1+1} ]] ))',
        "Łódź ğışı Nguyễn Ελλάδα Київ ŵŷ",
    ],
    ids=["code", "markup", "marks", "letters"],
)
def test_own_words_come_out_as_they_are(own: str, tmp_path: Path) -> None:
    """Nothing that somebody wrote is read as markup, wherever it stands (fault 65)."""
    path = tmp_path / "letter.pdf"
    reader = made(path, *LETTER, f"--why={own}", f"--name={own}", f"--address={own}")
    assert words(reader).replace(" ", "").count(own.replace(" ", "")) == 3


def test_nothing_runs_off_the_page(tmp_path: Path) -> None:
    """A word of a thousand letters is broken, in a letter and in the narrow columns of a sheet."""
    word = "x" * 1000
    letter = (*LETTER, "--why", word, "--name", word, "--address", word)
    for name, asked in (("letter", letter), ("pack", (*MEETING, "--name", word, "--name", "Ada"))):
        reader = made(tmp_path / f"{name}.pdf", *asked)
        assert word in "".join(page.extract_text() for page in reader.pages).replace("\u200b", "").replace(
            "\n", ""
        )
        for page in reader.pages:
            assert max(len(line.strip()) for line in page.extract_text().splitlines()) < 150


def test_a_character_without_a_shape_is_told(tmp_path: Path) -> None:
    """Emoji and Chinese show as one mark each, and stderr says which they were; Hebrew and Arabic have shapes."""
    path = tmp_path / "letter.pdf"
    result = run(
        "letter",
        "BS1 5TR",
        "--office",
        "pcc",
        "--why",
        "So 🙂 שלום مرحبا",
        "--name",
        "李",
        *ON,
        "--out",
        path,
    )
    assert "the PDF shows � for 🙂 (slightly smiling face), 李" in result.stderr
    text = words(sound(path.read_bytes(), path))
    assert text.count("�") == 2
    shown = run(*MEETING, "--name", "Ada 🙂", "--name", "Ben", "--out", tmp_path / "pack.pdf")
    assert "Mayor of Newshire: the PDF shows � for 🙂 (slightly smiling face)" in shown.stderr


def test_the_same_letters_are_the_same_bytes(tmp_path: Path) -> None:
    """Two processes, and in one process after others: no clock, no chance, no memory."""
    asked = ("letter", "NG18 2AL", "--seed", "0", *WRITER, *ON, "--out")
    for name in ("one.pdf", "two.pdf"):
        assert run(*asked, tmp_path / name).code == 0
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    for name in ("three.pdf", "four.pdf"):
        assert run(*MEETING, *NAMED, "--out", tmp_path / name).code == 0
    assert (tmp_path / "three.pdf").read_bytes() == (tmp_path / "four.pdf").read_bytes()


def test_a_batch_gives_each_row_its_files(tmp_path: Path) -> None:
    """A folder of one PDF a letter, private to their owner, and none written twice."""
    rows = tmp_path / "rows.csv"
    rows.write_text("postcode\nBS1 5TR\nCF10 4UW\n", encoding="utf-8")
    asked = (
        "letter",
        "--from",
        rows,
        "--office",
        "pcc",
        "--format",
        "pdf",
        *ON,
        "--out",
        tmp_path / "letters",
    )
    assert run(*asked).code == 0
    files = sorted((tmp_path / "letters").iterdir())
    assert [path.name for path in files] == [
        "000002-bs1-pcc-e23000036-office.pdf",
        "000003-cf10-pcc-w15000003-office.pdf",
    ]
    assert all(len(sound(path.read_bytes(), tmp_path / "x.pdf").pages) == 1 for path in files)
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)
    assert "0 files written, 2 unchanged" in run(*asked).stderr


def test_a_pipe_takes_a_pdf_and_a_terminal_does_not() -> None:
    """Bytes go where bytes can; a screen is spared them."""
    asked = ("letter", "BS1 5TR", "--seed", "0", "--format", "pdf", *WRITER, *ON)
    done = subprocess.run(command(*asked), capture_output=True, timeout=LONG, check=True)
    assert len(PdfReader(io.BytesIO(done.stdout)).pages) == 3
    terminal = Terminal("letter", "BS1 5TR", "--seed", "0", "--format", "pdf", "--no-input")
    terminal.wait_for("A terminal cannot show pdf.")
    assert terminal.end() == 2


def test_without_typst_the_way_to_get_it_is_named(tmp_path: Path) -> None:
    """An extra that is not installed: exit 2 and the command, before any row of a batch."""
    rows = tmp_path / "rows.txt"
    rows.write_text("BS1 5TR\nCF10 4UW\n", encoding="utf-8")
    batch = ("letter", "--from", str(rows), *ON, "--out", str(tmp_path / "letters"))
    hidden = "import sys, runpy; sys.modules['typst'] = None; runpy.run_module('askcandidate', run_name='__main__')"
    for asked in (("letter", "BS1 5TR", "--seed", "0", *WRITER, *ON), batch, (*MEETING, *NAMED)):
        done = subprocess.run(
            [sys.executable, "-c", hidden, *asked, "--format", "pdf"],
            capture_output=True,
            timeout=LONG,
            check=False,
        )
        assert (done.returncode, done.stdout) == (2, b"")
        assert 'pip install "askcandidate[pdf]"' in done.stderr.decode()


def test_a_whole_pack_for_an_ordinary_printer(tmp_path: Path) -> None:
    """Each page on its paper: the record lies across, cards are half a sheet; the foot is on every one."""
    reader = made(tmp_path / "pack.pdf", *MEETING, *NAMED)
    heads = [
        *("Hustings: Mayor of Newshire", "For the chair:", "Record:", "A question of your own?"),
        *("For the organiser:", "Register of invitations", "Invitation:"),
    ]
    in_order(words(reader), *heads)
    papers = {head: size(page) for page in reader.pages for head in heads if head in page.extract_text()}
    assert papers["Record:"] == A4_WIDE
    assert papers["A question of your own?"] == A5
    assert {papers[head] for head in heads if head not in ("Record:", "A question of your own?")} == {A4}
    for page in reader.pages:
        assert "Printed and published by A. Hall, 1 Church Lane." in page.extract_text()
    boxes = [page for page in reader.pages if "For the organiser" in page.extract_text()]
    assert boxes[0].extract_text().count("☐") == 15
    assert "___" not in words(reader)
    (register,) = (p.extract_text() for p in reader.pages if "Register of invitations" in p.extract_text())
    assert "☐" not in register
    assert "Signed" not in register


def test_a_question_keeps_its_table_and_a_long_table_its_head(tmp_path: Path) -> None:
    """With forty people a table goes over pages, and each page says what its columns are."""
    reader = made(tmp_path / "few.pdf", *MEETING, *NAMED, "--minutes", "120")
    for page in reader.pages[:3]:
        text = page.extract_text()
        assert text.count("yes, no or partly\n") <= text.count("Eluned Ŵyn")
    many = [word for number in range(40) for word in ("--name", f"Person {number}")]
    reader = made(tmp_path / "many.pdf", *MEETING, *many, "--minutes", "600")
    for page in reader.pages:
        text = page.extract_text()
        if re.search(r"^Person \d+$", text, re.MULTILINE) and "in this order" not in text:
            assert re.search(r"in their own words|their words|invited on", text), text


def test_many_packs_have_a_cover_first(tmp_path: Path) -> None:
    """What to print, before all the rest; the imprint is on it as on every other page."""
    imprint = ("--imprint", "Printed by A. Press.")
    reader = made(tmp_path / "packs.pdf", "hustings", "BS1 5TR", "CF10 4UW", "--office", "pcc", *imprint, *ON)
    assert [page.extract_text().count("Printed by A. Press.") for page in reader.pages] == [1] * len(
        reader.pages
    )
    assert reader.pages[0].extract_text().startswith("Packs in this bundle")
    assert bookmarks(reader)[0] == "Packs in this bundle"


def test_large_print_is_eighteen_points_upright_and_unjustified(tmp_path: Path) -> None:
    """Every letter on the page, the foot too; nothing slanted."""
    markdown = "# Title\n\n*slanted* and **strong**\n\n| name | answer |\n|:--|:--|\n| Ada | |\n\n*Printed by A. Hall.*\n"
    pack = [[Page("sheet", markdown), Page("card", markdown)]]
    content = b"".join(write_sheets(pack, Binder("Large", large=True)))
    reader = sound(content, tmp_path / "large.pdf")
    assert [size(page) for page in reader.pages] == [A4, A4]
    for page in reader.pages:
        assert min(run.points for run in placed(page)) > 17.99
        assert not any("Italic" in font["/BaseFont"] for font in fonts(page))
    small = b"".join(write_sheets(pack, Binder("Small")))
    assert any("Italic" in str(font) for font in re.findall(rb"/BaseFont/(\S+)", small))


def test_what_a_reader_would_see_is_said_even_quietly(tmp_path: Path) -> None:
    """With -q too: a name that shows as a replacement mark is no small talk."""
    words = (
        "letter",
        "BS1 5TR",
        "--office",
        "pcc",
        "--seed",
        "0",
        "--no-input",
        "-q",
        "--name",
        "\u738b",
        *ON,
    )
    result = run(*words, "--out", tmp_path / "letter.pdf")
    assert result.code == 0
    assert result.stderr.count("\n") == 1
    assert "the PDF shows \N{REPLACEMENT CHARACTER} for \u738b" in result.stderr
    pack = ("hustings", "--contest", "Anyward", "--name", "\u738b", "--name", "B", "-q", *ON)
    assert "the PDF shows" in run(*pack, "--out", tmp_path / "pack.pdf").stderr
