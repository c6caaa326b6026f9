"""Letters on their way out: to stdout, one file or a folder, with what their writer should know."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from askcandidate.batch import Failure
from askcandidate.commands import output
from askcandidate.commands.desk import Mail
from askcandidate.commands.streams import say, write
from askcandidate.commands.typed import file_slug
from askcandidate.correspondence import Letter
from askcandidate.errors import WrongUse
from askcandidate.files import PRIVATE, whole_file
from askcandidate.formats import letters as forms
from askcandidate.formats.letters import LetterFormat
from askcandidate.formats.records import error_record
from askcandidate.formats.templates import Templates

if TYPE_CHECKING:
    from askcandidate.commands.batching import Run
    from askcandidate.commands.streams import PlainRun

_MOST_NAMED = 20  # offices that a dry run names


class Target:
    """Where the letters go, and in which form; what cannot work is refused before any work."""

    def __init__(
        self,
        form: LetterFormat | None,
        out: str | None,
        inputs: list[Path],
        *,
        jsonl: bool,
        force: bool,
        dry_run: bool = False,
    ) -> None:
        self._dry_run = dry_run
        self._written = self._unchanged = 0
        self._many = False
        self._told: set[str] = set()
        if out == "":
            raise WrongUse("No file is named after --out.", "Give a file such as letter.md, a folder, or -.")
        self._path = None if out in (None, "-") else Path(str(out))
        self._zip = self._path if self._path and self._path.suffix.lower() == ".zip" else None
        by_suffix = forms.SUFFIXES.get(self._path.suffix.lower()) if self._path else None
        if jsonl and form not in (None, LetterFormat.JSONL):
            raise WrongUse("Choose one of --jsonl and --format.")
        self._form = (LetterFormat.JSONL if jsonl else form) or by_suffix or LetterFormat.TEXT
        if by_suffix not in (None, self._form):
            raise WrongUse(f"{out} is a name for another form than --format {self._form}.")
        if self._path and not (by_suffix or self._zip) and self._path.suffix and not self._path.is_dir():
            raise WrongUse(
                f"{out} is neither a folder nor a form that letters can take yet.",
                f"A file's name ends in {', '.join(forms.SUFFIXES)}; a new folder's name has no dot.",
            )
        self._folder = self._path if self._path and not (by_suffix or self._zip) else None
        self._force = force
        if self._folder:
            output.check_folder(self._folder)
        elif self._path:
            output.check_target(str(out), force=force, inputs=inputs)

    def check(self, mail: Mail) -> None:
        """Refuse letters whose files are there already."""
        for path in self._files(mail) if self._folder else ():
            output.check_target(str(path), force=self._force)

    @property
    def is_folder(self) -> bool:
        """Say whether each letter has a file of its own."""
        return self._folder is not None

    @property
    def grows(self) -> bool:
        """Say whether the result can be gone on with after a stop: an archive is made in one go."""
        return not (self._zip or self._dry_run)

    def write(
        self, mails: Iterable[Mail | Failure], templates: Templates, run: "PlainRun | Run", *, quiet: bool
    ) -> None:
        """Write each place's letters, and tell on stderr what its writer should know.

        Args:
            mails: as they come.
            templates: the pages.
            run: where a result goes that grows with a batch.
            quiet: whether to tell nothing.
        """
        if self._dry_run:
            write(self._would_write(mails, quiet=quiet))
            return
        if self._zip:
            self._write_zip(self._zip, mails, templates, quiet=quiet)
            return
        pieces = self._pieces(mails, templates, quiet=quiet)
        if self._path is None or (run.has_file and not self._folder):
            run.write(pieces)
            if self._path is None and sys.stdout.isatty():
                _say(quiet, "askcandidate: to keep the letters in a file, add --out letter.md.")
        elif self._folder is None:
            output.write_letters(self._path, pieces)
        else:
            for _ in pieces:
                pass
        if self._path and not self._folder:
            _say(quiet, f"Written: {self._path}")
        if self._many:
            _say(quiet, f"askcandidate: {self._written:,} files written, {self._unchanged:,} unchanged.")

    def _pieces(self, mails: Iterable[Mail | Failure], templates: Templates, *, quiet: bool) -> Iterator[str]:
        for mail in mails:
            if isinstance(mail, Failure):
                if self._form is LetterFormat.JSONL and self._folder is None:
                    yield json.dumps(error_record(mail)) + "\n"
                continue
            self._tell(mail, quiet=quiet)
            texts = forms.write_letters(mail.letters, self._form, templates, *mail[2:])
            if self._folder is None:
                yield from texts
                continue
            output.make_folder(self._folder)
            for path, text in zip(self._files(mail), texts, strict=True):
                self._put(path, text, many=bool(mail.number), quiet=quiet)
                yield text

    def _write_zip(
        self, path: Path, mails: Iterable[Mail | Failure], templates: Templates, *, quiet: bool
    ) -> None:
        """Write every letter into one archive, dated by its own day: the same run gives the same bytes."""
        with whole_file(path, PRIVATE) as part, ZipFile(part, "w", ZIP_DEFLATED) as archive:
            for mail in mails:
                if isinstance(mail, Failure):
                    continue
                self._tell(mail, quiet=quiet)
                texts = forms.write_letters(mail.letters, self._form, templates, *mail[2:])
                for name, letter_, text in zip(self._files(mail), mail.letters, texts, strict=True):
                    entry = ZipInfo(name.name, (*letter_.on.timetuple()[:3], 0, 0, 0))
                    entry.external_attr = PRIVATE << 16
                    entry.compress_type = ZIP_DEFLATED
                    archive.writestr(entry, text)
                    self._written += 1
        _say(quiet, f"Written: {path}, {self._written:,} letters.")

    def _tell(self, mail: Mail, *, quiet: bool) -> None:
        """Tell what the writer should know, each thing once."""
        for notice in mail.notices:
            if notice.message not in self._told:
                self._told.add(notice.message)
                _say(quiet, f"askcandidate: {notice.message}")

    def _put(self, path: Path, text: str, *, many: bool, quiet: bool) -> None:
        """Put a letter's file in place, unless it is there already to the byte."""
        self._many = self._many or many
        if _holds(path, text):
            self._unchanged += 1
            outcome = "Unchanged"
        else:
            output.check_target(str(path), force=self._force)
            output.write_letters(path, [text])
            self._written += 1
            outcome = "Written"
        if not many:
            _say(quiet, f"{outcome}: {path}")

    def _would_write(self, mails: Iterable[Mail | Failure], *, quiet: bool) -> Iterator[str]:
        """Say what would be written: files, if there are to be some, and how many letters to each office."""
        letters: Counter[str] = Counter()
        for mail in mails:
            if isinstance(mail, Failure):
                continue
            letters.update(letter_.office.title for letter_ in mail.letters)
            for path in self._files(mail) if self._folder else ():
                state = "would replace" if path.exists() else "would write"
                yield f"{state} {path}\n"
        if self._path and not self._folder:
            yield f"would write {self._path}\n"
        for title, count in letters.most_common(_MOST_NAMED):
            _say(quiet, f"askcandidate: {count:,} to {title}.")
        if len(letters) > _MOST_NAMED:
            _say(quiet, f"askcandidate: and some to {len(letters) - _MOST_NAMED:,} more offices.")
        _say(quiet, f"askcandidate: {letters.total():,} letters; nothing was written.")

    def _files(self, mail: Mail) -> list[Path]:
        """Name a file for each letter; whoever stands twice for one office has the ballot's id added."""
        suffix = next(suffix for suffix, of in forms.SUFFIXES.items() if of is self._form)
        stems = [_stem(letter_, mail.number, mail.label) for letter_ in mail.letters]
        twice = {stem for stem, times in Counter(stems).items() if times > 1}
        names = [
            f"{stem}-{file_slug(letter_.ballot.id)}" if stem in twice and letter_.ballot else stem
            for stem, letter_ in zip(stems, mail.letters, strict=True)
        ]
        return [(self._folder or Path()) / f"{name}{suffix}" for name in names]


def _say(quiet: bool, text: str) -> None:
    if not quiet:
        say(text)


def _stem(letter_: Letter, number: int, label: str) -> str:
    """Name a letter ``{outward}-{office id}-{candidate id or office}``, in letters that any system takes.

    In a batch the row's id or number stands in front, so that no row takes another's name.
    """
    row = f"{file_slug(label)}-" if label else f"{number:06}-" if number else ""
    place = letter_.postcode.outward.lower() if letter_.postcode else "parliament"
    return f"{row}{place}-{file_slug(letter_.office.id)}-{file_slug(letter_.to.id) or 'office'}"


def _holds(path: Path, text: str) -> bool:
    """Say whether a file is there and holds this text to the byte."""
    try:
        return path.is_file() and path.read_bytes() == text.encode()
    except OSError:
        return False
