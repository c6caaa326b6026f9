"""``askcandidate log``: who was asked what, and what came of it; from the first letter to the day after."""

import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from askcandidate import pledge_files
from askcandidate.campaign import Campaign
from askcandidate.commands import importing, log_letters, log_pages, log_slips, options, output
from askcandidate.commands.asking import ask as put
from askcandidate.commands.asking import at_terminal
from askcandidate.commands.groups import grouped
from askcandidate.commands.log_options import DEFAULT, By, Horizon, LogFile, Run
from askcandidate.commands.logbook import Changing, changing, is_of, read_log, read_text, refuse, write_log
from askcandidate.commands.streams import read_text as read_words
from askcandidate.commands.streams import say, write
from askcandidate.commands.typed import many_lines, one_line
from askcandidate.errors import Ambiguous, AskError, ExitCode, WrongUse
from askcandidate.formats import pledges as forms
from askcandidate.names import fold
from askcandidate.pledges import TOLD, Entry, Problem, State, in_order, latest, look_over, merge, settled

_ADD_EPILOG = """Examples:

  askcandidate log add

  askcandidate log add --contest "Mayor of X" --candidate "A. Marlpit" --ask mayor-1 --state asked
"""
_IMPORT_EPILOG = """Examples:

  askcandidate log import mayor-record.csv --by "B. Clerk" --on 2027-04-22

  askcandidate log import reply.txt

  askcandidate log import answers.csv --map candidate=Name,answer=Reply
"""
_STATES = ", ".join(TOLD)

app = typer.Typer(help="Record who was asked what and what they said, and write to them about it.")

_State = Annotated[State | None, typer.Option(help="What came of it.", show_choices=True)]
_Words = Annotated[
    str, typer.Option(metavar="TEXT|@FILE", help="Their own words, as they are; @FILE reads them.")
]
_Source = Annotated[str, typer.Option(metavar="NAME", help="The service that the id is of.")]
_Id = Annotated[str, typer.Option("--id", metavar="ID", help="The candidate's id at that service.")]


class _About(NamedTuple):
    """The options of who was asked what, and where."""

    contest: Annotated[str, typer.Option(metavar="TEXT", help="What they stand in, or the office.")] = ""
    candidate: Annotated[str, typer.Option(metavar="NAME", help="Who was asked.")] = ""
    ask: Annotated[
        str, typer.Option("--ask", metavar="ID", help="What was asked; see: askcandidate asks.")
    ] = ""
    link: Annotated[str, typer.Option(metavar="URL", help="Where the answer can be read.")] = ""
    office: Annotated[str, typer.Option(metavar="ID", help="The office's id, such as mayor:E47000009.")] = ""
    ballot: Annotated[
        str, typer.Option(metavar="ID", help="The ballot's id, such as pcc.kent.2028-05-04.")
    ] = ""
    by: By = ""


@app.command(epilog=_ADD_EPILOG)
@grouped
def add(
    *,
    about: _About,
    state: _State = None,
    words: _Words = "",
    source: _Source = "",
    id_: _Id = "",
    no_input: options.NoInput = False,
    run: Run,
) -> None:
    """Add a line to the log: what was asked, or what was answered, on a day.

    Nothing is written over: an answer that changes is a new line. At a terminal you are asked for what
    is missing.
    """
    told = run.told()
    if not (about.contest and about.candidate and about.ask and state):
        if no_input or not at_terminal():
            raise WrongUse("A line needs --contest, --candidate, --ask and --state.", f"States: {_STATES}.")
        about, state, words = _put_missing(about, state, words, told)
    about = _About(*map(one_line, about))
    ids = (about.office, about.ballot, one_line(source), one_line(id_))
    entry = Entry(
        *(run.day(), about.contest, *ids, about.candidate, told.ask(about.ask).id, state),
        *(many_lines(read_words(words)), about.link, about.by),
    )
    if not (entry.contest and entry.candidate):
        raise WrongUse("A line needs a contest and a candidate.")
    with changing(run.log, quiet=run.quiet) as book:
        entry = _the_one(entry, book)
        is_new = book.add(entry)
    if fault := Horizon.of(None).fault(entry.day):
        say(f"askcandidate: {fault} If that is a slip, take the line out of {run.log}.")
    if not run.quiet:
        say(f"{'Added to' if is_new else 'Already in'} {run.log}: {_line(entry)}")


