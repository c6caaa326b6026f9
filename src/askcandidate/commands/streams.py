"""Where rows come from and where text goes: arguments, files, stdin, stdout and stderr."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from askcandidate.batch import Failure, Row, from_texts
from askcandidate.commands.options import Batch, read_day
from askcandidate.errors import ExitCode, WrongUse
from askcandidate.postcode import join_arguments
from askcandidate.reading import InputFormat, Reader

if TYPE_CHECKING:
    from askcandidate.commands.batching import Run

_STDIN = Path("/dev/stdin")  # where there is such a name, a file that the shell gave us by <
_MOST_SHOWN = 10  # failures told one by one on stderr; the rest are counted
_SUFFIXES = {".csv": InputFormat.CSV, ".txt": InputFormat.TEXT, ".jsonl": InputFormat.JSONL}

_Answer = TypeVar("_Answer")


def say(text: str) -> None:
    """Tell the person something, beside the result."""
    print(text, file=sys.stderr)  # noqa: T201


def write(pieces: Iterable[str | bytes]) -> None:
    """Write the result; bytes go out as they are."""
    for piece in pieces:
        if isinstance(piece, str):
            sys.stdout.write(piece)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(piece)
    sys.stdout.flush()


_MOST_READ = 10_000_000  # characters: more than any letter takes, and a device has no end


def read_text(given: str) -> str:
    """Give a text from the command line: itself, or with ``@`` in front the file of that name.

    Raises:
        WrongUse: the file cannot be read or is not text.
    """
    path = named_file(given)
    if path is None:
        return given
    if given == "@-":
        return "" if sys.stdin is None else sys.stdin.read(_MOST_READ)
    try:
        with path.open(encoding="utf-8-sig") as file:
            return file.read(_MOST_READ)
    except OSError as error:
        raise WrongUse(f"{given[1:]} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise WrongUse(f"{given[1:]} is not text in UTF-8.", "Save it again as UTF-8.") from None


def named_file(given: str | None) -> Path | None:
    """Give the file that ``@FILE`` names, or None for a text that is itself.

    Raises:
        WrongUse: nothing stands after the ``@``.
    """
    if given is None or not given.startswith("@"):
        return None
    if given == "@":
        raise WrongUse("No file is named after the @.", "Write @mine.txt to read the text from mine.txt.")
    return Path(given[1:])


class Rows:
    """The rows that the command line names.

    Args:
        rows: in order.
        single: the one row, where one postcode was given as an argument.
    """

    def __init__(self, rows: Iterable[Row | Failure], single: Row | None = None) -> None:
        self._rows = rows
        self.single = single

    def __iter__(self) -> Iterator[Row | Failure]:
        return iter(self._rows)

    def narrow(self, how: "Callable[[Iterable[Row | Failure]], Iterable[Row | Failure]]") -> None:
        """Leave out rows that are not to be done, or are done already."""
        self._rows = how(self._rows)


@contextmanager
def open_rows(
    postcodes: Sequence[str] | None,
    source: str | None,
    *,
    input_format: InputFormat | None,
    column: str | None,
    quiet: bool,
    result_elsewhere: bool = False,
) -> Iterator[Rows]:
    """Give the rows that the command line names, from wherever they are.

    Args:
        postcodes: given as arguments.
        source: the file they come from; - is stdin.
        input_format: how it is written, if its beginning misleads.
        column: the postcode's, or what else each row must have.
        quiet: whether to tell nothing.
        result_elsewhere: whether the result goes to a file, so that a bar at the terminal is in nobody's way.

    Raises:
        WrongUse: none are named, two places are named at once, or a file cannot be read.
    """
    if postcodes and source is not None:
        raise WrongUse("Postcodes were given both as arguments and with --from.", "Give one of them.")
    if postcodes and "-" in postcodes and len(postcodes) > 1:
        raise WrongUse("Postcodes were given both as arguments and from stdin (-).", "Give one of them.")
    if postcodes == ["-"] and column:
        raise WrongUse("- reads one postcode a line, without columns.", "Use --from - for a table on stdin.")
    if postcodes == ["-"]:
        source, postcodes, input_format = "-", None, input_format or InputFormat.TEXT
    if postcodes:
        arguments = list(from_texts(join_arguments(postcodes)))
        yield Rows(arguments, arguments[0] if len(arguments) == 1 else None)
        return
    if source is None:
        raise WrongUse("No postcode was given.", 'Give one, such as "BS1 5TR", or - to read them from stdin.')
    if Path(source).suffix.lower() == ".xlsx" and input_format is None:
        yield from _sheet_rows(source, column, quiet=quiet)
        return
    with _open(source) as stream:
        form = input_format or _SUFFIXES.get(Path(source).suffix.lower())
        name = "stdin" if source == "-" else source
        reader = Reader(stream, name, format=form, column=column, before_wait=sys.stdout.flush)
        all_rows = reader.rows()
        watched = sys.stderr.isatty() and not quiet and (result_elsewhere or not sys.stdout.isatty())
        if watched:
            from askcandidate.commands.progress import with_bar  # noqa: PLC0415  (rich, for who watches)

            all_rows = with_bar(all_rows, source)
        yield Rows(all_rows)
    if reader.fell_back and not quiet:
        say(f"askcandidate: {name} is not UTF-8 throughout; the rest was read as Windows-1252.")


def _sheet_rows(source: str, column: str | None, *, quiet: bool) -> Iterator[Rows]:
    from askcandidate.spreadsheets import Spreadsheet  # noqa: PLC0415  (an extra)

    sheet = Spreadsheet(Path(source), column)
    yield Rows(sheet.rows())
    sheet.close()
    if sheet.said and not quiet:
        say(f"askcandidate: {sheet.said}")


@contextmanager
def _open(source: str) -> Iterator[BinaryIO]:
    if source == "-":
        if sys.stdin is None or sys.stdin.closed:
            raise WrongUse("stdin is closed, so there is nothing to read.")
        if sys.stdin.isatty():
            raise WrongUse(
                "Nothing is piped into stdin.", "Pipe postcodes in, one a line, or give a file with --from."
            )
        yield sys.stdin.buffer
        return
    if not source:
        raise WrongUse("No file is named after --from.", "Give a .csv, .txt or .jsonl file, or - for stdin.")
    try:
        file = Path(source).open("rb")  # noqa: SIM115  (closed below; a fault of the reader's is another)
    except IsADirectoryError:
        raise WrongUse(f"{source} is a folder, not a file.") from None
    except OSError as error:
        raise WrongUse(f"{source} cannot be read: {error.strerror}.") from None
    with file:
        yield file


class Tally:
    """Counts what passes through, tells failures on stderr and knows the exit code.

    Args:
        single: one postcode was asked for as an argument: its failure is the command's.
        told_elsewhere: failures stand among the results, so stderr only counts them.
        quiet: say nothing of counts.
    """

    def __init__(self, *, single: bool, told_elsewhere: bool, quiet: bool) -> None:
        self._single = single
        self._told_elsewhere = told_elsewhere
        self._quiet = quiet
        self._rows = self._failed = 0

    def watch(self, results: Iterable[_Answer | Failure]) -> Iterator[_Answer | Failure]:
        """Let results through, counting them.

        Raises:
            AskError: the error of the one postcode asked for.
        """
        for self._rows, result in enumerate(results, 1):
            if isinstance(result, Failure):
                if self._single:
                    raise result.error
                self._failed += 1
                if not self._told_elsewhere and self._failed <= _MOST_SHOWN:
                    error = result.error
                    where = "" if error.message.startswith("Line ") else f"line {result.line}: "
                    say(f"askcandidate: {where}{error.message} {error.hint}".rstrip())
            yield result

    def finish(self, rows: int = 0, failed: int = 0) -> tuple[int, int]:
        """Say how many failed, and give how many rows there were and how many of them failed.

        Args:
            rows: rows that an earlier run did.
            failed: those of them that failed.
        """
        rows, failed = rows + self._rows, failed + self._failed
        if failed and not self._quiet:
            say(f"askcandidate: {failed:,} of {rows:,} failed.")
        elif not rows and not self._quiet:
            say("askcandidate: 0 rows.")
        return rows, failed

    def code(self) -> ExitCode:
        """Say how many failed, and give the exit code."""
        return ExitCode.PARTIAL if self.finish()[1] else ExitCode.OK


class PlainRun:
    """A run without books: a stream in, a stream out. ``batching.Run`` is the one with."""

    has_file = False

    def day(self, on: str | None) -> date:
        """Give the day of the run."""
        return read_day(on)

    def opened(self, day: date, reads: Iterable[Path]) -> AbstractContextManager[None]:  # noqa: ARG002
        """Open nothing."""
        return nullcontext()

    def rows(self, rows: Iterable[Row | Failure]) -> Iterable[Row | Failure]:
        """Give the rows as they are."""
        return rows

    def watch(self, results: Iterable[_Answer | Failure]) -> Iterable[_Answer | Failure]:
        """Let results through."""
        return results

    def wrote(self, name: str) -> None:
        """Take down nothing."""

    def write(self, pieces: Iterable[str | bytes], *, header: bool = False) -> None:  # noqa: ARG002
        """Write the result to stdout."""
        write(pieces)

    def finish(self, tally: Tally) -> ExitCode:
        """Say how many failed, and give the exit code."""
        return tally.code()


def prepare(
    batch: Batch,
    out: str | None,
    source: str | None,
    *,
    is_folder: bool = False,
    is_private: bool = False,
    grows: bool = True,
    starts_over: bool = False,
    made_whole: str | None = None,
    also_read: Iterable[Path] = (),
) -> "PlainRun | Run":
    """Give a run with books if anything asks for them; what cannot work is refused before any work.

    Args:
        batch: what was typed of it.
        out: the file that the result goes to, or None for stdout.
        source: the file that rows come from, if they come from one.
        is_folder: whether the result is a folder of files.
        is_private: whether it is for its owner alone.
        grows: whether a stopped run can be gone on with.
        starts_over: whether going on does again the rows that are done.
        made_whole: a file of the result that is none of the run's, since it is made when all is read.
        also_read: files that are read beside the rows.

    Raises:
        WrongUse: options that contradict each other, or files that would be written over one another.
    """
    files = {"--out": made_whole or out, "--rejects": batch.rejects, "--report": batch.report}
    if any(files.values()):
        from askcandidate.commands.output import check_apart  # noqa: PLC0415  (only where files are written)

        check_apart(files, [Path(source or "-"), _STDIN, *also_read])
    if (out in (None, "-") or not grows) and not batch.keeps_books:
        return PlainRun()
    from askcandidate.commands.batching import Run  # noqa: PLC0415  (hashes, journals: only for these)

    inputs = [Path(source)] if source not in (None, "-") else []
    return Run(
        batch,
        None if out in (None, "-") else Path(str(out)),
        is_folder=is_folder,
        is_private=is_private,
        grows=grows,
        starts_over=starts_over,
        inputs=inputs,
    )
