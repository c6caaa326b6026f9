"""Hustings: what is asked, who speaks when, and every word that the sheets of a meeting use.

Source of the rules: the Electoral Commission's guidance on hustings (all known candidates invited, or
impartial reasons), the Charity Commission's on campaigning (no party, no candidate), and the project's
design: the same question, order of fairness and space for everybody, nothing scored.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from askcandidate.correspondence import Ask, Document
from askcandidate.errors import WrongUse, instead
from askcandidate.languages import ENGLISH, Language, Texts, Untranslated
from askcandidate.meetings import Meeting, Question
from askcandidate.model import Nation, Office, OfficeKind, Standing, day_in_words, number_of
from askcandidate.writing import clock
from askcandidate.writing.addressees import COUNCILS, named_in
from askcandidate.writing.running_order import Plan, Times, plan
from askcandidate.writing.seen import fresh, source
from askcandidate.writing.words import Home, words_in

MOST_QUESTIONS = 3
_THEN = "Then:"
_NAMES_AN_ELECTION = re.compile(r"\belections?\b", re.IGNORECASE)
_LONGEST_STATEMENT = 600  # words of a guest who is alone and not there: five minutes of listening
_TURNS = ("opening", "so-far", "question", "follow-up", "hall", "floor", "closing")
_WORDS_A_SECOND = 2  # read out so that a hall can follow
_WORDS_A_ROW = 10  # written by hand, across a page
_MOST_ROWS = 15  # to write a statement on: what a page has room for, in the widest letters too
_WHAT_WAS_DONE = "What has been done here about {topic} up to now, and what came of it?"
_WHAT_CAME_OF_IT = "What has come of it since, and what comes next?"
_WHAT_YOU_WOULD_DO = "What would you build on there, what would you change, and by when?"


class Told(NamedTuple):
    """What sheets are made from.

    Attributes:
        choose: gives the asks that fit an office on a day, the first choice first.
        asks: every ask of the campaign, by id.
        documents: every document, by id.
        standing: what offices were seen to do.
        fill: renders a piece of wording.
        safety: what is said before anybody tells a story, line by line.
        imprint: who publishes the sheets, or empty.
        on: the day of the sheets.
        seed: decides who speaks when.
        topic: what the campaign is about, as it stands in a sentence.
        wanted: the asks chosen, or none for the campaign's first.
        texts: those of the sheets' language; what it has nothing for stands in English.
    """

    choose: Callable[[Office, Nation | None, date], list[Ask]]
    asks: Mapping[str, Ask]
    documents: Mapping[str, Document]
    standing: Sequence[Standing]
    fill: Callable[[str, Mapping[str, Any]], str]
    safety: tuple[str, ...]
    imprint: str
    on: date
    seed: str
    topic: str
    wanted: tuple[str, ...] = ()
    texts: Texts = ENGLISH


def questions(meeting: Meeting, told: Told) -> list[Question]:
    """Give the questions of a meeting, at most three.

    Raises:
        WrongUse: none of the asks is in the office's power, or one that was chosen is not.
    """
    fitting = told.choose(meeting.office, meeting.office.area.nation, told.on)
    chosen = [told.asks[ask] for ask in told.wanted if ask in told.asks] or fitting[:MOST_QUESTIONS]
    beyond = [ask.id for ask in chosen if ask not in fitting]
    if not chosen:
        raise WrongUse(f"None of the asks is in the power of {meeting.office.prose}.")
    if beyond:
        hint = instead("", [ask.id for ask in fitting], "These fit")
        raise WrongUse(f"{', '.join(beyond)} is not in the power of {meeting.office.prose}.", hint)
    return [_question(number, ask, meeting, told) for number, ask in enumerate(chosen, 1)]


def _question(number: int, ask: Ask, meeting: Meeting, told: Told) -> Question:
    document = told.documents[ask.document]
    source = f'{ask.id} ({ask.place}), after "{document.title}" by {document.publisher}, {document.dated}'
    try:
        wording, then = _wording(ask, meeting, told, told.texts), told.texts.label(_THEN)
    except Untranslated:
        wording, then = _wording(ask, meeting, told, ENGLISH), _THEN
    return Question(number, ask.id, *wording, source, then)


def _wording(ask: Ask, meeting: Meeting, told: Told, texts: Texts) -> tuple[str, str]:
    """Give an ask's question and follow-up in a language.

    Raises:
        Untranslated: one of them is missing in it.
    """
    area = meeting.office.area
    home = Home(area.prose, f"in {area.prose}", None, None, (), area.welsh_name)
    filling = words_in(texts, meeting.office, home, told.topic, candidate=not meeting.with_holder)
    return told.fill(texts.find(ask.question), filling), told.fill(texts.find(ask.follow_up), filling)


def _so_far(meeting: Meeting, told: Told) -> dict[str, str]:
    """Give what the office was lately seen to do, and what is asked of it or of the time up to now.

    Those standing are asked only where there is something to build on; that there is no row says nothing.
    """
    fitting = {ask.id for ask in told.choose(meeting.office, meeting.office.area.nation, told.on)}
    rows = fresh(told.standing, meeting.office.id, told.on)
    row = next((row for row in rows if not fitting.isdisjoint(row.ask_ids)), None)
    if row and row.dated:
        return {
            "text": row.third_person,
            "publisher": row.publisher,
            "dated": f"{row.dated:%B %Y}",
            "source": source(row),
            "question": _WHAT_CAME_OF_IT if meeting.with_holder else _WHAT_YOU_WOULD_DO,
        }
    question = _WHAT_WAS_DONE.format(topic=told.topic)
    return {"text": "", "question": question} if meeting.with_holder else {}


def words(meeting: Meeting, told: Told) -> dict[str, Any]:
    """Give every word that the sheets of a meeting may use.

    Raises:
        WrongUse: so many cannot be heard in so few minutes; and see ``questions``.
    """
    asked = questions(meeting, told)
    so_far = _so_far(meeting, told)
    planned = _planned(meeting, told.seed, len(asked), so_far=bool(so_far))
    names = (_holder(meeting.office, told.texts),) if meeting.with_holder else meeting.names
    return {
        **_known(meeting, told.texts),
        **_speaking(meeting, names),
        **_room(planned.times, alone=len(names) == 1),
        **_course(meeting, planned, asked, names, told.texts),
        "so_far": so_far,
        "safety": list(told.safety),
        "imprint": told.imprint,
        "made_on": told.texts.day(told.on),
        "seed": told.seed,
    }


def _known(meeting: Meeting, texts: Texts) -> dict[str, Any]:
    """Give what is known of a meeting before anything is planned."""
    return {
        "title": _title(meeting, texts),
        "contest": meeting.contest,
        "before": _before(meeting),
        "with_holder": meeting.with_holder,
        "office": meeting.office.prose,
        "when": clock.when(meeting, ENGLISH),
        "dated": clock.when(meeting, texts),
        "venue": meeting.venue,
        "chair": meeting.chair,
        "polling_day": day_in_words(meeting.polling_day) if meeting.polling_day else "",
        "start": f"{meeting.start:%H:%M}" if meeting.start else "",
        "minutes": meeting.minutes,
        "row": dict(meeting.cells),
    }


def _speaking(meeting: Meeting, names: Sequence[str]) -> dict[str, Any]:
    """Give who speaks at a meeting, and who was not invited and why."""
    return {
        "names": list(names),
        "alone": len(names) == 1,
        "speakers": [speaker._asdict() for speaker in meeting.speakers],
        "blanks": meeting.blanks,
        "others": [speaker.name for speaker in meeting.others],
        "reason": meeting.reason,
    }


def _room(times: Times, *, alone: bool) -> dict[str, Any]:
    """Give the room for a statement of somebody who cannot come: in words, and in rows to write on."""
    statement = _words_in(times, alone=alone)
    rows = min(statement // _WORDS_A_ROW, _MOST_ROWS)
    return {
        "statement": statement,
        "statement_takes": clock.length(statement // _WORDS_A_SECOND, ENGLISH),
        "statement_rows": list(range(1, rows + 1)),
        "statement_room": rows * _WORDS_A_ROW,
    }


def _course(
    meeting: Meeting, planned: Plan, asked: Sequence[Question], names: Sequence[str], texts: Texts
) -> dict[str, Any]:
    """Give how a meeting goes: its questions, its parts by the clock, and what had to be left out."""
    kept = asked[: planned.times.questions]
    last = planned.parts[-1]
    lasting = {part.kind: clock.length(part.each, ENGLISH) for part in planned.parts if part.each}
    return {
        "questions": [question._asdict() for question in kept],
        "parts": list(_parts(meeting, planned, kept, names, texts)),
        "in_hand": clock.length(planned.in_hand, ENGLISH),
        "ends": clock.shown(meeting, last.begins + last.seconds),
        "turns": dict.fromkeys(_TURNS, "") | lasting,
        "hall": planned.hears_the_hall,
        "hall_from": planned.hall_from,
        "left_out": list(planned.left_out),
        "drop_first": list(planned.drop_first),
    }


def _planned(meeting: Meeting, seed: str, asked: int, *, so_far: bool) -> Plan:
    """Share out the minutes of a meeting.

    Raises:
        WrongUse: there is nobody to hear, or so many cannot be heard in so few.
    """
    speakers = 1 if meeting.with_holder else len(meeting.names)
    if not speakers:
        raise WrongUse(
            f"{meeting.contest}: there is nobody to hear.", "Give --name, or lines for names: --candidates."
        )
    planned = plan(speakers, meeting.minutes, asked, f"{seed} {meeting.contest}", so_far=so_far)
    if isinstance(planned, int):
        have, need = number_of(meeting.minutes, "minute"), number_of(planned, "minute")
        raise WrongUse(
            f"{meeting.contest}: {_people(speakers)} cannot be heard in {have}; one question takes {need}.",
            "Give it more time with --minutes, or take one question to somebody else's hustings with --one.",
        )
    return planned


def _title(meeting: Meeting, texts: Texts) -> str:
    """Give what a meeting is called, with the office's title in that language where it is known."""
    office = meeting.office
    title = named_in(texts, office).title
    group = meeting.called.removeprefix(office.title)
    if meeting.with_holder:
        prose = office.prose if texts.language is Language.ENGLISH else title
        return f"{texts.label('Public meeting with {office}', office=prose)}{group}"
    contest = f"{title}{group}" if meeting.called.startswith(office.title) else meeting.called
    return texts.label("Hustings: {contest}", contest=contest)


