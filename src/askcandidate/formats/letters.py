"""Letters on their way into a form: what every form is made from, and which forms there are."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple, assert_never

from askcandidate.batch import NO_CELLS
from askcandidate.correspondence import Addressee, Letter
from askcandidate.formats import mailto
from askcandidate.formats.blocks import Block, of_letter
from askcandidate.formats.templates import Templates
from askcandidate.model import Contact, day_in_words

_NAME = "[your name]"
_CLOSING = "Yours sincerely,"
_MAILTO = "mailto:"


class LetterFormat(StrEnum):
    """The forms a letter can take."""

    TEXT = "text"
    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    EML = "eml"
    MBOX = "mbox"
    JSONL = "jsonl"


class Form(NamedTuple):
    """What is to be known of a form.

    Attributes:
        suffix: of its files.
        grows: whether a file of many letters is one after another, so that it can grow row by row.
        alone: whether a file holds one letter and never more.
        is_binary: whether it is none that a terminal could show.
        has_margin: whether what the writer should know stands beside the letter.
    """

    suffix: str
    grows: bool = False
    alone: bool = False
    is_binary: bool = False
    has_margin: bool = True


FORMS = {
    LetterFormat.TEXT: Form(".txt", grows=True),
    LetterFormat.MARKDOWN: Form(".md", grows=True),
    LetterFormat.HTML: Form(".html"),
    LetterFormat.PDF: Form(".pdf", is_binary=True, has_margin=False),
    LetterFormat.DOCX: Form(".docx", is_binary=True),
    LetterFormat.EML: Form(".eml", alone=True, has_margin=False),
    LetterFormat.MBOX: Form(".mbox", grows=True, has_margin=False),
    LetterFormat.JSONL: Form(".jsonl", grows=True),
}
SUFFIXES = {form.suffix: name for name, form in FORMS.items()}


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


class Look(NamedTuple):
    """How letters look, whatever their form.

    Attributes:
        templates: the pages of the forms that have templates.
        imprint: who prints and publishes them, or empty.
        large: whether they are in large print.
        mailto: whether a link that opens a mail program stands beside those that an address is known for.
    """

    templates: Templates
    imprint: str = ""
    large: bool = False
    mailto: bool = False


class LetterPage(NamedTuple):
    """Every word that stands on and beside a letter's page, in the order in which it is read.

    Attributes:
        heading: which letter this is, for the writer alone; not a part of it.
        to: whom it is to, as on an envelope.
        date: in words.
        subject, salutation: as they are.
        body: paragraphs and lists.
        closing: before the name.
        sender: the writer's name, then the lines of their address, then the postcode.
        beside: what the writer should know: how to send it, what to fill in, what it rests on.
        imprint: who prints and publishes it, or empty.
    """

    heading: str
    to: str
    date: str
    subject: str
    salutation: str
    body: tuple[Block, ...]
    closing: str
    sender: tuple[str, ...]
    beside: tuple[str, ...]
    imprint: str


def write_letters(letters: Iterable[Printed], form: LetterFormat, look: Look) -> Iterator[str | bytes]:
    """Write letters into one document; a form that grows gives one piece for each letter.

    Args:
        letters: the letters, in order.
        form: the form to write.
        look: how they look.

    Raises:
        WrongUse: the form needs an extra that is not installed.
    """
    match form:
        case LetterFormat.TEXT | LetterFormat.MARKDOWN:
            from askcandidate.formats.letters_text import write  # noqa: PLC0415  (each form when it is asked for)

            return write(letters, form, look)
        case LetterFormat.JSONL:
            return (json.dumps(letter_record(printed)) + "\n" for printed in letters)
        case LetterFormat.HTML:
            from askcandidate.formats.html import write_letters as write_html  # noqa: PLC0415

            return write_html(letters, look)
        case LetterFormat.PDF:
            from askcandidate.formats.pdf import write_letters as write_pdf  # noqa: PLC0415

            return write_pdf(letters, look)
        case LetterFormat.DOCX:
            from askcandidate.formats.docx import write_letters as write_docx  # noqa: PLC0415

            return write_docx(letters, look)
        case LetterFormat.EML | LetterFormat.MBOX:
            from askcandidate.formats.mail import write_letters as write_mail  # noqa: PLC0415

            return write_mail(letters, form, look)
        case _:
            assert_never(form)


def lost_characters(printed: Printed, form: LetterFormat, look: Look) -> list[str]:
    """Say which characters of a letter its form cannot show, if there are some.

    Args:
        printed: the letter.
        form: its form.
        look: how it looks.
    """
    if form is not LetterFormat.PDF:
        return []
    from askcandidate.formats.pdf import lost  # noqa: PLC0415  (each form when it is asked for)

    page = page_of(printed, look)
    where = f"Row {printed.line}, {page.heading}" if printed.line else page.heading
    return lost(where, "".join((page.to, page.subject, printed.letter.body, *page.sender, page.imprint)))


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


def letter_record(printed: Printed) -> dict[str, Any]:
    """Give a letter as the record ``askcandidate.letter/1``; the sender's address is not in it."""
    letter = printed.letter
    return {
        "schema": "askcandidate.letter/1",
        "id": printed.row_id or None,
        "line": printed.line or None,
        "postcode_outward": letter.postcode and letter.postcode.outward,
        "office": letter.office.id,
        "ballot": letter.ballot and letter.ballot.id,
        "to": {
            "form": letter.to.form,
            "name": letter.to.name,
            "contact": [{"what": contact.what, "url": contact.url} for contact in letter.to.contacts],
            "source": letter.to.source or None,
            "id": letter.to.id or None,
        },
        "address_as": {"whom": letter.address_as, "why": letter.why_so_addressed},
        "subject": letter.subject,
        "salutation": letter.salutation,
        "body": letter.body,
        "asks": [ask.id for ask in letter.asks],
        "facts": list(letter.facts),
        "sources": list(letter.sources),
        "own_words": letter.sender.words or None,
        "own_word_count": letter.own_word_count,
        "set_word_count": letter.set_word_count,
        "on": letter.on.isoformat(),
        "seed": str(letter.seed),
        "thanks": bool(letter.thanked_for),
        "digest": letter.constituents is not None,
        "constituents": letter.constituents,
        "warnings": [{"code": notice.code, "message": notice.message} for notice in letter.notices],
    }


