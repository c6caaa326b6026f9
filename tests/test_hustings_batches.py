"""Many packs at once: nothing lost, nothing written twice, and a run that was stopped goes on."""

import csv
import re
import signal
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

from answers import ballot
from askcandidate.files import UNFINISHED
from asking import ADA, API, BEN, HERE, KEY, ON, answer_with, of
from cli import LONG, command, in_words, refused, run, run_words
from server import Service, reply

DAY = ("--on", "2026-11-21")
HEAD = "ref,contest,kind,postcode,date,start,candidates\n"
DIVISIONS = (
    'd1,"North, Nottinghamshire",county,NG18 2AL,2027-04-20,7pm,A. First; B. Second\n'
    "d2,East,county,,2027-04-21,late,A; B\n"
    "d3,South,county,BT1 5GS,2027-04-22,7pm,\n"
    "d4,West,king,,,,\n"
)


@pytest.fixture
def meetings(tmp_path: Path) -> Path:
    """Give an events file of four, of which two cannot be read."""
    file = tmp_path / "meetings.csv"
    file.write_text(HEAD + DIVISIONS, encoding="utf-8")
    return file


@pytest.fixture
def members(tmp_path: Path) -> Path:
    """Give six members in two places, one of whom wrote no postcode."""
    file = tmp_path / "members.csv"
    rows = ("BS1 5TR,North", "BS1 6TR,South", "x,South", "EH1 1YJ,North", "BS2 0JA,North", "EH1 1YJ,South")
    file.write_text("\n".join(["postcode,branch", *rows, ""]), encoding="utf-8")
    return file


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_meetings_in_are_packs_out_and_rejects(meetings: Path, tmp_path: Path) -> None:
    """A row that fails is handed back whole, with why; the report has a line for each."""
    out, rejects, report = tmp_path / "out", tmp_path / "r.csv", tmp_path / "p.csv"
    books = ("--rejects", rejects, "--report", report)
    result = run("hustings", "--events", meetings, "--out", out, *books, *DAY)
    in_words(result)
    assert result.code == 3
    assert names(out) == [
        "north-nottinghamshire-record.csv",
        "north-nottinghamshire.html",
        "south-record.csv",
        "south.html",
    ]
    given, failed = read(meetings), read(rejects)
    assert [{key: row[key] for key in given[0]} for row in failed] == [given[1], given[3]]
    assert [row["line"] for row in failed] == ["3", "5"]
    assert [row["outcome"] for row in read(report)] == ["done", "failed", "done", "failed"]
    assert "4 files written, 0 unchanged." in result.stderr
    assert "Written: " not in result.stderr
    again = run(
        "hustings", "--events", meetings, "--out", out, *books, "--force", "--allow-rejects", "2", *DAY
    )
    assert again.code == 0
    assert "0 files written, 4 unchanged." in again.stderr


def test_a_row_that_asks_for_what_cannot_be_made_is_a_reject_too(members: Path, tmp_path: Path) -> None:
    """More people than the time takes: every row that asks for it, and no row is lost."""
    words = (
        "hustings",
        "--from",
        members,
        "--office",
        "council",
        "--candidates",
        "60",
        "--format",
        "md",
        *DAY,
    )
    result = run(*words, "--minutes", "20", "--rejects", tmp_path / "r.csv")
    in_words(result)
    assert (result.code, result.stdout) == (3, "")
    assert len(read(tmp_path / "r.csv")) == 6
    assert "no meeting to prepare" in result.stderr


def test_each_branch_reads_its_own_name(members: Path) -> None:
    """On every page of its pack, though the meetings are with one office."""
    words = ("--by", "branch", "--office", "pcc", "--pages", "sheet", "--format", "md")
    result = run("hustings", "--from", members, *words, *DAY)
    assert result.code == 3
    titles = [line for line in result.stdout.splitlines() if line.startswith("# Public")]
    with_commissioner = "# Public meeting with the Police and Crime Commissioner for Avon and Somerset"
    assert titles == [f"{with_commissioner}, North", f"{with_commissioner}, South"]


def test_an_id_stands_in_the_names_of_files(meetings: Path, tmp_path: Path) -> None:
    """And two rows of one id are told apart by failing."""
    out = tmp_path / "out"
    run("hustings", "--events", meetings, "--id", "ref", "--out", out, *DAY)
    assert names(out)[1] == "d1-north-nottinghamshire.html"
    meetings.write_text(HEAD + DIVISIONS.replace("d3", "D1"), encoding="utf-8")
    twice = run("hustings", "--events", meetings, "--id", "ref", "--out", tmp_path / "twice", *DAY)
    assert 'another row has the id "d1"' in twice.stderr
    refused(run("hustings", "--events", meetings, "--id", "ref", *DAY), 2, "--id names files")


