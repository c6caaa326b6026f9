"""Adds to tests/fixtures/stable.txt what a release promises to keep: exit codes, error codes, records.

    python tools/make_stable.py

Run it for each release. A line is never taken out before the next major version, and a test holds that each
is still true.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from askcandidate import errors
from askcandidate.errors import AskError, ExitCode
from askcandidate.formats.schemas import SCHEMAS

FILE = Path(__file__).resolve().parents[1] / "tests/fixtures/stable.txt"


def promised() -> Iterator[str]:
    """Give what holds now, a line each."""
    yield from (f"exit {code:d} {code.name}" for code in ExitCode)
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, AskError) and kind is not AskError:
            yield f"error {kind.code} exits {kind.exit_code:d}"
    for schema in SCHEMAS.values():
        yield from _fields(schema["title"], schema)


def _fields(path: str, shape: Mapping[str, Any]) -> Iterator[str]:
    """Give a line for each field below one, with its kind, and for each word it may be."""
    if "type" in shape:
        kinds = shape["type"]
        yield f"{path} is {kinds if isinstance(kinds, str) else ' or '.join(sorted(kinds))}"
    for key in ("const", "format", "pattern", "minimum"):
        if key in shape:
            yield f"{path} has {key} {shape[key]}"
    yield from (f"{path} may be {word}" for word in shape.get("enum", ()))
    yield from (f"{path} has {name}" for name in shape.get("required", ()))
    for name, below in shape.get("properties", {}).items():
        yield from _fields(f"{path} {name}", below)
    for below in shape.get("anyOf", ()):
        yield from _fields(path, below)
    if "items" in shape:
        yield from _fields(f"{path}[]", shape["items"])


if __name__ == "__main__":
    before = FILE.read_text(encoding="utf-8").splitlines() if FILE.exists() else []
    lines = dict.fromkeys([*before, *promised()])
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} lines, {len(lines) - len(before)} of them new")
