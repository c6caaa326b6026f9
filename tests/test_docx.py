"""Letters and packs for word processors, opened again as one opens them."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from answers import candidacy, person
from askcandidate.correspondence import Sender
from askcandidate.formats.letter_forms import LetterFormat, write_letters
from askcandidate.formats.letters import Look, print_letters
from askcandidate.formats.sheets import Binder, Page, SheetFormat, write
from asking import one_ward, serve
from cli import command, refused, run, run_words
from server import Service
from test_faults_outside_text import MARKUP, NAMES
from test_letter_live import write as write_live
from test_letters import TEMPLATES, one

ON = ("--on", "2026-11-21")
PACK = ("hustings", "BS1 5TR", "--office", "mayor", "--candidates", "5", "--start", "19:30", *ON)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A4, A5, LANDSCAPE = (210, 297), (148, 210), (297, 210)
ASK = (
    "Your council runs licensing, housing and social care, and you can ask it for a report. "
    "Does Bristol City Council have a plan against modern slavery, with money set aside for it? If so, where "
    "can I read what came of it? If not, will you ask for one, and by when?"
)
MARKDOWN = "[x](javascript:alert(1)) | `b` _c_ *d* # - 1. > ~"
SCRIPT = "<script>alert(1)</script> & \"q\" 'a'"
HOSTILE = (
    'A & B <w:br/> </w:t></w:r> <b>b</b> &amp; "q" {{ 7*7 }} {% x %} *s* _e_ [l](javascript:x)\n'
    'HYPERLINK "http://evil.example" \\l MERGEFIELD x =1+1 ]]> <!-- -->\u0174yn'
)


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file of three letters."""
    path = tmp_path_factory.mktemp("letters") / "letters.docx"
    who = ("--name", "Ŵyn Vaughan", "--address", "1 High St\nBristol", "--why", HOSTILE)
    assert run("letter", "BS1 5TR", "--seed", "0", *who, "--no-input", *ON, "--out", path).code == 0
    return path


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a whole pack."""
    path = tmp_path_factory.mktemp("pack") / "pack.docx"
    assert run(*PACK, "--imprint", "Printed by A. Press, 1 Mill Lane", "--out", path).code == 0
    return path


def opened(data: bytes) -> Document:
    return docx.Document(BytesIO(data))


def styled(document: Document, style: str) -> list[str]:
    """Give the texts of the paragraphs that have a style."""
    return [each.text for each in document.paragraphs if each.style and each.style.name == style]


def papers(document: Document) -> list[tuple[int, int]]:
    """Give the paper of each section, in millimetres."""
    return [
        (round((each.page_width or 0) / 36_000), round((each.page_height or 0) / 36_000))
        for each in document.sections
    ]


def xml(path: Path) -> Iterator[tuple[str, ET.Element]]:
    """Give each part of a document, read as XML."""
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                yield name, ET.fromstring(archive.read(name))  # noqa: S314  (we wrote it)


def test_a_letter_reads_as_letters_do_here(letters: Path) -> None:
    """The sender on the right, the date, the addressee, the subject as a heading, the name at the end."""
    document = opened(letters.read_bytes())
    first = [(each.style.name, each.text) for each in document.paragraphs[:12] if each.style]
    assert first == [
        *(("Sender", "1 High St"), ("Sender", "Bristol"), ("Sender", "BS1 5TR")),
        ("Letter Date", "21 November 2026"),
        ("Addressee", "Bristol City Council"),
        ("Subject", "Bristol: is there a plan against modern slavery?"),
        ("Salutation", "Dear Councillor,"),
        ("Normal", HOSTILE),
        ("Normal", ASK),
        ("Normal", "I live in Bristol, and a line would help."),
        ("Closing", "Yours sincerely,"),
        ("Signature", "Ŵyn Vaughan"),
    ]
    assert letters.stat().st_mode & 0o777 == 0o600


def test_each_letter_has_a_page_and_the_last_is_for_who_sends_them(letters: Path) -> None:
    """Three letters are three sections of A4; how to send them stands on a page of its own."""
    document = opened(letters.read_bytes())
    assert papers(document) == [A4] * 4
    assert styled(document, "Heading 1") == ["How to send these letters"]
    assert styled(document, "Heading 2") == [
        "Letter 1 of 3: Bristol City Council",
        "Letter 2 of 3: Police and Crime Commissioner for Avon and Somerset",
        "Letter 3 of 3: Mayor of the West of England",
    ]
    beside = [
        text for text in styled(document, "Normal") if text.startswith(("To send this", "This rests on"))
    ]
    assert len(beside) == 6


def test_the_addressee_stands_in_the_window_of_an_envelope(letters: Path) -> None:
    """20 mm from the left and 53 mm from the top of the page; the text begins below."""
    (frame, *_) = [
        each.find(f".//{W}framePr")
        for name, root in xml(letters)
        if name == "word/document.xml"
        for each in root.iter(f"{W}p")
        if any(style.get(f"{W}val") == "Addressee" for style in each.iter(f"{W}pStyle"))
    ]
    assert frame is not None
    told = {key.removeprefix(W): value for key, value in frame.attrib.items()}
    assert (told["hAnchor"], told["vAnchor"], told["wrap"]) == ("page", "page", "notBeside")
    assert (int(told["x"]) / 56.7, int(told["y"]) / 56.7) == pytest.approx((20, 53), abs=0.2)


def test_an_imprint_is_at_the_foot_of_every_letter() -> None:
    """And not on the page that is for the writer."""
    printed = print_letters([one("BS1 5TR", "pcc"), one("BS1 5TR", "mayor")])
    (data,) = write_letters(printed, LetterFormat.DOCX, Look(TEMPLATES, "Printed by A. Press"))
    assert isinstance(data, bytes)
    sections = opened(data).sections
    assert [each.footer.paragraphs[0].text for each in sections] == ["Printed by A. Press"] * 2 + [""]


def test_what_the_file_says_of_itself(letters: Path, pack: Path) -> None:
    """A title, no author, the day of the run, British English; and what it rests on, on no page."""
    for path, title in ((letters, "3 letters"), (pack, "Hustings: Mayor of the West of England")):
        document = opened(path.read_bytes())
        about = document.core_properties
        assert (about.title, about.author, about.last_modified_by, about.comments) == (title, "", "", "")
        assert about.created == about.modified == datetime(2026, 11, 21, tzinfo=UTC)
        languages = {each.get(f"{W}val") for _, root in xml(path) for each in root.iter(f"{W}lang")}
        assert languages <= {"en-GB", None}
        with ZipFile(path) as archive:
            assert not [name for name in archive.namelist() if "thumbnail" in name]
            told = ET.fromstring(archive.read("customXml/item2.xml"))  # noqa: S314  (we wrote it)
        records = [json.loads(each.text or "") for each in told]
        assert {record["schema"] for record in records} == {"askcandidate.provenance/1"}
        assert "High St" not in json.dumps(records)
    assert records[0]["asks"] == ["mayor-1", "nncf-1", "mayor-2"]


def test_the_same_run_gives_the_same_bytes(letters: Path, pack: Path, tmp_path: Path) -> None:
    """Also a day later, and with another clock: no time of day is in the file."""
    again = run(*PACK, "--imprint", "Printed by A. Press, 1 Mill Lane", "--out", tmp_path / "pack.docx")
    assert again.code == 0
    assert (tmp_path / "pack.docx").read_bytes() == pack.read_bytes()
    for path in (letters, pack):
        with ZipFile(path) as archive:
            assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_imprint_is_at_the_foot_of_every_sheet(tmp_path: Path) -> None:
    """On cover and cards too, on each of their pages, and not in the text as well."""
    path = tmp_path / "packs.docx"
    words = ("hustings", "CA1 1AA", "--imprint", "Printed by A. Press.", *ON, "--out", path)
    assert run(*words).code == 0
    document = docx.Document(str(path))
    feet = [[line.text for line in section.footer.paragraphs] for section in document.sections]
    assert len(feet) > 10
    assert all(
        foot == ["Printed by A. Press.", "Made on 21 November 2026. No party, no side."] for foot in feet
    )
    assert not [line.text for line in document.paragraphs if line.text.startswith("Printed by")]


def test_every_sheet_is_on_its_own_paper(pack: Path) -> None:
    """The record across, the card on A5, all else on A4."""
    document = opened(pack.read_bytes())
    assert papers(document) == [A4, A4, LANDSCAPE, A5, A4, A4]
    assert styled(document, "Heading 1") == [
        "Hustings: Mayor of the West of England",
        "For the chair: Hustings: Mayor of the West of England",
        "Record: Hustings: Mayor of the West of England",
        "Hustings: Mayor of the West of England",
        "For the organiser: Hustings: Mayor of the West of England",
        "Invitation: Hustings: Mayor of the West of England",
    ]


def test_tables_repeat_their_heads_and_break_no_row(pack: Path) -> None:
    """Every table has real borders by its style, a head for each page, and rows to write in."""
    document = opened(pack.read_bytes())
    assert len(document.tables) == 8
    for table in document.tables:
        assert table.style is not None
        assert table.style.name == "Table Grid"
        head, *rows = table.rows
        assert head._tr.find(f".//{W}tblHeader") is not None
        assert all(row._tr.find(f".//{W}cantSplit") is not None for row in table.rows)
        empty = [row for row in rows if any(not cell.text for cell in row.cells)]
        assert all(row.height is not None and round(row.height.mm) >= 12 for row in empty)
    grid = document.tables[5]
    assert [cell.text for cell in grid.rows[0].cells][:3] == ["", "1: answer", "1: their words"]
    assert len(grid.rows) == 6


def test_lists_boxes_and_frames_are_styles(pack: Path) -> None:
    """Nothing is formatted by hand: whoever edits a style changes all of its kind."""
    document = opened(pack.read_bytes())
    boxes = styled(document, "Tick List")
    assert len(boxes) == 18
    assert all(text.startswith("☐\t") for text in boxes)
    assert styled(document, "Quote")[1] == "If somebody may be in danger, ring 999."
    assert len(styled(document, "List Number")) == 3
    used = {each.style.name for each in document.paragraphs if each.style}
    assert used == {
        *("Heading 1", "Heading 2", "Heading 3", "Normal", "Quote", "Line"),
        *("List Bullet", "List Number", "Tick List", "Table Text"),
    }
    for run_ in (run_ for each in document.paragraphs for run_ in each.runs):
        assert (run_.bold, run_.italic, run_.font.size) == (None, None, None)


def test_every_list_counts_from_its_own_beginning() -> None:
    """The second invitation begins at one again."""
    pages = [Page("invite", "1. a\n2. b\n"), Page("invite", "1. c\n"), Page("invite", "7. d\n")]
    (data,) = write([pages], SheetFormat.DOCX, Binder("x"))
    assert isinstance(data, bytes)
    document = opened(data)
    lists = [each.get(f"{W}val") for each in document.element.body.iter(f"{W}numId")]
    assert lists[0] == lists[1]
    assert len(set(lists)) == 3
    starts = document.part.numbering_part.element.findall(f".//{W}startOverride")
    assert [each.get(f"{W}val") for each in starts] == ["1", "1", "7"]


@pytest.mark.parametrize("large", [False, True])
def test_large_print_is_large_and_never_slanted(large: bool) -> None:
    """18 points, left-aligned, no italics; otherwise 11."""
    (data,) = write(
        [[Page("sheet", "# T\n\n*slanted* and plain\n")]], SheetFormat.DOCX, Binder("x", (), large)
    )
    assert isinstance(data, bytes)
    document = opened(data)
    styles = document.styles
    assert styles["Normal"].font.size == Pt(18 if large else 11)
    assert styles["Emphasis"].font.italic is not large
    used = [each.style.font.size for each in document.paragraphs if each.style]
    assert used[0] == Pt(26 if large else 16)
    assert all(size is None or size >= Pt(18 if large else 11) for size in used)
    assert not [each for each in styles.element.iter(f"{W}jc") if each.get(f"{W}val") == "both"]


def test_names_of_others_are_words(service: Service, tmp_path: Path) -> None:
    """Markup, control sequences and code in names, in letters: shown as they are, and never obeyed."""
    people = [candidacy(person(n, name), "Canal Party") for n, name in enumerate(NAMES, 1)]
    people.append(candidacy(person(91, "n" * 1000), "Canal Party"))
    path = tmp_path / "letters.docx"
    done = write_live(serve(service, one_ward(*people)), "--office", "council", "--out", path)
    assert done.code == 0
    document = opened(path.read_bytes())
    greetings = styled(document, "Salutation")
    assert sorted(greetings[:-1]) == sorted(f"Dear {name}," for name in NAMES.values())
    assert sorted(styled(document, "Addressee")[:-1]) == sorted(NAMES.values())
    _holds_no_code(path)


def test_names_at_a_hustings_are_words(tmp_path: Path) -> None:
    """The same on sheets, where the words pass through Markdown."""
    path = tmp_path / "pack.docx"
    names = [word for name in (MARKUP, MARKDOWN, SCRIPT) for word in ("--name", name)]
    words = (
        "--contest",
        "Ward & <b>Vale</b> |x| *y*",
        "--kind",
        "council",
        "--place",
        "Vale",
        "--minutes",
        "600",
    )
    assert run("hustings", *words, *names, "--venue", HOSTILE, *ON, "--out", path).code == 0
    document = opened(path.read_bytes())
    assert styled(document, "Heading 1")[0] == "Hustings: Ward & <b>Vale</b> |x| *y*"
    assert {MARKUP, MARKDOWN, SCRIPT} <= {row.cells[0].text for row in document.tables[0].rows}
    _holds_no_code(path)


def _holds_no_code(path: Path) -> None:
    """Hold that every part is XML, that nothing points outside and that no field or object is in it."""
    for name, root in xml(path):
        tags = {each.tag.rpartition("}")[2] for each in root.iter()}
        assert not tags & {"instrText", "fldSimple", "hyperlink", "object", "altChunk", "script"}, name
        assert not [each for each in root.iter() if each.get("TargetMode") == "External"], name


_CHARACTERS = st.text(st.characters(), max_size=60)


@settings(max_examples=25, deadline=None)
@given(_CHARACTERS, _CHARACTERS)
def test_any_character_can_be_written(name: str, words: str) -> None:
    """What XML cannot hold is left out; nothing else is, and nothing fails (fault 65)."""
    letter = one("BS1 5TR", "pcc")._replace(sender=Sender(name or "A"), body=words)
    (data,) = write_letters(print_letters([letter]), LetterFormat.DOCX, Look(TEMPLATES))
    assert isinstance(data, bytes)
    document = opened(data)
    (signed,) = styled(document, "Signature")
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", name or "A")
    assert signed == kept.replace("\r\n", "\n").replace("\r", "\n")


def test_a_missing_library_is_said_with_the_way_to_get_it(tmp_path: Path) -> None:
    """Before anything is done, for letters and for packs; nothing is written."""
    for words in (("letter", "BS1 5TR", "--seed", "0", "--no-input"), ("hustings", "BS1 5TR")):
        path = tmp_path / f"{words[0]}.docx"
        program = (
            "import sys\nsys.modules['docx'] = None\n"
            f"sys.argv = {['askcandidate', *words, '--out', str(path)]!r}\n"
            "from askcandidate.cli import main; main()\n"
        )
        refused(run_words([sys.executable, "-c", program]), 2, 'pip install "askcandidate[docx]"')
        assert not path.exists()


def test_a_pipe_gets_the_document_whole(pack: Path) -> None:
    """The same bytes as in a file."""
    words = command(*PACK, "--imprint", "Printed by A. Press, 1 Mill Lane", "--format", "docx")
    assert subprocess.run(words, capture_output=True, check=True).stdout == pack.read_bytes()
