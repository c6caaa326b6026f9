"""Measure askcandidate against what one would otherwise do, and write RESULTS.md.

    python benchmarks/run.py [--on DATE]

Every row is a ratio from one run: baseline and ours take turns, round after round, and the
medians are compared, so that a busy or a slow machine weighs on both. A row that misses its bar is
written as a miss. Takes about three minutes and 600 MB of temporary files.
"""

import argparse
import csv
import filecmp
import json
import os
import platform
import random
import runpy
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from api import ROWS, api
from askcandidate import settings
from askcandidate.formats import records
from askcandidate.gazetteer.index import PostcodeFile
from askcandidate.places import Finder
from askcandidate.postcode import Postcode
from askcandidate.resources import POSTCODES
from letters import letters
from measuring import MILLION, Result, Run, alternate, timed

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "RESULTS.md"
CHILDREN = HERE / "children.py"
OURS = Path(sys.executable).with_name("askcandidate")
SEED = 20251101
START_ROUNDS = 60
BATCH_ROUNDS = 3
BATCH_ROWS = 1_000_000
SINGLE_ROUNDS = 7
SINGLE_ROWS = 100_000
CROWN = ("L", "M")  # pseudo districts of the Channel Islands and the Isle of Man
INTRODUCTION = """# How fast

Written by `make bench`: baseline and ours take turns in one run, and each figure is the median of its
rounds. Rows with a bar have a result; the others say where time goes. The two sides of rows 4 and 6
wrote the same bytes, and those of row 5 gave the same answers.
"""


class Country(NamedTuple):
    """Great Britain's postcodes, in order, with their districts; and a database of the same."""

    districts: dict[str, str]
    database: Path

    def sample(self, count: int) -> list[str]:
        """Draw postcodes that have a district; the same ones each time."""
        having = [postcode for postcode, district in self.districts.items() if district]
        return random.Random(SEED).sample(having, count)  # noqa: S311

    def one_a_district(self) -> dict[str, str]:
        """Give one postcode of each district."""
        return {district: postcode for postcode, district in self.districts.items() if district}


