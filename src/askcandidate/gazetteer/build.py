"""Build a postcode file (the form is described in ``index``) from the ONS Postcode Directory."""

import csv
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from struct import pack
from typing import NamedTuple, TextIO

from askcandidate.errors import AskError, BadData, WrongUse
from askcandidate.gazetteer import index
from askcandidate.postcode import Postcode

LICENCE = (
    "Contains OS data (c) Crown copyright and database right. Contains Royal Mail data (c) Royal Mail "
    "copyright and database right. Source: Office for National Statistics licensed under the Open "
    "Government Licence v3.0."
)
NORTHERN_IRELAND = "BT"

# Column names change with the release; their beginnings do not (ONSPD and NSPL, May 2018 to August 2026).
_POSTCODE_COLUMNS = re.compile(r"pcds|pcd[0-9]?")
_DISTRICT_COLUMNS = re.compile(r"lad[0-9]{2}cd|oslaua|laua")
_MONTH_COLUMN = re.compile(r"doterm")
_DATA_FILE = re.compile(r"(?:.*/)?(ONSPD|NSPL)_[^/]*_UK\.csv", re.IGNORECASE)
_RELEASE_IN_NAME = re.compile(r"_([A-Z]{3})_(20[0-9]{2})", re.IGNORECASE)
_RELEASE = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_NO_DISTRICT = "99999999"  # E99999999 and the like: ONS pseudo codes for "none"
_CROWN_DEPENDENCIES = ("L99999999", "M99999999")


class Row(NamedTuple):
    """One postcode of a source: its district's GSS code (empty for none) and the month it ended."""

    postcode: str
    district: str
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """Where rows come from: ``ONSPD`` or ``NSPL``, and the month, such as ``2025-11``."""

    source: str
    month: str

    def __post_init__(self) -> None:
        if not _RELEASE.fullmatch(self.month):
            raise WrongUse(
                f'"{self.month}" is not a release.', "Give it as year and month: --release 2025-11."
            )


