"""Batches that were stopped: nothing half-written, and going on ends in the same bytes."""

import fcntl
import json
import os
import random
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from askcandidate import settings
from cli import LONG, command, refused, run, run_words, shell_code
from members import DAY, feed_until_noted, kill_on_the_way, read, write_members

FINISHED = 2  # the signal came when all was done: there is no run to go on with
ANSWER = ("--contest", "mayor:E47000009", "--candidate", "A", "--ask", "mayor-1", "--state", "yes")


def _killed(words: tuple[Any, ...], chance: random.Random, seconds: float) -> int:
    """Run, and end the run at some moment of those seconds by some signal; give how it ended."""
    process = subprocess.Popen(command(*words), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return shell_code(process.wait(chance.uniform(seconds / 4, seconds)))
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
        seconds = 1.6
        while code not in (0, 3, FINISHED):
            code = _killed((*words, "--resume"), chance, seconds)
            seconds *= 1.2  # so that a machine too busy to get anywhere in time gets there some time
            assert code in (0, 3, FINISHED, 130, 137, 143), code
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
    tried, broken = _tortured(tmp_path, *words)
    assert broken == []
    assert tried > 90


def test_torture_of_a_long_run(tmp_path: Path) -> None:
    """Ten thousand rows: thirty steps of all kinds fail in each way; more by hand (CONTRIBUTING.md)."""
    (tmp_path / "given").mkdir()
    write_members(tmp_path / "given/in.csv")
    words = ("lookup", "--from", "in.csv", "--csv", "--out", "o.csv", "--rejects", "r.csv", *DAY)
    tried, broken = _tortured(tmp_path, *words, options=("--sample", "30", "--seed", "7", "--every", "400"))
    assert broken == []
    assert tried == 90


def _tortured(folder: Path, *words: str, options: tuple[str, ...] = ()) -> tuple[int, list[str]]:
    """Give how many failures were tried and what was not mended."""
    harness = Path(__file__).with_name("torture.py")
    told = subprocess.run(
        [sys.executable, harness, *options, folder, *words],
        capture_output=True,
        text=True,
        timeout=500,  # a disk that others use too can take its time over thousands of fsyncs
        check=True,
    ).stdout
    tried, *broken = told.splitlines()
    return int(tried), broken


# Runs the tool and then prints, in order, the names that it synced and those that it gave or took away.
WATCHED = """
import json, os, sys
done, fsync = [], os.fsync

def synced(handle):
    done.append(["sync", os.path.basename(os.readlink(f"/proc/self/fd/{handle}"))])
    fsync(handle)

def heard(event, args):
    if event in ("os.rename", "os.remove"):
        done.append([event[3:], os.path.basename(os.fspath(args[event == "os.rename"]))])

os.fsync = synced
sys.addaudithook(heard)
from askcandidate.cli import main
try:
    main()
finally:
    print(json.dumps(done))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(
    ("words", "made", "rests"),
    [
        (
            ("letter", "--from", "a.txt", "--out", "out"),
            "000001-bs1-pcc-e23000036-office.txt",
            ".askcandidate",
        ),
        (("lookup", "--from", "a.txt", "--csv", "--out", "out/o.csv"), "o.csv", ".o.csv"),
        (("data", "build", "ONSPD_AUG_2026_UK.csv", "--out", "out/mine.bin"), "mine.bin", None),
        (("log", "add", *ANSWER, "--log", "out/log.csv"), "log.csv", None),
    ],
    ids=["letters", "table", "data", "log"],
)
def test_a_name_is_on_the_disk_before_anything_rests_on_it(
    tmp_path: Path, words: tuple[str, ...], made: str, rests: str | None
) -> None:
    """First the file, then its name, then the journal that says so: a power cut takes nothing back (fault 85)."""
    (tmp_path / "out").mkdir()
    (tmp_path / "a.txt").write_text("BS1 5TR\n", encoding="utf-8")
    (tmp_path / "ONSPD_AUG_2026_UK.csv").write_text(
        "pcds,doterm,lad26cd\nBS1 5TR,,E06000023\n", encoding="utf-8"
    )
    told = run_words([sys.executable, "-c", WATCHED, *words], cwd=tmp_path).stdout
    done = [tuple(each) for each in json.loads(told.splitlines()[-1]) if not each[1].endswith(".pyc")]
    named = done.index(("rename", made))
    assert done[named - 1][0] == "sync"
    kept = done.index(("sync", "out"), named)
    if rests:
        journal = f"{rests}.journal"
        assert journal not in [name for _, name in done[named:kept]]
        assert ("remove", journal) in done[kept:]


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
        feed_until_noted(pipe, "BS1 5TR\n" * 2000, journal)
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


_PIPED = ("lookup", "--from", "-", "--input-format", "text", "--jsonl", "--out", "o.jsonl")


def _stopped_run(
    folder: Path, *words: str, sent: signal.Signals = signal.SIGTERM
) -> tuple[dict[str, Any], bytes]:
    """Stop a real run once its journal has a line; give the journal's head, and the rows it was given."""
    folder.mkdir()
    journal = folder / ".o.jsonl.journal"
    some, rows = b"BS1 5TR\nnonsense\n" * 500, b""
    process = subprocess.Popen(
        command(*_PIPED, *words), cwd=folder, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdin
    while not (journal.exists() and journal.read_text(encoding="utf-8").count("\n") > 1):
        process.stdin.write(some)
        process.stdin.flush()
        rows += some
    process.send_signal(sent)
    assert shell_code(process.wait(LONG)) == 128 + sent
    process.stdin.close()
    return json.loads(journal.read_text(encoding="utf-8").partition("\n")[0]), rows


def test_going_on_past_midnight_keeps_the_day(tmp_path: Path) -> None:
    """A run stopped yesterday and gone on with today is yesterday's to the last row (fault 97).

    A real run of today without --on shows what its journal begins with: the same as with --on today, but
    for those two words. So a run with --on yesterday, with the two words taken out of its journal, is
    what yesterday's run without them would have left.
    """
    today = settings.today()
    yesterday = str(today - timedelta(days=1))
    bare, _ = _stopped_run(tmp_path / "bare")
    told, _ = _stopped_run(tmp_path / "told", "--on", str(today))
    assert bare | {"options": [*bare["options"], "--on", str(today)]} == told

    folder, whole = tmp_path / "yesterday", tmp_path / "whole"
    head, rows = _stopped_run(folder, "--on", yesterday)
    assert head["options"][-2:] == ["--on", yesterday]
    journal = folder / ".o.jsonl.journal"
    _, _, rest = journal.read_text(encoding="utf-8").partition("\n")
    begun = json.dumps(head | {"options": head["options"][:-2]})
    journal.write_text(f"{begun}\n{rest}", encoding="utf-8")
    refused(run(*_PIPED, "--resume", "--on", str(today), cwd=folder, stdin=rows), 2, "changed since")
    assert run(*_PIPED, "--resume", cwd=folder, stdin=rows).code == 3
    whole.mkdir()
    assert run(*_PIPED, "--on", yesterday, cwd=whole, stdin=rows).code == 3
    written = (folder / "o.jsonl").read_bytes()
    assert written == (whole / "o.jsonl").read_bytes()
    assert written.count(f'"on": "{yesterday}"'.encode()) == rows.count(b"BS1 5TR")


def test_the_journal_has_nothing_of_the_writer(tmp_path: Path) -> None:
    """Name, address, words and postcodes were typed, and while the run is under way none can be read there."""
    told = ("A. Voter", "1 Some Road", "-I was paid nothing for two years", "2 Clerk Road", "BS1 5TR")
    words = ("--name", told[0], f"--address={told[1]}", "--why", told[2], "--imprint", told[3])
    rows = tmp_path / "rows.csv"
    letter = ("letter", "--from", rows, "--out", tmp_path / "out", *words, *DAY)
    journal = tmp_path / "out/.askcandidate.journal"
    kill_on_the_way(letter, rows, told[4], journal)
    noted = journal.read_text(encoding="utf-8")
    head = json.loads(noted.partition("\n")[0])
    assert [word for word in head["options"] if word.startswith("--")][:2] == ["--from", "--out"]
    assert [each for each in told if each in noted] == []
    other = [word if word != told[0] else "B. Voter" for word in letter]
    refused(run(*other, "--resume"), 2, "That run cannot be gone on with: options, input changed since.")


@pytest.mark.parametrize("sent", [signal.SIGHUP, signal.SIGTERM])
def test_a_run_ended_by_a_signal_goes_on(tmp_path: Path, sent: signal.Signals) -> None:
    """The terminal was closed, or the machine shuts down (fault 102)."""
    if signal.getsignal(sent) is signal.SIG_IGN:
        pytest.skip("whoever started the tests has them go on after this signal (nohup)")
    _, rows = _stopped_run(tmp_path / "run", *DAY, sent=sent)
    assert run(*_PIPED, *DAY, "--resume", cwd=tmp_path / "run", stdin=rows).code == 3
    assert [path.name for path in (tmp_path / "run").iterdir()] == ["o.jsonl"]
    assert (tmp_path / "run/o.jsonl").read_bytes().count(b"\n") == rows.count(b"\n")


def test_a_run_stopped_before_anything_is_noted_leaves_nothing(tmp_path: Path) -> None:
    """Neither a journal nor a folder: the same command begins anew, and says so where rows were done."""
    out = tmp_path / "packs"
    wrong = "date,office,postcode\n2027-04-01,pcc,BS1 5TR\n"
    words = ("hustings", "--events", "-", "--out", out, *DAY)
    refused(run(*words, stdin=wrong), 2, 'no column named "contest"')
    assert list(tmp_path.iterdir()) == []
    out.mkdir()
    refused(run(*words, stdin=wrong), 2, 'no column named "contest"')
    assert list(tmp_path.rglob("*")) == [out]


def test_letters_that_are_finished_are_not_gone_on_with(tmp_path: Path) -> None:
    """--resume finds the letters whole: nothing is done, and nobody is told to replace them."""
    file = tmp_path / "rows.txt"
    file.write_text("BS1 5TR\n", encoding="utf-8")
    words = ("letter", "--from", file, "--jsonl", "--out", tmp_path / "o.jsonl", *DAY)
    assert run(*words).code == 0
    before = (tmp_path / "o.jsonl").read_bytes()
    refused(run(*words, "--resume"), 2, "There is no run to go on with: it finished.")
    assert (tmp_path / "o.jsonl").read_bytes() == before


def test_a_run_that_was_held_goes_on_by_itself(tmp_path: Path) -> None:
    """Ctrl-Z and fg, in the middle of a batch that waits for rows (fault 102)."""
    words = command("lookup", "-", "--csv", "--out", tmp_path / "o.csv", *DAY)
    # A group of its own, whose parent is in another: the system holds no orphaned group, such as ours may be.
    with subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0) as tool:
        assert tool.stdin
        tool.stdin.write(b"BS1 5TR\n" * 20_000)
        tool.stdin.flush()
        tool.send_signal(signal.SIGTSTP)
        os.waitid(os.P_PID, tool.pid, os.WSTOPPED)
        tool.send_signal(signal.SIGCONT)
        tool.stdin.write(b"EH1 1YJ\n")
        assert tool.communicate(timeout=LONG)[1] == b""
    assert tool.returncode == 0
    assert len(read(tmp_path / "o.csv")) == 20_001


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


def test_how_many_rows_may_fail_can_be_said_when_going_on(tmp_path: Path) -> None:
    """It decides the exit code alone; where something else has changed, the way on is said."""
    folder = tmp_path / "run"
    _, rows = _stopped_run(folder, *DAY)
    again = (*_PIPED, *DAY, "--resume")
    refused(run(*again, "--limit", "9", cwd=folder, stdin=rows), 2, "Give the same command as then")
    assert run(*again, "--allow-rejects", "50%", cwd=folder, stdin=rows).code == 0
    assert (folder / "o.jsonl").read_bytes().count(b"\n") == rows.count(b"\n")
