"""The tool as its users meet it: a process of its own, with real arguments, files and pipes."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Argument = str | bytes | Path

LONG = 60  # seconds after which a run is taken to hang; no test waits for it unless it fails
_NEVER_SAID = ("Traceback (most recent call last)", "askcandidate: a fault in the tool itself")
_MOST_SAID = 2000  # characters of a message that somebody would still read


def no_traceback(said: str) -> None:
    """Hold that the tool spoke for itself, and neither Python nor its last door had to, whatever the test is about."""
    assert not [words for words in _NEVER_SAID if words in said], said[-_MOST_SAID:]


@dataclass(frozen=True, slots=True)
class Result:
    """How a run ended; ``code`` is what a shell says, so 128 + n where signal n ended it."""

    code: int
    stdout: str
    stderr: str

    def __post_init__(self) -> None:
        no_traceback(self.stdout)
        no_traceback(self.stderr)

    @property
    def records(self) -> list[dict[str, Any]]:
        """What was written, as JSON lines."""
        return [json.loads(line) for line in self.stdout.splitlines()]


def command(*args: Argument) -> list[Argument]:
    """Give the words that start the tool."""
    return [sys.executable, "-m", "askcandidate", *args]


def run(
    *args: Argument,
    stdin: str | bytes | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Result:
    """Run the tool to its end.

    Args:
        args: the command line, without the tool's own name.
        stdin: what is piped in; without it stdin is empty.
        env: variables to set on top of those of the test.
        cwd: the folder it runs in.
    """
    return run_words(command(*args), stdin=stdin, env=env, cwd=cwd)


def run_words(
    words: list[Argument],
    *,
    stdin: str | bytes | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Result:
    """Run any program, such as a shell that starts the tool, to its end."""
    done = subprocess.run(
        words,
        input=stdin.encode() if isinstance(stdin, str) else stdin or b"",
        capture_output=True,
        env={**os.environ, **(env or {})},
        cwd=cwd,
        timeout=LONG,
        check=False,
    )
    return Result(shell_code(done.returncode), done.stdout.decode(), done.stderr.decode())


def shell_code(returncode: int) -> int:
    """Give the exit code as a shell shows it."""
    return 128 - returncode if returncode < 0 else returncode


def in_words(result: Result) -> None:
    """Hold that stderr is for people: no control character, no page of echoed input."""
    assert all(c.isprintable() or c == "\n" for c in result.stderr), result
    assert len(result.stderr) <= _MOST_SAID, result.stderr[:_MOST_SAID]


def refused(result: Result, code: int, *words: str) -> None:
    """Hold that a run failed as it should: its own code, in these words, and without half a result."""
    in_words(result)
    assert result.code == code, result
    assert result.stdout == "", result
    missing = [word for word in words if word not in result.stderr]
    assert not missing, (missing, result.stderr)
