"""Packs of sheets on their way out: to stdout, one document with a cover, an archive or a folder."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from askcandidate import events
from askcandidate.batch import Failure
from askcandidate.commands import output
from askcandidate.commands.archives import whole_archive
from askcandidate.commands.destinations import Product, settle
from askcandidate.commands.press import ONE, Pack, Press, Ready
from askcandidate.commands.streams import say, write
from askcandidate.commands.typed import file_slug
from askcandidate.commands.viewing import View
from askcandidate.errors import WrongUse
from askcandidate.files import encoded, write_bytes
from askcandidate.formats import sheets
from askcandidate.formats.sheets import BINARY, PAGES, SheetFormat
from askcandidate.model import number_of

_MOST_TOLD = 10  # remarks, and packs of a dry run, told one by one; the rest are counted
_SHEETS = Product(
    name="sheets",
    stem="pack",
    suffixes=sheets.SUFFIXES,
    binary=BINARY,
    streamed=SheetFormat.TEXT,
    filed=SheetFormat.HTML,
)


class Packs:
    """Where the packs of a run go, and in which form; what cannot work is refused before any work.

    Args:
        form: the form, if one was chosen.
        out: a file, an archive, a folder, or None for stdout.
        view: how somebody will look at them.
        kinds: the pages of each pack.
        table: the file that rows come from, if they do.
        has_ids: whether rows have ids, to stand in the names of files.
        force: whether what is there may be replaced.
        dry_run: whether to write nothing, and say what would be written.
        quiet: whether to tell nothing.
    """

    def __init__(
        self,
        form: SheetFormat | None,
        out: str | None,
        view: View,
        kinds: Sequence[str],
        table: str | None,
        *,
        has_ids: bool,
        force: bool,
        dry_run: bool,
        quiet: bool,
    ) -> None:
        self._to = settle(out, form, _SHEETS, dry_run=dry_run)
        if has_ids and not (self._to.archive or self._to.folder):
            raise WrongUse("--id names files.", "Name a folder or a .zip file with --out.")
        view.check(self._to.form, self._to.file)
        self._to.check(force=force, inputs=[Path(table)] if table else [])
        self._view = view
        self._kinds = kinds
        self._force = force
        self._dry_run = dry_run
        self._quiet = quiet
        self._names: set[str] = set()
        self._told: set[str] = set()
        self._written = self._unchanged = 0

    @property
    def is_folder(self) -> bool:
        """Say whether each pack has files of its own in a folder."""
        return self._to.folder is not None

    def write(
        self,
        ready: Iterable[Ready | Failure],
        press: Press,
        *,
        many: bool,
        alone: bool = False,
        reminder: str = "",
        wrote: Callable[[str], None],
    ) -> None:
        """Write the packs, and tell on stderr what who prints them should know.

        Args:
            ready: the packs, as they come.
            press: writes their pages.
            many: whether they are a batch, whose files are counted and not named one by one.
            alone: whether there may be one pack only, since names were typed for it.
            reminder: what is to be told once, if one of them is for a contest.
            wrote: takes down the name of each file of a folder.

        Raises:
            WrongUse: there may be one pack only, and there are several.
        """
        ready = _alone(ready) if alone else ready
        packs = self._told_of(ready, press, "" if self._dry_run else reminder)
        if self._dry_run:
            write(self._would_write(packs, press))
        elif self._to.folder:
            for pack in packs:
                output.make_folder(self._to.folder)
                for name, content in self._files(pack, press):
                    self._put(self._to.folder / name, content, many=many)
                    wrote(name)
            if many:
                files = number_of(self._written, "file")
                self._say(f"askcandidate: {files} written, {self._unchanged:,} unchanged.")
        else:
            self._write_one(list(packs), press)
        if len(self._told) > _MOST_TOLD:
            more = number_of(len(self._told) - _MOST_TOLD, "more remark")
            self._say(f"askcandidate: and {more} like these.")

    def tell(self, notices: Iterable[str], *, always: bool = False) -> None:
        """Tell what should be known, each thing once; ``always``, what a reader of the pages would see."""
        for notice in notices:
            if notice not in self._told and len(self._told) < _MOST_TOLD:
                (say if always else self._say)(f"askcandidate: {notice}")
            self._told.add(notice)

    def _write_one(self, packs: list[Pack], press: Press) -> None:
        """Write everything in one go: to stdout, as a document or as an archive."""
        if not packs:
            self._say("askcandidate: no meeting to prepare.")
        elif self._to.archive:
            with whole_archive(output.followed(self._to.archive)) as archive:
                for pack in packs:
                    for name, content in self._files(pack, press):
                        archive.add(name, content, press.day)
                        self._written += 1
            self._say(f"Written: {self._to.archive}, {number_of(self._written, 'file')}.")
        elif self._to.path is None:
            write(press.document(packs, self._to.form))
        else:
            write_bytes(output.followed(self._to.path), map(encoded, press.document(packs, self._to.form)))
            self._say(f"Written: {self._to.path}")
            self._view.show(self._to.path)

    def _would_write(self, packs: Iterable[Pack], press: Press) -> Iterator[str]:
        """Say what would be written: files, if there are to be some, and how many come to each meeting."""
        count = 0
        for count, pack in enumerate(packs, 1):
            if count <= _MOST_TOLD:
                people = number_of(len(pack.words["names"]), "person", "people")
                self._say(f"askcandidate: {pack.words['title']}, {people}.")
            if self._to.folder:
                for name, content in self._files(pack, press):
                    yield _would_write(self._to.folder / name, content)
        if count and self._to.path and not self._to.folder:
            yield _would_write(self._to.path, b"")
        self._say(f"askcandidate: {number_of(count, 'pack')}; nothing was written.")

    def _told_of(self, ready: Iterable[Ready | Failure], press: Press, reminder: str) -> Iterator[Pack]:
        """Give the packs of each row that has some, and tell what is to be said of it, each thing once."""
        for each in ready:
            if isinstance(each, Failure):
                continue
            self.tell(each.notices)
            for pack in each.packs:
                self.tell(press.lost(pack, self._to.form), always=True)
                yield pack
                if reminder and not pack.meeting.with_holder:
                    self._say(f"askcandidate: {reminder}")
                    reminder = ""

    def _files(self, pack: Pack, press: Press) -> Iterator[tuple[str, bytes]]:
        """Give the files of a pack, by name."""
        stem = self._stem(pack)
        suffix = next(suffix for suffix, of in sheets.SUFFIXES.items() if of is self._to.form)
        yield f"{stem}{suffix}", b"".join(map(encoded, press.document([pack], self._to.form)))
        record = press.record(pack)
        if record:
            yield f"{stem}-record.csv", "".join(record).encode()

    def _stem(self, pack: Pack) -> str:
        """Name a pack by its row's id, its contest, and its pages where they are not all of them."""
        meeting = pack.meeting
        is_listed = meeting.contest == meeting.office.title and not events.is_unlisted(meeting.office)
        own_name = file_slug(meeting.ballot or (meeting.office.id if is_listed else meeting.contest))
        pages = () if self._kinds == PAGES else ONE if self._kinds == ONE else self._kinds
        stem = "-".join(filter(None, [file_slug(pack.label), own_name or "meeting", *pages]))
        while stem in self._names:
            stem += "-again"
        self._names.add(stem)
        return stem

    def _put(self, path: Path, content: bytes, *, many: bool) -> None:
        """Put a file in place, unless it is there already to the byte."""
        if output.holds(path, content):
            self._unchanged += 1
            outcome = "Unchanged"
        else:
            output.check_target(str(path), force=self._force)
            write_bytes(path, [content])
            self._written += 1
            outcome = "Written"
        if not many:
            self._say(f"{outcome}: {path}")

    def _say(self, text: str) -> None:
        if not self._quiet:
            say(text)


def _would_write(path: Path, content: bytes) -> str:
    if output.holds(path, content):
        return f"unchanged {path}\n"
    return f"would {'replace' if path.exists() else 'write'} {path}\n"


def _alone(ready: Iterable[Ready | Failure]) -> Iterator[Ready | Failure]:
    """Let one pack through, once it is known to be the only one."""
    only: Ready | None = None
    for each in ready:
        if isinstance(each, Failure) or not each.packs:
            yield each
        elif only or len(each.packs) > 1:
            titles = [pack.words["title"] for pack in [*(only.packs if only else ()), *each.packs]]
            raise WrongUse(
                f"Names belong to one contest, and this makes more packs than one: {'; '.join(titles)}.",
                "Choose one with --office, or give each its names in an events file: help events-file.",
            )
        else:
            only = each
    if only:
        yield only
