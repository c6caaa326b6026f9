"""Which pages, for whom, with which imprint: what is chosen is done, and what has no effect is refused."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

from answers import ballot
from asking import HERE, ON, answer_with, one_ward, serve
from cli import in_words, refused, run
from server import Service

DAY = ("--on", "2026-11-21")
WARD = ("--contest", "Anyward", "--place", "Anytown")
TWO = (*WARD, "--name", "Ann Ash", "--name", "Bob Beech")
MD = ("--format", "md", *DAY)
PRINTER = "Printed and promoted by A. Hall, 1 Church Lane, Anytown, for Anytown Together, same address."


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder of settings that are one's own."""
    folder = tmp_path / "settings"
    folder.mkdir()
    monkeypatch.setenv("ASKCANDIDATE_CONFIG_DIR", str(folder))
    return folder


def headings(text: str) -> list[str]:
    return [line.partition(": ")[0] for line in text.splitlines() if line.startswith("# ")]


def test_invitations_alone() -> None:
    """The same letter to everybody, a slip for the answer, a form for who cannot come; who else was invited is not sent."""
    result = run("hustings", "invite", *TWO, "--date", "2027-04-22", "--start", "19:30", *MD)
    in_words(result)
    assert result.stdout.startswith(
        "# Invitation: Hustings: Anyward\n"
        "\n"
        "*The same letter to everybody standing.*\n"
        "\n"
        "Dear ______________________,\n"
        "\n"
        "You are invited to a hustings before the election to the council, on Thursday 22 April 2027 at 19:30."
    )
    assert [line for line in result.stdout.splitlines() if line.startswith("#")][1:] == [
        "## Reply",
        "## Statement to be read out, if I am not there",
    ]
    assert "Ann Ash" not in result.stdout
    kept = run("hustings", *TWO, "--pages", "checklist", *MD).stdout
    assert "*To keep: this page and its register go to nobody who is invited.*" in kept
    assert (
        "## Register of invitations\n\n| name | invited on | how | answer | on |\n|:--|:--|:--|:--|:--|\n"
        "| Ann Ash | | | | |\n| Bob Beech | | | | |\n" in kept
    )


def test_an_invitation_has_room_for_what_is_not_known_yet() -> None:
    """Day, place, and by when and where to answer; what is known is printed."""
    line = "_" * 22
    text = run("hustings", "invite", *TWO, "--start", "19:30", *MD).stdout
    assert (
        f"before the election to the council, on {line} at 19:30. It is held at {line}. It lasts 60 minutes."
        in text
    )
    assert f"Please answer by {line} to {line}." in text
    text = run("hustings", "invite", *TWO, "--venue", "Anyhall", *MD).stdout
    assert f"before the election to the council, on {line}, in Anyhall. It lasts 60 minutes." in text


def test_the_word_invite_is_short_for_its_page() -> None:
    """Before postcodes or any other way of saying for whom."""
    for whom in ((HERE, "--office", "mayor"), ("--all", "pcc")):
        assert run("hustings", "invite", *whom, *MD) == run("hustings", *whom, "--pages", "invite", *MD)
    refused(run("hustings", "invite", HERE, "--pages", "card"), 2, "both choose the pages")
    refused(run("hustings", "invite"), 2, "in one way")


def test_pages_are_chosen_and_printed_in_their_order(tmp_path: Path) -> None:
    """Files of chosen pages have names of their own, so that the whole pack may lie beside them."""
    text = run("hustings", *TWO, "--pages", "grid, sheet", *MD).stdout
    assert headings(text) == ["# Hustings", "# Record"]
    out = ("--out", tmp_path / "out", *DAY)
    for words in ((), ("--pages", "card"), ("--one",), ("--pages", "grid,card")):
        assert run("hustings", *TWO, *words, *out).code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        *("anyward.html", "anyward-record.csv", "anyward-card.html", "anyward-one.html"),
        *("anyward-grid-card.html", "anyward-grid-card-record.csv"),
    }
    refused(run("hustings", HERE, "--pages", "sheet,poster"), 2, '"poster"', "sheet, script, grid, card, ")
    refused(run("hustings", HERE, "--pages", ""), 2, "no page")
    refused(run("hustings", HERE, "--office", "pcc", "--pages", "grid"), 2, "no record by name")


