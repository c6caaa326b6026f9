"""Packs of sheets on their way out: to stdout, one document with a cover, or a folder."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from askcandidate import events
from askcandidate.commands import output
from askcandidate.commands.streams import say, write
from askcandidate.commands.typed import file_slug
from askcandidate.errors import WrongUse
from askcandidate.files import encoded, write_bytes
from askcandidate.formats import extras, sheets
from askcandidate.formats.records import csv_row
from askcandidate.formats.sheets import Binder, Page, SheetFormat
from askcandidate.formats.templates import Templates
from askcandidate.meetings import Meeting
from askcandidate.writing import hustings
from askcandidate.writing.hustings import Told

_ALL_DAY = 600  # minutes
_AUDIENCE = 40  # cards to print, if nobody says how many come


class Packs:
    """Where the packs of a run go, and in which form; what cannot work is refused before any work.

    Args:
        form: the form, if one was chosen.
        out: a file, a folder, or None for stdout.
        force: whether what is there may be replaced.
        one: a card with one question instead of a pack.
        quiet: whether to tell nothing.
    """

    def __init__(
        self, form: SheetFormat | None, out: str | None, *, force: bool, one: bool, quiet: bool
    ) -> None:
        self._path = None if out in (None, "-") else Path(str(out))
        by_suffix = sheets.SUFFIXES.get(self._path.suffix.lower()) if self._path else None
        self._form = form or by_suffix or (SheetFormat.HTML if self._path else SheetFormat.TEXT)
        if by_suffix not in (None, self._form):
            raise WrongUse(f"{out} is a name for another form than --format {self._form}.")
        if self._path and not by_suffix and self._path.suffix and not self._path.is_dir():
            raise WrongUse(
                f"{out} is neither a folder nor a form that sheets can take yet.",
                f"A file's name ends in {', '.join(sheets.SUFFIXES)}; a new folder's name has no dot.",
            )
        self._folder = self._path if self._path and not by_suffix else None
        self._force = force
        self._one = one
        self._quiet = quiet
        extras.check(self._form)
        if self._folder:
            output.check_folder(self._folder)
        elif self._path:
            output.check_target(str(out), force=force)

    def check(self, meeting: Meeting, told: Told) -> Meeting:
        """Give a meeting that can be prepared.

        Raises:
            WrongUse: see ``hustings.words``.
        """
        self._words(meeting, told)
        return meeting

    def _words(self, meeting: Meeting, told: Told) -> dict[str, Any]:
        """Give the words of a meeting; a card with one question needs no time of its own."""
        return hustings.words(meeting._replace(minutes=_ALL_DAY) if self._one else meeting, told)

    def write(self, meetings: Iterable[Meeting], told: Told, templates: Templates) -> int:
        """Write the packs, and give how many there were."""
        if self._folder:
            return self._write_folder(self._folder, meetings, told, templates)
        packs = [(meeting, self._words(meeting, told)) for meeting in meetings]
        if not packs:
            self._say("askcandidate: no meeting to prepare.")
            return 0
        documents = [self._pages(meeting, words, templates) for meeting, words in packs]
        title = packs[0][1]["title"] if len(packs) == 1 else f"{len(packs)} packs"
        if len(packs) > 1 and not self._one:
            documents.insert(0, sheets.pages(_cover(packs, told), ["cover"], templates))
        binder = _binder(title, [words for _, words in packs], told)
        pieces = sheets.write(documents, self._form, binder)
        if self._path is None:
            write(pieces)
        else:
            write_bytes(self._path, map(encoded, pieces))
            self._say(f"Written: {self._path}")
        return len(packs)

    def _write_folder(
        self, folder: Path, meetings: Iterable[Meeting], told: Told, templates: Templates
    ) -> int:
        suffix = next(suffix for suffix, of in sheets.SUFFIXES.items() if of is self._form)
        used: set[str] = set()
        for meeting in meetings:
            words = self._words(meeting, told)
            is_listed = meeting.contest == meeting.office.title and not events.is_unlisted(meeting.office)
            own_name = meeting.office.id if is_listed else meeting.contest
            stem = file_slug(meeting.ballot or own_name)
            while stem in used:
                stem += "-again"
            used.add(stem)
            output.make_folder(folder)
            pages = self._pages(meeting, words, templates)
            document = sheets.write([pages], self._form, _binder(words["title"], [words], told))
            self._put(folder / f"{stem}{suffix}", document)
            if not (self._one or meeting.with_holder):
                grid = sheets.grid_rows(words, meeting.office.id)
                self._put(folder / f"{stem}-record.csv", [csv_row(list(sheets.GRID_COLUMNS)), *grid])
        return len(used)

    def _put(self, path: Path, pieces: Iterable[str | bytes]) -> None:
        content = b"".join(map(encoded, pieces))
        if path.exists() and path.read_bytes() == content:
            self._say(f"Unchanged: {path}")
            return
        output.check_target(str(path), force=self._force)
        write_bytes(path, [content])
        self._say(f"Written: {path}")

    def _pages(self, meeting: Meeting, words: dict[str, Any], templates: Templates) -> list[Page]:
        kinds: Iterator[str] = iter(["one"]) if self._one else iter(sheets.PAGES)
        return sheets.pages(
            words, [kind for kind in kinds if not (kind == "grid" and meeting.with_holder)], templates
        )

    def _say(self, text: str) -> None:
        if not self._quiet:
            say(text)


def _binder(title: str, packs: Iterable[dict[str, Any]], told: Told) -> Binder:
    """Say how packs are put together, with what their questions rest on."""
    sources = dict.fromkeys(question["source"] for words in packs for question in words["questions"])
    return Binder(title, tuple(sources), on=told.on)


def _cover(packs: list[tuple[Meeting, dict[str, Any]]], told: Told) -> dict[str, Any]:
    listed = [
        {
            "title": words["title"],
            "when": words["when"],
            "people": len(words["names"]),
            "cards": _AUDIENCE,
        }
        for _, words in packs
    ]
    return {"packs": listed, "made_on": packs[0][1]["made_on"] if packs else str(told.on)}
