"""Where rows come from and where text goes: arguments, files, stdin, stdout and stderr."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from askcandidate.batch import Failure, Row, from_texts
from askcandidate.commands.options import Input
from askcandidate.errors import WrongUse
from askcandidate.postcode import join_arguments
from askcandidate.reading import InputFormat, Reader

_SUFFIXES = {".csv": InputFormat.CSV, ".txt": InputFormat.TEXT, ".jsonl": InputFormat.JSONL}


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
def open_rows(given: Input, *, quiet: bool, result_elsewhere: bool = False) -> Iterator[Rows]:
    """Give the rows that the command line names, from wherever they are.

    Args:
        given: postcodes, or the file that they come from.
        quiet: whether to tell nothing.
        result_elsewhere: whether the result goes to a file, so that a bar at the terminal is in nobody's way.

    Raises:
        WrongUse: none are named, two places are named at once, or a file cannot be read.
    """
    postcodes, source, column, input_format = given
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
