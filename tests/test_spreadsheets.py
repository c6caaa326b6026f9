"""Spreadsheets as people keep them: titles above the header, blank rows, other sheets, dates as dates."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from cli import refused, run

DAY = ("--on", "2026-11-21")
DAY_OF_ALL = datetime(2027, 4, 22)  # noqa: DTZ001  (a spreadsheet knows no time zones)


@pytest.fixture
def members(tmp_path: Path) -> Path:
    """Give a spreadsheet whose second sheet has the rows, under two titles."""
    book = Workbook()
    notes = book.active
    assert notes
    notes.append(["Read me first"])
    sheet = book.create_sheet("Members")
    sheet.append(["Our members"])
    sheet.append([])
    sheet.append(["Name", "Post code", "Since", None])
    sheet.append(["Zoë Ŵyn", "BS1 5TR", date(2024, 5, 1)])
    sheet.append([None, None, None])
    sheet.append(["B", "nonsense", 2023])
    sheet.append(["C", "EH1 1YJ", None])
    path = tmp_path / "members.xlsx"
    book.save(path)
    return path


def test_the_sheet_with_the_column_is_read(members: Path, tmp_path: Path) -> None:
    """It is said which; blank rows go by; a failed row keeps its number and its cells."""
    result = run("lookup", "--from", members, "--jsonl", "--rejects", tmp_path / "r.csv", *DAY)
    assert result.code == 3
    assert [record["postcode"] for record in result.records] == ["BS1 5TR", "EH1 1YJ"]
    assert 'taken from the sheet "Members", whose header is row 3' in result.stderr
    rejects = (tmp_path / "r.csv").read_text(encoding="utf-8")
    assert rejects.startswith("Name,Post code,Since,line,code,reason\nB,nonsense,2023,6,malformed-postcode,")


def test_a_row_of_a_sheet_is_called_a_row(members: Path, tmp_path: Path) -> None:
    """Its number is the one at the sheet's edge; what begins on a line of a text is a line."""
    assert 'row 6: "nonsense"' in run("letter", "--from", members, *DAY).stderr
    text = tmp_path / "members.csv"
    text.write_text('postcode,note\nBS1 5TR,"a\nb"\nnonsense,\n', encoding="utf-8")
    assert 'line 4: "nonsense"' in run("letter", "--from", text, *DAY).stderr


def test_rows_are_summed_up_as_rows(tmp_path: Path) -> None:
    """What is true of several is told once, with their numbers at the sheet's edge."""
    book = Workbook()
    sheet = book.active
    assert sheet
    sheet.append(["postcode", "why", "consent"])
    for _ in range(2):
        sheet.append(["BS1 5TR", "My neighbour Ana Popescu needs help.", "yes"])
    path = tmp_path / "people.xlsx"
    book.save(path)
    told = run("letter", "--from", path, "--office", "pcc", *DAY).stderr
    assert "More of our words than of the writer's own, of which 35 to 80 would be good (rows 2, 3)." in told
    told = run("letter", "--digest", "--from", path, "--office", "pcc", "--name", "Us", *DAY).stderr
    assert "somebody's name could identify a person or a business (rows 2, 3)." in told


def test_names_come_through_as_they_are(members: Path) -> None:
    """The row's name is the writer's."""
    result = run("letter", "--from", members, "--office", "pcc", "--limit", "1", *DAY)
    assert "Zoë Ŵyn" in result.stdout


def test_a_spreadsheet_of_meetings(tmp_path: Path) -> None:
    """Fourteen divisions become one file to print; dates and times are read as they stand in cells."""
    book = Workbook()
    sheet = book.active
    assert sheet
    sheet.append(["Divisions of Anyshire"])
    sheet.append(["contest", "kind", "place", "date", "start", "minutes", "candidates"])
    for number in range(1, 15):
        names = f"A{number}; B{number}\nC{number}"
        sheet.append([f"Division {number}", "county", "Anyshire", DAY_OF_ALL, time(19, 30), 45, names])
    path = tmp_path / "meetings.xlsx"
    book.save(path)
    result = run("hustings", "--events", path, "--format", "md", *DAY)
    assert result.code == 0, result
    assert result.stdout.startswith("# Packs in this bundle")
    assert result.stdout.count("# For the chair: Hustings: Division ") == 14
    assert "**On Thursday 22 April 2027 at 19:30**" in result.stdout
    assert result.stdout.count("| C14 |") == 5


def test_a_table_with_titles_above_its_header(tmp_path: Path) -> None:
    """In CSV too, and in Windows-1252."""
    file = tmp_path / "members.csv"
    file.write_text("Our members;;\n;;\nName;Post code;Town\nZoë;BS1 5TR;Bristol\n", encoding="cp1252")
    result = run("letter", "--from", file, "--office", "pcc", *DAY)
    assert result.code == 0, result
    assert "Zoë" in result.stdout


def test_what_is_no_spreadsheet_is_said(tmp_path: Path) -> None:
    """Damaged, without the column, not there."""
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 not really")
    refused(run("lookup", "--from", path), 2, "not a spreadsheet we can read")
    refused(run("lookup", "--from", tmp_path / "none.xlsx"), 2, "cannot be read")
    book = Workbook()
    assert book.active
    book.active.append(["Name", "Town"])
    book.save(path)
    refused(run("lookup", "--from", path), 2, 'no column named "postcode"', "Name, Town")
