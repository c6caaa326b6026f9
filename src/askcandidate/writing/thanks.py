"""Thanks for those who have said yes: who they are among the people written to, and what they are told.

Nobody who signed is asked to sign, and no question is put to them again: they are thanked for what
they said yes to and asked how. Everybody else in the contest gets the letter they would get anyway.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from askcandidate.correspondence import Ask, Letter
from askcandidate.languages import Language, Untranslated
from askcandidate.model import Notice
from askcandidate.names import fold
from askcandidate.writing.addressees import To
from askcandidate.writing.lengths import count_words
from askcandidate.writing.material import Material
from askcandidate.writing.welsh import ABOUT_WELSH, no_welsh
from askcandidate.writing.wishes import MOST_ASKS, Wishes
from askcandidate.writing.wording import Part, Speaker, speaker_in
from askcandidate.writing.words import Home, words_in

_OF_A_FORMER_ASK = "what you were asked about {{ topic }}"  # one that is past is not worded again
_NOT_FOR_THANKS = ("ask-left-out", "no-coalition")  # notices about what an ordinary letter asks


class Pledge(NamedTuple):
    """One line of a list of those who signed.

    Attributes:
        line: of the file.
        office, ballot: ids of what they hold or stand in; either may be empty.
        source, id: the candidate as a service has them; empty if a name has to do.
        name: theirs; empty for whoever holds the office.
        ask: the id of what they said yes to; empty for whatever the letter would ask.
        partly: whether it was half a yes.
    """

    line: int
    office: str = ""
    ballot: str = ""
    source: str = ""
    id: str = ""
    name: str = ""
    ask: str = ""
    partly: bool = False

    @property
    def has_id(self) -> bool:
        """Say whether a service's id tells who it is."""
        return bool(self.source and self.id)


class Register:
    """Those who signed, to be looked up by whom a letter is to; party has no part in it.

    Args:
        pledges: as they were read.
    """

    def __init__(self, pledges: Iterable[Pledge] = ()) -> None:
        self._by_id: defaultdict[tuple[str, str], list[Pledge]] = defaultdict(list)
        self._by_name: defaultdict[tuple[str, str], list[Pledge]] = defaultdict(list)
        for pledge in pledges:
            if pledge.has_id:
                self._by_id[pledge.source, pledge.id].append(pledge)
            else:
                self._by_name[pledge.ballot or pledge.office, fold(pledge.name)].append(pledge)

    def __bool__(self) -> bool:
        """Say whether anybody signed."""
        return bool(self._by_id or self._by_name)

    def of(self, letter: Letter) -> list[Pledge]:
        """Give what the addressee of a letter has signed: by their id, else by their name in the contest."""
        ballot, to = letter.ballot, letter.to
        if ballot:
            known = [pledge for pledge in self._by_id.get((to.source, to.id), ()) if _is_of(pledge, letter)]
            return known + self._named((ballot.id, letter.office.id), to.name)
        if letter.address_as == To.OFFICE_HOLDERS:
            return self._named((letter.office.id,), "") + self._named((letter.office.id,), to.name)
        return []

    def _named(self, places: Iterable[str], name: str) -> list[Pledge]:
        return [pledge for place in places for pledge in self._by_name.get((place, fold(name)), ())]


def give(
    made: Iterable[Letter | Notice], register: Register, home: Home, material: Material, wishes: Wishes
) -> Iterator[Letter | Notice]:
    """Put thanks in the place of each letter to somebody who signed; everything else stays as it is.

    Args:
        made: letters and notices, as the writer made them; where anybody signed, each letter in English too.
        register: who signed.
        home: where the writer lives.
        material: what letters are made from.
        wishes: what was wished for; a letter in English that was not is left out again.
    """
    for item in made:
        if not isinstance(item, Letter):
            yield item
            continue
        pledges = register.of(item)
        if not pledges:
            yield _as_wished(item, wishes)
            continue
        sure = [pledge for pledge in pledges if pledge.has_id or not _namesakes(item)]
        doubtful = [_doubt(pledge, item) for pledge in pledges if pledge not in sure]
        letter = item._replace(notices=(*item.notices, *doubtful))
        yield _as_wished(_thank(letter, sure, home, material) if sure else letter, wishes)


def _as_wished(letter: Letter, wishes: Wishes) -> Letter:
    return letter if Language.ENGLISH in wishes.languages else letter._replace(again=None)


