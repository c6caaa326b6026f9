"""The pledge log from outside: adding, taking in, listing, merging, looking over; and what goes wrong."""

import json
import os
import subprocess
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askcandidate import pledge_files
from askcandidate.commands import importing
from askcandidate.commands.journal import Lock
from askcandidate.commands.log_options import Horizon
from askcandidate.commands.logbook import Changing
from askcandidate.errors import AskError
from askcandidate.pledges import Entry, merge
from cli import LONG, Result, command, in_words, refused, run
from schemas import checked
from terminal import Terminal
from test_pledges import LOGS

ROOT = Path(__file__).parents[1]
MAYOR = "Mayor of the West of England"
OFFICE = "mayor:E47000009"
BALLOT = "mayor.west-of-england.2027-05-06"
HEAD = "schema,date,contest,office,ballot,candidate_source,candidate_id,candidate,ask,state,words,link,recorded_by\n"
ANY_DAY = Horizon(date.max, date.max)
GRID = "contest,office,candidate_source,candidate_id,candidate,ask,answer,words,date,recorded_by\n"


def log(folder: Path, *words: str, stdin: str | bytes | None = None) -> Result:
    result = run("log", *words, cwd=folder, stdin=stdin)
    in_words(result)
    return result


def add(folder: Path, name: str, ask: str, state: str, on: str, *words: str) -> Result:
    where = ("--contest", MAYOR, "--candidate", name, "--ask", ask, "--state", state, "--on", on)
    result = log(folder, "add", *where, *words)
    assert result.code == 0, result
    return result


def text_of(folder: Path, name: str = "pledges.csv") -> str:
    return (folder / name).read_bytes().decode()


def test_lines_are_added_one_by_one_and_nothing_is_written_over(tmp_path: Path) -> None:
    """Literal: an answer that changes is a new line; ids known once are known from then on."""
    ids = ("--office", OFFICE, "--ballot", BALLOT, "--by", "B. Clerk")
    said = add(tmp_path, "Ada Marlpit", "mayor-1", "asked", "2027-04-01", *ids)
    assert said.stderr == f"Added to pledges.csv: 2027-04-01, {MAYOR}, Ada Marlpit, mayor-1: asked\n"
    add(tmp_path, "ada marlpit", "mayor-1", "no", "2027-04-09", "--words", "=Not now,\nsorry")
    again = add(tmp_path, "Ada Marlpit", "mayor-1", "yes", "2027-04-20", "--link", "https://ada.example.org/")
    assert again.stderr.startswith("Added to")
    assert add(
        tmp_path, "Ada Marlpit", "mayor-1", "yes", "2027-04-20", "--link", "https://ada.example.org/"
    ).stderr.startswith("Already in")
    assert text_of(tmp_path) == (
        HEAD + f"pledge/1,2027-04-01,{MAYOR},{OFFICE},{BALLOT},,,Ada Marlpit,mayor-1,asked,,,B. Clerk\n"
        f'pledge/1,2027-04-09,{MAYOR},{OFFICE},{BALLOT},,,Ada Marlpit,mayor-1,no,"\'=Not now,\\nsorry",,\n'
        f"pledge/1,2027-04-20,{MAYOR},{OFFICE},{BALLOT},,,Ada Marlpit,mayor-1,yes,,https://ada.example.org/,\n"
    )
    assert list(tmp_path.iterdir()) == [tmp_path / "pledges.csv"]


