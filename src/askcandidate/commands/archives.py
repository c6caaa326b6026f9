"""Archives: many files in one, with the same bytes for the same run."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from askcandidate.files import whole_file

_FIRST_DAY = date(1980, 1, 1)  # an archive can tell of none before
_READABLE = 0o644


class Archive:
    """An archive that is being made.

    Args:
        file: where it is written.
        mode: the permissions of its files, once taken out.
    """

    def __init__(self, file: ZipFile, mode: int) -> None:
        self._file = file
        self._mode = mode

    def add(self, name: str, content: str | bytes, day: date) -> None:
        """Add a file, dated by the day of what is in it and not by the clock."""
        entry = ZipInfo(name, (*max(day, _FIRST_DAY).timetuple()[:3], 0, 0, 0))
        entry.external_attr = self._mode << 16
        entry.compress_type = ZIP_DEFLATED
        self._file.writestr(entry, content)


@contextmanager
def whole_archive(path: Path, mode: int | None = None) -> Iterator[Archive]:
    """Give an archive to fill that takes its name when it is whole; until then the old one stays.

    Args:
        path: its name.
        mode: its permissions and those of its files, or None for those of any new file.

    Raises:
        CannotCreate, CannotWrite: see ``whole_file``.
    """
    with whole_file(path, mode) as part, ZipFile(part, "w", ZIP_DEFLATED) as file:
        yield Archive(file, mode or _READABLE)
