"""``letter --digest``: many people's rows become one letter for each office, with some of their words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from askcandidate import vocabulary
from askcandidate.batch import Failure, Row
from askcandidate.commands import imprints
from askcandidate.commands.desk import Mail, home_of
from askcandidate.commands.finding import Finding, Found
from askcandidate.commands.parcels import Parcel
from askcandidate.commands.runs import Tally
from askcandidate.commands.streams import Rows
from askcandidate.commands.typed import one_line
from askcandidate.commands.workshop import Workshop
from askcandidate.correspondence import Letter, Sender
from askcandidate.elections import Contests
from askcandidate.errors import NoConsent, UnclearConsent, WrongUse
from askcandidate.model import Notice, Office, OfficeKind
from askcandidate.reading import plain
from askcandidate.vocabulary import Kind
from askcandidate.writing import proofreading
from askcandidate.writing.addressees import To
from askcandidate.writing.digests import Digest, Quote, Recipients, excerpt, in_order, numbered
from askcandidate.writing.words import Home

if TYPE_CHECKING:
    from askcandidate.commands.batching import Run
    from askcandidate.commands.runs import PlainRun

CONSENT = "consent"
YES = ("yes", "y", "true", "1", "x", "Yes, you may quote me")
_YES = frozenset(map(plain, YES))
_MOST_LINES_NAMED = 10
_NOT_QUOTED = ("identifying", str(Kind.PARTY))  # remarks that keep words out of a letter for others
_NOT_SAID = "Counted but not quoted"
_NOT_NAMED = "Quoted without a name"
_NO_FIRST_NAME = "what stands in quoted_as is not one first name"
_NO_LETTER = ("no-letter", "nothing-to-ask", "no-election", "nobody-yet")
_FIRST_NAME = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*")
_LONGEST_NAME = 30  # characters
_WITHOUT = {
    "--why": "the words come from the rows",
    "--id": "a digest is for all rows together",
    "--signed": "those who signed are thanked in letters of their own",
    "--constituency": "its people are found by their postcodes",
    "--engine": "one digest is made in one place",
    "--resume": "a digest is made in one go, so there is nothing to go on with",
}

DigestOption = Annotated[
    bool,
    typer.Option(
        "--digest",
        help="One letter for all rows of --from: how many they are, and some of their words. "
        "Needs a column consent.",
    ),
]
Quotes = Annotated[
    int, typer.Option("--quotes", metavar="N", min=0, max=50, help="How many people a digest quotes at most.")
]


def check(typed: Iterable[str], *, digest: bool, has_file: bool) -> None:
    """Refuse options that do not go with a digest, or only with one.

    Args:
        typed: the options that were typed.
        digest: whether a digest was asked for.
        has_file: whether rows come from a file.

    Raises:
        WrongUse: one of them does not.
    """
    options = set(typed)
    if not digest:
        if "--quotes" in options:
            raise WrongUse("--quotes goes with --digest.")
        return
    if not has_file:
        raise WrongUse(
            "A digest is made from a file of people's words.",
            "For example: askcandidate letter --digest --from people.csv",
        )
    for option, why in _WITHOUT.items():
        if option in options:
            raise WrongUse(f"{option} does not go with --digest: {why}.", "Leave one of them out.")


def consenting(rows: Iterable[Row | Failure]) -> Iterator[Row | Failure]:
    """Let rows through whose people agreed to be counted and quoted; the others are left out.

    Raises:
        WrongUse: there is no column that says so.
    """
    known = False
    for row in rows:
        if isinstance(row, Failure):
            yield row
            continue
        given = next((cell for title, cell in row.cells.items() if plain(title) == CONSENT), None)
        if given is None and not known:
            raise WrongUse(
                f'There is no column "{CONSENT}": a digest quotes people, so each must have agreed to it.',
                f"Ask them, and write one of these where they did: {'; '.join(YES)}.",
            )
        known = True
        if plain(given or "") in _YES:
            yield row
        else:
            yield row.failed(_no_consent(f"{row.unit.capitalize()} {row.line}", (given or "").strip()))


def _no_consent(where: str, given: str) -> NoConsent | UnclearConsent:
    """Say why somebody is not counted; what sounds like a yes and is not one of ours is shown."""
    if not given.lower().startswith("y"):
        return NoConsent(f"{where}: this person has not agreed to be counted and quoted.")
    problem = f'{where}: "{one_line(given)[:30]}" is not taken for consent to be counted and quoted.'
    return UnclearConsent(problem, f"Only these are: {'; '.join(YES)}.")


def parcels(
    shop: Workshop, rows: Rows, known: Finding, run: "PlainRun | Run", tally: Tally, quotes: int
) -> Iterable[Parcel | Failure]:
    """Read every row, and then give the digests; a row that fails is given in its place.

    Args:
        shop: what letters are made with.
        rows: the people.
        known: finds what is known of their postcodes.
        run: takes down what became of each row.
        tally: counts it.
        quotes: how many are quoted at most.
    """
    shop.desk.check()
    rows.narrow(consenting)
    gathering = Gathering(shop, quotes)
    for taken in run.watch(tally.watch(known.each(rows, gathering.take))):
        if isinstance(taken, Failure):
            yield taken
    mail = gathering.mail()
    if mail.letters or mail.notices:
        yield shop.packer.pack(mail)


class Gathering:
    """Gathers people into the digests of those who answer for them.

    Args:
        shop: what letters are made with.
        quotes: how many are quoted at most.
    """

    def __init__(self, shop: Workshop, quotes: int) -> None:
        self._shop = shop
        self._quotes = quotes
        self._digests: dict[tuple[str, str], Digest] = {}
        self._keys: dict[tuple[object, ...], list[tuple[str, str]]] = {}
        self._said: set[Notice] = set()
        self._vocabulary = vocabulary.shipped()
        self._unquoted: dict[str, list[int]] = {}
        self._many: Counter[str] = Counter()
        self._unit = ""

    def take(self, row: Row, found: Found) -> Row:
        """Take one person in, and give their row back.

        Raises:
            NotFound: there is nobody to write to for them.
        """
        self._unit = row.unit
        home = home_of(found)
        situation = _situation(found)
        if situation not in self._keys:
            self._keys[situation] = self._recipients(found, home)
        quote = self._quote(row, home)
        for key in self._keys[situation]:
            self._digests[key].take(home.prose, quote)
        return row

    def _recipients(self, found: Found, home: Home) -> list[tuple[str, str]]:
        """Give the keys of the digests for people with these offices and elections."""
        shop = self._shop
        contests = {c.ballot.id: c for c in found.contests} if isinstance(found, Contests) else {}
        place = found.place if isinstance(found, Contests) else found
        there = {office.id: office for office in (place.offices if place else ())}
        keys: dict[tuple[str, str], None] = {}
        mail = shop.desk.mail(found, Sender())
        self._said.update(notice for notice in mail.notices if notice.code in _NO_LETTER)
        for letter in mail.letters:
            key = (letter.office.id, letter.ballot.id if letter.ballot else "")
            keys[key] = None
            if key not in self._digests:
                contest = contests.get(key[1])
                common = _in_common(home, letter.office)
                office = there.get(letter.office.id, letter.office)  # by its English title
                recipients = Recipients(office, contest, common, isinstance(found, Contests))
                seed = "\0".join((shop.plan.wishes.seed, *key))
                self._digests[key] = Digest(recipients, self._quotes, seed)
        return list(keys)

    def _quote(self, row: Row, home: Home) -> Quote | None:
        """Give what of a row may be quoted, and take down why if it has words and may not be."""
        cells = {plain(title): cell for title, cell in row.cells.items()}
        words = one_line(cells.get("why", ""))
        if not words:
            return None
        for remark in proofreading.own_words(words, self._vocabulary):
            if remark.code in _NOT_QUOTED:
                self._note(row.line, f"{_NOT_SAID}: {remark.says.partition(';')[0]}")
                return None
        name = self._name(row.line, one_line(cells.get("quotedas", "")))
        return Quote(excerpt(words), name, home.where, home.welsh_name or home.prose)

    def _name(self, line: int, name: str) -> str:
        """Give a first name if one may be used; where its person lives is said by the district alone."""
        if len(name) > _LONGEST_NAME or (name and not _FIRST_NAME.fullmatch(name)):
            self._note(line, f"{_NOT_NAMED}: {_NO_FIRST_NAME}")
            return ""
        return name

    def _note(self, line: int, reason: str) -> None:
        """Take a line down; the first few are named, though a service's answers come in any order."""
        self._many[reason] += 1
        lines = self._unquoted.setdefault(reason, [])
        lines.append(line)
        lines.sort()
        del lines[_MOST_LINES_NAMED:]

    def mail(self) -> Mail:
        """Write the digests, in the order of offices."""
        plan = self._shop.plan
        letters: list[Letter] = []
        notices = sorted(self._said)
        for digest in in_order(self._digests.values(), list(OfficeKind)):
            made = self._shop.desk.digest(digest, plan.sender)
            letters += made.letters
            notices += made.notices
        notices += [Notice("not-quoted", text) for text in numbered(self._unquoted, self._many, self._unit)]
        if not plan.imprint and any(letter.address_as == To.CANDIDATES for letter in letters):
            notices.append(Notice("imprint", imprints.REMINDER))
        return Mail(letters, notices)


def _situation(found: Found) -> tuple[object, ...]:
    """Name what decides whom somebody's letters are to: their offices and the elections to come."""
    place = found.place if isinstance(found, Contests) else found
    contests = found.contests if isinstance(found, Contests) else ()
    offices = tuple(office.id for office in place.offices) if place else ()
    return (isinstance(found, Contests), offices, *(contest.ballot.id for contest in contests))


def _in_common(home: Home, office: Office) -> Home:
    """Give the place that all of an office's people share: their district, or the office's own area."""
    if office.kind in (OfficeKind.COUNCIL, OfficeKind.COUNCIL_MAYOR):
        return home._replace(postcode=None)
    area = office.area
    return home._replace(
        prose=area.prose, where=f"in {area.prose}", postcode=None, welsh_name=area.welsh_name
    )
