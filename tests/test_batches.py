"""Batches: nothing lost, each row in its place, and each file its own."""

import json
import stat
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from asking import ADA, API, BEN, ON, of, one_ward
from cli import in_words, refused, run
from members import DAY, GOOD, read
from server import Service, reply
from terminal import Terminal


def test_in_is_out_and_rejects(rows: Path, tmp_path: Path) -> None:
    """Each row is in the one or the other, whole, with why; the report has a line for every one."""
    words = ("lookup", "--from", rows, "--csv", *DAY)
    result = run(
        *words, "--out", tmp_path / "o.csv", "--rejects", tmp_path / "r.csv", "--report", tmp_path / "p.csv"
    )
    in_words(result)
    given, out, rejects, report = (
        read(tmp_path / name) for name in ("members.csv", "o.csv", "r.csv", "p.csv")
    )
    assert result.code == 3
    assert len(out) + len(rejects) == len(given) == len(report)
    assert [row["postcode"] for row in out] == [
        row["postcode"] for row in given if row["postcode"] != "rubbish"
    ]
    bad = [row for row in given if row["postcode"] == "rubbish"]
    assert [{key: row[key] for key in given[0]} for row in rejects] == bad
    assert {row["code"] for row in rejects} == {"malformed-postcode"}
    assert [row["outcome"] for row in report].count("failed") == len(bad)
    assert f"{len(bad)} of 10,000 failed." in result.stderr


def test_a_line_of_json_comes_back_whole(tmp_path: Path) -> None:
    """Whichever keys it has, and whatever is not text; and the rejects can be given again."""
    lines: list[Any] = [
        {"postcode": "nonsense", "name": "A"},
        {"postcode": "BS1 5TR", "name": "B"},
        {"ref": 3, "postcode": "ZZ99 9ZZ", "tags": ["x", {"y": None}], "other": "mine"},
        {"name": "no postcode"},
        {"postcode": 7, "name": None},
    ]
    given = tmp_path / "in.jsonl"
    texts = [*(json.dumps(line) for line in lines), '{"postcode": "EH1 1YJ"', "[1]"]
    given.write_text("\n".join(texts), encoding="utf-8")
    first, again = tmp_path / "r.csv", tmp_path / "again.csv"
    words = ("lookup", "--jsonl", *DAY, "--rejects")
    result = run(*words, first, "--from", given)
    in_words(result)
    rejects = read(first)
    assert len(result.records) + len(rejects) == len(texts)
    assert list(rejects[0]) == ["postcode", "name", "other", "line", "code", "reason"]
    back = [{**row, **json.loads(row["other"] or "{}")} for row in rejects]
    assert all({**row, **line} == row for row, line in zip(back, [lines[0], *lines[2:]], strict=False))
    assert [row["postcode"] for row in rejects[4:]] == ['{"postcode": "EH1 1YJ"', "[1]"]
    assert run(*words, again, "--from", first).records == []
    assert [row["postcode"] for row in read(again)] == [row["postcode"] for row in rejects]
    assert [row["other"] for row in read(again)] == [row["other"] for row in rejects]


def test_the_first_bad_row_decides_no_columns(tmp_path: Path) -> None:
    """One that could not be read at all takes nothing from those after it."""
    file = tmp_path / "rows.csv"
    file.write_text(f"name,postcode\n{'x' * 140_000},BS1 5TR\nB,nonsense\n", encoding="utf-8")
    run("lookup", "--from", file, "--rejects", tmp_path / "r.csv", *DAY)
    unread, bad = read(tmp_path / "r.csv")
    assert (unread["line"], unread["name"]) == ("2", "")
    assert (bad["line"], bad["name"], bad["postcode"]) == ("3", "B", "nonsense")


def test_the_report_says_what_each_row_came_to(tmp_path: Path) -> None:
    """How many letters, and which postcode it was."""
    file = tmp_path / "rows.txt"
    file.write_text("EH1 1YJ\n=bad\nBS1 5TR\n", encoding="utf-8")
    report = tmp_path / "p.csv"
    run("letter", "--from", file, "--jsonl", "--report", report, "-q", *DAY)
    told = [(row["row"], row["input"], row["outcome"], row["results"]) for row in read(report)]
    assert told == [
        ("1", "EH1 1YJ", "done", "1"),
        ("2", "'=bad", "failed", "0"),
        ("3", "BS1 5TR", "done", "3"),
    ]
    run("letter", "--from", file, "--out", tmp_path / "out", "--report", report, "--force", "-q", *DAY)
    named = [row["files"].split() for row in read(report)]
    assert [len(names) for names in named] == [1, 0, 3]
    assert {name for names in named for name in names} == {p.name for p in (tmp_path / "out").glob("*.txt")}


