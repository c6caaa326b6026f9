"""Letters as PDF, beside WeasyPrint making the same tagged letters from a plain page of HTML.

WeasyPrint is not needed to use or test askcandidate; ``WEASYPRINT`` names a Python that has it, and
without one the row is written as not measured. Both make PDF/UA-1 from the same words on the same paper,
each in a process that is warm: letters are new ones each round, since typst remembers what it has set.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from html import escape
from itertools import count

from askcandidate.campaign import Campaign
from askcandidate.commands.desk import Desk
from askcandidate.correspondence import Sender
from askcandidate.formats.letter_forms import LetterFormat, write_letters
from askcandidate.formats.letters import Look, Printed, page_of, print_letters
from askcandidate.formats.templates import Templates
from askcandidate.model import Place
from askcandidate.writing.wishes import Wishes
from letters import WORDS
from measuring import Result, alternate, timed

LETTERS = 500
ROUNDS = 3
_THEIRS = """
import sys, time, weasyprint
def made(text):
    return weasyprint.HTML(string=text).write_pdf(pdf_variant="pdf/ua-1")
made("<!doctype html><html lang=en-GB><title>Warm</title><p>Warm")
text = sys.stdin.read()
began = time.perf_counter()
made(text)
print(time.perf_counter() - began)
"""
_PAGE = """<!doctype html><html lang="en-GB"><head><title>Letters</title><style>
@page { size: A4; margin: 20mm 25mm } body { font: 11.5pt serif } h1 { font-size: 11.5pt }
section { break-after: page } .from { margin-left: 110mm }
</style></head><body>%s</body></html>"""


def pdf(places: Sequence[Place], day: date) -> Iterator[Result]:
    """Measure letters in one PDF and in one each, with the templates compiled."""
    look = Look(Templates())
    fresh = partial(_letters, places, Desk(Campaign(), look.templates, Wishes(), (), day), count())
    _typeset(fresh()[:1], look)
    runs = {
        "ours": timed(partial(_typeset, look=look), fresh),
        "each": timed(partial(_typeset_each, look=look), fresh),
    }
    theirs = os.environ.get("WEASYPRINT")
    if theirs:
        runs["theirs"] = lambda: _weasyprint(theirs, fresh(), look)
    took = alternate(runs, ROUNDS)
    ours = f"{took['ours']:.2f} s, {took['ours'] / LETTERS * 1000:.1f} ms a letter"
    job = f"11. {LETTERS} letters in one tagged PDF"
    bar = "at least 15x faster"
    if theirs:
        ratio = took["theirs"] / took["ours"]
        baseline = f"{took['theirs']:.2f} s, WeasyPrint"
        yield Result(job, ours, baseline, f"{ratio:.1f}x faster", bar, ratio >= 15)
    else:
        yield Result(job, ours, "not measured: WEASYPRINT names no Python that has it", "", bar)
    each = took["each"] / LETTERS
    yield Result(
        f"11a. {LETTERS} letters, a PDF each", f"{1 / each:,.0f} a second, {each * 1000:.1f} ms each", "", ""
    )


def _letters(places: Sequence[Place], desk: Desk, numbers: Iterator[int]) -> list[Printed]:
    """Write letters that no other round has seen."""
    made: list[Printed] = []
    while len(made) < LETTERS:
        number = next(numbers)
        sender = Sender(f"A. Voter {number}", f"{number} Example Street\nExampleton", WORDS.format(number))
        made += print_letters(desk.for_place(places[number % len(places)], sender).letters)
    return made[:LETTERS]


def _typeset(letters: Sequence[Printed], look: Look) -> None:
    for _ in write_letters(letters, LetterFormat.PDF, look):
        pass


def _typeset_each(letters: Sequence[Printed], look: Look) -> None:
    for printed in letters:
        _typeset([printed], look)


def _weasyprint(python: str, letters: Sequence[Printed], look: Look) -> float:
    text = _PAGE % "".join(_section(printed, look) for printed in letters)
    told = subprocess.run([python, "-c", _THEIRS], input=text, stdout=subprocess.PIPE, text=True, check=True)
    return float(told.stdout)


def _section(printed: Printed, look: Look) -> str:
    page = page_of(printed, look)
    name, *address = map(escape, page.sender)
    paragraphs = [page.salutation, *printed.letter.body.split("\n\n"), page.closing, name]
    return (
        f'<section><p class="from">{"<br>".join(address)}<p class="from">{page.date}<p>{escape(page.to)}'
        f"<h1>{escape(page.subject)}</h1>"
        + "".join(f"<p>{escape(text)}" for text in paragraphs)
        + "</section>"
    )


def main() -> None:
    """Print the rows by themselves."""
    from askcandidate.places import Finder  # noqa: PLC0415

    day = date(2026, 11, 21)
    places = [Finder(day).find(postcode) for postcode in ("BS1 5TR", "NG18 2AL", "M27 0JE", "WA7 1BH")]
    for result in pdf(places, day):
        sys.stdout.write(f"| {' | '.join(result.cells())} |\n")


if __name__ == "__main__":
    main()
