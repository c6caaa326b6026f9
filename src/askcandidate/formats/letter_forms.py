"""The forms that letters can take, and who writes each."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple, assert_never

from askcandidate.formats.letters import Look, Printed, page_of


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


def write_letters(letters: Iterable[Printed], form: LetterFormat, look: Look) -> Iterator[str | bytes]:
    """Write letters into one document; a form that grows gives one piece for each language of each letter.

    A letter in two languages is two letters, one after the other; only a mail has both in one.

    Args:
        letters: the letters, in order.
        form: the form to write.
        look: how they look.

    Raises:
        WrongUse: the form needs an extra that is not installed.
    """
    if form not in (LetterFormat.EML, LetterFormat.MBOX):
        letters = (each for printed in letters for each in printed.in_each_language())
    match form:
        case LetterFormat.TEXT | LetterFormat.MARKDOWN:
            from askcandidate.formats.letters_text import write  # noqa: PLC0415  (each form when it is asked for)

            return write(letters, form, look)
        case LetterFormat.JSONL:
            from askcandidate.formats.letter_records import write_letters as write_records  # noqa: PLC0415

            return write_records(letters)
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
    from askcandidate.formats.typesetting import lost  # noqa: PLC0415  (each form when it is asked for)

    told = []
    for each in printed.in_each_language():
        page = page_of(each, look)
        told += lost(
            page.heading, "".join((page.to, page.subject, each.letter.body, *page.sender, page.imprint))
        )
    return told
