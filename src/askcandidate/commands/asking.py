"""Questions to the person at the terminal."""

import sys
from collections.abc import Iterator
from contextlib import suppress


def at_terminal() -> bool:
    """Say whether somebody sits there who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str) -> str:
    """Put a question to the person at the terminal, and give the answer without its blanks.

    Raises:
        KeyboardInterrupt: Ctrl-C, or the end of the input.
    """
    return _read_line(f"{question} " if question.endswith("?") else f"{question}: ")


def ask_at_length(question: str) -> Iterator[str]:
    """Put a question whose answer may have several lines, typed or pasted; an empty one ends it.

    Each line is given as soon as it is there, so that what was typed is known if the next never comes.

    Raises:
        KeyboardInterrupt: see ``ask``.
    """
    line = ask(question)
    while line:
        yield line
        line = _read_line("> ")


def _read_line(shown: str) -> str:
    try:
        if sys.stdout.isatty():
            # With this, cursor keys work and a line may be longer than the terminal's 4,095 bytes.
            with suppress(ImportError):
                import readline  # noqa: F401, PLC0415
            return input(shown).strip()
        sys.stderr.write(shown)
        return input().strip()  # no prompt of its own: that would stand among the results
    except (EOFError, KeyboardInterrupt):
        sys.stderr.write("\n")  # what comes next begins a line of its own
        raise KeyboardInterrupt from None
