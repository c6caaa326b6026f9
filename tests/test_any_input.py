"""Whatever comes in from a person, a spreadsheet or a stranger's folder: a right answer, or a refusal in words.

None of these properties needs a fixture, so that tools/fuzz.py can run each of them for as long as one likes.
"""

import csv
import gc
import io
import json
import weakref
import zlib
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from askcandidate import events, vocabulary
from askcandidate.batch import Failure, Row
from askcandidate.campaign import Campaign
from askcandidate.commands.journal import Journal
from askcandidate.commands.typed import file_slug, many_lines, one_line, own_slug
from askcandidate.errors import AskError, BadData, BadRow, TemplateFault, UnknownPostcode, WrongUse
from askcandidate.formats import provenance, reading_back
from askcandidate.formats.templates import Templates
from askcandidate.gazetteer.build import Release, build
from askcandidate.gazetteer.build import Row as Entry
from askcandidate.gazetteer.index import PostcodeFile
from askcandidate.places import Finder
from askcandidate.postcode import Postcode
from askcandidate.reading import Reader
from askcandidate.spreadsheets import Spreadsheet
from askcandidate.writing.identifying import Remark
from askcandidate.writing.proofreading import lengths, own_words, question_blocks, to_fill_in

HEDGEHOGS = Path(__file__).parent / "fixtures/hedgehogs"
FOLDER = TemporaryDirectory()
FLIPS = st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(1, 255)), min_size=1, max_size=4)
LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def put(data: bytes, name: str) -> Path:
    """Give a file that holds this."""
    path = Path(FOLDER.name) / name
    path.write_bytes(data)
    return path


def flipped(data: bytes, flips: list[tuple[int, int]]) -> bytes:
    """Change some bytes."""
    out = bytearray(data)
    for at, change in flips:
        out[at % len(out)] ^= change
    return bytes(out)


# The postcode file

KNOWN = {f"BS1 5T{letter}": f"E0600002{n % 3}" for n, letter in enumerate("ABDEFGHJ")} | {
    "NPT 0VA": "W06000022"
}


@cache
def postcodes(*, months: bool) -> bytes:
    """Give a small postcode file."""
    rows = [
        Entry(postcode, gss, "201903" if months and "TA" in postcode else "")
        for postcode, gss in KNOWN.items()
    ]
    return build(rows, Release("ONSPD", "2026-08"), keep_northern_ireland=True, keep_months=months)


def look_up(file: PostcodeFile) -> None:
    """Look every postcode up that is in the file, and one that is not."""
    for postcode in [*KNOWN, "ZE1 0AA"]:
        file.find(Postcode.parse(postcode))


@settings(max_examples=50)
@given(FLIPS, st.integers(0, 1 << 20), st.booleans())
def test_a_damaged_postcode_file_is_never_believed(
    flips: list[tuple[int, int]], kept: int, months: bool
) -> None:
    """Bytes changed or cut off anywhere: it is refused, whatever is left of it."""
    whole = postcodes(months=months)
    for damaged in (flipped(whole, flips), whole[: kept % len(whole)]):
        path = put(damaged, "damaged.bin")
        if damaged != whole:
            with pytest.raises(BadData):
                PostcodeFile(path)


@given(FLIPS, st.booleans())
@example(flips=[(-22, 1)], months=True)  # in how many units come before a sector
def test_a_forged_postcode_file_is_answered_or_refused(flips: list[tuple[int, int]], months: bool) -> None:
    """Somebody who mends the checksum gets a district, none, or a refusal, and never a fault of ours."""
    forged = bytearray(flipped(postcodes(months=months), flips))
    forged[10:14] = zlib.crc32(forged[14:]).to_bytes(4, "little")
    path = put(bytes(forged), "forged.bin")
    for use in (look_up, PostcodeFile.check):
        try:
            with PostcodeFile(path) as file:
                use(file)
        except BadData as error:
            assert error.message


