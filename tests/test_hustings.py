"""askcandidate hustings, from outside: packs that a chair could use tonight."""

import csv
import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from answers import ballot
from answers_candidates import ynr_ballot, ynr_candidacy
from answers_rules import page_of
from askcandidate import events
from asking import ADA, BEN, HERE, MAYOR_BALLOT, ON, POLL, answer_with, one_ward, serve
from cli import in_words, refused, run
from server import Service, reply

NAMES = ("Ada Marlpit", "Ben Oatfield", "Clare Deputy", "Dev Singh-Jones", "Eluned Ŵyn")
FIVE = [word for name in NAMES for word in ("--name", name)]
NEW_MAYOR = ("--contest", "Mayor of Newshire", "--kind", "mayor", "--place", "Newshire", *FIVE)
TONIGHT = ("--start", "19:30", "--date", "2027-04-22", "--venue", "St Mary's Hall", "--chair", "Jo Hill")
DAY = ("--on", "2026-11-21")


def pack(*words: Any, **more: Any) -> str:
    result = run("hustings", *words, *DAY, "--format", "md", **more)
    in_words(result)
    assert result.code == 0, result
    return result.stdout


def test_a_pack_for_a_new_mayor() -> None:
    """Every part is there, for five names in sixty minutes, and the clock adds up."""
    text = pack(*NEW_MAYOR, *TONIGHT, "--imprint", "Printed and published by A. Hall, 1 Church Lane.")
    for heading in (
        "# Hustings: Mayor of Newshire",
        "# For the chair: ",
        "# Record: ",
        "# For the organiser: ",
        "# Invitation: ",
        "## Register of invitations",
        "## Reply",
    ):
        assert heading in text
    clock = re.findall(r"^\| (\d\d:\d\d)(?::30)? \| (.+?) \|", text, re.MULTILINE)
    assert clock[0] == ("19:30", "3 minutes")
    assert clock[-1] == ("20:26", "1 minute")
    assert "with 3 minutes in hand; the last word is at 20:27." in text
    assert text.count("Printed and published by A. Hall") == 6
    assert "before the election of the Mayor of Newshire" in text
    for name in NAMES:
        assert text.count(f"| {name} |") == 3 + 1 + 1


def test_safety_stands_on_every_script_card_and_checklist() -> None:
    """Before anybody tells a story, and with the numbers."""
    for words in (NEW_MAYOR, (*NEW_MAYOR, "--one")):
        pages = re.split(r"(?m)^(?=# )", pack(*words))
        safe = [page for page in pages if page and not re.match(r"# (Hustings|Record|Invitation)", page)]
        cards = [page for page in pages if "A question of your own?" in page]
        assert safe
        for page in (*safe, *cards):
            assert "08000 121 700" in page, page[:60]
            assert "999" in page


def test_nobody_is_scored_and_no_party_is_named(service: Service) -> None:
    """Names alone; the same space for each; parties of the list appear nowhere."""
    at = serve(service, one_ward())
    text = run(
        "hustings", HERE, "--live", "--base-url", at, "--on", ON, "--office", "council", "--format", "md"
    ).stdout
    assert text.count("| Ada Marlpit |") == text.count("| Ben Oatfield |") == 5
    assert "Party" not in text.replace("No party, no side", "")
    assert "score" not in text.replace("Nobody is scored or ranked", "")


def test_without_an_election_it_is_a_public_meeting() -> None:
    """With whoever holds the office: the same questions, no list of names, no record of answers by name."""
    text = pack(HERE, "--office", "pcc")
    assert "# Public meeting with the Police and Crime Commissioner for Avon and Somerset" in text
    assert "# Record" not in text
    assert "hustings" not in text.lower()
    assert "What place" in text
    assert "Thank you all for coming, and for listening to each other.\n\n*Made on " in text


def test_a_public_meeting_has_a_script_for_one_guest() -> None:
    """What was done, answers with reasons, and the hall in turn; no polling day years away; all in its minutes."""
    text = pack("M27 0JE", "--office", "mayor", "--start", "19:00")
    script = text[text.index("# For the chair: ") : text.index("# Invitation: ")]
    clock = re.findall(r"^\| (\d\d:\d\d)(?::30)? \| (.+?) \| (.+?) \|$", script, re.MULTILINE)
    assert [what.partition(",")[0] for _, _, what in clock] == [
        *("Welcome", "Opening words", "What was done so far", "From the hall"),
        *("Question 1", "Yes", "From the hall", "Question 2", "Yes", "From the hall"),
        *("Question 3", "Yes", "From the hall", "Questions from the hall", "Closing words", "Thanks"),
    ]
    assert clock[-1][0] < "19:57"
    assert "Polling day" not in text
    assert "2028" not in script
    assert "And why? 30 seconds." in script
    assert "One word" not in script
    assert "You would have 5 minutes to speak about the work of your office, and would then be asked" in text


