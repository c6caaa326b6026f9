"""What letters are made of and what they are: asks with their sources, addressees, letters."""

from datetime import date
from typing import NamedTuple

from askcandidate.elections import Ballot
from askcandidate.languages import ENGLISH, Language, Texts
from askcandidate.model import Contact, Nation, Notice, Office, OfficeKind, Tier
from askcandidate.postcode import Postcode


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
    subject: tuple[str, ...]
    """Each of its wordings; so are ``aim`` and ``letter``."""
    aim: tuple[str, ...]
    letter: tuple[str, ...]
    question: str
    follow_up: str
    done: str = ""
    """What there is to read if it is so already."""
    deed: str = ""
    """What is asked for if it is not so; empty for an ask whose wordings say all that themselves."""
    if_not: tuple[str, ...] = ()
    """Wordings of the question that asks for it, if not the campaign's own."""
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


class Frames(NamedTuple):
    """What is said around every ask: of each part of a letter all its wordings.

    ``seen_next`` and ``seen_where`` are for an office that was seen to act; ``several`` for more asks.
    """

    opening: tuple[str, ...]
    if_so: tuple[str, ...]
    if_not: tuple[str, ...]
    candidate: tuple[str, ...]
    candidate_if_so: tuple[str, ...]
    candidate_if_not: tuple[str, ...]
    several: tuple[str, ...]
    several_end: tuple[str, ...]
    seen_next: tuple[str, ...]
    seen_where: tuple[str, ...]
    closing: tuple[str, ...]
    closing_alone: tuple[str, ...]
    """In a letter without own words, which has said where its writer lives."""
    subject_candidate: tuple[str, ...]
    subject_several: tuple[str, ...]
    subject_seen: tuple[str, ...]
    thanks: tuple[str, ...]
    """To somebody who said yes; it may use ``said``. So may ``thanks_partly``, for half a yes."""
    thanks_partly: tuple[str, ...]
    how: tuple[str, ...]
    """What is asked of them instead of the ask; ``how_partly`` after half a yes."""
    how_partly: tuple[str, ...]
    subject_thanks: tuple[str, ...]
    digest: tuple[str, ...]
    """What a digest opens with; it may use ``people``, which is how many there are, in words."""


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
    """Whom a letter is to: how it greets them, who they are and how to reach them.

    ``source`` and ``id`` name a candidate as the service does, and are empty for anybody else.
    """

    form: str
    name: str
    contacts: tuple[Contact, ...]
    source: str = ""
    id: str = ""

    @property
    def is_named(self) -> bool:
        """Say whether it is one person, by name."""
        return self.form in ("candidate", "elected")


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
    seed: int
    """The number that its wording follows from."""
    notices: tuple[Notice, ...] = ()
    ballot: Ballot | None = None
    """The election that the addressee stands in, if it is known."""
    constituents: int | None = None
    """How many people a digest speaks for; None in a letter of one writer."""
    thanked_for: tuple[int, ...] = ()
    """The lines of the list of those who signed that this letter thanks for; empty in any other."""
    texts: Texts = ENGLISH
    """Those of its language."""
    again: "Letter | None" = None
    """The same letter in another language, which follows it in the same document."""

    @property
    def language(self) -> Language:
        """The language that it is written in."""
        return self.texts.language
