"""A campaign: a folder of asks, facts and signatories, each with where it was published."""

import csv
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from askcandidate.correspondence import Ask, Document, Fact, Frames, Signatory
from askcandidate.errors import BadData, NotFound, instead, of_toml
from askcandidate.languages import Language, Texts, texts_in
from askcandidate.model import STANDING_KINDS, Nation, Office, OfficeKind, Standing, Tier
from askcandidate.resources import CAMPAIGNS

SHIPPED = CAMPAIGNS / "anti-slavery"

_T = TypeVar("_T")
_Wordings = Annotated[tuple[str, ...], Field(min_length=1)]
_COLUMNS = "What each column holds: docs/campaigns.md."
_VARIED = ("letter", "subject", "aim", "if_not")  # keys of an ask that hold one wording or several


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
        folder: holds ``campaign.toml``, ``asks.toml`` and, if it likes, ``facts.toml``, ``signatories.csv``,
            ``standing.csv`` and ``locale``.

    Raises:
        BadData: a file is missing, is not what it should be, or names something that is not there.
    """

    def __init__(self, folder: Path = SHIPPED) -> None:
        self.folder = folder
        head = _toml(folder / "campaign.toml")
        self.id = _check(str, head.get("id"), folder / "campaign.toml", "id")
        self.title = _check(str, head.get("title"), folder / "campaign.toml", "title")
        self.topic = _check(str, head.get("topic", self.title), folder / "campaign.toml", "topic")
        self.safety = _check(Safety, head.get("safety"), folder / "campaign.toml", "safety")
        self.questions = _check(Questions, head.get("questions"), folder / "campaign.toml", "questions")
        powers = _listed(head.get("powers"))
        self.powers = _check(dict[str, _Wordings], powers, folder / "campaign.toml", "powers")
        self.frames = self._frames(head)
        documents = _check(tuple[Document, ...], head.get("document"), folder / "campaign.toml", "document")
        self.documents = {document.id: document for document in documents}
        rows = _toml(folder / "asks.toml").get("ask")
        rows = [_listed(row, _VARIED) for row in rows] if isinstance(rows, list) else rows
        asks = _check(tuple[Ask, ...], rows, folder / "asks.toml", "ask")
        self.asks = {ask.id: ask for ask in asks}
        path = folder / "facts.toml"
        facts = _check(tuple[Fact, ...], _toml(path).get("fact"), path, "fact") if path.exists() else ()
        self.facts = {fact.id: fact for fact in facts}
        self._fitting: dict[tuple[object, ...], list[Ask]] = {}
        self._check_references(asks, facts)
        self.standing = tuple(self._standing())

    @cached_property
    def signatories(self) -> tuple[Signatory, ...]:
        """Every distinct organisation that signed a document of the campaign."""
        path = self.folder / "signatories.csv"
        if not path.exists():
            return ()
        try:
            with path.open(encoding="utf-8", newline="") as file:
                rows = [
                    {k: v or None if k.endswith("2024") else v for k, v in r.items()}
                    for r in csv.DictReader(file)
                ]
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise BadData(f"{path} cannot be read: {error}.") from None
        return _check(tuple[Signatory, ...], rows, path, "row")

    @property
    def locale(self) -> Path:
        """Where its own catalogues are, if it has some."""
        return self.folder / "locale"

    def texts(self, language: Language) -> Texts:
        """Give the texts of a language: its own first, then ours.

        Raises:
            BadData: one of the catalogues cannot be read.
        """
        return texts_in(language, self.locale)

    def ask(self, ask_id: str) -> Ask:
        """Give an ask by its id.

        Raises:
            NotFound: there is none; the message lists those there are.
        """
        if ask_id not in self.asks:
            raise NotFound(f'There is no ask "{ask_id[:40]}".', instead(ask_id, self.asks))
        return self.asks[ask_id]

    def asks_for(self, office: Office, nation: Nation | None, on: date) -> list[Ask]:
        """Give what can be asked of an office on a day, the first choice first.

        Where its nation is not known, what is for some nations alone comes last.
        """
        key = (office.kind, office.tier, office.police_powers, nation, on)
        if key not in self._fitting:
            fitting = [ask for ask in self.asks.values() if ask.fits(office, nation, on)]
            in_doubt = nation is None
            self._fitting[key] = sorted(
                fitting, key=lambda ask: (in_doubt and bool(ask.nations), role(office) not in ask.first_for)
            )
        return self._fitting[key]

    def power(self, office: Office, ask: Ask) -> Sequence[str]:
        """Give the wordings on why an office can act on an ask; none if the campaign has none."""
        return self.powers.get(ask.power or role(office), ())

    def first_wording(self, ask: Ask) -> list[str]:
        """Give what a letter asks, in the first of its wordings, as it stands in the campaign's files."""
        if not ask.deed:
            return [ask.letter[0]]
        if_so, if_not = self.frames.if_so[0], (ask.if_not or self.frames.if_not)[0]
        return [
            ask.letter[0],
            if_so.replace("{{ done }}", ask.done),
            if_not.replace("{{ deed }}", ask.deed),
        ]

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

    def _frames(self, head: Mapping[str, Any]) -> Frames:
        """Read what is said around every ask; what a campaign leaves out it says as ours does."""
        given = _listed(head.get("frames", {}))
        if self.folder != SHIPPED:
            given = {**_listed(_toml(SHIPPED / "campaign.toml")["frames"]), **given}
        return _check(Frames, given, self.folder / "campaign.toml", "frames")

    def _standing(self) -> Iterator[Standing]:
        """Read what offices were seen to do, if the campaign has found more of that than we have."""
        path = self.folder / "standing.csv"
        if not path.exists():
            return
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = list(enumerate(csv.DictReader(file, strict=True), 2))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise BadData(f"{path} cannot be read: {error}.") from None
        for line, row in rows:
            try:
                seen = Standing.of(row)
            except (KeyError, ValueError, AttributeError):
                raise BadData(
                    f"{path}, line {line}: a column is missing, or the date is not like 2026-11-21.", _COLUMNS
                ) from None
            unknown = [ask for ask in seen.ask_ids if ask not in self.asks]
            empty = not (seen.ask_ids and seen.sentences and seen.url)
            if seen.kind not in STANDING_KINDS or unknown or empty:
                raise BadData(
                    f"{path}, line {line}: kind is one of {', '.join(STANDING_KINDS)}; asks are ids of the "
                    "campaign's asks; sentence and url are not empty.",
                    _COLUMNS,
                )
            yield seen

    def _check_references(self, asks: tuple[Ask, ...], facts: tuple[Fact, ...]) -> None:
        for ask in asks:
            if not (ask.letter and ask.subject and ask.aim):
                raise BadData(f"{self.folder}: {ask.id} has no wording for letter, subject or aim.")
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


def _listed(table: Any, keys: Collection[str] | None = None) -> Any:
    """Give a table with a list of wordings for each of its keys that hold a single one."""
    if not isinstance(table, Mapping):
        return table
    return {
        key: [value] if isinstance(value, str) and (keys is None or key in keys) else value
        for key, value in table.items()
    }


def _toml(path: Path) -> dict[str, Any]:
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        return tomllib.loads(text)
    except OSError as error:
        raise BadData(
            f"{path} cannot be read: {error.strerror}.", "A campaign is a folder: docs/campaigns.md."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadData(f"{path} is not TOML: {of_toml(error, text)}.") from None


@lru_cache
def _shape(kind: Any) -> TypeAdapter[Any]:
    """Give what checks a kind of table; making it takes longer than using it."""
    return TypeAdapter(kind)


def _check(kind: type[_T], value: object, path: Path, name: str) -> _T:
    shape: TypeAdapter[_T] = _shape(kind)  # type: ignore[arg-type]  # a type can be hashed
    try:
        return shape.validate_python(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in (name, *first["loc"]))
        raise BadData(
            f"{path}: {where}: {first['msg']}.", "What each key means: docs/campaigns.md."
        ) from None