@contextmanager
def open_directory(path: Path, month: str | None) -> Iterator[tuple[Release, Iterator[Row]]]:
    """Open an ONSPD or NSPL release, as the zip ONS publishes or the CSV inside it.

    Only the one data file is read, as a stream; nothing is unpacked to disk.

    Args:
        path: ``.zip`` or ``.csv``.
        month: the release, such as ``2026-08``; taken from the file's name if None.

    Raises:
        WrongUse: the file cannot be opened, or its release is not in its name and not given.
        BadData: no data file in the zip, or a column is missing.
    """
    try:
        with _open_csv(path) as (name, text):
            yield _release(name, month), _rows(text, name)
    except (OSError, zipfile.BadZipFile) as error:
        raise WrongUse(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from None
    except UnicodeDecodeError:
        raise BadData(f"{path} is not UTF-8 text, as an ONSPD or NSPL file is.") from None


def build(rows: Iterable[Row], release: Release, *, keep_northern_ireland: bool, keep_months: bool) -> bytes:
    """Make the bytes of a postcode file; the same rows in any order give the same bytes.

    Args:
        rows: each postcode of the source once.
        release: what the file says of its source.
        keep_northern_ireland: False leaves BT postcodes out, as their licence asks of a shipped file.
        keep_months: whether to store the month in which a postcode was withdrawn.

    Raises:
        BadData: a postcode twice, or more districts than the form can number.
    """
    sorted_rows, left_out = _sort(rows, keep_northern_ireland=keep_northern_ireland)
    numbers = _number_districts(sorted_rows)
    payload = _Payload(numbers, keep_months=keep_months)
    for key, units in sorted(sorted_rows.sectors.items()):
        payload.add(key, sorted(units))
    sections = payload.sections()
    every = [d for units in sorted_rows.sectors.values() for _, d, _ in units]
    every += list(sorted_rows.exceptions.values())
    description = {
        "source": release.source,
        "release": release.month,
        "licence": LICENCE,
        "months": keep_months,
        "districts": list(numbers)[1:],
        "exceptions": dict(sorted(sorted_rows.exceptions.items())),
        "counts": {
            "sectors": len(sorted_rows.sectors),
            "units": sum(map(len, sorted_rows.sectors.values())),
            "runs": len(payload.runs),
            "with_district": sum(map(bool, every)),
            "without_district": len(every) - sum(map(bool, every)),
            **left_out,
        },
        "payload_sha256": hashlib.sha256(sections).hexdigest(),
    }
    described = json.dumps(description, sort_keys=True, separators=(",", ":")).encode()
    checked = pack("<I", len(described)) + described + sections
    return index.MAGIC + pack("<HI", index.VERSION, zlib.crc32(checked)) + checked


@dataclass(slots=True)
class _Sorted:
    sectors: dict[bytes, list[tuple[int, str, int]]]
    exceptions: dict[str, str]


def _sort(rows: Iterable[Row], *, keep_northern_ireland: bool) -> tuple[_Sorted, dict[str, int]]:
    """Put rows into sectors; leave out, and count, what does not belong in the file."""
    result = _Sorted(defaultdict(list), {})
    northern_ireland = crown = 0
    for row in rows:
        postcode = _parse(row.postcode)
        if row.district in _CROWN_DEPENDENCIES:
            crown += 1
        elif postcode.area == NORTHERN_IRELAND and not keep_northern_ireland:
            northern_ireland += 1
        else:
            district = "" if row.district.endswith(_NO_DISTRICT) else row.district
            unit = index.UNITS.get(postcode.inward[1:])
            if unit is None:
                result.exceptions[str(postcode)] = district
            else:
                key = f"{postcode.outward:<4}{postcode.inward[0]}".encode()
                result.sectors[key].append((unit, district, _month(row.withdrawn)))
    return result, {"northern_ireland_left_out": northern_ireland, "crown_dependencies_left_out": crown}


def _parse(text: str) -> Postcode:
    try:
        return Postcode.parse(text)
    except AskError as error:
        raise BadData(f"The source holds something that is no postcode: {error.message}") from None


def _month(text: str) -> int:
    """Turn YYYYMM into 12 x year + month - 1, and an empty cell into 0."""
    return int(text[:4]) * 12 + int(text[4:6]) - 1 if text.strip() else 0


def _number_districts(rows: _Sorted) -> dict[str, int]:
    found = {district for units in rows.sectors.values() for _, district, _ in units} | {""}
    if len(found) > index.MOST_DISTRICTS:
        raise BadData(f"The source has {len(found)} districts; the form holds {index.MOST_DISTRICTS}.")
    return {district: number for number, district in enumerate(sorted(found))}


class _Payload:
    """Gathers the sections that follow the description."""

    def __init__(self, numbers: dict[str, int], *, keep_months: bool) -> None:
        self.runs: list[int] = []
        self._numbers = numbers
        self._keep_months = keep_months
        self._keys = bytearray()
        self._maps = bytearray()
        self._starts = [0]
        self._before = [0]
        self._months: list[int] = []

    def add(self, key: bytes, units: list[tuple[int, str, int]]) -> None:
        bits = 0
        for unit, _, _ in units:
            if bits >> unit & 1:
                raise BadData(f"The source holds a postcode of sector {key.decode()} twice.")
            bits |= 1 << unit
        self._keys += key
        self._maps += bits.to_bytes(index.MAP_BYTES, "little")
        longest = 1 << index.RUN_LENGTH_BITS
        for district, run in groupby(district for _, district, _ in units):
            length = len(list(run))
            while length:
                part = min(length, longest)
                self.runs.append(self._numbers[district] << index.RUN_LENGTH_BITS | part - 1)
                length -= part
        self._starts.append(len(self.runs))
        self._before.append(self._before[-1] + len(units))
        self._months += [month for _, _, month in units]

    def sections(self) -> bytes:
        parts: list[bytes | bytearray] = [
            self._keys,
            self._maps,
            _numbers("I", self._starts),
            _numbers("H", self.runs),
        ]
        if self._keep_months:
            parts += [_numbers("I", self._before), _numbers("H", self._months)]
        return b"".join(parts)


def _numbers(kind: str, values: list[int]) -> bytes:
    return pack(f"<{len(values)}{kind}", *values)


@contextmanager
def _open_csv(path: Path) -> Iterator[tuple[str, TextIO]]:
    if path.suffix.lower() != ".zip":
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield path.name, file
        return
    with zipfile.ZipFile(path) as archive:
        named = [member for member in archive.namelist() if _DATA_FILE.fullmatch(member)]
        if not named:
            raise BadData(
                f"{path} holds no ONSPD_..._UK.csv or NSPL_..._UK.csv.", "Give the zip as ONS publishes it."
            )
        with archive.open(min(named, key=len)) as member:
            yield named[0], io.TextIOWrapper(member, encoding="utf-8-sig", newline="")


def _release(name: str, month: str | None) -> Release:
    source = "NSPL" if "NSPL" in name.upper() else "ONSPD"
    in_name = _RELEASE_IN_NAME.search(name)
    if month is None and in_name and in_name[1].upper() in _MONTHS:
        month = f"{in_name[2]}-{_MONTHS.index(in_name[1].upper()) + 1:02}"
    if month is None:
        raise WrongUse(f"The release is not in the name {name}.", "Give it: --release 2026-08.")
    return Release(source, month)


def _rows(text: TextIO, name: str) -> Iterator[Row]:
    reader = csv.reader(text, strict=True)
    header = [column.strip().lower() for column in next(reader, [])]
    postcode = _column(header, _POSTCODE_COLUMNS, name, "a postcode (pcds)")
    district = _column(header, _DISTRICT_COLUMNS, name, "the district (lad..cd or oslaua)")
    month = next((at for at, column in enumerate(header) if _MONTH_COLUMN.fullmatch(column)), None)
    try:
        for cells in reader:
            yield Row(cells[postcode], cells[district], "" if month is None else cells[month])
    except (csv.Error, IndexError) as error:
        raise BadData(f"{name}, line {reader.line_num}: {error}.") from None


def _column(header: list[str], names: re.Pattern[str], file: str, what: str) -> int:
    found = [at for at, column in enumerate(header) if names.fullmatch(column)]
    if not found:
        raise BadData(f"{file} has no column for {what}. It has: {', '.join(header[:12])}.")
    return found[0]
