"""askcandidate auth and purge: what is kept on the machine, who can read it, and how it goes again."""

import os
import stat
from pathlib import Path

import pytest

from asking import KEY, one_ward, serve
from cli import refused, run
from server import Service
from terminal import Terminal

HOST = "developers.democracyclub.org.uk"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folders that the tool keeps things in a place of their own."""
    monkeypatch.setenv("ASKCANDIDATE_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("ASKCANDIDATE_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "config"


def test_a_key_is_kept_where_its_owner_alone_can_read_it(config: Path) -> None:
    """Piped in; told of, never shown; cleared again."""
    done = run("auth", "set", stdin=f"  {KEY}\n")
    assert (done.code, done.stdout) == (0, "")
    assert f"the key for {HOST} is kept" in done.stderr
    assert stat.S_IMODE((config / "keys.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(config.stat().st_mode) == 0o700
    status = run("auth", "status")
    assert status.stdout == f"{HOST}: a key in {config / 'keys.json'}\n"
    assert KEY not in done.stderr + status.stdout + status.stderr
    assert run("auth", "clear").code == 0
    assert not (config / "keys.json").exists()
    assert "No key is set" in run("auth", "status").stdout
    refused(run("auth", "clear"), 4, "no key to clear")


@pytest.mark.usefixtures("config")
def test_a_key_typed_is_not_shown() -> None:
    """At a terminal it is asked for, unseen."""
    person = Terminal("auth", "set")
    person.wait_for("it is not shown")
    person.type(KEY)
    assert person.end() == 0
    assert KEY not in person.shown
    assert "1 host" not in run("auth", "status").stdout
    assert HOST in run("auth", "status").stdout


@pytest.mark.usefixtures("config")
@pytest.mark.parametrize("key", ["", "  \n", "two words", "ключ", "x" * 201, "a\x1bb"])
def test_what_can_be_no_key_is_refused(key: str) -> None:
    """Empty, two words, other letters, far too long."""
    refused(run("auth", "set", stdin=key), 2, "cannot be one")


@pytest.mark.usefixtures("config")
@pytest.mark.parametrize("host", ["https://example.org", "example.org/api", "a b", "user@example.org"])
def test_a_host_is_a_name_and_a_port(host: str) -> None:
    """Anything else could never match, and the key would go unused without a word."""
    refused(run("auth", "set", "--host", host, stdin=KEY), 2, "is no host")
    run("auth", "set", "--host", "Example.ORG:8000", stdin=KEY)
    assert "example.org:8000" in run("auth", "status").stdout


@pytest.mark.usefixtures("config")
def test_a_key_for_a_host_of_ones_own(service: Service) -> None:
    """Goes to that host and port; the other keys stay when it is cleared."""
    here = f"127.0.0.1:{service.port}"
    run("auth", "set", stdin="for-another")
    run("auth", "set", "--host", here, stdin=KEY)
    service.require_key(KEY)
    at = serve(service, one_ward())
    assert run("candidates", "BS1 5TR", "--base-url", at, "--on", "2027-04-20").code == 0
    assert service.seen[-1].query == {"auth_token": KEY}
    run("auth", "clear", "--host", here)
    assert run("auth", "status").stdout.splitlines()[0].startswith(HOST)
    refused(
        run("candidates", "BS1 5TR", "--base-url", at, "--on", "2027-04-20", "--no-cache"), 6, "wants a key"
    )


def test_a_damaged_file_of_keys_says_how_to_go_on(config: Path) -> None:
    """And clearing takes it away."""
    config.mkdir()
    (config / "keys.json").write_text("{", encoding="utf-8")
    refused(run("auth", "status"), 2, "cannot be read", "auth clear")
    assert run("auth", "clear").code == 0
    assert run("auth", "status").code == 0


def test_purge_takes_away_all_that_is_kept(config: Path, service: Service) -> None:
    """Answers, keys and the secret; settings stay."""
    run("auth", "set", stdin=KEY)
    (config / "config.toml").write_text("live = false\n", encoding="utf-8")
    at = serve(service, one_ward())
    run("candidates", "BS1 5TR", "--base-url", at, "--on", "2027-04-20")
    kept = sorted(path.name for folder in (config, config.parent / "cache") for path in folder.iterdir())
    assert kept == ["answers.sqlite", "cache-secret", "config.toml", "keys.json"]
    refused(run("purge"), 2, "--yes")
    done = run("purge", "--yes")
    assert done.code == 0
    assert done.stdout.count("Taken away: ") == 3
    assert [path.name for path in config.iterdir()] == ["config.toml"]
    assert not (config.parent / "cache").exists()
    assert run("purge", "--yes").stdout == "Nothing is kept.\n"


def test_purge_shows_first_what_it_would_take(config: Path) -> None:
    """Each file and what it is; nothing is touched. What a killed run began goes too: it may hold a key."""
    run("auth", "set", stdin=KEY)
    (config / ".askcandidate-x1").write_text(KEY, encoding="utf-8")
    shown = run("purge", "-n")
    assert shown.code == 0
    assert f"Would take away: {config / 'keys.json'} (keys)\n" in shown.stdout
    assert (
        f"Would take away: {config / '.askcandidate-x1'} (a file that was never finished)\n" in shown.stdout
    )
    assert len(list(config.iterdir())) == 2
    assert run("purge", "--yes").code == 0
    assert not config.exists()
    assert run("purge", "-n").stdout == "Nothing is kept.\n"


def test_after_a_day_of_use_and_a_purge_only_settings_are_left(service: Service) -> None:
    """In a home of its own: looked up, asked live, written, prepared; then none of it is there (fault 111)."""
    home = Path(os.environ["HOME"])
    settings = home / ".config/askcandidate/config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("live = false\n", encoding="utf-8")
    at = serve(service, one_ward())
    live = ("BS1 5TR", "--base-url", at, "--on", "2027-04-20")
    work = home / "work"
    work.mkdir()
    run("auth", "set", stdin=KEY)
    for words in (
        ("lookup", "BS1 5TR"),
        ("lookup", *live),
        ("candidates", *live),
        ("letter", *live, "--no-input", "--out", "letters"),
        ("letter", "BS1 5TR", "--no-input", "--why", "The river.", "--name", "A. Voter", "--out", "own.md"),
        ("hustings", *live, "--out", "packs"),
        ("doctor",),
    ):
        assert run(*words, cwd=work).code == 0, words
    ours = {"answers.sqlite", "cache-secret", "keys.json"}
    elsewhere = {path for path in home.rglob("*") if path.is_file() and work not in path.parents}
    assert {path.name for path in elsewhere} == ours | {"config.toml"}
    assert run("purge", "--yes", cwd=work).code == 0
    left = {path for path in home.rglob("*askcandidate*") if work not in path.parents}
    assert left == {settings.parent}
    assert list(settings.parent.iterdir()) == [settings]


@pytest.mark.usefixtures("config")
def test_purge_asks_a_person_first() -> None:
    """And keeps everything if the answer is no."""
    run("auth", "set", stdin=KEY)
    person = Terminal("purge")
    person.wait_for("Take these away?")
    person.type("n")
    assert person.end() == 0
    assert "Nothing was taken away." in person.shown
    assert HOST in run("auth", "status").stdout