DELIVERY_PLAN = (
    "In January 2024 the commissioner's office launched a delivery plan for the Merseyside Modern Slavery "
    "Network. (Merseyside PCC, January 2024.)"
)
OF_MERSEYSIDE = ("hustings", "L3 4AA", "--office", "pcc", "--pages", "sheet,script,invite", "--format", "md")


def test_what_an_office_does_already_is_asked_after() -> None:
    """On sheet, script and invitation, with its date and source, and with the question that follows from it."""
    text = run(*OF_MERSEYSIDE, *DAY).stdout
    sheet, script, invite = re.split(r"(?m)^(?=# )", text)[1:]
    assert (
        f"{DELIVERY_PLAN}\n\n*If there is time:* What has come of it since, and what comes next?\n" in sheet
    )
    assert '- So far: "PCC launches region-wide delivery plan' in sheet
    assert "Merseyside PCC, January 2024, https://merseysidepcc.info/news-and-events/" in sheet
    assert f"Read out: {DELIVERY_PLAN} **What has come of it since, and what comes next?**" in script
    assert f"If there is time, also this: {DELIVERY_PLAN} What has come of it since" in invite


def test_those_standing_are_all_asked_what_they_would_build_on() -> None:
    """One sentence and one question for everybody in turn; where it does not fit the chair is told."""
    text = run(*OF_MERSEYSIDE, "--candidates", "4", *DAY).stdout
    asked = "What would you build on there, what would you change, and by when?"
    assert text.count(asked) == 3
    assert f"Read out: {DELIVERY_PLAN} **{asked}**\n\n1 minute each, in this order: " in text
    many = run(*OF_MERSEYSIDE, "--candidates", "9", *DAY).stdout
    assert "people in 60 minutes: the question on what was done so far; questions from the hall." in many
    assert many.count(asked) == 2


def test_what_was_seen_long_ago_is_not_printed() -> None:
    """Three years from its date; then, and where nothing was seen, nothing is said to be missing."""
    for day, there in (("2027-01-15", True), ("2027-01-16", False)):
        text = run(*OF_MERSEYSIDE, "--on", day).stdout
        assert ("delivery plan" in text) is there, day
        assert ("What has been done here about modern slavery up to now, and what came of it?" in text) is (
            not there
        )
    assert "So far" not in run(*OF_MERSEYSIDE, "--candidates", "4", "--on", "2027-01-16").stdout


def test_tables_of_text_are_as_wide_as_their_page() -> None:
    """No name is cut short or wider than the page; cells to write in have lines around them."""
    name = "Ann Able-Carpenter-Featherstonehaugh of Llanfairpwllgwyngyllgogerychwyrndrobwll"
    result = run(
        "hustings", "--contest", "Anyward", "--name", name, "--name", "B", "--pages", "sheet,grid", *DAY
    )
    lines = result.stdout.splitlines()
    assert {len(line) for line in lines if line[:1] in "┌├│└" and line} == {78}
    assert max(map(len, lines)) == 78
    assert "…" not in result.stdout
    grid = result.stdout[result.stdout.index("Record") :]
    first = "".join(line[1:].partition("│")[0].strip() for line in grid.splitlines() if line.startswith("│"))
    assert first.startswith(name.replace(" ", ""))
    assert "│B " in grid


def test_a_cover_of_text_has_each_pack_above_its_numbers() -> None:
    """Titles are whole, and so are the words over the columns."""
    cover = run("hustings", "--all", "pfcc", *DAY).stdout.partition("=" * 78)[0]
    assert (
        "Public meeting with the Police, Fire and Crime Commissioner for Staffordshire\n  1       3 " in cover
    )
    assert "  people  question  chair's  record  audience  checklist  invites\n" in cover
    assert all(len(line) <= 78 for line in cover.splitlines())


def test_an_office_nobody_holds_yet_has_lines_to_write_on() -> None:
    """The names are published about four weeks before."""
    text = pack("CA1 1AA", "--office", "mayor")
    assert "# Hustings: Mayor of Cumbria" in text
    draw = 1  # that is still to be made, beside five tables
    assert text.count("| " + "_" * 24 + " |") == 6 * (5 + draw)


