"""A file of members, as a batch is given one."""

import csv
import fcntl
import random
from pathlib import Path
from typing import TextIO

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


def read(path: Path) -> list[dict[str, str]]:
    """Give the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
