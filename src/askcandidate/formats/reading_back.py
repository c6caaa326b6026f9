"""Letters and sheets read back from their files: what ``letters`` and ``sheets`` write, or like it."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from askcandidate.errors import BadData
from askcandidate.formats.blocks import NO_BREAK
from askcandidate.languages import Language

# English and Welsh, as letters have them.
_SUBJECT = re.compile(r"^(?:\*\*)?(?:Subject|(?P<welsh>Pwnc)):(?:\*\*)?", re.MULTILINE)
_SALUTATION = re.compile(r"^(?:Dear|To|Annwyl|At)\b.{0,200}?,[ \t]*$", re.MULTILINE)
_SIGN_OFF = re.compile(
    r"^(?:Yours (?:sincerely|faithfully|truly)|(?:Kind|Best|Warm|With)\b.{0,30}\b(?:regards|wishes|thanks)"
    r"|Regards|Best wishes|Many thanks|(?P<welsh>Yn gywir)),?[ \t]*$",
    re.MULTILINE,
)
_RULE = re.compile(r"^(?:-{3,}|={20,})[ \t]*$", re.MULTILINE)
_SHEET_END = re.compile(
    r"^\*?(?:Made on|Lluniwyd ar) [^\n]+\. (?:No party, no side|Dim plaid, dim ochr)\.\*?[ \t]*$",
    re.MULTILINE,
)
_RESTS = re.compile("This rests on:|Mae hwn yn seiliedig ar:")
RULE = "---"
"""The line that parts a letter from what stands beside it."""
SUBJECT = "Subject: "
_LETTER_RECORD = "askcandidate.letter/1"
_FAILED_RECORD = "askcandidate.error/1"


class Kind(StrEnum):
    """What a page is."""

    LETTER = "letter"
    DIGEST = "digest"
    """A letter for many people, which may be longer than one person's."""
    SHEET = "sheet"
    TEXT = "text"
    """Something else, or a letter without a salutation."""


class Unit(StrEnum):
    """What places in a file are counted in."""

    LINE = "line"
    PARAGRAPH = "paragraph"


class Written(NamedTuple):
    """The text of a file that holds letters or sheets.

    Attributes:
        text: laid out as plain text or Markdown.
        numbers: of each line of it, the place in the file that it comes from; empty where the text is the
            file's own, line for line.
        unit: what those are numbers of.
    """

    text: str
    numbers: tuple[int, ...] = ()
    unit: Unit = Unit.LINE


class Lines:
    """Gathers blocks of text into one, an empty line after each.

    Args:
        unit: what their places in the file are counted in.
    """

    def __init__(self, unit: Unit = Unit.LINE) -> None:
        self._unit = unit
        self._lines: list[str] = []
        self._numbers: list[int] = []

    def add(self, block: str, number: int) -> None:
        """Add a block, which stands at one place of the file; a no-break space in it is read as any other."""
        lines = [*block.replace(NO_BREAK, " ").split("\n"), ""]
        self._lines += lines
        self._numbers += [number] * len(lines)

    def written(self) -> Written:
        """Give all of it."""
        return Written("\n".join(self._lines), tuple(self._numbers), self._unit)


class Page(NamedTuple):
    """A letter, or a page of a pack, as it stands in a file.

    Attributes:
        kind: what it is.
        text: all of it that its reader gets to see.
        line: the line of the file, or its paragraph, that the text begins on.
        body: what stands between salutation and sign-off; for what is no letter, all of it.
        body_at: where the body begins in the text, in characters.
        own_words: the writer's own, as they stand in the body; empty where there are none, None where it
            is not known which they are.
        asks: the ids of its asks, or the lines that name them.
        sender: whose it is, as far as the page tells: two pages of one file with the same are one
            person's; empty where it tells nothing.
        is_one_line: whether all of it stands on one line of the file, as in a record.
        language: that it is in, as far as the page tells.
        numbers: as ``Written`` has them, of the text's lines.
        unit: what the line and those are numbers of.
    """

    kind: Kind
    text: str
    line: int
    body: str
    body_at: int
    own_words: str | None = None
    asks: str = ""
    sender: tuple[str, ...] = ()
    is_one_line: bool = False
    language: Language = Language.ENGLISH
    numbers: tuple[int, ...] = ()
    unit: Unit = Unit.LINE

    def line_at(self, at: int) -> int:
        """Give the number of the file's line, or paragraph, that a character of the text stands in."""
        below = self.text.count("\n", 0, at)
        if self.is_one_line:
            return self.line
        return self.numbers[below] if self.numbers else self.line + below


