"""Letters on their way out: to stdout, one file or a folder, with what their writer should know."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from askcandidate.batch import Failure
from askcandidate.commands import output
from askcandidate.commands.desk import Mail
from askcandidate.commands.streams import say, write
from askcandidate.commands.typed import file_slug
from askcandidate.correspondence import Letter
from askcandidate.errors import WrongUse
from askcandidate.formats import letters as forms
from askcandidate.formats.letters import LetterFormat
from askcandidate.formats.records import error_record
from askcandidate.formats.templates import Templates


class Target:
    """Where the letters go, and in which form; what cannot work is refused before any work."""

    def __init__(
        self, form: LetterFormat | None, out: str | None, inputs: list[Path], *, jsonl: bool, force: bool
    ) -> None:
        if out == "":
            raise WrongUse("No file is named after --out.", "Give a file such as letter.md, a folder, or -.")
        self._path = None if out in (None, "-") else Path(str(out))
        by_suffix = forms.SUFFIXES.get(self._path.suffix.lower()) if self._path else None
        if jsonl and form not in (None, LetterFormat.JSONL):
            raise WrongUse("Choose one of --jsonl and --format.")
        self._form = (LetterFormat.JSONL if jsonl else form) or by_suffix or LetterFormat.TEXT
        if by_suffix not in (None, self._form):
            raise WrongUse(f"{out} is a name for another form than --format {self._form}.")
        if self._path and not by_suffix and self._path.suffix and not self._path.is_dir():
            raise WrongUse(
                f"{out} is neither a folder nor a form that letters can take yet.",
                f"A file's name ends in {', '.join(forms.SUFFIXES)}; a new folder's name has no dot.",
            )
        self._folder = self._path if self._path and not by_suffix else None
        self._force = force
        if self._folder:
            output.check_folder(self._folder)
        elif self._path:
            output.check_target(str(out), force=force, inputs=inputs)

    def check(self, mail: Mail) -> None:
        """Refuse letters whose files are there already."""
        for path in self._files(mail) if self._folder else ():
            output.check_target(str(path), force=self._force)

    def write(self, mails: Iterable[Mail | Failure], templates: Templates, *, quiet: bool) -> None:
        """Write each place's letters, and tell on stderr what its writer should know."""
        pieces = self._pieces(mails, templates, quiet=quiet)
        if self._path is None:
            write(pieces)
            if sys.stdout.isatty():
                _say(quiet, "askcandidate: to keep the letters in a file, add --out letter.md.")
        elif self._folder is None:
            output.write_letters(self._path, pieces)
            _say(quiet, f"Written: {self._path}")
        else:
            for _ in pieces:
                pass

    def _pieces(self, mails: Iterable[Mail | Failure], templates: Templates, *, quiet: bool) -> Iterator[str]:
        told: set[str] = set()
        for mail in mails:
            if isinstance(mail, Failure):
                if self._form is LetterFormat.JSONL and self._folder is None:
                    yield json.dumps(error_record(mail)) + "\n"
                continue
            for notice in mail.notices:
                if notice.message not in told:
                    told.add(notice.message)
                    _say(quiet, f"askcandidate: {notice.message}")
            texts = forms.write_letters(mail.letters, self._form, templates, mail.number)
            if self._folder is None:
                yield from texts
                continue
            output.make_folder(self._folder)
            self.check(mail)
            for path, text in zip(self._files(mail), texts, strict=True):
                output.write_letters(path, [text])
                _say(quiet, f"Written: {path}")
                yield text

    def _files(self, mail: Mail) -> list[Path]:
        """Name a file for each letter; whoever stands twice for one office has the ballot's id added."""
        assert self._folder
        suffix = next(suffix for suffix, of in forms.SUFFIXES.items() if of is self._form)
        stems = [_stem(letter_, mail.number) for letter_ in mail.letters]
        twice = {stem for stem, times in Counter(stems).items() if times > 1}
        names = [
            f"{stem}-{file_slug(letter_.ballot.id)}" if stem in twice and letter_.ballot else stem
            for stem, letter_ in zip(stems, mail.letters, strict=True)
        ]
        return [self._folder / f"{name}{suffix}" for name in names]


def _say(quiet: bool, text: str) -> None:
    if not quiet:
        say(text)


def _stem(letter_: Letter, number: int) -> str:
    """Name a letter ``{outward}-{office id}-{candidate id or office}``, in letters that any system takes.

    In a batch the row's number stands in front, so that no row takes another's name.
    """
    row = f"{number:06}-" if number else ""
    place = letter_.postcode.outward.lower() if letter_.postcode else "parliament"
    return f"{row}{place}-{file_slug(letter_.office.id)}-{file_slug(letter_.to.id) or 'office'}"
