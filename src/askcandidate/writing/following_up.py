"""Following up: to whom a letter goes once something was asked, and what it says. One letter, four occasions.

Nobody is pressed: whoever declined or could not be reached is left alone, nobody is written to twice within
the period, and no letter says what will be published.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from askcandidate.correspondence import Addressee, Ask, Document, Frames, Letter, Sender
from askcandidate.model import Contact, Notice, Office, day_in_words
from askcandidate.pledges import ANSWERS, Entry, State, in_order, latest, withdrawn
from askcandidate.writing.lengths import count_words
from askcandidate.writing.wording import Speaker, compose
from askcandidate.writing.words import Home, words_about

_FIRST = 0  # the number of the first wording of everything: these letters are few
_MOST_QUOTED = 40  # words of theirs that a letter repeats
_AS_BEFORE = Contact("the way you wrote to them before", "")
_SAID = {
    State.YES: "you said yes to",
    State.PARTLY: "you answered “partly” when asked about",
    State.NO: "you said no to",
}
# What is said of no answer, in a list; and of an ask alone where there is more to say than that.
_NOTHING_SAID = {
    State.ACKNOWLEDGED: "you replied on {day}, and I do not have your answer yet",
    State.NOT_HERE: "you were not at the meeting on {day}",
    State.BOUNCED: "my letter to you came back",
}
_REACHED = (State.ASKED, State.ACKNOWLEDGED)
_MISSED = (State.NOT_HERE, State.BOUNCED)


class Occasion(StrEnum):
    """Why a letter is written."""

    CHASE = "chase"
    THANK = "thank"
    ELECTED = "elected"
    NEVER_ASKED = "never-asked"

    @property
    def is_before_the_poll(self) -> bool:
        """Say whether they are still standing when they read it."""
        return self in (Occasion.CHASE, Occasion.THANK)

    @property
    def noted(self) -> State:
        """Give what the log says once the letter is written."""
        if self is Occasion.CHASE:
            return State.ASKED
        return State.THANKED if self is Occasion.THANK else State.ELECTED


class FollowUp(NamedTuple):
    """A letter to be written: to whom, why, and what it speaks of, an entry an ask.

    For somebody who was never asked there is one entry, whose ask is what they will be asked.
    """

    occasion: Occasion
    entries: tuple[Entry, ...]

    @property
    def whom(self) -> Entry:
        """Who it is to: any of the entries says that."""
        return self.entries[-1]


class Wording(NamedTuple):
    """What letters are made from: the campaign's asks, documents, wordings and topic; how they are filled."""

    asks: Mapping[str, Ask]
    documents: Mapping[str, Document]
    frames: Frames
    topic: str
    fill: Callable[[str, Mapping[str, Any]], str]
    page: Callable[[str, Mapping[str, Any]], str]


def to_chase(entries: Iterable[Entry], on: date, after: timedelta) -> list[FollowUp]:
    """Give a letter to each person who was asked and has not answered, or has replied without an answer.

    Args:
        entries: of the log.
        on: the day of the letters.
        after: how long they have had; who was asked again or replied within it is not written to.
    """
    found = []
    for told in _people(entries):
        holds = {entry.ask: entry for entry in latest(told).values() if entry.state not in ANSWERS}
        waiting = tuple(filter(None, (_open_ask(told, entry) for entry in holds.values())))
        last = max((entry.day for entry in told if entry.state in _REACHED), default=date.max)
        if waiting and not _leave_alone(told) and last <= on - after:
            found.append(FollowUp(Occasion.CHASE, waiting))
    return found


def _open_ask(told: Sequence[Entry], holds: Entry) -> Entry | None:
    """Give what a reminder of one ask speaks of: a reply without an answer, or else when it was asked first.

    What was asked where it came back does not count: they have not seen it.
    """
    if holds.state is State.ACKNOWLEDGED:
        return holds
    about = [entry for entry in told if entry.ask == holds.ask]
    bounced = max((entry.day for entry in about if entry.state is State.BOUNCED), default=date.min)
    asked = (entry for entry in about if entry.state is State.ASKED and entry.day > bounced)
    return next(asked, None)


