"""The rest of the command line: help, exit codes, data, settings."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import platformdirs
import pytest

from askcandidate import settings
from askcandidate.errors import EXIT_MEANINGS, AskError, ExitCode
from askcandidate.formats.schemas import SCHEMAS
from askcandidate.model import number_of
from cli import refused, run, run_words
from terminal import Terminal

ROOT = Path(__file__).parents[1]


def test_alone_it_prints_help_and_exits_2() -> None:
    """In a pipe there is nobody to ask what was meant."""
    result = run()
    assert result.code == 2
    assert result.stdout.startswith("Usage: askcandidate")
    for name in ("lookup", "letter", "asks", "data", "help"):
        assert f"\n  {name}" in result.stdout


def test_alone_at_a_terminal_it_asks_what_you_came_for() -> None:
    """Three choices, then the postcode, then the answer."""
    person = Terminal()
    person.wait_for("1, 2 or 3")
    person.type("9")
    person.type("3")
    person.wait_for("Your postcode")
    person.type("bs1 5tr")
    assert person.end() == 0
    assert "Your police answer to the Police and Crime Commissioner for Avon and Somerset." in person.shown


def test_ctrl_c_at_the_first_question_is_130() -> None:
    """As everywhere else."""
    person = Terminal()
    person.wait_for("1, 2 or 3")
    person.press_ctrl_c()
    assert person.end() == 130


def test_the_version_is_the_packages() -> None:
    """One number, in the package itself."""
    result = run("--version")
    assert (result.code, result.stdout) == (0, "askcandidate 1.1.0\n")


def test_an_unknown_command_is_answered_with_the_nearest() -> None:
    """Usage: 2."""
    refused(run("lokup", "BS1 5TR"), 2, "lokup", "lookup")


def test_every_exit_code_is_explained() -> None:
    """help exit-codes lists them all, in order."""
    shown = run("help", "exit-codes").stdout.splitlines()
    assert [int(line.split()[0]) for line in shown] == [int(code) for code in ExitCode]
    assert set(EXIT_MEANINGS) == set(ExitCode)


def test_every_error_has_a_code_for_scripts_and_an_exit_code() -> None:
    """No two kinds of error share a code."""
    kinds = [AskError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    codes = [kind.code for kind in kinds]
    assert len(set(codes)) == len(codes)
    assert all(kind.exit_code in ExitCode for kind in kinds)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("lookup", "BS1 5TR"), ExitCode.OK),
        (("lookup", "nonsense"), ExitCode.USAGE),
        (("lookup", "--frobnicate"), ExitCode.USAGE),
        (("lookup", "BS1 5TR", "nonsense"), ExitCode.PARTIAL),
        (("lookup", "BX5 5AT"), ExitCode.NOT_FOUND),
        (("lookup", "JE2 4WD"), ExitCode.NOT_FOUND),
        (("letter", "BT1 5GS", "--no-input"), ExitCode.NOT_FOUND),
        (("lookup", "BS1 5TR", "--data", "pyproject.toml"), ExitCode.BAD_DATA),
        (("data", "verify", "--on", "2027-03-01"), ExitCode.CHECK_FAILED),
        (("letter", "BS1 5TR", "--no-input", "--out", "none/letter.md"), ExitCode.CANNOT_CREATE),
    ],
)
def test_exit_codes(words: tuple[str, ...], code: ExitCode) -> None:
    """Each by what leads to it; templates, full disks and signals are tested where they happen."""
    assert run(*words, cwd=ROOT).code == code


def test_schemas_are_schemas_and_can_be_printed() -> None:
    """help schema NAME."""
    for name, schema in SCHEMAS.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert json.loads(run("help", "schema", name).stdout) == schema
    assert run("help", "schema").stdout.split() == list(SCHEMAS)
    refused(run("help", "schema", "none"), 4, f"There are: {', '.join(SCHEMAS)}.")
    refused(run("help", "none"), 4, "exit-codes")


def test_data_info_counts_what_is_there_and_what_is_not() -> None:
    """Release, counts, what is left out and why, licence."""
    shown = run("data", "info").stdout
    for words in (
        "ONSPD 2025-11, 891,960 bytes",
        "2,636,121 postcodes in 350 districts",
        "8,151 (mostly codes of large users of post)",
        "63,132 of Northern Ireland (their licence)",
        "as at 15 September 2026; right from 1 April 2025 on",
        "Open Government Licence v3.0",
    ):
        assert words in shown


def test_data_verify_finds_nothing_today_and_what_is_due_later() -> None:
    """The figure that runs out is named, with the exit code of a check that found something."""
    today = run("data", "verify", "--on", "2026-11-21")
    assert (today.code, today.stderr) == (0, "")
    assert "26 asks, 16 facts, 87 signatories" in today.stdout
    later = run("data", "verify", "--on", "2027-03-01")
    assert later.code == 11
    assert "due for renewal: f-nrm-2025, good until 28 February 2027" in later.stderr


def test_settings_come_from_the_nearest_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Environment before the project's file before the user's; a relative path is beside its file."""
    user, project = tmp_path / "user", tmp_path / "project"
    user.mkdir()
    project.mkdir()
    monkeypatch.chdir(project)
    monkeypatch.setenv("ASKCANDIDATE_CONFIG_DIR", str(user))
    assert settings.load() == settings.Settings()
    (user / "config.toml").write_text('data = "mine.bin"\ncampaign = "u"\n', encoding="utf-8")
    assert settings.load() == settings.Settings(user / "mine.bin", user / "u")
    (project / "askcandidate.toml").write_text('campaign = "p"\n', encoding="utf-8")
    assert settings.load() == settings.Settings(user / "mine.bin", Path("p"))
    monkeypatch.setenv("ASKCANDIDATE_CAMPAIGN", "/e")
    assert settings.load().campaign == Path("/e")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('data = "x"\n', 'holds "data", which it may not'),
        ('colour = "x"\n', 'holds "colour", which it may not'),
        ("campaign = 1\n", '"campaign" must be a path'),
        ("campaign\n", "is not TOML"),
    ],
)
def test_a_projects_settings_file_is_held_to_what_it_may_say(tmp_path: Path, text: str, says: str) -> None:
    """A folder somebody sent cannot change which postcode file answers (faults 90 and 91)."""
    (tmp_path / "askcandidate.toml").write_text(text, encoding="utf-8")
    refused(run("letter", "BS1 5TR", "--no-input", cwd=tmp_path), 2, says)


