"""Entries of the pledge log as records for programs and as lines for people.

The fields are those of the schema ``askcandidate.pledge/1``.
"""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TextIO

from askcandidate.formats.records import flat
from askcandidate.pledges import Entry

_TSV = ("day", "contest", "candidate", "ask", "state")


def record(entry: Entry) -> dict[str, Any]:
    """Give an entry as the record ``askcandidate.pledge/1``."""
    return {
        "schema": "askcandidate.pledge/1",
        "date": entry.day.isoformat(),
        "contest": entry.contest,
        "office": entry.office or None,
        "ballot": entry.ballot or None,
        "candidate": {
            "source": entry.source or None,
            "id": entry.candidate_id or None,
            "name": entry.candidate,
        },
        "ask": entry.ask,
        "state": entry.state,
        "words": entry.words or None,
        "link": entry.link or None,
        "recorded_by": entry.recorded_by or None,
    }


def document(entries: Iterable[Entry]) -> Iterator[str]:
    """Write entries as one JSON list."""
    yield json.dumps([record(entry) for entry in entries], indent=2) + "\n"


def json_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Write one entry a line."""
    for entry in entries:
        yield json.dumps(record(entry)) + "\n"


def tsv_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Write day, contest, candidate, ask and state, tab-separated."""
    for entry in entries:
        yield "\t".join(flat(str(getattr(entry, name))) for name in _TSV) + "\n"


def print_entries(entries: Sequence[Entry], out: TextIO) -> None:
    """Write entries as a table for a person."""
    print_table(
        ("day", "contest", "candidate", "ask", "answer", "words"),
        [(str(e.day), e.contest, e.candidate, e.ask, e.state.replace("-", " "), e.words) for e in entries],
        out,
    )


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]], out: TextIO) -> None:
    """Write a table at a terminal, every cell in full, without marks that could move a cursor."""
    from rich.console import Console  # noqa: PLC0415  (only where a table is drawn)
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    is_plain = os.environ.get("TERM", "") in ("", "dumb", "unknown")
    console = Console(file=out, highlight=False, markup=False, force_terminal=False if is_plain else None)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in head:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    console.print(table)


def plain(text: str) -> str:
    """Give a text without marks that could move a cursor."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)
