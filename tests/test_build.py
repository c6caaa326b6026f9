"""Building a postcode file of one's own from what ONS publishes, in every layout seen."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askcandidate.errors import BadData, WrongUse
from askcandidate.gazetteer.build import Release, Row, build, open_directory
from askcandidate.gazetteer.index import UNIT_LETTERS, PostcodeFile
from askcandidate.postcode import Postcode
from askcandidate.resources import POSTCODES
from cli import refused, run

# Headers as the layouts of those releases begin: the columns change name, order and number.
LAYOUTS = {
    "ONSPD_MAY_2018_UK.csv": ("pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,pfa", (0, 1, 2, 4, 7)),
    "ONSPD_NOV_2025_UK.csv": (
        "pcd7,pcd8,pcds,dointr,doterm,cty25cd,ced25cd,lad25cd,wd25cd,pfa23cd",
        (0, 1, 2, 4, 7),
    ),
    "ONSPD_AUG_2026_UK.csv": (
        "pcd7,pcd8,pcds,dointr,doterm,cty26cd,ced25cd,lad26cd,wd26cd,oac21ind",
        (0, 1, 2, 4, 7),
    ),
    "NSPL_AUG_2026_UK.csv": (
        "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,lad26cd,wd26cd,icb26cd",
        (0, 1, 2, 4, 7),
    ),
    "ONSPD_LIVE_2026_UK.csv": (
        "PCD7,PCD8,PCDS,DOINTR,DOTERM,CTY26CD,CED25CD,LAD26CD,WD26CD,PFA23CD",
        (0, 1, 2, 4, 7),
    ),
}
ROWS = [
    ("BS1 5TR", "BS15TR ", "E06000023", ""),
    ("BS1 5TS", "BS1 5TS", "E06000023", "201903"),
    ("BT1 5GS", "BT1 5GS", "N09000003", ""),
    ("JE2 4WD", "JE2 4WD", "L99999999", ""),
    ("AB11 3AG", "AB113AG", "E99999999", ""),
]


def _csv(header: str, columns: tuple[int, ...]) -> str:
    lines = [header]
    for spaced, packed, district, ended in ROWS:
        cells = ["x"] * len(header.split(","))
        cells[columns[0]], cells[columns[1]], cells[columns[2]] = packed, packed, spaced
        cells[columns[3]], cells[columns[4]] = ended, district
        lines.append(",".join(f'"{cell}"' for cell in cells))
    return "\r\n".join(lines) + "\r\n"


def _answers(path: Path, month: str | None) -> tuple[Release, list[tuple[str, str] | None]]:
    with open_directory(path, month) as (release, rows):
        made = build(rows, release, keep_northern_ireland=True, keep_months=True)
    target = path.with_suffix(".bin")
    target.write_bytes(made)
    with PostcodeFile(target) as file:
        file.check()
        return release, [file.find(Postcode.parse(row[0])) for row in ROWS]  # type: ignore[misc]


EXPECTED = [("E06000023", None), ("E06000023", "2019-03"), ("N09000003", None), None, ("", None)]


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_is_read_by_its_columns(tmp_path: Path, name: str) -> None:
    """ONSPD and NSPL of 2018 to 2026, whatever the year in the column's name."""
    path = tmp_path / name
    path.write_text(_csv(*LAYOUTS[name]), encoding="utf-8-sig")
    month = "2026-05" if "LIVE" in name else None
    release, found = _answers(path, month)
    assert found == EXPECTED
    assert release.source == name[: name.index("_")]


def test_the_zip_as_published_is_read_without_unpacking(tmp_path: Path) -> None:
    """Only the one data file counts: not its parts, not its documents, not a path that climbs out (fault 95)."""
    path = tmp_path / "ONSPD_AUG_2026.zip"
    name = "ONSPD_AUG_2026_UK.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../escape.csv", "no")
        archive.writestr("Documents/LAD names and codes.csv", "no")
        archive.writestr("Data/multi_csv/ONSPD_AUG_2026_UK_AB.csv", "no")
        archive.writestr(f"Data/{name}", _csv(*LAYOUTS[name]))
    release, found = _answers(path, None)
    assert (release, found) == (Release("ONSPD", "2026-08"), EXPECTED)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ONSPD_AUG_2026.bin", "ONSPD_AUG_2026.zip"]


def test_a_release_that_nothing_names_must_be_given(tmp_path: Path) -> None:
    """A file that somebody renamed says no release; the option does."""
    path = tmp_path / "mine.csv"
    path.write_text(_csv(*LAYOUTS["ONSPD_AUG_2026_UK.csv"]), encoding="utf-8")
    with pytest.raises(WrongUse, match="release"):
        _answers(path, None)
    assert _answers(path, "2026-08")[0] == Release("ONSPD", "2026-08")


