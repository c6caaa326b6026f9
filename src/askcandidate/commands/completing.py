"""What a shell offers where a value is being typed; loaded by nothing but the shell's question."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from askcandidate import settings
from askcandidate.campaign import SHIPPED, Campaign
from askcandidate.commands.desk import KINDS
from askcandidate.commands.help import TOPICS
from askcandidate.errors import AskError
from askcandidate.formats.schemas import SCHEMAS
from askcandidate.formats.sheets import PAGES
from askcandidate.formats.variables import PURPOSES
from askcandidate.gazetteer import areas
from askcandidate.places import Finder
from askcandidate.postcode import join_arguments
from askcandidate.sources import keys
from askcandidate.writing.wishes import COALITION


def complete(what: str, typed: Mapping[str, Any], incomplete: str) -> list[tuple[str, str]]:
    """Give the values that a beginning can become, each with words about it.

    Args:
        what: is being typed, one of ``VALUES``.
        typed: the values of the command line's other parameters.
        incomplete: the beginning; of a list parted by commas its last part counts.
    """
    before, comma, last = incomplete.rpartition(",")
    values: Mapping[str, str] = {}
    with suppress(AskError, OSError):  # a shell's question is no place for a message
        values = VALUES[what](typed, last)
    return [(f"{before}{comma}{value}", about) for value, about in values.items() if value.startswith(last)]


def _offices(typed: Mapping[str, Any], beginning: str) -> Mapping[str, str]:
    """Give the offices of the postcode that was typed; without one the kinds, and after a colon all."""
    postcodes = list(join_arguments(typed.get("postcodes") or ()))
    day = settings.today()
    if len(postcodes) == 1:
        with suppress(AskError):
            here = Finder(day, settings.load().data).find(postcodes[0]).offices
            return {str(office.kind): office.title for office in here} | {o.id: o.title for o in here}
    if ":" not in beginning:
        return dict.fromkeys(KINDS, "")
    offices = (office for gss in areas.all_districts() for office in areas.district(gss, day).offices)
    return {office.id: office.title for office in offices}


def _campaign(typed: Mapping[str, Any]) -> Campaign:
    return Campaign(Path(typed.get("campaign") or settings.load().campaign or SHIPPED))


def _asks(typed: Mapping[str, Any], _: str) -> Mapping[str, str]:
    day = settings.today()
    return {ask.id: ask.title for ask in _campaign(typed).asks.values() if ask.stands(day)}


def _facts(typed: Mapping[str, Any], _: str) -> Mapping[str, str]:
    day = settings.today()
    facts = [fact for fact in _campaign(typed).facts.values() if fact.printable(day)]
    return {fact.id: "" for fact in facts} | {COALITION: "how many organisations asked this in 2024"}


VALUES: Mapping[str, Callable[[Mapping[str, Any], str], Mapping[str, str]]] = {
    "offices": _offices,
    "asks": _asks,
    "facts": _facts,
    "topics": lambda *_: TOPICS,
    "schemas": lambda *_: dict.fromkeys(SCHEMAS, ""),
    "templates": lambda *_: PURPOSES,
    "pages": lambda *_: dict.fromkeys(PAGES, ""),
    "hosts": lambda *_: dict.fromkeys(keys.stored(), ""),
}
