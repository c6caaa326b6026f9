"""What changed between two postcode files."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from askcandidate.gazetteer.index import PostcodeFile


class Change(NamedTuple):
    """A postcode whose district is another in the newer file; None is a file that does not hold it."""

    postcode: str
    old: str | None
    new: str | None

    @property
    def what(self) -> str:
        """What happened to it: added, gone or moved."""
        if self.old is None:
            return "added"
        return "gone" if self.new is None else "moved"


def changes(old: PostcodeFile, new: PostcodeFile) -> Iterator[Change]:
    """Give each postcode that is not in both files with the same district; exceptions come last.

    Args:
        old: the older file.
        new: the newer one.
    """
    before, after = old.sectors(), new.sectors()
    for sector in sorted(before.keys() | after.keys()):
        then = old.districts_of(before[sector]) if sector in before else {}
        now = new.districts_of(after[sector]) if sector in after else {}
        yield from _between(f"{sector[:4].strip()} {sector[4]}", then, now)
    yield from _between("", old.exceptions, new.exceptions)


def _between(sector: str, then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Change]:
    if then != now:
        for unit in sorted(then.keys() | now.keys()):
            if then.get(unit) != now.get(unit):
                yield Change(f"{sector}{unit}", then.get(unit), now.get(unit))
