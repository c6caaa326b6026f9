"""The values that pass between the parts, in the field's own words.

Named tuples: immutable, typed, and a seventh of what a frozen dataclass costs to define, which a
lookup of one postcode would otherwise spend a tenth of its time on.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from askcandidate.postcode import Postcode


class Nation(StrEnum):
    """The four nations of the United Kingdom."""

    ENGLAND = "England"
    WALES = "Wales"
    SCOTLAND = "Scotland"
    NORTHERN_IRELAND = "Northern Ireland"


class OfficeKind(StrEnum):
    """Something one can be elected to, in the order in which offices are listed."""

    COUNCIL = "council"
    COUNTY = "county"
    COUNCIL_MAYOR = "council-mayor"
    PCC = "pcc"
    PFCC = "pfcc"
    MAYOR = "mayor"
    PARLIAMENT = "parl"


class OfficeStatus(StrEnum):
    """Whether anybody holds the office yet."""

    IN_OFFICE = "in-office"
    FIRST_ELECTION_PENDING = "first-election-pending"


class Tier(StrEnum):
    """Which services a council runs: all of them, a county's, a district's, or Northern Ireland's few."""

    SINGLE = "single"
    COUNTY = "county"
    DISTRICT = "district"
    NORTHERN_IRELAND = "northern-ireland"


class Governance(StrEnum):
    """Who holds the police to account in a police area."""

    PCC = "pcc"
    PFCC = "pfcc"
    MAYOR = "mayor"
    MAYOR_MOPAC = "mayor-mopac"
    COMMON_COUNCIL = "city-of-london-common-council"
    SCOTTISH_POLICE_AUTHORITY = "scottish-police-authority"
    NI_POLICING_BOARD = "ni-policing-board"


STANDING_KINDS = ("plan", "step", "partnership")  # what an office already does, the firmest first


class Area(NamedTuple):
    """A place with boundaries: ``key`` is its GSS code, or a name of ours where none exists yet."""

    key: str
    gss: str | None
    name: str
    prose: str
    """The everyday name as it stands in a sentence: "Bristol", "the West of England"."""
    welsh_name: str = ""
    """Its name in Welsh, for a place in Wales."""
    nation: Nation | None = None
    """Where it is; None where neither a table nor a postcode says."""


class Notice(NamedTuple):
    """Something the reader of an answer should know: a code for scripts, a sentence for people."""

    code: str
    message: str


class Contact(NamedTuple):
    """One way to reach an office."""

    what: str
    url: str


class Standing(NamedTuple):
    """What an office already does, as seen on a public page.

    ``kind`` is one of ``STANDING_KINDS``; ``ask_ids`` are the asks whose place it takes in a letter.
    ``sentences`` are the wordings for a letter to the office, ``third_person`` for anybody else.
    ``dated`` is the day, or the first day of the month, that the page speaks of, and None where it
    shows no date.
    """

    office_id: str
    kind: str
    ask_ids: tuple[str, ...]
    third_person: str
    sentences: tuple[str, ...]
    document: str
    publisher: str
    dated: date | None
    url: str

    @classmethod
    def of(cls, row: Mapping[str, str]) -> "Standing":
        """Take it from a row of a table; an empty ``dated`` means that the page shows no date.

        Raises:
            KeyError: a column is missing.
            ValueError: ``dated`` is not a date.
        """
        return cls(
            office_id=row["office"],
            kind=row["kind"],
            ask_ids=tuple(row["asks"].split()),
            third_person=row["third_person"],
            sentences=tuple(filter(None, map(str.strip, row["sentence"].split("|")))),
            document=row["document"],
            publisher=row["publisher"],
            dated=date.fromisoformat(row["dated"]) if row["dated"] else None,
            url=row["url"],
        )


class Office(NamedTuple):
    """Something one can be elected to, over one area, as it stands on one day."""

    id: str
    kind: OfficeKind
    title: str
    prose: str
    """The title as it stands in a sentence: "the Mayor of London", "Bristol City Council"."""
    area: Area
    tier: Tier | None
    police_powers: bool
    status: OfficeStatus
    last_election: date | None
    next_election: date | None
    term_ends: str | None
    contacts: tuple[Contact, ...]
    note: str | None


class Policing(NamedTuple):
    """Who holds the police of an area to account; ``held_by`` is an office id if they are elected."""

    area: Area
    governance: Governance
    held_by: str | None


class District(NamedTuple):
    """All that follows from one local authority district on one day; worked out once for both."""

    nation: Nation
    place_name: str
    prose: str
    """The place's everyday name as it stands in a sentence."""
    where: str
    """The same with its preposition: "in Bristol", "on the Isle of Wight"."""
    welsh_name: str
    """Its name in Welsh, if it is in Wales."""
    offices: tuple[Office, ...]
    policing: Policing | None
    standing: tuple[Standing, ...]
    notices: tuple[Notice, ...]

    def office(self, kind: OfficeKind) -> Office | None:
        """Give the office of that kind that somebody holds today, if the district has one."""
        held = (o for o in self.offices if o.kind is kind and o.status is OfficeStatus.IN_OFFICE)
        return next(held, None)


class Origin(NamedTuple):
    """Where an answer comes from: ``embedded`` and the release of its data, or a service and its host."""

    name: str
    data: str


class Place(NamedTuple):
    """A postcode and everyone elected who answers for it."""

    input: str
    postcode: Postcode
    on: date
    district: District
    origin: Origin
    own_notices: tuple[Notice, ...] = ()
    """What is to be said of this postcode alone, on top of what its district says."""

    @property
    def offices(self) -> tuple[Office, ...]:
        """The offices, councils first and mayors last."""
        return self.district.offices

    @property
    def notices(self) -> tuple[Notice, ...]:
        """All that the reader should know."""
        return self.own_notices + self.district.notices


def number_of(number: int, one: str, many: str = "") -> str:
    """Say how many there are of something: ``1 file``, ``1,204 files``, ``2 people``."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def day_in_words(day: date) -> str:
    """Write a date as people do: ``6 May 2027``."""
    return f"{day.day} {day:%B %Y}"
