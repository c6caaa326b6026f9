"""The command reference, the man page and the page on privacy are those that the commands would make now."""

import re
import shutil
from pathlib import Path

import pytest

import make_faults
import make_reference
from askcandidate.cli import COMMANDS
from askcandidate.errors import ExitCode
from cli import run, run_words

ROOT = Path(__file__).parents[1]
MAN = ROOT / "man/askcandidate.1"


def test_what_is_made_from_the_commands_is_current() -> None:
    """If this fails: python tools/make_reference.py"""
    for path, text in make_reference.pages().items():
        assert path.read_text(encoding="utf-8") == text, path.name


def test_the_page_of_faults_is_current_and_each_has_its_tests() -> None:
    """If this fails: python tools/make_faults.py"""
    known, tests = make_faults.faults(), make_faults.held()
    assert list(known) == list(range(1, 113))
    assert set(tests) == set(known), "a fault without a test, or a number that is none"
    assert make_faults.PAGE.read_text(encoding="utf-8") == make_faults.page(known, tests)


def test_the_reference_has_every_command_and_option() -> None:
    """As each command's own help has them."""
    reference = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        section = reference.split(f"\n## `askcandidate {command}`\n")[1].split("\n## ")[0]
        options = re.findall(r"^  (?:-\w, )?(--[a-z-]+)", run(command, "-h").stdout, re.MULTILINE)
        assert options
        listed = re.findall(r"^\* `([^`]+)`", section, re.MULTILINE)
        named = {word for each in listed for word in re.split(r"[ ,]+", each)}
        assert [option for option in options if option not in named] == [], command


def test_the_man_page_is_one() -> None:
    """Its sections, every exit code and an example of each command; groff has nothing to say against it."""
    page = MAN.read_text(encoding="utf-8")
    for section in ("NAME", "SYNOPSIS", "COMMANDS", "EXAMPLES", "EXIT STATUS", "ENVIRONMENT", "FILES"):
        assert f"\n.SH {section}\n" in page
    for code in ExitCode:
        assert f"\n\\fB{int(code)}\\fR\n" in page
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    shown = run_words(["groff", "-man", "-ww", "-Tascii", "-P-cbou", str(MAN)])
    assert (shown.code, shown.stderr) == (0, "")
    assert "askcandidate hustings [OPTIONS]" in shown.stdout