def to_fill_in(letter: Letter) -> list[str]:
    """Give the places of a letter that the sender still has to fill in."""
    missing = ((_NAME, letter.sender.name), (_address_mark(letter), letter.sender.address))
    return [mark for mark, given in missing if not given]


def _address_mark(letter: Letter) -> str:
    return "[your address]" if letter.postcode else "[your address and postcode]"


def provenance(letter: Letter) -> dict[str, Any]:
    """Give what a letter rests on, as it goes with every file of it; nothing of the writer or postcode."""
    return {
        "schema": "askcandidate.provenance/1",
        "office": letter.office.id,
        "on": letter.on.isoformat(),
        "asks": [ask.id for ask in letter.asks],
        "facts": list(letter.facts),
        "sources": list(letter.sources),
    }


def page_of(printed: Printed, look: Look) -> LetterPage:
    """Give the words of a letter's page."""
    letter = printed.letter
    whom = heading_of(letter)
    return LetterPage(
        heading=f"Letter {printed.number} of {printed.of}: {whom}" if printed.of > 1 else whom,
        to=letter.to.name,
        date=day_in_words(letter.on),
        subject=letter.subject,
        salutation=letter.salutation,
        body=of_letter(letter.body),
        closing=_CLOSING,
        sender=_sign_off(letter),
        beside=(*sending(letter, look), f"This rests on: {'; and '.join(letter.sources)}."),
        imprint=look.imprint,
    )


def running_text(letter: Letter, imprint: str = "") -> str:
    """Give a letter as one text from the salutation to the sender's address, as a mail has it."""
    sender = "\n".join(_sign_off(letter))
    return "\n\n".join(filter(None, [letter.salutation, letter.body, _CLOSING, sender, imprint]))


def mail_address(to: Addressee) -> str:
    """Give the e-mail address of an addressee, or nothing if none is known."""
    links = (contact.url for contact in to.contacts if contact.url.startswith(_MAILTO))
    return next(links, "").removeprefix(_MAILTO)


def _sign_off(letter: Letter) -> tuple[str, ...]:
    """Give the sender's name, then the lines of their address, then the postcode."""
    address = letter.sender.address or _address_mark(letter)
    postcode = (str(letter.postcode),) if letter.postcode else ()
    return (letter.sender.name or _NAME, *address.splitlines(), *postcode)


def heading_of(letter: Letter) -> str:
    """Say what a letter is: to which office, or to whom in which election."""
    if letter.ballot is None:
        return f"{letter.to.name}: {letter.office.title}" if letter.to.is_named else letter.office.title
    ballot = letter.ballot
    what = ballot.title or letter.office.title
    return f"{letter.to.name}, standing on {day_in_words(ballot.date)}: {what}"


def sending(letter: Letter, look: Look) -> Iterator[str]:
    """Say how a letter is sent, and what is to be done before."""
    ways = [_way(contact) for contact in letter.to.contacts]
    yield f"To send this: {', or '.join(ways)}."
    address = mail_address(letter.to) if look.mailto else ""
    link = mailto.link(address, letter.subject, running_text(letter, look.imprint)) if address else ""
    if link:
        yield f"To open it in your mail program: {link}"
    missing = to_fill_in(letter)
    if missing:
        yield f"Still to fill in: {' and '.join(missing)}. People without an address are often not answered."


def _way(contact: Contact) -> str:
    address = contact.url.removeprefix(_MAILTO)
    return f"{address} ({contact.what})" if address else contact.what