def first_asked(path: Path, text: str) -> object:
    """Give what a file says of a text that is the first it is asked: postcode, district, if withdrawn."""
    try:
        postcode = Postcode.parse(text)
    except AskError as error:
        return type(error)
    with PostcodeFile(path) as file:
        entry = file.find(postcode)
    return (str(postcode), entry.district, bool(entry.withdrawn)) if entry else UnknownPostcode


@given(
    st.lists(st.sampled_from(sorted(KNOWN)) | st.text("ABNPSTVbs015 -\u2003", max_size=9), min_size=1),
    st.booleans(),
)
@example(
    texts=["BS1 5TA", "BS15 TA", "bs1 5TA", "BS1 5TA ", "BS1 5TT", "BS1 5T", "5TA", "TA", ""], months=True
)
def test_what_was_asked_before_changes_no_answer(texts: list[str], months: bool) -> None:
    """A sector that was met is known by its name, and no text passes for a postcode by it that is none."""
    finder = Finder(date(2026, 11, 22), put(postcodes(months=months), f"asked-before-{months}.bin"))
    for text in texts:
        try:
            place = finder.find(text)
            answer: object = (str(place.postcode), place.district.offices[0].area.gss, bool(place.notices))
        except AskError as error:
            answer = type(error)
        assert answer == first_asked(finder.file.path, text)


# Rows

HEADS = st.sampled_from(
    [b"", b"postcode,name\n", b"postcode;name\r\n", b'{"postcode": "', b"\xef\xbb\xbfpostcode\t\n"]
)


@given(HEADS, st.binary(max_size=300))
def test_any_bytes_are_rows_or_refused(head: bytes, data: bytes) -> None:
    """Rows and failures come in the order of their lines, and each says something."""
    try:
        rows = list(Reader(io.BytesIO(head + data), "any").rows())
    except WrongUse as error:
        assert error.message
        return
    assert [row.line for row in rows] == sorted({row.line for row in rows})
    assert all(row.error.message for row in rows if isinstance(row, Failure))


def test_a_reader_is_let_go_of_with_what_it_read() -> None:
    """A file that needs cp1252, too: what Python is told to do about it stays for ever."""
    reader = Reader(io.BytesIO(b"postcode,name\nBS1 5TR,Si\xe2n\n"), "any")
    assert [row.cells["name"] for row in reader.rows()] == ["Si\N{LATIN SMALL LETTER A WITH CIRCUMFLEX}n"]
    assert reader.fell_back
    once = weakref.ref(reader)
    del reader
    gc.collect()
    assert once() is None


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8))
def test_cells_of_any_csv_come_through(rows: list[tuple[str, str, str]]) -> None:
    """Commas, quotation marks and line ends in them too; rows of nothing are left out."""
    text = io.StringIO()
    csv.writer(text).writerows([("a", "postcode", "b"), *rows])
    read = Reader(io.BytesIO(text.getvalue().encode()), "any").rows()
    cells = [tuple(row.cells.values()) for row in read if isinstance(row, Row)]
    assert cells == [row for row in rows if any(row)]


@given(st.lists(st.dictionaries(LINES, LINES, max_size=4), max_size=5))
def test_texts_of_any_json_lines_come_through(records: list[dict[str, str]]) -> None:
    """Each under its own name, in a row or a failed one; nothing is added but the two that every row has."""
    lines = "".join(json.dumps(record) + "\n" for record in records)
    rows = Reader(io.BytesIO(b'{"postcode": ""}\n' + lines.encode()), "any").rows()
    for row, record in zip(rows, [{}, *records], strict=True):
        kept = {key: value for key, value in record.items() if key != "other"}
        assert kept.items() <= row.cells.items()


@cache
def spreadsheet() -> bytes:
    """Give a small spreadsheet."""
    book = openpyxl.Workbook()
    assert book.active
    rows: list[list[Any]] = [
        ["Members"],
        ["postcode", "since"],
        ["BS1 5TR", date(2026, 1, 1)],
        ["EH1 1YJ", 1.5],
        ["Ŵ", 7],
    ]
    for cells in rows:
        book.active.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@settings(max_examples=40)
