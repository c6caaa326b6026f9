"""``askcandidate diff``: what changed between two lists of who is standing."""

import json as json_form
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from askcandidate.commands import options
from askcandidate.commands.snapshots import Change, What, compare, read_snapshot, tell_failed
from askcandidate.commands.streams import say, write
from askcandidate.errors import ExitCode
from askcandidate.formats.pledges import plain

EPILOG = """Examples:

  askcandidate candidates --from members.csv --jsonl > today.jsonl

  askcandidate diff last-week.jsonl today.jsonl
"""
_WORDS = {
    What.CONTEST_NEW: "new contest, {after}",
    What.CONTEST_GONE: "no longer listed; it had {before}",
    What.CONTEST_CANCELLED: "cancelled",
    What.CONTEST_RESTORED: "no longer cancelled",
    What.DATE_CHANGED: "the day changed from {before} to {after}",
    What.CANDIDATE_NEW: "{name} is new{reach}",
    What.CANDIDATE_WITHDRAWN: "{name} no longer stands",
    What.NAME_CHANGED: "{before} is now called {after}",
    What.EMAIL_CHANGED: "{name} has another e-mail address: {after}",
}


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="What candidates --jsonl wrote some time ago.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="What it wrote since.")],
    json: options.Json = False,
    check: Annotated[bool, typer.Option("--check", help="Exit 11 if anything changed.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Say what changed between two lists: who is new, who withdrew, other addresses, contests called off."""
    before, after = read_snapshot(old), read_snapshot(new)
    changes = list(compare(before, after))
    write(_document(changes) if json else _text(changes))
    if not quiet:
        tell_failed(old, before)
        tell_failed(new, after)
        if not changes:
            say("askcandidate: nothing changed.")
    raise typer.Exit(ExitCode.CHECK_FAILED if check and changes else ExitCode.OK)


def _text(changes: list[Change]) -> Iterator[str]:
    for (ballot, contest), group in groupby(changes, lambda change: (change.ballot, change.contest)):
        yield f"{plain(contest)} ({plain(ballot)})\n"
        for change in group:
            reach = f", {change.after}" if change.after else ", without an e-mail address"
            told = change._replace(after=change.after or "none")._asdict()
            yield f"  {plain(_WORDS[change.what].format(**told, reach=reach))}\n"


def _document(changes: list[Change]) -> Iterator[str]:
    yield json_form.dumps([_record(change) for change in changes], indent=2) + "\n"


def _record(change: Change) -> dict[str, Any]:
    is_person = bool(change.id)
    return {
        "schema": "askcandidate.change/1",
        "change": change.what,
        "ballot": change.ballot,
        "contest": change.contest,
        "candidate": {"source": change.source, "id": change.id, "name": change.name} if is_person else None,
        "before": change.before,
        "after": change.after,
    }
