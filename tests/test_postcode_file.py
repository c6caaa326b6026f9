"""The shipped postcode file: every row of the country, the same bytes each time, nothing damaged let in."""

import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from askcandidate.errors import BadData
from askcandidate.gazetteer.build import Release, Row, build
from askcandidate.gazetteer.index import HEAD, MAGIC, PostcodeFile
from askcandidate.postcode import Postcode
from askcandidate.resources import POSTCODES
from build_postcodes import make, rows

LEFT_OUT = ("L99999999", "M99999999")


@pytest.mark.slow
def test_every_row_of_the_source_answers_as_the_source_does() -> None:
    """All 2,636,121 rows with a district in Great Britain, parsed and as they are written: no difference."""
    with PostcodeFile(POSTCODES) as file:
        with_district = without = left_out = 0
        wrong = []
        for row in rows():
            postcode = Postcode.parse(row.postcode)
            entry = file.find(postcode)
            if row.district in LEFT_OUT or postcode.area == "BT":
                left_out += 1
                expected = None
            else:
                expected = row.district
                with_district += bool(row.district)
                without += not row.district
            written = file.find_written(str(postcode))
            if (entry and entry.district) != expected or written not in (entry, None):
                wrong.append((row, entry, written))
    assert wrong == []
    assert (with_district, without, left_out) == (2_636_121, 8_151, 63_132 + 13_152)


@pytest.mark.slow
def test_building_again_gives_the_same_bytes() -> None:
    """The file in the repository is what the tool makes of the source."""
    assert make("2025-11") == POSTCODES.read_bytes()


def test_the_file_is_small_and_says_what_it_is() -> None:
    """Under a million bytes, with release, source, licence and counts inside."""
    assert POSTCODES.stat().st_size < 1_000_000
    with PostcodeFile(POSTCODES) as file:
        file.check()
        assert file.release == "ONSPD 2025-11"
        assert "Open Government Licence" in file.description["licence"]
        assert file.description["counts"]["with_district"] == 2_636_121
        assert len(file.description["districts"]) == 350


