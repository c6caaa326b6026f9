"""From what a file carries to what it means: each ask and figure, with where it was published."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from askcandidate.campaign import Campaign
from askcandidate.correspondence import Ask, Document, Fact
from askcandidate.formats.provenance import Carried
from askcandidate.gazetteer import areas
from askcandidate.model import Standing, number_of

COALITION = "coalition"
_LEAST = 20  # characters that a sentence must share with ours to be taken for it
_BLANKS = re.compile(r"\{%\s*if.*?endif\s*%\}|\{\{.*?\}\}")  # what differs from letter to letter
_CHOSEN = re.compile(r"'([^']+)' (?:if|~|\}\})")
_FIGURE = re.compile(r"([a-z0-9]{1,20}(?:-[a-z0-9]{1,20}){1,4}), ")


class Point(NamedTuple):
    """One thing that a letter or sheet rests on.

    Attributes:
        id: of the ask or figure.
        says: what it is about, or nothing if it is not in the campaign.
        document: where it was published, and by whom and when; nothing where that is not known.
        place: in the document.
        as_of: of a figure: the time that it counts.
        valid_from, valid_to: when it may be printed.
        superseded_by: the id of the figure that has taken its place.
        known: whether it is in the campaign.
        stands: whether it may still be printed on the day asked about.
    """

    id: str
    says: str = ""
    document: str = ""
    publisher: str = ""
    dated: str = ""
    place: str = ""
    as_of: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    superseded_by: str = ""
    known: bool = True
    stands: bool = True


class Explanation(NamedTuple):
    """What letters or a pack rest on.

    Attributes:
        office: the id of the office that they are to.
        written_on: their day.
        carried: whether the file says so itself; otherwise our sentences were found in it.
        asks, facts: what they rest on.
        standing: what the office was seen to do.
    """

    office: str | None
    written_on: date | None
    carried: bool
    asks: tuple[Point, ...]
    facts: tuple[Point, ...]
    standing: tuple[Standing, ...]


def explain(carried: Carried, told: Campaign, on: date) -> Explanation | None:
    """Say what letters or a pack rest on, or nothing if there is nothing of ours in them.

    Args:
        carried: what their file says.
        told: the campaign that they are looked up in.
        on: the day for which it is said whether something still stands.
    """
    sources = " ".join([carried.text, *carried.sources])
    named = _named(sources, told.asks)
    asks = list(dict.fromkeys([*carried.asks, *named]))
    if not asks:
        asks = [ask.id for ask in _asked_in(carried.text, told.asks.values())]
    printed = _printed(" ".join([carried.text, *carried.facts]), told)
    facts = list(dict.fromkeys([*_figures(carried.sources), *printed]))
    if not (asks or facts):
        return None
    solid = _solid(sources)
    rows = (*areas.all_standing(), *told.standing)
    seen = [row for row in rows if _solid(row.document) in solid and _solid(row.url) in solid]
    return Explanation(
        office=carried.office,
        written_on=carried.on,
        carried=not carried.text or bool(named),
        asks=tuple(_ask(told, id_, on) for id_ in asks),
        facts=tuple(_fact(told, id_, on, asks) for id_ in facts),
        standing=tuple(row for row in seen if carried.office in (None, row.office_id)),
    )


def record(explanation: Explanation, file: str, letters: int, on: date) -> dict[str, Any]:
    """Give an explanation as the record ``askcandidate.explanation/1``."""
    written_on = explanation.written_on
    return {
        "schema": "askcandidate.explanation/1",
        "file": file,
        "letters": letters,
        "office": explanation.office,
        "written_on": written_on and written_on.isoformat(),
        "on": on.isoformat(),
        "carried": explanation.carried,
        "asks": [_point(point) for point in explanation.asks],
        "facts": [_point(point) for point in explanation.facts],
        "standing": [
            {
                "office": row.office_id,
                "text": row.third_person,
                "document": row.document,
                "publisher": row.publisher,
                "dated": row.dated and row.dated.isoformat(),
                "url": row.url,
            }
            for row in explanation.standing
        ],
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        key: value.isoformat() if isinstance(value, date) else None if value == "" else value
        for key, value in point._asdict().items()
    }


def _solid(text: str) -> str:
    """Give a text without blanks: lines may break anywhere in an address."""
    return "".join(text.split())


def _named(text: str, ids: Iterable[str]) -> list[str]:
    """Give the ids that a text names with their places, in the order of the text."""
    found = {id_: re.search(rf"(?<![\w-]){re.escape(id_)} \(", text) for id_ in ids}
    return sorted((id_ for id_ in found if found[id_]), key=lambda id_: _start(found[id_]))


def _start(found: re.Match[str] | None) -> int:
    return found.start() if found else 0


def _asked_in(text: str, asks: Iterable[Ask]) -> list[Ask]:
    """Give the asks one of whose wordings stands in a text.

    Two asks may share a question; then it is the one whose deed is asked for too, if there is one.
    """
    found = [
        ask for ask in asks if any(_stands_in(text, each) for each in (*ask.letter, *ask.aim, ask.question))
    ]
    return [ask for ask in found if ask.deed and f"you {ask.deed}" in text] or found


def _stands_in(text: str, wording: str) -> bool:
    """Say whether a wording stands in a text, whatever its blanks were filled with."""
    quoted = _CHOSEN.findall(wording)  # one of them is what was said, where a wording has a choice
    runs = [" ".join(run.split()).strip(" ,.?") for run in _BLANKS.split(wording)]
    telling = [run for run in runs if len(run) >= _LEAST]
    if not telling:
        return any(len(choice) >= _LEAST and choice in text for choice in quoted)
    return all(run in text for run in telling)


def _figures(sources: Iterable[str]) -> Iterator[str]:
    """Give the ids of figures that sources begin with."""
    for source in sources:
        head = _FIGURE.match(source)
        if head:
            yield head[1]


def _printed(text: str, told: Campaign) -> Iterator[str]:
    """Give the figures whose sentences a text holds."""
    yield from (fact.id for fact in told.facts.values() if fact.sentence and fact.sentence in text)
    counts = (document.signed_sentence for document in told.documents.values() if document.signed_sentence)
    if any(_stands_in(text, sentence) for sentence in counts):
        yield COALITION


def _ask(told: Campaign, id_: str, on: date) -> Point:
    ask = told.asks.get(id_)
    if ask is None:
        return Point(id_, known=False, stands=False)
    document = told.documents[ask.document]
    return _of(document, Point(id_, ask.title))._replace(
        place=ask.place, valid_from=ask.valid_from, valid_to=ask.valid_to, stands=ask.stands(on)
    )


def _fact(told: Campaign, id_: str, on: date, asks: Iterable[str]) -> Point:
    fact = told.facts.get(id_)
    if fact is not None:
        return _of_fact(fact, told.documents, on)
    documents = (told.documents[told.asks[ask].document] for ask in asks if ask in told.asks)
    document = next((document for document in documents if document.signed_by), None)
    if id_ != COALITION or document is None:
        return Point(id_, known=False, stands=False)
    return _of(document, Point(id_, f"{number_of(told.signed(document), 'organisation')} signed it"))


def _of_fact(fact: Fact, documents: Mapping[str, Document], on: date) -> Point:
    point = Point(
        fact.id,
        fact.says,
        publisher=fact.publisher,
        dated=fact.published,
        as_of=fact.as_of,
        valid_to=fact.valid_to,
        superseded_by=fact.superseded_by,
        stands=fact.printable(on),
    )
    return _of(documents[fact.document], point) if fact.document else point


def _of(document: Document, point: Point) -> Point:
    return point._replace(document=document.title, publisher=document.publisher, dated=document.dated)