def test_a_card_for_each_who_is_expected() -> None:
    """On the cover of a bundle, with how many of each other page, and on the checklist."""
    text = run("hustings", "--all", "pfcc", "--audience", "120", *MD).stdout
    cover = text[: text.index("# Public")]
    assert "120 people are expected at each meeting, and there is a card for each." in cover
    assert (
        "| pack | people | question sheet | chair's script | record | audience cards | checklist |" in cover
    )
    assert cover.count("| 1 | 3 | 2 | 0 | 120 | 1 | 1 |\n") == cover.count("| Public meeting")
    assert "- ☐ 40 audience cards, one for each person expected" in run("hustings", *TWO, *MD).stdout
    assert "audience" not in run("hustings", "--all", "pfcc", "--pages", "sheet", *MD).stdout
    refused(run("hustings", HERE, "--audience", "0"), 2)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((HERE, "--kind", "mayor"), "--kind goes with --contest, not with postcodes"),
        ((HERE, "--place", "X"), "--place goes with --contest"),
        ((HERE, "--by", "office"), "--by goes with --from"),
        ((HERE, "--column", "x"), "--column goes with --from"),
        ((HERE, "--id", "x"), "--id goes with --from or --events"),
        (("--all", "pcc", "--office", "mayor"), "--office goes with postcodes or --from"),
        (("--contest", "X", "--office", "mayor"), "--office goes with"),
        (("--all", "pcc", "--rejects", "r.csv"), "--rejects goes with"),
        (("--contest", "X", "--resume"), "--resume goes with"),
        (("--events", "e.csv", "--column", "x"), "--column goes with --from"),
        (("--events", "e.csv", "--kind", "mayor"), "--kind goes with --contest"),
        (("--events", "e.csv", "--live"), "--live goes with"),
        (("--contest", "X", "--base-url", "http://127.0.0.1:1/"), "--base-url goes with"),
        ((*TWO, "--candidates", "3"), "names leave no lines"),
        ((*TWO, "--reason", "space"), "--reason goes with --only"),
        ((*TWO, "--one", "--pages", "card"), "Give one of --one and --pages"),
        ((HERE, "--from", "x.csv"), "both as arguments and with --from"),
    ],
)
def test_options_without_an_effect_are_refused(words: tuple[str, ...], says: str, tmp_path: Path) -> None:
    """In a sentence, before any file is read or made."""
    refused(run("hustings", *words, "--out", "out", cwd=tmp_path), 2, says)
    assert list(tmp_path.iterdir()) == []


def test_names_belong_to_one_contest(tmp_path: Path) -> None:
    """They are refused where more packs than one really come out, and then nothing is written."""
    file = tmp_path / "members.txt"
    file.write_text("BS1 5TR\nBS1 6TR\nBS1 5TR\n", encoding="utf-8")
    who = ("--name", "Ann Ash", "--name", "Bob Beech")
    for whom in ((HERE,), ("--all", "pfcc"), ("--from", file), ("--from", file, "--out", tmp_path / "out")):
        refused(run("hustings", *whom, *who, "-q", *DAY), 2, "more packs than one", "--office")
    assert list(tmp_path.rglob("*.html")) == []
    one = run("hustings", "--from", file, "--office", "mayor", *who, *MD)
    assert one.code == 0
    assert headings(one.stdout).count("# For the chair") == 1
    file = tmp_path / "events.csv"
    file.write_text("contest,candidates\nAnyward,C; D\n", encoding="utf-8")
    result = run("hustings", "--events", file, *who, *MD)
    assert (result.code, result.stdout) == (3, "")
    assert "--name does too" in result.stderr


def test_names_of_a_list_are_not_typed_over(service: Service) -> None:
    """Where a service lists who is standing, --name is refused; where it lists nobody, the names stand."""
    who = ("--name", "Ann Ash", "--name", "Bob Beech", "--office", "council", "--no-cache", "--on", ON)
    at = serve(service, one_ward())
    refused(run("hustings", HERE, "--live", "--base-url", at, *who), 2, "is listed already")
    ward = ballot("local.bristol.central.2027-05-06", title="Bristol local election Central", candidates=[])
    at = serve(service, answer_with(ward))
    text = run("hustings", HERE, "--live", "--base-url", at, *who, "--format", "md").stdout
    assert text.count("| Ann Ash |") == 5


def test_a_day_that_is_over_is_said(tmp_path: Path) -> None:
    """With the row and its contest; the pack is written all the same."""
    past = run("hustings", *TWO, "--date", "2026-11-20", *MD)
    assert past.code == 0
    assert "The meeting of --date is on 20 November 2026, which is before the day" in past.stderr
    assert "before the day" not in run("hustings", *TWO, "--date", "2026-11-21", *MD).stderr
    file = tmp_path / "events.csv"
    file.write_text("Contest,Date\nNorth,2027-04-22\nSouth,22/04/2026\n", encoding="utf-8")
    result = run("hustings", "--events", file, *MD)
    assert result.code == 0
    assert "line 3: South is on 22 April 2026, which is before the day of this run, 21 November 2026." in (
        result.stderr
    )
    assert "North" not in result.stderr
    assert headings(result.stdout).count("# For the chair") == 2
    assert run("hustings", "--events", file, "-q", *MD).stderr == ""