def test_what_is_missing_is_asked_for_at_a_terminal_and_refused_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four things make a line."""
    refused(log(tmp_path, "add", "--contest", MAYOR), 2, "--candidate", "--state", "would-rather-not-say")
    refused(
        log(tmp_path, "add", "--contest", "X", "--candidate", "Y", "--ask", "none-1", "--state", "yes"),
        4,
        "none-1",
    )
    assert list(tmp_path.iterdir()) == []
    monkeypatch.chdir(tmp_path)
    person = Terminal("log", "add", "--on", "2027-04-01", "--ask", "mayor-1")
    for question, answer in [
        ("Contest", MAYOR),
        ("Candidate", "Ada Marlpit"),
        ("What came of it", "perhaps"),
        ("What came of it", "Would rather not say"),
        ("Their words", "Ask me in May"),
    ]:
        person.wait_for(question)
        person.type(answer)
    assert person.end() == 0
    assert (
        text_of(tmp_path)
        == HEAD
        + f"pledge/1,2027-04-01,{MAYOR},,,,,Ada Marlpit,mayor-1,would-rather-not-say,Ask me in May,,\n"
    )


def test_a_question_that_was_not_answered_is_put_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing, or an ask that is none: said at once, before the next question."""
    monkeypatch.chdir(tmp_path)
    person = Terminal("log", "add", "--on", "2027-04-01", "--state", "asked")
    for question, answer in [
        ("Contest or office", ""),
        ("Contest or office", MAYOR),
        ("Candidate", "Ada Marlpit"),
        ("Which ask", "mayor-77"),
        ('There is no ask "mayor-77". Did you mean', ""),
        ("Which ask", "mayor-1"),
        ("Their words", ""),
    ]:
        person.wait_for(question)
        person.type(answer)
    assert person.end() == 0
    assert text_of(tmp_path) == HEAD + f"pledge/1,2027-04-01,{MAYOR},,,,,Ada Marlpit,mayor-1,asked,,,\n"


def test_two_people_of_one_name_are_never_taken_for_each_other(tmp_path: Path) -> None:
    """Said with what there is to choose from; the id decides."""
    for id_ in ("7", "8"):
        add(tmp_path, "Ada Marlpit", "mayor-1", "asked", "2027-04-01", "--source", "dc", "--id", id_)
    before = text_of(tmp_path)
    told = ("--contest", MAYOR, "--candidate", "Ada Marlpit", "--ask", "mayor-1", "--state", "yes")
    refused(log(tmp_path, "add", *told), 10, "2 people called Ada Marlpit", "  7 ", "  8 ", "--id")
    (tmp_path / "grid.csv").write_text(
        GRID + f"{MAYOR},,,,Ada Marlpit,mayor-1,yes,,2027-04-22,\n", encoding="utf-8"
    )
    refused(log(tmp_path, "import", "grid.csv"), 8, "grid.csv:2: The log knows 2 people called Ada Marlpit")
    assert text_of(tmp_path) == before
    assert log(tmp_path, "add", *told, "--id", "8", "--on", "2027-04-02").code == 0
    assert text_of(tmp_path).count(",dc,8,Ada Marlpit,mayor-1,yes,") == 1
    verified = log(tmp_path, "verify")
    assert verified.code == 11
    assert 'pledges.csv:3: "Ada Marlpit" stands for 2 people in one contest (7, 8).' in verified.stdout


def grid(*rows: str) -> str:
    return GRID + "".join(f"{row}\n" for row in rows)


def test_a_hustings_grid_is_taken_in_once(tmp_path: Path) -> None:
    """As the pack writes it, filled in by hand; blank is nothing, and the same file again adds nothing."""
    made = run("hustings", "BS1 5TR", "--office", "mayor", "--name", "Ada Marlpit", "--name", "Ben Oatfield", "--out", tmp_path, "--on", "2027-04-20")  # fmt: skip
    assert made.code == 0, made
    (record,) = tmp_path.glob("*-record.csv")
    filled = record.read_text(encoding="utf-8").replace(
        "Ada Marlpit,mayor-1,,,,", 'Ada Marlpit,mayor-1,Partly,"It depends, truly",22/04/2027,B. Clerk'
    )
    filled = filled.replace("Ben Oatfield,mayor-1,,,,", "Ben Oatfield,mayor-1,not here,,,")
    record.write_text(filled, encoding="utf-8")
    refused(log(tmp_path, "import", record.name), 8, ":3: It has no date", "--on DATE")
    assert not (tmp_path / "pledges.csv").exists()
    first = log(tmp_path, "import", record.name, "--on", "2027-04-22", "--by", "C. Clerk")
    assert (first.code, first.stderr) == (0, f"{record.name}: 2 added, 0 there already.\n")
    assert text_of(tmp_path) == HEAD + (
        f"pledge/1,2027-04-22,{MAYOR},{OFFICE},,,,Ben Oatfield,mayor-1,not-here,,,C. Clerk\n"
        f'pledge/1,2027-04-22,{MAYOR},{OFFICE},,,,Ada Marlpit,mayor-1,partly,"It depends, truly",,B. Clerk\n'
    )
    again = log(tmp_path, "import", record.name, "--on", "2027-04-22", "--by", "C. Clerk")
    assert again.stderr == f"{record.name}: 0 added, 2 there already.\n"


