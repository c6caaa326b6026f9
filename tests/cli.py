"""The tool as its users meet it: a process of its own, with real arguments, files and pipes."""

import atexit
import json
import os
import pickle
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from warm import READ_AT_START, Wish

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
    whole = {**os.environ, **(env or {})}
    if not _can_be_forked(whole):
        return run_words(command(*args), stdin=stdin, env=env, cwd=cwd)
    umask = os.umask(0)
    os.umask(umask)
    wish = Wish([os.fsdecode(arg) for arg in args], whole, str(cwd or Path.cwd()), umask)
    given = stdin.encode() if isinstance(stdin, str) else stdin or b""
    warm = _WARM.popleft() if len(_WARM) >= _PROCESSES else _Warm()
    try:
        result = warm.run(wish, given)
    except BaseException:
        warm.end()  # it may be in the middle of something
        raise
    _WARM.append(warm)
    return result


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


def _can_be_forked(environment: Mapping[str, str]) -> bool:
    """Say whether a run may be a fork: Python would read the same at its start, and forks are sound.

    On macOS they are not: what the system's own libraries were doing goes on in neither process.
    """

    def read(variables: Mapping[str, str]) -> dict[str, str]:
        return {name: value for name, value in variables.items() if name.startswith(READ_AT_START)}

    return sys.platform == "linux" and read(environment) == read(_AT_FIRST)


class _Warm:
    """A process that has the tool imported, and forks for each run; see ``warm``."""

    def __init__(self) -> None:
        self._door, theirs = socket.socketpair()
        self._door.settimeout(LONG)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("warm.py")), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=_AT_FIRST,
                # Pipes, as every run has: Python looks at its start what they are. What it says on stderr,
                # such as that a module cannot be imported, is shown with the test that it fails.
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )

    def run(self, wish: Wish, given: bytes) -> Result:
        """Run the tool to its end.

        Args:
            wish: the run.
            given: its stdin.

        Raises:
            ConnectionError: the process has ended.
            TimeoutError: the run does not end; it is killed.
        """
        (stdin, to_it), (from_it, stdout), (about_it, stderr) = os.pipe(), os.pipe(), os.pipe()
        with ThreadPoolExecutor(3) as streams, self._door.makefile("rb") as told:
            streams.submit(_write, to_it, given)
            said = [streams.submit(_read, stream) for stream in (from_it, about_it)]
            self._send(wish, (stdin, stdout, stderr))
            running = self._process.pid
            try:
                running = _number(told)
                code = _number(told)
            except TimeoutError:
                os.kill(running, signal.SIGKILL)  # its ends of the pipes close, so that nobody waits for them
                raise
            return Result(shell_code(code), *(each.result().decode() for each in said))

    def _send(self, wish: Wish, streams: tuple[int, ...]) -> None:
        try:
            socket.send_fds(self._door, [b" "], streams)
            self._door.sendall(pickle.dumps(wish))
        finally:
            for stream in streams:
                os.close(stream)

    def end(self) -> None:
        """End the process, and wait until it is gone."""
        self._process.kill()
        self._door.close()
        with self._process:
            pass  # closes our ends of its pipes


def _number(told: BinaryIO) -> int:
    line = told.readline()
    if not line:
        raise ConnectionError("The process whose forks run the tool has ended (tests/warm.py).")
    return int(line)


def _write(stream: int, given: bytes) -> None:
    with suppress(BrokenPipeError), os.fdopen(stream, "wb") as file:
        file.write(given)


def _read(stream: int) -> bytes:
    with os.fdopen(stream, "rb") as file:
        return file.read()


_AT_FIRST = dict(os.environ)
# Two take turns, so that two runs of one test differ in what Python puts in no order.
_PROCESSES = 2
_WARM: deque[_Warm] = deque()


@atexit.register
def _end_all() -> None:
    for warm in _WARM:
        warm.end()
