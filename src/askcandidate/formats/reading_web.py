"""The text of web pages, ours or anybody's, laid out as plain text for ``reading_back``.

In a letter of ours the subject gets its label, the sender's address stands after their name, and what
stands beside the letter comes after a rule.
"""

from html.parser import HTMLParser

from askcandidate.formats.reading_back import RULE, SUBJECT, Lines, Written

_SILENT = frozenset({"script", "style", "template", "title"})
_IN_LINES = frozenset(
    {"a", "abbr", "b", "br", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span", "strong"}
    | {"sub", "sup", "time", "u", "wbr"}
)
_LINE_END = "\0"


def of_web_page(text: str) -> Written:
    """Give the text of a web page, with the line of the file that each of its lines begins on."""
    page = _WebPage()
    page.feed(text.replace(_LINE_END, ""))
    page.close()
    page.end_block()
    return page.lines.written()


class _WebPage(HTMLParser):
    """Reads a web page block by block; a block is what stands in an element that is not in a line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = Lines()
        self._block = self._prefix = ""
        self._begins = 0
        self._silent = ""  # an element that nobody reads
        self._depth = 0  # of elements of its name in it
        self._is_letter = self._awaits_subject = self._in_address = False
        self._address: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element; the second copy of a card is passed over."""
        classes = (dict(attrs).get("class") or "").split()
        if self._silent:
            self._depth += tag == self._silent
        elif tag in _SILENT or "again" in classes:
            self._silent, self._depth = tag, 1
        elif tag == "br":
            self._block += _LINE_END
        elif tag not in _IN_LINES:
            self.end_block()
            self._begin_block(tag, is_letter=tag == "article" and "letter" in classes)

    def _begin_block(self, tag: str, *, is_letter: bool) -> None:
        if is_letter:
            self._is_letter = self._awaits_subject = True
        self._in_address = self._is_letter and tag == "address"
        if tag == "li":
            self._prefix = "- "
        elif tag == "h3" and self._awaits_subject:
            self._prefix, self._awaits_subject = SUBJECT, False
        elif tag in ("footer", "aside"):
            for line, number in self._address:
                self.lines.add(line, number)
            self._address = []
            if tag == "aside":
                self.lines.add(RULE, self.getpos()[0])

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if tag == self._silent:
            self._depth -= 1
            self._silent = tag if self._depth else ""
        elif not self._silent and tag not in _IN_LINES:
            self.end_block()

    def handle_data(self, data: str) -> None:
        """Take text in."""
        if not self._silent:
            if not self._block.strip():
                blank = len(data) - len(data.lstrip())
                self._begins = self.getpos()[0] + data.count("\n", 0, blank)
            self._block += data

    def end_block(self) -> None:
        """Keep the block that ends here, if there is text in it."""
        lines = [" ".join(line.split()) for line in self._block.split(_LINE_END)]
        self._block = ""
        if any(lines):
            block = self._prefix + "\n".join(lines)
            self._prefix = ""
            if self._in_address:
                self._address.append((block, self._begins))
            else:
                self.lines.add(block, self._begins)
        self._in_address = False
