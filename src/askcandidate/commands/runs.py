"""What a run of many rows comes to: how many failed, and whether it keeps books."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from askcandidate.batch import Failure, Row
from askcandidate.commands.options import Batch, read_day
from askcandidate.commands.streams import say, write
from askcandidate.errors import ExitCode

if TYPE_CHECKING:
    from askcandidate.commands.batching import Run

_STDIN = Path("/dev/stdin")  # where there is such a name, a file that the shell gave us by <
_MOST_SHOWN = 10  # failures told one by one on stderr; the rest are counted

_Answer = TypeVar("_Answer")


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
        self._rows = self._failed = self._left_out = 0

    def watch(self, results: Iterable[_Answer | Failure]) -> Iterator[_Answer | Failure]:
        """Let results through, counting them.

        Raises:
            AskError: the error of the one postcode asked for.
        """
        for self._rows, result in enumerate(results, 1):
            if isinstance(result, Failure):
                if self._single:
                    raise result.error
                self._take_down(result)
            yield result

    def _take_down(self, failure: Failure) -> None:
        """Count a row that gave no result, and tell of it if that is a failure."""
        error = failure.error
        self._left_out += not error.is_failure
        self._failed += error.is_failure
        if error.is_failure and not self._told_elsewhere and self._failed <= _MOST_SHOWN:
            where = f"{failure.unit} {failure.line}"
            where = "" if error.message.lower().startswith(where) else f"{where}: "
            say(f"askcandidate: {where}{error.message} {error.hint}".rstrip())

    def finish(self, rows: int = 0, failed: int = 0) -> tuple[int, int]:
        """Say how many failed, and give how many rows there were and how many of them failed.

        Args:
            rows: rows that an earlier run did.
            failed: those of them that failed.
        """
        rows, failed = rows + self._rows, failed + self._failed
        if self._left_out and not self._quiet:
            say(f"askcandidate: {self._left_out:,} of {rows:,} left out: no consent.")
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
