"""Files of rows as people have them: saved by a spreadsheet, cut in two, or not files at all."""

import csv
import gzip
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from cli import LONG, Argument, Result, command, in_words, refused, run, run_words

LETTER = ("letter", "--no-input")
MOST_MEMORY_KB = 120 * 1024
# Root reads everything, unless it gives up the two capabilities that let it.
AS_ANYBODY = """
import ctypes, os, sys
if os.geteuid() == 0:
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
os.execv(sys.argv[1], sys.argv[1:])
"""


def rows_of(result: Result) -> list[dict[str, str]]:
    """Read ``--csv`` output back."""
    return list(csv.DictReader(io.StringIO(result.stdout, newline="")))


def councils(result: Result) -> list[str]:
    """Give the council of each row of ``--csv`` output; empty where the row failed."""
    return [row["council"].split()[0] if row["council"] else "" for row in rows_of(result)]


def errors(result: Result) -> list[dict[str, Any]]:
    """Give the error records of ``--jsonl`` output."""
    return [record for record in result.records if record["schema"] == "askcandidate.error/1"]


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    """A spreadsheet's "CSV UTF-8" begins with one (fault 21)."""
    file = tmp_path / "members.csv"
    file.write_text("postcode,name\r\nBS1 5TR,Zoë\r\n", encoding="utf-8-sig")
    result = run("lookup", "--from", file, "--csv")
    assert (result.code, result.stderr, councils(result)) == (0, "", ["Bristol"])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_utf_16_is_refused_with_the_way_to_save_it(tmp_path: Path, encoding: str) -> None:
    """A spreadsheet's "Unicode text" (fault 22)."""
    file = tmp_path / "members.csv"
    file.write_text("postcode,name\nBS1 5TR,Zoë\n", encoding=encoding)
    refused(run("lookup", "--from", file, "--csv"), 2, str(file), "UTF-8", "CSV UTF-8")


def test_utf_16_through_a_pipe_is_refused_too() -> None:
    """The pipe is named as stdin (fault 22)."""
    refused(run("lookup", "-", stdin="BS1 5TR\n".encode("utf-16")), 2, "stdin", "UTF-8")


def test_windows_1252_is_read_with_a_warning(tmp_path: Path) -> None:
    """Older spreadsheets write it; the name in the letter is right and the guess is said (fault 22)."""
    file = tmp_path / "members.csv"
    file.write_text("name,postcode\nZoë O’Shea,BS1 5TR\n", encoding="cp1252")  # noqa: RUF001
    result = run(*LETTER, "--office", "pcc", "--from", file)
    in_words(result)
    assert result.code == 0
    assert "Zoë O’Shea" in result.stdout  # noqa: RUF001
    assert f"{file} is not UTF-8" in result.stderr
    assert "Windows-1252" in result.stderr


def test_a_nul_fails_its_row_alone(tmp_path: Path) -> None:
    """In whichever cell it is (fault 23)."""
    file = tmp_path / "members.csv"
    file.write_text("postcode,name\nBS1 5TR,a\nEH1 1YJ,a\0b\nM27\x00 0JE,b\nCF10 4UW,c\n", encoding="utf-8")
    result = run("lookup", "--from", file, "--jsonl")
    in_words(result)
    assert result.code == 3
    assert [record.get("place_name") for record in result.records] == ["Bristol", None, None, "Cardiff"]
    assert [error["line"] for error in errors(result)] == [3, 4]
    for error in errors(result):
        assert f"Line {error['line']}" in error["error"]["message"]
        assert "NUL" in error["error"]["message"]


@pytest.mark.parametrize(("form", "rows_after"), [("--json", 2), ("--csv", 2), ("--jsonl", 20_000)])
def test_an_open_quotation_is_named_by_its_line(tmp_path: Path, form: str, rows_after: int) -> None:
    """It would swallow the rest of the file, however long; what is out by then still parses (fault 24)."""
    file = tmp_path / "members.csv"
    rest = "CF10 4UW,d\n" * rows_after
    file.write_text(f'postcode,name\nBS1 5TR,a\nEH1 1YJ,"b\n{rest}', encoding="utf-8")
    result = run("lookup", "--from", file, form)
    in_words(result)
    assert result.code == 2
    assert str(file) in result.stderr
    assert "quotation" in result.stderr
    assert "line 3" in result.stderr
    if form == "--json":
        postcodes = [record["postcode"] for record in json.loads(result.stdout or "[]")]
    elif form == "--jsonl":
        postcodes = [record["postcode"] for record in result.records]
    else:
        postcodes = [row["postcode"] for row in rows_of(result)]
    assert postcodes in ([], ["BS1 5TR"])