@pytest.mark.parametrize("month", ["2026", "August", "2026-13", "26-08"])
def test_a_release_is_a_year_and_a_month(month: str) -> None:
    """Anything else is refused before any reading."""
    with pytest.raises(WrongUse):
        Release("ONSPD", month)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    """The message says which column and what there is instead."""
    path = tmp_path / "ONSPD_AUG_2026_UK.csv"
    path.write_text("pcds,doterm,ward\nBS1 5TR,,x\n", encoding="utf-8")
    with pytest.raises(BadData, match=r"district.*pcds, doterm, ward"):
        _answers(path, None)


@pytest.mark.parametrize("content", [b"\x50\x4b\x03\x04 not a zip", b""])
def test_a_broken_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    """A download that was cut short is no archive (fault 93)."""
    path = tmp_path / "ONSPD_AUG_2026.zip"
    path.write_bytes(content)
    with pytest.raises(WrongUse, match="cannot be read"):
        _answers(path, None)


def test_a_zip_without_a_data_file_is_refused(tmp_path: Path) -> None:
    """The message says what the file should be called."""
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(BadData, match="ONSPD_"):
        _answers(path, None)


def test_a_line_cut_short_is_named(tmp_path: Path) -> None:
    """The message has the file and the line."""
    path = tmp_path / "ONSPD_AUG_2026_UK.csv"
    path.write_text("pcds,doterm,lad26cd\nBS1 5TR,,E06000023\nBS1 5TS\n", encoding="utf-8")
    with pytest.raises(BadData, match="line 3"):
        _answers(path, None)


units = st.sampled_from([a + b for a in UNIT_LETTERS for b in UNIT_LETTERS])
sectors = st.sampled_from(["AB1 0", "BS1 5", "EC1A1", "N1  1", "SW1A2", "NPT 0"])
districts = st.sampled_from(["E06000023", "E06000024", "S12000033", ""])
months = st.one_of(st.just(""), st.builds("{}{:02}".format, st.integers(1980, 2026), st.integers(1, 12)))


@given(source=st.dictionaries(st.tuples(sectors, units), st.tuples(districts, months), max_size=60))
def test_whatever_goes_in_comes_out(
    source: dict[tuple[str, str], tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Any set of postcodes, districts and months is given back exactly, and nothing beside it."""
    made = build(
        [Row(sector + unit, district, month) for (sector, unit), (district, month) in source.items()],
        Release("ONSPD", "2026-08"),
        keep_northern_ireland=True,
        keep_months=True,
    )
    path = tmp_path_factory.mktemp("made") / "made.bin"
    path.write_bytes(made)
    with PostcodeFile(path) as file:
        file.check()
        for (sector, unit), (district, month) in source.items():
            entry = file.find(Postcode.parse(sector + unit))
            assert entry == (district, f"{month[:4]}-{month[4:]}" if month else None)
        assert file.description["counts"]["units"] == len(source)


def _built(path: Path, rows: list[tuple[str, str]], month: str) -> Path:
    release = Release("ONSPD", month)
    made = build([Row(*each) for each in rows], release, keep_northern_ireland=False, keep_months=False)
    path.write_bytes(made)
    return path


def test_what_changed_between_two_files(tmp_path: Path) -> None:
    """Codes added, gone and moved, in a summary and one by one; the shipped file differs from itself in nothing."""
    bristol, bath = "E06000023", "E06000022"
    old = _built(
        tmp_path / "old.bin", [("BS1 5TR", bristol), ("BS1 5TS", bristol), ("M1 1AE", "")], "2025-08"
    )
    new = _built(
        tmp_path / "new.bin", [("BS1 5TR", bath), ("M1 1AE", ""), ("ZE1 0AA", "S12000027")], "2025-11"
    )
    result = run("data", "diff", old, new)
    assert result.stdout.splitlines() == [
        "ONSPD 2025-08 to ONSPD 2025-11",
        "added: 1",
        "gone:  1",
        "moved: 1",
        f"  1 from {bristol} to {bath}",
    ]
    assert run("data", "diff", old, new, "--csv").stdout.splitlines() == [
        "postcode,change,old,new",
        f"BS1 5TR,moved,{bristol},{bath}",
        f"BS1 5TS,gone,{bristol},",
        "ZE1 0AA,added,,S12000027",
    ]
    same = run("data", "diff", POSTCODES)
    assert same.stdout.splitlines()[1:] == ["added: 0", "gone:  0", "moved: 0"]
    refused(run("data", "diff", tmp_path / "none.bin"), 8, "is missing")
