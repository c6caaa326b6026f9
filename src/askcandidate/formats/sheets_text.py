"""Sheets as plain text for a screen or a printer, as wide as a page of it; laid out by rich."""

import io
from collections.abc import Sequence
from typing import ClassVar

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Markdown, MarkdownElement, TableElement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from askcandidate.formats.blocks import unbroken
from askcandidate.languages import ENGLISH, Texts

WIDTH = 78
_FEW = 5  # columns that leave room for whole names and for air around them
_NAMES, _NAMES_BESIDE_MANY = 24, 16  # characters
_LONGEST_NAME, _LONGEST_BESIDE_MANY = 40, 32  # of a name's longest word, which is not broken
_AIR = 2  # beside a cell
_STAND_IN = "\ue000"  # for a blank that no line ends at; rich would end one at a no-break space
_FOR_WORDS = (
    "their words",
    "in their own words",
    "In my own words",
)  # heads of columns that take most of the room


def laid_out(markdown: str, texts: Texts = ENGLISH) -> str:
    """Lay a page out; its tables take its whole width, and no word in them is cut short.

    Args:
        markdown: the page.
        texts: those of the language of its headings.
    """
    out = io.StringIO()
    console = Console(file=out, width=WIDTH, color_system=None, force_terminal=False, legacy_windows=False)
    console.print(_Sheet(unbroken(markdown, _STAND_IN), texts))
    return "\n".join(line.rstrip() for line in out.getvalue().replace(_STAND_IN, " ").splitlines()) + "\n"


class _WideTable(TableElement):
    """A table: one to write in has lines between its cells, one to read has none."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._for_words = tuple(map(texts.label, _FOR_WORDS))

    @classmethod
    def create(cls, markdown: Markdown, token: object) -> "_WideTable":  # noqa: ARG003
        """Make the table of a page."""
        assert isinstance(markdown, _Sheet)
        return cls(markdown.texts)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        assert self.header
        assert self.header.row
        head = [cell.content for cell in self.header.row.cells]
        rows = [
            [_empty_to_write_in(cell.content) for cell in row.cells]
            for row in (self.body.rows if self.body else ())  # a template of the user's own may have none
        ]
        if any(not cell for row in rows for cell in row):
            yield _to_write_in(head, rows, self._for_words)
        elif max((len(row[0]) for row in rows), default=0) > _room(head[1:]):
            yield from _below_their_names(head, rows)
        else:
            yield _to_read(head, rows)


class _Sheet(Markdown):
    elements: ClassVar[dict[str, type[MarkdownElement]]] = {**Markdown.elements, "table_open": _WideTable}

    def __init__(self, markdown: str, texts: Texts) -> None:
        super().__init__(markdown, hyperlinks=False)
        self.texts = texts


def _to_write_in(head: Sequence[Text], rows: Sequence[Sequence[Text]], for_words: tuple[str, ...]) -> Table:
    few = len(head) <= _FEW
    table = Table(box=box.SQUARE, show_lines=True, expand=True, padding=(0, 1 if few else 0))
    for at, title in enumerate(head):
        if at == 0 and len(head) > 1:
            words = [word for row in rows for word in row[0].plain.split()]
            usual, most = (_NAMES, _LONGEST_NAME) if few else (_NAMES_BESIDE_MANY, _LONGEST_BESIDE_MANY)
            width = min(most, max([usual, *map(len, words)]))
            table.add_column(title, width=width, overflow="fold")
        elif not few and not title.plain.endswith(for_words):
            table.add_column(title, width=max(map(len, title.plain.split()), default=1), overflow="fold")
        else:
            table.add_column(title, ratio=2 if title.plain.endswith(for_words) else 1, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def _to_read(head: Sequence[Text], rows: Sequence[Sequence[Text]]) -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False, collapse_padding=True, expand=True)
    for title in head[:-1]:
        table.add_column(title, overflow="fold")
    table.add_column(head[-1], ratio=1, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def _below_their_names(head: Sequence[Text], rows: Sequence[Sequence[Text]]) -> RenderResult:
    """Give a table whose names are long, each on a line of its own above the rest of its row."""
    widths = _widths(head[1:])
    yield Text()
    yield _line(head[1:], widths)
    yield Text("─" * WIDTH)
    for name, *rest in rows:
        yield name
        yield _line(rest, widths)


def _line(cells: Sequence[Text], widths: Sequence[int]) -> Padding:
    line = Table.grid(padding=(0, _AIR, 0, 0))
    for width in widths:
        line.add_column(width=width, overflow="fold")
    line.add_row(*cells)
    return Padding(line, (0, 0, 0, _AIR))


def _room(head: Sequence[Text]) -> int:
    """Give the width that columns which are as narrow as they can be leave to what stands before them."""
    return WIDTH - sum(width + _AIR for width in _widths(head))


def _widths(head: Sequence[Text]) -> list[int]:
    """Give how wide columns are that are no wider than the longest words above them."""
    return [max(map(len, title.plain.split()), default=1) for title in head]


def _empty_to_write_in(cell: Text) -> Text:
    """Take the line to write on out of a cell, which is there to write in itself."""
    return Text() if set(cell.plain) == {"_"} else cell
