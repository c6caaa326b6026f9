"""The promises of docs/promises.md and SECURITY.md: each has its test, and here are those that no other file has."""

import re
import sys
from pathlib import Path

import pytest

import make_stable
from answers_postcodes import io_result, io_single
from asking import ADA, HERE, ON, one_ward, serve
from cli import run, run_words
from server import Service, reply

ROOT = Path(__file__).parents[1]
WRITER = ("--name", "Canary Writer", "--address", "1 Canary Row", "--why", "My canary sings of it.")


@pytest.mark.parametrize(
    ("page", "promises"), [("SECURITY.md", 20), ("docs/promises.md", 40), ("README.md", 8)]
)
def test_each_promise_has_its_test(page: str, promises: int) -> None:
    """Every row of a table names tests that there are."""
    text = (ROOT / page).read_text(encoding="utf-8")
    rows = [row for row in re.findall(r"^\| (.*) \| (.*) \|$", text, re.MULTILINE) if row[1] != "test"]
    rows = [(promise, re.findall(r"`(tests/\w+\.py)::(\w+)`", tests)) for promise, tests in rows]
    promised = [(promise, named) for promise, named in rows if named]
    assert len(promised) >= promises
    missing = [
        f"{path}::{test}"
        for _, named in promised
        for path, test in named
        if f"def {test}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert missing == []


def test_each_of_the_eight_promises_is_held() -> None:
    """Each with at least one test."""
    page = (ROOT / "docs/promises.md").read_text(encoding="utf-8")
    parts = page.split("\n## ")[1:]
    assert [part.partition(".")[0] for part in parts] == [str(number) for number in range(1, 9)]
    for part in parts:
        rows = part.splitlines()[4:]
        assert all("`tests/" in row for row in rows if row), part


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_traceback_fails_whatever_test_it_comes_up_in(stream: str) -> None:
    """None of the faults of docs/faults.md prints one: this is what every run of every test is held to."""
    program = f"import sys\nsys.stderr = sys.{stream}\n1 / 0"
    with pytest.raises(AssertionError, match="Traceback"):
        run_words([sys.executable, "-c", program])


def test_a_fault_of_the_tool_fails_whatever_test_it_comes_up_in() -> None:
    """The last door's word for a traceback counts as one."""
    broken = (
        "import sys\nfrom askcandidate import cli, places\nplaces.Finder.find = None\n"
        "sys.argv = ['askcandidate', 'lookup', 'BS1 5TR']\ncli.main()\n"
    )
    with pytest.raises(AssertionError, match="a fault in the tool itself"):
        run_words([sys.executable, "-c", broken])


def test_a_service_sees_the_postcode_and_nothing_of_the_writer(service: Service) -> None:
    """Neither in the address asked for nor in a header."""
    at = serve(service, one_ward(ADA))
    letters = run("letter", HERE, "--live", "--base-url", at, "--on", ON, "--no-input", *WRITER)
    assert letters.code == 0
    assert "My canary sings of it." in letters.stdout
    bristol = io_result(HERE, ("E06000023", "Bristol"), "England", police=("E23000036", "Avon and Somerset"))
    service.answer("/postcodes/BS15TR", reply(io_single(bristol)))
    other = ("--source", "postcodes-io", "--base-url", service.url(), "--on", ON, "--no-input", *WRITER)
    assert run("letter", HERE, *other).code == 0
    seen = [(each.path, each.query, dict(each.headers)) for each in service.seen]
    assert {path for path, _, _ in seen} == {"/api/v1/postcode/BS15TR/", "/postcodes/BS15TR"}
    assert "canary" not in str(seen).lower()


def test_codes_and_schemas_only_grow() -> None:
    """What a release has promised is still true; what is new is added by python tools/make_stable.py."""
    kept = make_stable.FILE.read_text(encoding="utf-8").splitlines()
    assert len(kept) > 300
    now = set(make_stable.promised())
    assert [line for line in kept if line not in now] == []
