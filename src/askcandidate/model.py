"""The values that pass between the parts, in the field's own words.

Named tuples: immutable, typed, and a seventh of what a frozen dataclass costs to define, which a
lookup of one postcode would otherwise spend a tenth of its time on.
"""

from datetime import date, datetime
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
    """Which services a council runs: all of them, a county's or a district's."""

    SINGLE = "single"
    COUNTY = "county"
    DISTRICT = "district"


class Governance(StrEnum):
    """Who holds the police to account in a police area."""

    PCC = "pcc"
    PFCC = "pfcc"
    MAYOR = "mayor"
    MAYOR_MOPAC = "mayor-mopac"
    COMMON_COUNCIL = "city-of-london-common-council"
    SCOTTISH_POLICE_AUTHORITY = "scottish-police-authority"
    NI_POLICING_BOARD = "ni-policing-board"


class Area(NamedTuple):
    """A place with boundaries: ``key`` is its GSS code, or a name of ours where none exists yet."""

    key: str
    gss: str | None
    name: str
    prose: str
    """The everyday name as it stands in a sentence: "Bristol", "the West of England"."""


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

    ``kind`` is plan, step or partnership; ``ask_ids`` are the asks whose place it takes in a letter.
    ``sentence`` and ``follow_up`` are our own words for a letter, ``third_person`` for anybody else.
    ``dated`` is the day, or the first day of the month, that the page speaks of, and None where it
    shows no date.
    """

    office_id: str
    kind: str
    ask_ids: tuple[str, ...]
    third_person: str
    sentence: str
    follow_up: str
    document: str
    publisher: str
    dated: date | None
    url: str


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


OFFICIAL_ADDRESS = "official-address"
"""The flag of an e-mail address of a council, parliament or university: not for campaign letters."""


class Route(NamedTuple):
    """One way to reach a candidate: email, page, agent or hustings; ``address`` may be empty."""

    kind: str
    what: str
    address: str


class Candidate(NamedTuple):
    """Somebody standing in a ballot, as the service names them.

    ``flags`` are codes for what a sender should know: ``official-address``, ``unusable-address``,
    ``shared-address``, ``same-name``, ``unnamed``, ``deselected``.
    """

    source: str
    id: str
    name: str
    party: str
    email: str | None
    page: str | None
    list_position: int | None = None
    flags: tuple[str, ...] = ()
    routes: tuple[Route, ...] = ()
    """The ways to reach them, the surest first."""

    @property
    def may_be_emailed(self) -> bool:
        """Say whether there is an address for letters: one of a public body is not."""
        return self.email is not None and OFFICIAL_ADDRESS not in self.flags


class Hustings(NamedTuple):
    """A public meeting with candidates that the service knows of."""

    title: str
    starts: datetime | None
    location: str
    url: str | None


class Ballot(NamedTuple):
    """One election for one office on one day.

    ``candidates`` is None where the answer has no list at all, which is not the same as an empty
    one. ``verified`` says whether the list was checked against the statement of persons nominated,
    and is None where the service does not say. ``cancelled`` tells why, and is empty if it stands.
    """

    id: str
    date: date
    title: str
    role: str
    post: str
    seats: int | None
    voting_system: str | None
    cancelled: str
    verified: bool | None
    by_election: bool
    replaces: str | None
    replaced_by: str | None
    candidates: tuple[Candidate, ...] | None
    hustings: tuple[Hustings, ...] = ()


class Reply(NamedTuple):
    """What a service says of a postcode: its council as a GSS code, if it knows it, and its ballots."""

    council: str | None
    council_website: str | None
    ballots: tuple[Ballot, ...]
    notices: tuple[Notice, ...] = ()


class Service(NamedTuple):
    """An online service: what it is called, who runs it, its licence's credit, and what it cannot know."""

    name: str
    host: str
    credit: str
    cannot: str = ""


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


