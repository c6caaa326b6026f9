"""Letters and sheets as tagged PDF: what the templates in ``templates/pdf`` are told of them.

A PDF has no clock: its date is that of the letters, and a pack, which has its date on its pages, has none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from askcandidate.formats import blocks
from askcandidate.formats.blocks import Block, Heading, Items, Paragraph, Quote, Rule, Span, Spans, Table
from askcandidate.formats.letter_records import provenance
from askcandidate.formats.letters import LetterPage, Look, Printed, page_of, texts_of
from askcandidate.formats.sheets import Binder, Page
from askcandidate.formats.typesetting import page_count, typeset
from askcandidate.languages import Language


def write_letters(letters: Iterable[Printed], look: Look) -> Iterator[bytes]:
    """Write letters into one PDF, each on pages of its own; what stands beside a letter is left out.

    Args:
        letters: the letters, in order; at least one.
        look: how they look.

    Raises:
        WrongUse: typst is not installed.
    """
    every = list(letters)
    pages = [page_of(printed, look, on_paper=True) for printed in every]
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
    made = typeset("letters.typ", {**told, "single": True}, rests_on)
    if page_count(made) > len(pages):
        made = typeset("letters.typ", {**told, "single": False}, rests_on)
    yield made


def write_sheets(packs: Iterable[Sequence[Page]], binder: Binder) -> Iterator[bytes]:
    """Write packs into one PDF, each page on paper of its kind.

    Args:
        packs: the pages of each, in printing order.
        binder: how they are put together.

    Raises:
        WrongUse: typst is not installed.
    """
    yield typeset(
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


def _sheet(page: Page) -> dict[str, Any]:
    """Give a page as the template reads it; the register of invitations is on a side of its own."""
    body, foot = blocks.parted(blocks.of_markdown(page.markdown, page.texts))
    told = list(_grouped(body))
    rules = [at for at, block in enumerate(told) if block["block"] == "rule"]
    if page.kind == "checklist" and rules:
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
    return bool(item) and blocks.after_box(item[0]) is not None


def _without_box(item: tuple[Block, ...]) -> tuple[Block, ...]:
    first, *others = item
    return (Paragraph(blocks.after_box(first) or ()), *others)


def _spans(spans: Spans) -> list[Span]:
    """Give runs of text, line breaks as runs of their own."""
    return [span._replace(text=piece) for span in spans for piece in re.split(r"(\n)", span.text) if piece]
