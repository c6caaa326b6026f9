"""A file of members, as a batch is given one."""

import csv
import fcntl
import os
import random
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from cli import LONG, Argument, command

DAY = ("--on", "2026-11-21")
GOOD = ("BS1 5TR", "EH1 1YJ", "NG18 2AL", "M27 0JE", "CF10 4UW", "E14 8UE")
MANY = 10_000
_SMALL_PIPE = 4096  # bytes


def write_members(path: Path) -> Path:
    """Write ten thousand rows, one in a hundred of them rubbish; the same ones each time."""
    chance = random.Random(7)  # noqa: S311  (rubbish, not secrets)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["name", "postcode", "ref"])
        for number in range(MANY):
            postcode = "rubbish" if chance.random() < 0.01 else GOOD[number % len(GOOD)]
            out.writerow([f'Member, "{number}"', postcode, f"R{number}"])
    return path


def feed_until_noted(pipe: TextIO, rows: str, journal: Path) -> None:
    """Give a batch these rows again and again, until its journal notes that some are done."""
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _SMALL_PIPE)  # or thousands of rows wait in it to be worked on
    while not (journal.exists() and journal.read_text(encoding="utf-8").count("\n") > 1):
        pipe.write(rows)
        pipe.flush()


def kill_on_the_way(words: Sequence[Argument], rows: Path, postcode: str, journal: Path) -> None:
    """Kill a batch once its journal notes rows that are done, and leave it one row to go on with.

    Args:
        words: the command line, which reads ``rows``.
        rows: a name for the rows: at first a pipe that has no end, afterwards a file with one of them.
        postcode: the one in every row.
        journal: where the run keeps its own.
    """
    os.mkfifo(rows)
    process = subprocess.Popen(command(*words), stderr=subprocess.DEVNULL)
    with rows.open("w", encoding="utf-8") as pipe:
        pipe.write("postcode\n")
        feed_until_noted(pipe, f"{postcode}\n" * 50, journal)
        process.kill()
        process.wait(LONG)
    rows.unlink()
    rows.write_text(f"postcode\n{postcode}\n", encoding="utf-8")


def read(path: Path) -> list[dict[str, str]]:
    """Give the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