def test_only_some_invited_needs_a_reason_that_is_printed() -> None:
    """A partial list carries it; a name that is not on the list is said."""
    refused(run("hustings", *NEW_MAYOR, "--only", "Ada Marlpit"), 2, "--reason")
    text = pack(*NEW_MAYOR, "--only", "Ada Marlpit", "--reason", "the hall holds one chair")
    assert "1 of 5 are invited. The reason: the hall holds one chair. Also standing: Ben Oatfield; " in text
    assert "| Ben Oatfield |" not in text
    assert "Not everybody standing is invited." in text
    refused(run("hustings", *NEW_MAYOR, "--only", "Zoe", "--reason", "x"), 4, "Zoe is not listed")


def test_the_order_follows_the_seed() -> None:
    """Drawn again by anybody; another seed draws another."""
    assert pack(*NEW_MAYOR, "--seed", "a") == pack(*NEW_MAYOR, "--seed", "a")
    assert pack(*NEW_MAYOR, "--seed", "a") != pack(*NEW_MAYOR, "--seed", "b")
    assert 'drawn by the seed "a"' in pack(*NEW_MAYOR, "--seed", "a")


def test_too_many_for_the_time_is_said_with_what_it_takes() -> None:
    """Nobody is left out to make it fit."""
    refused(
        run("hustings", "--contest", "X", "--candidates", "60", "--minutes", "30"),
        2,
        "cannot be heard",
        "48",
        "--one",
    )


def test_an_events_file_makes_a_pack_and_a_record_each(tmp_path: Path) -> None:
    """The printed example is one; semicolons and line breaks part names; a bad row stops none."""
    example = run("help", "events-file")
    assert "contest     what the meeting is about" in example.stderr
    file = tmp_path / "meetings.csv"
    rows = example.stdout + 'Anyfield,mayor,,Anyfield,,22/04/2027,7.30pm,45,,"A\nB; C"\nBad,king,,,,,,,,\n'
    file.write_text(rows, encoding="utf-8")
    result = run("hustings", "--events", file, "--out", tmp_path / "out", *DAY)
    assert result.code == 3
    assert '"king" is not a kind of office' in result.stderr
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert len(names) == 6
    assert [name for name in names if name.startswith("anyward-anytown")]
    record = next(
        path for path in (tmp_path / "out").iterdir() if "anyfield" in path.name and path.suffix == ".csv"
    )
    read = list(csv.DictReader(io.StringIO(record.read_text(encoding="utf-8"))))
    assert {row["candidate"] for row in read} == {"A", "B", "C"}
    assert {row["answer"] for row in read} == {""}


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    """A second run writes no file; another pack in its place needs --force."""
    words: tuple[str | Path, ...] = ("hustings", *NEW_MAYOR, "--out", tmp_path / "out", *DAY)
    assert run(*words).stderr.count("Written: ") == 2
    again = run(*words)
    assert (again.code, again.stderr.count("Written: "), again.stderr.count("Unchanged: ")) == (0, 0, 2)
    refused(run(*words, "--minutes", "90"), 73, "--force")


@pytest.mark.parametrize(
    ("kind", "packs"), [("pcc", 37), ("council", 361), ("county", 21), ("council-mayor", 13), ("mayor", 18)]
)
def test_the_whole_country(kind: str, packs: int) -> None:
    """Every office of a kind; four mayors are to be elected for the first time."""
    text = pack("--all", kind)
    assert text.startswith("# Packs in this bundle")
    assert len(re.findall(r"(?m)^# For the chair: ", text)) == packs
    pending = 4 if kind == "mayor" else 0
    assert len(re.findall(r"(?m)^# For the chair: Hustings", text)) == pending


def test_a_spreadsheet_of_members_makes_one_pack_an_office(tmp_path: Path) -> None:
    """Not one for each of them; by a column, one for each of its values."""
    file = tmp_path / "members.csv"
    file.write_text(
        "name,postcode,branch\nA,BS1 5TR,North\nB,BS1 6TR,South\nC,nonsense,South\nD,BS2 0JA,North\n",
        encoding="utf-8",
    )
    by_office = run("hustings", "--from", file, "--office", "pcc", "--format", "md", *DAY)
    assert by_office.code == 3
    assert by_office.stdout.count("# For the chair: ") == 1
    by_branch = run("hustings", "--from", file, "--office", "pcc", "--by", "branch", "--format", "md", *DAY)
    assert by_branch.stdout.count("# For the chair: ") == 2
    refused(run("hustings", "--from", file, "--by", "nothing", *DAY), 2, "no column")


