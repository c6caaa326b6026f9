"""A batch with books: where failed rows go, how many may fail, how a stopped run goes on."""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypeVar

from askcandidate.batch import Failure, Row
from askcandidate.commands import output
from askcandidate.commands.book import Book
from askcandidate.commands.books import Books, Rejects
from askcandidate.commands.journal import day_of, fingerprint, options_of
from askcandidate.commands.options import Batch, read_day
from askcandidate.commands.runs import Tally
from askcandidate.commands.streams import say, write
from askcandidate.errors import ExitCode, WrongUse
from askcandidate.files import PRIVATE
from askcandidate.resources import AREAS

_Made = TypeVar("_Made")


class Run:
    """One batch, as its command sees it.

    Args:
        batch: what was typed of it.
        out: the file that the result grows into, or the folder of its files; None for stdout.
        is_folder: whether ``out`` is a folder.
        is_private: whether the result is for its owner's eyes alone.
        grows: whether ``out`` comes about bit by bit; what is made in one go cannot be gone on with.
        starts_over: see ``Books``.
        inputs: files that the run reads.

    Raises:
        WrongUse: options that contradict each other, or an allowance that is none.
        CannotCreate: a file is there already, or its folder is not.
    """

    def __init__(
        self,
        batch: Batch,
        out: Path | None,
        *,
        is_folder: bool = False,
        is_private: bool = False,
        grows: bool = True,
        starts_over: bool = False,
        inputs: Iterable[Path] = (),
    ) -> None:
        self._batch = batch
        self._allowed = _allowance(batch.allow_rejects)
        if batch.resume and batch.force:
            raise WrongUse("--resume goes on with a run, --force begins anew.", "Give one of them.")
        if batch.resume and out is None:
            raise WrongUse("What went to stdout cannot be gone on with.", "Name a file with --out.")
        if batch.resume and not grows:
            raise WrongUse(
                f"{out} is made in one go, so there is nothing to go on with.", "Leave --resume out."
            )
        if batch.reject_columns and not batch.rejects:
            raise WrongUse("--reject-columns goes with --rejects FILE.")
        files = [n for n in (batch.rejects, batch.report, str(out) if out and not is_folder else None) if n]
        for name in files:
            output.check_target(name, force=batch.force or batch.resume, inputs=inputs)
        self._rejects, self._report = _file(batch.rejects), _file(batch.report)
        self._folder = out if is_folder else None
        self._starts_over = starts_over
        self._out = output.followed(out) if out and grows and not is_folder else None
        self._journal: Path | None = None
        if self._folder:
            self._journal = self._folder / ".askcandidate.journal"
        elif self._out:
            self._journal = self._out.with_name(f".{self._out.name}.journal")
        self._mode = PRIVATE if is_private else None
        self._inputs = list(inputs)
        self.books: Books | None = None
        self._book: Book | None = None

    @property
    def has_file(self) -> bool:
        """Say whether the result grows into a file."""
        return self._out is not None

    def day(self, on: str | None) -> date:
        """Give the day of the run: as typed, as it was when a stopped run began, or today."""
        if on is None and self._batch.resume:
            return day_of(self._journal) or read_day(None)
        return read_day(on)

    @contextmanager
    def opened(self, day: date, reads: Iterable[Path]) -> Iterator[None]:
        """Keep the books of the run open, if it has any.

        Args:
            day: the day of the run.
            reads: files and folders that decide what is written: data, campaign, templates.
        """
        batch = self._batch
        if not (self._journal or batch.rejects or batch.report):
            yield
            return
        head = {
            "options": options_of(sys.argv[1:]),
            "on": day.isoformat(),
            "data": fingerprint([AREAS, *reads]),
            "input": [_sum_of(path) for path in self._inputs],
        }
        columns = tuple(c.strip() for c in (batch.reject_columns or "").split(",") if c.strip())
        self.books = Books(
            self._journal,
            head,
            folder=self._folder,
            rejects=Rejects(self._rejects, columns) if self._rejects else None,
            report=self._report,
            resume=batch.resume,
            force=batch.force,
            starts_over=self._starts_over,
        )
        if self._out:
            self._book = self.books.add("out", Book(self._out, self._mode))
        if os.environ.get("CI") and self._out and self._mode is None:
            say(
                f"askcandidate: CI is set, and {self._out} will hold postcodes that others can read: "
                "keep it out of logs and artefacts."
            )
        if self._folder:
            output.make_folder(self._folder)
        with self.books:
            yield

    def watch(self, results: Iterable[_Made | Failure]) -> Iterable[_Made | Failure]:
        """Let results through the books."""
        return self.books.watch(results) if self.books else results

    def wrote(self, name: str) -> None:
        """Take down, for the report, that the result under way has a file of this name."""
        if self.books:
            self.books.wrote(name)

    def rows(self, rows: Iterable[Row | Failure]) -> Iterable[Row | Failure]:
        """Give the rows that are to be done."""
        limited = islice(rows, self._batch.limit) if self._batch.limit else rows
        return self.books.read(limited) if self.books else limited

    def write(self, pieces: Iterator[str] | Iterator[str | bytes], *, header: bool = False) -> None:
        """Write the result to where it goes.

        Args:
            pieces: the result, as it comes.
            header: whether the first piece is a header, which a run that goes on has written already.
        """
        if self._book is None:
            write(pieces)
            return
        if header and self.books and self.books.is_going_on:
            next(pieces, None)
        for piece in pieces:
            self._book.write(piece)

    def finish(self, tally: Tally) -> ExitCode:
        """Say how many failed, in this run and the one it went on with, and give the exit code."""
        stop = self.books.stop if self.books else None
        rows, failed = tally.finish(stop.rows if stop else 0, stop.failed if stop else 0)
        if not failed:
            return ExitCode.OK
        if self._allowed is not None:
            number, is_share = self._allowed
            if failed <= (rows * number / 100 if is_share else number):
                return ExitCode.OK
        return ExitCode.PARTIAL


def _file(name: str | None) -> Path | None:
    return output.followed(Path(name)) if name else None


def _allowance(text: str | None) -> tuple[float, bool] | None:
    """Read ``N`` or ``N%``; give the number and whether it is a share."""
    if text is None:
        return None
    share = text.endswith("%")
    try:
        number = float(text.removesuffix("%")) if share else int(text)
    except ValueError:
        number = -1
    if not 0 <= number <= (100 if share else sys.maxsize):
        raise WrongUse(
            f'"{text[:20]}" is not a number of rows.', "Write --allow-rejects 10 or --allow-rejects 1%."
        )
    return number, share


def _sum_of(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