@pytest.mark.parametrize("quote", ["", '"'])
def test_an_oversize_cell_fails_its_row_alone(tmp_path: Path, quote: str) -> None:
    """A whole document pasted into a cell, on one line (fault 25)."""
    file = tmp_path / "members.csv"
    cell = f"{quote}{'x' * 140_000}{quote}"
    file.write_text(f"postcode,name\nBS1 5TR,a\nEH1 1YJ,{cell}\nCF10 4UW,d\n", encoding="utf-8")
    result = run("lookup", "--from", file, "--jsonl")
    in_words(result)
    assert result.code == 3
    assert [record.get("place_name") for record in result.records] == ["Bristol", None, "Cardiff"]
    assert [error["line"] for error in errors(result)] == [3]


def test_an_oversize_cell_of_many_lines_makes_no_rows_of_its_lines(tmp_path: Path) -> None:
    """The message names the line where it begins, and its text is not taken for rows (fault 25)."""
    file = tmp_path / "members.csv"
    cell = "CF10 4UW,x\n" * 20_000
    file.write_text(f'postcode,name\nBS1 5TR,a\nEH1 1YJ,"{cell}"\nM27 0JE,d\n', encoding="utf-8")
    result = run("lookup", "--from", file, "--csv")
    in_words(result)
    assert result.code in (2, 3)
    assert "ine 3" in result.stderr + result.stdout
    assert "Cardiff" not in result.stdout


def test_a_ragged_row_fails_alone(tmp_path: Path) -> None:
    """A cell missing or one too many: nobody can say which is which (fault 26)."""
    file = tmp_path / "members.csv"
    file.write_text("postcode,name\nBS1 5TR,a\nEH1 1YJ\nCF10 4UW,d,e\nM27 0JE,f\n", encoding="utf-8")
    result = run("lookup", "--from", file, "--jsonl")
    in_words(result)
    assert result.code == 3
    assert "2 of 4 failed" in result.stderr
    assert [record.get("place_name") for record in result.records] == ["Bristol", None, None, "Salford"]
    assert [(e["input"], e["line"]) for e in errors(result)] == [("EH1 1YJ", 3), ("CF10 4UW", 4)]
    assert "1 cell" in errors(result)[0]["error"]["message"]
    assert "3 cells" in errors(result)[1]["error"]["message"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("code,name\nBS1 5TR,a\n", ["no column", '"postcode"', "code, name"]),
        ("BS1 5TR,a\nCF10 4UW,b\n", ["no column", "BS1 5TR, a"]),
        (",\nBS1 5TR,a\n", ["no column", '"postcode"']),
    ],
    ids=["another name", "no header", "blank header"],
)
def test_a_csv_without_one_postcode_column_lists_what_it_has(
    tmp_path: Path, content: str, says: list[str]
) -> None:
    """And names the option that chooses (fault 27)."""
    file = tmp_path / "members.csv"
    file.write_text(content, encoding="utf-8")
    refused(run("lookup", "--from", file, "--json"), 2, str(file), *says, "--column")


def test_two_columns_of_one_name_are_not_chosen_between(tmp_path: Path) -> None:
    """No option could tell them apart, so the message says to rename one (fault 27)."""
    file = tmp_path / "members.csv"
    file.write_text("Postcode,name,postcode\nBS1 5TR,a,CF10 4UW\n", encoding="utf-8")
    refused(run("lookup", "--from", file, "--json"), 2, "two columns", "Postcode, name", "Rename one")


def test_empty_rows_and_cells_of_a_spreadsheet_are_no_failures(tmp_path: Path) -> None:
    """Commas at the end and rows of commas alone come with every export; so do headers like Post code."""
    file = tmp_path / "members.csv"
    file.write_text("name,Post code\nAnn,BS1 5TR,,\n,,\n,\nBob,EH1 1YJ\n", encoding="utf-8")
    result = run("lookup", "--from", file, "--jsonl")
    assert (result.code, [r["postcode"] for r in result.records]) == (0, ["BS1 5TR", "EH1 1YJ"])


def test_a_spreadsheet_parted_by_semicolons_is_read(tmp_path: Path) -> None:
    """As some systems write it, in cp1252, with a header of two words (faults 22 and 27)."""
    file = tmp_path / "members.csv"
    file.write_bytes(b'Name;Post Code;Note\nJos\xe9;bs1 5tr;"a;b"\n;;\nBob;SW1A OAA;y\n')
    result = run("lookup", "--from", file, "--jsonl")
    assert result.code == 3
    assert [r.get("postcode") for r in result.records] == ["BS1 5TR", None]
    assert "Windows-1252" in result.stderr


