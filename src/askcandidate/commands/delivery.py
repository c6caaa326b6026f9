"""Letters on their way out: to stdout, a file, an archive or a folder, with what their writer should know."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from askcandidate.batch import Failure
from askcandidate.commands import output
from askcandidate.commands.archives import whole_archive
from askcandidate.commands.balance import Balance
from askcandidate.commands.desk import Mail
from askcandidate.commands.destinations import Product, settle
from askcandidate.commands.parcels import Content, Packer, Parcel, file_names
from askcandidate.commands.streams import say, write
from askcandidate.commands.viewing import View
from askcandidate.commands.wrapping import fitting
from askcandidate.errors import WrongUse
from askcandidate.files import PRIVATE, encoded
from askcandidate.formats.letter_forms import FORMS, SUFFIXES, LetterFormat, write_letters
from askcandidate.formats.letters import TEXT_WIDTH, Look, heading_of, sending
from askcandidate.formats.records import error_line
from askcandidate.model import number_of

if TYPE_CHECKING:
    from askcandidate.commands.batching import Run
    from askcandidate.commands.runs import PlainRun

_MOST_NAMED = 20  # offices that a dry run names
_LETTERS = Product(
    name="letters",
    stem="letter",
    suffixes=SUFFIXES,
    binary=[name for name, form in FORMS.items() if form.is_binary],
    streamed=LetterFormat.TEXT,
    filed=LetterFormat.TEXT,
)


class Target:
    """Where the letters go, and in which form; what cannot work is refused before any work.

    Args:
        form: the form, if one was chosen.
        out: a file, an archive, a folder, or None for stdout.
        inputs: files that the run reads.
        view: how somebody will look at the letters.
        jsonl: whether records were asked for by the option of their own.
        force: whether files that are there may be replaced.
        resume: whether a run is gone on with, whose files may be there.
        dry_run: whether to say what would be written, and write nothing.

    Raises:
        WrongUse: options that contradict each other.
        CannotCreate: a file is there already, or its folder is not.
    """

    def __init__(
        self,
        form: LetterFormat | None,
        out: str | None,
        inputs: list[Path],
        view: View,
        *,
        jsonl: bool,
        force: bool,
        resume: bool = False,
        dry_run: bool = False,
    ) -> None:
        if jsonl and form not in (None, LetterFormat.JSONL):
            raise WrongUse("Choose one of --jsonl and --format.")
        self._to = settle(out, LetterFormat.JSONL if jsonl else form, _LETTERS, dry_run=dry_run)
        view.check(self._to.form, self._to.file)
        self._to.check(force=force or resume, inputs=inputs)
        self.form = self._to.form
        self.is_shown = out is None and not dry_run and sys.stdout.isatty()  # and nowhere else
        self._view = view
        self._force = force
        self._dry_run = dry_run
        self._written = self._unchanged = 0
        self._many = False
        self._told: set[str] = set()

    def check(self, mail: Mail) -> None:
        """Refuse letters whose files are there already."""
        for path in self._files(mail) if self._to.folder else ():
            output.check_target(str(path), force=self._force)

    @property
    def is_folder(self) -> bool:
        """Say whether each letter has a file of its own."""
        return self._to.folder is not None

    @property
    def is_elsewhere(self) -> bool:
        """Say whether letters go anywhere but to stdout."""
        return self._to.path is not None

    @property
    def width(self) -> int:
        """How wide a page of plain text is, in characters: no wider than a terminal that shows it."""
        return fitting(TEXT_WIDTH, sys.stdout) if self.is_shown else TEXT_WIDTH

    @property
    def is_bound(self) -> bool:
        """Say whether all letters of the run go into one document, made in the end."""
        return not (self._to.folder or self._to.archive or FORMS[self.form].grows)

    @property
    def grows(self) -> bool:
        """Say whether a stopped run can be gone on with: an archive or a document is made in one go."""
        return not (self._to.archive or self._dry_run or self.is_bound)

    @property
    def manner(self) -> dict[str, bool]:
        """Say what a run has to know of where letters go, by the names that ``prepare`` has for it."""
        return {"is_folder": self.is_folder, "is_private": True, "grows": self.grows}

    def packer(self, look: Look) -> Packer:
        """Give what makes parcels for here."""
        return Packer(self.form, look, self.is_bound or self._dry_run)

    def write(
        self, parcels: Iterable[Parcel | Failure], look: Look, run: "PlainRun | Run", *, quiet: bool
    ) -> None:
        """Write each row's letters, and tell on stderr what their writer should know.

        Args:
            parcels: as they come.
            look: how letters look.
            run: where a result goes that grows with a batch.
            quiet: whether to tell nothing.
        """
        told = self._tell_each(self._no_more_than_fit(parcels), look, quiet=quiet)
        if self._dry_run:
            write(self._would_write(told, quiet=quiet))
            return
        if not self._put_all(told, look, run, quiet=quiet):
            return
        if self._to.path and not self._to.folder:
            letters = f", {number_of(self._written, 'letter')}" if self._to.archive else ""
            _say(quiet, f"Written: {self._to.path}{letters}.")
        if self._many:
            files = number_of(self._written, "file")
            _say(quiet, f"askcandidate: {files} written, {self._unchanged:,} unchanged.")
        if self._to.path:
            self._view.show(self._to.path)

    def _put_all(
        self, parcels: Iterable[Parcel | Failure], look: Look, run: "PlainRun | Run", *, quiet: bool
    ) -> bool:
        """Put all letters where they go; False if that is one file and there are none for it."""
        if self._to.folder:
            self._fill(self._to.folder, parcels, run, quiet=quiet)
        elif self._to.archive:
            return self._write_archive(output.followed(self._to.archive), parcels)
        elif self.is_bound:
            return self._bind(parcels, look)
        elif self._to.path is None or run.has_file:
            run.write(self._contents(parcels))
        else:
            contents = list(self._contents(parcels))
            if not contents:
                return False
            output.write_letters(output.followed(self._to.path), contents)
        return True

    def _contents(self, parcels: Iterable[Parcel | Failure]) -> Iterator[Content]:
        for parcel in parcels:
            if isinstance(parcel, Parcel):
                yield from parcel.contents
            elif self.form is LetterFormat.JSONL:
                yield error_line(parcel)

    def _fill(
        self, folder: Path, parcels: Iterable[Parcel | Failure], run: "PlainRun | Run", *, quiet: bool
    ) -> None:
        for parcel in parcels:
            if isinstance(parcel, Parcel) and parcel.letters:
                output.make_folder(folder)
                many = bool(parcel.mail.number)
                for name, content in zip(parcel.names, parcel.contents, strict=True):
                    self._put(folder / name, encoded(content), many=many, quiet=quiet)
                    run.wrote(name)

    def _write_archive(self, path: Path, parcels: Iterable[Parcel | Failure]) -> bool:
        """Write every letter into one archive, dated by its own day; False if there are none."""
        filled = (parcel for parcel in parcels if isinstance(parcel, Parcel) and parcel.letters)
        first = next(filled, None)
        if first is None:
            return False
        with whole_archive(path, PRIVATE) as archive:
            for parcel in chain([first], filled):
                for name, letter, content in zip(
                    parcel.names, parcel.mail.letters, parcel.contents, strict=True
                ):
                    archive.add(name, content, letter.on)
                    self._written += 1
        return True

    def _bind(self, parcels: Iterable[Parcel | Failure], look: Look) -> bool:
        """Write all letters into one document; False if there are none."""
        letters = [printed for parcel in parcels if isinstance(parcel, Parcel) for printed in parcel.printed]
        if not letters:
            return False
        pieces = write_letters(letters, self.form, look)
        if self._to.path is None:
            write(pieces)
        else:
            output.write_letters(output.followed(self._to.path), pieces)
        return True

    def _no_more_than_fit(self, parcels: Iterable[Parcel | Failure]) -> Iterable[Parcel | Failure]:
        """Refuse, before anything is told, several letters where a file holds one."""
        if self._dry_run or not (self.is_bound and FORMS[self.form].alone):
            return parcels
        every = list(parcels)
        count = sum(len(parcel.letters) for parcel in every if isinstance(parcel, Parcel))
        if count > 1:
            raise WrongUse(
                f"Each .{self.form} file holds one letter, and here are {count}.",
                "Name a folder with --out, or one office with --office.",
            )
        return every

    def _tell_each(
        self, parcels: Iterable[Parcel | Failure], look: Look, *, quiet: bool
    ) -> Iterator[Parcel | Failure]:
        """Let parcels through, telling what each writer should know, each thing once."""
        balance = Balance()
        for parcel in parcels:
            if isinstance(parcel, Parcel):
                self._tell_once(balance.left(parcel.mail), quiet=quiet)
                self._tell_once(parcel.lost, quiet=False)  # the reader sees it, so the writer must know
                if not (FORMS[self.form].has_margin or self._dry_run or parcel.mail.number):
                    self._tell_once(_margins(parcel, look), quiet=quiet)
            yield parcel
        self._tell_once(balance.summed_up(), quiet=quiet)

    def _tell_once(self, messages: Iterable[str], *, quiet: bool) -> None:
        for message in messages:
            if message not in self._told:
                self._told.add(message)
                _say(quiet, f"askcandidate: {message}")

    def _put(self, path: Path, content: bytes, *, many: bool, quiet: bool) -> None:
        """Put a letter's file in place, unless it is there already to the byte."""
        self._many = self._many or many
        if output.holds(path, content):
            self._unchanged += 1
            outcome = "Unchanged"
        else:
            output.check_target(str(path), force=self._force)
            output.write_letters(path, [content])
            self._written += 1
            outcome = "Written"
        if not many:
            _say(quiet, f"{outcome}: {path}")

    def _would_write(self, parcels: Iterable[Parcel | Failure], *, quiet: bool) -> Iterator[str]:
        """Say what would be written: files, if there are to be some, and how many letters to each office."""
        letters: Counter[str] = Counter()
        for parcel in parcels:
            if isinstance(parcel, Failure):
                continue
            letters.update(letter.office.title for letter in parcel.mail.letters)
            for path in self._files(parcel.mail) if self._to.folder else ():
                yield f"would {'replace' if path.exists() else 'write'} {path}\n"
        if self._to.path and not self._to.folder:
            yield f"would write {self._to.path}\n"
        for title, count in letters.most_common(_MOST_NAMED):
            _say(quiet, f"askcandidate: {count:,} to {title}.")
        if len(letters) > _MOST_NAMED:
            _say(quiet, f"askcandidate: and some to {number_of(len(letters) - _MOST_NAMED, 'more office')}.")
        _say(quiet, f"askcandidate: {number_of(letters.total(), 'letter')}; nothing was written.")

    def _files(self, mail: Mail) -> list[Path]:
        return [(self._to.folder or Path()) / name for name in file_names(mail, FORMS[self.form].suffix)]


def _margins(parcel: Parcel, look: Look) -> Iterator[str]:
    """Say what stands beside each letter of a row, for a form that has no room for it."""
    for letter in parcel.mail.letters:
        for line in sending(letter, look):
            yield f"{heading_of(letter)}: {line}"


def _say(quiet: bool, text: str) -> None:
    if not quiet:
        say(text)
