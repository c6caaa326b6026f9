"""The flood guard: a batch says how many letters go to one office, and when a digest would do better."""

import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from askcandidate.batch import Failure, Row
from askcandidate.commands.parcels import Parcel
from askcandidate.errors import AskError
from askcandidate.model import Office, OfficeStatus, Place, number_of

MOST = 50  # letters to one office before one digest is suggested
_MOST_NAMED = 5


def advice(source: str | None) -> str:
    """Say what would do better than so many letters, and the command for it.

    Args:
        source: the file that the rows come from; None where it cannot be read twice.
    """
    file = shlex.quote(source) if source else "FILE"
    return (
        "So many letters alike are set aside unread; one digest with everybody's words is read: "
        f"askcandidate letter --digest --from {file} (its column consent says who agreed to be quoted)."
    )


def count(
    rows: Iterable[Row | Failure],
    find: Callable[[str], Place],
    wanted: Callable[[Place], list[Office]],
    source: str,
) -> Iterator[str]:
    """Say, before anything is written, how many people of a batch would write to each office.

    Args:
        rows: all of the batch.
        find: gives a postcode's place, offline.
        wanted: gives the offices of a place that letters are wanted for.
        source: the file that the rows come from.
    """
    districts: dict[
        int, tuple[Place, int]
    ] = {}  # a district is worked out once a run, so its identity will do
    for row in rows:
        if isinstance(row, Failure):
            continue
        try:
            place = find(row.text)
        except AskError:
            continue
        first, so_far = districts.get(id(place.district), (place, 0))
        districts[id(place.district)] = (first, so_far + 1)
    writers: Counter[str] = Counter()
    for place, rows_there in districts.values():
        try:
            for office in wanted(place):
                if office.status is OfficeStatus.IN_OFFICE:
                    writers[office.title] += rows_there
        except AskError:
            continue
    if writers:
        most = ", ".join(f"{n:,} to {title}" for title, n in writers.most_common(_MOST_NAMED))
        more = (
            f" and {number_of(len(writers) - _MOST_NAMED, 'more office')}"
            if len(writers) > _MOST_NAMED
            else ""
        )
        yield f"this batch writes {most}{more}."
    if any(n > MOST for n in writers.values()):
        yield advice(source)


def watch(parcels: Iterable[Parcel | Failure], say: Callable[[str], None]) -> Iterator[Parcel | Failure]:
    """Let parcels through, and say once when the letters of so many people have gone to one office."""
    writers: Counter[str] = Counter()
    told = False
    for parcel in parcels:
        if isinstance(parcel, Parcel) and not told:
            titles = {letter.office.title for letter in parcel.mail.letters}
            writers.update(titles)
            over = [title for title in titles if writers[title] > MOST]
            if over:
                say(f"more than {MOST} letters go to {over[0]}. {advice(None)}")
                told = True
        yield parcel
