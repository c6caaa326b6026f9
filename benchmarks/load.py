"""Put askcandidate under load, and write LOAD.md: a million rows, a hundred at once, killed on the way.

    python benchmarks/load.py [--on DATE] [--rows N]

Rows with a bar have a result; one that misses it is written as a miss. Takes about twenty minutes and
three gigabytes of temporary files.
"""

import argparse
import os
import platform
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from askcandidate import __version__, settings
from askcandidate.gazetteer.index import KEY_BYTES, PostcodeFile
from askcandidate.resources import POSTCODES
from measuring import MILLION, OURS, clock, megabytes
from run import own_settings, processor, say

REPORT = Path(__file__).with_name("LOAD.md")
FEW = 10_000
SEED = 20251101
MORE_MEMORY = 1.2  # times that of the few rows

AT_ONCE = 100
POSTCODES_ASKED = 10  # so that each is asked for by ten processes at the same time
ELECTION_NEAR = "2027-04-20"
_FAR = Path(__file__).with_name("far.py")

KILLS = 24
KILLED_ROWS = 3_000

INTRODUCTION = """# Under load

Written by `python benchmarks/load.py`. Peaks are of a whole process, as the system counts them; many rows are
beside ten thousand of the same. Rows with a bar have a verdict.
"""


class Result(NamedTuple):
    """One row of the report; ``met`` is None where there is no bar."""

    job: str
    result: str
    beside: str
    bar: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """Give the row as the table shows it."""
        verdict = {True: "pass", False: "**miss**", None: ""}[self.met]
        return (self.job, self.result, self.beside, self.bar, verdict)