def test_a_dry_run_writes_nothing(meetings: Path, tmp_path: Path) -> None:
    """It says which files, for how many people, and what is there already."""
    words = ("hustings", "--events", meetings, *DAY)
    out = tmp_path / "out"
    result = run(*words, "--out", out, "-n")
    assert result.code == 3
    assert result.stdout.splitlines()[0] == f"would write {out}/north-nottinghamshire.html"
    assert "Hustings: North, Nottinghamshire, 2 people." in result.stderr
    assert "2 packs; nothing was written." in result.stderr
    assert not out.exists()
    run(*words, "--out", out)
    (out / "south.html").write_text("mine", encoding="utf-8")
    assert run(*words, "--out", out, "-n").stdout.splitlines()[1:3] == [
        f"unchanged {out}/north-nottinghamshire-record.csv",
        f"would replace {out}/south.html",
    ]
    assert run(*words, "--out", tmp_path / "p.zip", "-n").stdout == f"would write {tmp_path}/p.zip\n"


def test_a_dry_run_asks_nobody(service: Service) -> None:
    """It says whom a real run would ask."""
    result = run("hustings", HERE, "--live", "--base-url", service.url(API), "-n", "--on", ON)
    assert f"a real run would ask {service.url(API)}" in result.stderr
    assert service.count() == 0


