r"""The postcode file: every postcode of a release and its local authority district, in one mmap.

The form, version 1, little-endian throughout:

======  ====================================================================================
bytes   what
======  ====================================================================================
8       magic ``ASKCPC\r\n`` (a transfer that rewrites line ends breaks it)
2       version of the form
4       CRC-32 of everything after this field
4       length of the description
...     description: JSON with release, source, licence, counts, districts, exceptions, payload_sha256
n x 5   keys: outward code padded to four characters and the sector digit, sorted
n x 50  maps: 400 bits, bit ``20 a + b`` set if the unit with letters ``a``, ``b`` exists
n+1 x 4 where each sector's runs begin
r x 2   runs: for the units that exist, in bit order: 9 bits district, 7 bits how many (1 to 128)
n+1 x 4 how many units come before each sector       (only if the description says months)
u x 2   month each unit was withdrawn, 12 x year + month - 1, or 0  (same)
======  ====================================================================================

District 0 is "in no council area". A postcode whose unit letters are outside the twenty that
Royal Mail uses is an exception, listed in the description.
"""

import json
import mmap
import struct
import zlib
from bisect import bisect_right
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple, Self

from askcandidate.errors import BadData
from askcandidate.postcode import Postcode

MAGIC = b"ASKCPC\r\n"
VERSION = 1
HEAD = struct.Struct("<8sHII")
UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # C I K M O V are not used (PAF programmers' guide)
UNITS = {a + b: 20 * i + j for i, a in enumerate(UNIT_LETTERS) for j, b in enumerate(UNIT_LETTERS)}
_UNIT_BITS = {letters: 1 << unit for letters, unit in UNITS.items()}
KEY_BYTES = 5
MAP_BYTES = 50
RUN_LENGTH_BITS = 7
MOST_DISTRICTS = 1 << (16 - RUN_LENGTH_BITS)
_RUN_LENGTH_MASK = (1 << RUN_LENGTH_BITS) - 1
_AGAIN = "Install askcandidate again, or build the file again with `askcandidate data build`."
_COUNTS = ("sectors", "units", "runs", "with_district", "without_district", "northern_ireland_left_out")
_CHECKED_FROM = 14  # where the part begins that the CRC covers: after magic, version and CRC


class Entry(NamedTuple):
    """What the file knows of a postcode.

    ``district`` is a GSS code, or empty for "in no council area"; ``withdrawn`` is a month such
    as ``2019-03``, or None for a live postcode or a file without months.
    """

    district: str
    withdrawn: str | None


# A sector as it is looked up: its one entry where all its units have the same and none has a month;
# the bits of its units; where its runs end, and their entries; how many units come before it.
# A plain tuple, since it is unpacked for each of a million rows.
_Sector = tuple[Entry | None, int, tuple[int, ...], tuple[Entry, ...], int]

_EMPTY: _Sector = (None, 0, (), (), 0)


