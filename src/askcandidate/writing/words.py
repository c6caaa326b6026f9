"""The words that a campaign's wording and a letter's template may use, of the writer's home and an office."""

from typing import Any, NamedTuple

from askcandidate.languages import Language, Texts
from askcandidate.model import Nation, Office, OfficeKind, Standing, Tier
from askcandidate.postcode import Postcode
from askcandidate.writing.addressees import COUNCILS

_SERVICES = {
    Tier.SINGLE: "licensing, housing and social care",
    Tier.DISTRICT: "licensing, housing and environmental health",
    Tier.COUNTY: "social care and contracts",
    Tier.NORTHERN_IRELAND: "licensing and environmental health",
}
_SOMEBODY = {
    OfficeKind.COUNCIL: "a councillor",
    OfficeKind.COUNTY: "a councillor",
    OfficeKind.COUNCIL_MAYOR: "a mayor",
    OfficeKind.MAYOR: "a mayor",
    OfficeKind.PCC: "a commissioner",
    OfficeKind.PFCC: "a commissioner",
    OfficeKind.PARLIAMENT: "an MP",
}


class Home(NamedTuple):
    """Where the writer lives: all that letters to several offices have in common."""

    prose: str
    where: str
    postcode: Postcode | None
    nation: Nation | None
    standing: tuple[Standing, ...]
    welsh_name: str = ""
    """The place's name in Welsh, if it is in Wales."""


def words_about(office: Office, home: Home, topic: str, *, candidate: bool) -> dict[str, Any]:
    """Give every word that a campaign's wording may use, as listed in docs/campaigns.md."""
    return {
        "home": home.prose,
        "where": home.where,
        "place": office.area.prose,
        "body": office.prose if office.kind in COUNCILS else "the council",
        "services": _SERVICES[office.tier] if office.tier else "",
        "leads": office.kind not in COUNCILS,
        "police": office.police_powers,
        "candidate": candidate,
        "kind": str(office.kind),
        "topic": topic,
        "topic_first": topic[:1].upper() + topic[1:],
        "you": _SOMEBODY[office.kind] if candidate else "you",
        "your": "the" if candidate else "your",
    }


def where_in(texts: Texts, where: str, name: str) -> str:
    """Say where somebody lives.

    Args:
        texts: those of a language.
        where: the same in English.
        name: of the place, in Welsh if it is known.

    Raises:
        Untranslated: the language has no words for it.
    """
    return where if texts.language is Language.ENGLISH else texts.find("in {home}", home=name)


def words_in(texts: Texts, office: Office, home: Home, topic: str, *, candidate: bool) -> dict[str, Any]:
    """Give the same words in a language; those that its sentences have no use for are empty.

    Raises:
        Untranslated: one of them is not there in that language.
    """
    words = words_about(office, home, topic, candidate=candidate)
    if texts.language is Language.ENGLISH:
        return words
    name = home.welsh_name or home.prose
    topic = texts.find(topic)
    return words | {
        "home": name,
        "where": where_in(texts, home.where, name),
        "place": office.area.welsh_name or office.area.prose,
        "body": texts.find("the council"),
        "topic": topic,
        "topic_first": topic[:1].upper() + topic[1:],
        **dict.fromkeys(("services", "you", "your"), ""),
    }
