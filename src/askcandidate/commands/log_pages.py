"""``askcandidate log summary`` and ``log slip``: the pages of the log, for everybody and for one."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from askcandidate import events, settings
from askcandidate.campaign import SHIPPED, Campaign
from askcandidate.commands import imprints, options, output
from askcandidate.commands.log_options import DEFAULT, Contests, LogFile, PollingDay
from askcandidate.commands.logbook import check_contests, is_of, read_log
from askcandidate.commands.press import told_by
from askcandidate.commands.streams import say, write
from askcandidate.commands.typed import one_line, split_ids
from askcandidate.errors import NotFound, WrongUse
from askcandidate.files import encoded, write_bytes
from askcandidate.formats import sheets, summaries
from askcandidate.formats.sheets import Binder, SheetFormat
from askcandidate.formats.templates import Templates
from askcandidate.gazetteer import ballots
from askcandidate.meetings import Meeting, Speaker
from askcandidate.model import Office, OfficeKind, day_in_words
from askcandidate.names import fold
from askcandidate.pledges import ANSWERS, Entry, State, latest, settled
from askcandidate.summing_up import Summary, sum_up
from askcandidate.writing import hustings, slips
from askcandidate.writing.hustings import Told
from askcandidate.writing.slips import Slip

SUMMARY_EPILOG = """Examples:

  askcandidate log summary

  askcandidate log summary --contest "Mayor of Lewisham" --out answers.html --imprint "..."
"""
SLIP_EPILOG = """Examples:

  askcandidate log slip "Mayor of Lewisham" --out slips.html

  askcandidate log slip "Mayor of Lewisham" --candidate "A. Marlpit" --ask mayor-1
