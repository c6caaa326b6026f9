"""What letters are made from, handed to whoever writes them: the campaign and the templates."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple

from askcandidate.correspondence import Ask, Document, Fact, Frames
from askcandidate.languages import Language, Texts
from askcandidate.model import Nation, Office, Standing


def nothing_more(_: Texts) -> Mapping[str, Any]:
    """Give no more words than those of every letter."""
    return MappingProxyType({})


class Material(NamedTuple):
    """What letters are made from.

    Attributes:
        asks: every ask of the campaign, by id.
        choose: gives the asks that fit an office on a day, the first choice first.
        facts: every fact, by id.
        documents: every document, by id.
        signed: how many organisations signed a document.
        power: gives the wordings on why an office can act, for an ask.
        topic: what letters say they are about.
        frames: the wordings around every ask.
        standing: what offices were seen to do, as the campaign found on top of what the tables have.
        fill: renders a piece of wording.
        page: renders a template with the texts of a language.
        texts: those of each language that was wished for, and of English.
        body: the template of what stands between salutation and sign-off.
        more: gives words of a language that this template and wording may use, on top of every letter's.
        for_many: whether a group speaks in them, who say "we".
    """

    asks: Mapping[str, Ask]
    choose: Callable[[Office, Nation | None, date], list[Ask]]
    facts: Mapping[str, Fact]
    documents: Mapping[str, Document]
    signed: Callable[[Document], int]
    power: Callable[[Office, Ask], Sequence[str]]
    topic: str
    frames: Frames
    standing: Sequence[Standing]
    fill: Callable[[str, Mapping[str, Any]], str]
    page: Callable[[str, Mapping[str, Any], Texts], str]
    texts: Mapping[Language, Texts]
    body: str = "letter/body.j2"
    more: Callable[[Texts], Mapping[str, Any]] = nothing_more
    for_many: bool = False

    def sources(self, asks: Sequence[Ask]) -> Iterator[str]:
        """Name the document of each ask, and the place in it."""
        for document_id, of_one in groupby(asks, key=lambda ask: ask.document):
            document = self.documents[document_id]
            points = ", ".join(f"{ask.id} ({ask.place})" for ask in of_one)
            yield f'{points}, after "{document.title}" by {document.publisher}, {document.dated}'
