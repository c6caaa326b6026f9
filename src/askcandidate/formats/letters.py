"""Letters on their way into a form: every word that stands on and beside a page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from askcandidate.batch import NO_CELLS
from askcandidate.correspondence import Addressee, Letter
from askcandidate.formats import mailto
from askcandidate.formats.blocks import Block, of_letter
from askcandidate.formats.templates import Templates
from askcandidate.languages import ENGLISH, Language, Texts
from askcandidate.model import Contact

TEXT_WIDTH = 72  # characters in a line of a page of plain text
_NAME = "[your name]"
_CLOSING = "Yours sincerely,"
_TO_FILL_IN = "Still to fill in: {gaps}. People without an address are often not answered."
_BY_POST = "To post it: the address is on {site}; there is room for it below the name."
_MAILTO = "mailto:"


class Printed(NamedTuple):
    """A letter and its place among those written with it.

    Attributes:
        letter: the letter.
        number, of: which of how many letters of one place.
        line: the row of a batch that it is for; 0 for a letter asked for by itself.
        row_id: that row's own id, if its column was named.
        cells: that row's cells, for templates.
    """

    letter: Letter
    number: int = 1
    of: int = 1
    line: int = 0
    row_id: str = ""
    cells: Mapping[str, str] = NO_CELLS

    def in_each_language(self) -> Iterator["Printed"]:
        """Give the letter in its languages, one after the other."""
        letter: Letter | None = self.letter
        while letter:
            yield self._replace(letter=letter)
            letter = letter.again


class Look(NamedTuple):
    """How letters look, whatever their form.

    Attributes:
        templates: the pages of the forms that have templates.
        imprint: who prints and publishes them, or empty.
        large: whether they are in large print.
        mailto: whether a link that opens a mail program stands beside those that an address is known for.
        width: of a page of plain text, in characters.
    """

    templates: Templates
    imprint: str = ""
    large: bool = False
    mailto: bool = False
    width: int = TEXT_WIDTH


class LetterPage(NamedTuple):
    """Every word that stands on and beside a letter's page, in the order in which it is read.

    Attributes:
        heading: which letter this is, for the writer alone; not a part of it.
        to: whom it is to, as on an envelope.
        on: its day.
        subject, salutation: as they are.
        text: what stands between the salutation and the closing, as the letter has it.
        closing: before the name.
        sender: the writer's name, then the lines of their address, then the postcode.
        beside: what the writer should know: how to send it, what to fill in, what it rests on.
        imprint: who prints and publishes it, or empty.
        texts: those of its language.
    """

    heading: str
    to: str
    on: date
    subject: str
    salutation: str
    text: str
    closing: str
    sender: tuple[str, ...]
    beside: tuple[str, ...]
    imprint: str
    texts: Texts

    @property
    def language(self) -> Language:
        """The language of all of it but what is quoted or named in another."""
        return self.texts.language

    @property
    def date(self) -> str:
        """Its day, in words."""
        return self.texts.day(self.on)

    @property
    def body(self) -> tuple[Block, ...]:
        """The text as paragraphs and lists."""
        return of_letter(self.text)


def print_letters(
    letters: Sequence[Letter], line: int = 0, row_id: str = "", cells: Mapping[str, str] = NO_CELLS
) -> list[Printed]:
    """Number the letters of one place.

    Args:
        letters: all of them.
        line: the row of a batch that they are for; 0 for letters asked for by themselves.
        row_id: that row's own id, if its column was named.
        cells: that row's cells.
    """
    return [
        Printed(letter, number, len(letters), line, row_id, cells) for number, letter in enumerate(letters, 1)
    ]


def to_fill_in(letter: Letter) -> list[str]:
    """Give the places of a letter that the sender still has to fill in."""
    texts = letter.texts
    missing = (
        (texts.label(_NAME), letter.sender.name),
        (_address_mark(letter, texts), letter.sender.address),
    )
    return [mark for mark, given in missing if not given]


def _address_mark(letter: Letter, texts: Texts) -> str:
    return texts.label("[your address]" if letter.postcode else "[your address and postcode]")


def page_of(printed: Printed, look: Look, *, on_paper: bool = False) -> LetterPage:
    """Give the words of a letter's page.

    Args:
        printed: the letter.
        look: how it looks.
        on_paper: whether its form is one that is printed and posted.
    """
    letter = printed.letter
    texts = letter.texts
    whom = heading_of(letter)
    if printed.of > 1:
        whom = texts.label("Letter {number} of {of}: {whom}", number=printed.number, of=printed.of, whom=whom)
    sources = texts.label("; and ").join(letter.sources)
    return LetterPage(
        heading=whom,
        to=letter.to.name,
        on=letter.on,
        subject=letter.subject,
        salutation=letter.salutation,
        text=letter.body,
        closing=texts.label(_CLOSING),
        sender=_sign_off(letter),
        beside=(
            *sending(letter, look, on_paper=on_paper),
            texts.label("This rests on: {sources}.", sources=sources),
        ),
        imprint=look.imprint,
        texts=texts,
    )


def texts_of(letters: Iterable[Letter]) -> Texts:
    """Give the texts for a document of letters: theirs if their language is one, and English if not."""
    used = {letter.language: letter.texts for letter in letters}
    return used.popitem()[1] if len(used) == 1 else ENGLISH


def running_text(letter: Letter, imprint: str = "") -> str:
    """Give a letter as one text from the salutation to the sender's address, as a mail has it."""
    sender = "\n".join(_sign_off(letter))
    closing = letter.texts.label(_CLOSING)
    return "\n\n".join(filter(None, [letter.salutation, letter.body, closing, sender, imprint]))


