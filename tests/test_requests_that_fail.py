"""The n-th request of a batch fails, for every n and in each way: what must hold of the files in the end.

Cut off, it is asked again, and the files are those of an undisturbed run. Too slow, its row is a failed one:
in is out and rejects, and the rejects give the missing lines when they are given again. If the tool itself
is killed, going on gives the bytes of an undisturbed run.
"""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Lock

import pytest

import server_raw
from asking import API, ON, of, one_ward
from cli import LONG, command, run, shell_code
from members import read
from server import reply
from server_raw import Behaviour, Connection, RawServer

POSTCODES = {"BS15TR": "BS1 5TR", "BS16TR": "BS1 6TR", "EH11YJ": "EH1 1YJ", "M270JE": "M27 0JE"}
EACH = range(1, len(POSTCODES) + 1)
COMMANDS = ("candidates", "lookup")
LATER = server_raw.says(server_raw.head(0, "Retry-After: 30", status="429 Too Many Requests"))
AT_ONCE = 5  # seconds; a pause or a request would last longer


class Unsteady:
    """A service that answers all requests but the n-th one.

    Attributes:
        at: which one, from 1; 0 for none.
        how: what it does then.
        seen: how many there were.
    """

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self.set(0, server_raw.silence)

    def set(self, at: int, how: Behaviour) -> None:
        """Say which request is to fail from now on, and how."""
        self.at, self.how, self.seen = at, how, 0

    def __call__(self, connection: Connection) -> None:
        if not connection.request:  # whoever asked was killed before
            return
        with self._one_at_a_time:
            self.seen += 1
            fails = self.seen == self.at
        if fails:
            self.how(connection)
            return
        asked = connection.request.split(b" ")[1].split(b"?")[0].rstrip(b"/").rpartition(b"/")[2].decode()
        postcode = POSTCODES[asked]
        server_raw.answers(reply(of(postcode, one_ward(postcode=postcode))).body)(connection)


class Batch:
    """One command over the four postcodes, in a folder of its own with a cache of its own."""

    def __init__(self, name: str, folder: Path, server: RawServer, *more: str) -> None:
        folder.mkdir()
        self.folder = folder
        rows = "".join(f"A,{postcode}\n" for postcode in POSTCODES.values())
        (folder / "in.csv").write_text(f"name,postcode\n{rows}", encoding="utf-8")
        asked = ("--source", "democracy-club", "--base-url", server.url(API), "--on", ON, *more)
        self._words = (name, "--from", "in.csv", "--jsonl", "--out", "o.jsonl", "--rejects", "r.csv", *asked)
        self._env = {"ASKCANDIDATE_CACHE_DIR": str(folder / "cache")}

    def run(self, *more: str) -> int:
        """Run it to its end, and give its exit code."""
        return run(*self._words, *more, cwd=self.folder, env=self._env).code

    def begin(self) -> subprocess.Popen[bytes]:
        """Start it."""
        env = {**os.environ, **self._env}
        return subprocess.Popen(command(*self._words), cwd=self.folder, env=env, stderr=subprocess.DEVNULL)

    @property
    def files(self) -> tuple[bytes, bytes]:
        """What it wrote."""
        return (self.folder / "o.jsonl").read_bytes(), (self.folder / "r.csv").read_bytes()


@pytest.fixture
def unsteady() -> Unsteady:
    """Give a service that is steady still."""
    return Unsteady()


@pytest.fixture
def server(unsteady: Unsteady) -> Iterator[RawServer]:
    """Run it."""
    with RawServer(unsteady) as running:
        yield running


def undisturbed(name: str, folder: Path, server: RawServer) -> tuple[bytes, bytes]:
    """Give what a run writes that nothing happens to."""
    batch = Batch(name, folder, server)
    assert batch.run() == 0
    assert batch.files[0].count(b"\n") == len(POSTCODES)
    return batch.files


@pytest.mark.parametrize("name", COMMANDS)
def test_a_request_cut_off_leaves_no_mark(
    name: str, tmp_path: Path, unsteady: Unsteady, server: RawServer
) -> None:
    """Before the answer or within it: it is asked again (fault 55)."""
    whole = undisturbed(name, tmp_path / "whole", server)
    for at in EACH:
        unsteady.set(at, server_raw.resets if at % 2 else server_raw.resets_within())
        batch = Batch(name, tmp_path / str(at), server)
        assert batch.run() == 0
        assert batch.files == whole
        assert unsteady.seen == len(POSTCODES) + 1


@pytest.mark.parametrize("name", COMMANDS)
def test_a_request_too_slow_fails_its_row_alone(
    name: str, tmp_path: Path, unsteady: Unsteady, server: RawServer
) -> None:
    """In is out and rejects; the rejects, given again, bring what was missing and nothing else (fault 55)."""
    whole, _ = undisturbed(name, tmp_path / "whole", server)
    for at in EACH:
        unsteady.set(at, server_raw.silence)
        batch = Batch(name, tmp_path / str(at), server, "--timeout", "1")
        assert batch.run() == 3
        lines = batch.files[0].splitlines()
        (reject,) = read(batch.folder / "r.csv")
        assert (reject["code"], reject["name"]) == ("network", "A")
        if at == 1:
            assert batch.run("--resume") == 2  # it finished: a row that failed is done
        (batch.folder / "r.csv").rename(batch.folder / "in.csv")
        (batch.folder / "o.jsonl").unlink()
        assert batch.run() == 0
        missing = batch.files[0].splitlines()
        place = list(POSTCODES.values()).index(reject["postcode"])
        assert [*lines[:place], *missing, *lines[place:]] == whole.splitlines()


@pytest.mark.parametrize(("name", "more"), [("candidates", ("--rate", "2")), ("lookup", ())])
def test_a_tool_killed_at_a_request_goes_on(
    name: str, more: tuple[str, ...], tmp_path: Path, unsteady: Unsteady, server: RawServer
) -> None:
    """All at once, or so slowly that the journal has lines by then; kept answers are whole (fault 79)."""
    whole = undisturbed(name, tmp_path / "whole", server)
    for at in EACH:
        started: list[subprocess.Popen[bytes]] = []

        def kill(_: Connection, started: list[subprocess.Popen[bytes]] = started) -> None:
            started[0].send_signal(signal.SIGKILL)

        unsteady.set(at, kill)
        batch = Batch(name, tmp_path / str(at), server, *more)
        started.append(batch.begin())
        assert shell_code(started[0].wait(LONG)) == 137
        assert not (batch.folder / "o.jsonl").exists()
        assert batch.run("--resume") == 0
        assert batch.files == whole
        assert {path.name for path in batch.folder.iterdir()} == {"in.csv", "o.jsonl", "r.csv", "cache"}


@pytest.mark.parametrize(
    "how", [server_raw.silence, server_raw.resets, LATER], ids=["silence", "again", "wait"]
)
def test_ctrl_c_while_a_service_is_waited_for(
    how: Behaviour, tmp_path: Path, unsteady: Unsteady, server: RawServer
) -> None:
    """In the middle of a request or of a pause between two: at once, and going on is whole (fault 101)."""
    whole = undisturbed("candidates", tmp_path / "whole", server)
    batch = Batch("candidates", tmp_path / "stopped", server)
    asked = Event()

    def fail(connection: Connection) -> None:
        asked.set()
        how(connection)

    unsteady.set(1, fail)
    process = batch.begin()
    assert asked.wait(LONG)
    process.send_signal(signal.SIGINT)
    assert shell_code(process.wait(AT_ONCE)) == 130
    assert batch.run("--resume") == 0
    assert batch.files == whole
