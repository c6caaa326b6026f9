"""The README and docs say what is true: their commands run, their links lead somewhere."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cli import run

ROOT = Path(__file__).parents[1]
DOCS = [
    ROOT / name
    for name in (
        *("README.md", "CONTRIBUTING.md", "data/README.md"),
        *("docs/design.md", "docs/campaigns.md", "docs/sources.md", "docs/check.md", "docs/letters.md"),
        *("docs/add-a-campaign.md", "docs/data.md", "docs/privacy.md", "docs/pledges.md", "SECURITY.md"),
    )
]
# Blocks with a word after "console" need something that a test machine may lack: a network, Windows,
# a person at a terminal, a folder of its own to write in, a campaign's files, or ONSPD itself. This is the whole
# list of those words.
NEEDS = {"network", "windows", "needs-onspd", "terminal", "writes", "log", "campaign"}
_BLOCK = re.compile(r"^```(\w+)(?: ([\w-]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[tuple[Path, str, str]]:
    """Give each block of a language: its file, its tag and its text."""
    return [
        (path, tag, text)
        for path in DOCS
        for found, tag, text in _BLOCK.findall(path.read_text(encoding="utf-8"))
        if found == language
    ]


def commands() -> list[str]:
    """Give every command of an untagged block."""
    lines = [line for _, tag, text in blocks("console") if not tag for line in text.splitlines()]
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


def test_tags_are_known_and_the_readme_begins_with_two_commands() -> None:
    """A block that does not run here says why; the first two commands need only make."""
    assert {tag for _, tag, _ in blocks("console") if tag} == NEEDS
    assert commands()[:2] == ['make letter POSTCODE="BS1 5TR"', "make test"]


@pytest.mark.parametrize("line", [c for c in commands() if not c.startswith("make ")])
def test_a_command_of_the_readme_runs_as_printed(line: str) -> None:
    """In a shell, from the top of the repository, with the tool on the path."""
    if "jq" in line and shutil.which("jq") is None:
        pytest.skip("jq is not installed")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, done
    assert done.stdout


def test_commands_that_write_do_so_in_their_folder(tmp_path: Path) -> None:
    """One after another, beside a file of members."""
    shutil.copy(ROOT / "data/postcodes_sample.csv", tmp_path / "members.csv")
    lines = [text for _, tag, text in blocks("console") if tag == "writes"]
    for line in "".join(lines).splitlines():
        words = shlex.split(line.removeprefix("$ askcandidate "))
        assert run(*words, cwd=tmp_path).code == 0, line
    assert {"areas.csv", "rejects.csv", "letters"} <= {path.name for path in tmp_path.iterdir()}


def test_the_commands_of_a_campaign_run_one_after_another(tmp_path: Path) -> None:
    """Beside a record and a list of those elected; the reply is a slip that was filled in."""
    mayor = "Mayor of Cumbria"
    columns = "contest,candidate,ask,answer,words,date\n"
    record, elected = (
        f"{columns}{mayor},D. Quill,mayor-1,partly,In part,\n",
        f"candidate,contest\nA. Marlpit,{mayor}\n",
    )
    (tmp_path / "mayor-record.csv").write_text(record, encoding="utf-8")
    (tmp_path / "elected.csv").write_text(elected, encoding="utf-8")
    lines = [text for path, tag, text in blocks("console") if tag == "log"]
    for line in "".join(lines).splitlines():
        result = run(*shlex.split(line.removeprefix("$ askcandidate ")), cwd=tmp_path)
        assert result.code == 0, (line, result)
        if " log slip " in line:
            slips = (tmp_path / "slips.txt").read_text(encoding="utf-8")
            (tmp_path / "reply.txt").write_text(slips.replace("[ ] yes", "[x] yes", 1), encoding="utf-8")
    states = [line.split("\t")[2:] for line in run("log", "list", cwd=tmp_path).stdout.splitlines()]
    assert states == [
        ["A. Marlpit", "mayor-1", "asked"],
        ["C. Reed", "mayor-1", "asked"],
        ["D. Quill", "mayor-1", "partly"],
        ["A. Marlpit", "mayor-1", "yes"],
        ["C. Reed", "mayor-1", "asked"],
        ["A. Marlpit", "mayor-1", "thanked"],
        ["A. Marlpit", "mayor-1", "elected"],
    ]
    assert {"letters", "thanks", "answers.html", "winners"} <= {path.name for path in tmp_path.iterdir()}


def test_a_campaign_is_made_step_by_step(tmp_path: Path) -> None:
    """The files of that page, written by what it shows, give what it shows."""
    page = (ROOT / "docs/add-a-campaign.md").read_text(encoding="utf-8")
    for name, text in re.findall(r"^```toml (\S+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    lines = [line for _, tag, text in blocks("console") if tag == "campaign" for line in text.splitlines()]
    told = {}
    for line in lines:
        _, command, *words = shlex.split(line.removeprefix("$ "))
        told[command] = run(command, *words, cwd=tmp_path)
        assert told[command].code == 0, told[command]
    assert "1 campaign looked at; nothing found." in told["check"].stderr
    assert " a list of " in told["letter"].stdout
    assert "Where in Bristol would you put the first new drinking tap" in told["hustings"].stdout
    assert "Published by the Tap Trust" in told["letter"].stdout
    assert "tap-1" in told["asks"].stdout
    asks = tmp_path / "fountains/asks.toml"
    asks.write_text(asks.read_text(encoding="utf-8").replace("taps-2026", "taps-2025"), encoding="utf-8")
    broken = run("check", "fountains", cwd=tmp_path)
    assert (broken.code, broken.stdout[:22]) == (11, "fountains/asks.toml:2:")


def test_the_pipelines_of_the_readme_give_what_they_promise() -> None:
    """cut, jq and head get the fields they ask for."""
    assert (
        run("lookup", "BS1 5TR", "EH1 1YJ").stdout.splitlines()[1].split("\t")[4]
        == "City of Edinburgh Council"
    )
    assert '"title": "Mayor of the West of England"' in run("lookup", "BS1 5TR", "--json").stdout


def test_make_letter_prints_the_letters_alone(tmp_path: Path) -> None:
    """What make runs: letters on stdout, talk on stderr, whatever stands in POSTCODE."""
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert 'letter --no-input -- "$$POSTCODE"' in recipe
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/installed").touch()
    (tmp_path / "Makefile").write_text(recipe, encoding="utf-8")
    (tmp_path / "pyproject.toml").touch()
    os.utime(tmp_path / ".venv/installed", (2**31 - 2, 2**31 - 2))  # newer than pyproject.toml
    tool = tmp_path / ".venv/bin/askcandidate"
    tool.write_text(f'#!/bin/sh\nexec {sys.executable} -m askcandidate "$@"\n', encoding="utf-8")
    tool.chmod(0o755)

    def make(postcode: str) -> subprocess.CompletedProcess[str]:
        words = ["make", "--silent", "letter", f"POSTCODE={postcode}"]
        return subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)

    good = make("BS1 5TR")
    assert good.returncode == 0
    assert good.stdout.count("To send this:") == 3
    assert good.stdout.startswith("=====")
    for hostile in (
        "BS1 5TR; touch hacked",
        "`touch hacked`",
        "'; touch hacked; '",
        '"; touch hacked; "',
        "-x",
    ):
        bad = make(hostile)
        assert bad.returncode == 2, bad
        assert bad.stdout == ""
        assert "Traceback" not in bad.stderr
    assert not (tmp_path / "hacked").exists()


@pytest.mark.parametrize("text", [text for _, _, text in blocks("python")])
def test_a_program_of_the_readme_runs(text: str) -> None:
    """As printed, in a Python of its own."""
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Mayor of the West of England" in done.stdout


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_lead_to_files(path: Path) -> None:
    """Every relative link of a document is there."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_every_command_is_in_its_help_and_in_the_readme() -> None:
    """Help of each command has an example that begins with the tool's name."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in ("lookup", "letter", "asks", "help"):
        result = run(command, "-h")
        assert result.code == 0
        assert f"askcandidate {command}" in result.stdout
        assert f"askcandidate {command}" in readme
    for part in ("info", "verify", "build"):
        assert run("data", part, "--help").code == 0


def test_the_documents_list_every_word_and_module() -> None:
    """docs/campaigns.md has each word that wording may use, docs/design.md each module."""
    from askcandidate.writing import words as wording  # noqa: PLC0415

    campaigns = (ROOT / "docs/campaigns.md").read_text(encoding="utf-8")
    design = (ROOT / "docs/design.md").read_text(encoding="utf-8")
    words = re.findall(
        r'^        "(\w+)":',
        Path(wording.__file__).read_text("utf-8").split("def words_about")[1],
        re.MULTILINE,
    )
    assert len(words) >= 8
    assert [w for w in words if f"`{w}`" not in campaigns] == []
    for path in (ROOT / "src/askcandidate").iterdir():
        if path.suffix == ".py" and not path.name.startswith("__"):
            assert f"`{path.name}`" in design, path.name


def test_the_repository_speaks_of_itself_alone() -> None:
    """No path of a machine and no address of a package registry in any tracked text."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    machine = re.compile(
        r"(?<![\w.~$}])/(home|Users|work|farm|root)/\w|" + "py" + r"pi\.org|files\.python" + "hosted"
    )
    for name in listed.stdout.split():
        path = ROOT / name
        if path.suffix == ".bin" or not path.is_file():
            continue
        found = machine.search(path.read_text(encoding="utf-8"))
        assert found is None, (name, found)