def test_the_postcode_column_is_found_in_any_case_and_between_blanks(tmp_path: Path) -> None:
    """Header cells as people type them (fault 27)."""
    file = tmp_path / "members.csv"
    file.write_text(" name , PostCode \nZoë,BS1 5TR\n", encoding="utf-8")
    assert councils(run("lookup", "--from", file, "--csv")) == ["Bristol"]


def test_another_column_is_named_by_the_option(tmp_path: Path) -> None:
    """Found where it is, and said where it is not (fault 27)."""
    file = tmp_path / "members.csv"
    file.write_text("home,postcode\nBS1 5TR,CF10 4UW\n", encoding="utf-8")
    assert councils(run("lookup", "--from", file, "--column", "home", "--csv")) == ["Bristol"]
    refused(run("lookup", "--from", file, "--column", "work"), 2, '"work"', "home, postcode")


def test_a_header_cannot_move_the_cursor_or_fill_the_screen(tmp_path: Path) -> None:
    """It is repeated in the message, so it is shown escaped and in short (fault 27)."""
    file = tmp_path / "members.csv"
    file.write_text("\x1b[2J\x1b]52;c;AAAA\x07," + ",".join(f"c{n}" for n in range(20_000)), encoding="utf-8")
    refused(run("lookup", "--from", file), 2, str(file), "no column", "--column")


@pytest.mark.parametrize("name", ["members.csv", "members.txt"])
@pytest.mark.parametrize("end", ["\r", "mixed"])
def test_any_line_end_ends_a_line(tmp_path: Path, name: str, end: str) -> None:
    """Of an old Mac, of Windows, of Unix, and of all three in one file (fault 28)."""
    lines = ["postcode", "BS1 5TR", "CF10 4UW", "M27 0JE"][name.endswith(".txt") :]
    ends = ["\r\n", "\n", "\r", "\n"] if end == "mixed" else [end] * 4
    file = tmp_path / name
    file.write_bytes("".join(map("".join, zip(lines, ends, strict=False))).encode())
    result = run("lookup", "--from", file, "--csv")
    assert (result.code, result.stderr) == (0, "")
    assert councils(result) == ["Bristol", "City", "Salford"]


@pytest.mark.parametrize("content", ["", "\ufeff", "postcode,name\n"], ids=repr)
def test_a_file_without_rows_gives_an_empty_document(tmp_path: Path, content: str) -> None:
    """Nothing to do is no failure, and "0 rows" is said (fault 29)."""
    file = tmp_path / "members.csv"
    file.write_text(content, encoding="utf-8")
    result = run("lookup", "--from", file, "--json")
    assert (result.code, json.loads(result.stdout)) == (0, [])
    assert "0 rows" in result.stderr


def test_no_rows_make_a_csv_of_its_header_and_no_json_lines() -> None:
    """Each form has its own way to be empty (fault 29)."""
    table = run("lookup", "-", "--csv", stdin="")
    assert (table.code, rows_of(table), len(table.stdout.splitlines())) == (0, [], 1)
    assert table.stdout.startswith("input,postcode,")
    lines = run("lookup", "-", "--jsonl", stdin="")
    assert (lines.code, lines.stdout) == (0, "")


