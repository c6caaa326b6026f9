"""The books of a batch: what it wrote so far, what it could not do, and where to go on after a stop.

While a batch runs its files grow beside their final names, as ``.NAME.part``. A journal says every
second or so how many rows are done and how long each file was then. After a stop, however it came, the
same command with ``--resume`` cuts the files back to the journal's last line and goes on: each row's
text depends on that row alone, so that the bytes are those of a run that was never stopped.
"""

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

from askcandidate.batch import Failure, Row
from askcandidate.commands.book import Book
from askcandidate.commands.journal import Journal, Lock, Stop
from askcandidate.commands.streams import say
from askcandidate.errors import CannotWrite, WrongUse
from askcandidate.files import PRIVATE, settle_names, sweep
from askcandidate.formats.records import csv_row, spreadsheet_safe
from askcandidate.model import number_of
from askcandidate.reading import OTHER

_EVERY = 1.0  # seconds between two lines of the journal

_Made = TypeVar("_Made")


class Rejects(NamedTuple):
    """Where rows go that failed, and which of their columns with them."""

    path: Path
    columns: tuple[str, ...]


class Books:
    """All files of one batch, its journal and its lock.

    Args:
        journal: where the journal lies; None for a batch that cannot be gone on with.
        head: what must be the same for a run to go on: command, options, data, day.
        folder: the folder that the batch alone writes in, if it has one.
        rejects: where failed rows go, if not among the results.
        resume: whether to go on with a run that stopped.
        force: whether to begin anew where one did.
        starts_over: whether going on does again the rows that are done, because what a row gives
            depends on those before it; files of the folder that are there to the byte stay as they are.
    """

    def __init__(
        self,
        journal: Path | None,
        head: Mapping[str, Any],
        *,
        folder: Path | None = None,
        rejects: Rejects | None = None,
        report: Path | None = None,
        resume: bool = False,
        force: bool = False,
        starts_over: bool = False,
    ) -> None:
        self._starts_over = starts_over
        self._journal = Journal(journal) if journal else None
        self._head = head
        self._folder = folder
        self._is_new = bool(folder and not folder.exists())
        self._resume = resume
        self._force = force
        self._rejects = rejects
        self._books: dict[str, Book] = {}
        self._under_way: deque[tuple[str, str]] = deque()
        self._digest = ""
        self._files: list[str] = []
        self._columns: tuple[str, ...] = ()
        self._next = monotonic() + _EVERY
        places = [journal, rejects.path if rejects else None, report]
        self._locks = [Lock(path.with_name(f".{path.name.lstrip('.')}.lock")) for path in places if path]
        self.stop = self._earlier = Stop(0, 0, "", {})
        self.rows = self.failed = self.noted = 0
        if rejects:
            self.add("rejects", Book(rejects.path, PRIVATE))
        if report:
            self.add("report", Book(report, PRIVATE))

    @property
    def is_going_on(self) -> bool:
        """Whether rows of an earlier run are done already."""
        return bool(self.stop.rows)

    def add(self, name: str, book: Book) -> Book:
        """Take a file into the books."""
        self._books[name] = book
        return book

    def __enter__(self) -> Self:
        try:
            for lock in self._locks:
                lock.take()
        except BaseException:
            self._release()
            raise
        try:
            self._find_stop()
            if self._folder:
                sweep(self._folder)
            for name, book in self._books.items():
                if self.is_going_on:
                    book.take_back()
                book.open(self.stop.at.get(name, 0))
            if self._journal and not self._earlier.rows:
                self._journal.begin(self._head)
            if not self.is_going_on:
                self._write_headers()
        except BaseException:
            self._release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.note()
                for book in self._books.values():
                    book.finish()
                if self._journal:
                    self._journal.path.unlink(missing_ok=True)
            elif self.noted:
                # Not noted again here: a row may be half written. What came after the last line is redone.
                say(
                    f"askcandidate: stopped; {number_of(self.noted, 'row is', 'rows are')} done. "
                    "To go on, give the same command with --resume."
                )
            elif not self._earlier.rows:
                self._leave_nothing()
        except OSError as fault:
            raise CannotWrite(f"Cannot write output: {fault.strerror}.") from None
        finally:
            self._release()

    def read(self, rows: Iterable[Row | Failure]) -> Iterator[Row | Failure]:
        """Let rows through, past those that are done already, keeping a sum of what was read.

        None comes through, and so nothing is written, before the rows that are done were read again.

        Raises:
            WrongUse: the rows that are done were others then.
        """
        summed = self._summed(rows)
        done = deque(islice(summed, self._earlier.rows), None if self._starts_over else 1)
        if self._earlier.rows and (not done or done[-1][0] != self._earlier.digest):
            raise WrongUse("The input is not the one that run read.", "Start anew with --force.")
        for digest, row in chain(done if self._starts_over else (), summed):
            self._under_way.append((digest, row.text if isinstance(row, Row) else row.input))
            yield row

    def _summed(self, rows: Iterable[Row | Failure]) -> Iterator[tuple[str, Row | Failure]]:
        """Give each row with the sum of all up to it, where a journal wants it."""
        total = hashlib.sha256()
        for row in rows:
            if self._journal:
                text = repr((row.text, dict(row.cells))) if isinstance(row, Row) else repr(row.input)
                total.update(text.encode("utf-8", "surrogatepass"))
            yield total.hexdigest() if self._journal else "", row

    def watch(self, results: Iterable[_Made | Failure]) -> Iterator[_Made | Failure]:
        """Let results through; failed ones go to the rejects if there are any. What came out is noted."""
        self.rows, self.failed = self.stop.rows, self.stop.failed
        for result in results:
            failed = isinstance(result, Failure)
            if isinstance(result, Failure) and self._rejects:
                self._reject(result)
            else:
                yield result
            self.rows += 1
            self.failed += failed
            self._digest, text = self._under_way.popleft()
            self._report(text, result)
            if self._journal and monotonic() >= self._next:
                self.note()

    def wrote(self, name: str) -> None:
        """Take down that the result under way has a file of its own, for the report."""
        self._files.append(name)

    def note(self) -> None:
        """Bring what is written to the disk and say in the journal how far it goes."""
        if not self._journal or not self.rows:
            return
        at = {name: book.settle() for name, book in self._books.items()}
        if self._folder:
            settle_names(self._folder)
        self._journal.note(Stop(self.rows, self.failed, self._digest, at))
        self.noted = self.rows
        self._next = monotonic() + _EVERY

    def _find_stop(self) -> None:
        found = self._journal.read() if self._journal else None
        if self._resume and not found and any(book.path.exists() for book in self._books.values()):
            raise WrongUse("There is no run to go on with: it finished.", "Leave --resume out.")
        if found is None or self._force:
            return
        head, stop = found
        if not (self._resume or stop.rows):
            return
        if not self._resume:
            raise WrongUse(
                f"An earlier run stopped here after {number_of(stop.rows, 'row')}.",
                "Go on with it with --resume, or begin anew with --force.",
            )
        changed = [key for key, value in self._head.items() if head.get(key) != value]
        if changed:
            raise WrongUse(
                f"That run cannot be gone on with: {', '.join(changed)} changed since.",
                "Give the same command as then, with --resume, or begin anew with --force.",
            )
        self._earlier = stop
        if not self._starts_over:
            self.stop = stop
            self.noted = stop.rows

    def _write_headers(self) -> None:
        if "report" in self._books:
            self._books["report"].write("row,input,outcome,results,files,code,reason\n")

    def _reject(self, failure: Failure) -> None:
        book = self._books["rejects"]
        assert self._rejects
        told = failure.cells or {"input": failure.input}
        if not self._columns:
            self._columns = self._rejects.columns or book.header()[:-3] or tuple(told)
            if not any(column in told for column in self._columns):
                raise WrongUse("The input has none of the columns of --reject-columns.")
        if not self.failed:
            book.write(csv_row([*self._columns, "line", "code", "reason"]))
        cells = _fitted(told, self._columns, may_lose=bool(self._rejects.columns))
        error = failure.error
        reason = " ".join(filter(None, [error.message, error.hint]))
        book.write(csv_row([spreadsheet_safe(c) for c in (*cells, str(failure.line), error.code, reason)]))

    def _report(self, text: str, result: object) -> None:
        files, self._files = self._files, []
        if "report" not in self._books:
            return
        cells = [str(self.rows), text, "done", str(_how_many(result)), " ".join(files), "", ""]
        if isinstance(result, Failure):
            error = result.error
            outcome = "failed" if error.is_failure else "left out"
            cells = [str(self.rows), text, outcome, "0", "", error.code, error.message]
        self._books["report"].write(csv_row([spreadsheet_safe(cell) for cell in cells]))

    def _leave_nothing(self) -> None:
        """Take away what was begun, where no row was noted as done; a folder of ours goes if it is empty."""
        self._release()
        for book in self._books.values():
            book.part.unlink(missing_ok=True)
        if self._journal:
            self._journal.path.unlink(missing_ok=True)
        if self._folder and self._is_new:
            with suppress(OSError):  # files of rows that are done are in it
                self._folder.rmdir()
        if self.rows:
            say("askcandidate: stopped; nothing is noted as done yet, so the same command begins anew.")

    def _release(self) -> None:
        for book in self._books.values():
            book.let_go()
        for lock in self._locks:
            lock.give_back()


def _fitted(told: Mapping[str, str], columns: tuple[str, ...], *, may_lose: bool) -> list[str]:
    """Give a row's cells under the columns of the first one; what has no column goes to ``other``."""
    rest = {} if may_lose else {key: value for key, value in told.items() if key not in columns}
    if rest:
        rest = json.loads(told.get(OTHER) or "{}") | rest
        told = {**told, OTHER: json.dumps(rest)}
    return [told.get(column, "") for column in columns]


def _how_many(result: object) -> int:
    """Give how many letters or contests a row came to; a place is one result."""
    for many in ("letters", "contests"):
        if hasattr(result, many):
            return len(getattr(result, many))
    return 1
