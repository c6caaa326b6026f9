"""Runs the tests' properties for longer than a test may take.

    python tools/fuzz.py [--seconds N] [--list] [NAME...]

Each property (a test with ``@given`` and without fixtures) runs for so many seconds, in a process of its own;
NAME is a part of its name, and without one all of them run. Where atheris is installed it looks for inputs
that reach new lines; otherwise hypothesis draws them at random. What fails is shown as a test would show it.
"""

import argparse
import importlib
import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests"
sys.path[:0] = [str(TESTS), str(ROOT / "tools")]


def properties() -> Iterator[str]:
    """Give each property as ``module::name``."""
    for path in sorted(TESTS.glob("test_*.py")):
        if "@given(" in path.read_text(encoding="utf-8"):
            for name, test in vars(importlib.import_module(path.stem)).items():
                if hasattr(test, "hypothesis") and test.__module__ == path.stem and _stands_alone(test):
                    yield f"{path.stem}::{name}"


def _stands_alone(test: Callable[..., Any]) -> bool:
    """Say whether hypothesis gives all that a test needs."""
    return not inspect.signature(test).parameters


def run(name: str, seconds: int) -> int:
    """Run a property in a process of its own; give its exit code."""
    words = [sys.executable, str(Path(__file__)), "--seconds", str(seconds), "--here", name]
    return subprocess.run(words, check=False).returncode  # noqa: S603  (our own words)


def fuzz_here(name: str, seconds: int) -> None:
    """Run a property in this process, which atheris may end."""
    module, _, function = name.partition("::")
    if find_spec("atheris"):
        atheris: Any = importlib.import_module("atheris")  # not everywhere, and not typed
        with atheris.instrument_imports(include=["askcandidate"]):
            test = getattr(importlib.import_module(module), function)
        atheris.Setup(
            [name, f"-max_total_time={seconds}", "-verbosity=0", "-print_final_stats=1"],
            test.hypothesis.fuzz_one_input,
        )
        atheris.Fuzz()
    else:
        _draw(getattr(importlib.import_module(module), function), seconds)


def _draw(test: Any, seconds: int) -> None:
    """Let hypothesis draw inputs, a thousand at a time, each time others."""
    from hypothesis import HealthCheck, settings  # noqa: PLC0415  (a tool of the tests)

    tried, end = 0, monotonic() + seconds
    quiet = settings(max_examples=1000, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    while monotonic() < end:
        quiet(test)()
        tried += 1000
    print(f"{tried} executions")


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=60, help="for each property")
    parser.add_argument("--list", action="store_true", help="only name the properties")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a part of a property's name")
    given = parser.parse_args()
    if given.here:
        fuzz_here(given.names[0], given.seconds)
        return
    chosen = [each for each in properties() if not given.names or any(name in each for name in given.names)]
    if given.list:
        print("\n".join(chosen))
        return
    failed = []
    for name in chosen:
        print(f"== {name}", flush=True)
        failed += [name] if run(name, given.seconds) else []
    print("\n".join([f"{len(chosen)} properties, {len(failed)} failed", *failed]))
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
