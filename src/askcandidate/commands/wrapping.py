"""Long lines at a terminal, broken between words and not wherever its edge is."""

import os
from typing import IO

_COMMAND = ": askcandidate "
_NARROWEST = 20  # characters of a line


def for_terminal(text: str, stream: IO[str] | None, hang: int = 0) -> str:
    """Give a text as it is shown: at a terminal its long lines broken, elsewhere as it is.

    Args:
        text: one line or several.
        stream: where it is shown.
        hang: how far the lines that follow the first of each are indented, in characters.
    """
    width = _width(stream)
    if width is None or all(len(line) < width for line in text.split("\n")):
        return text
    return "\n".join(_broken(line, width, hang) for line in text.split("\n"))


def _broken(line: str, width: int, hang: int) -> str:
    """Break a line; a command at its end gets a line of its own and stays whole, to be copied."""
    from textwrap import wrap  # noqa: PLC0415  (only where a line is too long)

    if len(line) < width:
        return line
    words, colon, command = line.partition(_COMMAND)
    more = max(10, width - 1)
    pieces = wrap(
        words + colon[:1],
        more,
        subsequent_indent=" " * min(hang, more // 2),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join([*pieces, *([f"{colon[2:]}{command}"] if colon else [])]) or line


def fitting(width: int, stream: IO[str] | None) -> int:
    """Give a width, or a smaller one if text is shown at a terminal that is narrower."""
    columns = _width(stream)
    return min(width, max(_NARROWEST, columns - 1)) if columns else width


def _width(stream: IO[str] | None) -> int | None:
    """Give how wide a terminal is; None for anything else."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or None if stream and stream.isatty() else None
    except (OSError, ValueError, AttributeError):
        return None
