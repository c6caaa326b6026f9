"""Measure askcandidate against what one would otherwise do, and write RESULTS.md.

    python benchmarks/run.py [--on DATE]

Every row is a ratio from one run: baseline and ours take turns, round after round, and the
medians are compared, so that a busy or a slow machine weighs on both. A row that misses its bar is
written as a miss. Takes about six minutes and a gigabyte of temporary files.
"""

import argparse
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib.metadata import version
from pathlib import Path

from api import ROWS, api
from askcandidate import __version__, settings
from askcandidate.places import Finder
from askcandidate.resources import POSTCODES
from batches import batches
from letters import letters
from lookups import BATCH_ROWS, Country, batch, build_country, single
from measuring import MILLION, OURS, Result, alternate, milliseconds, process
from pdf import pdf
from sameness import sameness

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "RESULTS.md"
START_ROUNDS = 60
INTRODUCTION = """# How fast

Written by `make bench`: baseline and ours take turns in one run, and each figure is the median of its
rounds. Rows with a bar have a result; the others say where time goes. The two sides of rows 4 and 6
wrote the same bytes, and those of row 5 gave the same answers.

Row 4 owes its place to a text being found by its sector's name and its unit before anything is parsed; its
stretch would take a reader that is not Python. Writing in bulk, counting in a local name and doing without
the garbage collector changed nothing that could be measured there.
"""


def main() -> None:
    """Measure everything, print the table and write it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--on", type=date.fromisoformat, help="the day asked about; today if not given")
    on: date | None = parser.parse_args().on
    day = on or settings.today()
    passed = ["--on", str(on)] if on else []
    with tempfile.TemporaryDirectory(prefix="askcandidate-bench-") as name, own_settings(Path(name)):
        folder = Path(name)
        versions = _versions(day, from_clock=on is None)
        results = list(start_up(folder, passed))
        say("Building the SQLite file...")
        country = build_country(folder)
        results.append(size(country))
        say("Single lookups...")
        results += single(country, day)
        say("Letters...")
        finder = Finder(day)
        places = [finder.find(postcode) for postcode in country.one_a_district().values()]
        results += letters(places, day)
        say("PDF, and sameness...")
        results += pdf(places, day)
        results += sameness()
        say("A million postcodes...")
        results += batch(country, folder, day, passed)
        say("Batches with books, and packs...")
        results += batches(country.sample(BATCH_ROWS), folder, passed)
        say("A service far away...")
        results += api(country.sample(ROWS), folder)
    results.sort(key=lambda result: (int(result.job.partition(".")[0].rstrip("abcd")), result.job))
    report = _report(results, versions)
    print(report, end="")
    RESULTS.write_text(report, encoding="utf-8")


def start_up(folder: Path, passed: list[str]) -> Iterator[Result]:
    """Rows 1 and 2: one lookup, the whole process."""
    say("Start-up...")
    lookup = [str(OURS), "lookup", "BS1 5TR", "--json", *passed]
    runs = {"nothing": process([sys.executable, "-c", "pass"]), "ours": process(lookup)}
    peer, told = _sqlite_utils(folder / "sqlite-utils")
    if peer:
        runs["peer"] = process([peer, "--version"])
    took = alternate(runs, START_ROUNDS)
    job = '`askcandidate lookup "BS1 5TR" --json`, whole process'
    ratio = took["ours"] / took["nothing"]
    yield Result(
        f"1. {job}",
        milliseconds(took["ours"]),
        f"{milliseconds(took['nothing'])} `python -c pass`",
        _times(ratio),
        "at most 8x",
        ratio <= 8,
    )
    if peer:
        ratio = took["ours"] / took["peer"]
        yield Result(
            "2. same",
            milliseconds(took["ours"]),
            f"{milliseconds(took['peer'])} `sqlite-utils --version` ({told})",
            _times(ratio),
            "at most 0.6x",
            ratio <= 0.6,
        )
    else:
        yield Result("2. same", milliseconds(took["ours"]), f"not measured: {told}", "", "at most 0.6x")


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


def say(text: str) -> None:
    """Tell the person who waits what is being done."""
    print(text, file=sys.stderr)


@contextmanager
def own_settings(folder: Path) -> Iterator[None]:
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
    packages = ", ".join(f"{name} {version(name)}" for name in ("typer", "jinja2"))
    return (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}, "
        f"askcandidate {__version__}; "
        f"{os.cpu_count()} x {processor()}, {platform.system()}; "
        f"day asked about: {day}, {'from the clock' if from_clock else 'passed with --on'}."
    )


def processor() -> str:
    """Name the processor as well as the system can."""
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


def _times(ratio: float) -> str:
    return f"{ratio:.2f}x"


if __name__ == "__main__":
    main()