def test_the_users_folder_is_where_platformdirs_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """We do not import it for a lookup, but give the same place."""
    assert settings.user_folder() == Path(platformdirs.user_config_dir("askcandidate", appauthor=False))
    monkeypatch.setenv("XDG_CONFIG_HOME", "/elsewhere")
    if sys.platform == "linux":
        assert settings.user_folder() == Path("/elsewhere/askcandidate")


def test_a_fault_of_our_own_is_one_line_and_exit_1() -> None:
    """No traceback without being asked for; where it happened, and that we want to know."""
    program = (
        "import sys\nfrom askcandidate import cli, places\n"
        "def broken(*_):\n    raise ZeroDivisionError('a test')\n"
        "places.Finder.find = broken\n"
        "sys.argv = ['askcandidate', 'lookup', 'BS1 5TR']\ncli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("askcandidate: a fault in the tool itself: ZeroDivisionError: a test (line")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("library", "extra", "words"),
    [
        ("typst", "pdf", ["letter", "BS1 5TR", "--no-input", "--out", "made.pdf"]),
        ("docx", "docx", ["hustings", "BS1 5TR", "--out", "made.docx"]),
        ("openpyxl", "excel", ["lookup", "--from", "members.xlsx"]),
        (
            "distributed",
            "dask",
            ["lookup", "BS1 5TR", "--jsonl", "--engine", "dask", "--scheduler", "tcp://a:1"],
        ),
        (
            "distributed",
            "dask",
            ["lookup", "BS1 5TR", "--csv", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9"],
        ),
        ("icalendar", "calendar", ["calendar", "BS1 5TR", "--on", "2029-03-01", "--out", "made.ics"]),
        (
            "uk_election_timetables",
            "calendar",
            [
                "calendar",
                "BS1 5TR",
                "--office",
                "council",
                "--polling-day",
                "2028-05-04",
                "--out",
                "made.ics",
            ],
        ),
        (  # said before anybody is asked: nobody listens there
            "uk_election_timetables",
            "calendar",
            ["calendar", "BS1 5TR", "--live", "--base-url", "http://127.0.0.1:9/"],
        ),
    ],
)
def test_a_library_that_is_not_installed_is_said_with_the_way_to_get_it(
    library: str, extra: str, words: list[str], tmp_path: Path
) -> None:
    """Usage, not a fault: 2, before anything is written, and the words to type."""
    (tmp_path / "members.xlsx").write_bytes(b"PK")
    hidden = (
        f"import sys\nsys.modules[{library!r}] = None\nsys.argv = {['askcandidate', *words]!r}\n"
        "from askcandidate.cli import main; main()\n"
    )
    said = 'needs a library that is not installed.\nInstall it with: pip install "askcandidate[{}]"\n'
    refused(run_words([sys.executable, "-c", hidden], cwd=tmp_path), 2, said.format(extra))
    assert [path.name for path in tmp_path.iterdir()] == ["members.xlsx"]


@pytest.mark.parametrize(
    "words",
    [
        ("doctor",),
        ("asks", "mayor-1"),
        ("lookup", "BS1 5TR", "--on", "tomorrow-or-so"),
        ("letter", "BS1 5TR", "--asks", "mayor-11"),
    ],
)
def test_a_terminals_lines_end_between_words(words: tuple[str, ...]) -> None:
    """Whatever is said at length: no word is cut where the terminal ends, and none is lost."""
    narrow, wide = Terminal(*words, columns=44), Terminal(*words, columns=4000)
    assert narrow.end() == wide.end()
    broken, whole = narrow.shown.replace("\r", ""), wide.shown.replace("\r", "")
    assert broken.replace("44 columns", "4000 columns").split() == whole.split()
    long = [line for line in broken.splitlines() if len(line) > 44]
    assert not [line for line in long if " " in line.strip()], broken
    assert len(broken.splitlines()) > len(whole.splitlines())


def test_a_command_to_copy_is_not_broken(tmp_path: Path) -> None:
    """It begins a line of its own and has no break within, so that it can be pasted as it is."""
    rows = tmp_path / "rows.txt"
    rows.write_text("BS1 5TR\n" * 60, encoding="utf-8")
    out = tmp_path / "letters"
    person = Terminal("letter", "--from", str(rows), "--out", str(out), "--office", "pcc", columns=50)
    assert person.end() == 0
    assert f"\naskcandidate letter --digest --from {rows} " in person.shown.replace("\r", "")


def test_an_ask_is_shown_with_marks_for_what_a_place_fills_in() -> None:
    """Nothing of a template shows; in records the wording stands as the campaign has it."""
    for ask in json.loads(run("asks", "--json").stdout):
        shown = run("asks", ask["id"]).stdout
        assert "{{" not in shown
        assert "{%" not in shown
    assert "for the whole of [your area] have to do" in run("asks", "mayor-1").stdout


def test_settings_that_break_off_are_told_by_their_last_line(tmp_path: Path) -> None:
    """Not by the first, where nothing is wrong."""
    (tmp_path / "askcandidate.toml").write_text(
        'imprint = "Printed by A."\n\ncampaign = [\n', encoding="utf-8"
    )
    refused(run("lookup", "BS1 5TR", cwd=tmp_path), 2, "at line 3, where it ends")


def test_columns_are_named_and_not_the_title_above_them() -> None:
    """A spreadsheet's first row often says what it is about."""
    rows = "Members of Anytown Together,,\n\nname,home,why\nA,BS1 5TR,x\n"
    result = run("lookup", "--from", "-", "--column", "Nope", stdin=rows)
    refused(result, 2, 'no column named "Nope". It has: name, home, why.')


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 people"), (1, "1 person"), (2, "2 people"), (1204, "1,204 people")]
)
def test_a_count_agrees_with_its_noun(number: int, said: str) -> None:
    assert number_of(number, "person", "people") == said
