"""The times of a meeting in words: when it is, when each part of it begins, and how long that takes."""

from datetime import date, datetime, timedelta

from askcandidate.languages import Texts
from askcandidate.meetings import Meeting

_ONE_MINUTE = 60  # seconds


def when(meeting: Meeting, texts: Texts) -> str:
    """Say when a meeting is, as far as that is known: "on Thursday 4 May 2028 at 19:30"."""
    day = f"{texts.label(f'{meeting.day:%A}')} {texts.day(meeting.day)}" if meeting.day else ""
    start = texts.label("at {time}", time=f"{meeting.start:%H:%M}") if meeting.start else ""
    return " ".join(filter(None, [texts.label("on {day}", day=day) if day else "", start]))


def shown(meeting: Meeting, seconds: int) -> str:
    """Give a moment as the chair's clock shows it, or as minutes from the start where none is set."""
    if meeting.start is None:
        return f"{seconds // 60}:{seconds % 60:02}"
    begin = datetime.combine(date(2000, 1, 1), meeting.start)
    then = (begin + timedelta(seconds=seconds)).time()
    return then.strftime("%H:%M") if then.second == 0 else then.strftime("%H:%M:%S")


def moment(meeting: Meeting, seconds: int, texts: Texts) -> str:
    """Say when something begins: "at 19:33", or "3 minutes in" where no start is set."""
    if meeting.start:
        return texts.label("at {time}", time=shown(meeting, seconds))
    minutes, rest = divmod(seconds, _ONE_MINUTE)
    return texts.label("{count} minutes in", count=f"{minutes}{'½' if rest else ''}")


def length(seconds: int, texts: Texts) -> str:
    """Give a length of time in words: "90 seconds", "2 minutes", "2½ minutes"."""
    if seconds < 2 * _ONE_MINUTE and seconds % _ONE_MINUTE:
        return texts.label("{count} seconds", count=seconds)
    if seconds == _ONE_MINUTE:
        return texts.label("1 minute")
    minutes, rest = divmod(seconds, _ONE_MINUTE)
    return texts.label("{count} minutes", count=f"{minutes}{'½' if rest else ''}")
