"""Writes docs/faults.md: what can go wrong, what it comes to, and the tests that hold it.

    python tools/make_faults.py

The words are those of docs/faults.csv. A test is found by its docstring, which names the faults it holds:
"(fault 12)", "(faults 56 to 59, 62)".
"""

import ast
import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORDS = ROOT / "docs/faults.csv"
PAGE = ROOT / "docs/faults.md"
PARTS = {
    1: "Postcodes and options",
    21: "Files that are read",
    35: "Services",
    56: "Words of others",
    66: "Templates",
    74: "Files that are written",
    86: "What is kept: answers, keys, settings, data",
    101: "Signals and surroundings",
    108: "Law and privacy",
}
"""The heading that stands before a fault."""

HEAD = """# What can go wrong

Each fault that we know of, what it comes to, and the tests that hold it. Numbers are exit codes
(`askcandidate help exit-codes`); 3 is a batch some of whose rows failed. In all of them stderr has a line or
two for people and never a traceback: a test whose tool prints one fails, whatever it is about
(`tests/cli.py`).

This page is made by `python tools/make_faults.py` from [faults.csv](faults.csv) and from the tests, whose
docstrings name the faults that they hold."""


def faults() -> dict[int, tuple[str, str]]:
    """Give each fault by its number: what goes wrong, and what it comes to."""
    with WORDS.open(encoding="utf-8", newline="") as file:
        return {int(row["number"]): (row["fault"], row["comes_to"]) for row in csv.DictReader(file)}


def held() -> dict[int, list[str]]:
    """Give the tests that hold each fault, in the words that pytest knows them by."""
    found = defaultdict(list)
    for path in sorted((ROOT / "tests").glob("test_*.py")):
        for part in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(part, ast.FunctionDef) and part.name.startswith("test_"):
                for number in named(ast.get_docstring(part) or ""):
                    found[number].append(f"tests/{path.name}::{part.name}")
    return found


def named(docstring: str) -> Iterator[int]:
    """Give the numbers of the faults that a docstring names."""
    for listed in re.findall(r"\(faults? ([^)]*)\)", docstring):
        for first, last in re.findall(r"(\d+)(?: to (\d+))?", listed):
            yield from range(int(first), int(last or first) + 1)


def page(known: Mapping[int, tuple[str, str]], tests: Mapping[int, Sequence[str]]) -> str:
    """Give the page."""
    lines = [HEAD]
    for number, (fault, comes_to) in known.items():
        if number in PARTS:
            lines += [
                f"\n## {PARTS[number]}\n",
                "| | what goes wrong | what it comes to | held by |",
                "|--|--|--|--|",
            ]
        holding = "<br>".join(f"`{test}`" for test in tests[number])
        lines.append(f"| {number} | {fault} | {comes_to} | {holding} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(faults(), held()), encoding="utf-8")
    print(f"Written: {PAGE.relative_to(ROOT)}")
