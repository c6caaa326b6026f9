"""Links that open a mail program with a letter in it."""

from urllib.parse import quote

_LONGEST = 1800  # characters; some browsers and mail programs cut a longer one in silence


def link(address: str, subject: str, text: str) -> str:
    """Give a link to a new mail, or nothing if it would be too long to arrive whole.

    Args:
        address: the one e-mail address it is to; the link names no other.
        subject: of the mail.
        text: its body, with an empty line between paragraphs.
    """
    title, lines = " ".join(subject.split()), text.replace("\n", "\r\n")
    found = f"mailto:{_quoted(address, '@')}?subject={_quoted(title)}&body={_quoted(lines)}"
    return found if len(found) < _LONGEST else ""


def _quoted(text: str, safe: str = "") -> str:
    """Percent-encode a text; the underscore too, so that no Markdown reads a mark in it."""
    return quote(text, safe=safe).replace("_", "%5F")