def test_a_long_pipe_is_answered_as_it_comes_in_constant_memory() -> None:
    """The first answer is there before the second row is; 200,000 rows stay under 120 MB (fault 30)."""
    # Started by a small process: what it is forked from counts as memory of its own.
    start = (
        "import os, sys; child = os.spawnv(os.P_NOWAIT, sys.executable, sys.argv[1:]); "
        "_, status, used = os.wait4(child, 0); print(used.ru_maxrss, file=sys.stderr); "
        "sys.exit(os.waitstatus_to_exitcode(status))"
    )
    tool = subprocess.Popen(
        [sys.executable, "-c", start, *command("lookup", "-", "--csv")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert tool.stdin
    assert tool.stderr
    assert tool.stdout
    tool.stdin.write(b"BS1 5TR\n")
    tool.stdin.flush()
    assert tool.stdout.readline().startswith(b"input,")
    assert tool.stdout.readline().startswith(b"BS1 5TR,BS1 5TR,England,")
    make = "import sys; sys.stdout.writelines(['BS1 5TR\\n', 'CF10 4UW\\n', 'M27 0JE\\n', 'EH1 1YJ\\n'] * 50_000)"
    with subprocess.Popen([sys.executable, "-c", make], stdout=tool.stdin) as rows:
        tool.stdin.close()
        lines = sum(1 for _ in tool.stdout)
        assert rows.wait(LONG) == 0
    tool.stdout.close()
    memory = int(tool.stderr.read())
    tool.stderr.close()
    assert (tool.wait(LONG), lines) == (0, 200_000)
    unit = 1024 if sys.platform == "darwin" else 1  # ru_maxrss is in bytes there
    assert memory / unit < MOST_MEMORY_KB


@pytest.mark.parametrize(
    "out",
    [("mine.txt",), ("mine.txt", "--force"), ("./mine.txt", "--force"), ("link.txt", "--force")],
    ids=" ".join,
)
def test_the_input_is_never_the_output(tmp_path: Path, out: tuple[str, ...]) -> None:
    """By its own name, by another spelling or by a link: refused, and the rows are still there (fault 31)."""
    file = tmp_path / "mine.txt"
    file.write_text("BS1 5TR\n", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(file)
    result = run(*LETTER, "--from", "mine.txt", "--out", *out, cwd=tmp_path)
    assert file.read_text(encoding="utf-8") == "BS1 5TR\n"
    refused(result, 2, out[0])


def test_the_own_words_are_never_the_output(tmp_path: Path) -> None:
    """The file of ``--why`` holds what nobody has twice (fault 31)."""
    file = tmp_path / "mine.txt"
    file.write_text("I have my reasons.\n", encoding="utf-8")
    result = run(*LETTER, "BS1 5TR", "--why", "@mine.txt", "--out", "mine.txt", "--force", cwd=tmp_path)
    assert file.read_text(encoding="utf-8") == "I have my reasons.\n"
    refused(result, 2, "mine.txt")


def test_a_release_is_never_the_file_built_from_it(tmp_path: Path) -> None:
    """The source of ``data build`` is a download of hundreds of megabytes (fault 31)."""
    file = tmp_path / "ONSPD_AUG_2026_UK.csv"
    file.write_text("pcds,doterm,lad26cd\nBS1 5TR,,E06000023\n", encoding="utf-8")
    result = run("data", "build", file, "--out", file, "--force")
    assert file.read_bytes().startswith(b"pcds")
    refused(result, 2, str(file))


def test_a_named_pipe_is_read_like_a_file(tmp_path: Path) -> None:
    """As a shell's ``<(...)`` gives one (fault 32)."""
    pipe = tmp_path / "rows"
    os.mkfifo(pipe)
    write = "import sys; open(sys.argv[1], 'w').write('postcode,name\\nBS1 5TR,a\\n')"
    with subprocess.Popen([sys.executable, "-c", write, pipe]) as writer:
        result = run("lookup", "--from", pipe, "--csv")
        assert writer.wait(LONG) == 0
    assert (result.code, result.stderr, councils(result)) == (0, "", ["Bristol"])


def test_dev_stdin_is_stdin() -> None:
    """Under the name some tools need (fault 32)."""
    result = run("lookup", "--from", "/dev/stdin", "--csv", stdin="BS1 5TR\n")
    assert (result.code, councils(result)) == (0, ["Bristol"])


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("folder", "folder"),
        ("./folder/", "folder"),
        ("missing.csv", "No such file"),
        ("./missing.csv", "No such file"),
        ("folder//missing.csv", "No such file"),
        ("rows.csv/missing.csv", "Not a directory"),
        ("", "--from"),
    ],
)
def test_what_is_no_file_is_named(tmp_path: Path, path: str, says: str) -> None:
    """However its path is spelt, it is the input that cannot be read (fault 32)."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "rows.csv").write_text("postcode\nBS1 5TR\n", encoding="utf-8")
    refused(run("lookup", "--from", path, "--json", cwd=tmp_path), 2, path, says)


@pytest.mark.parametrize(("path", "says"), [("./missing.txt", "No such file"), ("", "@")])
def test_own_words_that_are_in_no_file_are_not_left_out(tmp_path: Path, path: str, says: str) -> None:
    """A letter without them is not the letter asked for (fault 32)."""
    refused(run(*LETTER, "BS1 5TR", "--why", f"@{path}", cwd=tmp_path), 2, path, says)


@pytest.mark.skipif(sys.platform != "linux", reason="drops root's rights as Linux has them")
@pytest.mark.parametrize(
    "words", [("lookup", "--from", "rows.csv"), (*LETTER, "BS1 5TR", "--why", "@rows.csv")]
)
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Somebody else's file (fault 32)."""
    file = tmp_path / "rows.csv"
    file.write_text("postcode\nBS1 5TR\n", encoding="utf-8")
    file.chmod(0)
    result = run_words([sys.executable, "-c", AS_ANYBODY, *command(*words)], cwd=tmp_path)
    refused(result, 2, "rows.csv", "Permission denied")


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that opens and cannot be read")
def test_a_file_that_fails_under_the_reading_is_named() -> None:
    """A bad disk is a fault of the input, not of the output (fault 32)."""
    result = run("lookup", "--from", "/proc/self/mem", "--csv")
    in_words(result)
    assert result.code == 2
    assert "/proc/self/mem cannot be read" in result.stderr


def _workbook() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>" * 100)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("members.xlsx", _workbook()),
        ("members.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)),
        ("members.csv.gz", gzip.compress(b"postcode\nBS1 5TR\n", mtime=0)),
        ("members.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"),
    ],
    ids=["xlsx", "xls", "gz", "pdf"],
)
def test_a_file_of_another_kind_is_refused_whole(tmp_path: Path, name: str, content: bytes) -> None:
    """Not taken for Windows-1252 and refused line by line (faults 22 and 32)."""
    file = tmp_path / name
    file.write_bytes(content)
    refused(run("lookup", "--from", file), 2, str(file), "not", "CSV")