def main() -> None:
    """Do everything, print the table and write it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--on", type=date.fromisoformat, help="the day asked about; today if not given")
    parser.add_argument("--rows", type=int, default=MILLION, help="how many rows are many")
    given = parser.parse_args()
    day: date = given.on or settings.today()
    passed = ["--on", str(day)]
    with tempfile.TemporaryDirectory(prefix="askcandidate-load-") as name, own_settings(Path(name)):
        folder = Path(name)
        postcodes = sample(given.rows)
        results = []
        for result in chain(
            at_once(postcodes[:POSTCODES_ASKED], folder),
            killed(postcodes[:KILLED_ROWS], folder, passed),
            rows(postcodes, folder, passed),
        ):
            say(" | ".join(result.cells()))
            results.append(result)
    report = _report(results, day, "from the clock" if given.on is None else "passed with --on")
    print(report, end="")
    REPORT.write_text(report, encoding="utf-8")


def sample(count: int) -> list[str]:
    """Draw postcodes of the shipped file that have a district; the same ones each time."""
    with PostcodeFile(POSTCODES) as file:
        having = [
            f"{key[: KEY_BYTES - 1].strip()} {key[-1]}{letters}"
            for key, at in file.sectors().items()
            for letters, district in file.districts_of(at).items()
            if district
        ]
    return random.Random(SEED).sample(having, count)  # noqa: S311


def rows(postcodes: list[str], folder: Path, passed: list[str]) -> Iterator[Result]:
    """A long run beside a short one: the same memory, and as many results as rows."""
    listed = {count: _listed(postcodes[:count], folder) for count in (FEW, len(postcodes))}
    packs = folder / "packs"
    jobs = {
        "lookup --csv": (1, []),
        "letter --office council --jsonl": (0, []),
        "hustings --by office": (None, ["--out", str(packs)]),
    }
    for job, (header, more) in jobs.items():
        took: list[tuple[float, int]] = []
        for count, path in listed.items():
            say(f"{job}, {count:,} rows...")
            out = folder / "out"
            command = [str(OURS), *job.split(), "--from", str(path), "-q", *passed, *more]
            took.append(clock(Path(os.devnull), out, command))
            if header is not None:
                _hold(_lines(out) - header, count, f"results of {job}")
                out.unlink()
        (_, few), (seconds, many) = took
        packed = f", {sum(1 for _ in packs.glob('*.html')):,} packs" if more else ""
        yield Result(
            f"`askcandidate {job}`, {len(postcodes):,} rows{packed}, peak memory",
            f"{megabytes(many)}, {seconds:.0f} s, {len(postcodes) / seconds:,.0f} rows a second",
            f"{megabytes(few)}, {FEW:,} rows",
            f"at most {MORE_MEMORY}x the memory",
            many <= MORE_MEMORY * few,
        )


def at_once(postcodes: list[str], folder: Path) -> Iterator[Result]:
    """A hundred processes on one empty cache; then as many once more with nobody there to be asked."""
    say(f"{AT_ONCE} processes on one cache...")
    command = [str(OURS), "candidates", "--json", "--on", ELECTION_NEAR, "--base-url"]
    cache = folder / "cache"
    os.environ["ASKCANDIDATE_CACHE_DIR"] = str(cache)
    with _service() as port:
        command.append(f"http://127.0.0.1:{port}/api/v1/")
        right = {each: _alone([*command, "--no-cache", "-q", each]) for each in postcodes}
        first = _crowd(command, right)
    second = _crowd(command, right)
    database = cache / "answers.sqlite"
    with closing(sqlite3.connect(database, timeout=0)) as opened:
        opened.execute("BEGIN EXCLUSIVE")  # nobody holds it any more
        (kept,) = opened.execute("SELECT count(*) FROM answers").fetchone()
        (whole,) = opened.execute("PRAGMA integrity_check").fetchone()
    left = [path.name for path in cache.iterdir() if path != database]
    for title, (seconds, good) in (
        (f"{AT_ONCE} processes of `askcandidate candidates` at once, one empty cache", first),
        ("same, the service gone: answered from what was kept", second),
    ):
        yield Result(
            f"{title}, right answers, nothing lost",
            f"{good}, {seconds:.1f} s",
            "",
            f"all {AT_ONCE}",
            good == AT_ONCE,
        )
    yield Result(
        f"what they kept of {len(postcodes)} postcodes",
        f"{kept} answers, SQLite finds it {whole}, {len(left)} other files, no lock",
        "",
        f"{len(postcodes)} answers, whole, nothing else",
        (kept, whole, left) == (len(postcodes), "ok", []),
    )


def killed(postcodes: list[str], folder: Path, passed: list[str]) -> Iterator[Result]:
    """One batch, ended by SIGKILL at points spread over its whole length; each time --resume goes on."""
    say(f"{KILLS} runs that are killed...")
    given = _listed(postcodes, folder)
    command = [str(OURS), "letter", "--from", str(given), "--jsonl", "-q", "--resume", *passed, "--out"]
    whole = folder / "whole.jsonl"
    began = perf_counter()
    subprocess.run([*command, str(whole)], check=True)
    seconds = perf_counter() - began
    same = 0
    for point in range(1, KILLS + 1):
        out = folder / f"killed-{point}" / "out.jsonl"
        out.parent.mkdir()
        while not _is_killed([*command, str(out)], seconds * point / (KILLS + 1)):
            out.unlink()
            seconds *= 0.8  # the machine was busier when the whole run was timed
        subprocess.run([*command, str(out)], check=False)  # refused where only its end was left to do
        same += out.read_bytes() == whole.read_bytes() and [*out.parent.iterdir()] == [out]
    yield Result(
        f"`askcandidate letter --jsonl --resume`, {len(postcodes):,} rows, killed at {KILLS} points "
        "and gone on with: the bytes of a run left alone",
        f"{same}",
        "",
        f"all {KILLS}",
        same == KILLS,
    )


def _crowd(command: list[str], right: dict[str, bytes]) -> tuple[float, int]:
    """Start all processes before waiting for any; give the seconds, and how many answered as they should.

    One that could keep nothing answered, but not as it should.
    """
    asked = [*right] * (AT_ONCE // len(right))
    began = perf_counter()
    crowd = [
        subprocess.Popen([*command, each], stdout=subprocess.PIPE, stderr=subprocess.PIPE) for each in asked
    ]
    ended = [(*process.communicate(), process.returncode) for process in crowd]
    seconds = perf_counter() - began
    good = [
        (answer, code) == (right[each], 0) and b"not kept" not in said
        for each, (answer, said, code) in zip(asked, ended, strict=True)
    ]
    for _, said, code in (answer for answer, is_good in zip(ended, good, strict=True) if not is_good):
        say(f"Ended with {code}: {said.decode(errors='replace')[:500]}")
    return seconds, sum(good)


def _is_killed(command: list[str], seconds: float) -> bool:
    """Start a process and kill it after that time; say whether it had not ended by then."""
    process = subprocess.Popen(command)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


def _alone(command: list[str]) -> bytes:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


@contextmanager
def _service() -> Iterator[int]:
    """Run the service that is 50 ms away, and give its port."""
    with subprocess.Popen([sys.executable, str(_FAR)], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield int(server.stdout.readline())
        finally:
            server.terminate()


def _listed(postcodes: list[str], folder: Path) -> Path:
    path = folder / f"{len(postcodes)}.txt"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{postcode}\n" for postcode in postcodes)
    return path


def _lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)


def _hold(found: int, expected: int, what: str) -> None:
    if found != expected:
        raise SystemExit(f"{found:,} {what}, not {expected:,}.")


def _report(results: list[Result], day: date, day_from: str) -> str:
    header = ("job", "result", "beside", "bar", "verdict")
    table = [header, ("---",) * len(header), *(result.cells() for result in results)]
    lines = [f"| {' | '.join(cells)} |" for cells in table]
    with_what = (
        f"Python {platform.python_version()}, askcandidate {__version__}; "
        f"{os.cpu_count()} x {processor()}, {platform.system()}; day asked about: {day}, {day_from}."
    )
    return "\n".join([INTRODUCTION, *lines, "", with_what, ""])


if __name__ == "__main__":
    main()