def test_no_northern_ireland_postcode_is_in_the_shipped_file() -> None:
    """Their licence is a separate one, so that not even one sector key may be there."""
    content = POSTCODES.read_bytes()
    with PostcodeFile(POSTCODES) as file:
        assert file.find(Postcode.parse("BT1 5GS")) is None
        sectors = file.description["counts"]["sectors"]
        start = 18 + int.from_bytes(content[14:18], "little")
        outwards = {content[start + 5 * at : start + 5 * at + 4].decode().strip() for at in range(sectors)}
    assert "BS1" in outwards
    assert not [outward for outward in outwards if outward.startswith("BT")]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A file of a few rows, with months and with Northern Ireland."""
    path = tmp_path / "small.bin"
    path.write_bytes(
        build(
            [
                Row("BS1 5TR", "E06000023"),
                Row("BS1 5TS", "E06000023", "201903"),
                Row("BS1 5TT", "E06000024"),
                Row("BT1 5GS", "N09000003"),
                Row("NPT0VA", "W06000022"),
                Row("AB113AG", ""),
                Row("GY1 1AA", "L99999999"),
            ],
            Release("ONSPD", "2026-08"),
            keep_northern_ireland=True,
            keep_months=True,
        )
    )
    return path


def test_a_file_with_months_says_when_a_code_was_withdrawn(small: Path) -> None:
    """Live, withdrawn, without a district, with an unusual letter and unknown are told apart."""
    with PostcodeFile(small) as file:
        file.check()
        found = {
            text: file.find(Postcode.parse(text))
            for text in (
                "BS1 5TR",
                "BS1 5TS",
                "BS1 5TT",
                "BT1 5GS",
                "NPT 0VA",
                "AB11 3AG",
                "GY1 1AA",
                "BS1 5TU",
                "ZE1 0AA",
            )
        }
    assert found == {
        "BS1 5TR": ("E06000023", None),
        "BS1 5TS": ("E06000023", "2019-03"),
        "BS1 5TT": ("E06000024", None),
        "BT1 5GS": ("N09000003", None),
        "NPT 0VA": ("W06000022", None),
        "AB11 3AG": ("", None),
        "GY1 1AA": None,
        "BS1 5TU": None,
        "ZE1 0AA": None,
    }


def test_a_text_as_it_is_written_is_found_once_its_sector_was_met(small: Path) -> None:
    """With months as without; and no other spelling, letters or place is."""
    with PostcodeFile(small) as file:
        assert file.find_written("BS1 5TS") is None
        file.find(Postcode.parse("BS1 5TR"))
        assert file.find_written("BS1 5TS") == ("E06000023", "2019-03")
        assert file.find_written("BS1 5TT") == ("E06000024", None)
        for text in ("BS1 5TU", "BS1 5VA", "bs1 5TR", "BS15TR", "BS1 5TR ", "BT1 5GS", "5TR", ""):
            assert file.find_written(text) is None


def made(path: Path, *rows: Row) -> Path:
    """Write a file of a few rows, without months."""
    release = Release("ONSPD", "2026-08")
    path.write_bytes(build(rows, release, keep_northern_ireland=False, keep_months=False))
    return path


def test_sectors_next_to_each_other_are_told_apart(tmp_path: Path) -> None:
    """One file asked again and again: same outward code and letters, another figure; and no month is made up."""
    asked = {"BS1 5AA": "E06000022", "BS1 5TR": "E06000023", "BS1 5TS": "E06000024", "BS1 6TR": "E06000025"}
    asked["BS16 5TR"] = "E06000026"
    path = made(tmp_path / "few.bin", *(Row(postcode, district) for postcode, district in asked.items()))
    with PostcodeFile(path) as file:
        for _ in range(2):
            found = {postcode: file.find(Postcode.parse(postcode)) for postcode in asked}
            assert found == {postcode: (district, None) for postcode, district in asked.items()}


def test_a_file_of_one_postcode_answers_for_it(tmp_path: Path) -> None:
    """The least there can be."""
    with PostcodeFile(made(tmp_path / "one.bin", Row("BS1 5TR", "E06000023"))) as file:
        file.check()
        assert file.find(Postcode.parse("BS1 5TR")) == ("E06000023", None)


def test_the_order_of_the_source_changes_nothing() -> None:
    """The same rows in any order give the same bytes."""
    some = [Row("BS1 5TR", "E06000023"), Row("AB10 1AA", "S12000033"), Row("BS1 5TS", "E06000024")]
    release = Release("ONSPD", "2026-08")
    made = {
        build(order, release, keep_northern_ireland=False, keep_months=False) for order in (some, some[::-1])
    }
    assert len(made) == 1


def test_a_postcode_twice_in_the_source_is_refused() -> None:
    """Two answers for one postcode are no answer."""
    twice = [Row("BS1 5TR", "E06000023"), Row("BS15TR", "E06000024")]
    with pytest.raises(BadData, match="twice"):
        build(twice, Release("ONSPD", "2026-08"), keep_northern_ireland=False, keep_months=False)


def refused(path: Path, *words: str) -> None:
    """Hold that a file is refused by name, with what to do next."""
    with pytest.raises(BadData) as caught:
        PostcodeFile(path)
    assert [word for word in (str(path), *words) if word not in caught.value.message] == []
    assert "askcandidate data build" in caught.value.hint


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """The message names the file."""
    refused(tmp_path / "none.bin", "missing")


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        (0, "cannot be read"),  # nothing can be mapped
        (1, "is not a postcode file"),
        (17, "is not a postcode file"),
        (18, "is damaged"),
        (500, "is damaged"),
        (100_000, "is damaged"),
    ],
)
def test_a_truncated_file_is_refused(tmp_path: Path, kept: int, words: str) -> None:
    """Wherever it was cut, the first use says so."""
    path = tmp_path / "cut.bin"
    path.write_bytes(POSTCODES.read_bytes()[:kept])
    refused(path, words)


def test_a_folder_is_no_postcode_file(tmp_path: Path) -> None:
    """Nor is a pipe, which would be waited for."""
    refused(tmp_path, "is not a file")


def forged(path: Path, content: bytearray) -> Path:
    """Write a file with its checksum made good."""
    content[10:14] = zlib.crc32(content[14:]).to_bytes(4, "little")
    path.write_bytes(content)
    return path


def test_another_version_is_not_read(small: Path, tmp_path: Path) -> None:
    """Both versions are named."""
    content = bytearray(small.read_bytes())
    content[8] = 2
    refused(forged(tmp_path / "newer.bin", content), "has form 2", "reads form 1")


@pytest.mark.parametrize("more", [b"", b"\0\0"])
def test_a_file_too_short_or_too_long_is_refused(small: Path, tmp_path: Path, more: bytes) -> None:
    """Even where its checksum agrees."""
    content = bytearray(small.read_bytes()[: None if more else -2] + more)
    refused(forged(tmp_path / "length.bin", content), "is not as long as it should be")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("districts", {"E06000023": 1}),
        ("districts", [1]),
        ("districts", None),
        ("exceptions", {"NPT 0VA": 1}),
        ("exceptions", []),
        ("counts", {}),
        ("counts", {"sectors": -1}),
        ("counts", {"sectors": True}),
        ("counts", {"runs": "3"}),
        ("counts", {"units": 1.5}),
        ("source", 1),
        ("release", None),
        ("licence", []),
        ("payload_sha256", 0),
        ("months", 1),
        ("months", None),
    ],
)
def test_a_description_that_is_none_is_refused(small: Path, tmp_path: Path, name: str, value: Any) -> None:
    """Each thing that is read from one has to be there and of its kind."""
    content = small.read_bytes()
    length = HEAD.unpack_from(content)[3]
    description = json.loads(content[HEAD.size : HEAD.size + length])
    if name == "counts" and value:
        value = {**description["counts"], **value}
    told = json.dumps({**description, name: value}).encode()
    head = HEAD.pack(MAGIC, 1, 0, len(told))
    forgery = bytearray(head + told + content[HEAD.size + length :])
    refused(forged(tmp_path / "described.bin", forgery), "does not describe itself")


@pytest.mark.parametrize("told", [b"[]", b"null", b"{", b"[" * 100_000])
def test_a_description_in_no_json_is_refused(tmp_path: Path, told: bytes) -> None:
    """Nor is any other value one, however deep."""
    content = bytearray(HEAD.pack(MAGIC, 1, 0, len(told)) + told)
    refused(forged(tmp_path / "described.bin", content), "does not describe itself")


def test_a_sector_that_does_not_add_up_is_refused_when_it_is_met(small: Path, tmp_path: Path) -> None:
    """A unit more in its map than in its runs: no answer is better than the next one's."""
    content = bytearray(small.read_bytes())
    with PostcodeFile(small) as file:
        sectors, length = file.description["counts"]["sectors"], HEAD.unpack_from(content)[3]
        at = file.sectors()["BS1 5"]
    content[HEAD.size + length + 5 * sectors + 50 * at] |= 1  # unit AA
    path = forged(tmp_path / "forged.bin", content)
    with PostcodeFile(path) as file, pytest.raises(BadData, match="does not add up") as caught:
        file.find(Postcode.parse("BS1 5TR"))
    assert (str(path) in caught.value.message, "data build" in caught.value.hint) == (True, True)


@pytest.mark.parametrize("at", [0, 8, 10, 14, 20, 300, 5_000, 400_000, -1])
def test_an_altered_byte_is_noticed(tmp_path: Path, at: int) -> None:
    """Head, description, keys, maps and runs are all under the checksum."""
    content = bytearray(POSTCODES.read_bytes())
    content[at] ^= 0x20
    path = tmp_path / "altered.bin"
    path.write_bytes(content)
    with pytest.raises(BadData):
        PostcodeFile(path)


@pytest.mark.parametrize("at", [-30, -2])  # how many units come before a sector; a month
def test_a_file_altered_with_its_checksum_made_good_fails_verification(
    small: Path, tmp_path: Path, at: int
) -> None:
    """Somebody who mends the CRC still has to face the counts and the SHA-256."""
    content = bytearray(small.read_bytes())
    content[at] ^= 1
    path = forged(tmp_path / "forged.bin", content)
    with (
        PostcodeFile(path) as file,
        pytest.raises(BadData, match=r"does not (add up|hold what it says)") as caught,
    ):
        file.check()
    assert (str(path) in caught.value.message, "data build" in caught.value.hint) == (True, True)