def test_an_events_file_says_what_it_holds_in_vain(tmp_path: Path) -> None:
    """Columns that are not read, and names that ran together into one."""
    file = tmp_path / "events.csv"
    rows = 'Contest,CANDIDATES,Minutes,time,room\nNorth,"Ann Ash, Bob Beech",90,7pm,2\nSouth,C; D,45,7pm,2\n'
    file.write_text(rows, encoding="utf-8")
    result = run("hustings", "--events", file, *MD)
    assert result.stderr.count("columns that are not read: time, room") == 1
    assert 'line 2: North names one person only, "Ann Ash, Bob Beech".' in result.stderr
    assert "line 3" not in result.stderr
    assert "90 minutes in all" in result.stdout
    assert "45 minutes in all" in result.stdout
    file.write_text("name,postcode\nA,BS1 5TR\n", encoding="utf-8")
    refused(run("hustings", "--events", file), 2, 'Rename a column to "contest".')


def test_an_older_python_is_refused_when_installing() -> None:
    """By the metadata that installers read, not by an import error (fault 107)."""
    told = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    needed = SpecifierSet(told["project"]["requires-python"])
    assert "3.10.19" not in needed
    assert "3.11.0" in needed


def test_a_partial_list_is_said_on_the_sheet() -> None:
    """How many of how many, why, who else stands: on sheet, script, checklist, invitation (fault 108)."""
    words = (*TWO, "--name", "Cy Cedar", "--only", "Ann Ash", "--only", "Cy Cedar", "--reason", "two chairs")
    pages = run("hustings", *words, *MD).stdout
    assert "**2 of 3 are invited. The reason: two chairs. Also standing: Bob Beech.**" in pages
    assert pages.count("The reason: two chairs") == 3
    assert "The reason is impartial, and is said at the meeting: two chairs" in pages


def test_sheets_for_a_contest_without_an_imprint_are_told_of() -> None:
    """Once a run, and how to set one; a meeting with who holds an office is no election material (fault 110)."""
    says = "could be election material need an imprint"
    result = run("hustings", "--all", "mayor", *MD)
    assert result.stderr.count(says) == 1
    assert "--imprint TEXT" in result.stderr
    for word in ("printed", "promotes", "on whose behalf", "name and address"):
        assert word in result.stderr
    for words in ((*TWO, "--imprint", PRINTER), (*TWO, "-q"), (*TWO, "--no-require-imprint")):
        assert says not in run("hustings", *words, *MD).stderr
    assert says not in run("hustings", HERE, *MD).stderr
    refused(run("hustings", *TWO, "--require-imprint", *MD), 2, "need an imprint", "--imprint")


def test_an_organisation_needs_an_imprint(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Typed before the environment before the settings; on every page that is printed."""
    (home / "config.toml").write_text('organisation = "Anytown Together"\n', encoding="utf-8")
    refused(
        run("hustings", *TWO, *MD),
        2,
        "Sheets that Anytown Together publishes",
        "on whose behalf",
        "--imprint",
    )
    refused(run("letter", HERE, "--no-input"), 2, "Letters that Anytown Together publishes need an imprint")
    assert run("hustings", *TWO, "--no-require-imprint", *MD).code == 0
    assert run("hustings", *TWO, "--imprint", PRINTER, *MD).stdout.count(PRINTER) == 6

    def imprinted(env: Mapping[str, str] | None = None) -> str:
        result = run("hustings", *TWO, *MD, env=env, cwd=tmp_path)
        assert result.code == 0, result
        (line,) = {line for line in result.stdout.splitlines() if line.startswith("*Printed")}
        return line.strip("*")

    (home / "config.toml").write_text('organisation = "A"\nimprint = "Printed by user."\n', encoding="utf-8")
    assert imprinted() == "Printed by user."
    (tmp_path / "askcandidate.toml").write_text('imprint = "Printed by project."\n', encoding="utf-8")
    assert imprinted() == "Printed by project."
    assert imprinted({"ASKCANDIDATE_IMPRINT": "Printed by me."}) == "Printed by me."


@pytest.mark.parametrize("start", ["19", "193", "9.5", "19:5", "0.8125", "25:00"])
def test_a_time_is_read_as_it_is_meant_or_not_at_all(start: str) -> None:
    """Python alone would read 19 as nine minutes past one."""
    given = ("hustings", "BS1 5TR", "--office", "mayor", "--pages", "card", "--start", start)
    refused(run(*given), 2, f'"{start}" is not a time of day.', "19:30")
