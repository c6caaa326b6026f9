"""``askcandidate log slip``: a page to answer on, for each person the log has no answer from."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from askcandidate import events, settings
from askcandidate.commands import imprints, options, output
from askcandidate.commands.groups import grouped
from askcandidate.commands.log_options import Imprint, Run
from askcandidate.commands.logbook import check_contests, is_of, office_of, read_log
from askcandidate.commands.press import told_by
from askcandidate.commands.streams import say, write
from askcandidate.commands.typed import one_line, split_ids
from askcandidate.errors import NotFound, WrongUse
from askcandidate.files import encoded, write_bytes
from askcandidate.formats import sheets
from askcandidate.formats.sheets import Binder, SheetFormat
from askcandidate.formats.templates import Templates
from askcandidate.meetings import Meeting, Speaker
from askcandidate.model import Office, OfficeKind, day_in_words
from askcandidate.names import fold
from askcandidate.pledges import ANSWERS, Entry, State, latest, settled, withdrawn
from askcandidate.writing import hustings, slips
from askcandidate.writing.hustings import Told
from askcandidate.writing.slips import Slip

EPILOG = """Examples:

  askcandidate log slip "Mayor of Cumbria" --out slips.html

  askcandidate log slip "Mayor of Cumbria" --candidate "A. Marlpit" --ask mayor-1
