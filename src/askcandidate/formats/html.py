"""Letters and sheets as one self-contained page for the web and the printer."""

from collections.abc import Iterable, Iterator, Sequence

from askcandidate.formats.blocks import reader
from askcandidate.formats.letters import Look, Printed
from askcandidate.formats.sheets import Binder, Page


def write_letters(letters: Iterable[Printed], look: Look) -> Iterator[str]:
    """Write letters into one page."""
    raise NotImplementedError


def write_sheets(packs: Iterable[Sequence[Page]], binder: Binder) -> Iterator[str]:
    """Write packs into one page, each sheet a section that begins on a page of its own in print."""
    yield _HEAD.format(title=_html_text(binder.title), style=_STYLE)
    for pack in packs:
        for page in pack:
            yield f'<section class="{page.kind}">\n{reader().render(page.markdown)}</section>\n'
    yield "</main>\n</body>\n</html>\n"


def _html_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 46rem; padding: 1rem; }
section { border-top: 2px solid; margin-top: 2rem; padding-top: 1rem; }
section:first-child { border: 0; margin-top: 0; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; } h3 { font-size: 1.05rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid; padding: .4rem .5rem; text-align: left; vertical-align: top; }
.sheet td, .grid td, .invite td { height: 2.2rem; }
.sheet td:nth-child(3) { width: 55%; }
.checklist ul, .invite ul { list-style: none; padding-left: 0; }
blockquote { border: 2px solid; margin: 1rem 0; padding: .2rem 1rem; }
@media print {
  @page { size: A4; margin: 16mm; }
  @page card { size: A5; margin: 12mm; }
  @page wide { size: A4 landscape; margin: 12mm; }
  body { font-size: 11pt; max-width: none; padding: 0; }
  section { border: 0; break-before: page; margin: 0; padding: 0; }
  section:first-child { break-before: auto; }
  .card, .one { page: card; }
  .grid { page: wide; }
  h1, h2, h3, .sheet h3 + p { break-after: avoid; }
  .sheet table { break-inside: avoid; }
  tr, blockquote, li { break-inside: avoid; }
}
"""
_HEAD = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
"""