def test_two_of_one_name_both_speak() -> None:
    """Real ballots have them; a name with a semicolon is one name."""
    both = ("--contest", "Anyward", "--name", "Sam Lock", "--name", "Sam Lock", "--name", "A; B")
    text = pack(*both)
    assert text.count("| Sam Lock |") == 2 * 5
    assert text.count("| A; B |") == 5
    assert "Sam Lock is named more than once" in run("hustings", *both, *DAY).stderr


def test_one_bad_meeting_stops_no_other(tmp_path: Path) -> None:
    """Too many for their minutes, a postcode without a council: each is its own row's affair."""
    file = tmp_path / "meetings.csv"
    many = "; ".join(f"N{n}" for n in range(12))
    rows = (
        f'contest,postcode,minutes,candidates\nOne,,,A;B\nTwo,,10,"{many}"\nThree,BT1 5GS,,A;B\nFour,,,A;B\n'
    )
    file.write_text(rows, encoding="utf-8")
    result = run("hustings", "--events", file, "--out", tmp_path / "out", *DAY)
    in_words(result)
    assert result.code == 3
    assert sorted(path.stem for path in (tmp_path / "out").glob("*.html")) == ["four", "one", "three"]
    assert "cannot be heard in 10 minutes" in result.stderr


def test_marks_that_move_a_cursor_reach_no_sheet() -> None:
    """From the command line or a file; line breaks in a place part no paragraph."""
    bad = "\x1b[31mRed\x1b[0m\nHall"
    text = pack(
        "--contest", bad, "--place", bad, "--venue", bad, "--chair", bad, "--imprint", bad, "--name", bad
    )
    assert "\x1b" not in text
    assert "Red Hall" in text
    assert "\nHall" not in text


@pytest.mark.parametrize("start", ["7pm", "7 pm", "7.30 pm", "7:30 p.m.", "19.30", "1930", "19:30"])
@pytest.mark.parametrize("date", ["2027-04-22", "22/04/2027", "22 Apr 2027", "Thursday 22nd April 2027"])
def test_days_and_times_as_people_write_them(tmp_path: Path, start: str, date: str) -> None:
    """Whatever a spreadsheet holds."""
    meeting = events.read({"contest": "X", "date": date, "start": start, "minutes": "45 mins"}, 0)
    assert (meeting.day, meeting.minutes) == (dt.date(2027, 4, 22), 45)
    assert meeting.start in (dt.time(19, 0), dt.time(19, 30))


