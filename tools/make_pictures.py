"""Make the pictures of the README: what the tool says at a terminal, a letter, pages of a hustings pack.

    python tools/make_pictures.py

Each is made by the tool itself; PDF pages become SVG with pdftocairo (Debian: poppler-utils), so that
a picture is text that can be reviewed.
"""

import io
import os
import pty
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

FOLDER = Path(__file__).parents[1] / "docs/pictures"
TOOL = (sys.executable, "-m", "askcandidate")
DAY = "2026-11-21"
WHY = (
    "I teach at a school here. Last year one of my pupils stopped coming, and nobody could tell me where she "
    "had gone. I would like every adult in this city to know whom to ring."
)
LETTER = (
    *("letter", "BS1 5TR", "--office", "pcc", "--seed", "0", "--no-input", "-q", "--on", DAY, "--why", WHY),
    *("--name", "A. Voter", "--address", "1 Example Street\nBristol"),
)
NAMES = ("Ann Ashdown", "Ben Okafor", "Cerys Ŵyn", "Dev Patel", "Eva Nowak")
PACK = (
    *("hustings", "CA1 1AA", "--office", "mayor", "--minutes", "60", "--start", "19:30", "-q", "--on", DAY),
    *("--date", "2027-04-20", "--venue", "St Mary's Hall, Carlisle", "--chair", "Joan Hill"),
    *("--imprint", "Printed and published by the Friends of St Mary's Hall, Example Street, Carlisle"),
    *(word for name in NAMES for word in ("--name", name)),
)
WIDTH = 100  # columns of the terminal


def main() -> None:
    """Make them all."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "lookup.svg").write_text(_terminal("lookup", "BS1 5TR"), encoding="utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        for name, words, pages in (("letter", LETTER, (1,)), ("pack", PACK, (1, 2, 3))):
            made = Path(scratch) / f"{name}.pdf"
            subprocess.run([*TOOL, *words, "--out", made], check=True)  # noqa: S603
            for page in pages:
                target = FOLDER / (f"{name}.svg" if len(pages) == 1 else f"{name}-{page}.svg")
                subprocess.run(  # noqa: S603
                    ["pdftocairo", "-svg", "-f", str(page), "-l", str(page), made, target],  # noqa: S607
                    check=True,
                )
    for path in sorted(FOLDER.iterdir()):
        print(f"{path.name}: {path.stat().st_size:,} bytes")


def _terminal(*words: str) -> str:
    """Run the tool at a terminal of its own, and give what it shows as SVG."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "COLUMNS": str(WIDTH), "TERM": "xterm-256color"}
    process = subprocess.Popen([*TOOL, *words], stdin=theirs, stdout=theirs, stderr=theirs, env=env)  # noqa: S603
    os.close(theirs)
    shown = b""
    while piece := _read(ours):
        shown += piece
    process.wait()
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(f"$ askcandidate {' '.join(words)}")
    console.print(Text.from_ansi(shown.decode().replace("\r\n", "\n").rstrip()))
    return console.export_svg(title="askcandidate", unique_id="lookup")


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # the other end is closed: that is the end of it
        return b""


if __name__ == "__main__":
    main()
