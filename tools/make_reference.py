"""Writes what is made from the command line itself: docs/commands.md, docs/privacy.md and the man page.

    python tools/make_reference.py

Typer makes the command reference; the man page is a walk over the same commands.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from askcandidate import cli
from askcandidate.commands import environment, privacy
from askcandidate.errors import EXIT_MEANINGS

ROOT = Path(__file__).resolve().parents[1]
NAME = "askcandidate"
ABOUT = "from a UK postcode to its councils, commissioners and mayors, and to letters worth sending"

app = cli.app(None)  # where Typer's own tool looks for it


def pages() -> dict[Path, str]:
    """Give each file that is made, with its text."""
    return {
        ROOT / "docs/commands.md": reference(),
        ROOT / "docs/privacy.md": privacy.page(),
        ROOT / "man/askcandidate.1": man_page(),
    }


def reference() -> str:
    """Give the command reference, as Typer writes it."""
    words = [sys.executable, "-m", "typer", __file__, "utils", "docs", "--name", NAME, "--title", "Commands"]
    made = subprocess.run(words, capture_output=True, text=True, check=True).stdout  # noqa: S603  (our own words)
    lines = (line.rstrip() for line in made.strip().splitlines())
    # Four blanks make an example a block of code; help has two.
    return "\n".join(f"  {line}" if line.startswith(f"  {NAME} ") else line for line in lines) + "\n"


def man_page() -> str:
    """Give the man page, in the macros of man(7)."""
    group: Any = typer.main.get_command(app)
    lines = [
        f'.TH {NAME.upper()} 1 "" "{NAME}" "User Commands"',
        ".ad l",  # long options would tear holes into justified lines
        *(".SH NAME", rf"{NAME} \- {_text(ABOUT)}"),
        *(".SH SYNOPSIS", f".B {NAME}", r"\fICOMMAND\fR [\fIOPTION\fR]... [\fIARGUMENT\fR]..."),
        *(".SH DESCRIPTION", _text(group.help)),
        *(
            "Nothing leaves the machine unless a service is asked for; nothing is ever sent as mail.",
            ".SH COMMANDS",
        ),
        *_commands(group, NAME),
        *(".SH EXAMPLES", ".EX", *_examples(group), ".EE"),
        ".SH EXIT STATUS",
        *_listed((str(int(code)), meaning) for code, meaning in EXIT_MEANINGS.items()),
        ".SH ENVIRONMENT",
        *_listed({**environment.OURS, **environment.COMMON}.items()),
        *(".SH FILES", r"\fBaskcandidate config path\fR names the files that the tool uses."),
        *(".SH SEE ALSO", r"\fBaskcandidate help\fR, \fBaskcandidate help privacy\fR"),
    ]
    return "\n".join(lines) + "\n"


def _commands(group: Any, path: str) -> Iterator[str]:
    """Describe each command of a group, and those below it."""
    for name, command in group.commands.items():
        whole = f"{path} {name}"
        if hasattr(command, "commands"):
            yield from _commands(command, whole)
            continue
        context = typer.Context(command, info_name=whole)
        yield f".SS {_text(whole)} {' '.join(map(_text, command.collect_usage_pieces(context)))}"
        yield from (line for part in (command.help or "").split("\n\n") for line in (_text(part), ".PP"))
        records = [param.get_help_record(context) for param in command.get_params(context)]
        yield from _listed(record for record in records if record)


def _examples(group: Any) -> Iterator[str]:
    """Give each command line that stands under a command's help."""
    for command in group.commands.values():
        lines = (command.epilog or "").splitlines()
        yield from (_text(line.strip()) for line in lines if line.startswith("  "))


def _listed(items: Any) -> Iterator[str]:
    for name, meaning in items:
        yield from (".TP", rf"\fB{_text(name)}\fR", _text(meaning))


def _text(text: str) -> str:
    """Give a text on one line, safe from being read as a macro; a hyphen is one that can be copied."""
    plain = " ".join(text.split()).replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{plain}" if plain.startswith((".", "'")) else plain


if __name__ == "__main__":
    for path, text in pages().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"Written: {path.relative_to(ROOT)}")