@given(st.integers(0, 99), FLIPS, st.booleans())
def test_a_damaged_spreadsheet_is_read_or_refused(
    part: int, flips: list[tuple[int, int]], inside: bool
) -> None:
    """The archive's own bytes, or those of one of its parts."""
    data = spreadsheet()
    if inside:
        with ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = sorted(parts)[part % len(parts)]
        parts[name] = flipped(parts[name], flips)
        out = io.BytesIO()
        with ZipFile(out, "w") as archive:
            for each, content in parts.items():
                archive.writestr(each, content)
        data = out.getvalue()
    else:
        data = flipped(data, flips)
    try:
        sheet = Spreadsheet(put(data, "damaged.xlsx"), None)
        try:
            list(sheet.rows())
        finally:
            sheet.close()
    except WrongUse as error:
        assert error.message


COLUMNS = st.sampled_from([*events.COLUMNS, "Contest", "x"])
VALUES = st.one_of(
    LINES,
    st.sampled_from(["mayor", "pcc", "2027-04-22", "22 April 27", "19.30", "7pm", "90", "٣", "1e9", "²"]),
)


@settings(max_examples=50)
@given(st.dictionaries(COLUMNS, VALUES, max_size=9))
def test_any_row_of_an_events_file_is_a_meeting_or_refused(cells: dict[str, str]) -> None:
    try:
        meeting = events.read({"contest": "Anyward", **cells}, 3)
    except BadRow as error:
        assert error.message
    else:
        assert meeting.contest
        assert 0 < meeting.minutes <= 600


# Names of files

WIDE = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(WIDE, WIDE)
@example("a b", "a-b")
@example("ß", "ss")
def test_any_text_makes_a_plain_name_of_its_own(one: str, other: str) -> None:
    """Small letters, figures and hyphens; two texts never come to one name, however a system compares names."""
    for text in (one, other):
        for slug in (file_slug(text), own_slug(text)):
            assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
            assert len(slug) <= 80
    assert (own_slug(one) == own_slug(other)) == (one == other)


@pytest.mark.parametrize(
    ("text", "part", "own"),
    [
        ("R7", "r7", "r7"),
        ("r7", "r7", "r7"),
        ("council:E06000023", "council-e06000023", "council-e06000023-?"),
        ("--a  b--", "a-b", "a-b-?"),
        ("ŵ", "w", "w-?"),
        ("Siân Llŷr", "sian-llyr", "sian-llyr-?"),
        ("\u738b", "", "?"),
        ("a" * 60, "a" * 60, "a" * 60),
        ("a" * 61, "a" * 60 + "-?", "a" * 60 + "-?-?"),
    ],
)
def test_a_name_is_the_text_in_plain_letters_and_a_sum_where_that_is_not_all(
    text: str, part: str, own: str
) -> None:
    """A part of a name may be another's too; one's own may not, so that it has a sum unless it is the text itself."""
    total = f"{zlib.crc32(text.encode()):08x}"
    assert file_slug(text) == part.replace("?", total)
    assert own_slug(text) == own.replace("?", total)


# Own words


@given(st.text(max_size=300))
@example("\x1b]0;x\x07\u202eabc\r\n\r\n\r\nd")
def test_any_words_are_tidied_once_or_refused(text: str) -> None:
    """What is left can move no cursor and hide nothing, and tidying it again changes nothing."""
    try:
        words = many_lines(text)
    except WrongUse as error:
        assert error.message.isprintable()
        return
    assert all(c.isprintable() or c in "\n\u200c\u200d" for c in words)
    assert many_lines(words) == words
    assert one_line(words) == one_line(text)
    if "\x1b" not in text:  # what follows one may be a command to the terminal, which goes with it
        assert [c for c in words if c.isalnum()] == [c for c in text if c.isalnum()]


LOOKS: list[Callable[[str], list[Remark]]] = [
    lambda text: list(own_words(text, vocabulary.shipped())),
    lambda text: list(to_fill_in(text)),
    lambda text: list(lengths(text)),
    lambda text: list(question_blocks(text)),
]


