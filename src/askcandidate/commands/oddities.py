"""What is odd about a hustings that is planned all the same, and is said on stderr."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from askcandidate.gazetteer import areas
from askcandidate.meetings import Meeting
from askcandidate.model import Place, day_in_words
from askcandidate.names import fold

END = f"{areas.COMMISSIONERS_END:%B %Y}"
"""When commissioners are announced to end."""
_LONG_BEFORE = timedelta(days=183)  # a meeting that is earlier has probably a mistyped year


def odd(meeting: Meeting) -> list[str]:
    """Say what is odd about a hustings that is planned all the same."""
    if meeting.with_holder:
        return []
    return [*_uneven(meeting), *_of_one_name(meeting), *_far_from_polling_day(meeting)]


def named_twice(names: Sequence[str]) -> list[str]:
    """Name those who are named twice: two people of one name may stand, and both are kept."""
    counted = Counter(name.casefold() for name in names)
    twice = dict.fromkeys(name for name in names if counted[name.casefold()] > 1)
    return [f"{name} is named more than once; if that is one person, name them once." for name in twice]


def before(what: str, day: date | None, on: date) -> list[str]:
    """Say of a day that it is before the day of the run."""
    if day is None or day >= on:
        return []
    return [f"{what} is on {day_in_words(day)}, which is before the day of this run, {day_in_words(on)}."]


def run_together(meeting: Meeting) -> list[str]:
    """Say where one person alone is named, or several whose names ran together."""
    if len(meeting.speakers) != 1:
        return []
    alone = f'{meeting.contest} names one person only, "{meeting.speakers[0].name}"'
    return [f"{alone}. Names are parted by semicolons."]


def nobody_there(meeting: Meeting, place: Place) -> str:
    """Say that a postcode names no office, and so the questions do not either."""
    none = f"{meeting.contest}: no {meeting.office.kind} is known for {place.postcode}"
    return f"{none}, so the questions name none; askcandidate lookup says what is known."


def _uneven(meeting: Meeting) -> list[str]:
    """Say of a hustings with one person that it is none, unless nobody else stands or there is a reason."""
    if len(meeting.names) != 1 or meeting.reason or any(speaker.source for speaker in meeting.speakers):
        return []
    uneven = f"{meeting.contest}: a hustings with one candidate is not even-handed"
    rule = "to invite everybody known to be standing, or to have an impartial reason"
    return [f"{uneven}. The Electoral Commission's guidance is {rule}."]


def _of_one_name(meeting: Meeting) -> list[str]:
    """Say where several people who stand have one name, which is all that the sheets say of them."""
    standing = Counter(fold(speaker.name) for speaker in meeting.speakers if speaker.source)
    names = {fold(speaker.name): speaker.name for speaker in meeting.speakers}
    return [
        f"{meeting.contest}: {many} people named {names[name]} stand, and the sheets do not tell them apart; "
        "ask them how they want to be called."
        for name, many in standing.items()
        if many > 1
    ]


def _far_from_polling_day(meeting: Meeting) -> list[str]:
    """Say where no election follows a hustings, or none for so long that a year is probably mistyped."""
    office, coming = meeting.office, meeting.polling_day or meeting.office.next_election
    if coming is None and office.term_ends:
        none = f"No election of {office.prose} is known to come: the office is to end in {END}"
        return [f"{none}. Without names the pack is for a public meeting with whoever holds it."]
    if coming is None or meeting.day is None or meeting.day <= coming <= meeting.day + _LONG_BEFORE:
        return []
    order = "after" if meeting.day > coming else "long before"
    held = f"{meeting.contest}: the meeting on {day_in_words(meeting.day)}"
    return [f"{held} is {order} polling day, {day_in_words(coming)}; is the year right?"]
