"""Slips of people who use the log: a day that cannot be, a name mistyped, a promise that a letter made."""

from datetime import timedelta
from pathlib import Path

import pytest

from askcandidate import settings
from cli import refused
from test_log import BALLOT, GRID, HEAD, MAYOR, OFFICE, add, log, text_of
from test_log_letters import IDS, ask, body, letters, pages

AFTER = ("--on", "2027-05-10")
SIAN = "Siân Llŷr ap Gwilym"
WINNERS = ("winners", "--elected", "elected.csv")


def elected(folder: Path, *names: str) -> None:
    rows = "".join(f"{name},{MAYOR}\n" for name in names)
    (folder / "elected.csv").write_text(f"candidate,contest\n{rows}", encoding="utf-8")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("not-here", "was not there"),
        ("silent", "has not answered"),
        ("bounced", "could not be reached"),
    ],
)
def test_a_note_of_our_own_letter_changes_nothing_that_is_known(
    tmp_path: Path, state: str, said: str
) -> None:
    """In summaries, in lists, and in whom a letter goes to."""
    ask(tmp_path, "Ada Marlpit")
    add(tmp_path, "Ada Marlpit", "mayor-1", state, "2027-04-22")
    before = log(tmp_path, "summary", *AFTER).stdout
    elected(tmp_path, "Ada Marlpit")
    letters(tmp_path, *WINNERS, *AFTER, "--record")
    assert text_of(tmp_path).count(",elected,") == 1
    assert log(tmp_path, "summary", *AFTER).stdout == before
    assert before.endswith(f"\t{said}\t2027-04-22\n")
    assert log(tmp_path, "list", "--latest").stdout.endswith(f"\t{state}\n")


@pytest.mark.parametrize("name", ["Sian Lyr ap Gwilym", "AP GWILYM, Sian Llyr", "Cllr Sian Llyr Ap Gwilym"])
def test_a_name_that_is_nearly_somebodys_is_no_strangers(tmp_path: Path, name: str) -> None:
    """Refused by its line, with whom it may mean; an id says that they are two."""
    ask(tmp_path, SIAN, words=(*IDS, "--source", "dc", "--id", "7"))
    elected(tmp_path, f'"{name}"')
    before = text_of(tmp_path)
    refused(
        log(tmp_path, *WINNERS, *AFTER, "--record"),
        8,
        f'elected.csv:2: The log has no "{name}" there; did you mean "{SIAN}"?',
        "If they are two people, give each a candidate_id.",
    )
    assert text_of(tmp_path) == before
    head = "candidate,contest,candidate_source,candidate_id\n"
    (tmp_path / "elected.csv").write_text(f'{head}"{name}",{MAYOR},dc,8\n', encoding="utf-8")
    assert "I did not ask you anything" in letters(tmp_path, *WINNERS, *AFTER).stdout
    elected(tmp_path, "Sian Llyr ap Gwilym")
    assert f"Dear {SIAN}," in letters(tmp_path, *WINNERS, *AFTER).stdout


@pytest.mark.parametrize("ids", [IDS, ("--ballot", BALLOT), ()])
def test_one_office_is_not_filled_by_three(tmp_path: Path, ids: tuple[str, ...]) -> None:
    """Named by their lines; one person named twice is one."""
    ask(tmp_path, "Ada Marlpit", words=ids)
    ask(tmp_path, "Ben Oatfield", words=ids)
    after = (*AFTER, "--polling-day", "2027-05-06")
    elected(tmp_path, "Ada Marlpit", "Ben Oatfield", "Zed New")
    refused(
        log(tmp_path, *WINNERS, *after),
        8,
        f"elected.csv:2: {MAYOR} is one person's office, and lines 3 and 4 name others.",
    )
    elected(tmp_path, "Ada Marlpit", "ada marlpit")
    assert letters(tmp_path, *WINNERS, *after).stdout.count("Dear ") == 1


def test_what_somebody_would_rather_not_say_is_not_asked_again(tmp_path: Path) -> None:
    """A reminder promises it: the letter to them elected leaves it out, or is not written."""
    for name, asks in (("Ada Marlpit", ("mayor-1", "mayor-2")), ("Ben Oatfield", ("mayor-1",))):
        ask(tmp_path, name, *asks)
        add(tmp_path, name, "mayor-1", "would-rather-not-say", "2027-04-09")
    elected(tmp_path, "Ada Marlpit")
    (one,) = pages(letters(tmp_path, *WINNERS, *AFTER))
    assert "a safe way to report exploitation" in " ".join(body(one).split())
    assert "a plan" not in body(one)
    elected(tmp_path, "Ben Oatfield")
    none = letters(tmp_path, *WINNERS, *AFTER, "--record")
    assert none.stdout == ""
    assert "No letter to Ben Oatfield, who would rather not say." in none.stderr


@pytest.mark.parametrize("ids", [IDS, ("--office", OFFICE), ()])
def test_nobody_is_elected_before_the_poll(tmp_path: Path, ids: tuple[str, ...]) -> None:
    """By the ballot's id, or by what our tables know of the office or of its title."""
    poll = "6 May 2027" if ids == IDS else "3 May 2029"
    ask(tmp_path, "Ada Marlpit", words=ids)
    elected(tmp_path, "Ada Marlpit")
    refused(
        log(tmp_path, *WINNERS, "--on", "2027-04-30", "--record"),
        8,
        f"elected.csv:2: The poll for {MAYOR} is on {poll}, so nobody is elected yet.",
    )
    assert ",elected," not in text_of(tmp_path)
    after = ("--on", "2027-05-10", "--polling-day", "2027-05-06")
    assert "Congratulations" in letters(tmp_path, *WINNERS, *after).stdout


