"""askcandidate help: what it says of variables and privacy is what the source and the commands do."""

import re
from pathlib import Path

from askcandidate.cli import COMMANDS
from askcandidate.commands import environment, privacy
from askcandidate.commands.help import TOPICS
from askcandidate.settings import Settings
from askcandidate.sources import candidates, democracyclub, everyelection, postcodesio
from cli import refused, run

ROOT = Path(__file__).parents[1]
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
# Read by libraries: shutil, platformdirs, httpx and the ssl module.
BY_LIBRARIES = {"COLUMNS", "XDG_CACHE_HOME", "HTTPS_PROXY", "SSL_CERT_FILE"}


def test_every_topic_is_listed_and_there() -> None:
    """Each line of help is a topic, and each topic has something to say."""
    listed = [line.split()[0] for line in run("help").stdout.splitlines()]
    assert listed == list(TOPICS)
    for topic in listed:
        result = run("help", topic)
        assert (result.code, result.stdout.count("\n") > 1) == (0, True), topic
    refused(run("help", "privacy", "place"), 2, "goes with the topic schema")


def test_every_variable_of_ours_in_the_source_is_listed() -> None:
    """And none that is not there; each setting has one."""
    elsewhere = SOURCE.replace((ROOT / "src/askcandidate/commands/environment.py").read_text("utf-8"), "")
    named = set(re.findall(r"(?<!_)ASKCANDIDATE_[A-Z_]+[A-Z]", elsewhere))
    named |= {f"ASKCANDIDATE_{name.upper()}" for name in Settings._fields}
    assert named == set(environment.OURS)


def test_every_other_variable_that_is_read_is_listed() -> None:
    """By us, by name; the rest are read by libraries."""
    read = set(re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', SOURCE))
    common = {name for name in read if not name.startswith("ASKCANDIDATE_")}
    assert common == set(environment.COMMON) - BY_LIBRARIES
    shown = run("help", "environment").stdout
    assert all(f"\n{name} " in f"\n{shown}" for name in (*environment.OURS, *environment.COMMON))


def test_the_page_on_privacy_speaks_of_every_command_and_service() -> None:
    """A new command or service has its line; docs/privacy.md is the same text."""
    page = run("help", "privacy").stdout
    assert list(privacy.BY_COMMAND) == list(COMMANDS)
    assert [name for name in COMMANDS if f"\n- **{name}** reads " not in page] == []
    for service in (candidates, democracyclub, everyelection, postcodesio):
        assert f"\n- {service.HOME.split('/')[2]}: the postcode" in page
    assert (ROOT / "docs/privacy.md").read_text(encoding="utf-8") == page
