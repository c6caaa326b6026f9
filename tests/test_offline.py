"""Nothing leaves the machine unless it is asked for: proved with sockets that cannot be made."""

import subprocess
import sys
from pathlib import Path

import pytest

from cli import refused, run

# Any use of a socket, or of a name's resolution, ends the run with a code that nothing else has.
BLOCKED = """
import os, socket, sys
def refuse(*args, **kwargs):
    os.write(2, b"a socket was opened")
    os._exit(99)
socket.socket.__init__ = refuse
socket.getaddrinfo = socket.create_connection = refuse
sys.argv = ["askcandidate", *{words!r}]
from askcandidate.cli import main
main()
"""


def blocked(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the tool where no socket can be made."""
    program = BLOCKED.replace("{words!r}", repr(list(words)))
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


@pytest.fixture
def live_by_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the user's settings so that services are asked."""
    (tmp_path / "config.toml").write_text("live = true\n", encoding="utf-8")
    monkeypatch.setenv("ASKCANDIDATE_CONFIG_DIR", str(tmp_path))


@pytest.mark.parametrize(
    "words",
    [
        ("lookup", "BS1 5TR", "--json"),
        ("lookup", "BT1 5GS"),
        ("letter", "BS1 5TR", "--no-input"),
        ("letter", "--office", "parl", "--constituency", "Bristol Central", "--no-input"),
        ("asks",),
        ("data", "info"),
        ("doctor", "--on", "2026-11-21"),
        ("config", "show", "--origin"),
        ("config", "path"),
        ("help", "privacy"),
        ("auth", "status"),
        ("purge",),
    ],
)
def test_no_socket_is_opened(words: tuple[str, ...]) -> None:
    """By any command that was not told to ask a service."""
    done = blocked(*words)
    assert (done.returncode, done.stderr.count("socket")) == (0, 0), done.stderr


@pytest.mark.usefixtures("live_by_settings")
@pytest.mark.parametrize("words", [("lookup", "BS1 5TR", "--json"), ("letter", "BS1 5TR", "--no-input")])
def test_offline_beats_the_settings(words: tuple[str, ...]) -> None:
    """--offline forbids what the settings allow; without it they hold, and the block is seen to work."""
    assert blocked(*words, "--offline").returncode == 0
    assert blocked(*words).returncode == 99


def test_a_folder_somebody_sent_cannot_turn_the_network_on(tmp_path: Path) -> None:
    """A project's settings may not name what sends postcodes away (fault 91)."""
    (tmp_path / "askcandidate.toml").write_text("live = true\n", encoding="utf-8")
    refused(run("lookup", "BS1 5TR", cwd=tmp_path), 2, 'holds "live", which it may not')


def test_settings_of_the_network_are_checked(tmp_path: Path) -> None:
    """By name, before any work (fault 90)."""
    refused(run("lookup", "BS1 5TR", env={"ASKCANDIDATE_LIVE": "perhaps"}), 2, "ASKCANDIDATE_LIVE")
    (tmp_path / "config.toml").write_text('live = "yes"\n', encoding="utf-8")
    settings = {"ASKCANDIDATE_CONFIG_DIR": str(tmp_path)}
    refused(run("lookup", "BS1 5TR", env=settings), 2, '"live" must be true or false')
