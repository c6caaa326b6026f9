"""The files of one run are kept apart, by whatever name: refused with exit 2 before anything is written."""

import csv
import shlex
import sys
from pathlib import Path

import pytest

from cli import refused, run, run_words

ROWS = "postcode,consent\nBS1 5TR,yes\nZZ9 9ZZ,yes\n"
LETTER = ("letter", "--from", "rows.csv", "--office", "pcc")
DIGEST = (*LETTER, "--digest")
HUSTINGS = ("hustings", "--from", "rows.csv", "--office", "pcc")
LOOKUP = ("lookup", "--from", "rows.csv", "--csv")
SAME = "are the same file"
READ = "is a file that this run reads"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Rows, and three more names for them or their folder."""
    (tmp_path / "rows.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "linked.csv").symlink_to("rows.csv")
    (tmp_path / "hard.csv").hardlink_to(tmp_path / "rows.csv")
    (tmp_path / "sub").mkdir()
    (tmp_path / "link").symlink_to("sub")
    return tmp_path


def holdings(folder: Path) -> dict[str, bytes]:
    """Every file there is, with what is in it."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", [LETTER, DIGEST, HUSTINGS], ids=["letter", "digest", "hustings"])
@pytest.mark.parametrize(
    ("out", "option", "other"),
    [
        ("a.zip", "--rejects", "a.zip"),
        ("a.zip", "--report", "sub/../a.zip"),
        ("sub/a.pdf", "--rejects", "link/a.pdf"),
        ("a.md", "--report", "./a.md"),
        ("folder", "--rejects", "folder"),
        ("sub", "--report", "link"),
        ("folder", "--rejects", "folder/.askcandidate.journal"),
    ],
)
def test_the_result_and_a_book_of_it(
    command: tuple[str, ...], out: str, option: str, other: str, folder: Path
) -> None:
    """Whatever the result is: a growing file, an archive, a document made in the end, a folder."""
    before = holdings(folder)
    refused(run(*command, "--out", out, option, other, cwd=folder), 2, SAME)
    assert holdings(folder) == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((*LOOKUP, "--rejects", "r.csv", "--report", "sub/../r.csv"), SAME),
        ((*LOOKUP, "--out", "a.csv", "--rejects", ".a.csv.part"), "What is kept beside --out and --rejects"),
        ((*LOOKUP, "--out", "a.csv", "--report", ".a.csv.journal"), "What is kept beside --out and --report"),
        ((*LOOKUP, "--rejects", "rows.csv", "--force"), READ),
        ((*LOOKUP, "--report", "linked.csv", "--force"), READ),
        ((*LOOKUP, "--out", "hard.csv", "--force"), READ),
        (("letter", "BS1 5TR", "--why", "@rows.csv", "--rejects", "linked.csv", "--force"), READ),
        ((*LETTER, "--signed", "hard.csv", "--report", "linked.csv", "--force"), READ),
    ],
)
def test_two_books_of_a_run_and_what_it_reads(words: tuple[str, ...], says: str, folder: Path) -> None:
    """Rows, own words and lists are never written over, not even with --force."""
    before = holdings(folder)
    refused(run(*words, cwd=folder), 2, says)
    assert holdings(folder) == before


@pytest.mark.skipif(not Path("/dev/stdin").exists(), reason="stdin has no name here")
@pytest.mark.parametrize("option", ["--out", "--rejects", "--report"])
@pytest.mark.parametrize("name", ["rows.csv", "linked.csv", "hard.csv"])
def test_the_file_that_the_shell_reads_from(option: str, name: str, folder: Path) -> None:
    """With < nobody tells us its name; it is known all the same."""
    words = [sys.executable, "-m", "askcandidate", "lookup", "-", "--csv", "--force", option, name]
    before = holdings(folder)
    refused(run_words(["sh", "-c", f"{shlex.join(words)} < rows.csv"], cwd=folder), 2, READ)
    assert holdings(folder) == before


@pytest.mark.parametrize("option", ["--out", "--rejects", "--report"])
def test_a_name_that_no_file_can_have(option: str, tmp_path: Path) -> None:
    """A link that leads round to itself, and more letters than a name has room for."""
    (tmp_path / "round").symlink_to("round")
    for name, says in (("round", "is a link that leads nowhere"), ("a" * 300, "cannot be created")):
        refused(run("lookup", "BS1 5TR", "--csv", option, name, cwd=tmp_path), 73, says)


def test_one_letter_may_have_a_report(tmp_path: Path) -> None:
    """Of its one row, in whatever form the letters are."""
    for number, out in enumerate(("l.txt", "l.zip", "letters", "-")):
        report = tmp_path / f"{number}.csv"
        words = ("letter", "BS1 5TR", "--no-input", "-q", "--report", report, "--rejects", f"{report}.no")
        done = run(*words, "--out", out, cwd=tmp_path)
        assert done.code == 0, done
        (row,) = csv.DictReader(report.read_text(encoding="utf-8").splitlines())
        assert (row["row"], row["input"], row["outcome"], row["results"]) == ("1", "BS1 5TR", "done", "3")
