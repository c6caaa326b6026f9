"""Answers that are kept: when they are used, when not, and what somebody could read in them."""

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from askcandidate.files import PRIVATE, whole_file
from asking import (
    ADA,
    API,
    BEN,
    HERE,
    KEY,
    PATH,
    ask,
    ask_rows,
    contest,
    document,
    one_ward,
    serve,
    where_bytes_are,
)
from cli import in_words
from server import Service, raw, reply

needs_modes = pytest.mark.skipif(os.name != "posix", reason="needs the modes of POSIX")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of a cache of our own, which is not made yet."""
    monkeypatch.setenv("ASKCANDIDATE_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def at(service: Service) -> str:
    """Give a service whose first answer has two people and every later one has one of them."""
    service.answer(PATH, reply(one_ward(ADA, BEN)), reply(one_ward(BEN)))
    return service.url(API)


def names(at: str, *words: str, **more: str) -> list[str]:
    """Give who is said to be standing."""
    return [each["name"] for each in contest(ask(at, "--json", *words, env=more))["candidates"]]


def execute(folder: Path, statement: str) -> int:
    """Change what is kept, and give how much of it that was."""
    with closing(sqlite3.connect(folder / "answers.sqlite")) as database, database:
        return database.execute(statement).rowcount


def test_an_answer_is_kept_and_used(service: Service, folder: Path, at: str) -> None:
    """The second run asks nobody; with --no-cache it asks, and keeps nothing."""
    assert [names(at), names(at)] == [["Ada Marlpit", "Ben Oatfield"]] * 2
    assert service.count() == 1
    assert names(at, "--no-cache") == ["Ben Oatfield"]
    assert names(at) == ["Ada Marlpit", "Ben Oatfield"]
    assert service.count() == 2


def test_nothing_is_kept_where_nothing_should_be(service: Service, folder: Path, at: str) -> None:
    """Not even the folder."""
    names(at, "--no-cache")
    assert not folder.exists()


def test_another_service_or_address_has_another_answer(service: Service, folder: Path, at: str) -> None:
    """The host, the postcode and the address's number are what is asked."""
    service.answer(f"{API}address/77/", reply(one_ward(BEN)))
    assert len(names(at)) == 2
    assert names(at, "--uprn", "77") == ["Ben Oatfield"]
    assert service.count() == 2


def test_a_failure_is_not_kept(service: Service, folder: Path) -> None:
    """Neither a refusal nor an unknown postcode nor an answer of another form."""
    service.answer(PATH, raw(status=404), reply({}), reply({}, 401), reply(one_ward()))
    at = service.url(API)
    assert [ask(at).code for _ in range(4)] == [4, 8, 6, 0]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE answers SET until = 1",
        "UPDATE answers SET made = made + 1e9, until = until + 1e9",
        "UPDATE answers SET value = '{}'",
        "UPDATE answers SET value = x'ff00'",
        "UPDATE answers SET value = '[null,null,[[\"id\"]],[]]'",
        "DELETE FROM answers",
    ],
    ids=["too old", "of the future", "another form", "noise", "an older form", "gone"],
)
def test_what_is_kept_and_cannot_be_used_is_asked_again(
    service: Service, folder: Path, at: str, change: str
) -> None:
    """Its time has run out, the clock was wrong, or it is of an older version (faults 53 and 96)."""
    names(at)
    changed = execute(folder, change)
    result = ask(at, "--json")
    in_words(result)
    assert "not kept" not in result.stderr
    assert len(contest(result)["candidates"]) == (1 if changed else 2)
    assert service.count() == (2 if changed else 1)


def spoil(folder: Path, how: str) -> None:
    """Make the cache one that cannot be used."""
    file = folder / "answers.sqlite"
    folder.mkdir(mode=0o700, exist_ok=True)
    file.unlink(missing_ok=True)
    if how == "noise":
        file.write_bytes(b"this is no database at all, whatever its name says" * 100)
    elif how == "folder":
        file.mkdir()
    else:
        tables = {"foreign": "CREATE TABLE theirs (x)", "other form": "CREATE TABLE answers (x)"}
        execute(folder, tables[how])
        if how == "other form":
            execute(folder, f"PRAGMA application_id = {0x61736B63}")


@pytest.mark.parametrize("how", ["noise", "foreign", "other form", "folder"])
def test_a_cache_that_is_damaged_or_anothers_is_done_without(
    service: Service, folder: Path, at: str, how: str
) -> None:
    """One warning, whole answers, and another program's data as it was (fault 86)."""
    spoil(folder, how)
    before = (folder / "answers.sqlite").read_bytes() if how != "folder" else b""
    result = ask_rows(at, [HERE, "BS1 6TR", HERE])
    in_words(result)
    assert result.stderr.count("Answers are not kept") == 1
    assert str(folder) in result.stderr
    assert len(result.records[0]["candidates"]) == 2
    if how == "foreign":
        assert (folder / "answers.sqlite").read_bytes() == before


def test_a_cache_that_is_cut_short_is_done_without(service: Service, folder: Path, at: str) -> None:
    """Half of it is gone (fault 86)."""
    names(at)
    file = folder / "answers.sqlite"
    file.write_bytes(file.read_bytes()[:5000])
    result = ask(at, "--json")
    in_words(result)
    assert len(contest(result)["candidates"]) == 1
    assert result.stderr.count("Answers are not kept") == 1