def day_in_words(day: date) -> str:
    """Write a date as people do: ``6 May 2027``."""
    return f"{day.day} {day:%B %Y}"


class Contest(NamedTuple):
    """A ballot and the office it fills, if that is one of ours.

    ``office_id`` and ``title`` are there for every election; an office that has been abolished has an
    id and no ``office``.
    """

    postcode: Postcode
    office_id: str | None
    title: str
    office: Office | None
    ballot: Ballot
    notices: tuple[Notice, ...] = ()

    @property
    def stands(self) -> bool:
        """Say whether there is a poll."""
        return not self.ballot.cancelled

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Everybody the service lists."""
        return self.ballot.candidates or ()

    @property
    def reachable(self) -> int:
        """How many have an e-mail address that a letter may go to."""
        return sum(candidate.may_be_emailed for candidate in self.candidates)


class Contests(NamedTuple):
    """Every election to come for a postcode, from one service."""

    input: str
    postcode: Postcode
    on: date
    contests: tuple[Contest, ...]
    place: Place | None
    service: Service
    council_website: str | None
    notices: tuple[Notice, ...] = ()


class Document(NamedTuple):
    """A published document that asks rest on."""

    id: str
    title: str
    publisher: str
    dated: str
    note: str = ""
    signed_by: str = ""
    """The column of the signatories' list that counts who put their names to it."""
    signed_sentence: str = ""


class Ask(NamedTuple):
    """One recommendation, in the campaign's own words, with where it was published."""

    id: str
    title: str
    document: str
    place: str
    offices: tuple[OfficeKind, ...]
    subject: str
    aim: str
    letter: str
    question: str
    follow_up: str
    first_for: tuple[str, ...] = ()
    power: str = ""
    """The kind of power that the ask calls on, if not that of the office's own kind."""
    tiers: tuple[Tier, ...] = ()
    nations: tuple[Nation, ...] = ()
    police_powers: bool = False
    valid_from: date | None = None
    valid_to: date | None = None

    def fits(self, office: Office, nation: Nation | None, on: date) -> bool:
        """Say whether this can be asked of an office on a day; no nation means any."""
        return (
            office.kind in self.offices
            and (not self.tiers or office.tier in self.tiers)
            and (not self.nations or nation is None or nation in self.nations)
            and (not self.police_powers or office.police_powers)
            and self.stands(on)
        )

    def stands(self, on: date) -> bool:
        """Say whether the ask is still to be made on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )


class Fact(NamedTuple):
    """A figure or claim with its source; one without a sentence is never printed in a letter."""

    id: str
    says: str
    as_of: str
    document: str = ""
    publisher: str = ""
    published: str = ""
    valid_to: date | None = None
    superseded_by: str = ""
    sentence: str = ""
    unprinted: str = ""

    def printable(self, on: date) -> bool:
        """Say whether a letter of that day may print it."""
        return bool(self.sentence) and (self.valid_to is None or on <= self.valid_to)


class Signatory(NamedTuple):
    """An organisation and its number in each list it signed."""

    name: str
    ge_2024: int | None
    mayoral_2024: int | None
    also_as: str


class Addressee(NamedTuple):
    """Whom a letter is to: how it greets them, who they are and how to reach them."""

    form: str
    name: str
    contacts: tuple[Contact, ...]


class Sender(NamedTuple):
    """Who writes, as far as they said; it is in the letter asked for and nowhere else."""

    name: str = ""
    address: str = ""
    words: str = ""


class Letter(NamedTuple):
    """One letter, before it takes the form of a file."""

    postcode: Postcode | None
    office: Office
    to: Addressee
    address_as: str
    why_so_addressed: str
    subject: str
    salutation: str
    body: str
    """What stands between the salutation and the sign-off; paragraphs are parted by an empty line."""
    sender: Sender
    asks: tuple[Ask, ...]
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    own_word_count: int
    set_word_count: int
    on: date
    notices: tuple[Notice, ...] = ()
