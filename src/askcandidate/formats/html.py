"""Letters and sheets as one self-contained page for the web and the printer.

Every text passes ``_text`` on its way into a page: there alone it is escaped. How pages look, on a screen
and on paper, is in ``templates/page/style.css``.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from typing import Any, assert_never

from askcandidate.formats.blocks import (
    Block,
    Heading,
    Items,
    Paragraph,
    Quote,
    Rule,
    Span,
    Spans,
    Table,
    after_box,
    of_markdown,
    parted,
)
from askcandidate.formats.letter_records import provenance
from askcandidate.formats.letters import LetterPage, Look, Printed, heading_of, page_of, texts_of
from askcandidate.formats.sheets import Binder, Page
from askcandidate.languages import Language
from askcandidate.resources import TEMPLATES

_BLANK = re.compile("(_{6,})")  # a line to write on
_LINK = re.compile(r"(https?://\S*[\w/])")

_HOW_TO_PRINT_LETTERS = (
    "Print on A4 at actual size. This note, and what stands below each letter, stay on the screen. "
    "Folded in three, the sheet shows whom it is to in the window of a DL envelope, with room to write "
    "their postal address."
)
_HOW_TO_PRINT_SHEETS = (
    "Print on A4 at actual size, in black and white if you like. Each sheet begins on a page of its own. "
    "This note, and the line above each sheet, stay on the screen."
)
_HOW_TO_USE = {
    "cover": "What is in this file",
    "sheet": "Question sheet: one for each speaker, one for the chair and one to keep",
    "script": "Chair's script: one to read from and one to spare",
    "grid": "Record, on A4 on its side: for two people who write",
    "card": "Audience card, two on a side of A4: cut down the middle",
    "checklist": "For the organiser, to keep: the checklist, and the register of who was invited",
    "invite": "Invitation, reply and statement: one for everybody who is invited",
    "one": "Card with one question, two on a side of A4: cut down the middle",
}
_HOW_TO_USE_LARGE = {
    **_HOW_TO_USE,
    "card": "Audience card, one on a sheet of A4",
    "one": "Card with one question, on a sheet of A4",
}
_TWO_ON_A_SIDE = ("card", "one")


def write_letters(letters: Iterable[Printed], look: Look) -> Iterator[str]:
    """Write letters into one page, each an article that begins on a sheet of its own in print."""
    printed = list(letters)
    texts = texts_of(each.letter for each in printed)
    many = "Your {count} letters"
    title = texts.label(many, count=len(printed)) if len(printed) > 1 else texts.label("Your letter")
    about = f"{title}: {heading_of(printed[0].letter)}" if len(printed) == 1 else title
    yield _opening(about, title, _HOW_TO_PRINT_LETTERS, "", large=look.large, language=texts.language)
    for number, each in enumerate(printed, 1):
        yield _article(number, each, page_of(each, look, on_paper=True), texts.language)
    yield _CLOSING


def write_sheets(packs: Iterable[Sequence[Page]], binder: Binder) -> Iterator[str]:
    """Write packs into one page, each sheet a section that begins on a page of its own in print."""
    origin = {"schema": "askcandidate.provenance/1", "sources": list(binder.sources)}
    rests_on = _attribute("data-provenance", _json(origin)) if binder.sources else ""
    yield _opening(binder.title, binder.title, _HOW_TO_PRINT_SHEETS, rests_on, large=binder.large)
    for pack in packs:
        for page in pack:
            yield _section(page, large=binder.large)
    yield _CLOSING


def _opening(
    title: str,
    heading: str,
    note: str,
    attributes: str,
    *,
    large: bool,
    language: Language = Language.ENGLISH,
) -> str:
    """Give a page up to its first letter or sheet; its note is in English."""
    return _OPENING.format(
        language=language.tag,
        of_note=_lang(Language.ENGLISH, language),
        size=' class="large"' if large else "",
        title=_text(title),
        style=_style(),
        heading=_text(heading),
        note=_text(note),
        attributes=attributes,
    )


@cache
def _style() -> str:
    return (TEMPLATES / "page/style.css").read_text(encoding="utf-8")


def _lang(language: Language, around: Language) -> str:
    """Give the attribute that names a language, where it is not the one around it."""
    return "" if language is around else _attribute("lang", language.tag)


def _article(number: int, printed: Printed, page: LetterPage, around: Language) -> str:
    """Give a letter as it is printed, and beside it what its writer should know."""
    before = page.texts.label("Before you send it")
    origin = _attribute("data-provenance", _json(provenance(printed.letter)))
    name, *address = map(_text, page.sender)
    day = printed.letter.on.isoformat()
    imprint = f'<footer class="imprint">{_text(page.imprint)}</footer>\n' if page.imprint else ""
    return (
        f'<article class="letter"{_lang(page.language, around)}{origin} aria-labelledby="letter-{number}">\n'
        f'<h2 id="letter-{number}">{_text(page.heading)}</h2>\n'
        f'<div class="paper{" has-imprint" if imprint else ""}">\n<div class="head">\n'
        f'<div class="from"><address>{"<br>".join(address)}</address>\n'
        f'<p class="date"><time datetime="{day}">{_text(page.date)}</time></p></div>\n'
        f'<p class="to">{_text(page.to)}</p>\n</div>\n'
        f"<h3>{_text(page.subject)}</h3>\n<p>{_text(page.salutation)}</p>\n"
        f'{"".join(map(_block, page.body))}<div class="end">\n<p>{_text(page.closing)}</p>\n'
        f'<p class="name">{name}</p>\n</div>\n{imprint}</div>\n'
        f"<aside>\n<h3>{_text(before)}</h3>\n{''.join(map(_beside, page.beside))}</aside>\n</article>\n"
    )


def _beside(line: str) -> str:
    """Give a line beside a letter; web addresses in it can be followed."""
    parts = _LINK.split(line)
    parts[::2] = map(_text, parts[::2])
    parts[1::2] = [f"<a{_attribute('href', link)}>{_text(link)}</a>" for link in parts[1::2]]
    return f"<p>{''.join(parts)}</p>\n"


def _section(page: Page, *, large: bool) -> str:
    """Give a sheet; a card stands on its page twice in print, unless it fills it."""
    use = (_HOW_TO_USE_LARGE if large else _HOW_TO_USE).get(page.kind, "")
    body, foot = parted(of_markdown(page.markdown, page.texts))
    at_foot = "".join(f"<p>{_spans(spans)}</p>\n" for spans in foot)
    sheet = f'<div class="paper">\n{_blocks(body)}<footer>\n{at_foot}</footer>\n</div>\n'
    again = sheet.replace('"paper"', '"paper again" aria-hidden="true"', 1)
    twice = again if page.kind in _TWO_ON_A_SIDE and not large else ""
    return (
        f'<section class="{_text(page.kind)}">\n<p class="use">{_text(use)}</p>\n{sheet}{twice}</section>\n'
    )


def _blocks(blocks: Iterable[Block]) -> str:
    """Give the blocks of a sheet; a table is named after the heading that it stands below."""
    pieces, heading = [], ""
    for block in blocks:
        if isinstance(block, Heading):
            heading = "".join(span.text for span in block.spans)
        pieces.append(_table(block, heading) if isinstance(block, Table) else _block(block))
    return "".join(pieces)


def _block(block: Block) -> str:
    match block:
        case Heading(level, spans):
            return f"<h{level + 1}>{_spans(spans)}</h{level + 1}>\n"  # the file's own heading is the first
        case Paragraph(spans):
            to_fill_in = any(_BLANK.search(span.text) for span in spans)
            return f"<p{_attribute('class', 'fill') if to_fill_in else ''}>{_spans(spans)}</p>\n"
        case Items(items, first):
            return _list(items, first)
        case Table():
            return _table(block, "")
        case Quote(blocks):
            return f"<blockquote>\n{''.join(map(_block, blocks))}</blockquote>\n"
        case Rule():
            return "<hr>\n"
        case _:
            assert_never(block)


def _list(items: Sequence[Sequence[Block]], first: int | None) -> str:
    inside = "".join(map(_item, items))
    return f"<ul>\n{inside}</ul>\n" if first is None else f'<ol start="{first}">\n{inside}</ol>\n'


def _item(blocks: Sequence[Block]) -> str:
    match blocks:
        case [first] if spans := after_box(first):
            return f'<li class="tick">{_spans(spans)}</li>\n'
        case [Paragraph(spans)]:
            return f"<li>{_spans(spans)}</li>\n"
        case _:
            return f"<li>{''.join(map(_block, blocks))}</li>\n"


def _table(table: Table, name: str) -> str:
    """Give a table in a box that it can be moved in, where a screen is narrower."""
    head = "".join(_cell(cell, "col") for cell in table.head)
    rows = "".join(_row(row) for row in table.rows)
    return (
        f'<div class="table" role="group" tabindex="0"{_attribute("aria-label", f"Table: {name}")}>\n'
        f'<table class="of-{len(table.head)}">\n<thead>\n<tr>{head}</tr>\n</thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )


def _row(row: Sequence[Spans]) -> str:
    return f"<tr>{_cell(row[0], 'row')}{''.join(_cell(cell, '') for cell in row[1:])}</tr>\n"


def _cell(spans: Spans, heads: str) -> str:
    """Give a cell; it heads its row or column unless it is there to be written in."""
    words = "".join(span.text for span in spans).strip("_ ")
    if heads and words:
        return f'<th scope="{heads}">{_spans(spans)}</th>'
    return f"<td>{_spans(spans)}</td>"


def _spans(spans: Spans) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    text = _BLANK.sub(r'<span class="blank" aria-hidden="true">\1</span>', _text(span.text)).replace(
        "\n", "<br>"
    )
    text = f"<span{_attribute('lang', span.language.tag)}>{text}</span>" if span.language else text
    text = f"<em>{text}</em>" if span.emphasis else text
    return f"<strong>{text}</strong>" if span.strong else text


def _text(text: str) -> str:
    """Take a text literally, in an element or in quotation marks."""
    return escape(text, quote=True)


def _attribute(name: str, value: str) -> str:
    return f' {name}="{_text(value)}"'


def _json(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)


_OPENING = """<!doctype html>
<html lang="{language}"{size}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main{attributes}>
<div class="about">
<h1>{heading}</h1>
<p{of_note}>{note}</p>
</div>
"""
_CLOSING = "</main>\n</body>\n</html>\n"