def test_an_archive_holds_what_a_folder_would(meetings: Path, tmp_path: Path) -> None:
    """The same files and bytes, dated by the day of the run, and the same archive each time."""
    words = ("hustings", "--events", meetings, *DAY)
    result = run(*words, "--out", tmp_path / "one.zip")
    run(*words, "--out", tmp_path / "two.zip")
    run(*words, "--out", tmp_path / "out")
    assert f"Written: {tmp_path}/one.zip, 4 files." in result.stderr
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with ZipFile(tmp_path / "one.zip") as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 21, 0, 0, 0)}
    assert held == {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    refused(run(*words, "--out", tmp_path / "one.zip"), 73, "--force")
    refused(run(*words, "--out", tmp_path / "three.zip", "--resume"), 2, "made in one go")
    refused(run(*words, "--out", tmp_path / "p.html", "--rejects", tmp_path / "p.html"), 2, "the same file")
    early = run("hustings", "--contest", "X", "--out", tmp_path / "early.zip", "--on", "1970-01-01")
    assert early.code == 0


def _row(number: int) -> str:
    """Give a row so long that a pipe holds a few, every seventh of which fails."""
    kind = "king" if number % 7 == 0 else "council"
    return f"Ward {number % 40},{kind},A{number}; B,{'-' * 4000}\n"


def _whole(folder: Path) -> dict[str, bytes]:
    """Give the files of a folder but the one that a killed run had begun: any later run takes it away."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(UNFINISHED)}


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_folder_that_was_stopped_is_gone_on_with(tmp_path: Path, end: signal.Signals) -> None:
    """The bytes are those of a run that was never stopped; other rows than before are refused."""
    words = ("hustings", "--events", "-", "--pages", "invite,grid", "--format", "md", *DAY)
    stopped, whole = (
        (tmp_path / name, "--rejects", tmp_path / f"{name}.csv") for name in ("stopped", "whole")
    )
    rows = ["contest,kind,candidates,note\n"]
    journal = stopped[0] / ".askcandidate.journal"
    process = subprocess.Popen(
        command(*words, "--out", *stopped), stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdin
    while not (journal.exists() and journal.read_text(encoding="utf-8").count("\n") > 1):
        process.stdin.write("".join(rows) if len(rows) == 1 else rows[-1])
        process.stdin.flush()
        rows.append(_row(len(rows)))
    process.send_signal(end)
    process.communicate(timeout=LONG)
    assert process.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -9}[end]
    given = "".join(rows + [_row(number) for number in range(900, 910)])
    refused(run(*words, "--out", *stopped, stdin=given), 2, "An earlier run stopped here", "--resume")
    before = _whole(stopped[0])
    other = given.replace("Ward 1,", "Elsewhere,", 1)  # in the first row, which any journal has
    for wrong in (other, rows[0] + rows[1], rows[0]):
        refused(run(*words, "--out", *stopped, "--resume", stdin=wrong), 2, "not the one that run read")
        assert _whole(stopped[0]) == before
    assert run(*words, "--out", *whole, stdin=given).code == 3
    gone_on = run(*words, "--out", *stopped, "--resume", stdin=given)
    assert gone_on.code == 3
    assert re.search(r"[1-9]\d* files written, [1-9]\d* unchanged", gone_on.stderr)
    contents = [{path.name: path.read_bytes() for path in each[0].iterdir()} for each in (stopped, whole)]
    assert contents[0] == contents[1]
    assert (tmp_path / "stopped.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert len(read(tmp_path / "whole.csv")) + len(names(whole[0])) / 2 == given.count("\n") - 1


def test_the_whole_country_is_gone_on_with(tmp_path: Path) -> None:
    """A folder of --all that was stopped: the offices are its rows, in their order."""
    words = ("hustings", "--all", "pcc", "--pages", "sheet", "--format", "md", *DAY)
    stopped, whole = tmp_path / "stopped", tmp_path / "whole"
    journal = stopped / ".askcandidate.journal"
    first = stopped / "pcc-e23000003-sheet.md"
    process = subprocess.Popen(command(*words, "--out", stopped), stderr=subprocess.PIPE)
    while not first.exists() and process.poll() is None:
        pass
    process.kill()
    process.communicate(timeout=LONG)
    assert journal.exists()
    gone_on = run(*words, "--out", stopped, "--resume")
    assert gone_on.code == 0, gone_on
    assert run(*words, "--out", whole).code == 0
    contents = [{path.name: path.read_bytes() for path in folder.iterdir()} for folder in (stopped, whole)]
    assert contents[0] == contents[1]
    refused(run(*words, "--resume"), 2, "cannot be gone on with")


def test_one_pack_an_election_however_members_are_spread(service: Service, tmp_path: Path) -> None:
    """Two wards of one council are two hustings, unless one an office is asked for."""
    wards = (
        ("BS1 5TR", "local.bristol.central.2027-05-06", ADA),
        ("BS1 6TR", "local.bristol.east.2027-05-06", BEN),
    )
    for postcode, id_, person in wards:
        answer = of(postcode, answer_with(ballot(id_, title=f"Bristol {id_}", candidates=[person])))
        service.answer(f"{API}postcode/{postcode.replace(' ', '')}/", reply(answer))
    file = tmp_path / "members.txt"
    file.write_text("BS1 5TR\nBS1 6TR\nBS1 5TR\n", encoding="utf-8")
    words = ("hustings", "--from", file, "--office", "council", "--live", "--base-url", service.url(API))
    text = run(*words, "--format", "md", "--on", ON).stdout
    assert text.count("# For the chair: ") == 2
    assert run(*words, "--by", "office", "--format", "md", "--on", ON).stdout.count("# For the chair: ") == 1


def test_what_a_service_could_not_say_is_said() -> None:
    """With --live a pack may rest on offline data alone; nobody is left to think otherwise."""
    words = ("hustings", HERE, "--source", "auto", "--on", ON, "--office", "pcc")
    result = run(*words, env={"HTTPS_PROXY": "http://127.0.0.1:1", "ASKCANDIDATE_TOKEN": KEY})
    assert result.code == 0
    assert "Who is standing could not be found out" in result.stderr


def test_a_full_disk_leaves_no_half_pack(meetings: Path) -> None:
    """Its own exit code, in words."""
    shell = f"exec {' '.join(map(str, command('hustings', '--events', meetings)))} > /dev/full"
    result = run_words(["sh", "-c", shell])
    in_words(result)
    assert result.code == 74
    assert "No space left" in result.stderr


def test_a_report_names_the_files_of_each_row(tmp_path: Path) -> None:
    """As for letters: which row became which pack, and which became none."""
    rows = tmp_path / "rows.csv"
    rows.write_text("postcode\nCF10 4UW\nnonsense\n", encoding="utf-8")
    words = ("--pages", "sheet", "--out", tmp_path / "out", "--report", tmp_path / "report.csv", "-q")
    assert run("hustings", "--from", rows, *words, "--on", "2026-11-21").code == 3
    report = (tmp_path / "report.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[4] for line in report[1:]] == [
        "council-w06000015-sheet.html pcc-w15000003-sheet.html",
        "",
    ]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == report[1].split(",")[4].split()
