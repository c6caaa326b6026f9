"""Letters and sheets as tagged PDF, typeset by typst from the templates in ``templates/pdf``.

What is written is handed over as one JSON value and shown as text, so that nothing in a name or in
own words can act as markup; typst reads no file outside its templates and nothing in them asks for a
package. Only the fonts that come with typst are used, never those of a machine, so that the same
letters are the same bytes everywhere: Libertinus Serif has the letters of Welsh, Polish, Turkish,
Vietnamese, Greek and Russian, and DejaVu Sans Mono stands in for Arabic. They lack Chinese, Bengali,
emoji and more. PDF/UA-1, which typst checks as it writes, forbids a character without a shape; such
a character is replaced by U+FFFD, and ``lost`` says which they are, for the writer.

A PDF has no clock: its date is that of the letters, and a pack, which has its date on its pages, has none.
"""

import json
import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from askcandidate.errors import TemplateFault, not_installed
from askcandidate.formats import blocks
from askcandidate.formats.blocks import Block, Heading, Items, Paragraph, Quote, Rule, Span, Spans, Table
from askcandidate.formats.letter_records import provenance
from askcandidate.formats.letters import LetterPage, Look, Printed, page_of, texts_of
from askcandidate.formats.sheets import Binder, Page
from askcandidate.languages import Language
from askcandidate.resources import TEMPLATES

_FOLDER = TEMPLATES / "pdf"
_NO_SHAPE = "\N{REPLACEMENT CHARACTER}"
_LONG_WORD = re.compile(r"\S{30,}")
_STRETCH = re.compile(r"\S{10}(?=\S)")
_MOST_NAMED = 5  # characters in one message
_ODD = re.compile("[^ -~]")
_TICK = "☐ "


def write_letters(letters: Iterable[Printed], look: Look) -> Iterator[bytes]:
    """Write letters into one PDF, each on pages of its own; what stands beside a letter is left out.

    Args:
        letters: the letters, in order; at least one.
        look: how they look.

    Raises:
        WrongUse: typst is not installed.
    """
    every = list(letters)
    pages = [page_of(printed, look) for printed in every]
    texts = texts_of(printed.letter for printed in every)
    many = texts.label("{count} letters", count=len(pages))
    told = {
        "title": pages[0].heading if len(pages) == 1 else many,
        "lang": str(texts.language),
        "day": max(printed.letter.on for printed in every).timetuple()[:3],
        "large": look.large,
        "letters": [_letter(page) for page in pages],
    }
    rests_on = [provenance(printed.letter) for printed in every]
    made = _typeset("letters.typ", {**told, "single": True}, rests_on)
    if _page_count(made) > len(pages):
        made = _typeset("letters.typ", {**told, "single": False}, rests_on)
    yield made


def write_sheets(packs: Iterable[Sequence[Page]], binder: Binder) -> Iterator[bytes]:
    """Write packs into one PDF, each page on paper of its kind.

    Args:
        packs: the pages of each, in printing order.
        binder: how they are put together.

    Raises:
        WrongUse: typst is not installed.
    """
    yield _typeset(
        "sheets.typ",
        {
            "title": binder.title,
            "lang": str(Language.ENGLISH),
            "day": None,
            "large": binder.large,
            "pages": [_sheet(page) for pack in packs for page in pack],
        },
        [{"schema": "askcandidate.provenance/1", "sources": list(binder.sources)}],
    )


def check() -> None:
    """Refuse what cannot be typeset here, before any work.

    Raises:
        WrongUse: typst is not installed.
    """
    _press()


def lost(where: str, text: str) -> list[str]:
    """Say which characters of a text the fonts have no shape for, if there are some.

    Args:
        where: what the text is, for the message.
        text: all of it.

    Raises:
        WrongUse: typst is not installed.
    """
    found = _lacking(text)
    if not found:
        return []
    named = ", ".join(map(_named, found[:_MOST_NAMED]))
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return [
        f"{where}: the PDF shows {_NO_SHAPE} for {named}{more}; its fonts lack them. HTML and DOCX do not."
    ]


def _typeset(template: str, told: dict[str, Any], rests_on: list[dict[str, Any]]) -> bytes:
    words = json.dumps(_shown(told) | {"keywords": json.dumps(rests_on)})
    try:
        return _press().typeset(template, words)
    except ValueError as error:
        raise TemplateFault(f"The template {_FOLDER / template} cannot be typeset: {error}.") from None


class _Press(threading.local):
    """Typst with its own fonts alone, started once: for each thread, since it does one thing at a time."""

    def __init__(self) -> None:
        from typst import Compiler, Fonts, TypstError  # noqa: PLC0415  (an extra)

        fonts = Fonts(include_system_fonts=False)
        self._compiler = Compiler(root=_FOLDER, font_paths=fonts, ignore_system_fonts=True)
        self._fault = TypstError

    def typeset(self, template: str, told: str) -> bytes:
        """Typeset a document and check it against PDF/UA-1.

        Raises:
            ValueError: it cannot be typeset so.
        """
        try:
            made = self._compiler.compile(
                _FOLDER / template, format="pdf", sys_inputs={"told": told}, pdf_standards="ua-1"
            )
        except self._fault as error:
            raise ValueError(str(error)) from None
        assert isinstance(made, bytes)
        return made


