"""Programs that the benchmark runs in processes of their own; nothing but the standard library.

    python children.py clock STDIN STDOUT COMMAND...   how long COMMAND takes and its peak memory
    python children.py select DATABASE TAILS           one prepared SELECT a row
    python children.py join DATABASE TAILS             a temporary table and one join

The last two do what ``askcandidate lookup - --csv`` does, as one would write it over SQLite:
postcodes on stdin, the same CSV on stdout.
"""

import csv
import json
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import perf_counter

Cells = list[str]


def clock(stdin: Path, stdout: Path, command: list[str]) -> None:
    """Run a command from file to file and print its seconds, peak bytes and exit code as JSON.

    In a process of its own, since the peak of a child begins at the size of what started it.
    """
    source = os.open(stdin, os.O_RDONLY)
    target = os.open(stdout, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    streams = [(os.POSIX_SPAWN_DUP2, source, 0), (os.POSIX_SPAWN_DUP2, target, 1)]
    began = perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=streams)
    _, status, used = os.wait4(child, 0)
    seconds = perf_counter() - began
    peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(json.dumps([seconds, peak, os.waitstatus_to_exitcode(status)]))


def canonical(text: str) -> str:
    """Write a postcode as the database has it: upper case, one blank before the last three."""
    compact = text.strip().upper().replace(" ", "")
    return f"{compact[:-3]} {compact[-3:]}"


def select(database: sqlite3.Connection, tails: dict[str, Cells], lines: Iterable[str]) -> Iterator[Cells]:
    """Answer each line with a SELECT of its own."""
    execute = database.cursor().execute
    for line in lines:
        text = line.rstrip("\n")
        postcode = canonical(text)
        (district,) = execute("SELECT district FROM postcodes WHERE postcode = ?", (postcode,)).fetchone()
        yield [text, postcode, *tails[district]]


def join(database: sqlite3.Connection, tails: dict[str, Cells], lines: Iterable[str]) -> Iterator[Cells]:
    """Load all lines, then let SQLite join them."""
    database.execute("CREATE TEMP TABLE asked (id INTEGER PRIMARY KEY, text TEXT, postcode TEXT)")
    rows = ((text, canonical(text)) for text in (line.rstrip("\n") for line in lines))
    database.executemany("INSERT INTO asked (text, postcode) VALUES (?, ?)", rows)
    found = database.execute(
        "SELECT asked.text, asked.postcode, postcodes.district"
        " FROM asked JOIN postcodes ON postcodes.postcode = asked.postcode ORDER BY asked.id"
    )
    for text, postcode, district in found:
        yield [text, postcode, *tails[district]]


def main() -> None:
    """Do what the command line says."""
    task, first, second, *rest = sys.argv[1:]
    if task == "clock":
        clock(Path(first), Path(second), rest)
        return
    database = sqlite3.connect(first)
    tails: dict[str, Cells] = json.loads(Path(second).read_text(encoding="utf-8"))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(tails.pop("header"))
    writer.writerows({"select": select, "join": join}[task](database, tails, sys.stdin))


if __name__ == "__main__":
    main()
