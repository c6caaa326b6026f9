"""Meetings: a hustings for a contest, or a public meeting with whoever holds an office."""

from collections.abc import Mapping
from datetime import date, time
from typing import NamedTuple

from askcandidate.batch import NO_CELLS
from askcandidate.model import Office

MOST_MINUTES = 600
"""How long a meeting may last."""


class Speaker(NamedTuple):
    """Somebody invited to speak: ``source`` and ``id`` as the service has them, or empty."""

    name: str
    source: str = ""
    id: str = ""


class Meeting(NamedTuple):
    """One meeting to prepare.

    Attributes:
        contest: what it is about, as its record, the log and the draw know it: in the words of the service
            or the row.
        office: the office that is spoken about; its kind decides the questions.
        ballot: the ballot's id, if it is known.
        speakers: everybody invited, in the order of the list.
        blanks: how many more lines to leave for names not known yet.
        others: those who are standing and not invited.
        reason: why not everybody is invited.
        day, start, minutes: when, and for how long.
        venue, chair: where, and who is in the chair; may be empty.
        polling_day: of the contest, if it is known.
        with_holder: there is no contest: the meeting is with whoever holds the office.
        cells: of the row that asked for it, for templates.
        spoken: the contest as people say it, where a service calls it otherwise: "Mayor of Lewisham" for
            its "Mayor of Lewisham election".
    """

    contest: str
    office: Office
    ballot: str = ""
    speakers: tuple[Speaker, ...] = ()
    blanks: int = 0
    others: tuple[Speaker, ...] = ()
    reason: str = ""
    day: date | None = None
    start: time | None = None
    minutes: int = 60
    venue: str = ""
    chair: str = ""
    polling_day: date | None = None
    with_holder: bool = False
    cells: Mapping[str, str] = NO_CELLS
    spoken: str = ""

    @property
    def called(self) -> str:
        """The contest as the pages name it."""
        return self.spoken or self.contest

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the order of the list, with lines to write on for those not known yet."""
        return (*(speaker.name for speaker in self.speakers), *("_" * 24,) * self.blanks)

    def of_group(self, group: str) -> "Meeting":
        """Give the same meeting for one of several groups, such as a branch."""
        spoken = f"{self.spoken}, {group}" if self.spoken else ""
        return self._replace(contest=f"{self.contest}, {group}", spoken=spoken)


class Question(NamedTuple):
    """One question as it is put to everybody: open, then yes, no or partly.

    ``then`` is what stands before the follow-up, in the language that both are in.
    """

    number: int
    ask: str
    question: str
    follow_up: str
    source: str
    then: str = "Then:"