def test_letters_in_a_folder_go_on_and_come_out_once(rows: Path, tmp_path: Path) -> None:
    """A second run writes nothing; a file that was changed is not replaced without --force (fault 76)."""
    words = (
        "letter",
        "--from",
        rows,
        "--limit",
        "40",
        "--office",
        "council",
        "--out",
        tmp_path / "out",
        *DAY,
    )
    assert "40 files written, 0 unchanged." in run(*words).stderr
    assert "0 files written, 40 unchanged." in run(*words).stderr
    one = tmp_path / "out/000002-bs1-council-e06000023-office.txt"
    assert stat.S_IMODE(one.stat().st_mode) == 0o600
    one.write_text("mine", encoding="utf-8")
    refused(run(*words, "-q"), 73, "exists already")
    assert one.read_text(encoding="utf-8") == "mine"
    assert "1 file written, 39 unchanged." in run(*words, "--force").stderr


def test_a_row_can_be_named_by_its_own_id(rows: Path, tmp_path: Path) -> None:
    """In files and records; two rows of one id, or none, are told apart from each other by failing."""
    words = ("letter", "--from", rows, "--limit", "3", "--office", "council", "--id", "ref", *DAY)
    run(*words, "--out", tmp_path / "out")
    assert (
        min(path.name for path in (tmp_path / "out").glob("*.txt")) == "r0-bs1-council-e06000023-office.txt"
    )
    assert [record["id"] for record in run(*words, "--jsonl").records] == ["R0", "R1", "R2"]
    file = tmp_path / "twice.csv"
    file.write_text("postcode,ref\nBS1 5TR,a\nBS1 5TR,A\nBS1 5TR,\n", encoding="utf-8")
    again = run("letter", "--from", file, "--id", "ref", "--jsonl", "--office", "pcc", *DAY)
    assert [record.get("id", "failed") for record in again.records] == ["a", "failed", "failed"]
    refused(run("letter", "--from", file, "--id", "nothing", "-q", *DAY), 2, "no column")


def test_a_name_with_marks_names_a_file_in_plain_letters(tmp_path: Path) -> None:
    """Letters are not lost to hyphens, and ids that differ in their marks alone have files of their own."""
    file = tmp_path / "rows.csv"
    rows = ("Siân Llŷr ap Gwilym", "Sian Llyr ap Gwilym", "sian-llyr-ap-gwilym")
    file.write_text("postcode,who\n" + "".join(f"BS1 5TR,{who}\n" for who in rows), encoding="utf-8")
    run("letter", "--from", file, "--id", "who", "--office", "pcc", "--out", tmp_path / "out", *DAY)
    made = sorted(path.name for path in (tmp_path / "out").glob("*.txt"))
    assert len(made) == 3
    assert all(name.startswith("sian-llyr-ap-gwilym-") for name in made)


def test_a_dry_run_writes_nothing_and_asks_nobody(rows: Path, tmp_path: Path) -> None:
    """It says which files, how many letters to whom, and which service."""
    words = ("letter", "--from", rows, "--limit", "2", "--out", tmp_path / "out", "--live", "-n", *DAY)
    result = run(*words, env={"HTTPS_PROXY": "http://127.0.0.1:1"})
    assert result.code == 0
    assert result.stdout.count("would write ") == 4
    assert "1 to Bristol City Council." in result.stderr
    assert "this one asks nobody" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("allowed", "code"), [("0", 3), ("1", 3), ("2", 0), ("19%", 3), ("20%", 0), ("100%", 0)]
)
def test_so_many_may_fail(tmp_path: Path, allowed: str, code: int) -> None:
    """A number or a share of the rows; nothing else is one."""
    file = tmp_path / "rows.txt"
    file.write_text("\n".join([*GOOD, *GOOD[:2], "x", "y"]), encoding="utf-8")
    assert (
        run("lookup", "--from", file, "--rejects", tmp_path / "r.csv", "--allow-rejects", allowed).code
        == code
    )
    refused(run("lookup", "--from", file, "--allow-rejects", "some"), 2, "is not a number of rows")


def test_each_file_of_a_batch_is_its_own(rows: Path, tmp_path: Path) -> None:
    """By whatever name; and --reject-columns names columns that are there."""
    words = ("lookup", "--from", rows, "--csv", "--out", "s.csv", *DAY)
    for others in (
        ("--rejects", "s.csv"),
        ("--rejects", "./s.csv"),
        ("--rejects", "r.csv", "--report", "r.csv"),
    ):
        refused(run(*words, *others, cwd=tmp_path), 2, "are the same file")
    result = run(*words, "--rejects", "r.csv", "--reject-columns", "nothing", "-q", cwd=tmp_path)
    assert result.code == 2
    assert "none of the columns" in result.stderr


def test_who_watches_sees_how_far_it_is(rows: Path, tmp_path: Path) -> None:
    """A bar at a terminal, where the result goes elsewhere; none with --quiet, none in a pipe."""
    words = ("lookup", "--from", str(rows), "--csv", *DAY)
    person = Terminal(*words, "--out", str(tmp_path / "o.csv"))
    assert person.end() == 3
    assert " rows" in person.shown
    quiet = Terminal(*words, "--out", str(tmp_path / "p.csv"), "--quiet")
    assert quiet.end() == 3
    assert " rows" not in quiet.shown
    assert (tmp_path / "o.csv").read_bytes() == (tmp_path / "p.csv").read_bytes()
    assert " a second" not in run(*words).stderr