class PostcodeFile:
    """The opened file; looking up is a binary search, then a count of bits.

    Args:
        path: a file of this form; it is mapped, not read.

    Raises:
        BadData: missing, unreadable, cut short, altered, or of another version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._map = _open(path)
        self.description = _description(self._map, path)
        self._lay_out()
        self._entries = [Entry(code, None) for code in ["", *self.description["districts"]]]
        self._exceptions = {p: Entry(code, None) for p, code in self.description["exceptions"].items()}
        self._sectors: dict[str, _Sector] = {}  # by outward code, blank and digit: "BS1 5"

    @property
    def release(self) -> str:
        """The release of the source, such as ``ONSPD 2025-11``."""
        return f"{self.description['source']} {self.description['release']}"

    def find(self, postcode: Postcode) -> Entry | None:
        """Give what the file knows of the postcode, or None if it does not hold it."""
        outward, inward = postcode
        name = f"{outward} {inward[0]}"
        sector = self._sectors.get(name)
        if sector is None:
            sector = self._sectors[name] = self._read_sector(f"{outward:<4}{inward[0]}".encode())
        unit = _UNIT_BITS.get(inward[1:])
        return self._exceptions.get(str(postcode)) if unit is None else self._find_unit(sector, unit)

    def find_written(self, text: str) -> Entry | None:
        """Give what the file knows of a text that is one of its postcodes, written as in ``BS1 5TR``.

        None says nothing: ``Postcode.parse`` and ``find`` are to be asked then. Only sectors that ``find``
        has met are known here, by the names that it gave them, so that no other text passes for a postcode.
        """
        sector = self._sectors.get(text[:-2])
        unit = _UNIT_BITS.get(text[-2:])
        return self._find_unit(sector, unit) if sector and unit else None

    def _find_unit(self, sector: _Sector, unit: int) -> Entry | None:
        alone, bits, ends, entries, before = sector
        if not bits & unit:
            return None
        if alone:
            return alone
        # How many units of this sector come before this one says which run it is in.
        rank = (bits & unit - 1).bit_count()
        entry = entries[bisect_right(ends, rank)]
        return self._with_month(entry, before + rank) if self._months_at else entry

    def check(self) -> None:
        """Read the whole file and hold it against its own counts and its SHA-256.

        Raises:
            BadData: something does not agree.
        """
        import hashlib  # noqa: PLC0415  (2 ms that no lookup needs)

        counts = self.description["counts"]
        units = without = 0
        for at in range(self._sector_count):
            _, bits, ends, entries, _ = self._sector_at(at)
            sizes = (end - start for start, end in zip([0, *ends], ends, strict=False))
            without += sum(n for n, entry in zip(sizes, entries, strict=True) if not entry.district)
            units += bits.bit_count()
        units += len(self._exceptions)
        digest = hashlib.sha256(memoryview(self._map)[self._keys_at :]).hexdigest()
        found = (units - without, without, digest)
        said = (counts["with_district"], counts["without_district"], self.description["payload_sha256"])
        if found != said:
            raise BadData(f"{self.path} does not hold what it says it holds.", _AGAIN)

    def sectors(self) -> dict[str, int]:
        """Give every sector's name (outward code padded to four characters, and digit) and place."""
        keys = self._map[self._keys_at : self._maps_at].decode()
        return {keys[at : at + KEY_BYTES]: at // KEY_BYTES for at in range(0, len(keys), KEY_BYTES)}

    def districts_of(self, sector: int) -> dict[str, str]:
        """Give the district of each unit of a sector, by its two letters, in their order."""
        _, bits, ends, entries, _ = self._sector_at(sector)
        units = (letters for letters, bit in _UNIT_BITS.items() if bits & bit)
        return {unit: entries[bisect_right(ends, rank)].district for rank, unit in enumerate(units)}

    @property
    def exceptions(self) -> dict[str, str]:
        """The district of each postcode whose letters no unit code uses."""
        return {postcode: entry.district for postcode, entry in self._exceptions.items()}

    def close(self) -> None:
        """Let the file go; entries already given stay good."""
        self._map.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _lay_out(self) -> None:
        """Work out where each section begins, and that the file is as long as they need."""
        count = self._sector_count = self.description["counts"]["sectors"]
        self._keys_at = HEAD.size + HEAD.unpack_from(self._map)[3]
        self._maps_at = self._keys_at + count * KEY_BYTES
        self._starts_at = self._maps_at + count * MAP_BYTES
        self._runs_at = self._starts_at + (count + 1) * 4
        runs = self.description["counts"]["runs"]
        self._before_at = self._months_at = 0
        end = self._runs_at + runs * 2
        if self.description["months"]:
            self._before_at = end
            self._months_at = end + (count + 1) * 4
            end = self._months_at + self.description["counts"]["units"] * 2
        if end != len(self._map):
            raise BadData(f"{self.path} is not as long as it should be.", _AGAIN)

    def _read_sector(self, key: bytes) -> _Sector:
        low, high = 0, self._sector_count
        while low < high:
            middle = (low + high) // 2
            at = self._keys_at + middle * KEY_BYTES
            found = self._map[at : at + KEY_BYTES]
            if found == key:
                return self._sector_at(middle)
            if found < key:
                low = middle + 1
            else:
                high = middle
        return _EMPTY

    def _sector_at(self, at: int) -> _Sector:
        try:
            sector = self._decode(at)
        except (struct.error, IndexError):
            sector = _EMPTY
        _, bits, ends, _, before = sector
        units = bits.bit_count()
        if not ends or ends[-1] != units or before + units > self.description["counts"]["units"]:
            raise BadData(f"{self.path}: sector {at} does not add up.", _AGAIN)
        return sector

    def _decode(self, at: int) -> _Sector:
        bits_at = self._maps_at + at * MAP_BYTES
        bits = int.from_bytes(self._map[bits_at : bits_at + MAP_BYTES], "little")
        start, stop = struct.unpack_from("<2I", self._map, self._starts_at + at * 4)
        runs = struct.unpack_from(f"<{stop - start}H", self._map, self._runs_at + start * 2)
        ends: list[int] = []
        entries: list[Entry] = []
        for run, end in zip(runs, accumulate((run & _RUN_LENGTH_MASK) + 1 for run in runs), strict=True):
            entry = self._entries[run >> RUN_LENGTH_BITS]
            if entries and entries[-1] is entry:  # a run longer than 128 comes in parts
                ends[-1] = end
            else:
                ends.append(end)
                entries.append(entry)
        before = struct.unpack_from("<I", self._map, self._before_at + at * 4)[0] if self._months_at else 0
        alone = entries[0] if len(entries) == 1 and not self._months_at else None
        return alone, bits, tuple(ends), tuple(entries), before

    def _with_month(self, entry: Entry, unit: int) -> Entry:
        (month,) = struct.unpack_from("<H", self._map, self._months_at + unit * 2)
        return Entry(entry.district, f"{month // 12}-{month % 12 + 1:02}") if month else entry


def _open(path: Path) -> mmap.mmap:
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise BadData(f"The postcode file {path} is not a file.", _AGAIN)
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        raise BadData(f"The postcode file {path} is missing.", _AGAIN) from None
    except (OSError, ValueError) as error:
        raise BadData(f"The postcode file {path} cannot be read: {error}.", _AGAIN) from None


def _description(mapped: mmap.mmap, path: Path) -> dict[str, Any]:
    if len(mapped) < HEAD.size or mapped[:8] != MAGIC:
        raise BadData(f"{path} is not a postcode file of askcandidate.", _AGAIN)
    _, version, checksum, length = HEAD.unpack_from(mapped)
    if version != VERSION:
        raise BadData(f"{path} has form {version}; this version reads form {VERSION}.", _AGAIN)
    if zlib.crc32(memoryview(mapped)[_CHECKED_FROM:]) != checksum:
        raise BadData(f"{path} is damaged: its checksum does not agree.", _AGAIN)
    try:
        description: dict[str, Any] = json.loads(mapped[HEAD.size : HEAD.size + length])
    except (ValueError, RecursionError):
        description = {}
    if not _is_whole(description):
        raise BadData(f"{path} does not describe itself as a postcode file should.", _AGAIN)
    return description


def _is_whole(description: Any) -> bool:
    """Say whether a description has all that is read from one, each of its kind."""
    try:
        districts, exceptions = description["districts"], description["exceptions"]
        counts = [description["counts"][name] for name in _COUNTS]
        texts = [description[name] for name in ("source", "release", "licence", "payload_sha256")]
        return (
            isinstance(districts, list)
            and all(isinstance(text, str) for text in (*texts, *districts, *exceptions.values()))
            and all(type(count) is int and count >= 0 for count in counts)
            and isinstance(description["months"], bool)
        )
    except (KeyError, TypeError, AttributeError):
        return False
