"""Which day it is for an election: polls close at ten in the evening, London time, summer and winter."""

from datetime import UTC, date, datetime, timedelta

import pytest

from askcandidate import settings

MAY = date(2027, 5, 6)
NOVEMBER = date(2027, 11, 25)


@pytest.mark.parametrize(
    ("on", "utc", "first"),
    [
        (MAY, datetime(2027, 5, 6, 20, 59, tzinfo=UTC), MAY),
        (MAY, datetime(2027, 5, 6, 21, 0, tzinfo=UTC), MAY + timedelta(days=1)),
        (MAY, datetime(2027, 5, 5, 23, 0, tzinfo=UTC), MAY),
        (NOVEMBER, datetime(2027, 11, 25, 21, 59, tzinfo=UTC), NOVEMBER),
        (NOVEMBER, datetime(2027, 11, 25, 22, 0, tzinfo=UTC), NOVEMBER + timedelta(days=1)),
    ],
)
def test_a_poll_is_to_come_until_ten_in_the_evening(on: date, utc: datetime, first: date) -> None:
    """An hour earlier by UTC in summer than in winter (fault 97)."""
    assert settings.first_polling_day(on, told=False, now=utc) == first
    assert settings.first_polling_day(on, told=True, now=utc) == on
