"""Following up: what a letter says once something was asked, on four occasions; ``due`` says to whom.

No letter says what will be published.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from askcandidate.correspondence import Addressee, Ask, Document, Frames, Letter, Sender
from askcandidate.model import Contact, Notice, Office, day_in_words
from askcandidate.pledges import ANSWERS, Entry, State
from askcandidate.writing.due import FollowUp, Occasion
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
_MISSED = (State.NOT_HERE, State.BOUNCED)


class Wording(NamedTuple):
    """What letters are made from: the campaign's asks, documents, wordings and topic; how they are filled."""

    asks: Mapping[str, Ask]
    documents: Mapping[str, Document]
    frames: Frames
    topic: str
    fill: Callable[[str, Mapping[str, Any]], str]
    page: Callable[[str, Mapping[str, Any]], str]


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
    body = _body(follow_up, known, office, sender, wording)
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
    follow_up: FollowUp, known: Sequence[Entry], office: Office, sender: Sender, wording: Wording
) -> str:
    """Write what stands between the salutation and the sign-off."""
    occasion = follow_up.occasion
    prose = office.area.prose
    home = Home(prose, f"in {prose}", None, None, ())
    words = words_about(office, home, wording.topic, candidate=occasion.is_before_the_poll)
    days = {entry.day for entry in known}
    told = {
        "occasion": str(occasion),
        "own_words": sender.words,
        "day": day_in_words(known[0].day) if len(days) == 1 else "",
        "again": day_in_words(follow_up.again) if follow_up.again else "",
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
