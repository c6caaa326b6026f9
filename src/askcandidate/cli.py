"""The command line, put together; and what happens when something goes wrong."""

import gc
import io
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NoReturn, TextIO

import typer

from askcandidate import __version__
from askcandidate.errors import AskError, CannotWrite, ExitCode, WrongUse, instead

# A command is imported when it is the one typed, or when help lists them all: Typer inspects
# every parameter of every command it is given, and importing all of them costs half a lookup.
COMMANDS = {
    "lookup": "lookup",
    "letter": "letter",
    "hustings": "hustings",
    "candidates": "candidates",
    "asks": "asks",
    "check": "check",
    "templates": "templates",
    "explain": "explain",
    "data": "data",
    "log": "log",
    "diff": "diff",
    "calendar": "calendar",
    "auth": "auth",
    "config": "config",
    "doctor": "doctor",
    "purge": "purge",
    "help": "help",
}
_LONGEST_MESSAGE = 1500  # characters
_CHOICES = {"1": "letter", "2": "hustings", "3": "lookup"}


def app(typed: str | None) -> typer.Typer:
    """Assemble the commands: the one typed, or all of them if it is none of ours."""
    cli = typer.Typer(
        add_completion=typed not in COMMANDS,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    cli.callback(invoke_without_command=True)(_start)
    for name in [typed] if typed in COMMANDS else COMMANDS:
        module = import_module(f"askcandidate.commands.{COMMANDS[name]}")
        if hasattr(module, "app"):
            cli.add_typer(module.app, name=name)
        else:
            cli.command(name, epilog=module.EPILOG)(getattr(module, name))
    return cli


def main() -> None:
    """Run the command line; whatever goes wrong becomes a line or two on stderr and an exit code."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # a reader that leaves ends us quietly, as 141
    signal.signal(signal.SIGTERM, _terminate)
    sys.stderr = PlainStderr(sys.stderr)
    if sys.stdout is None:
        fail(CannotWrite("stdout is closed, so there is nowhere to write."))
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    typed = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
    try:
        try:
            commands = app(typed)
            # What is imported by now is there to stay: the collector need not walk it again, which
            # it would do mostly on the way out and for a tenth of a lookup.
            gc.freeze()
            code = commands(prog_name="askcandidate", standalone_mode=False)
        finally:
            sys.stdout.flush()
    except AskError as error:
        fail(error)
    except OSError as error:
        fail(CannotWrite(f"Cannot write output: {error.strerror or error}."))
    except (KeyboardInterrupt, typer.Abort):
        raise SystemExit(ExitCode.INTERRUPTED) from None
    except Exception as error:  # noqa: BLE001  (the last door: no traceback passes it)
        _refuse_usage(error)
        _refuse_bytes(error)
        _report_bug(error)
    raise SystemExit(code)


def _terminate(*_: object) -> NoReturn:
    """End as on Ctrl-C: on the way out books are closed, and what is half-written is taken away."""
    raise SystemExit(ExitCode.TERMINATED)


def fail(error: AskError) -> NoReturn:
    """Say what went wrong and what to do next, and leave with the error's exit code."""
    print("\n".join(filter(None, [f"askcandidate: {error.message}", error.hint])), file=sys.stderr)  # noqa: T201
    if isinstance(error, CannotWrite) and sys.stdout is not None:
        # What is still buffered cannot be written either; let the interpreter not try it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(error.exit_code)


class PlainStderr(io.TextIOBase):
    """A stderr that cannot be used against its reader, nor fail the run when it is full or closed.

    What others wrote (a name, a file's header, an argument) may stand in a message: control
    characters are shown escaped, and a message is cut at a length that somebody would read.
    """

    def __init__(self, stream: TextIO | None) -> None:
        super().__init__()
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a message; one that cannot be written is lost without a word."""
        cut = text if len(text) <= _LONGEST_MESSAGE else f"{text[:_LONGEST_MESSAGE]}...\n"
        plain = "".join(
            c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in cut
        )
        if self._stream is not None:
            with suppress(OSError, ValueError):
                self._stream.write(self._fitted(plain))
                self._stream.flush()
        return len(text)

    def _fitted(self, text: str) -> str:
        if not self.isatty():
            return text
        from askcandidate.commands.wrapping import for_terminal  # noqa: PLC0415  (only where a person reads)

        return for_terminal(text, self._stream)

    def isatty(self) -> bool:
        """Say whether a person reads along."""
        return self._stream is not None and self._stream.isatty()


def _refuse_usage(error: Any) -> None:
    """Leave with 2 if the error is Typer's word for wrong use; its class is not public, its methods are."""
    if not hasattr(error, "format_message"):
        return
    message = error.format_message()
    hint = "askcandidate -h shows the commands, and -h after a command its options."
    possible = getattr(error, "possibilities", None)
    choices = getattr(getattr(getattr(error, "param", None), "type", None), "choices", None)
    if choices:
        message, hint = _wrong_choice(error, choices)
    elif possible:
        message, hint = f"{error.message}.", instead(error.option_name, possible, "Near it are")
    elif message == "Missing command.":
        hint = instead("", error.ctx.command.commands)
    elif "No such option" in message:
        hint = f"A value that begins with a hyphen goes after -- (two hyphens). {hint}"
    fail(WrongUse(message, hint))


def _wrong_choice(error: Any, choices: Sequence[str]) -> tuple[str, str]:
    """Say that an option has no such choice, and which was probably meant; the value is in the message."""
    typed = error.message.removesuffix(".").partition(" is not one of ")[0].strip("'\"")
    return f'{error.param.opts[0]} takes no "{typed[:40]}".', instead(typed, choices, "It takes")


def _refuse_bytes(error: Exception) -> None:
    """Leave with 2 if a word typed is no text, and was used as one; as a file's name it may be."""
    if isinstance(error, UnicodeEncodeError) and any("\udc80" <= c <= "\udcff" for c in "".join(sys.argv)):
        # Not repeated, since an address may hold a key.
        fail(WrongUse("An argument holds bytes that are not text in this terminal's encoding.", "Use UTF-8."))


def _report_bug(error: Exception) -> NoReturn:
    if os.environ.get("ASKCANDIDATE_DEBUG"):
        raise error
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" (line {trace.tb_lineno} of {Path(trace.tb_frame.f_code.co_filename).name})" if trace else ""
    print(  # noqa: T201
        f"askcandidate: a fault in the tool itself: {type(error).__name__}: {error}{where}.\n"
        "Please report it. ASKCANDIDATE_DEBUG=1 shows where it happened.",
        file=sys.stderr,
    )
    raise SystemExit(ExitCode.BUG)


def _version(wanted: bool) -> None:  # noqa: FBT001
    if wanted:
        print(f"askcandidate {__version__}")  # noqa: T201
        raise typer.Exit


def _start(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001, FBT002
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """From a UK postcode to the councils, commissioners and mayors that answer for it, and to letters."""
    if context.invoked_subcommand is not None:
        return
    if sys.stdin is None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(context.get_help())  # noqa: T201
        raise typer.Exit(ExitCode.USAGE)
    _offer_choices()


def _offer_choices() -> None:
    """Ask a person who typed the name alone what they came for, and do it."""
    print("\n  1  Write a letter\n  2  Prepare a hustings\n  3  See who answers for a postcode\n")  # noqa: T201
    from askcandidate.commands.asking import ask  # noqa: PLC0415  (only a person alone needs it)

    answer = ""
    while answer not in _CHOICES:
        answer = ask("What would you like to do, 1, 2 or 3?")
    postcode = ask("Your postcode")
    name = _CHOICES[answer]
    app(name)([name, "--", postcode], prog_name="askcandidate", standalone_mode=False)