def test_any_csv_is_taken_in_with_its_columns_named(tmp_path: Path) -> None:
    """From a pipe, in cp1252, with a column that nobody reads; what all rows share is an option."""
    rows = "Name;Réponse;Datum;Notes\nAda Marlpit;YES;9 April 2027;x\nJosé Oatfield;;;\n".encode("cp1252")
    given = ("--map", "candidate=Name,answer=Réponse,date=Datum", "--contest", MAYOR, "--ask", "mayor-1")
    result = log(tmp_path, "import", "-", *given, stdin=rows)
    assert result.code == 0, result
    assert "-: columns that are not read: Notes." in result.stderr
    assert text_of(tmp_path) == HEAD + f"pledge/1,2027-04-09,{MAYOR},,,,,Ada Marlpit,mayor-1,yes,,,\n"
    refused(log(tmp_path, "import", "-", "--map", "name=Name", stdin=rows), 2, '"name"', "candidate_id")
    refused(log(tmp_path, "import", "-", stdin=rows), 2, "candidate", "--map")


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([f"{MAYOR},,,,Ada,mayor-1,perhaps,,2027-04-22,"], '2: "perhaps" is not an answer'),
        ([f"{MAYOR},,,,Ada,mayor-1,,Some words,2027-04-22,"], "2: There are words and no answer"),
        ([f"{MAYOR},,,,Ada,mayor-1,yes,,22 Aprl,"], '2: "22 Aprl" is not a day'),
        ([f"{MAYOR},,,,,mayor-1,yes,,2027-04-22,"], "2: It has no candidate"),
        ([f"{MAYOR},,,,Ada,mayor-1,yes"], "2: Line 2 has 7 cells where the header has 10"),
        (
            [f"{MAYOR},,,,Ada,mayor-1,yes,,2027-04-22,", f"{MAYOR},,,,Ada,mayor-1,no,,2027-04-22,"],
            "3: Ada answers mayor-1 otherwise in line 2",
        ),
    ],
)
def test_a_grid_with_a_line_that_cannot_be_read_changes_nothing(
    tmp_path: Path, rows: list[str], says: str
) -> None:
    """By file and line, and nothing is written, not even the lines before it."""
    add(tmp_path, "Ada Marlpit", "mayor-1", "asked", "2027-04-01")
    before = text_of(tmp_path)
    (tmp_path / "grid.csv").write_text(grid(*rows), encoding="utf-8")
    refused(log(tmp_path, "import", "grid.csv"), 8, f"grid.csv:{says}", "Nothing was written")
    assert text_of(tmp_path) == before


def test_a_slip_is_taken_in_and_what_cannot_be_read_is_listed(tmp_path: Path) -> None:
    """The ticked answer counts; the other reply is kept as one that came; exit 3."""
    for ask in ("mayor-1", "mayor-2"):
        add(
            tmp_path,
            "Ada Marlpit",
            ask,
            "asked",
            "2027-04-01",
            "--office",
            OFFICE,
            "--source",
            "dc",
            "--id",
            "7",
        )
    slip = log(tmp_path, "slip", "--on", "2027-04-02").stdout
    filled = slip.replace("[ ] yes", "[X] yes", 1).replace("own words:", "own words: Yes, by May", 1)
    head, tail = filled.rsplit("own words:", 1)
    filled = f"{head}own words: Let us talk{tail}".replace("Date:", "Date: 9 April 2027")
    (tmp_path / "reply.txt").write_text(
        "\n".join(f"> {line}" for line in filled.splitlines()), encoding="utf-8"
    )
    result = log(tmp_path, "import", "reply.txt")
    assert result.code == 3
    assert "reply.txt:18: Ada Marlpit, mayor-2: no box is marked" in result.stderr
    assert text_of(tmp_path).splitlines()[3:] == [
        f"pledge/1,2027-04-09,{MAYOR},{OFFICE},,dc,7,Ada Marlpit,mayor-2,acknowledged,Let us talk,,",
        f'pledge/1,2027-04-09,{MAYOR},{OFFICE},,dc,7,Ada Marlpit,mayor-1,yes,"Yes, by May",,',
    ]


