"""Row 7: a batch that asks a service 50 ms away, with ten requests under way."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from askcandidate.sources.address import MOST_AT_ONCE
from far import AWAY
from measuring import Result, Run, alternate, timed

ROWS = 1_000
ROUNDS = 3
_FAR = Path(__file__).with_name("far.py")
_OURS = Path(sys.executable).with_name("askcandidate")


def api(postcodes: list[str], folder: Path) -> Iterator[Result]:
    """Ask about many postcodes, the whole process; the best there could be is ten answers every 50 ms."""
    rows = folder / "api.txt"
    rows.write_text("\n".join(postcodes), encoding="utf-8")
    with subprocess.Popen([sys.executable, str(_FAR)], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        port = int(server.stdout.readline())
        try:
            took = alternate({"ours": _ask(rows, port, len(postcodes))}, ROUNDS)["ours"]
        finally:
            server.terminate()
    best = MOST_AT_ONCE / AWAY
    rate = len(postcodes) / took
    yield Result(
        f"7. `askcandidate candidates`, {len(postcodes):,} postcodes, service {AWAY * 1000:.0f} ms away, "
        "whole process",
        f"{rate:.0f} a second",
        f"{best:.0f} a second, {MOST_AT_ONCE} answers every {AWAY * 1000:.0f} ms",
        f"{rate / best:.0%}",
        "at least 70%",
        rate / best >= 0.7,
    )


def _ask(rows: Path, port: int, expected: int) -> Run:
    words = [
        str(_OURS),
        "candidates",
        "--from",
        str(rows),
        "--jsonl",
        "--no-cache",
        "-q",
        "--on",
        "2027-04-20",
    ]
    words += ["--base-url", f"http://127.0.0.1:{port}/api/v1/"]

    def ask(_: None) -> None:
        done = subprocess.run(words, check=True, capture_output=True)
        assert done.stdout.count(b"\n") == expected

    return timed(ask, lambda: None)