@given(st.text(max_size=400) | st.text("ab1 ._@-[]{}%#?!\n\u2019Ltd07", max_size=400))
def test_remarks_on_any_words_are_about_a_part_of_them(text: str) -> None:
    for look in LOOKS:
        for remark in look(text):
            assert 0 <= remark.start < remark.end <= len(text)
            assert remark.says


# Files read back

LETTER = (
    "Subject: a\n\nDear Councillor,\n\nWords.\n\nYours sincerely,\n\nA\n---\nThis rests on: mayor-1 (x)\n"
)
PIECES = st.lists(
    st.sampled_from(
        [*LETTER.splitlines(), "", "Pwnc: b", "Annwyl Faer,", "Made on 1 May. No party, no side."]
    )
    | LINES,
    max_size=12,
)


@given(PIECES.map("\n".join))
@example(LETTER)
def test_any_text_is_read_as_pages(text: str) -> None:
    """A body stands where the page says that it does."""
    for page in reading_back.pages(reading_back.Written(text)):
        assert page.text[page.body_at :].startswith(page.body)
        assert 1 <= page.line <= text.count("\n") + 1


STARTS = [
    *(b"", b"PK\x03\x04", b"%PDF-1.7\n<?xpacket begin", b'{"schema": "askcandidate.letter/1", "asks": '),
    b"X-Askcandidate-Provenance: ",
    b'<p data-provenance="{&quot;schema&quot;: &quot;askcandidate.provenance/1&quot;, ',
]


@given(st.sampled_from(STARTS), st.binary(max_size=300))
def test_any_file_is_explained_or_refused(start: bytes, data: bytes) -> None:
    try:
        found = provenance.read(start + data, "any")
    except BadData as error:
        assert error.message
    else:
        assert all(ask.isascii() for each in found for ask in each.asks)


JOURNAL = [
    *(b'{"schema": "askcandidate.journal/1"}', b"{}", b"[]", b"1", b'{"rows": 1}', b"[" * 99_999),
    b'{"rows": 1, "failed": 0, "digest": "", "at": {}}',
    b'{"rows": "1", "failed": 0, "digest": "", "at": {"o": -1}}',
]


@given(st.lists(st.sampled_from(JOURNAL) | st.binary(max_size=20), max_size=4).map(b"\n".join))
def test_any_journal_is_gone_on_from_or_is_none(data: bytes) -> None:
    found = Journal(put(data + b"\n", "journal")).read()
    assert found is None or found[1].rows >= 0


# Templates and campaigns

SYNTAX = (
    "{{ }} {% %} {# #} for in if elif else endif endfor set a = 1 . , ( ) [ ] ~ % * ** 10**9 - not is defined"
    " place ''.__class__ |attr('__class__') |join |upper |length |map(attribute='x') range(9) x loop self cycler"
    " include 'letter/page.txt.j2' macro m() endmacro block endblock filter endfilter _ \\"
)


@settings(max_examples=100)
@given(st.lists(st.sampled_from(SYNTAX.split()) | st.text(max_size=3), max_size=14).map(" ".join))
def test_any_wording_is_filled_in_or_refused(wording: str) -> None:
    """Within what the sandbox counts, and nothing of Python is seen."""
    try:
        text = Templates().fill(wording, {"place": "Bristol"})
    except TemplateFault as error:
        assert error.message
    else:
        assert " object at 0x" not in text
        assert "<class" not in text or "<class" in wording
        assert len(text) <= 1_000_000


@settings(max_examples=15)
@given(st.sampled_from(sorted(path.name for path in HEDGEHOGS.glob("*.*"))), FLIPS)
def test_a_damaged_campaign_is_read_or_refused(name: str, flips: list[tuple[int, int]]) -> None:
    """By file, whatever was changed in it."""
    folder = Path(FOLDER.name) / "campaign"
    folder.mkdir(exist_ok=True)
    for path in HEDGEHOGS.glob("*.*"):
        data = path.read_bytes()
        (folder / path.name).write_bytes(flipped(data, flips) if path.name == name else data)
    try:
        campaign = Campaign(folder)
        assert campaign.asks
        assert campaign.signatories is not None
    except AskError as error:
        assert error.message
