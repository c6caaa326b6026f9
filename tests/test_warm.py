"""Runs that are forks of a warm process are like any other, and when one goes wrong the tests say so and go on."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli import _WARM, Argument, _Warm, command, run, run_words
from warm import Wish

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="runs are forks on Linux alone")


@pytest.fixture
def warm() -> Iterator[_Warm]:
    process = _Warm()
    yield process
    process.end()


def wish(*args: str) -> Wish:
    return Wish(list(args), dict(os.environ), str(Path.cwd()), 0o077)


def open_files() -> list[Path]:
    return sorted(Path("/proc/self/fd").iterdir())


@pytest.mark.parametrize(
    ("words", "stdin"),
    [
        (["--version"], None),
        (["lookup", "BS1 5TR", "--json"], None),
        (["lookup", "-", "--csv"], "bs15tr\nnonsense\n"),
        (["letter", "BS1 5TR", "--no-input", "--office", "nobody"], None),
        ([], None),
    ],
)
def test_a_fork_says_what_a_process_of_its_own_says(words: list[Argument], stdin: str | None) -> None:
    """On both streams and as exit code, after an answer, a usage error and a row that failed."""
    assert run(*words, stdin=stdin) == run_words(command(*words), stdin=stdin)


def test_the_death_of_a_warm_process_fails_one_run() -> None:
    """Said in words; it is not asked again, and the next run has another."""
    for _ in range(2):
        run("--version")
    _WARM[0]._process.kill()
    _WARM[0]._process.wait()
    with pytest.raises(ConnectionError):
        run("--version")
    assert run("--version").code == 0


def test_a_run_that_hangs_is_killed(warm: _Warm, tmp_path: Path) -> None:
    """Nobody ever writes to what it reads; the wait ends, for its streams too."""
    assert warm.run(wish("--version"), b"").code == 0
    os.mkfifo(tmp_path / "never.csv")
    warm._door.settimeout(0.5)
    with pytest.raises(TimeoutError):
        warm.run(wish("lookup", "--from", str(tmp_path / "never.csv")), b"")


def test_nothing_is_left_of_it() -> None:
    """No open file, no process, no zombie, after runs and after the process itself was asked to end."""
    before = open_files()
    process = _Warm()
    with_it = len(open_files())
    for stdin in (b"", b"x" * 100_000):
        assert process.run(wish("lookup", "BS1 5TR"), stdin).code == 0
        assert len(open_files()) == with_it
    process.end()
    assert open_files() == before
    with pytest.raises(ProcessLookupError):
        os.kill(process._process.pid, 0)
