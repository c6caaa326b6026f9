"""A campaign: a folder of asks, facts and signatories, each with where it was published."""

import csv
import tomllib
from collections import Counter
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from askcandidate.correspondence import Ask, Document, Fact, Signatory
from askcandidate.errors import BadData, NotFound, instead
from askcandidate.model import Nation, Office, OfficeKind, Tier
from askcandidate.resources import CAMPAIGNS

SHIPPED = CAMPAIGNS / "anti-slavery"

_T = TypeVar("_T")


class Safety(NamedTuple):
    """What is said before anybody tells a story, and whom to ring."""

    before_you_write: str
    before_you_speak: str
    in_danger: str
    helpline: str
    helpline_as_of: date


class Questions(NamedTuple):
    """The two questions put to a writer, about themselves."""

    why: str
    hope: str


class Campaign:
    """The asks and all they rest on, read from a folder.

    Args:
        folder: holds ``campaign.toml``, ``asks.toml``, ``facts.toml`` and ``signatories.csv``.

    Raises:
        BadData: a file is missing, is not what it should be, or names something that is not there.
    """

    def __init__(self, folder: Path = SHIPPED) -> None:
        self.folder = folder
        head = _toml(folder / "campaign.toml")
        self.id = _check(str, head.get("id"), folder / "campaign.toml", "id")
        self.title = _check(str, head.get("title"), folder / "campaign.toml", "title")
        self.safety = _check(Safety, head.get("safety"), folder / "campaign.toml", "safety")
        self.questions = _check(Questions, head.get("questions"), folder / "campaign.toml", "questions")
        self.powers = _check(dict[str, str], head.get("powers"), folder / "campaign.toml", "powers")
        documents = _check(tuple[Document, ...], head.get("document"), folder / "campaign.toml", "document")
        self.documents = {document.id: document for document in documents}
        asks = _check(tuple[Ask, ...], _toml(folder / "asks.toml").get("ask"), folder / "asks.toml", "ask")
        self.asks = {ask.id: ask for ask in asks}
        facts = _check(
            tuple[Fact, ...], _toml(folder / "facts.toml").get("fact"), folder / "facts.toml", "fact"
        )
        self.facts = {fact.id: fact for fact in facts}
        self._fitting: dict[tuple[object, ...], list[Ask]] = {}
        self._check_references(asks, facts)

    @cached_property
    def signatories(self) -> tuple[Signatory, ...]:
        """Every distinct organisation that signed a document of the campaign."""
        path = self.folder / "signatories.csv"
        try:
            with path.open(encoding="utf-8", newline="") as file:
                rows = [
                    {k: v or None if k.endswith("2024") else v for k, v in r.items()}
                    for r in csv.DictReader(file)
                ]
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise BadData(f"{path} cannot be read: {error}.") from None
        return _check(tuple[Signatory, ...], rows, path, "row")

    def ask(self, ask_id: str) -> Ask:
        """Give an ask by its id.

        Raises:
            NotFound: there is none; the message lists those there are.
        """
        if ask_id not in self.asks:
            raise NotFound(f'There is no ask "{ask_id[:40]}".', instead(ask_id, self.asks))
        return self.asks[ask_id]

    def asks_for(self, office: Office, nation: Nation | None, on: date) -> list[Ask]:
        """Give what can be asked of an office on a day, the first choice first."""
        key = (office.kind, office.tier, office.police_powers, nation, on)
        if key not in self._fitting:
            fitting = [ask for ask in self.asks.values() if ask.fits(office, nation, on)]
            self._fitting[key] = sorted(fitting, key=lambda ask: role(office) not in ask.first_for)
        return self._fitting[key]

    def signed(self, document: Document) -> int:
        """Count the organisations that signed a document; 0 if it was not for signing."""
        return (
            sum(getattr(s, document.signed_by) is not None for s in self.signatories)
            if document.signed_by
            else 0
        )

    def due(self, on: date) -> list[Fact]:
        """Give the facts whose time has run out by a day and that nothing in the data replaces."""
        return [f for f in self.facts.values() if f.valid_to and f.valid_to < on and not f.unprinted]

    def _check_references(self, asks: tuple[Ask, ...], facts: tuple[Fact, ...]) -> None:
        for thing, ids in (("ask", [ask.id for ask in asks]), ("fact", [fact.id for fact in facts])):
            twice = [i for i, times in Counter(ids).items() if times > 1]
            if twice:
                raise BadData(f"{self.folder}: two {thing}s have the same id, {twice[0]}.")
        rests_on = [(ask.id, ask.document) for ask in asks] + [
            (f.id, f.document) for f in facts if f.document
        ]
        for item, document in rests_on:
            if document not in self.documents:
                raise BadData(f'{self.folder}: {item} names the document "{document}", which is not there.')


def role(office: Office) -> str:
    """Name the kind of power an office has, as campaigns name it under ``powers`` and ``first_for``."""
    match office.kind:
        case OfficeKind.COUNCIL | OfficeKind.COUNTY:
            return f"council-{office.tier or Tier.SINGLE}"
        case OfficeKind.PCC | OfficeKind.PFCC:
            return "commissioner"
        case OfficeKind.MAYOR:
            return "police-mayor" if office.police_powers else "mayor"
        case OfficeKind.PARLIAMENT:
            return "parliament"
        case OfficeKind.COUNCIL_MAYOR:
            return "council-mayor"


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadData(
            f"{path} cannot be read: {error.strerror}.", "A campaign is a folder: docs/campaigns.md."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadData(f"{path} is not TOML: {error}.") from None


def _check(kind: type[_T], value: object, path: Path, name: str) -> _T:
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in (name, *first["loc"]))
        raise BadData(
            f"{path}: {where}: {first['msg']}.", "What each key means: docs/campaigns.md."
        ) from None
