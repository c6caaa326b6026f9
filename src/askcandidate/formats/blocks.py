"""What a page is made of, before it takes a form: headings, paragraphs, lists, tables, quotations.

Sheets come as Markdown and letters as plain paragraphs; PDF and DOCX are made from these blocks, so
that neither needs to know Markdown.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from askcandidate.languages import ENGLISH, Language, Texts

if TYPE_CHECKING:
    from markdown_it.token import Token


class Span(NamedTuple):
    """A run of text in one style; a line ends where the text is a line break.

    ``language`` is that of the text, where it is not the page's.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    language: Language | None = None


Spans = tuple[Span, ...]
_BOX = "☐ "  # before what is to be ticked
_TELEPHONE = re.compile(r"(?<!\w)0\d{2,4}(?: \d{3,6}){1,3}(?!\w)")
NO_BREAK = "\u00a0"
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|"})


class Heading(NamedTuple):
    """A heading; level 1 is a page's own."""

    level: int
    spans: Spans


class Paragraph(NamedTuple):
    """A paragraph."""

    spans: Spans


class Items(NamedTuple):
    """A list; ``first`` is the number of its first item, or None for points."""

    items: "tuple[tuple[Block, ...], ...]"
    first: int | None


class Table(NamedTuple):
    """A table: its head and its rows, cell by cell."""

    head: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]


class Quote(NamedTuple):
    """What stands in a frame of its own."""

    blocks: "tuple[Block, ...]"


class Rule(NamedTuple):
    """A line across the page."""


Block = Heading | Paragraph | Items | Table | Quote | Rule


def of_markdown(markdown: str, texts: Texts = ENGLISH) -> tuple[Block, ...]:
    """Give the blocks of a page of Markdown (CommonMark and tables, no HTML).

    Args:
        markdown: the page, in English but for some headings and labels.
        texts: those of their language.
    """
    blocks = tuple(_blocks(iter(reader().parse(markdown)), ""))
    return blocks if texts is ENGLISH else tuple(_in_languages(block, texts) for block in blocks)


def _in_languages(block: Block, texts: Texts) -> Block:
    """Give a block whose runs of text that are in another language say so."""

    def marked(spans: Spans) -> Spans:
        return tuple(s._replace(language=texts.language) if texts.says(s.text) else s for s in spans)

    match block:
        case Heading(level, spans):
            return Heading(level, marked(spans))
        case Paragraph(spans):
            return Paragraph(marked(spans))
        case Items(items, first):
            return Items(tuple(tuple(_in_languages(each, texts) for each in item) for item in items), first)
        case Table(head, rows):
            return Table(tuple(map(marked, head)), tuple(tuple(map(marked, row)) for row in rows))
        case Quote(blocks):
            return Quote(tuple(_in_languages(each, texts) for each in blocks))
        case Rule():
            return block


def of_letter(body: str) -> tuple[Block, ...]:
    """Give the blocks of a letter's body: paragraphs, and lists whose items begin with ``- ``."""
    blocks: list[Block] = []
    for part in filter(None, body.split("\n\n")):
        lines = part.strip("\n").split("\n")
        if all(line.startswith("- ") for line in lines):
            items = tuple((Paragraph((Span(line[2:]),)),) for line in lines)
            blocks.append(Items(items, None))
        else:
            blocks.append(Paragraph((Span("\n".join(lines)),)))
    return tuple(blocks)


def after_box(block: Block) -> Spans | None:
    """Give what stands after the box of a thing to tick; None for any other block."""
    match block:
        case Paragraph((head, *others)) if head.text.startswith(_BOX):
            return (head._replace(text=head.text.removeprefix(_BOX)), *others)
    return None


def parted(page: Sequence[Block]) -> tuple[Sequence[Block], list[Spans]]:
    """Part a page from its foot: the paragraphs at its end that stand in italics altogether."""
    end = len(page)
    while end and _is_foot(page[end - 1]):
        end -= 1
    return page[:end], [block.spans for block in page[end:] if isinstance(block, Paragraph)]


def unbroken(text: str, space: str = NO_BREAK) -> str:
    """Keep each telephone number on one line, by another blank within it."""
    return _TELEPHONE.sub(lambda number: number[0].replace(" ", space), text)


def literal(text: str) -> str:
    """Take Markdown's marks literally."""
    return text.translate(_MARKS)


@cache
def reader() -> Any:
    """Give the reader of Markdown, as the sheets write it."""
    from markdown_it import MarkdownIt  # noqa: PLC0415  (only where a page takes a form)

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _is_foot(block: Block) -> bool:
    return isinstance(block, Paragraph) and all(span.emphasis for span in block.spans)


def _blocks(tokens: "Iterator[Token]", until: str) -> Iterator[Block]:
    """Give the blocks up to a closing token, or to the end."""
    for token in tokens:
        match token.type:
            case "heading_open":
                yield Heading(int(token.tag[1:]), _line(tokens))
            case "paragraph_open":
                yield Paragraph(_line(tokens))
            case "bullet_list_open":
                yield Items(tuple(_items(tokens, "bullet_list_close")), None)
            case "ordered_list_open":
                first = token.attrs.get("start", 1)
                yield Items(tuple(_items(tokens, "ordered_list_close")), int(first))
            case "blockquote_open":
                yield Quote(tuple(_blocks(tokens, "blockquote_close")))
            case "table_open":
                yield _table(tokens)
            case "hr":
                yield Rule()
            case closing if closing == until:
                return


def _items(tokens: "Iterator[Token]", until: str) -> Iterator[tuple[Block, ...]]:
    for token in tokens:
        if token.type == "list_item_open":
            yield tuple(_blocks(tokens, "list_item_close"))
        elif token.type == until:
            return


def _table(tokens: "Iterator[Token]") -> Table:
    rows: list[list[Spans]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(tuple(_spans(token.children or ())))
        elif token.type == "table_close":
            break
    return Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]))


def _line(tokens: "Iterator[Token]") -> Spans:
    return tuple(_spans(next(tokens).children or ()))


def _spans(tokens: "Sequence[Token]") -> Iterator[Span]:
    strong = emphasis = 0
    for token in tokens:
        match token.type:
            case "strong_open":
                strong += 1
            case "strong_close":
                strong -= 1
            case "em_open":
                emphasis += 1
            case "em_close":
                emphasis -= 1
            case "softbreak":
                yield Span(" ")
            case "hardbreak":
                yield Span("\n")
            case _:
                if token.content:
                    yield Span(unbroken(token.content), strong > 0, emphasis > 0)
