"""The text of mails, ours or anybody's, laid out as plain text for ``reading_back``."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart

from askcandidate.errors import BadData
from askcandidate.formats import provenance
from askcandidate.formats.mail import BETWEEN, PROVENANCE_HEADER
from askcandidate.formats.reading_back import RULE, SUBJECT, Written
from askcandidate.formats.reading_web import of_web_page

_SEPARATOR = re.compile(rb"(?:\A|(?<=\n\n))From [^\n]*\n")  # of an mbox
_SUBJECT_HEADER = re.compile(rb"^subject:", re.MULTILINE | re.IGNORECASE)


def of_mails(data: bytes, name: str) -> Iterator[Written]:
    """Give the text of each mail of a file, which is one mail or an mbox, with the lines of the file.

    Args:
        data: the file's bytes.
        name: what the file is called, for messages.

    Raises:
        BadData: a mail's text cannot be read; the message says which.
    """
    whole = data.replace(b"\r\n", b"\n")
    begins = [(0, 0)]
    if whole.startswith(b"From "):
        begins = [found.span() for found in _SEPARATOR.finditer(whole)]
    ends = [start for start, _ in begins[1:]]
    first, counted = 1, 0
    for (_, begin), end in zip(begins, [*ends, len(whole)], strict=True):
        first += whole.count(b"\n", counted, begin)
        counted = begin
        if not whole[begin:end].strip():
            continue
        try:
            yield _of_mail(whole[begin:end], first)
        except (LookupError, ValueError, AttributeError):
            raise BadData(
                f"{name}:{first}: the text of this mail cannot be read.", "Save it again."
            ) from None


def _of_mail(data: bytes, first: int) -> Written:
    """Give a mail as text; ``first`` is the number of its first line."""
    mail = message_from_bytes(data, policy=policy.default)
    body = mail.get_body(("plain", "html"))
    written = _of_body(body, data, first) if isinstance(body, MIMEPart) else Written("")
    label = SUBJECT + " ".join(str(mail["Subject"] or "").split())
    lines = written.text.split("\n")
    if "," in str(mail["Content-Language"] or ""):  # two languages of one letter
        lines = [label if line == BETWEEN else line for line in lines]
    beside = [RULE, *_beside(mail)]
    header = _SUBJECT_HEADER.search(data)
    at = first + (data.count(b"\n", 0, header.start()) if header else 0)
    numbers = (at, at, *(written.numbers or (at,)), *(first for _ in beside))
    return Written("\n".join([label, "", *lines, *beside]), numbers)


def _beside(mail: EmailMessage) -> Iterator[str]:
    """Give the line that says what a letter rests on, which a mail has in its header."""
    for each in provenance.read(mail.as_bytes(), "mail") if mail[PROVENANCE_HEADER] else ():
        yield f"This rests on: {'; '.join((*each.asks, *each.sources))}"


def _of_body(part: MIMEPart, data: bytes, first: int) -> Written:
    """Give a part's text, and for each of its lines the number of the file's line that it begins on."""
    text = str(part.get_content()).replace("\r\n", "\n")
    raw = part.as_bytes().partition(b"\n\n")[2]
    begin = first + data.count(b"\n", 0, max(data.find(raw), 0))
    lines = raw.split(b"\n")
    if part["Content-Transfer-Encoding"] == "quoted-printable":  # a line that ends so goes on in the next
        going_on = [False, *(line.endswith(b"=") for line in lines)]
    else:
        going_on = [False] * (len(lines) + 1)
    numbers = [begin + at for at in range(len(lines)) if not going_on[at]]
    if len(numbers) != text.count("\n") + 1:
        numbers = [begin] * (text.count("\n") + 1)  # in another encoding, such as base64
    if part.get_content_subtype() != "html":
        return Written(text, tuple(numbers))
    page = of_web_page(text)
    return Written(page.text, tuple(numbers[number - 1] for number in page.numbers))
