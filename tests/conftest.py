"""What every test may use."""

import sys
from datetime import date
from pathlib import Path

import pytest

from askcandidate.places import Finder

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))  # the builders of the shipped data are tested too


@pytest.fixture(autouse=True)
def _empty_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings of whoever runs the tests out of them."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "ASKCANDIDATE_CONFIG_DIR", "ASKCANDIDATE_DATA", "ASKCANDIDATE_CAMPAIGN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def finder() -> Finder:
    """Answers from the shipped file for a day on which every fixture of ours was worked out."""
    return Finder(date(2026, 11, 21))
