"""A bar for those who watch a batch at a terminal: how many rows, how fast, how long still."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
from rich.text import Text

_EVERY = 256  # rows between two steps of the bar, so that it costs nothing
_BLOCK = 1 << 20  # bytes read at a time to count lines

_Item = TypeVar("_Item")


class _Rows(ProgressColumn):
    """Rows done, and how many a second."""

    def render(self, task: Task) -> Text:
        speed = f", {task.speed:,.0f} a second" if task.speed else ""
        return Text(f"{task.completed:,.0f} rows{speed}")


def with_bar(rows: Iterable[_Item], source: str) -> Iterator[_Item]:
    """Let rows through and move a bar with them, which goes when they end.

    Args:
        rows: what passes.
        source: the file they come from, whose lines are counted; of a pipe the end is not known.
    """
    columns = (_Rows(), BarColumn(), TimeRemainingColumn(elapsed_when_finished=True))
    with Progress(*columns, console=Console(file=sys.__stderr__), transient=True) as progress:
        task = progress.add_task("", total=_lines(Path(source)))
        for done, row in enumerate(rows, 1):
            yield row
            if done % _EVERY == 0:
                progress.update(task, completed=done)


def _lines(path: Path) -> int | None:
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(_BLOCK), b"")) or None
