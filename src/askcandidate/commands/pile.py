"""What the command line of ``check`` names: letters and sheets in files, folders and archives, campaigns."""

import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from askcandidate.commands.streams import say
from askcandidate.errors import AskError, BadData, WrongUse
from askcandidate.formats import provenance
from askcandidate.formats.reading_back import Page, Written, pages, records
from askcandidate.languages import Language
from askcandidate.model import number_of

SUFFIXES = (".txt", ".md", ".jsonl", ".html", ".docx", ".eml", ".mbox", ".zip")
_UNREADABLE = ".pdf"
_PDF_HINT = (
    "A PDF says where words stand, not in which order they are read: look over the same letters in "
    "another form, made with the same options: --out letter.docx"
)
_EMPTY_HINT = "Look at what the program said that was to write it: it may have failed."
_MOST_NAMED = 10


class _File(NamedTuple):
    """A file's bytes, with its path, or what stands for one, and its suffix."""

    path: Path
    data: bytes
    suffix: str


class Pile:
    """Pages of files, and folders of campaigns.

    A file that cannot be read, or holds nothing, is told on stderr; the others are looked at all the same.

    Args:
        paths: as they were typed; - is stdin.

    Raises:
        WrongUse: there is nothing of a name, or no file in it of a form that can be looked at.
    """

    def __init__(self, paths: list[str]) -> None:
        self.unreadable = self.passed_over = self.welsh = self._pages = 0
        self.campaigns: list[Path] = []
        self._empty: list[WrongUse] = []
        self._files: list[Path] = []
        self._many = len(paths) > 1
        for path in map(Path, paths):
            if (path / "campaign.toml").is_file():
                self.campaigns.append(path)
            elif str(path) == "-":
                self._files.append(path)
            else:
                self._files += self._in(path)
        if self.passed_over and not (self._files or self.campaigns):
            raise WrongUse("None of these files can be looked at.", _PDF_HINT)

    def _in(self, path: Path) -> list[Path]:
        """Give the files to look at: the one named, or those of a folder and the folders in it."""
        if path.is_dir():
            found = files_in(path, SUFFIXES)
            self.passed_over += len(files_in(path, (_UNREADABLE,)))
            if not found:
                raise WrongUse(f"{path} holds no campaign.toml and no {', '.join(SUFFIXES)} file.")
            return found
        if not path.exists():
            raise WrongUse(f"There is no file or folder {path}.")
        if path.suffix.lower() not in SUFFIXES:
            hint = "Make them again with the same options as one of these: --out letter.txt"
            is_pdf = path.suffix.lower() == _UNREADABLE
            if is_pdf and self._many:  # a pattern such as p.* names it too
                self.passed_over += 1
                return []
            raise WrongUse(f"{path} is none of {', '.join(SUFFIXES)}.", _PDF_HINT if is_pdf else hint)
        return [path]

    def pages(self) -> Iterator[tuple[Path, Page]]:
        """Give every page, with the file that it stands in; one in an archive as if that were a folder.

        Raises:
            WrongUse: there is none: all that was named is empty.
        """
        for path in dict.fromkeys(self._files):
            try:
                for file in self._unpacked(_stdin() if str(path) == "-" else _read(path)):
                    yield from self._pages_of(file)
            except (BadData, WrongUse) as error:
                self._tell(error)
        self._tell_of_empty()
        if self.unreadable > _MOST_NAMED:
            say(f"askcandidate: and {self.unreadable - _MOST_NAMED:,} more files cannot be read.")

    def _unpacked(self, file: _File) -> Iterator[_File]:
        """Give the files in an archive that can be looked at, or the file itself where it is none."""
        if file.suffix != ".zip":
            yield file
            return
        try:
            with ZipFile(io.BytesIO(file.data)) as archive:
                provenance.check_size(archive, str(file.path))
                names = {name: Path(name).suffix.lower() for name in sorted(archive.namelist())}
                held = {name: suffix for name, suffix in names.items() if suffix in SUFFIXES[:-1]}
                pdfs = list(names.values()).count(_UNREADABLE)
                self.passed_over += pdfs
                if not held:
                    says = f"{file.path} holds no {', '.join(SUFFIXES[:-1])} file."
                    self._empty.append(WrongUse(says, _PDF_HINT if pdfs else _EMPTY_HINT))
                for name, suffix in held.items():
                    yield _File(file.path / name, archive.read(name), suffix)
        except provenance.BROKEN_ARCHIVE as error:
            raise BadData(f"{file.path} is damaged: {error}.", "Write the file again.") from None

    def _pages_of(self, file: _File) -> Iterator[tuple[Path, Page]]:
        """Give the pages of a file, and note it where it has none."""
        before = self._pages
        for page in _pages(file):
            self._pages += 1
            self.welsh += page.language is Language.WELSH
            yield file.path, page
        if self._pages == before:
            self._empty.append(
                WrongUse(f"{file.path} holds no letter, sheet or words to look at.", _EMPTY_HINT)
            )

    def _tell_of_empty(self) -> None:
        """Say which files hold nothing: each is most often a letter that failed to be written."""
        if self._empty and not (self.has_any or self.unreadable):
            if len(self._empty) == 1:
                raise self._empty[0]
            raise WrongUse(
                f"None of these {len(self._empty):,} files holds anything to look at.", _EMPTY_HINT
            )
        for empty in self._empty:
            self._tell(empty)

    def _tell(self, error: AskError) -> None:
        self.unreadable += 1
        if self.unreadable <= _MOST_NAMED:
            say(f"askcandidate: {error.message} {error.hint}".rstrip())

    @property
    def has_any(self) -> bool:
        """Say whether anything was looked at."""
        return bool(self._pages or self.campaigns)

    def counted(self) -> str:
        """Say how much was looked at."""
        parts = [number_of(self._pages, "page")] if self._pages or not self.campaigns else []
        parts += [number_of(len(self.campaigns), "campaign")] if self.campaigns else []
        return " and ".join(parts)