def test_letters_in_one_archive(rows: Path, tmp_path: Path) -> None:
    """The same bytes each time, dated by the letters' own day, for its owner's eyes."""
    words = ("letter", "--from", rows, "--limit", "5", "--office", "council", *DAY)
    for name in ("one.zip", "two.zip"):
        assert run(*words, "--out", tmp_path / name).code == 0
    one, two = ((tmp_path / name).read_bytes() for name in ("one.zip", "two.zip"))
    assert one == two
    assert stat.S_IMODE((tmp_path / "one.zip").stat().st_mode) == 0o600
    with ZipFile(tmp_path / "one.zip") as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 5
        assert archive.infolist()[0].date_time == (2026, 11, 21, 0, 0, 0)
    refused(run(*words, "--out", tmp_path / "one.zip", "-q"), 73, "--force")
    refused(run(*words, "--out", tmp_path / "three.zip", "--resume", "-q"), 2)


def test_a_file_for_excel_and_a_warning_in_ci(tmp_path: Path) -> None:
    """The mark by which it knows UTF-8; in CI it is said that others can read the file."""
    out = tmp_path / "o.csv"
    result = run("lookup", *GOOD, "--excel", "--out", out, env={"CI": "true"})
    assert out.read_bytes().startswith(b"\xef\xbb\xbfinput,postcode,")
    assert "CI is set" in result.stderr
    assert run("lookup", "BS1 5TR", "--excel").stdout.startswith("\ufeffinput,")


def test_options_that_cannot_go_together(tmp_path: Path) -> None:
    """Before any work."""
    for words in (
        ("--resume",),
        ("--resume", "--force", "--out", "x.csv"),
        ("--reject-columns", "a"),
        ("--json", "--resume", "--out", "x.json"),
    ):
        refused(run("lookup", "BS1 5TR", *words, cwd=tmp_path), 2)
    refused(run("lookup", "BS1 5TR", "--limit", "0", cwd=tmp_path), 2)


def test_a_run_tells_nobody_who_wrote_from_where(tmp_path: Path) -> None:
    """No name, address, words or whole postcode in a message; no file that others can read (fault 112)."""
    (tmp_path / "in.csv").write_text(
        "name,address,postcode,why\n"
        "Ann Canary,1 Canary Row,BS1 5TR,My canary sings about this.\n"
        "Bob Canary,2 Canary Row,ZZ1 9ZZ,So does my canary.\n",
        encoding="utf-8",
    )
    files = ("--out", "out", "--rejects", "r.csv", "--report", "p.csv")
    result = run("letter", "--from", "in.csv", *files, *DAY, cwd=tmp_path)
    assert result.code == 3
    for hidden in ("canary", "bs1 5tr", "bs15tr", "zz1 9zz"):
        assert hidden not in (result.stdout + result.stderr).lower()
    report = (tmp_path / "p.csv").read_text(encoding="utf-8")
    assert "done" in report
    assert "canary" not in report.lower()
    made = [tmp_path / "r.csv", tmp_path / "p.csv", *(tmp_path / "out").iterdir()]
    assert {path.stat().st_mode & 0o077 for path in made} == {0}


def test_only_some_columns_are_handed_back(tmp_path: Path) -> None:
    """A ragged row loses nothing; --reject-columns leaves out what others need not see."""
    file = tmp_path / "rows.csv"
    file.write_text("name,postcode\nA,nonsense\nB,BS1 5TR,surplus,more\n", encoding="utf-8")
    run("lookup", "--from", file, "--rejects", tmp_path / "all.csv")
    assert [row["postcode"] for row in read(tmp_path / "all.csv")] == ["nonsense", "BS1 5TR,surplus,more"]
    run("lookup", "--from", file, "--rejects", tmp_path / "some.csv", "--reject-columns", "postcode")
    assert list(read(tmp_path / "some.csv")[0]) == ["postcode", "line", "code", "reason"]


def test_a_live_batch_keeps_its_books_too(service: Service, tmp_path: Path) -> None:
    """Rows of a service, in order, the failed ones handed back."""
    for postcode, people in (("BS1 5TR", [ADA]), ("BS1 6TR", [ADA, BEN])):
        service.answer(f"{API}postcode/{postcode.replace(' ', '')}/", reply(of(postcode, one_ward(*people))))
    file = tmp_path / "rows.txt"
    file.write_text("BS1 5TR\nBS2 0JA\nBS1 6TR\n", encoding="utf-8")
    out, rejects = tmp_path / "o.jsonl", tmp_path / "r.csv"
    words = ("candidates", "--from", file, "--base-url", service.url(API), "--on", ON, "--jsonl")
    assert run(*words, "--out", out, "--rejects", rejects).code == 3
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(line["postcode"], line["reach"]["total"]) for line in lines] == [("BS1 5TR", 1), ("BS1 6TR", 2)]
    assert [row["input"] for row in read(rejects)] == ["BS2 0JA"]