def pages(written: Written) -> Iterator[Page]:
    """Give the pages of a text: a sheet ends in who made it and when, a letter begins with its subject.

    A text of blanks alone has none.
    """
    text = written.text
    if not text.strip():
        return
    breaks = [found.start() for found in re.finditer("\n", text)]
    ends = [found.end() for found in _SHEET_END.finditer(text)]
    if ends:
        for start, end in zip([0, *ends], ends, strict=False):
            yield _page(Kind.SHEET, written, breaks, start, end)
        return
    starts = [found.start() for found in _SUBJECT.finditer(text)] or [0]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield _letter(written, breaks, start, end)


def _page(kind: Kind, written: Written, breaks: Sequence[int], start: int, end: int) -> Page:
    """Cut a page out; ``breaks`` are the places of all line breaks, found once for a file of many letters."""
    text = written.text[start:end].lstrip()
    above = bisect_left(breaks, end - len(text))
    numbers = written.numbers[above : above + text.count("\n") + 1]
    line = numbers[0] if numbers else above + 1
    return Page(kind, text, line, text, 0, numbers=numbers, unit=written.unit)


def _letter(written: Written, breaks: Sequence[int], start: int, end: int) -> Page:
    """Read one letter; what stands under its rule is beside it, and not part of it."""
    whole = written.text
    greeting = _SALUTATION.search(whole, start, end)
    begin = greeting.end() if greeting else start
    signed = _SIGN_OFF.search(whole, begin, end)
    rule = _RULE.search(whole, begin if greeting else end, end)
    last = rule.start() if rule else end
    page = _page(Kind.LETTER if greeting else Kind.TEXT, written, breaks, start, last)
    subject = _SUBJECT.match(whole, start)
    if (subject and subject["welsh"]) or (signed and signed["welsh"]):
        page = page._replace(language=Language.WELSH)
    if greeting is None:
        return page
    offset = start + len(whole[start:last]) - len(page.text)
    stop = signed.start() if signed and signed.start() < last else last
    sign_off = re.findall(r"\w+", whole[signed.end() : last]) if signed and signed.end() < last else []
    return page._replace(
        body=whole[begin:stop].rstrip(),
        body_at=begin - offset,
        asks=_RESTS.split(whole[last:end], 1)[-1] if _RESTS.search(whole, last, end) else "",
        sender=tuple(sign_off),
    )


def json_lines(lines: Iterable[str], name: str) -> Iterator[tuple[int, Any]]:
    """Give each value of a file of JSON lines, with the line's number; blank lines are passed over.

    Args:
        lines: of the file.
        name: what the file is called, for messages.

    Raises:
        BadData: a line is not whole; the message has its number.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError):
                raise BadData(
                    f"{name}:{number}: this line is not whole JSON.", "Write the file again."
                ) from None


def records(lines: Iterator[str], name: str) -> Iterator[Page]:
    """Give the letters of a file of records; rows that failed are passed over.

    Args:
        lines: of the file.
        name: what the file is called, for messages.

    Raises:
        BadData: a line is not the record of a letter; the message has its number.
    """
    for number, record in json_lines(lines, name):
        schema = record.get("schema") if isinstance(record, dict) else None
        if schema == _FAILED_RECORD:
            continue
        body = record.get("body") if schema == _LETTER_RECORD else None
        if not (isinstance(body, str) and body.strip()):
            raise BadData(
                f"{name}:{number}: this line is not the record of a letter.",
                f'askcandidate letter --jsonl writes them; each says "schema": "{_LETTER_RECORD}".',
            )
        yield _of_record(record, number)


def _of_record(record: dict[str, Any], number: int) -> Page:
    """Read a record. One person's letters agree in all that is said of their sender.

    A row's number alone would not do, since files may have been put together from several runs.
    """
    body = record["body"]
    own = record.get("own_words")
    kind = Kind.DIGEST if record.get("digest") is True else Kind.LETTER
    if not isinstance(own, str) or own not in body:
        own = "" if record.get("own_word_count") == 0 and kind is Kind.LETTER else None
    sender = tuple(str(record.get(key)) for key in ("line", "id", "postcode_outward", "own_words"))
    asks = " ".join(map(str, record.get("asks") or ()))
    language = Language.WELSH if record.get("lang") == Language.WELSH else Language.ENGLISH
    return Page(kind, body, number, body, 0, own, asks, sender, is_one_line=True, language=language)