def files_in(folder: Path, suffixes: Sequence[str]) -> list[Path]:
    """Give the files of these kinds in a folder and the folders in it, in order, but for hidden ones."""

    def is_seen(path: Path) -> bool:
        return path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)

    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in suffixes and is_seen(path))


def _stdin() -> _File:
    if sys.stdin is None or sys.stdin.closed:
        raise WrongUse("stdin is closed, so there is nothing to read.")
    data = sys.stdin.buffer.read()
    return _File(Path("stdin"), data, _suffix_of(data))


def _suffix_of(data: bytes) -> str:
    """Say by its first bytes what a file is that has no name."""
    begin = data[:200].lstrip().lower()
    if begin.startswith(b"%pdf"):
        raise WrongUse("stdin is a PDF.", _PDF_HINT)
    if begin.startswith((b"pk\x03\x04", b"pk\x05\x06")):
        return ".docx" if b"[Content_Types].xml" in data else ".zip"
    if begin.startswith(b"{"):
        return ".jsonl"
    if begin.startswith((b"<!doctype html", b"<html")):
        return ".html"
    header = data.replace(b"\r\n", b"\n").partition(b"\n\n")[0].lower()
    return ".eml" if begin.startswith(b"from ") or b"\nmime-version:" in header else ".txt"


def _read(path: Path) -> _File:
    """Read a file.

    Raises:
        BadData: it cannot be read.
    """
    try:
        return _File(path, path.read_bytes(), path.suffix.lower())
    except OSError as error:
        raise BadData(f"{path} cannot be read: {error.strerror}.") from None


def _pages(file: _File) -> Iterator[Page]:
    """Give the pages of a file that is no archive.

    Raises:
        BadData: it is not of the form that its name says.
        WrongUse: its form needs an extra that is not installed.
    """
    name = str(file.path)
    match file.suffix:
        case ".docx":
            from askcandidate.formats.reading_docx import of_document  # noqa: PLC0415  (an extra)

            yield from pages(of_document(file.data, name))
        case ".eml" | ".mbox":
            from askcandidate.formats.reading_mail import of_mails  # noqa: PLC0415  (only for mails)

            for written in of_mails(file.data, name):
                yield from pages(written)
        case ".html":
            from askcandidate.formats.reading_web import of_web_page  # noqa: PLC0415  (only for web pages)

            yield from pages(of_web_page(_text(file.data, name)))
        case ".jsonl":
            yield from records(iter(_text(file.data, name).split("\n")), name)
        case _:
            yield from pages(Written(_text(file.data, name)))


def _text(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadData(f"{name}:{line}: this is not text in UTF-8.", "Save it again as UTF-8.") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadData(f"{name}:{line}: this is not text.", "Give letters or sheets as text.")
    return text