"""

_Contests = Annotated[
    list[str] | None, typer.Argument(metavar="CONTEST...", help="Contests of the log; all if none.")
]
_Candidates = Annotated[
    list[str] | None,
    typer.Option(
        "--candidate", metavar="NAME", help="Only for this person; or, with --ask, for somebody new."
    ),
]
_Asks = Annotated[
    str | None,
    typer.Option("--ask", metavar="ID,ID", help="What to ask, if not what the log has no answer to."),
]
_OfficeId = Annotated[str, typer.Option(metavar="ID", help="The office's id, for a new contest.")]
_Kind = Annotated[
    OfficeKind | None,
    typer.Option(help="The kind of office, where no table knows the contest and the asks do not tell."),
]
_Place = Annotated[str, typer.Option(metavar="NAME", help="That contest's area, by its everyday name.")]
_BackTo = Annotated[str, typer.Option(metavar="TEXT", help="Whom to give the slip back to.")]
_Form = Annotated[SheetFormat | None, typer.Option("--format", help="How to write the slips.")]
_Out = Annotated[str | None, typer.Option("--out", metavar="FILE", help="A file: .txt, .md, .html ...")]


class _Elsewhere(NamedTuple):
    """The options of a contest that neither the log nor our tables know."""

    office: _OfficeId = ""
    kind: _Kind = None
    place: _Place = ""


class _Put(NamedTuple):
    """The options of where slips go."""

    form: _Form = None
    out: _Out = None

    def path(self) -> Path | None:
        """Give the file; None is stdout."""
        return None if self.out in (None, "-") else Path(str(self.out))

    def settled(self) -> SheetFormat:
        """Give the form, as it was chosen or as the file's name says.

        Raises:
            WrongUse: the one contradicts the other.
        """
        path = self.path()
        by_suffix = sheets.SUFFIXES.get(path.suffix.lower()) if path else None
        form = self.form or by_suffix or SheetFormat.TEXT
        if path and by_suffix is not form:
            hint = f"A file ends in {', '.join(sheets.SUFFIXES)}."
            raise WrongUse(f"{self.out} is no name for {form}.", hint)
        return form


@grouped
def slip(
    *,
    contests: _Contests = None,
    candidates: _Candidates = None,
    asks: _Asks = None,
    elsewhere: _Elsewhere,
    back_to: _BackTo = "",
    put: _Put,
    imprint: Imprint = "",
    force: options.Force = False,
    run: Run,
) -> None:
    """Write a slip to answer on within a minute, for each person the log has no answer from.

    As text it goes into an e-mail; filled in, log import reads it back.
    """
    path, form = put.path(), put.settled()
    if path:
        output.check_target(str(path), force=force, inputs=[run.log])
    line = imprints.settle("slips", imprint, settings.load(), required=None)
    told = told_by(run.told(), Templates(), line, run.day(), "", split_ids(asks))
    is_new = bool(candidates and asks and contests)
    entries = read_log(run.log, quiet=run.quiet).entries if run.log.exists() or not is_new else ()
    wanted = _wanted(entries, contests or [""], candidates or [], told.wanted, elsewhere.office)
    slips_ = (_slip(entry, ids, told, elsewhere, quiet=run.quiet) for entry, ids in wanted)
    made = [each for each in slips_ if each]
    if not made:
        raise NotFound("There is nobody to write a slip for.", "askcandidate log list shows who was asked.")
    pieces = _pieces(made, form, told, one_line(back_to))
    if not path:
        write(pieces)
        return
    write_bytes(path, map(encoded, pieces))
    if not run.quiet:
        say(f"Written: {path}, {len(made):,} {'slip' if len(made) == 1 else 'slips'}.")


def _wanted(
    entries: Sequence[Entry], contests: Sequence[str], names: Sequence[str], asks: Sequence[str], office: str
) -> Iterator[tuple[Entry, Sequence[str]]]:
    """Give each person who gets a slip, and what they are asked: what the log has no answer to."""
    if not (asks and names):
        check_contests(entries, [contest for contest in contests if contest])
    wanted = {fold(name) for name in names}
    people: dict[tuple[str, str, str], list[Entry]] = {}
    everybody = settled(entries)
    gone = withdrawn(everybody)
    for entry in latest(everybody).values():
        if any(is_of(entry, contest) for contest in contests):
            people.setdefault(entry.person, []).append(entry)
    known = set()
    for told in people.values():
        if not wanted or fold(told[-1].candidate) in wanted:
            known.add(fold(told[-1].candidate))
            waiting = sorted(entry.ask for entry in told if entry.state not in ANSWERS)
            if (asks or waiting) and told[-1].person not in gone:
                yield told[-1], asks or waiting
    for name in names:
        if fold(name) not in known and asks and contests[0]:
            yield _nobody_yet(contests[0], office, one_line(name)), asks


def _nobody_yet(contest: str, office: str, name: str) -> Entry:
    return Entry(date.min, one_line(contest), office, "", "", "", name, "", State.ASKED)


def _kind(asks: Sequence[str], told: Told) -> OfficeKind:
    """Give the kind of office that asks are for, where nothing else tells it."""
    return next((told.asks[ask].offices[0] for ask in asks if ask in told.asks), OfficeKind.COUNCIL)


def _slip(
    entry: Entry, asks: Sequence[str], told: Told, elsewhere: _Elsewhere, *, quiet: bool
) -> Slip | None:
    """Make a slip; asks that can no longer be put are left out, and that is said."""
    kind = elsewhere.kind or _kind(asks, told)
    unlisted = events.unlisted(kind, entry.contest, one_line(elsewhere.place))
    office: Office = office_of(entry, told.on) or unlisted
    fitting = {ask.id for ask in told.choose(office, office.area.nation, told.on)}
    kept = tuple(ask for ask in asks if ask in fitting)
    for ask in () if quiet else (ask for ask in asks if ask not in fitting):
        why = (
            f"cannot be asked of {office.prose} now" if ask in told.asks else "is none of the campaign's asks"
        )
        say(f"askcandidate: {entry.candidate}: {ask} {why} and is left out.")
    if not kept:
        return None
    meeting = Meeting(entry.contest, office, entry.ballot, (Speaker(entry.candidate),))
    questions = hustings.questions(meeting, told._replace(wanted=kept))
    ids = (entry.office, entry.ballot, entry.source, entry.candidate_id)
    return Slip(entry.contest, entry.candidate, *ids, tuple(questions))


def _pieces(made: Sequence[Slip], form: SheetFormat, told: Told, back_to: str) -> Iterable[str | bytes]:
    if form is SheetFormat.TEXT:
        foot = f"\n{told.imprint}\n\n" if told.imprint else "\n"
        return (slips.write(slip) + foot for slip in made)
    templates = Templates()
    packs = [sheets.pages(_words(slip, told, back_to), ["slip"], templates, "log") for slip in made]
    return sheets.write(packs, form, Binder("Reply slips"))


def _words(slip: Slip, told: Told, back_to: str) -> dict[str, object]:
    return {
        "contest": slip.contest,
        "candidate": slip.candidate,
        "questions": [question._asdict() for question in slip.questions],
        "how": slips.HOW,
        "what_for": slips.WHAT_FOR,
        "back_to": back_to,
        "imprint": told.imprint,
        "made_on": day_in_words(told.on),
    }