def _put_missing(about: _About, state: State | None, words: str, told: Campaign) -> tuple[_About, State, str]:
    """Ask the person at the terminal for what was not typed."""
    contest = about.contest or _put_some("Contest or office")
    candidate = about.candidate or _put_some("Candidate")
    ask = about.ask or _put_ask(told)
    state = state or _put_state()
    words = words or put("Their words, or nothing")
    return about._replace(contest=contest, candidate=candidate, ask=ask), state, words


def _the_one(entry: Entry, book: Changing) -> Entry:
    """Give an entry about the person of that name whom the log knows.

    Raises:
        Ambiguous: it knows several.
    """
    people = book.recognise(entry)
    if len(people) > 1:
        choices = tuple((who.candidate_id or "(no id)", who.contest) for who in people)
        text = f"The log knows {len(people)} people called {entry.candidate}:"
        raise Ambiguous(text, choices, "Give --id.")
    return people[0]


def _put_some(question: str) -> str:
    while True:
        text = put(question)
        if text.strip():
            return text


def _put_ask(told: Campaign) -> str:
    while True:
        text = put("Which ask, such as mayor-1").strip()
        try:
            return told.ask(text).id
        except AskError as error:
            say(f"{error.message} {error.hint}")


def _put_state() -> State:
    say(f"What came of it can be: {_STATES}.")
    while True:
        text = put("What came of it").strip().lower().replace(" ", "-")
        if text in list(State):
            return State(text)


@app.command("import", epilog=_IMPORT_EPILOG)
@grouped
def import_(
    *,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="A hustings grid, a CSV, a filled-in reply slip or another log; - is stdin.",
        ),
    ],
    map_: Annotated[
        str, typer.Option("--map", metavar="OURS=THEIRS,...", help="What columns of a CSV are called.")
    ] = "",
    about: _About,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="The day of what has none.")] = None,
    log: LogFile = DEFAULT,
    campaign: options.Campaign = None,
    dry_run: options.DryRun = False,
    quiet: options.Quiet = False,
) -> None:
    """Take in what was recorded elsewhere; the same file twice adds nothing.

    A cell without an answer stays out: it is not a no. Nothing is written if a line cannot be read.
    """
    constants = about._asdict()
    constants |= {"recorded_by": about.by, "date": options.read_day(on).isoformat() if on else ""}
    given = importing.Given(importing.read_columns(map_), constants, Horizon.of(on))
    known = Run(campaign=campaign).told().asks
    told: list[str] = []
    with changing(log, quiet=quiet, dry_run=dry_run) as book:
        problems: list[tuple[Path | str, Problem]] = []
        unread: list[Problem] = []
        for name in files:
            found = importing.read(_bytes(name), name, given, book)
            added = sum(book.add(entry) for _, entry in found.entries)
            problems += [(name, problem) for problem in found.problems]
            unread += found.unread
            for problem in found.unread:
                say(f"askcandidate: {name}:{problem.line}: {problem.message}")
            told += _taken_in(name, found, added, known, dry_run=dry_run)
        refuse(problems)
    for line in () if quiet else told:
        say(line)
    raise typer.Exit(ExitCode.PARTIAL if unread else ExitCode.OK)


def _taken_in(
    name: str, found: importing.Imported, added: int, known: Collection[str], *, dry_run: bool
) -> Iterator[str]:
    """Say what a file gave, and what should be known beside it."""
    yield from (f"askcandidate: {name}: {notice}" for notice in found.notices)
    strange = sorted({entry.ask for _, entry in found.entries} - set(known))
    if strange:
        yield f"askcandidate: {name}: none of the campaign's asks: {', '.join(strange)}."
    verb = "would be added" if dry_run else "added"
    yield f"{name}: {added:,} {verb}, {len(found.entries) - added:,} there already."


def _bytes(name: str) -> bytes:
    if name == "-":
        if sys.stdin is None or sys.stdin.closed:
            raise WrongUse("stdin is closed, so there is nothing to read.")
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise WrongUse(f"{name} cannot be read: {error.strerror}.") from None


