"""``letter --since``: letters only to those who are new, or have changed, since an earlier list."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from askcandidate.commands.services import Network, SourceName
from askcandidate.commands.snapshots import (
    Change,
    Snapshot,
    What,
    compare,
    of_contest,
    read_snapshot,
    tell_failed,
)
from askcandidate.commands.streams import say
from askcandidate.elections import Contest
from askcandidate.errors import WrongUse

_ALL_ARE_NEWS = (What.CONTEST_RESTORED, What.DATE_CHANGED)
_IS_NEWS = (What.CANDIDATE_NEW, What.NAME_CHANGED, What.EMAIL_CHANGED)
_MOST_NAMED = 20
_WITHOUT = {
    "--digest": "a digest is for offices, not for those standing",
    "-n": "a dry run asks nobody who is standing",
    "--constituency": "who is standing is asked by postcode",
    "--to": "its letters are to those standing",
}

SinceFile = Annotated[
    Path | None,
    typer.Option(
        "--since",
        metavar="OLD",
        help="Write only to those standing who are new or changed since this list of candidates --jsonl.",
    ),
]


def settle(since: Path | None, network: Network, typed: Sequence[str]) -> Network:
    """Give the network of a run with an earlier list: what cannot be asked is a failure, not a guess.

    Raises:
        WrongUse: nobody is asked who is standing, or something else is wished that does not go with it.
    """
    if since is None:
        return network
    for option, why in _WITHOUT.items():
        if option in typed:
            raise WrongUse(f"--since does not go with {option}: {why}.", "Leave one of them out.")
    if network.is_offline:
        raise WrongUse("--since compares with who is standing now, and nobody is asked.", "Add --live.")
    if network.source in (SourceName.EVERY_ELECTION, SourceName.POSTCODES_IO):
        raise WrongUse(f"{network.source} does not know who is standing.", "Leave --source out.")
    return network._replace(is_left_to_us=False, is_by_setting=False)


class Since:
    """An earlier list of those standing, and what was found of it in this run.

    Args:
        path: what ``candidates --jsonl`` wrote.

    Raises:
        WrongUse, BadData: see ``read_snapshot``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._old = read_snapshot(path)
        self._news: set[tuple[str, str, str]] = set()
        self._unchanged: set[tuple[str, str, str]] = set()
        self._gone: set[tuple[str, str]] = set()  # what is said, and of whom where two have one name

    def news(self, contests: Iterable[Contest]) -> list[Contest]:
        """Give the contests in which somebody is new or has changed, with nobody else in them."""
        return [found for contest in contests if (found := self._of(contest)).candidates]

    def to_ask_after(self, contests: Iterable[Contest]) -> list[Contest]:
        """Give contests with those alone in them whose e-mail address is worth a request.

        That is who is new or has changed; and everybody where the earlier list has addresses, since one
        of those may be what changed.
        """
        return [
            contest if self._knew_addresses(contest) else _with_only(contest, self._compared(contest)[0])
            for contest in contests
            if contest.ballot.candidates is not None
        ]

    def _knew_addresses(self, contest: Contest) -> bool:
        before = self._old.contests.get(contest.ballot.id)
        return before is not None and before.emails_known

    def _of(self, contest: Contest) -> Contest:
        here = contest.named
        if contest.ballot.candidates is None:
            self._gone.add((f"{here}: the service gave no list, so nobody was compared.", ""))
            return contest
        if not contest.stands:
            off = [each.message for each in contest.notices if each.code == "cancelled"]
            self._gone |= {(f"{here}: {message}", "") for message in off}
            return _with_only(contest, set())
        new, changes = self._compared(contest)
        ballot = contest.ballot.id
        everybody = {(who.source, who.id) for who in contest.candidates}
        self._news |= {(ballot, *key) for key in new}
        self._unchanged |= {(ballot, *key) for key in everybody - new}
        withdrawn = [change for change in changes if change.what is What.CANDIDATE_WITHDRAWN]
        self._gone |= {(f"{change.name} no longer stands: {here}.", change.id) for change in withdrawn}
        return _with_only(contest, new)

    def _compared(self, contest: Contest) -> tuple[set[tuple[str, str]], list[Change]]:
        """Say who is to be written to in a contest, and all that changed in it."""
        ballot = contest.ballot.id
        before, now = self._old.contests.get(ballot), of_contest(contest)
        changes = list(compare(Snapshot({ballot: before} if before else {}, 0), Snapshot({ballot: now}, 0)))
        if not (before and before.is_listed) or any(change.what in _ALL_ARE_NEWS for change in changes):
            return set(now.people), changes
        return {(change.source, change.id) for change in changes if change.what in _IS_NEWS}, changes

    def tell(self) -> None:
        """Say who was written to, who was left out and why, and who is gone."""
        tell_failed(self._path, self._old)
        gone = sorted(self._gone)
        for line, _ in gone[:_MOST_NAMED]:
            say(f"askcandidate: {line}")
        if len(gone) > _MOST_NAMED:
            say(f"askcandidate: and {len(gone) - _MOST_NAMED:,} more; askcandidate diff names all.")
        left = f"{len(self._unchanged):,} unchanged and left out"
        say(f"askcandidate: since {self._path}: {len(self._news):,} new or changed, {left}.")


def _with_only(contest: Contest, people: set[tuple[str, str]]) -> Contest:
    kept = tuple(who for who in contest.candidates if (who.source, who.id) in people)
    return contest._replace(ballot=contest.ballot._replace(candidates=kept))
