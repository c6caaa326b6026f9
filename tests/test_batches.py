"""Batches: nothing lost, nothing half-written, and a run that was stopped goes on to the same bytes."""

import csv
import fcntl
import json
import os
import random
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from asking import ADA, API, BEN, ON, of, one_ward
from cli import LONG, command, in_words, refused, run, shell_code
from server import Service, reply
from terminal import Terminal

DAY = ("--on", "2026-11-21")
GOOD = ("BS1 5TR", "EH1 1YJ", "NG18 2AL", "M27 0JE", "CF10 4UW", "E14 8UE")


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Give a file of ten thousand rows, one in a hundred of them rubbish."""
    chance = random.Random(7)  # noqa: S311  (rubbish, not secrets)
    path = tmp_path / "members.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["name", "postcode", "ref"])
        for number in range(10_000):
            postcode = "rubbish" if chance.random() < 0.01 else GOOD[number % len(GOOD)]
            out.writerow([f'Member, "{number}"', postcode, f"R{number}"])
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


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


def _killed(words: tuple[Any, ...], chance: random.Random) -> int:
    """Run, and end the run at some moment by some signal; give how it ended."""
    process = subprocess.Popen(command(*words), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return shell_code(process.wait(chance.uniform(0.4, 1.6)))
    except subprocess.TimeoutExpired:
        process.send_signal(chance.choice([signal.SIGKILL, signal.SIGINT, signal.SIGTERM]))
        return shell_code(process.wait(LONG))


@pytest.mark.parametrize("form", ["--csv", "--jsonl"])
def test_a_run_killed_again_and_again_gives_the_same_bytes(rows: Path, tmp_path: Path, form: str) -> None:
    """SIGKILL, Ctrl-C and SIGTERM at random moments; then --resume to the end (faults 78, 79, 99, 101, 102)."""
    many = tmp_path / "many.csv"
    head, *lines = rows.read_text(encoding="utf-8").splitlines(keepends=True)
    many.write_text(head + "".join(lines * 4), encoding="utf-8")
    outputs: dict[str, list[bytes]] = {}
    for name in ("whole", "killed"):
        folder = tmp_path / name
        folder.mkdir()
        words = ("lookup", "--from", many, form, *DAY, "--out", folder / "o", "--rejects", folder / "r")
        chance = random.Random(form)  # noqa: S311  (same)
        code = run(*words).code if name == "whole" else 137
        while code not in (0, 3):
            code = _killed((*words, "--resume"), chance)
            assert code in (0, 3, 130, 137, 143), code
        outputs[name] = [(folder / each).read_bytes() for each in ("o", "r")]
        assert sorted(path.name for path in folder.iterdir()) == ["o", "r"]
    assert outputs["whole"] == outputs["killed"]


@pytest.mark.parametrize(
    "words",
    [
        (
            "lookup",
            "--from",
            "in.csv",
            "--csv",
            "--out",
            "o.csv",
            "--rejects",
            "r.csv",
            "--report",
            "p.csv",
            *DAY,
        ),
        ("letter", "--from", "in.csv", "--out", "letters", "--rejects", "r.csv", "-q", *DAY),
        (
            *("hustings", "--from", "in.csv", "--office", "council", "--pages", "card", "--format", "md"),
            *("--out", "packs", "--rejects", "r.csv", "--report", "p.csv", "-q", *DAY),
        ),
    ],
)
def test_torture(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Every write, open, fsync and rename of a small batch fails once in each way; going on mends it all."""
    (tmp_path / "given").mkdir()
    (tmp_path / "given/in.csv").write_text(
        'name,postcode\nA,BS1 5TR\nB,nonsense\nC,"EH1 1YJ"\nD,ZZ99 9ZZ\n', encoding="utf-8"
    )
    harness = Path(__file__).with_name("torture.py")
    done = subprocess.run(
        [sys.executable, harness, tmp_path, *words], capture_output=True, text=True, timeout=200, check=True
    )
    tried, *broken = done.stdout.splitlines()
    assert broken == []
    assert int(tried) > 90


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
    assert "1 files written, 39 unchanged." in run(*words, "--force").stderr


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


@pytest.fixture
def stopped(tmp_path: Path) -> tuple[Any, ...]:
    """Give a run that was stopped after some of its rows."""
    folder = tmp_path / "stopped"
    folder.mkdir()
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    words = ("lookup", "--input-format", "text", "--csv", "--out", folder / "o.csv", *DAY)
    process = subprocess.Popen(command(*words, "--from", fifo), stderr=subprocess.PIPE)
    journal = folder / ".o.csv.journal"
    with fifo.open("w", encoding="utf-8") as pipe:
        while not (journal.exists() and journal.read_text(encoding="utf-8").count("\n") > 1):
            pipe.write("BS1 5TR\n" * 2000)
            pipe.flush()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=LONG)
    assert process.returncode == 130
    assert b"To go on, give the same command with --resume." in said
    return (*words, "--from", fifo)


def test_going_on_with_something_else_is_refused(stopped: tuple[Any, ...], tmp_path: Path) -> None:
    """Other rows, other options, another day; and beginning anew has to be said (fault 100)."""
    folder = tmp_path / "stopped"
    file = tmp_path / "other.txt"
    file.write_text("EH1 1YJ\n" * 500_000, encoding="utf-8")
    fifo = stopped[-1]
    fifo.unlink()
    fifo.symlink_to(file)
    refused(run(*stopped), 2, "An earlier run stopped here", "--resume", "--force")
    refused(run(*stopped, "--resume", "--limit", "3"), 2, "options, input changed since")
    refused(
        run(*(word if word != "2026-11-21" else "2026-11-22" for word in stopped), "--resume"),
        2,
        "changed since",
    )
    refused(run(*stopped, "--resume"), 2, "input")
    assert not (folder / "o.csv").exists()
    assert run(*stopped, "--force").code == 0
    assert (folder / "o.csv").read_text(encoding="utf-8").count("\n") == 500_001
    assert [path.name for path in folder.iterdir()] == ["o.csv"]


def test_two_runs_keep_out_of_each_others_way(tmp_path: Path) -> None:
    """The second is told the first's process; a lock whose process is gone is taken over (fault 98)."""
    file = tmp_path / "rows.txt"
    file.write_text("BS1 5TR\n", encoding="utf-8")
    words = ("lookup", "--from", file, "--csv", "--out", tmp_path / "o.csv", *DAY)
    lock = tmp_path / ".o.csv.journal.lock"
    with lock.open("w", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write(str(os.getpid()))
        held.flush()
        refused(run(*words), 73, f"process {os.getpid()}")
    assert run(*words).code == 0
    assert not lock.exists()
    with (tmp_path / ".r.csv.lock").open("w", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        others = ("lookup", "--from", file, "--csv", "--out", tmp_path / "p.csv", *DAY)
        refused(run(*others, "--rejects", tmp_path / "r.csv"), 73, "Another run")
    assert run(*others, "--rejects", tmp_path / "r.csv").code == 0


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


def test_a_damaged_journal_is_no_journal(tmp_path: Path) -> None:
    """A line of another form: the run begins anew."""
    file = tmp_path / "rows.txt"
    file.write_text("BS1 5TR\n", encoding="utf-8")
    (tmp_path / ".o.csv.journal").write_text(
        '{"schema": "askcandidate.journal/1"}\n{"rows": 5}\n', encoding="utf-8"
    )
    words = ("lookup", "--from", file, "--csv", "--out", tmp_path / "o.csv", "--resume", *DAY)
    assert run(*words).code == 0
    assert len(read(tmp_path / "o.csv")) == 1


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