@app.command("list", epilog="Example:\n\n  askcandidate log list --state yes --since 2027-04-01")
def list_(
    contest: Annotated[str, typer.Option(metavar="TEXT", help="Only this contest, office or ballot.")] = "",
    candidate: Annotated[str, typer.Option(metavar="TEXT", help="Only this name or id.")] = "",
    ask: Annotated[str, typer.Option("--ask", metavar="ID", help="Only this ask.")] = "",
    state: Annotated[list[State] | None, typer.Option(help="Only this state. May be repeated.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only from this day on.")] = None,
    latest_only: Annotated[bool, typer.Option("--latest", help="Only what holds today of each ask.")] = False,
    json: options.Json = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One line of JSON an entry.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="CSV in the log's own form.")] = False,
    log: LogFile = DEFAULT,
    quiet: options.Quiet = False,
) -> None:
    """List what the log holds, the oldest first."""
    form = options.Form(json, jsonl, csv).settled(resume=False)
    entries = read_log(log, quiet=quiet).entries
    chosen = latest(settled(entries)).values() if latest_only else entries
    first = options.read_day(since) if since else None
    kept = [
        entry
        for entry in in_order(chosen)
        if is_of(entry, contest)
        and (not candidate or fold(candidate) in (fold(entry.candidate), fold(entry.candidate_id)))
        and (not ask or entry.ask == ask)
        and (not state or entry.state in state)
        and (first is None or entry.day >= first)
    ]
    if form.csv:
        write([pledge_files.write(kept)])
    elif form.is_structured:
        write(forms.json_lines(kept) if jsonl else forms.document(kept))
    elif sys.stdout.isatty():
        forms.print_entries(kept, sys.stdout)
    else:
        write(forms.tsv_lines(kept))
    if not kept and not quiet:
        say("askcandidate: nothing in the log is like that.")


@app.command("merge", epilog="Example:\n\n  askcandidate log merge mine.csv yours.csv --out both.csv")
def merge_(
    ours: Annotated[Path, typer.Argument(metavar="A", help="A log.")],
    theirs: Annotated[Path, typer.Argument(metavar="B", help="Another.")],
    out: options.OutFile = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Put two logs together: every line of both, once.

    Exit 11 says that answers contradict; both are kept, and are named.
    """
    if out and out != "-":
        output.check_target(out, force=force, inputs=[ours, theirs])
    merged = merge(*(read_log(path, quiet=quiet).entries for path in (ours, theirs)))
    if out and out != "-":
        write_log(output.followed(Path(out)), merged.entries)
    else:
        write([pledge_files.write(merged.entries)])
    for mine, yours in merged.conflicts:
        told = f'{mine.state} "{mine.words}" in {ours}, {yours.state} "{yours.words}" in {theirs}'
        say(f"askcandidate: {mine.candidate}, {mine.ask}, {mine.day}: {told}.")
    if merged.conflicts and not quiet:
        say("askcandidate: both are kept; ask them which it is, and add a line with the day of that answer.")
    raise typer.Exit(ExitCode.CHECK_FAILED if merged.conflicts else ExitCode.OK)


@app.command()
def verify(
    on: options.On = None,
    log: LogFile = DEFAULT,
    campaign: options.Campaign = None,
    quiet: options.Quiet = False,
) -> None:
    """Look the log over, line by line. Exit 11 says that something was found."""
    horizon = Horizon.of(on)
    known = Run(campaign=campaign).told().asks
    found = pledge_files.read(read_text(log))
    told = list(zip(found.lines, found.entries, strict=True))
    ahead = [Problem(line, fault) for line, entry in told if (fault := horizon.fault(entry.day))]
    said = sorted([*found.problems, *found.notices, *look_over(told, known), *ahead])
    write(f"{log}:{problem.line}: {forms.plain(problem.message)}\n" for problem in said)
    if not quiet:
        outcome = f"{len(said):,} to look at" if said else "all well"
        say(f"askcandidate: {len(found.entries):,} lines read; {outcome}.")
    raise typer.Exit(ExitCode.CHECK_FAILED if said else ExitCode.OK)


def _line(entry: Entry) -> str:
    return f"{entry.day}, {entry.contest}, {entry.candidate}, {entry.ask}: {entry.state}"


app.command("summary", epilog=log_pages.EPILOG)(log_pages.summary)
app.command("slip", epilog=log_slips.EPILOG)(log_slips.slip)
app.command("chase", epilog=log_letters.CHASE_EPILOG)(log_letters.chase)
app.command("thank", epilog=log_letters.THANK_EPILOG)(log_letters.thank)
app.command("winners", epilog=log_letters.WINNERS_EPILOG)(log_letters.winners)