def test_names_are_taken_literally(tmp_path: Path) -> None:
    """Markup in a name stays a name, in Markdown and in HTML, which loads nothing from anywhere."""
    words = ("--contest", "A | <b>B</b>", "--name", "<script>x</script> [y](javascript:z) | *w*")
    assert "\\<script\\>" in pack(*words)
    run("hustings", *words, "--out", tmp_path / "pack.html", *DAY)
    page = (tmp_path / "pack.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert 'href="' not in page
    assert "src=" not in page
    assert "default-src 'none'" in page
    assert "&lt;script&gt;x&lt;/script&gt; [y](javascript:z) | *w*" in page


def test_several_contests_of_a_place_have_a_pack_each(service: Service) -> None:
    """A ward and a mayor on one day, and a meeting with the commissioner, for whom nobody votes."""
    mayor = ballot(MAYOR_BALLOT, title="Mayor of the West of England", candidates=[ADA])
    ward = ballot(
        "local.bristol.central.2027-05-06", title="Bristol local election Central", candidates=[BEN]
    )
    at = serve(service, answer_with(ward, mayor))
    result = run("hustings", HERE, "--live", "--base-url", at, "--on", ON, "--format", "md")
    assert re.findall(r"(?m)^# For the chair: (.*)$", result.stdout) == [
        "Hustings: Mayor of the West of England",
        "Hustings: Central, Bristol",
        "Public meeting with the Police and Crime Commissioner for Avon and Somerset",
    ]


def orders(script: str) -> list[list[str]]:
    """Give who speaks in turn, for each round of a script."""
    found = re.findall(r"in this order: ([^.]*?)[.]", script)
    return [order.split("; ") for order in found]


def test_a_draw_still_to_be_made_is_said() -> None:
    """Lines for names have no order yet: places are numbered, and nothing claims that names were drawn."""
    script = pack("--contest", "Anyward", "--candidates", "3", "--pages", "script")
    assert "**The draw is still to be made.**" in script
    assert f"| 3 | {'_' * 24} |" in script
    called = ["speaker 1", "speaker 2", "speaker 3"]
    assert orders(script)
    assert all(sorted(order) == called for order in orders(script))
    assert "Your lots decide who has which number. Who follows whom was drawn by computer" in script
    named = pack("--contest", "Anyward", "--name", "Ann Jones", "--name", "Bo Lee", "--pages", "script")
    assert "still to be made" not in named
    assert (
        "The order of speaking was drawn by computer before the meeting, and chosen by nobody; the organiser's "
        "checklist says how to draw it again.\n" in named
    )
    assert "seed" not in script + named


def test_a_comma_in_a_name_parts_nobody() -> None:
    """An order of speaking has semicolons between the names."""
    script = pack("--contest", "Anyward", "--name", "Jones, Ann", "--name", "Lee, Bo", "--pages", "script")
    assert {frozenset(order) for order in orders(script)} == {frozenset(["Jones, Ann", "Lee, Bo"])}


def test_without_a_start_moments_are_minutes_in() -> None:
    """3:00 would be a time of day."""
    script = pack("--contest", "Anyward", "--name", "Ann", "--name", "Bo", "--pages", "script")
    assert "## Opening words, 3 minutes in\n" in script
    assert "Then, 8½ minutes in, round once more" in script
    assert not re.search(r"\bat \d", script)
    started = pack(*("--contest", "Anyward", "--name", "Ann", "--name", "Bo", "--start", "19:30"))
    assert "## Opening words, at 19:33\n" in started


def test_half_a_minute_is_read_off_a_clock() -> None:
    """A chair reads 20:05:30 at a glance; 20:05½ takes a second look."""
    for lang in ("en", "cy"):
        script = pack(*NEW_MAYOR, "--start", "19:30", "--pages", "script", "--lang", lang)
        assert re.search(r"\b\d\d:\d\d:30\b", script)
        assert not re.search(r":\d\d½", script)


def test_a_hustings_at_which_nobody_speaks_is_refused() -> None:
    """No names and no lines for any: there would be nothing but a hall that asks nobody."""
    result = run("hustings", "--contest", "Anyward", "--candidates", "0")
    refused(result, 2, "Anyward: there is nobody to hear.", "--name", "--candidates")


@pytest.mark.parametrize(
    ("words", "words_in_all", "rows"),
    [
        (("--contest", "Anyward", "--candidates", "4"), 720, 15),
        (("--contest", "Anyward", "--candidates", "24"), 240, 15),
        (("--contest", "Anyward", "--candidates", "20", "--minutes", "40"), 150, 15),
        (("--contest", "Anyward", "--candidates", "14", "--minutes", "25"), 120, 12),
    ],
)
def test_rows_to_write_on_go_with_the_words_that_are_allowed(
    words: tuple[str, ...], words_in_all: int, rows: int
) -> None:
    """Ten words a row; where a page has room for fewer than are allowed, it says so."""
    page = pack(*words, "--pages", "invite").partition("## Statement")[2].partition("Signed")[0]
    assert f"Up to {words_in_all} words:" in page
    assert page.count("\n| |") == rows
    assert ("these rows hold about 150 words" in page) == (rows * 10 < words_in_all)


def test_a_name_is_broken_between_its_words_alone() -> None:
    """In the record too, whose columns are narrow."""
    names = ("--name", "Rosalind Fotheringham-Smythe", "--name", "Bo Li")
    contest = ("--contest", "Mayor of Newshire", "--kind", "mayor", *names)
    result = run("hustings", *contest, "--pages", "grid", "--format", "text", *DAY)
    assert "│Fotheringham-Smythe│" in result.stdout
    assert "│answer│" in result.stdout


def test_one_candidate_alone_is_no_hustings_and_the_pages_do_not_say_so() -> None:
    """The pack is made; nobody is told of others who get the same, or of an office they do not hold."""
    words = (HERE, "--office", "mayor", "--format", "md", "--date", "2029-04-22", *DAY)
    result = run("hustings", *words, "--name", "Ann Example")
    assert result.code == 0
    assert "a hustings with one candidate is not even-handed" in result.stderr
    assert "Electoral Commission" in result.stderr
    for false in ("everybody standing.", "Everybody invited", "the work of", "everybody the same"):
        assert false not in result.stdout
    assert "If others are standing, say who they are" in result.stdout
    two = run("hustings", *words, "--name", "Ann Example", "--name", "Bo Example")
    assert "even-handed" not in two.stderr


def test_a_meeting_after_an_office_has_ended_is_refused() -> None:
    """By our own tables commissioners go in May 2028; beside other offices theirs is left out and named."""
    late = ("--date", "2029-04-22", "--candidates", "3", *DAY)
    refused(run("hustings", HERE, "--office", "pcc", *late), 4, "is to end in May 2028", "22 April 2029")
    refused(run("hustings", "--all", "pcc", *late), 4, "is to end in May 2028")
    all_three = run("hustings", HERE, "--pages", "sheet", *late)
    assert all_three.code == 0
    assert "Police and Crime" not in all_three.stdout
    assert "is to end in May 2028" in all_three.stderr
    early = run("hustings", HERE, "--office", "pcc", "--date", "2027-04-22", "--candidates", "3", *DAY)
    assert early.code == 0
    assert "No election of the Police and Crime Commissioner for Avon and Somerset is known" in early.stderr


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2027-04-22", "long before"),
        ("2028-10-31", "long before"),
        ("2028-11-01", ""),
        ("2029-05-04", "after"),
    ],
)
def test_a_mistyped_year_is_said(day: str, said: str) -> None:
    """More than half a year before polling day, or after it."""
    result = run("hustings", HERE, "--office", "mayor", "--date", day, "--candidates", "3", *DAY)
    assert result.code == 0
    assert ("is the year right?" in result.stderr) == bool(said)
    assert said in result.stderr


