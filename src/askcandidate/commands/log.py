"""``askcandidate log``: who was asked what, and what came of it; from the first letter to the day after.

The commands that add a line, make pages and write letters have modules of their own.
"""

import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated

import typer

from askcandidate import pledge_files
from askcandidate.commands import importing, log_add, log_letters, log_pages, log_slips, options, output
from askcandidate.commands.groups import grouped
from askcandidate.commands.log_options import DEFAULT, About, Horizon, LogFile, Run
from askcandidate.commands.logbook import changing, is_of, read_log, read_text, refuse, write_log
from askcandidate.commands.streams import say, write
from askcandidate.errors import ExitCode, WrongUse
from askcandidate.formats import pledges as forms
from askcandidate.names import fold
from askcandidate.pledge_checks import look_over
from askcandidate.pledges import Problem, State, in_order, latest, merge, settled

_IMPORT_EPILOG = """Examples:

  askcandidate log import mayor-record.csv --by "B. Clerk" --on 2027-04-22

  askcandidate log import reply.txt

  askcandidate log import answers.csv --map candidate=Name,answer=Reply
"""

app = typer.Typer(help="Record who was asked what and what they said, and write to them about it.")
app.command("add", epilog=log_add.EPILOG)(log_add.add)


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
    about: About,
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


app.command("summary", epilog=log_pages.EPILOG)(log_pages.summary)
app.command("slip", epilog=log_slips.EPILOG)(log_slips.slip)
app.command("chase", epilog=log_letters.CHASE_EPILOG)(log_letters.chase)
app.command("thank", epilog=log_letters.THANK_EPILOG)(log_letters.thank)
app.command("winners", epilog=log_letters.WINNERS_EPILOG)(log_letters.winners)
