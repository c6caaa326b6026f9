"""Taking turns, and the rows that come of it."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple, TypeVar

_Made = TypeVar("_Made")

MILLION = 1_000_000
CHILDREN = Path(__file__).with_name("children.py")
OURS = Path(sys.executable).with_name("askcandidate")

Run = Callable[[], float]
"""Does something once and gives the seconds it took."""


class Result(NamedTuple):
    """One row of the table; ``met`` is None where there is no bar or nothing was measured."""

    job: str
    ours: str
    baseline: str
    ratio: str
    bar: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """Give the row as the table shows it."""
        verdict = {True: "pass", False: "**miss**", None: ""}[self.met]
        return (self.job, self.ours, self.baseline, self.ratio, self.bar, verdict)


def alternate(runs: Mapping[str, Run], rounds: int) -> dict[str, float]:
    """Let the runs take turns, and give the median of each."""
    took: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            took[name].append(run())
    return {name: median(seconds) for name, seconds in took.items()}


def timed(work: Callable[[_Made], object], prepare: Callable[[], _Made]) -> Run:
    """Make a run of a piece of work; preparing what it takes is not counted."""

    def run() -> float:
        made = prepare()
        began = perf_counter()
        work(made)
        return perf_counter() - began

    return run


def process(command: list[str]) -> Run:
    """Make a run of a whole process, and let it run once to warm the disk."""
    run = timed(partial(subprocess.run, stdout=subprocess.DEVNULL, check=True), lambda: command)
    run()
    return run


def clock(stdin: Path, stdout: Path, command: list[str]) -> tuple[float, int]:
    """Run a command from file to file, and give its seconds and its peak memory in bytes."""
    helper = [sys.executable, str(CHILDREN), "clock", str(stdin), str(stdout), *command]
    told = subprocess.run(helper, stdout=subprocess.PIPE, check=True).stdout
    seconds, peak, exit_code = json.loads(told)
    if exit_code:
        raise SystemExit(f"{' '.join(command)} ended with {exit_code}.")
    return seconds, peak


def milliseconds(seconds: float) -> str:
    """Write a time."""
    return f"{seconds * 1000:.1f} ms"


def megabytes(size_in_bytes: int) -> str:
    """Write a size."""
    return f"{size_in_bytes / MILLION:.0f} MB"
