"""Letters: whom to write to, what to ask, in how few words.

The rules are those of the project's design: the writer's own words first, one ask by default, at
most 80 words of ours beside the writer's and at most 90 alone, and nothing that varies with who in
one contest is written to.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from askcandidate.correspondence import Ask, Letter, Sender
from askcandidate.elections import Candidate, Contest
from askcandidate.languages import ENGLISH, Language, Texts, Untranslated
from askcandidate.model import (
    Notice,
    Office,
    OfficeStatus,
    Standing,
    day_in_words,
)
from askcandidate.writing import seen
from askcandidate.writing.addressees import (
    ELECTION_IS_NEAR,
    To,
    about_contest,
    addressee,
    choose,
    greet,
    named_in,
    nobody_yet,
    salutation,
    standing,
)
from askcandidate.writing.lengths import count_words
from askcandidate.writing.material import Material
from askcandidate.writing.welsh import OUTSIDE_WALES, about_welsh, is_for, no_welsh
from askcandidate.writing.wishes import COALITION, Wishes, check_wishes
from askcandidate.writing.wording import Part, Speaker, compose, number_of, speaker_in
from askcandidate.writing.words import Home, words_in


class _Choice(NamedTuple):
    """What one letter asks: its asks, and what the office already does if that is asked about instead.

    ``left_out`` are asks not made, since the office was lately seen to do what they ask for.
    """

    asks: tuple[Ask, ...]
    standing: Standing | None = None
    left_out: tuple[Ask, ...] = ()


class Writer:
    """Writes one person's letters of one day.

    Args:
        home: where the writer lives.
        wishes: asks, figures and addressees chosen.
        sender: the writer, as far as they said.
        on: the day of the letters.
        material: the campaign and the templates.
        row: the row of a batch that they are for; 0 for letters asked for by themselves.
    """

    def __init__(
        self, home: Home, wishes: Wishes, sender: Sender, on: date, material: Material, row: int = 0
    ) -> None:
        self._home = home
        self._wishes = wishes
        self._sender = sender
        self._own = count_words(sender.words)
        self._on = on
        self._material = material
        self._row = row

    def write(
        self, offices: Sequence[Office], contests: Sequence[Contest] | None = None
    ) -> Iterator[Letter | Notice]:
        """Write to everybody standing in each contest and to each other office; say where there is no letter.

        Args:
            offices: those that answer for the place.
            contests: the elections to come, or None where no service was asked.

        Raises:
            WrongUse, NotFound: see ``check_wishes``.
        """
        asked = () if self._wishes.to is To.OFFICE_HOLDERS else contests or ()
        wanted = [*(contest.office for contest in asked if contest.office), *offices]
        fitting = (
            {ask.id for office in wanted for ask in self._fitting(office)} if self._wishes.ask_ids else set()
        )
        check_wishes(self._wishes, self._material.asks, self._material.facts, self._on, fitting)
        for contest in asked:
            yield from self._to_candidates(contest)
        contested = {contest.office_id for contest in asked if self._is_theirs(contest)}
        due = {contest.office_id: contest.office for contest in asked if contest.ballot.candidates is None}
        for office in offices:
            if office.id not in contested:
                yield self._to_office(due.get(office.id) or office, live=contests is not None)

    def _is_theirs(self, contest: Contest) -> bool:
        """Say whether a contest takes the place of a letter to whoever holds the office.

        So it does once somebody is listed; and while nobody is yet, if the whole office is up within
        weeks: then the names are worth waiting for.
        """
        if not contest.stands or contest.ballot.candidates is None:
            return False
        soon = contest.ballot.date - self._on <= ELECTION_IS_NEAR and not contest.ballot.by_election
        return bool(contest.candidates) or soon

    def _to_candidates(self, contest: Contest) -> Iterator[Letter | Notice]:
        """Write one letter and address it to each of those standing: nothing else in it can differ."""
        office = contest.office
        if not contest.stands or not contest.candidates:
            reasons = " ".join(notice.message for notice in contest.notices)
            yield Notice("no-letter", f"No letters for {contest.named}. {reasons}")
            return
        choice = self._choose(office, To.CANDIDATES) if office else _Choice(())
        if office is None or not choice.asks:
            text = f"No letters for {contest.named}: none of the asks is in that office's power."
            yield Notice("nothing-to-ask", text)
            return
        why = f"they stand in the election on {day_in_words(contest.ballot.date)}"
        official_too = self._wishes.official_addresses
        letter = self._letter(office, choice, To.CANDIDATES, why)
        letter = letter._replace(sources=(*letter.sources, contest.credit.rstrip(".")))
        notices = (*about_contest(contest, official_too=official_too), *letter.notices)
        for candidate in contest.candidates:
            addressed = self._addressed(letter, contest, candidate)
            yield addressed._replace(notices=notices)

    def _addressed(self, letter: Letter, contest: Contest, candidate: Candidate) -> Letter:
        """Address a letter to somebody standing, in each of its languages."""
        return letter._replace(
            to=standing(candidate, official_too=self._wishes.official_addresses),
            salutation=greet(candidate, letter.texts),
            ballot=contest.ballot,
            again=letter.again and self._addressed(letter.again, contest, candidate),
        )

    def _to_office(self, office: Office, *, live: bool) -> Letter | Notice:
        """Write to whoever holds an office, or to everybody standing for it where nobody's name is known."""
        to, why = choose(office, self._wishes.to, self._on)
        choice = self._choose(office, to)
        if to is To.OFFICE_HOLDERS and office.status is OfficeStatus.FIRST_ELECTION_PENDING:
            return nobody_yet(office)
        if to is To.CANDIDATES and (office.term_ends or (live and self._wishes.to)):
            return Notice(
                "no-election", f"No letter to candidates: no election for {office.prose} is known to be due."
            )
        if not choice.asks:
            return Notice("nothing-to-ask", f"No letter to {office.prose}: none of the asks is in its power.")
        return self._letter(office, choice, to, why)

    def _fitting(self, office: Office) -> list[Ask]:
        return self._material.choose(office, self._home.nation, self._on)

    def _choose(self, office: Office, to: To) -> _Choice:
        """Choose the asks; what an office was lately seen to do is asked after, not asked for."""
        fitting = self._fitting(office)
        rows = (*self._home.standing, *self._material.standing) if to is To.OFFICE_HOLDERS else ()
        lately = seen.fresh(rows, office.id, self._on)
        if not self._wishes.ask_ids:
            found = ((ask, row) for row in lately for ask in fitting if ask.id in row.ask_ids)
            ask, row = next(found, (None, None))
            return _Choice((ask,), row) if ask else _Choice(tuple(fitting[:1]))
        asks = tuple(ask for i in self._wishes.ask_ids if (ask := self._material.asks[i]) in fitting)
        acted_on = {ask.id: row for row in reversed(lately) for ask in asks if ask.id in row.ask_ids}
        still = tuple(ask for ask in asks if ask.id not in acted_on)
        if not still and asks:
            return _Choice(asks[:1], acted_on[asks[0].id], asks[1:])
        return _Choice(still, None, tuple(ask for ask in asks if ask.id in acted_on))

    def _letter(self, office: Office, choice: _Choice, to: To, why: str) -> Letter:
        """Write in the languages wished for; in English alone outside Wales, or if a sentence is missing."""
        said = partial(self._letter_in, office=office, choice=choice, to=to, why=why)
        told: tuple[Notice, ...] = ()
        if not is_for(self._wishes.languages, self._home.nation):
            letter = said(ENGLISH)
            return letter._replace(notices=(*letter.notices, OUTSIDE_WALES))
        try:
            first, *others = [said(self._material.texts[language]) for language in self._wishes.languages]
        except Untranslated as missing:
            first, others = said(ENGLISH), []
            told = (no_welsh(office, str(missing.args[0])),)
        if first.language is Language.WELSH:
            told = tuple(about_welsh(first.texts))
        return first._replace(again=others[0] if others else None, notices=(*first.notices, *told))

    def _letter_in(self, texts: Texts, office: Office, choice: _Choice, to: To, why: str) -> Letter:
        """Write in one language.

        Raises:
            Untranslated: a sentence of the letter is missing in it.
        """
        asks, done, _ = choice
        office = named_in(texts, office)
        candidate = to is To.CANDIDATES
        words = words_in(texts, office, self._home, self._material.topic, candidate=candidate)
        words |= self._material.more(texts)
        number = number_of(self._wishes.seed, self._row, office.id, str(self._home.postcode), *self._sender)
        for_many = self._material.for_many
        speaker = speaker_in(texts, number, words, self._material.fill, for_many=for_many)
        figures = [self._material.facts[i] for i in self._wishes.fact_ids if i != COALITION]
        facts = [texts.find(figure.sentence) for figure in figures]
        signed = self._signed_sentence(asks, texts)
        power = self._material.power(office, asks[0])
        told = {
            **words,
            **compose(speaker, asks, done, power, self._material.frames, candidate=candidate),
            "fact": " ".join(facts),
            "signed": "" if done else signed,
        }
        body = self._body(texts, speaker, told)
        return Letter(
            postcode=self._home.postcode,
            office=office,
            to=addressee(office, to, texts),
            address_as=to,
            why_so_addressed=why,
            subject=self._subject(choice, speaker, candidate=candidate),
            salutation=salutation(office, to, texts),
            body=body,
            sender=self._sender,
            asks=asks,
            facts=tuple(filter(None, [*facts, signed])),
            sources=(*self._sources(choice), *(f"{f.id}, {f.publisher}, {f.published}" for f in figures)),
            own_word_count=self._own,
            set_word_count=self._set_words(body),
            on=self._on,
            seed=number,
            notices=tuple(self._notices(office, choice, to, signed)),
            texts=texts,
        )

    def _body(self, texts: Texts, speaker: Speaker, told: Mapping[str, Any]) -> str:
        """Give what stands between salutation and sign-off, around the writer's own words."""
        frames = self._material.frames
        own = self._sender.words
        framed = {
            "own_words": own,
            "opening": "" if own else speaker.say(Part.OPENING, frames.opening),
            "closing": speaker.say(Part.CLOSING, frames.closing if own else frames.closing_alone),
        }
        return self._material.page(self._material.body, {**told, **framed}, texts).strip()

    def _set_words(self, body: str) -> int:
        """Count our words; the writer's own stand first, unless a template of theirs says otherwise."""
        ours = body.removeprefix(self._sender.words)
        return count_words(ours) - (self._own if ours == body else 0)

    def _notices(self, office: Office, choice: _Choice, to: To, signed: str) -> Iterator[Notice]:
        for ask in choice.left_out:
            reason = f"{office.prose} was lately seen to act on it"
            yield Notice(
                "ask-left-out", f"{ask.id} is left out: {reason} (askcandidate lookup shows what and where)."
            )
        if to is To.CANDIDATES and office.note:
            yield Notice("office-note", f"{office.title}: {office.note}")
        if COALITION in self._wishes.fact_ids and not signed:
            yield Notice(
                "no-coalition", f"No count of organisations goes with what is asked of {office.prose}."
            )

    def _subject(self, choice: _Choice, speaker: Speaker, *, candidate: bool) -> str:
        frames = self._material.frames
        if candidate:
            wordings = frames.subject_candidate
        elif choice.standing:
            wordings = frames.subject_seen
        elif len(choice.asks) > 1:
            wordings = frames.subject_several
        else:
            wordings = choice.asks[0].subject
        return speaker.say(Part.SUBJECT, wordings)

    def _signed_sentence(self, asks: Sequence[Ask], texts: Texts) -> str:
        """Say how many organisations put their names to the ask, if that is wished for and there are any."""
        document = self._material.documents[asks[0].document]
        if COALITION not in self._wishes.fact_ids or not document.signed_sentence:
            return ""
        signatories = self._material.signed(document)
        return self._material.fill(texts.find(document.signed_sentence), {"signatories": signatories})

    def _sources(self, choice: _Choice) -> Iterator[str]:
        yield from self._material.sources(choice.asks)
        if choice.standing:
            yield seen.source(choice.standing)