def to_thank(entries: Iterable[Entry], since: date | None = None) -> list[FollowUp]:
    """Give a letter to each person standing who said yes, on a day or after it, and was not thanked yet."""
    found = []
    for told in _people(entries):
        said = [entry for entry in latest(told).values() if entry.state is State.YES]
        kept = tuple(
            entry
            for entry in said
            if (since is None or entry.day >= since) and not _is_thanked(told, entry.ask)
        )
        if kept and not withdrawn(told):
            found.append(FollowUp(Occasion.THANK, kept))
    return found


def _is_thanked(told: Iterable[Entry], ask: str) -> bool:
    """Say whether somebody was thanked for their yes; one that is taken back and given again is another."""
    thanked = False
    for entry in told:
        if entry.ask == ask and entry.state is State.THANKED:
            thanked = True
        elif entry.ask == ask and entry.state in ANSWERS - {State.YES}:
            thanked = False
    return thanked


def to_elected(entries: Iterable[Entry], elected: Iterable[Entry]) -> list[FollowUp | Notice]:
    """Give a letter to each person elected who was asked, or say why there is none.

    Args:
        entries: of the log.
        elected: who was, as the log knows them.
    """
    wanted = {entry.person for entry in elected}
    return [_to_elected(told) for told in _people(entries) if told[-1].person in wanted]


def _to_elected(told: Sequence[Entry]) -> FollowUp | Notice:
    """Write to somebody elected once: not again until they are asked again, and never if they declined.

    What they would rather not say is not asked again either: reminders promise that.
    """
    name = told[-1].candidate
    if _declined(told):
        return Notice("declined", f"No letter to {name}, who declined to answer.")
    asked = max((entry.day for entry in told if entry.state is State.ASKED), default=date.min)
    written = max((entry.day for entry in told if entry.state is State.ELECTED), default=date.min)
    if date.min < written >= asked:
        day = day_in_words(written)
        return Notice("written-to", f"No letter to {name}: by the log one was written on {day}.")
    kept = tuple(entry for entry in latest(told).values() if entry.state is not State.WOULD_RATHER_NOT_SAY)
    if not kept:
        return Notice("would-rather-not-say", f"No letter to {name}, who would rather not say.")
    return FollowUp(Occasion.ELECTED, kept)


