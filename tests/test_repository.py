"""What stands in the repository, and what is built from it, is what it seems to be."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import unicodedata
import venv
from pathlib import Path
from typing import NamedTuple

import pytest

from cli import Result, in_words, run_words

ROOT = Path(__file__).parents[1]
BINARY = {"data/postcodes.bin"}
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


@pytest.fixture(scope="module")
def tracked() -> list[str]:
    """Give the names of the files under version control, and of those that may soon be."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [name for name in done.stdout.split("\0") if (ROOT / name).is_file()]


def test_no_character_hides_in_a_file(tracked: list[str]) -> None:
    """Nothing without a width, nothing that turns the direction, no control but the line's end and the tab."""
    for name in set(tracked) - BINARY:
        text = (ROOT / name).read_text(encoding="utf-8")
        hidden = {c for c in set(text) - {"\n", "\t"} if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn")}
        assert hidden == set(), (name, sorted(f"U+{ord(c):04X}" for c in hidden))


def test_the_postcode_file_is_the_only_binary(tracked: list[str]) -> None:
    """Everything else can be read by whoever reviews it, and none of it is a program or a link."""
    no_text = {name for name in tracked if b"\0" in (ROOT / name).read_bytes()}
    assert no_text == BINARY
    assert [name for name in tracked if (ROOT / name).is_symlink()] == []
    runnable = {name for name in tracked if (ROOT / name).stat().st_mode & 0o111}
    assert runnable == {".ci/run"}


@pytest.mark.slow
def test_two_builds_are_the_same_to_the_byte(tracked: list[str], tmp_path: Path) -> None:
    """Wheel and source archive, built here and from a copy elsewhere whose files are of another day."""
    copy = tmp_path / "copy"
    for name in tracked:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy / name)
        os.utime(copy / name, (1e9, 1e9))
    sums = []
    for where, zone, out in ((ROOT, "UTC", tmp_path / "one"), (copy, "Asia/Tokyo", tmp_path / "other")):
        words = [sys.executable, "-m", "hatchling", "build", "-d", str(out)]
        subprocess.run(words, cwd=where, check=True, capture_output=True, env={**os.environ, "TZ": zone})
        built = sorted(out.iterdir())
        sums.append([(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in built])
    assert [name.rsplit("-", 1)[-1] for name, _ in sums[0]] == ["any.whl", "1.1.0.tar.gz"]
    assert sums[0] == sums[1]


class Installed(NamedTuple):
    """The wheel, and a folder for a Python of its own in which it is installed."""

    wheel: Path
    folder: Path

    @property
    def package(self) -> Path:
        """Where its modules lie."""
        (package,) = self.folder.glob("lib/python*/site-packages/askcandidate")
        return package

    def run(self, *words: str) -> Result:
        """Run the tool that is installed, from a folder that is not the repository's."""
        tool = self.folder / "bin/askcandidate"
        return run_words([tool, *words], env={"PYTHONPATH": ""}, cwd=self.folder)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build the wheel and install it, without a network: the libraries are lent from this Python."""
    out, folder = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = out.iterdir()
    venv.create(folder, symlinks=True)
    (site,) = folder.glob("lib/python*/site-packages")
    lent = "".join(f"{sysconfig.get_path(kind)}\n" for kind in ("purelib", "platlib"))
    (site / "lent.pth").write_text(lent)
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin/python")]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True)
    return Installed(wheel, folder)


@pytest.mark.slow
def test_the_wheel_has_all_that_is_shipped_and_nothing_else(installed: Installed, tracked: list[str]) -> None:
    """Modules, data, templates and catalogues to the byte, the man page, and no other package."""
    package = installed.package
    shipped = {
        package / name.removeprefix("src/askcandidate/"): ROOT / name
        for name in tracked
        if name.startswith(("src/askcandidate/", "data/", "templates/", "locale/"))
    }
    there = {path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert there == set(shipped)
    assert [path for path, ours in shipped.items() if path.read_bytes() != ours.read_bytes()] == []
    ours = [path.name for path in package.parent.iterdir() if path.name != "lent.pth"]
    version = installed.wheel.name.split("-")[1]
    assert sorted(ours) == ["askcandidate", f"askcandidate-{version}.dist-info"]
    page = installed.folder / "share/man/man1/askcandidate.1"
    assert page.read_bytes() == (ROOT / "man/askcandidate.1").read_bytes()
    assert installed.run("--version").stdout == f"askcandidate {version}\n"


@pytest.mark.slow
def test_what_is_installed_works_from_anywhere(installed: Installed) -> None:
    """A lookup, letters, in Welsh too, and a hustings, with the data and templates that came along."""
    assert f"({installed.package / 'data/postcodes.bin'})" in installed.run("doctor").stdout
    assert installed.run("lookup", "BS1 5TR").stdout.count("\n") == 1
    assert installed.run("letter", "BS1 5TR", "--no-input").stdout.count("To send this:") == 3
    welsh = installed.run("letter", "CF10 4UW", "--no-input", "--office", "pcc", "--lang", "cy")
    assert "Annwyl Gomisiynydd," in welsh.stdout
    pack = installed.run("hustings", "BS1 5TR", "--office", "mayor", "--candidates", "5", "--start", "19:30")
    in_words(pack)
    assert "19:30" in pack.stdout


@pytest.mark.slow
def test_an_older_python_is_refused_by_pip(installed: Installed, tmp_path: Path) -> None:
    """Told before anything is installed, not by a module that is not there (fault 107)."""
    older = ("--python-version", "3.10", "--only-binary=:all:", "--no-deps", "--no-index")
    where = ("--find-links", str(installed.wheel.parent))
    refusal = run_words(
        [sys.executable, "-m", "pip", "download", *where, *older, "askcandidate"], cwd=tmp_path
    )
    assert refusal.code == 1
    assert "3.11" in refusal.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_have_few_rights_and_pinned_actions(path: Path) -> None:
    """Each action by the commit it was, no secret, no right to write; one job alone may name who we are."""
    text = path.read_text(encoding="utf-8")
    actions = re.findall(r"uses: (\S+)(.*)", text)
    assert actions
    for action, note in actions:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", note), action
    assert re.search(r"^permissions:( \{\}|\n  contents: read)$", text, re.MULTILINE)
    assert "secrets." not in text
    assert re.findall(r"^ +([\w-]+): write", text, re.MULTILINE) in ([], ["id-token"])
    assert "pull_request_target" not in text


def test_workflows_are_there() -> None:
    """What runs on a change, and what publishes."""
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "release.yml"]
    assert "run: .ci/run\n" in WORKFLOWS[0].read_text(encoding="utf-8")
