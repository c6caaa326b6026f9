"""Taking turns, and the rows that come of it."""

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter
from typing import NamedTuple, TypeVar

_Made = TypeVar("_Made")

MILLION = 1_000_000

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
