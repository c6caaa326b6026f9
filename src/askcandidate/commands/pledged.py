"""``letter --signed``: who has said yes already, from a list of one's own or the pledge log."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from askcandidate import pledge_files, pledges
from askcandidate.batch import Failure
from askcandidate.commands.parcels import Parcel
from askcandidate.commands.streams import say
from askcandidate.errors import WrongUse
from askcandidate.model import number_of
from askcandidate.pledges import State
from askcandidate.reading import plain
from askcandidate.writing.thanks import Pledge

_LOG = ("date", "contest", "candidate", "ask", "state")  # by these a pledge log is known
_WHOM = ("office", "ballot", "candidateid", "name", "candidate")
_COUNT = (State.YES, State.PARTLY)
_MOST_LINES_NAMED = 20

SignedFile = Annotated[
    Path | None,
    typer.Option(
        "--signed",
        metavar="FILE",
        help="Who has said yes: they are thanked, not asked. A CSV, or the pledge log.",
    ),
]


class Signed(NamedTuple):
    """A list of those who signed, as it was read.

    Attributes:
        name: of the file; empty if there is none.
        pledges: each line that somebody can be known by.
        problems: what is to be said of the others.
    """

    name: str = ""
    pledges: tuple[Pledge, ...] = ()
    problems: tuple[str, ...] = ()


def read(path: Path | None, asks: Collection[str]) -> Signed:
    """Read a list of those who signed.

    Args:
        path: the file, in UTF-8; None gives a list of nobody.
        asks: the ids of every ask of the campaign.

    Raises:
        WrongUse: it cannot be read, no column says who signed, or a line names an ask that is none.
    """
    if path is None:
        return Signed()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise WrongUse(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise WrongUse(f"{path} is not text in UTF-8.", "Save it again as CSV UTF-8.") from None
    header = {plain(cell) for cell in next(csv.reader(io.StringIO(text)), [])}
    if not header.intersection(_WHOM):
        raise WrongUse(
            f"{path} has no column that says who signed.",
            "Name some of: office, ballot, candidate_source and candidate_id, name; and ask, if you know it.",
        )
    signed = _of_log(path, text) if header.issuperset(_LOG) else _of_list(path, text)
    for pledge in signed.pledges:
        if pledge.ask and pledge.ask not in asks:
            raise WrongUse(
                f'{path}, line {pledge.line}: there is no ask "{pledge.ask[:40]}".', "See: askcandidate asks."
            )
    return signed


def told(
    parcels: Iterable[Parcel | Failure], signed: Signed, *, goes_on: bool, quiet: bool
) -> Iterator[Parcel | Failure]:
    """Let letters through, and say in the end which lines of the list nobody was thanked for.

    Args:
        parcels: the letters.
        signed: the list.
        goes_on: whether this run goes on with another, whose letters are not seen here.
        quiet: whether to say nothing.
    """
    if quiet or not signed.name:
        yield from parcels
        return
    for problem in signed.problems:
        say(f"askcandidate: {signed.name}: {problem}")
    left = {pledge.line for pledge in signed.pledges}
    thanked = 0
    for parcel in parcels:
        if isinstance(parcel, Parcel):
            for letter in parcel.letters:
                left.difference_update(letter.thanked_for)
                thanked += bool(letter.thanked_for)
        yield parcel
    says = number_of(thanked, "letter thanks and asks how", "letters thank and ask how")
    say(f"askcandidate: {says}.")
    if left:
        lines = [str(line) for line in sorted(left)]
        more = f" and {len(lines) - _MOST_LINES_NAMED:,} more" if len(lines) > _MOST_LINES_NAMED else ""
        part = " in this part of the run" if goes_on else ""
        say(
            f"askcandidate: {signed.name}: nobody is thanked{part} for "
            f"{'line' if len(lines) == 1 else 'lines'} {', '.join(lines[:_MOST_LINES_NAMED])}{more}."
        )


def _of_log(path: Path, text: str) -> Signed:
    """Take from a pledge log what holds today: a yes, or half of one."""
    log = pledge_files.read(text)
    told = pledges.in_order(log.entries)
    lines = dict(zip(log.entries, log.lines, strict=True))
    people = pledges.settled(told)
    line_of = {known: lines[entry] for entry, known in zip(told, people, strict=True)}
    found = [
        Pledge(
            *(line_of[entry], entry.office, entry.ballot, entry.source, entry.candidate_id, entry.candidate),
            *(entry.ask, entry.state is State.PARTLY),
        )
        for entry in pledges.latest(people).values()
        if entry.state in _COUNT
    ]
    problems = [f"line {problem.line}: {problem.message}" for problem in log.problems]
    return _sorted_out(path, found, problems)


def _of_list(path: Path, text: str) -> Signed:
    """Take a list of one's own: each line is somebody who signed, unless its state says otherwise."""
    found: list[Pledge] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = [plain(title) for title in next(reader)]
        for cells in reader:
            row = {title: cell.strip() for title, cell in zip(header, cells, strict=False)}
            state = row.get("state", "").lower()
            if any(cells) and state in ("", *_COUNT):
                found.append(_of_row(reader.line_num, row, partly=state == State.PARTLY))
    except csv.Error as error:
        raise WrongUse(f"{path} is not CSV: {error}.") from None
    return _sorted_out(path, found, [])


def _of_row(line: int, row: Mapping[str, str], *, partly: bool) -> Pledge:
    def cell(*titles: str) -> str:
        return next((row[title] for title in titles if row.get(title)), "")

    source, id_ = cell("candidatesource", "source"), cell("candidateid")
    name = cell("name", "candidate")
    return Pledge(line, cell("office"), cell("ballot"), source, id_, name, cell("ask"), partly)


def _sorted_out(path: Path, found: Iterable[Pledge], problems: list[str]) -> Signed:
    """Leave out lines that nobody can be known by, and say so."""
    kept = []
    for pledge in found:
        if pledge.has_id or (pledge.ballot and pledge.name) or (pledge.office and not pledge.ballot):
            kept.append(pledge)
        else:
            problems.append(
                f"line {pledge.line}: nobody can be known by this; give candidate_source and candidate_id, "
                "or a name with its ballot or office."
            )
    return Signed(str(path), tuple(kept), tuple(problems))