def mail_address(to: Addressee) -> str:
    """Give the e-mail address of an addressee, or nothing if none is known."""
    links = (contact.url for contact in to.contacts if contact.url.startswith(_MAILTO))
    return next(links, "").removeprefix(_MAILTO)


def _sign_off(letter: Letter) -> tuple[str, ...]:
    """Give the sender's name, then the lines of their address, then the postcode."""
    texts = letter.texts
    address = letter.sender.address or _address_mark(letter, texts)
    postcode = (str(letter.postcode),) if letter.postcode else ()
    return (letter.sender.name or texts.label(_NAME), *address.splitlines(), *postcode)


def heading_of(letter: Letter) -> str:
    """Say what a letter is: to which office, or to whom in which election."""
    if letter.ballot is None:
        return f"{letter.to.name}: {letter.office.title}" if letter.to.is_named else letter.office.title
    ballot = letter.ballot
    what = ballot.title or letter.office.title
    texts = letter.texts
    day = texts.day(ballot.date)
    return texts.label("{name}, standing on {day}: {what}", name=letter.to.name, day=day, what=what)


def sending(letter: Letter, look: Look, *, on_paper: bool = False) -> Iterator[str]:
    """Say how a letter is sent, and what is to be done before; see ``page_of``."""
    texts = letter.texts
    ways = [_way(contact, texts) for contact in letter.to.contacts]
    yield texts.label("To send this: {ways}.", ways=texts.label(", or ").join(ways))
    site = _site(letter.to)
    if on_paper and site:
        yield texts.label(_BY_POST, site=site)
    address = mail_address(letter.to) if look.mailto else ""
    link = mailto.link(address, letter.subject, running_text(letter, look.imprint)) if address else ""
    if link:
        yield texts.label("To open it in your mail program: {link}", link=link)
    missing = to_fill_in(letter)
    if missing:
        yield texts.label(_TO_FILL_IN, gaps=texts.label(" and ").join(missing))


def _site(to: Addressee) -> str:
    """Give the website that an office's postal address stands on; nothing for somebody by name."""
    hosts = (urlsplit(contact.url).hostname or "" for contact in reversed(to.contacts))
    return "" if to.is_named else next(filter(None, hosts), "")


def _way(contact: Contact, texts: Texts) -> str:
    address, what = contact.url.removeprefix(_MAILTO), texts.label(contact.what)
    return f"{address} ({what})" if address else what