def _before(meeting: Meeting) -> str:
    """Give what a hustings comes before, as it stands in a sentence."""
    office, called = meeting.office, meeting.called
    if _NAMES_AN_ELECTION.search(called):
        return f"the {called.removeprefix('The ')}"
    if called == office.title or called.startswith(f"{office.title}, "):
        link = "to" if office.kind in COUNCILS else "of"
        return f"the election {link} {office.prose}"
    return f"the election in {called}"


def _holder(office: Office, texts: Texts) -> str:
    """Say who comes to a public meeting where no name is known."""
    if office.kind in COUNCILS:
        return texts.label("Whoever speaks for the council")
    is_commissioner = office.kind in (OfficeKind.PCC, OfficeKind.PFCC)
    return texts.label("The Commissioner" if is_commissioner else "The Mayor")


def _words_in(times: Times, *, alone: bool) -> int:
    """Give how many words can be read out in the time that somebody who is there has."""
    spoken = times.opening + times.so_far + times.questions * times.answer + times.closing
    words = _WORDS_A_SECOND * spoken // 10 * 10
    return min(words, _LONGEST_STATEMENT) if alone else words


def _parts(
    meeting: Meeting, planned: Plan, asked: Sequence[Question], names: Sequence[str], texts: Texts
) -> Iterator[dict[str, Any]]:
    called = _called(meeting, names)
    for part in planned.parts:
        question = asked[part.number - 1] if part.kind in ("question", "follow-up") else None
        yield {
            "kind": part.kind,
            "clock": clock.shown(meeting, part.begins),
            "when": clock.moment(meeting, part.begins, ENGLISH),
            "dated": clock.moment(meeting, part.begins, texts),
            "takes": clock.length(part.seconds, texts),
            "each": clock.length(part.each, ENGLISH),
            "number": part.number,
            "question": question._asdict() if question else None,
            "order": [called[i] for i in part.order],
        }


def _called(meeting: Meeting, names: Sequence[str]) -> Sequence[str]:
    """Give what an order of speaking calls people: by number while names are still to be drawn."""
    return [f"speaker {number + 1}" for number in range(meeting.blanks)] if meeting.blanks else names


def _people(number: int) -> str:
    return "one person" if number == 1 else f"{number} people"
