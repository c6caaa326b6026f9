"""What an office was seen to do, as long as it may be printed: with its date and place, for three years."""

from collections.abc import Iterable
from datetime import date, timedelta

from askcandidate.model import STANDING_KINDS, Standing

_HOLDS = timedelta(days=3 * 365)


def fresh(rows: Iterable[Standing], office_id: str, on: date) -> list[Standing]:
    """Give what an office was seen to do in the three years before a day, the firmest and newest first."""
    found = [
        (STANDING_KINDS.index(row.kind), on - row.dated, row)
        for row in rows
        if row.office_id == office_id and row.dated and timedelta(0) <= on - row.dated <= _HOLDS
    ]
    return [row for _, _, row in sorted(found)]


def source(row: Standing) -> str:
    """Say where it was seen, by whom that was published, and when; empty where the page shows no date."""
    return f'"{row.document}" by {row.publisher}, {row.dated:%B %Y}, {row.url}' if row.dated else ""
