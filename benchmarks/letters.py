"""Letters on one core, beside the same text by ``str.format`` alone.

For that, everything that does not vary with writer or place is worked out beforehand, once an
office, from the real letters: the desk writes to a place whose names are ``{home}``, ``{place}``
and so on, and what comes back is a ``str.format`` string. So both sides write the same text,
whatever the templates and the campaign say today.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count, product
from typing import Any, NamedTuple

from askcandidate.campaign import Campaign
from askcandidate.commands.desk import Desk
from askcandidate.correspondence import Letter, Sender
from askcandidate.formats.letter_forms import LetterFormat, write_letters
from askcandidate.formats.letters import Look, Printed, print_letters
from askcandidate.formats.templates import Templates
from askcandidate.languages import ENGLISH, Texts
from askcandidate.model import Office, Place
from askcandidate.postcode import Postcode
from askcandidate.writing.wishes import Wishes
from measuring import MILLION, Result, Run, alternate, timed

ROUNDS = 7
WORDINGS = 8  # of each part of a letter; the first eight numbers take each in turn
_PAGE = "letter/page.txt.j2"
_LINE = re.compile(r"(\S{72,}|.{1,72})(?:\s+|$)")
WORDS = (
    "I have worked in {} kitchens. Last winter a man who washed pots beside me told me that somebody else "
    "held his passport and kept his wages. He was gone the week after. I did not know whom to ring, and "
    "nor did my manager. I would like the next person who sees this to know."
)
_ANYBODY = Sender("{name}", "{address}", "{own_words}")
_ANYWHERE = Postcode("{outward}", "{inward}")
_PARTS = {
    "desk": "6a. of which choosing and composing: `Desk.for_place`",
    "layout": "6b. of which laying out: `write_letters`",
    "templates": "6c. every template and wording of a letter rendered, nothing else",
    "pages": f"6d. `{_PAGE}` rendered, nothing else",
}

Writing = tuple[Place, Sender]
Rendering = tuple[Callable[[str, Mapping[str, Any]], str], str, Mapping[str, Any]]


def letters(places: Sequence[Place], day: date) -> Iterator[Result]:
    """Measure letters to every office of the places, with the templates compiled."""
    templates = _Recorder()
    desk = Desk(Campaign(), templates, Wishes(seed="0"), (), day)
    known = _recipes(places, desk, templates)
    writers = list(zip(places, _senders(), strict=False))
    texts = list(_ours(writers, desk, templates))
    if texts != list(_formatted(writers, known)):
        raise SystemExit("str.format writes other letters than ours; benchmarks/letters.py must follow.")
    took = alternate(_runs(places, desk, templates, known), ROUNDS)
    rate = {name: len(texts) / seconds for name, seconds in took.items()}
    yield Result(
        f"6. letters as text, one core, templates compiled: {len(texts):,} letters by {len(places)} writers",
        f"{rate['ours']:,.0f} a second",
        f"{rate['format']:,.0f} a second, composing and `str.format`",
        f"{rate['ours'] / rate['format']:.2f}x as fast",
        "at least 5,000 a second",
        rate["ours"] >= 5000,
    )
    for name, job in _PARTS.items():
        yield Result(job, f"{rate[name]:,.0f} a second, {MILLION / rate[name]:.0f} µs each", "", "")


def _runs(places: Sequence[Place], desk: Desk, templates: "_Recorder", known: "Recipes") -> dict[str, Run]:
    """Make the runs; each time the writers are new ones, so that nothing remembers their letters."""
    senders = _senders()

    def writers() -> list[Writing]:
        return list(zip(places, senders, strict=False))

    def mails() -> list[list[Letter]]:
        return list(_mails(writers(), desk))

    def renderings() -> list[Rendering]:
        return templates.record(lambda: _exhaust(_ours(writers(), desk, templates)))

    def pages() -> list[Rendering]:
        return [rendering for rendering in renderings() if rendering[1] == _PAGE]

    return {
        "format": timed(lambda made: _exhaust(_formatted(made, known)), writers),
        "ours": timed(lambda made: _exhaust(_ours(made, desk, templates)), writers),
        "desk": timed(lambda made: list(_mails(made, desk)), writers),
        "layout": timed(lambda made: _exhaust(_laid_out(made, templates)), mails),
        "templates": timed(_render, renderings),
        "pages": timed(_render, pages),
    }


def _senders() -> Iterator[Sender]:
    """Give writers without end, no two with the same words."""
    for number in count(2):
        yield Sender("A. Voter", f"{number} Example Street\nExampleton", WORDS.format(number))


def _ours(writers: Iterable[Writing], desk: Desk, templates: Templates) -> Iterator[str | bytes]:
    return _laid_out(_mails(writers, desk), templates)


def _mails(writers: Iterable[Writing], desk: Desk) -> Iterator[list[Letter]]:
    for number, (place, sender) in enumerate(writers):
        yield desk.for_place(place, sender, number % WORDINGS).letters


def _laid_out(mails: Iterable[Sequence[Letter]], templates: Templates) -> Iterator[str | bytes]:
    for mail in mails:
        yield from write_letters(print_letters(mail), LetterFormat.TEXT, Look(templates))


def _exhaust(texts: Iterable[str | bytes]) -> None:
    deque(texts, maxlen=0)


def _render(renderings: Sequence[Rendering]) -> None:
    for method, text, words in renderings:
        method(text, words)


class _Recorder(Templates):
    """Templates that remember what they were asked to render, so that it can be rendered again."""

    def __init__(self) -> None:
        super().__init__()
        self._renderings: list[Rendering] | None = None

    def record(self, work: Callable[[], object]) -> list[Rendering]:
        """Give all that a piece of work has rendered."""
        found: list[Rendering] = []
        self._renderings = found
        work()
        self._renderings = None
        return found

    def fill(self, wording: str, words: Mapping[str, Any]) -> str:
        if self._renderings is not None:
            self._renderings.append((super().fill, wording, words))
        return super().fill(wording, words)

    def page(self, name: str, words: Mapping[str, Any], texts: Texts = ENGLISH) -> str:
        if self._renderings is not None:
            self._renderings.append((super().page, name, words))
        return super().page(name, words, texts)


class _Recipe(NamedTuple):
    """The parts of a letter to one office, each a format string."""

    subject: str
    salutation: str
    body: str
    page: str


Recipes = Mapping[tuple[str, bool, int], _Recipe]


def _recipes(places: Iterable[Place], desk: Desk, templates: Templates) -> Recipes:
    """Make the format strings of every office of the places that gets a letter, in each wording."""
    made: dict[tuple[str, bool, int], _Recipe] = {}
    for place, number in product(places, range(WORDINGS)):
        if not made.keys() >= {_key(office, number) for office in place.offices}:
            for letter in desk.for_place(_nowhere(place), _ANYBODY, number).letters:
                made[_key(letter.office, number)] = _recipe(letter, templates)
    return made


def _formatted(writers: Iterable[Writing], known: Recipes) -> Iterator[str]:
    """Write the letters of each writer from their offices' format strings."""
    for writer, (place, sender) in enumerate(writers):
        keys = [(office, _key(office, writer % WORDINGS)) for office in place.offices]
        chosen = [(office, known[key]) for office, key in keys if key in known]
        home = place.district.prose
        for number, (office, recipe) in enumerate(chosen, 1):
            title = office.title
            words = {"place": office.area.prose, "office": office.prose, "title": title}
            words |= {"where": place.district.where, "home": home}
            body = recipe.body.format(own_words=sender.words, **words)
            subject = recipe.subject.format(**words)
            yield recipe.page.format(
                heading=f"Letter {number} of {len(chosen)}: {title}" if len(chosen) > 1 else title,
                subject=subject[:1].upper() + subject[1:],
                salutation=recipe.salutation.format(**words),
                body=_wrapped(body),
                name=sender.name,
                address=sender.address,
                outward=place.postcode.outward,
                inward=place.postcode.inward,
            )


def _key(office: Office, number: int) -> tuple[str, bool, int]:
    """Tell offices apart: over the City the Mayor of London has no police powers, and is asked otherwise."""
    return office.id, office.police_powers, number


def _nowhere(place: Place) -> Place:
    offices = tuple(
        office._replace(prose="{office}", title="{title}", area=office.area._replace(prose="{place}"))
        for office in place.offices
    )
    district = place.district._replace(prose="{home}", where="{where}", offices=offices)
    return place._replace(postcode=_ANYWHERE, district=district)


def _recipe(letter: Letter, templates: Templates) -> _Recipe:
    blank = letter._replace(subject="{subject}", salutation="{salutation}", body="{body}")
    page = "".join(map(str, write_letters([Printed(blank)], LetterFormat.TEXT, Look(templates))))
    return _Recipe(letter.subject, letter.salutation, letter.body, page.replace("{title}", "{heading}", 1))


def _wrapped(text: str) -> str:
    """Break lines the way the letters do, so that only templates and composing are compared."""
    return "\n".join("\n".join(_LINE.findall(line)) for line in text.splitlines())