def test_what_is_kept_is_read_while_another_writes(service: Service, folder: Path, at: str) -> None:
    """Whoever only looks waits for nobody, so that many can look at once."""
    names(at)
    with closing(sqlite3.connect(folder / "answers.sqlite")) as other:
        other.execute("BEGIN IMMEDIATE")
        result = ask(at, "--json")
    assert [each["name"] for each in contest(result)["candidates"]] == ["Ada Marlpit", "Ben Oatfield"]
    assert "not kept" not in result.stderr
    assert service.count() == 1


def test_a_cache_that_is_locked_is_done_without(service: Service, folder: Path, at: str) -> None:
    """By a process that hangs (fault 86)."""
    names(at)
    with closing(sqlite3.connect(folder / "answers.sqlite")) as other:
        other.execute("BEGIN EXCLUSIVE")
        result = ask(at, "--json")
    in_words(result)
    assert len(contest(result)["candidates"]) == 1
    assert "locked" in result.stderr


@pytest.mark.parametrize("where", ["/dev/null/cache", "/proc/nowhere/cache"])
def test_a_cache_that_cannot_be_made_is_done_without(service: Service, at: str, where: str) -> None:
    """A home that cannot be written in, or is none (fault 86)."""
    for env in ({"ASKCANDIDATE_CACHE_DIR": where}, {"HOME": where}):
        result = ask(at, "--json", env={**env})
        in_words(result)
        assert document(result)["contests"]
        assert "Answers are not kept" in result.stderr


def test_a_secret_that_is_damaged_does_without_the_cache(service: Service, folder: Path, at: str) -> None:
    """Without it nothing that is kept could be found (fault 86)."""
    names(at)
    secret = Path(os.environ["HOME"]) / ".config/askcandidate/cache-secret"
    secret.write_bytes(b"short")
    result = ask(at, "--json")
    in_words(result)
    assert len(contest(result)["candidates"]) == 1
    assert "Answers are not kept" in result.stderr


@needs_modes
def test_a_folder_that_others_can_write_in_is_not_used(service: Service, folder: Path, at: str) -> None:
    """Somebody could put answers there (fault 87)."""
    folder.mkdir()
    folder.chmod(0o777)
    result = ask(at, "--json")
    in_words(result)
    assert document(result)["contests"]
    assert "others can write in it" in result.stderr
    assert list(folder.iterdir()) == []


@needs_modes
def test_what_is_kept_is_its_owners_alone(service: Service, folder: Path, at: str) -> None:
    """The folders 0700, those made above them too, and the files 0600, whatever the umask; the file again if somebody widened it (fault 87)."""
    before = os.umask(0)
    try:
        names(at)
    finally:
        os.umask(before)
    config = Path(os.environ["HOME"]) / ".config/askcandidate"
    made = (folder, config, config.parent)
    assert {path.name: modes(path) for path in made} == {
        "cache": 0o700,
        "askcandidate": 0o700,
        ".config": 0o700,
    }
    files = {path.name: modes(path) for each in (folder, config) for path in each.iterdir()}
    assert files == {"answers.sqlite": 0o600, "cache-secret": 0o600}
    folder.chmod(0o755)
    (folder / "answers.sqlite").chmod(0o644)
    names(at)
    assert modes(folder / "answers.sqlite") == 0o600
    assert modes(folder) == 0o755, "a folder that the user named is theirs to open"


def modes(path: Path) -> int:
    """Give what is allowed to whom."""
    return stat.S_IMODE(path.stat().st_mode)


def test_nobody_can_read_what_was_asked(service: Service, folder: Path) -> None:
    """No postcode, no key, no address of an address in any file that the tool has made (fault 88)."""
    service.require_key(KEY)
    at = serve(service, one_ward())
    host = f"127.0.0.1:{service.port}"
    service.answer(f"{API}address/10035187881/", reply(one_ward()))
    env = {"ASKCANDIDATE_TOKEN": KEY, "ASKCANDIDATE_TOKEN_HOST": host}
    for words in ((), ("--uprn", "10035187881")):
        assert document(ask(at, "--json", *words, env=env))["contests"]
    home = Path(os.environ["HOME"])
    assert (folder / "answers.sqlite").exists()
    assert where_bytes_are("Marlpit", folder) == [folder / "answers.sqlite"]
    for secret in (HERE, "BS15TR", "BS1%205TR", "10035187881", KEY, host, "auth_token", "postcode/"):
        assert where_bytes_are(secret, folder, home) == [], secret


def test_of_many_that_begin_at_once_the_first_ones_secret_stays(tmp_path: Path) -> None:
    """Another process made it while ours was being written; what both keep is then found by either."""
    path = tmp_path / "cache-secret"
    with whole_file(path, PRIVATE, first=True) as ours:
        ours.write(b"ours")
        path.write_bytes(b"theirs")
    assert path.read_bytes() == b"theirs"
    assert [*tmp_path.iterdir()] == [path]
    path.unlink()
    with whole_file(path, PRIVATE, first=True) as ours:
        ours.write(b"ours")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"ours", PRIVATE)