FAILING = ["=cmd|' /C calc'!A0", "+44", "-2", "@SUM(1)", "\t=1", "\r=1", "\n=1", "x\r=1", "x\n=1", 'x","=1']
FOUND = ["-BS1 5TR", "\tBS1 5TR", "\rBS1 5TR", "\nBS1 5TR"]
FORMULAS = FAILING + FOUND
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def _formulas() -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["postcode"])
    writer.writerows([cell] for cell in FORMULAS)
    return out.getvalue()


def _lookup_formulas(form: str) -> Result:
    words: tuple[Argument, ...] = ("lookup", "--from", "-", "--input-format", "csv", form)
    result = run(*words, stdin=_formulas())
    in_words(result)
    assert result.code == 3
    return result


def test_no_cell_of_the_csv_is_a_formula() -> None:
    """An apostrophe first, in failed rows and answered ones alike; without it the input is back (fault 34)."""
    rows = rows_of(_lookup_formulas("--csv"))
    safe = [f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in FORMULAS]
    assert [row["input"] for row in rows] == safe
    assert [bool(row["error"]) for row in rows] == [True] * len(FAILING) + [False] * len(FOUND)
    assert not [cell for row in rows for cell in row.values() if cell.startswith(FORMULA_STARTS)]


def test_raw_csv_and_json_alter_nothing() -> None:
    """Where a program reads, the cell is the cell (fault 34)."""
    assert [row["input"] for row in rows_of(_lookup_formulas("--raw-csv"))] == FORMULAS
    assert [record["input"] for record in _lookup_formulas("--jsonl").records] == FORMULAS


def test_a_line_that_is_no_record_fails_alone() -> None:
    """JSON lines that another tool cut or mixed (faults 23 to 26, for JSON)."""
    wrong = ["not json", "[1]", '{"postcode": 5}', "{}", "[" * 100_000, '{"postcode": "x']
    right = '{"postcode": "BS1 5TR"}'
    result = run("lookup", "--from", "-", "--jsonl", stdin="\n".join([right, *wrong, "", right]))
    in_words(result)
    assert result.code == 3
    assert [record.get("place_name") for record in result.records] == [
        "Bristol",
        *[None] * len(wrong),
        "Bristol",
    ]
    assert [(e["line"], f"Line {e['line']} " in e["error"]["message"]) for e in errors(result)] == [
        (line, True) for line in range(2, 2 + len(wrong))
    ]


def test_an_error_record_from_before_is_repeated_without_its_control_characters() -> None:
    """A row that failed in the command before fails here, and cannot write on the terminal (fault 34)."""
    record = {"input": "x\x1b[2J", "error": {"message": "\x1b]52;c;AAAA\x07 was wrong" + "!" * 5000}}
    result = run("lookup", "--from", "-", stdin=f'{{"postcode": "BS1 5TR"}}\n{json.dumps(record)}\n')
    in_words(result)
    assert result.code == 3
    assert "line 2" in result.stderr
    assert "was wrong" in result.stderr
    assert "\x1b" not in result.stdout
