"""Letters as mails to look over and send from one's own mail program: one ``.eml`` each, or one mbox.

They are drafts: nothing in them claims to have been sent. So there is no Date, no Message-ID and no From,
which the mail program puts in when somebody sends them, and the same letter gives the same bytes.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from askcandidate.correspondence import Letter
from askcandidate.formats.letter_forms import LetterFormat
from askcandidate.formats.letter_records import provenance
from askcandidate.formats.letters import Look, Printed, mail_address, running_text

_LONGEST_NAME = 45  # bytes that fit on a header's line in any encoding
BETWEEN = "-" * 40
"""The line between two languages of one letter."""
PROVENANCE_HEADER = "X-Askcandidate-Provenance"

# Two characters below the usual, which a line that begins with "From " grows by; see ``_message``.
_POLICY = SMTP.clone(max_line_length=74)
_MBOX_POLICY = _POLICY.clone(linesep="\n")


def write_letters(letters: Iterable[Printed], form: LetterFormat, look: Look) -> Iterator[bytes]:
    """Write each letter as a mail of its own, or one after another into an mbox."""
    for printed in letters:
        mail = _message(printed.letter, look)
        if form is LetterFormat.MBOX:
            yield _separator(printed.letter.on) + mail.as_bytes(policy=_MBOX_POLICY) + b"\n"
        else:
            yield mail.as_bytes()


def _message(letter: Letter, look: Look) -> EmailMessage:
    """Make a draft: one part of plain text, a paragraph a line, which mail programs wrap as they show it."""
    mail = EmailMessage(_POLICY)
    address = _address(letter)
    if address:
        mail["To"] = address
    each = [letter, *([letter.again] if letter.again else [])]
    mail["Subject"] = _one_line(" / ".join(one.subject for one in each))
    mail["X-Unsent"] = "1"  # mail programs that know it open the file as a draft
    mail[PROVENANCE_HEADER] = json.dumps(provenance(letter))
    text = f"\n\n{BETWEEN}\n\n".join(map(running_text, each))
    mail.set_content("\n\n".join(filter(None, [text, look.imprint])) + "\n", cte="quoted-printable")
    mail["Content-Language"] = ", ".join(one.language.tag for one in each)
    # An mbox takes a line that begins so for the next mail. Written this way no reader has to undo an escape.
    mail.set_payload(re.sub("^From ", "=46rom ", str(mail.get_payload()), flags=re.MULTILINE))
    return mail


def _address(letter: Letter) -> Address | None:
    """Give the addressee's address, or None if there is none that a header can hold."""
    local, _, domain = mail_address(letter.to).rpartition("@")
    if not local:
        return None
    name = _one_line(letter.to.name)
    # The library changes a name that it has to break in two, down to its quotation marks: then the
    # address has to do.
    is_whole = len(name.encode()) <= _LONGEST_NAME
    try:
        return Address(name if is_whole else "", addr_spec=f"{local}@{domain.encode('idna').decode()}")
    except (ValueError, IndexError, HeaderParseError):
        return None


def _separator(on: date) -> bytes:
    """Give the line that parts mails in an mbox, dated at noon of the letter's day, in C's own format."""
    return f"From - {on:%a %b} {on.day:2} 12:00:00 {on.year}\n".encode()


def _one_line(text: str) -> str:
    """Give a text without what could end a header's line."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())