def test_a_log_is_listed_by_what_is_wanted(tmp_path: Path) -> None:
    """Tab-separated in a pipe, records, its own CSV, and a table at a terminal."""
    add(tmp_path, "Ada Marlpit", "mayor-1", "asked", "2027-04-01")
    add(tmp_path, "Ada Marlpit", "mayor-1", "yes", "2027-04-09", "--words", "Yes, \x1b[31mby May")
    add(tmp_path, "Ben Oatfield", "mayor-2", "no", "2027-04-10")
    assert log(tmp_path, "list", "--state", "yes", "--state", "no").stdout == (
        f"2027-04-09\t{MAYOR}\tAda Marlpit\tmayor-1\tyes\n2027-04-10\t{MAYOR}\tBen Oatfield\tmayor-2\tno\n"
    )
    assert log(tmp_path, "list", "--since", "2027-04-10").stdout.count("\n") == 1
    assert (
        log(
            tmp_path, "list", "--candidate", "ben oatfield", "--ask", "mayor-2", "--contest", MAYOR.upper()
        ).stdout.count("\n")
        == 1
    )
    assert log(tmp_path, "list", "--latest").stdout.count("\n") == 2
    assert log(tmp_path, "list", "--csv").stdout == text_of(tmp_path)
    records = log(tmp_path, "list", "--jsonl").records
    assert records == json.loads(log(tmp_path, "list", "--json").stdout)
    for record in records:
        checked(record, "pledge")
    assert records[1]["words"] == "Yes, by May"
    none = log(tmp_path, "list", "--ask", "none")
    assert (none.code, none.stdout, none.stderr) == (
        0,
        "",
        "askcandidate: nothing in the log is like that.\n",
    )
    person = Terminal("log", "list", "--log", str(tmp_path / "pledges.csv"))
    assert person.end() == 0
    assert "Ben Oatfield" in person.shown
    refused(log(tmp_path, "list", "--log", "none.csv"), 2, "There is no log none.csv")


