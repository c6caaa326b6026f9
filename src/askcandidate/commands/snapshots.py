"""Lists of who is standing, as ``candidates --jsonl`` wrote them on some day, read back and compared."""

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from askcandidate import elections
from askcandidate.commands.streams import say
from askcandidate.elections import Route
from askcandidate.errors import BadData, WrongUse
from askcandidate.model import number_of

_CONTEST = "askcandidate.contest/1"
_FAILED = "askcandidate.error/1"


class Person(NamedTuple):
    """Somebody standing; ``email`` is None where there is none, or where nobody asked for any."""

    name: str
    email: str | None
    routes: tuple[Route, ...]


class Contest(NamedTuple):
    """A ballot as it stood that day; ``people`` by source and id, if ``is_listed``."""

    title: str
    date: str
    cancelled: bool
    is_listed: bool
    emails_known: bool
    people: Mapping[tuple[str, str], Person]


class Snapshot(NamedTuple):
    """Every contest of a list, by ballot, and how many rows had failed when it was made."""

    contests: Mapping[str, Contest]
    failed: int


class What(StrEnum):
    """What can change between two lists."""

    CONTEST_NEW = "contest-new"
    CONTEST_GONE = "contest-gone"
    CONTEST_CANCELLED = "contest-cancelled"
    CONTEST_RESTORED = "contest-restored"
    DATE_CHANGED = "date-changed"
    CANDIDATE_NEW = "candidate-new"
    CANDIDATE_WITHDRAWN = "candidate-withdrawn"
    NAME_CHANGED = "name-changed"
    EMAIL_CHANGED = "email-changed"


class Change(NamedTuple):
    """One thing that changed: in which contest, about whom, from what to what."""

    what: What
    ballot: str
    contest: str
    source: str = ""
    id: str = ""
    name: str = ""
    before: str | None = None
    after: str | None = None


def read_snapshot(path: Path) -> Snapshot:
    """Read a list of who is standing.

    Raises:
        WrongUse: the file cannot be read.
        BadData: a line is not the record of a contest; the message has its number.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise WrongUse(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise WrongUse(f"{path} is not text in UTF-8.") from None
    contests: dict[str, Contest] = {}
    failed = 0
    for number, line in enumerate(text.split("\n"), 1):
        record = _record(path, number, line)
        if record is None:
            continue
        if record["schema"] == _FAILED:
            failed += 1
        elif record.get("ballot") is not None:
            try:
                contests[record["ballot"]["id"]] = _contest(record)
            except (KeyError, TypeError, AttributeError):
                raise BadData(f"{path}:{number}: this contest's record is not whole.") from None
    return Snapshot(contests, failed)


def _record(path: Path, number: int, line: str) -> dict[str, Any] | None:
    if not line.strip():
        return None
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        raise BadData(f"{path}:{number}: this line is not whole JSON.", "Write the list again.") from None
    if not isinstance(record, dict) or record.get("schema") not in (_CONTEST, _FAILED):
        raise BadData(
            f"{path}:{number}: this line is not the record of a contest.",
            f'askcandidate candidates --jsonl writes them; each says "schema": "{_CONTEST}".',
        )
    return record


def of_contest(contest: elections.Contest) -> Contest:
    """Give a contest as it stands now, as a list would have it."""
    return Contest(
        title=contest.title,
        date=contest.ballot.date.isoformat(),
        cancelled=not contest.stands,
        is_listed=contest.ballot.candidates is not None,
        emails_known=contest.addresses_known,
        people={(who.source, who.id): Person(who.name, who.email, who.routes) for who in contest.candidates},
    )


def _contest(record: dict[str, Any]) -> Contest:
    warnings = {warning["code"] for warning in record.get("warnings", ())}
    return Contest(
        title=record["title"] or record["ballot"]["id"],
        date=record["ballot"]["date"],
        cancelled=bool(record["ballot"]["cancelled"]),
        is_listed="no-list" not in warnings,
        emails_known=record["reach"]["email"] is not None,
        people={
            (each["source"], each["id"]): Person(
                each["name"], each["email"], tuple(Route(**route) for route in each["routes"])
            )
            for each in record["candidates"]
        },
    )


def compare(old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """Give what changed, contest by contest in the order of their ids.

    A contest that is only in the old list is not called gone if rows of the new one failed: it may be theirs.
    """
    for ballot in sorted({*old.contests, *new.contests}):
        before, after = old.contests.get(ballot), new.contests.get(ballot)
        if before and after:
            yield from _in_contest(ballot, before, after)
        elif after:
            yield Change(What.CONTEST_NEW, ballot, after.title, after=f"{len(after.people)} standing")
        elif before and not new.failed:
            yield Change(What.CONTEST_GONE, ballot, before.title, before=f"{len(before.people)} standing")


def _in_contest(ballot: str, before: Contest, after: Contest) -> Iterator[Change]:
    if before.cancelled != after.cancelled:
        what = What.CONTEST_CANCELLED if after.cancelled else What.CONTEST_RESTORED
        yield Change(what, ballot, after.title)
    if before.date != after.date:
        yield Change(What.DATE_CHANGED, ballot, after.title, before=before.date, after=after.date)
    are_listed = before.is_listed and after.is_listed
    for key in sorted({*before.people, *after.people}) if are_listed else ():
        was, is_ = before.people.get(key), after.people.get(key)
        about = (ballot, after.title, *key)
        if was and is_:
            if was.name != is_.name:
                yield Change(What.NAME_CHANGED, *about, is_.name, was.name, is_.name)
            if was.email != is_.email and before.emails_known and after.emails_known:
                yield Change(What.EMAIL_CHANGED, *about, is_.name, was.email, is_.email)
        elif is_:
            yield Change(What.CANDIDATE_NEW, *about, is_.name, after=is_.email)
        elif was:
            yield Change(What.CANDIDATE_WITHDRAWN, *about, was.name, before=was.email)


def tell_failed(path: Path, snapshot: Snapshot) -> None:
    """Say that rows of a list had failed, so that nothing is known of them."""
    if snapshot.failed:
        rows = number_of(snapshot.failed, "row")
        say(f"askcandidate: {path}: {rows} had failed when it was made; nothing is known of them.")