def _thank(letter: Letter, pledges: Sequence[Pledge], home: Home, material: Material) -> Letter:
    """Write thanks in the letter's languages; in English alone if a sentence is missing in the other."""
    english = letter.again
    try:
        thanks = _thank_in(letter, pledges, home, material)
    except Untranslated as missing:
        assert english  # is there beside every letter in another language
        told = [notice for notice in letter.notices if notice.code not in ABOUT_WELSH]
        told.append(no_welsh(letter.office, str(missing.args[0])))
        return _thank_in(english._replace(notices=tuple(told)), pledges, home, material)
    return thanks._replace(again=english and _thank_in(english, pledges, home, material))


def _thank_in(letter: Letter, pledges: Sequence[Pledge], home: Home, material: Material) -> Letter:
    """Write the thanks that take a letter's place, in its language; wordings follow the same number.

    Raises:
        Untranslated: a sentence is missing in it.
    """
    whole = [pledge for pledge in pledges if not pledge.partly]
    asks = _said_yes_to(whole or pledges, letter, material)
    candidate = letter.address_as == To.CANDIDATES
    words = words_in(letter.texts, letter.office, home, material.topic, candidate=candidate)
    speaker = speaker_in(letter.texts, letter.seed, words, material.fill)
    frames, own = material.frames, letter.sender.words
    thanks = speaker.say(
        Part.ASK, frames.thanks if whole else frames.thanks_partly, said=_named(asks, letter, speaker)
    )
    body = material.page(
        "letter/thanks.j2",
        {
            **words,
            "own_words": own,
            "opening": "" if own else speaker.say(Part.OPENING, frames.opening),
            "thanks": thanks,
            "how": speaker.say(Part.IF_SO, frames.how if whole else frames.how_partly),
            "closing": speaker.say(Part.CLOSING, frames.closing if own else frames.closing_alone),
        },
        letter.texts,
    ).strip()
    # The last source of a letter to somebody standing is the credit that the list of candidates asks for.
    credit = letter.sources[-1:] if letter.ballot else ()
    return letter._replace(
        subject=speaker.say(Part.SUBJECT, frames.subject_thanks),
        body=body,
        asks=asks,
        facts=(),
        sources=(*material.sources(asks), *credit),
        set_word_count=count_words(body) - letter.own_word_count,
        notices=tuple(notice for notice in letter.notices if notice.code not in _NOT_FOR_THANKS),
        thanked_for=tuple(sorted(pledge.line for pledge in pledges)),
    )


def _said_yes_to(pledges: Sequence[Pledge], letter: Letter, material: Material) -> tuple[Ask, ...]:
    """Give what somebody said yes to, as many as a letter carries; without an ask it is the letter's own."""
    named = dict.fromkeys(pledge.ask for pledge in pledges if pledge.ask)
    return tuple(material.asks[ask_id] for ask_id in named)[:MOST_ASKS] or letter.asks


def _named(asks: Sequence[Ask], letter: Letter, speaker: Speaker) -> str:
    """Name the asks in the middle of a sentence, or after the colon that stands there in another language."""
    aims = [
        speaker.phrase(Part.AIM, ask.aim if ask.stands(letter.on) else (_OF_A_FORMER_ASK,)) for ask in asks
    ]
    aims = list(dict.fromkeys(aims))
    if letter.language is not Language.ENGLISH:
        return "; ".join(aims)
    *most, last = aims
    return f"{', '.join(most)} and {last}" if most else last


def _is_of(pledge: Pledge, letter: Letter) -> bool:
    """Say whether a pledge that names a contest names this one: elsewhere it was to something else."""
    ballot = letter.ballot.id if letter.ballot else ""
    is_here = ballot == pledge.ballot or letter.office.id == pledge.office
    return is_here or not (pledge.ballot or pledge.office)


def _namesakes(letter: Letter) -> bool:
    """Say whether several people of the addressee's name stand in their election."""
    there = (letter.ballot.candidates or ()) if letter.ballot else ()
    return sum(fold(candidate.name) == fold(letter.to.name) for candidate in there) > 1


def _doubt(pledge: Pledge, letter: Letter) -> Notice:
    text = (
        f"Line {pledge.line} of those who signed is not used: several people named {letter.to.name} stand. "
        "Give candidate_source and candidate_id."
    )
    return Notice("same-name", text)