"""

_Totals = Annotated[bool, typer.Option("--totals", help="Count the answers, once the polls have closed.")]
_Candidates = Annotated[
    list[str] | None,
    typer.Option(
        "--candidate", metavar="NAME", help="Only for this person; or, with --ask, for somebody new."
    ),
]
_Place = Annotated[str, typer.Option(metavar="NAME", help="That contest's area, by its everyday name.")]
_SlipOut = Annotated[str | None, typer.Option("--out", metavar="FILE", help="A file: .txt, .md, .html ...")]
_Imprint = Annotated[
    str, typer.Option(metavar="TEXT", help="Who prints and promotes it and for whom, with addresses.")
]


def summary(
    contests: Contests = None,
    polling_day: PollingDay = None,
    totals: _Totals = False,
    json: options.Json = False,
    out: Annotated[
        str | None, typer.Option("--out", metavar="FILE", help="A page with a chart: a .html file.")
    ] = None,
    imprint: _Imprint = "",
    force: options.Force = False,
    on: options.On = None,
    log: LogFile = DEFAULT,
    campaign: options.Campaign = None,
    quiet: options.Quiet = False,
) -> None:
    """Say of each contest and ask who said what, and who has not answered.

    Until the polls close everybody asked is listed alike, with nothing counted, and a page needs an
    imprint: to publish only who said yes can be campaigning.
    """
    if out is not None:
        if Path(out).suffix.lower() != ".html" or json:
            raise WrongUse("--out takes a .html file, without --json.")
        output.check_target(out, force=force, inputs=[log])
    chosen = settings.load()
    told = Campaign(campaign or chosen.campaign or SHIPPED)
    day = options.read_day(on)
    entries = settled(read_log(log, quiet=quiet).entries)
    check_contests(entries, contests or ())
    kept = [entry for entry in entries if any(is_of(entry, each) for each in contests or [""])]
    first_day = settings.first_polling_day(day, told=on is not None)
    polls = options.read_day(polling_day) if polling_day else None
    found = sum_up(kept, tuple(told.asks), first_day, polls)
    line = _settle(found, imprint, chosen, totals=totals, public=out is not None)
    words = summaries.Words(day, line, _titles(told), _sources(told), totals)
    if out is not None:
        write_bytes(Path(out), [summaries.page(found, words, Templates()).encode()])
        if not quiet:
            say(f"Written: {out}")
    elif json:
        write(summaries.document(found, words))
    elif sys.stdout.isatty():
        summaries.print_summaries(found, words, sys.stdout)
    else:
        write(summaries.tsv_lines(found))


def _settle(
    found: Sequence[Summary], typed: str, chosen: settings.Settings, *, totals: bool, public: bool
) -> str:
    """Give the imprint; before the polls close nothing is counted, and a page has one.

    Raises:
        WrongUse: something else is asked for.
    """
    still_open = [summary for summary in found if not summary.is_over]
    if totals and still_open:
        first = still_open[0]
        day = day_in_words(first.polling_day) if first.polling_day else "polling day, which is not known"
        raise WrongUse(
            f"Answers for {first.contest} are counted only after 10 pm on {day}.",
            "A count beside names can read as advice on whom to elect. "
            "Leave --totals out, choose a --contest that is over, or give --polling-day.",
        )
    line = imprints.settle(typed, chosen, required=False)
    if public and still_open and not line:
        raise WrongUse(
            f"Until the polls close a page of answers for {still_open[0].contest} needs an imprint: "
            "who prints it, who promotes it and on whose behalf, each with name and address.",
            'Give it with --imprint TEXT, or as imprint = "..." in the settings. Why: docs/pledges.md.',
        )
    return line


def _titles(told: Campaign) -> dict[str, str]:
    return {ask.id: ask.title for ask in told.asks.values()}


def _sources(told: Campaign) -> dict[str, str]:
    documents = told.documents
    return {
        ask.id: f'"{documents[ask.document].title}", {documents[ask.document].publisher}'
        for ask in told.asks.values()
    }


def slip(
    contests: Annotated[
        list[str] | None, typer.Argument(metavar="CONTEST...", help="Contests of the log; all if none.")
    ] = None,
    candidates: _Candidates = None,
    asks: Annotated[
        str | None,
        typer.Option("--ask", metavar="ID,ID", help="What to ask, if not what the log has no answer to."),
    ] = None,
    office: Annotated[str, typer.Option(metavar="ID", help="The office's id, for a new contest.")] = "",
    kind: Annotated[
        OfficeKind | None,
        typer.Option(help="The kind of office, where no table knows the contest and the asks do not tell."),
    ] = None,
    place: _Place = "",
    back_to: Annotated[str, typer.Option(metavar="TEXT", help="Whom to give the slip back to.")] = "",
    form: Annotated[SheetFormat | None, typer.Option("--format", help="How to write the slips.")] = None,
    out: _SlipOut = None,
    imprint: _Imprint = "",
    force: options.Force = False,
    on: options.On = None,
    log: LogFile = DEFAULT,
    campaign: options.Campaign = None,
    quiet: options.Quiet = False,
) -> None:
    """Write a slip to answer on within a minute, for each person the log has no answer from.

    As text it goes into an e-mail; filled in, log import reads it back.
    """
    path = None if out in (None, "-") else Path(str(out))
    by_suffix = sheets.SUFFIXES.get(path.suffix.lower()) if path else None
    form = form or by_suffix or SheetFormat.TEXT
    if path and by_suffix is not form:
        raise WrongUse(f"{out} is no name for {form}.", f"A file ends in {', '.join(sheets.SUFFIXES)}.")
    if path:
        output.check_target(str(path), force=force, inputs=[log])
    chosen = settings.load()
    day = options.read_day(on)
    told = told_by(
        Campaign(campaign or chosen.campaign or SHIPPED),
        *(Templates(), imprints.settle(imprint, chosen, required=None), day, "", split_ids(asks)),
    )
    is_new = bool(candidates and asks and contests)
    entries = read_log(log, quiet=quiet).entries if log.exists() or not is_new else ()
    wanted = _wanted(entries, contests or [""], candidates or [], told.wanted, office)
    made: list[Slip] = []
    for entry, ids in wanted:
        unlisted = events.unlisted(kind or _kind(ids, told), entry.contest, one_line(place))
        slip = _slip(entry, ids, told, office_of(entry, day) or unlisted, quiet=quiet)
        made += [slip] if slip else []
    if not made:
        raise NotFound("There is nobody to write a slip for.", "askcandidate log list shows who was asked.")
    pieces = _pieces(made, form, told, one_line(back_to))
    if path:
        write_bytes(path, map(encoded, pieces))
        if not quiet:
            say(f"Written: {out}, {len(made):,} {'slip' if len(made) == 1 else 'slips'}.")
    else:
        write(pieces)


def _wanted(
    entries: Sequence[Entry], contests: Sequence[str], names: Sequence[str], asks: Sequence[str], office: str
) -> Iterator[tuple[Entry, Sequence[str]]]:
    """Give each person who gets a slip, and what they are asked: what the log has no answer to."""
    if not (asks and names):
        check_contests(entries, [contest for contest in contests if contest])
    wanted = {fold(name) for name in names}
    people: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in latest(settled(entries)).values():
        if any(is_of(entry, contest) for contest in contests):
            people.setdefault(entry.person, []).append(entry)
    known = set()
    for told in people.values():
        if not wanted or fold(told[-1].candidate) in wanted:
            known.add(fold(told[-1].candidate))
            waiting = sorted(entry.ask for entry in told if entry.state not in ANSWERS)
            if asks or waiting:
                yield told[-1], asks or waiting
    for name in names:
        if fold(name) not in known and asks and contests[0]:
            yield _nobody_yet(contests[0], office, one_line(name)), asks


def _nobody_yet(contest: str, office: str, name: str) -> Entry:
    return Entry(date.min, one_line(contest), office, "", "", "", name, "", State.ASKED)


def _kind(asks: Sequence[str], told: Told) -> OfficeKind:
    """Give the kind of office that asks are for, where nothing else tells it."""
    return next((told.asks[ask].offices[0] for ask in asks if ask in told.asks), OfficeKind.COUNCIL)


def office_of(entry: Entry, day: date) -> Office | None:
    """Give the office that an entry is about, if our tables know it."""
    return ballots.office(entry.office, day) if entry.office else None


def _slip(entry: Entry, asks: Sequence[str], told: Told, office: Office, *, quiet: bool) -> Slip | None:
    """Make a slip; asks that can no longer be put are left out, and that is said."""
    fitting = {ask.id for ask in told.choose(office, None, told.on)}
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
