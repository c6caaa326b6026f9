"""askcandidate config and doctor: what is set and by whom, and whether all is well."""

import json
import sys
import tomllib
from pathlib import Path

import pytest

from askcandidate.formats.extras import LIBRARIES
from asking import KEY
from cli import refused, run, run_words
from schemas import checked
from server import Service

ROOT = Path(__file__).parents[1]
TODAY = ("--on", "2026-11-21")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the user's settings folder a place of its own, with a cache beside it."""
    folder = tmp_path / "config"
    folder.mkdir()
    monkeypatch.setenv("ASKCANDIDATE_CONFIG_DIR", str(folder))
    monkeypatch.setenv("ASKCANDIDATE_CACHE_DIR", str(tmp_path / "cache"))
    return folder


def origins(cwd: Path) -> dict[str, tuple[object, str, str | None]]:
    """Give each setting's value and where it came from, as JSON has it."""
    record = json.loads(run("config", "show", "--json", cwd=cwd).stdout)
    checked(record, "settings")
    return {each["name"]: (each["value"], each["origin"], each["place"]) for each in record["settings"]}


def test_each_setting_says_where_it_came_from(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment beats the project's file, that the user's, that the default."""
    user = config / "config.toml"
    user.write_text(
        'contact = "me@example.org"\norganisation = "Ours"\ncampaign = "mine"\n', encoding="utf-8"
    )
    (tmp_path / "askcandidate.toml").write_text('organisation = "Theirs"\nimprint = "P"\n', encoding="utf-8")
    monkeypatch.setenv("ASKCANDIDATE_IMPRINT", "Q")
    assert origins(tmp_path) == {
        "data": (None, "default", None),
        "campaign": (str(config / "mine"), "user file", str(user)),
        "templates": (None, "default", None),
        "live": (False, "default", None),
        "contact": ("me@example.org", "user file", str(user)),
        "imprint": ("Q", "environment variable", "ASKCANDIDATE_IMPRINT"),
        "organisation": ("Theirs", "project file", "askcandidate.toml"),
    }
    plain = run("config", "show", cwd=tmp_path).stdout
    assert "organisation  Theirs\n" in plain
    shown = run("config", "show", "--origin", cwd=tmp_path).stdout
    assert f"contact       me@example.org  (user file {user})\n" in shown
    assert "live          false  (default; --live, --offline would beat it)\n" in shown


def test_an_unknown_key_is_answered_with_the_nearest(config: Path) -> None:
    """By config show as by every command (fault 90)."""
    (config / "config.toml").write_text("kontact = 1\n", encoding="utf-8")
    for words in (("config", "show"), ("lookup", "BS1 5TR")):
        refused(run(*words), 2, 'holds "kontact"', 'Did you mean "contact"?', "config.toml")


def test_the_files_in_use_are_named(config: Path, tmp_path: Path) -> None:
    """With whether they are there."""
    run("auth", "set", stdin=KEY)
    shown = run("config", "path", cwd=tmp_path).stdout
    assert f"{config / 'keys.json'}  (there)" in shown
    assert f"{config / 'config.toml'}  (not there)" in shown
    assert f"{tmp_path / 'askcandidate.toml'}  (not there)" in shown
    assert f"{tmp_path / 'cache'}  (not there)" in shown


def examined(*words: str) -> dict[str, str]:
    """Give what doctor says, a line each, by state and name."""
    record = json.loads(run("doctor", "--json", *words).stdout)
    checked(record, "doctor")
    return {f"{each['state']} {each['name']}": each["says"] for each in record["checks"]}


@pytest.mark.usefixtures("config")
def test_doctor_finds_a_new_installation_well() -> None:
    """A line each; nothing asked of the network."""
    done = run("doctor", *TODAY)
    assert (done.code, done.stderr) == (0, "")
    for words in (
        "good  versions  askcandidate 1.1.0, Python 3.",
        "good  data      ONSPD 2025-11, 12 months old, whole (",
        "26 asks; not used, being past: nncf-2",
        "good  keys      none",
        "good  cache     empty (",
        "good  terminal  stdout is no terminal, so results are plain; UTF-8",
        "note  network   not asked",
        "good  settings  set: nothing",
    ):
        assert words in done.stdout, words
    assert not [line for line in done.stdout.splitlines() if line.startswith("act")]


@pytest.mark.usefixtures("config")
def test_doctor_says_what_needs_doing_and_exits_11() -> None:
    """Later: a figure past its day, data grown old (fault 94)."""
    assert run("doctor", "--on", "2027-08-01").code == 11
    found = examined("--on", "2027-08-01")
    assert found["act campaign"] == "due for renewal: f-nrm-2025, good until 28 February 2027"
    assert found["act data"].startswith("ONSPD 2025-11, 21 months old, whole (")


def test_doctor_survives_what_it_finds(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged file of settings, of keys or of postcodes is a line, and the rest is looked at."""
    (config / "keys.json").write_text("{", encoding="utf-8")
    monkeypatch.setenv("ASKCANDIDATE_DATA", str(config / "keys.json"))
    found = examined(*TODAY)
    assert "cannot be read" in found["act keys"]
    assert "is not a postcode file" in found["act data"]
    assert "good campaign" in found
    (config / "config.toml").write_text("live = 3\n", encoding="utf-8")
    assert '"live" must be true or false' in examined(*TODAY)["act settings"]
    monkeypatch.delenv("ASKCANDIDATE_DATA")
    done = run("doctor", *TODAY)
    assert done.code == 11
    assert done.stdout.count("must be true or false") == 1


def test_doctor_names_hosts_and_never_keys(config: Path) -> None:
    """And says where others could read them."""
    run("auth", "set", stdin=KEY)
    (config / "keys.json").chmod(0o644)
    done = run("doctor", *TODAY)
    assert done.code == 11
    assert "good  keys      a key for developers.democracyclub.org.uk\n" in done.stdout
    assert (
        f"act   keys      others can read {config / 'keys.json'} (644): chmod 600 mends it\n" in done.stdout
    )
    assert KEY not in done.stdout + done.stderr


def test_doctor_weighs_the_cache(config: Path) -> None:
    """Its size and mode; a folder that others can write in is not used."""
    cache = config.parent / "cache"
    cache.mkdir(mode=0o700)
    (cache / "answers.sqlite").write_bytes(b"x" * 1234)
    assert examined(*TODAY)["good cache"] == f"1,234 bytes in {cache} (mode 700)"
    cache.chmod(0o777)
    assert "chmod 700 mends it" in examined(*TODAY)["act cache"]


@pytest.mark.usefixtures("config")
def test_doctor_asks_services_only_when_told_to(service: Service) -> None:
    """A request without postcode or key; any answer of the service's own will do, a refusal too."""
    run("auth", "set", "--host", f"127.0.0.1:{service.port}", stdin=KEY)
    at = f"http://127.0.0.1:{service.port}/api/v1/"
    assert service.seen == []
    assert examined(*TODAY, "--base-url", at)["good network"] == f"127.0.0.1:{service.port} answers"
    assert [(each.path, each.query) for each in service.seen] == [("/api/v1/ping", {})]
    gone = run("doctor", *TODAY, "--base-url", "http://127.0.0.1:1/")
    assert gone.code == 11
    assert "act   network   Could not reach 127.0.0.1:1." in gone.stdout


def test_doctor_knows_every_extra() -> None:
    """Those of pyproject.toml, and the module that each brings."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(LIBRARIES) == set(project["optional-dependencies"])


def test_doctor_gives_the_command_that_installs_what_is_missing() -> None:
    """Where a module cannot be found."""
    program = (
        "import sys\nsys.modules['typst'] = None\n"
        "sys.argv = ['askcandidate', 'doctor', '--on', '2026-11-21']\n"
        "from askcandidate.cli import main\nmain()\n"
    )
    done = run_words([sys.executable, "-c", program])
    assert 'note  extras    not installed: pdf; pip install "askcandidate[pdf]" would' in done.stdout