def test_totals_wait_for_the_polling_day_that_the_tables_know(tmp_path: Path) -> None:
    """That of the first election after the asking, whenever the answer came."""
    ask(tmp_path, "Ada Marlpit", on="2025-04-05", words=())
    add(tmp_path, "Ada Marlpit", "mayor-1", "yes", "2025-05-03")
    open_ = ("summary", "--totals", "--json", "--on")
    refused(log(tmp_path, *open_, "2025-05-01"), 2, "counted only after 10 pm on 1 May 2025")
    assert '"polling_day": "2025-05-01"' in log(tmp_path, *open_, "2025-05-02").stdout


def test_a_letter_speaks_of_no_day_after_its_own(tmp_path: Path) -> None:
    """What came later is left out, and that is said."""
    ask(tmp_path, "Ada Marlpit")
    add(tmp_path, "Ada Marlpit", "mayor-1", "yes", "2027-04-09")
    early = letters(tmp_path, "thank", "--on", "2027-04-08")
    assert early.stdout == ""
    assert "askcandidate: 1 line of days after 8 April 2027 left out.\n" in early.stderr
    assert "Dear Ada" in letters(tmp_path, "chase", "--after", "7d", "--on", "2027-04-08").stdout


def test_a_day_far_ahead_is_said_when_a_line_is_added_and_by_verify(tmp_path: Path) -> None:
    """A year ahead of the clock is a rehearsal; more is probably a slip."""
    far = add(tmp_path, "Ada Marlpit", "mayor-1", "yes", "2099-01-01", *IDS)
    assert "1 January 2099 is more than a year after the day of this run" in far.stderr
    near = str(settings.today() + timedelta(days=300))
    assert "more than a year" not in add(tmp_path, "Ada Marlpit", "mayor-1", "no", near).stderr
    found = log(tmp_path, "verify")
    assert (found.code, found.stdout.count("\n")) == (11, 1)
    assert found.stdout.startswith("pledges.csv:3: 1 January 2099 is more than a year after")
    on_the_day = log(tmp_path, "verify", "--on", str(settings.today()))
    assert [line.split(":")[1] for line in on_the_day.stdout.splitlines()] == ["2", "3"]
    assert log(tmp_path, "verify", "--on", "2099-01-01").code == 0


def test_a_day_to_come_is_not_taken_in(tmp_path: Path) -> None:
    """Named by its line, of a record or of a log; --on says which day it is."""
    (tmp_path / "record.csv").write_text(
        GRID + f"{MAYOR},,,,Ada Marlpit,mayor-1,yes,,2099-04-22,\n", encoding="utf-8"
    )
    (tmp_path / "other.csv").write_text(
        HEAD + f"pledge/1,2099-04-22,{MAYOR},{OFFICE},{BALLOT},,,Ada Marlpit,mayor-1,yes,,,\n",
        encoding="utf-8",
    )
    for name in ("record.csv", "other.csv"):
        far = log(tmp_path, "import", name)
        refused(far, 8, f"{name}:2: 22 April 2099 is more than a year after", "--on DATE")
        day_before = log(tmp_path, "import", name, "--on", "2099-04-21")
        refused(day_before, 8, f"{name}:2: 22 April 2099 is after the day of this run, 21 April 2099.")
        assert not (tmp_path / "pledges.csv").exists()
    assert log(tmp_path, "import", "record.csv", "--on", "2099-04-22").code == 0


def test_days_that_can_be_read_two_ways_are_said_to_be_read_one_way(tmp_path: Path) -> None:
    """Once a file; where the day can be only one thing, nothing is said."""
    said = "record.csv: days such as 05/04/2027 are read as day/month/year."
    for days, times in ((("22/04/2027", "05/04/2027", "6/4/27"), 1), (("22/04/2027", "04/04/2027"), 0)):
        rows = "".join(f"{MAYOR},,,,P{at},mayor-1,yes,,{day},\n" for at, day in enumerate(days))
        (tmp_path / "record.csv").write_text(GRID + rows, encoding="utf-8")
        taken = log(tmp_path, "import", "record.csv", "--on", "2027-05-01")
        assert taken.code == 0
        assert taken.stderr.count(said) == taken.stderr.count("are read as") == times
    slip = (
        f"Reply slip\nContest: {MAYOR}\nName: Ada Marlpit\nQuestion 1 (mayor-1)\n[x] yes\nDate: 05/04/2027\n"
    )
    (tmp_path / "reply.txt").write_text(slip, encoding="utf-8")
    read = log(tmp_path, "import", "reply.txt", "--on", "2027-05-01")
    assert "reply.txt: days such as 05/04/2027 are read as day/month/year." in read.stderr


@pytest.mark.parametrize(("contest", "ids"), [(MAYOR, ()), ("Mayor", ("--ballot", BALLOT)), ("Mayor", IDS)])
def test_a_slip_names_the_area(tmp_path: Path, contest: str, ids: tuple[str, ...]) -> None:
    """As the pack for the same office does, whichever way the log knows it."""
    add(tmp_path, "Ada Marlpit", "mayor-1", "asked", "2027-04-01", *ids, "--contest", contest)
    told = " ".join(log(tmp_path, "slip", "--on", "2027-04-01").stdout.split())
    assert "for the whole of the West of England" in told