def main() -> None:
    """Measure everything, print the table and write it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--on", type=date.fromisoformat, help="the day asked about; today if not given")
    on: date | None = parser.parse_args().on
    day = on or settings.today()
    passed = ["--on", str(on)] if on else []
    with tempfile.TemporaryDirectory(prefix="askcandidate-bench-") as name, _own_settings(Path(name)):
        folder = Path(name)
        versions = _versions(day, from_clock=on is None)
        results = list(start_up(folder, passed))
        say("Building the SQLite file...")
        country = build_country(folder)
        results.append(size(country))
        results += single(country, day)
        say("Letters...")
        finder = Finder(day)
        results += letters([finder.find(postcode) for postcode in country.one_a_district().values()], day)
        results += batch(country, folder, day, passed)
        say("A service far away...")
        results += api(country.sample(ROWS), folder)
    results.sort(key=lambda result: result.job)
    report = _report(results, versions)
    print(report, end="")
    RESULTS.write_text(report, encoding="utf-8")


def start_up(folder: Path, passed: list[str]) -> Iterator[Result]:
    """Rows 1 and 2: one lookup, the whole process."""
    say("Start-up...")
    lookup = [str(OURS), "lookup", "BS1 5TR", "--json", *passed]
    runs = {"nothing": _process([sys.executable, "-c", "pass"]), "ours": _process(lookup)}
    peer, told = _sqlite_utils(folder / "sqlite-utils")
    if peer:
        runs["peer"] = _process([peer, "--version"])
    took = alternate(runs, START_ROUNDS)
    job = '`askcandidate lookup "BS1 5TR" --json`, whole process'
    ratio = took["ours"] / took["nothing"]
    yield Result(
        f"1. {job}",
        _ms(took["ours"]),
        f"{_ms(took['nothing'])} `python -c pass`",
        _times(ratio),
        "at most 8x",
        ratio <= 8,
    )
    if peer:
        ratio = took["ours"] / took["peer"]
        yield Result(
            "2. same",
            _ms(took["ours"]),
            f"{_ms(took['peer'])} `sqlite-utils --version` ({told})",
            _times(ratio),
            "at most 0.6x",
            ratio <= 0.6,
        )
    else:
        yield Result("2. same", _ms(took["ours"]), f"not measured: {told}", "", "at most 0.6x")


def size(country: Country) -> Result:
    """Row 3: the shipped file beside a database of the same."""
    ours, theirs = POSTCODES.stat().st_size, country.database.stat().st_size
    return Result(
        f"3. postcode to district, {len(country.districts):,} postcodes, on disk",
        f"{ours:,} bytes",
        f"{theirs:,} bytes, SQLite",
        f"{ours / theirs:.3f}x",
        "at most 1,000,000 bytes",
        ours <= MILLION,
    )


def batch(country: Country, folder: Path, day: date, passed: list[str]) -> Iterator[Result]:
    """Row 4: a million postcodes from file to file, the whole process."""
    say("A million postcodes...")
    asked, tails = folder / "asked.txt", folder / "tails.json"
    asked.write_text("".join(f"{postcode}\n" for postcode in country.sample(BATCH_ROWS)), encoding="utf-8")
    tails.write_text(json.dumps(_tails(country, day)), encoding="utf-8")
    over_sqlite = [sys.executable, str(CHILDREN)]
    given = [str(country.database), str(tails)]
    commands = {
        "ours": [str(OURS), "lookup", "-", "--csv", *passed],
        "select": [*over_sqlite, "select", *given],
        "join": [*over_sqlite, "join", *given],
    }
    peaks: dict[str, int] = {}

    def measured(name: str) -> float:
        seconds, peak = _clock(asked, folder / f"{name}.csv", commands[name])
        peaks[name] = max(peak, peaks.get(name, 0))
        if name != "ours":
            _check_same(folder / "ours.csv", folder / f"{name}.csv")
        return seconds

    took = alternate({name: partial(measured, name) for name in commands}, BATCH_ROUNDS)
    ours, select, join = took["ours"], took["select"], took["join"]
    job = f"4. `askcandidate lookup - --csv`, {BATCH_ROWS:,} postcodes, whole process"
    yield Result(
        job,
        f"{ours:.2f} s",
        f"{select:.2f} s, Python loop with a prepared SELECT a row",
        f"{select / ours:.2f}x faster",
        "at least 3x",
        select / ours >= 3,
    )
    yield Result(
        "4a. same, peak memory",
        _mb(peaks["ours"]),
        f"{_mb(peaks['select'])}, same loop",
        f"{peaks['ours'] / peaks['select']:.2f}x",
        "at most 120 MB",
        peaks["ours"] <= 120 * MILLION,
    )
    yield Result(
        "4b. same, stretch",
        f"{ours:.2f} s",
        f"{join:.2f} s and {_mb(peaks['join'])}, SQLite's own join of a temporary table",
        f"{join / ours:.2f}x faster",
        "stretch: at least 2x",
        join / ours >= 2,
    )


def single(country: Country, day: date) -> Iterator[Result]:
    """Row 5: one lookup in Python, its sector already decoded."""
    say("Single lookups...")
    texts = country.sample(SINGLE_ROWS)
    file, finder = PostcodeFile(POSTCODES), Finder(day)
    database = sqlite3.connect(country.database)

    def ours(texts: list[str]) -> None:
        parse, find = Postcode.parse, file.find
        for text in texts:
            find(parse(text))

    def whole(texts: list[str]) -> None:
        find = finder.find
        for text in texts:
            find(text)

    def select(texts: list[str]) -> None:
        execute = database.cursor().execute
        for text in texts:
            execute("SELECT district FROM postcodes WHERE postcode = ?", (text,)).fetchone()

    for text in texts:  # every sector decoded, every page of the database read; and both right
        entry = file.find(Postcode.parse(text))
        row = database.execute("SELECT district FROM postcodes WHERE postcode = ?", (text,)).fetchone()
        if not entry or (entry.district,) != row:
            raise SystemExit(f"{text}: the file and the database disagree.")
    works = {"select": select, "ours": ours, "whole": whole}
    took = alternate({name: timed(work, lambda: texts) for name, work in works.items()}, SINGLE_ROUNDS)
    each = {name: seconds / SINGLE_ROWS * MILLION for name, seconds in took.items()}
    database.close()
    theirs = f"{each['select']:.2f} µs, prepared SELECT on an open connection"
    ratio = each["select"] / each["ours"]
    yield Result(
        "5. one lookup, sector decoded: `Postcode.parse` and `PostcodeFile.find`",
        f"{each['ours']:.2f} µs",
        theirs,
        f"{ratio:.2f}x faster",
        "at least 3x",
        ratio >= 3,
    )
    yield Result(
        "5a. same, the whole answer with its offices: `Finder.find`",
        f"{each['whole']:.2f} µs",
        theirs,
        f"{each['select'] / each['whole']:.2f}x faster",
    )


def build_country(folder: Path) -> Country:
    """Read the source of the shipped file; hold and store what that file holds."""
    tool = HERE.parent / "tools" / "build_postcodes.py"
    rows: Callable[[], Iterator[tuple[str, str, str]]] = runpy.run_path(str(tool))["rows"]
    districts = {}
    for postcode, district, _ in rows():
        if not postcode.startswith("BT") and district[:1] not in CROWN:
            districts[str(Postcode.parse(postcode))] = district
    database = folder / "postcodes.sqlite"
    with closing(sqlite3.connect(database)) as made:
        made.execute("CREATE TABLE postcodes (postcode TEXT PRIMARY KEY, district TEXT) WITHOUT ROWID")
        made.executemany("INSERT INTO postcodes VALUES (?, ?)", sorted(districts.items()))
        made.commit()
        made.execute("VACUUM")
    return Country(districts, database)


def say(text: str) -> None:
    """Tell the person who waits what is being done."""
    print(text, file=sys.stderr)


def _process(command: list[str]) -> Run:
    """Make a run of a whole process, and let it run once to warm the disk."""
    run = timed(partial(subprocess.run, stdout=subprocess.DEVNULL, check=True), lambda: command)
    run()
    return run


def _clock(stdin: Path, stdout: Path, command: list[str]) -> tuple[float, int]:
    helper = [sys.executable, str(CHILDREN), "clock", str(stdin), str(stdout), *command]
    told = subprocess.run(helper, stdout=subprocess.PIPE, check=True).stdout
    seconds, peak, exit_code = json.loads(told)
    if exit_code:
        raise SystemExit(f"{' '.join(command)} ended with {exit_code}.")
    return seconds, peak


def _check_same(ours: Path, theirs: Path) -> None:
    if not filecmp.cmp(ours, theirs, shallow=False):
        raise SystemExit(f"{theirs.name} is not what askcandidate wrote.")


def _tails(country: Country, day: date) -> dict[str, list[str]]:
    """Give the header, and the CSV cells after the second for each district."""
    finder = Finder(day)
    one = country.one_a_district()
    lines = records.csv_lines(finder.find(postcode) for postcode in one.values())
    header, *rows = csv.reader(lines)
    return {"header": header} | {district: row[2:] for district, row in zip(one, rows, strict=True)}


@contextmanager
def _own_settings(folder: Path) -> Iterator[None]:
    """Work in an empty folder, without the settings of whoever runs this.

    Those of Python go too: unbuffered output or no byte code would be measured instead of the rows.
    """
    for name in [name for name in os.environ if name.startswith(("ASKCANDIDATE_", "PYTHON"))]:
        del os.environ[name]
    os.environ["ASKCANDIDATE_CONFIG_DIR"] = str(folder)
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _sqlite_utils(folder: Path) -> tuple[str | None, str]:
    """Find sqlite-utils or install it in a folder; give its path and version, or why there is none."""
    beside = Path(sys.executable).with_name("sqlite-utils")
    found = str(beside) if beside.exists() else shutil.which("sqlite-utils")
    if found is None:
        say("Installing sqlite-utils in a temporary folder...")
        install = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "sqlite-utils"]
        try:
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
            subprocess.run(install, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            return None, "sqlite-utils is not here and could not be installed"
        found = str(folder / "bin" / "sqlite-utils")
    told = subprocess.run([found, "--version"], check=True, capture_output=True, text=True).stdout
    return found, told.split()[-1]


def _versions(day: date, *, from_clock: bool) -> str:
    """Say what this was measured with."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("typer", "jinja2", "askcandidate"))
    return (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}; "
        f"{os.cpu_count()} x {_processor()}, {platform.system()}; "
        f"day asked about: {day}, {'from the clock' if from_clock else 'passed with --on'}."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def _report(results: Iterable[Result], versions: str) -> str:
    header = ("job", "ours", "baseline", "ratio", "bar", "result")
    table = [header, ("---",) * len(header), *(result.cells() for result in results)]
    lines = [f"| {' | '.join(cells)} |" for cells in table]
    return "\n".join([INTRODUCTION, *lines, "", versions, ""])


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def _mb(size_in_bytes: int) -> str:
    return f"{size_in_bytes / MILLION:.0f} MB"


def _times(ratio: float) -> str:
    return f"{ratio:.2f}x"


if __name__ == "__main__":
    main()
