"""The log on a disk that fails and among other writers: the old log or the new one, and nothing lost."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from asking import HERE, KEY, ON, one_ward, serve
from cli import LONG, command, run, shell_code
from server import Service
from test_log import GRID, HEAD, MAYOR, add, log, text_of
from test_log_letters import ask

HARNESS = Path(__file__).with_name("torture.py")
SENDER = ("--name", "B. Clerk", "--why", "I live here.")
FAYE = ("--candidate", "Faye Quill", "--contest", MAYOR, "--ask", "mayor-1", "--state", "yes")


def tortured(home: Path, kept: str, *words: str) -> tuple[int, list[str]]:
    """Give how many failures were tried and what was lost, half-written or not mended."""
    told = subprocess.run(
        [sys.executable, HARNESS, "--kept", kept, home, *words],
        capture_output=True,
        text=True,
        timeout=500,
        check=True,
    ).stdout
    tried, *broken = told.splitlines()
    return int(tried), broken


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """Give a folder with a log of three people, another's log, and the record of a hustings."""
    folder = tmp_path / "given"
    folder.mkdir()
    for name in ("Ada Marlpit", "Ben Oatfield", "Cy Reed"):
        ask(folder, name)
    add(folder, "Ada Marlpit", "mayor-1", "yes", "2027-04-02", "--words", "Yes, by May")
    theirs = text_of(folder).replace("Cy Reed", "Dee Quill").replace("2027-04-01", "2027-04-03")
    (folder / "theirs.csv").write_text(theirs, encoding="utf-8")
    rows = [
        f"{MAYOR},,,,{name},mayor-1,no,Not yet,2027-04-22,Hall\n" for name in ("Ben Oatfield", "Eve Stone")
    ]
    (folder / "record.csv").write_text(GRID + "".join(rows), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ("pledges.csv", ("log", "add", *FAYE, "--on", "2027-04-09")),
        ("new.csv", ("log", "add", *FAYE, "--on", "2027-04-09", "--log", "new.csv")),
        ("pledges.csv", ("log", "import", "record.csv", "theirs.csv")),
        ("both.csv", ("log", "merge", "pledges.csv", "theirs.csv", "--out", "both.csv", "--force")),
        ("pledges.csv", ("log", "merge", "pledges.csv", "theirs.csv", "--out", "both.csv", "--force")),
        ("pledges.csv", ("log", "chase", *SENDER, "--record", "--out", "letters", "--on", "2027-04-20")),
    ],
)
def test_torture_of_the_log(given: Path, kept: str, words: tuple[str, ...]) -> None:
    """Every open, fsync, rename and unlink fails once in each way, and the disk is full within every line."""
    tried, broken = tortured(given.parent, kept, *words)
    assert broken == []
    assert tried > 25


def test_torture_of_a_purge(tmp_path: Path, service: Service) -> None:
    """A key is there or gone, never half of one; purging again takes away the rest, and leaves the settings."""
    home = tmp_path / "given"
    home.mkdir()
    env = {"HOME": str(home)}
    assert run("auth", "set", stdin=KEY, env=env).code == 0
    run("candidates", HERE, "--base-url", serve(service, one_ward()), "--on", ON, env=env)
    (home / ".config/askcandidate/config.toml").write_text('organisation = "X"\n', encoding="utf-8")
    (key,) = [path for path in home.rglob("*") if path.is_file() and KEY in path.read_text(errors="replace")]
    tried, broken = tortured(tmp_path, str(key.relative_to(home)), "purge", "--yes")
    assert broken == []
    assert tried > 6
    left = [path.name for path in (tmp_path / "whole").rglob("*") if path.is_file()]
    assert left == ["config.toml"]


def test_what_a_killed_run_left_is_taken_away_by_the_next(given: Path) -> None:
    """Only of this log: the beginning of another file may be somebody's who is at work."""
    (given / ".askcandidate-pledges.csv-ab3d_f9h").write_text("half", encoding="utf-8")
    (given / ".askcandidate-pledges.csv-2-ab3d_f9h").write_text("another's", encoding="utf-8")
    add(given, "Faye Quill", "mayor-1", "yes", "2027-04-09")
    assert [path.name for path in given.iterdir() if path.name.startswith(".")] == [
        ".askcandidate-pledges.csv-2-ab3d_f9h"
    ]


# A run whose disk takes its time, and that is stopped while it does.
_STOPPED = """
import os, signal, sys
sent = int(sys.argv.pop(1))
os.fsync = lambda handle: os.kill(os.getpid(), sent)
from askcandidate.cli import main
main()
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_merge_that_is_stopped_leaves_nothing(given: Path, sent: signal.Signals) -> None:
    """Neither half a log nor the beginning of one; what only a kill can leave, the next merge takes away."""
    before = sorted(path.name for path in given.iterdir())
    words = ("log", "merge", "pledges.csv", "theirs.csv", "--out", "both.csv")
    stopped = subprocess.run(
        [sys.executable, "-c", _STOPPED, str(int(sent)), *words], cwd=given, check=False, timeout=LONG
    )
    assert shell_code(stopped.returncode) == 128 + sent
    left = sorted(path.name for path in given.iterdir())
    assert (left == before) is (sent != signal.SIGKILL)
    assert "both.csv" not in left
    assert run(*words, cwd=given).code == 0
    assert sorted([*before, "both.csv"]) == sorted(path.name for path in given.iterdir())


def test_eight_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each waits its turn: every line is there, the log is in form, and nobody was sent away."""
    told = ("--contest", MAYOR, "--ask", "mayor-1", "--state", "asked", "--on", "2027-04-01", "--candidate")
    names = [f"Person {number}" for number in range(8)]
    runs = [subprocess.Popen(command("log", "add", *told, name, "-q"), cwd=tmp_path) for name in names]
    assert [each.wait(LONG) for each in runs] == [0] * 8
    lines = "".join(f"pledge/1,2027-04-01,{MAYOR},,,,,{name},mayor-1,asked,,,\n" for name in names)
    assert text_of(tmp_path) == HEAD + lines
    assert [path.name for path in tmp_path.iterdir()] == ["pledges.csv"]


def test_writers_of_all_kinds_lose_nothing(given: Path) -> None:
    """Adding, taking in and chasing at once: the lines of all of them, each once."""
    works = [
        ("add", *FAYE, "--on", "2027-04-09"),
        ("import", "record.csv"),
        ("import", "theirs.csv"),
        ("chase", *SENDER, "--record", "--on", "2027-04-20", "--out", "letters"),
    ]
    runs = [subprocess.Popen(command("log", *work, "-q"), cwd=given) for work in works]
    assert [each.wait(LONG) for each in runs] == [0] * 4
    lines = text_of(given).splitlines()
    assert len(lines) == len(set(lines))
    listed = log(given, "list").stdout
    for name in ("Ada Marlpit", "Dee Quill", "Eve Stone", "Faye Quill"):
        assert name in listed
    assert "2027-04-20\t" in listed