def test_northern_ireland_is_explained_as_lookup_does() -> None:
    """The office is not missing: it is not known offline, and why."""
    refused(run("hustings", "BT1 5GS", *DAY), 4, "No elected office is known for BT1 5GS", "licence", "ONSPD")


def test_an_office_that_is_not_there_is_answered_with_those_a_service_knows(service: Service) -> None:
    """Where our own tables know none, too."""
    belfast = ynr_ballot(f"local.belfast.botanic.{POLL}", [ynr_candidacy(1, "Ada Marlpit", "Canal Party")])
    service.answer("/api/next/ballots/", reply(page_of([belfast])))
    words = ("--source", "candidates", "--base-url", service.url("/api/next/"), "--office", "mayor")
    result = run("hustings", "BT1 5GS", *words, "--on", ON)
    refused(result, 4, "There is no such office here.\nThere are: council:N09000003.")


def test_an_empty_name_is_refused_and_a_day_long_past_is_called_past() -> None:
    """Neither is printed; what is wrong is said as it is."""
    refused(run("hustings", *NEW_MAYOR, "--name", " "), 2, "A --name is empty", "--candidates")
    refused(run("hustings", *NEW_MAYOR, "--date", "2020-01-01"), 2, "2020-01-01", "is past")
    refused(run("hustings", *NEW_MAYOR, "--date", "01/01/2120"), 2, "01/01/2120", "too far off")


def test_the_helpline_can_be_dialled_from_one_line(tmp_path: Path) -> None:
    """Its number stays whole wherever lines are broken, and copied from plain text it has plain blanks."""
    words = ("hustings", "--contest", "Anyward", "--name", "Ann", "--name", "Bo", *DAY)
    text = run(*words, "--format", "text").stdout
    assert text.count("08000 121 700") == text.count("08000") > 2
    page = run(*words, "--format", "html").stdout
    assert page.count("08000\u00a0121\u00a0700") == page.count("08000") > 2
    run(*words, "--out", tmp_path / "pack.docx")
    with zipfile.ZipFile(tmp_path / "pack.docx") as archive:
        document = archive.read("word/document.xml").decode()
    assert document.count("08000\u00a0121\u00a0700") == document.count("08000") > 2


def test_one_way_of_saying_for_whom() -> None:
    """None, or two, is wrong use."""
    refused(run("hustings"), 2, "in one way")
    refused(run("hustings", HERE, "--all", "pcc"), 2, "in one way")
    refused(run("hustings", *NEW_MAYOR, "--date", "31 June"), 2, "is not a day")
    refused(run("hustings", HERE, "--asks", "nothing"), 4, "no ask")