def test_logs_are_merged_and_what_contradicts_is_named(tmp_path: Path) -> None:
    """Everything of both, whichever comes first; exit 11 with both answers."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        add(tmp_path / name, "Ada Marlpit", "mayor-1", "asked", "2027-04-01")
    add(tmp_path / "one", "Ada Marlpit", "mayor-1", "yes", "2027-04-09", "--words", "Yes")
    add(tmp_path / "two", "Ben Oatfield", "mayor-1", "no", "2027-04-09")
    paths = ("one/pledges.csv", "two/pledges.csv")
    good = log(tmp_path, "merge", *paths)
    assert (good.code, good.stderr) == (0, "")
    assert good.stdout == log(tmp_path, "merge", *reversed(paths)).stdout
    assert good.stdout.count("\n") == 4
    add(tmp_path / "two", "Ada Marlpit", "mayor-1", "no", "2027-04-09")
    bad = log(tmp_path, "merge", *paths, "--out", "both.csv")
    assert bad.code == 11
    assert (
        'Ada Marlpit, mayor-1, 2027-04-09: yes "Yes" in one/pledges.csv, no "" in two/pledges.csv.'
        in bad.stderr
    )
    assert text_of(tmp_path, "both.csv").count("\n") == 5
    refused(
        log(tmp_path, "merge", *paths, "--out", "one/pledges.csv", "--force"), 2, "a file that this run reads"
    )
    assert "pledges.csv:2" not in log(tmp_path, "verify", "--log", "one/pledges.csv").stdout
    verified = log(tmp_path, "verify", "--log", "both.csv")
    assert verified.code == 11
    assert (
        verified.stdout
        == "both.csv:5: Ada Marlpit gave another answer to mayor-1 on the same day, 2027-04-09, in line 3.\n"
    )


def test_a_log_that_a_spreadsheet_had_is_put_into_form(tmp_path: Path) -> None:
    """Said when it is read; the next line that is added writes it as it should be, with the user's columns."""
    (tmp_path / "pledges.csv").write_bytes(
        b"\xef\xbb\xbfstate,candidate,ask,date,contest,notes,\r\nyes,Ada,mayor-1,2027-04-09,X,rang twice,\r\n"
    )
    said = log(tmp_path, "verify")
    assert said.code == 11
    assert "pledges.csv:1: The file begins with a byte order mark" in said.stdout
    added = log(
        tmp_path,
        "add",
        "--contest",
        "X",
        "--candidate",
        "Ben",
        "--ask",
        "mayor-1",
        "--state",
        "no",
        "--on",
        "2027-04-10",
    )
    assert "pledges.csv:1: The columns are not all there" in added.stderr
    assert text_of(tmp_path) == HEAD.replace("recorded_by", "recorded_by,notes") + (
        "pledge/1,2027-04-09,X,,,,,Ada,mayor-1,yes,,,,rang twice\npledge/1,2027-04-10,X,,,,,Ben,mayor-1,no,,,,\n"
    )
    assert log(tmp_path, "verify").code == 0


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("pledge/1,09/04/2027,X,,,,,Ada,mayor-1,yes,,,", '3: "09/04/2027" is not a day'),
        ("pledge/1,2027-04-09,X,,,,,Ada,mayor-1,perhaps,,,", '3: "perhaps" is not a state'),
        ("pledge/2,2027-04-09,X,,,,,Ada,mayor-1,yes,,,", '3: Its form is "pledge/2"'),
        ('pledge/1,2027-04-09,X,,,,,Ada,mayor-1,yes,"Ye', "3: It is not CSV"),
        ("pledge/1,2027-04-09,X,,,,,Ad", "3: It has 8 cells"),
    ],
)
def test_a_log_with_a_broken_line_is_left_as_it_is(tmp_path: Path, line: str, says: str) -> None:
    """Named by file and line, and nothing rewritten, by every command that would change or use it."""
    broken = f"{HEAD}pledge/1,2027-04-01,X,,,,,Ada,mayor-1,asked,,,\n{line}"
    (tmp_path / "pledges.csv").write_text(broken, encoding="utf-8")
    new = ("--contest", "X", "--candidate", "Ben", "--ask", "mayor-1", "--state", "no")
    for words in (
        ("add", *new),
        ("list",),
        ("chase",),
        ("summary",),
        ("import", "pledges.csv", "--log", "new.csv"),
    ):
        refused(log(tmp_path, *words), 8, f"pledges.csv:{says}")
    verified = log(tmp_path, "verify")
    assert verified.code == 11
    assert f"pledges.csv:{says}" in verified.stdout
    assert text_of(tmp_path) == broken
    assert list(tmp_path.iterdir()) == [tmp_path / "pledges.csv"]


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    """Exit 73 while the first one holds the log; nothing is lost, and reading goes on."""
    add(tmp_path, "Ada Marlpit", "mayor-1", "asked", "2027-04-01")
    before = text_of(tmp_path)
    first = Lock(tmp_path / ".pledges.csv.lock")
    first.take()
    told = ("--contest", MAYOR, "--candidate", "Ben", "--ask", "mayor-1", "--state", "no")
    refused(log(tmp_path, "add", *told), 73, "Another run is writing here", str(os.getpid()))
    assert log(tmp_path, "list").code == 0
    first.give_back()
    assert text_of(tmp_path) == before
    assert log(tmp_path, "add", *told).code == 0


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each line of a run that ended well is there; each other run said that it could not."""
    told = ("--contest", MAYOR, "--ask", "mayor-1", "--state", "asked", "--on", "2027-04-01", "--candidate")
    names = [f"Person {number}" for number in range(6)]
    runs = [
        subprocess.Popen(command("log", "add", *told, name), cwd=tmp_path, stderr=subprocess.DEVNULL)
        for name in names
    ]
    codes = [each.wait(LONG) for each in runs]
    assert set(codes) <= {0, 73}
    written = {line.split("\t")[2] for line in log(tmp_path, "list").stdout.splitlines()}
    assert written == {name for name, code in zip(names, codes, strict=True) if code == 0} != set()
    assert list(tmp_path.iterdir()) == [tmp_path / "pledges.csv"]


def test_a_log_that_cannot_be_written_stays_as_it_was(tmp_path: Path) -> None:
    """A link is followed, permissions stay, a folder is none, and an unknown ask is only warned of."""
    add(tmp_path, "Ada Marlpit", "mayor-1", "asked", "2027-04-01")
    (tmp_path / "pledges.csv").chmod(0o640)
    (tmp_path / "link.csv").symlink_to("pledges.csv")
    add(tmp_path, "Ben Oatfield", "mayor-1", "asked", "2027-04-01", "--log", "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "pledges.csv").stat().st_mode & 0o777 == 0o640
    assert text_of(tmp_path).count("\n") == 3
    told = ("--contest", MAYOR, "--candidate", "Ben", "--ask", "mayor-1", "--state", "no")
    refused(log(tmp_path, "add", *told, "--log", "."), 73, "is a folder")
    refused(log(tmp_path, "add", *told, "--log", "none/pledges.csv"), 73, "none")
    old = text_of(tmp_path).replace("mayor-1", "old-1")
    (tmp_path / "old.csv").write_text(old, encoding="utf-8")
    taken = log(tmp_path, "import", "old.csv", "--dry-run", "--on", "2027-05-01")
    assert (
        taken.stderr
        == "askcandidate: old.csv: none of the campaign's asks: old-1.\nold.csv: 2 would be added, 0 there already.\n"
    )
    assert (
        'old.csv:2: The ask "old-1" is none of the campaign\'s.'
        in log(tmp_path, "verify", "--log", "old.csv").stdout
    )


@given(LOGS, LOGS)
def test_taking_in_writing_out_and_merging_lose_and_invent_nothing(
    ours: list[Entry], theirs: list[Entry]
) -> None:
    """A log taken in, written out, and merged with another holds the entries of both and no other."""
    book = Changing(ours)
    data = pledge_files.write(theirs).encode()
    taken = importing.read(data, "theirs.csv", importing.Given({}, {}, ANY_DAY), book)
    assert not taken.problems
    for _, entry in taken.entries:
        book.add(entry)
    out = pledge_files.write(book.entries)
    merged = merge(pledge_files.read(out).entries, ours)
    assert set(merged.entries) == {*ours, *theirs}
    assert pledge_files.write(merged.entries) == out


@given(
    st.binary(max_size=300), st.sampled_from([b"", GRID.encode(), b"Contest: X\nName: Y\nQuestion 1 (a)\n"])
)
def test_any_bytes_are_taken_in_or_refused_in_words(data: bytes, head: bytes) -> None:
    """Never a fault of ours, and never an entry without somebody, something and a day."""
    given = importing.Given({}, {"date": "2027-04-22"}, ANY_DAY)
    try:
        found = importing.read(head + data, "any", given, Changing(()))
    except AskError as error:
        assert error.message
    else:
        assert all(entry.candidate and entry.contest and entry.ask for _, entry in found.entries)


SIAN = ("Siân O\u2019Brien", "Sian O'Brien", "SIAN O'BRIEN")


def test_one_name_in_several_spellings_is_one_person(tmp_path: Path) -> None:
    """Until ids say otherwise: shown as in the newest line, and told apart by nobody but verify."""
    for name, state, day in zip(SIAN, ("asked", "yes", "partly"), ("01", "09", "20"), strict=True):
        add(tmp_path, name, "mayor-1", state, f"2027-04-{day}")
    assert log(tmp_path, "list", "--latest").stdout.count("\n") == 1
    assert log(tmp_path, "summary", "--on", "2027-04-21").stdout == (
        f"{MAYOR}\tSIAN O'BRIEN\tmayor-1\tpartly\t2027-04-20\n"
    )
    assert log(tmp_path, "list", "--candidate", "sian o'brien").stdout.count("\n") == 3
    assert log(tmp_path, "slip", "--candidate", "Sian O'Brien").code == 4  # she has answered
    looked = log(tmp_path, "verify")
    same = "and counts as one person. If they are two, give each a candidate_id; if not, write the name in"
    assert looked.code == 11
    assert looked.stdout.splitlines() == [
        f'pledges.csv:{line}: "{name}" is "{SIAN[0]}" in line 2, {same} one way.'
        for line, name in ((3, SIAN[1]), (4, SIAN[2]))
    ]


def test_two_rows_of_one_name_in_a_record_are_not_one_person(tmp_path: Path) -> None:
    """Whether one of them answered or both did the same; each is named by its line, and nothing is taken in."""
    ada, sian = f"{MAYOR},,,,Ada Marlpit,mayor-1", f"{MAYOR},,,,{SIAN[0]},mayor-1"
    rows = [f"{ada},yes,,2027-04-22,", f"{MAYOR},,,,Ada Marlpit,mayor-2,,,,", f"{sian},no,,2027-04-22,"]
    more = [
        f"{ada},,,,",
        f"{MAYOR},,,,ada marlpit,mayor-2,,,,",
        f"{MAYOR},,dc,7,{SIAN[1]},mayor-1,no,,2027-04-22,",
    ]
    (tmp_path / "record.csv").write_text(GRID + "\n".join([*rows, *more]), encoding="utf-8")
    refused(
        log(tmp_path, "import", "record.csv"),
        8,
        "record.csv:2: Ada Marlpit has another row for mayor-1: line 5. Two people of one name need a candidate_id",
        f"record.csv:4: {SIAN[0]} has another row for mayor-1: line 7.",
        f"record.csv:7: {SIAN[1]} has another row for mayor-1: line 4.",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["record.csv"]
    (tmp_path / "record.csv").write_text(GRID + "\n".join([*rows, more[1]]), encoding="utf-8")
    assert log(tmp_path, "import", "record.csv").code == 0
    other_day = f"{ada},no,,2027-04-29,"
    (tmp_path / "record.csv").write_text(GRID + "\n".join([*rows, other_day]), encoding="utf-8")
    assert log(tmp_path, "import", "record.csv", "--dry-run").code == 0
    again = f"{MAYOR},,dc,{{}},Ada Marlpit,mayor-1,yes,,2027-04-22,\n"
    (tmp_path / "record.csv").write_text(GRID + again.format(7) + again.format(8), encoding="utf-8")
    assert log(tmp_path, "import", "record.csv", "--log", "other.csv").code == 0


def test_a_line_with_an_id_says_how_a_name_is_spelled(tmp_path: Path) -> None:
    """From a grid, by its line; where two ids have the name, nobody is guessed."""
    add(tmp_path, SIAN[0], "mayor-1", "asked", "2027-04-01", "--source", "dc", "--id", "7")
    grid = f"{MAYOR},,,,{SIAN[1]},mayor-1,yes,,2027-04-09,\n"
    (tmp_path / "record.csv").write_text(GRID + grid, encoding="utf-8")
    assert log(tmp_path, "import", "record.csv").code == 0
    assert f",dc,7,{SIAN[0]},mayor-1,yes," in text_of(tmp_path)
    assert log(tmp_path, "verify").code == 0
    add(tmp_path, SIAN[1], "mayor-1", "asked", "2027-04-01", "--source", "dc", "--id", "8")
    refused(log(tmp_path, "import", "record.csv"), 8, "record.csv:2: The log knows 2 people called")