@cache
def _press() -> _Press:
    try:
        return _Press()
    except ImportError:
        raise not_installed("Writing pdf", "pdf") from None


@cache
def _has_shape(character: str) -> bool:
    """Say whether the fonts have a shape for a character, by asking for it."""
    try:
        _press().typeset("probe.typ", character)
    except ValueError:
        return False
    return True


def _lacking(text: str) -> list[str]:
    """Give the characters of a text that have no shape, each once, in order."""
    return [character for character in dict.fromkeys(_ODD.findall(text)) if not _has_shape(character)]


def _named(character: str) -> str:
    shown = f"{character} " if character.isprintable() else ""
    return f"{shown}({unicodedata.name(character, f'U+{ord(character):04X}').lower()})"


def _shown(value: Any) -> Any:
    """Give every text as it can be printed: no character without a shape, no word too long to break."""
    if isinstance(value, str):
        for character in _lacking(value):
            value = value.replace(character, _NO_SHAPE)
        return _LONG_WORD.sub(lambda word: _STRETCH.sub("\\g<0>\u200b", word[0]), value)
    if isinstance(value, dict):
        return {key: _shown(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(each) for each in value]
    return value


def _letter(page: LetterPage) -> dict[str, Any]:
    """Give a letter as the template reads it."""
    return {
        "lang": str(page.language),
        "of": page.texts.label("of"),
        "bookmark": page.heading,
        "to": page.to,
        "date": page.date,
        "subject": page.subject,
        "salutation": page.salutation,
        "body": [_told(block) for block in page.body],
        "closing": page.closing,
        "sender": page.sender,
        "foot": [_spans((Span(page.imprint),))] if page.imprint else [],
    }


def _page_count(made: bytes) -> int:
    found = re.search(rb"<xmpTPg:NPages>(\d+)<", made)
    assert found
    return int(found[1])


def _sheet(page: Page) -> dict[str, Any]:
    """Give a page as the template reads it; the register, which is not sent, is on a side of its own."""
    body, foot = blocks.parted(blocks.of_markdown(page.markdown, page.texts))
    told = list(_grouped(body))
    rules = [at for at, block in enumerate(told) if block["block"] == "rule"]
    if page.kind == "invite" and rules:
        told[rules[-1]] = {"block": "turn"}
    return {"kind": page.kind, "blocks": told, "foot": [_spans(spans) for spans in foot]}


def _grouped(page: Sequence[Block]) -> Iterator[dict[str, Any]]:
    """Keep what stands under a heading together with it, such as a question and its table."""
    group: list[Block] = []
    for block in page:
        if isinstance(block, Heading | Rule):
            yield from _group(group)
            group = []
        if isinstance(block, Rule):
            yield _told(block)
        else:
            group.append(block)
    yield from _group(group)


def _group(group: list[Block]) -> Iterator[dict[str, Any]]:
    if group:
        yield {"block": "kept", "blocks": [_told(block) for block in group]}


def _told(block: Block) -> dict[str, Any]:
    """Give a block as the templates read it."""
    match block:
        case Heading():
            return {"block": "heading", "level": block.level, "spans": _spans(block.spans)}
        case Paragraph():
            return {"block": "paragraph", "spans": _spans(block.spans)}
        case Items():
            return _told_items(block)
        case Table():
            return {
                "block": "table",
                "head": [_spans(cell) for cell in block.head],
                "rows": [[_spans(cell) for cell in row] for row in block.rows],
            }
        case Quote():
            return {"block": "quote", "blocks": [_told(each) for each in block.blocks]}
        case Rule():
            return {"block": "rule"}


def _told_items(items: Items) -> dict[str, Any]:
    """Give a list as the templates read it; the boxes of a list to tick become its markers."""
    if items.first is not None:
        return {"block": "numbers", "first": items.first, "items": _told_each(items.items)}
    if all(_is_to_tick(item) for item in items.items):
        return {"block": "boxes", "items": _told_each(map(_without_box, items.items))}
    return {"block": "points", "items": _told_each(items.items)}


def _told_each(items: Iterable[tuple[Block, ...]]) -> list[list[dict[str, Any]]]:
    return [[_told(block) for block in item] for item in items]


def _is_to_tick(item: tuple[Block, ...]) -> bool:
    return bool(item) and isinstance(item[0], Paragraph) and item[0].spans[0].text.startswith(_TICK)


def _without_box(item: tuple[Block, ...]) -> tuple[Block, ...]:
    first, *others = item
    assert isinstance(first, Paragraph)
    head, *spans = first.spans
    return (Paragraph((head._replace(text=head.text.removeprefix(_TICK)), *spans)), *others)


def _spans(spans: Spans) -> list[Span]:
    """Give runs of text, line breaks as runs of their own."""
    return [span._replace(text=piece) for span in spans for piece in re.split(r"(\n)", span.text) if piece]
