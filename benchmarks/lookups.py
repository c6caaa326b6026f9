"""Rows 4 and 5: many look-ups and one, beside a database of the same postcodes."""

import csv
import filecmp
import json
import random
import runpy
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from askcandidate.formats import records
from askcandidate.gazetteer.index import PostcodeFile
from askcandidate.places import Finder
from askcandidate.postcode import Postcode
from askcandidate.resources import POSTCODES
from measuring import CHILDREN, MILLION, OURS, Result, alternate, clock, megabytes, timed

SEED = 20251101
BATCH_ROUNDS = 3
BATCH_ROWS = 1_000_000
SINGLE_ROUNDS = 7
SINGLE_ROWS = 100_000
CROWN = ("L", "M")  # pseudo districts of the Channel Islands and the Isle of Man
_TOOL = Path(__file__).parents[1] / "tools" / "build_postcodes.py"


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


def batch(country: Country, folder: Path, day: date, passed: list[str]) -> Iterator[Result]:
    """Row 4: a million postcodes from file to file, the whole process."""
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
        seconds, peak = clock(asked, folder / f"{name}.csv", commands[name])
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
        megabytes(peaks["ours"]),
        f"{megabytes(peaks['select'])}, same loop",
        f"{peaks['ours'] / peaks['select']:.2f}x",
        "at most 120 MB",
        peaks["ours"] <= 120 * MILLION,
    )
    yield Result(
        "4b. same, stretch",
        f"{ours:.2f} s",
        f"{join:.2f} s and {megabytes(peaks['join'])}, SQLite's own join of a temporary table",
        f"{join / ours:.2f}x faster",
        "stretch: at least 2x",
        join / ours >= 2,
    )


def single(country: Country, day: date) -> Iterator[Result]:
    """Row 5: one lookup in Python, its sector already decoded."""
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
    rows: Callable[[], Iterator[tuple[str, str, str]]] = runpy.run_path(str(_TOOL))["rows"]
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