def _people(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Give the entries of each person, the oldest first."""
    people: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in in_order(entries):
        people.setdefault(entry.person, []).append(entry)
    return list(people.values())


def _leave_alone(told: Sequence[Entry]) -> bool:
    """Say whether somebody declined or withdrew, or cannot be reached where they were last asked."""
    bounced = max((entry.day for entry in told if entry.state is State.BOUNCED), default=date.min)
    again = max((entry.day for entry in told if entry.state in _REACHED), default=date.min)
    return _declined(told) or bool(withdrawn(told)) or date.min < bounced >= again


def _declined(told: Sequence[Entry]) -> bool:
    return any(entry.state is State.DECLINED for entry in told)


def write(
    follow_up: FollowUp,
    office: Office,
    contacts: tuple[Contact, ...],
    sender: Sender,
    on: date,
    wording: Wording,
) -> Letter | Notice:
    """Write one letter, or say why there is none.

    Args:
        follow_up: to whom, and why.
        office: what they stand for or hold.
        contacts: the ways to reach them; none means the way they were written to before.
        sender: who writes; their own words open the letter.
        on: the day of the letter.
        wording: the campaign's asks and the pages.
    """
    whom = follow_up.whom
    known = tuple(entry for entry in follow_up.entries if entry.ask in wording.asks)
    if not known:
        gone = ", ".join(entry.ask for entry in follow_up.entries)
        text = f"No letter to {whom.candidate}: none of the campaign's asks is called {gone}."
        return Notice("no-such-ask", text)
    asks = tuple(wording.asks[entry.ask] for entry in known)
    body = _body(follow_up.occasion, known, office, sender, wording)
    own = count_words(sender.words)
    return Letter(
        postcode=None,
        office=office,
        to=_addressee(follow_up, contacts),
        address_as="candidates" if follow_up.occasion.is_before_the_poll else "office-holders",
        why_so_addressed=f"the log says so ({follow_up.occasion})",
        subject=_subject(follow_up),
        salutation=f"Dear {whom.candidate},",
        body=body,
        sender=sender,
        asks=asks,
        facts=(),
        sources=tuple(_sources(known, asks, wording.documents)),
        own_word_count=own,
        set_word_count=count_words(body) - own,
        on=on,
        seed=_FIRST,
    )


def _addressee(follow_up: FollowUp, contacts: tuple[Contact, ...]) -> Addressee:
    whom = follow_up.whom
    form = "candidate" if follow_up.occasion.is_before_the_poll else "elected"
    return Addressee(form, whom.candidate, contacts or (_AS_BEFORE,), whom.source, whom.candidate_id)


def _body(
    occasion: Occasion, known: Sequence[Entry], office: Office, sender: Sender, wording: Wording
) -> str:
    """Write what stands between the salutation and the sign-off."""
    prose = office.area.prose
    home = Home(prose, f"in {prose}", None, None, ())
    words = words_about(office, home, wording.topic, candidate=occasion.is_before_the_poll)
    days = {entry.day for entry in known}
    told = {
        "occasion": str(occasion),
        "own_words": sender.words,
        "day": day_in_words(known[0].day) if len(days) == 1 else "",
        "items": [_item(entry, wording.fill(wording.asks[entry.ask].aim[0], words)) for entry in known],
        "question": _question(wording.asks[known[0].ask], words, wording),
        "agreed": any(entry.state in (State.YES, State.PARTLY) for entry in known),
        "heard": any(entry.state in _SAID for entry in known),
        "missed": any(entry.state in _MISSED for entry in known),
        "replied": _replied(known),
    }
    return wording.page("log/letter.j2", told).strip()


def _question(ask: Ask, words: Mapping[str, Any], wording: Wording) -> str:
    """Give an ask as an open question with its ways out, in its first wording."""
    parts = compose(Speaker(_FIRST, words, wording.fill), [ask], None, (), wording.frames, candidate=False)
    return " ".join(filter(None, (parts["ask"], parts["if_so"], parts["if_not"])))


def _item(entry: Entry, aim: str) -> dict[str, str]:
    quoted = " ".join(entry.words.split())
    return {
        "aim": aim,
        "day": day_in_words(entry.day),
        "said": _SAID.get(entry.state, ""),
        "brief": _brief(entry),
        "state": str(entry.state),
        "words": quoted if count_words(quoted) <= _MOST_QUOTED else "",
    }


def _brief(entry: Entry) -> str:
    if entry.state not in _SAID:
        return _NOTHING_SAID.get(entry.state, "no answer").format(day=day_in_words(entry.day))
    return f"you said {entry.state} on {day_in_words(entry.day)}"


def _replied(known: Iterable[Entry]) -> str:
    """Give the day of the last reply that was no answer, or nothing."""
    days = [entry.day for entry in known if entry.state is State.ACKNOWLEDGED]
    return day_in_words(max(days)) if days else ""


def _subject(follow_up: FollowUp) -> str:
    contest = follow_up.whom.contest
    match follow_up.occasion:
        case Occasion.CHASE if replied := _replied(follow_up.entries):
            return f"{contest}: your reply of {replied}"
        case Occasion.CHASE:
            return f"{contest}: what I asked on {day_in_words(follow_up.entries[0].day)}"
        case Occasion.THANK:
            return f"{contest}: thank you for your answer"
        case Occasion.ELECTED:
            return f"{contest}: questions from before the election"
        case Occasion.NEVER_ASKED:
            return f"{contest}: a first question about modern slavery"


def _sources(known: Sequence[Entry], asks: Sequence[Ask], documents: Mapping[str, Document]) -> Iterable[str]:
    for entry, ask in zip(known, asks, strict=True):
        document = documents[ask.document]
        yield f'{ask.id} ({ask.place}), after "{document.title}" by {document.publisher}, {document.dated}'
        if entry.state in ANSWERS:
            by = f", recorded by {entry.recorded_by}" if entry.recorded_by else ""
            yield f"your log: {entry.state}, {day_in_words(entry.day)}{by}"
