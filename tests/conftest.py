"""What every test may use."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import hypothesis
import pytest

from askcandidate.places import Finder
from members import write_members
from server import Service
from server_raw import RawServer

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))  # the builders of the shipped data are tested too

# A shell starts what runs in the background deaf to Ctrl-C, and so would be every run of the tool from here.
signal.signal(signal.SIGINT, signal.default_int_handler)

# No test is timed: a busy machine is no fault of ours.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _empty_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings of whoever runs the tests out of them."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    ours = [
        name for name in os.environ if name.startswith("ASKCANDIDATE_") and name != "ASKCANDIDATE_SAMPLES"
    ]
    proxies = [name for name in os.environ if name.lower().endswith("_proxy")]
    for name in ("CI", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "SSL_CERT_FILE", "SSL_CERT_DIR", *ours, *proxies):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def finder() -> Finder:
    """Answers from the shipped file for a day on which every fixture of ours was worked out."""
    return Finder(date(2026, 11, 21))


@pytest.fixture
def service() -> Iterator[Service]:
    """Run a service that says nothing yet."""
    with Service() as running:
        yield running


@pytest.fixture
def raw_server() -> Iterator[Callable[..., RawServer]]:
    """Start servers below HTTP, each from its behaviours, and end them after the test."""
    with ExitStack() as running:
        yield lambda *behaviours, tls=None: running.enter_context(RawServer(*behaviours, tls=tls))


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Give a file of ten thousand rows, one in a hundred of them rubbish."""
    return write_members(tmp_path / "members.csv")
