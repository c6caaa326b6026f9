"""The writing desk: campaign, templates and choices of one run, brought together for the writer."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from askcandidate.campaign import Campaign, role
from askcandidate.errors import NotFound, WrongUse
from askcandidate.formats.templates import Templates
from askcandidate.gazetteer.areas import member_of_parliament
from askcandidate.model import Ask, Letter, Notice, Office, OfficeKind, Place, Sender
from askcandidate.writing.letters import (
    MOST_SET_WORDS,
    MOST_SET_WORDS_ALONE,
    Home,
    Material,
    Wishes,
    Writer,
    check_wishes,
)

_KINDS = {str(kind): (kind,) for kind in OfficeKind} | {"pcc": (OfficeKind.PCC, OfficeKind.PFCC)}


class Mail(NamedTuple):
    """The letters of one place, and what the writer should be told beside them."""

    letters: list[Letter]
    notices: list[Notice]
    number: int = 0
    """The row's number in a batch; 0 for a letter asked for by itself."""


class Desk:
    """Makes the letters of one run.

    Args:
        campaign: the asks.
        templates: the pages.
        wishes: what was chosen on the command line.
        wanted: office ids or kinds; empty means all that answer for the place.
        on: the day of the letters.

    Raises:
        WrongUse: no such kind of office.
    """

    def __init__(
        self, campaign: Campaign, templates: Templates, wishes: Wishes, wanted: Sequence[str], on: date
    ) -> None:
        for name in wanted:
            if ":" not in name and name.lower() not in _KINDS:
                raise WrongUse(
                    f'"{name[:40]}" is not a kind of office.', f"The kinds are: {', '.join(_KINDS)}."
                )
        self._wishes = wishes
        self._wanted = wanted
        self._on = on
        self._material = Material(
            asks=campaign.asks,
            choose=campaign.asks_for,
            facts=campaign.facts,
            documents=campaign.documents,
            signed=campaign.signed,
            power=lambda office, ask: _power(campaign, office, ask),
            fill=templates.fill,
            page=templates.page,
        )

    def check(self) -> None:
        """Refuse, before the first of many rows, wishes that no place could fulfil.

        Raises:
            WrongUse, NotFound: see ``check_wishes``.
        """
        check_wishes(self._wishes, self._material.asks, self._material.facts, self._on)

    def for_place(self, place: Place, sender: Sender, number: int = 0) -> Mail:
        """Write to the offices of a place.

        Raises:
            NotFound: nobody elected is known there, none of the offices wanted is, or none can be written to.
        """
        if not place.offices:
            raise NotFound(
                f"No elected office is known for {place.postcode}.",
                " ".join(n.message for n in place.notices),
            )
        district = place.district
        home = Home(district.prose, district.where, place.postcode, district.nation, district.standing)
        mail = self._write(home, _choose_offices(place, self._wanted), sender)
        about = [notice for notice in place.notices if notice.code != "first-election-pending"]
        return Mail([_with(letter, about) for letter in mail.letters], about + mail.notices, number)

    def for_constituency(self, name: str, sender: Sender) -> Mail:
        """Write to a constituency's member of parliament; the name is taken as it is given."""
        mail = self._write(Home(name, f"in {name}", None, None, ()), [member_of_parliament(name)], sender)
        unchecked = Notice("unchecked", f"The constituency's name was not checked: {name}.")
        return mail._replace(notices=[unchecked, *mail.notices])

    def _write(self, home: Home, offices: Sequence[Office], sender: Sender) -> Mail:
        made = list(Writer(home, self._wishes, sender, self._on, self._material).write(offices))
        letters = [item for item in made if isinstance(item, Letter)]
        notices = [item for item in made if isinstance(item, Notice)]
        if not letters:
            raise NotFound(" ".join(notice.message for notice in notices))
        notices += [notice for letter in letters for notice in letter.notices]
        return Mail(letters, notices + _remarks(letters))


def _with(letter: Letter, notices: list[Notice]) -> Letter:
    """Give the letter with what is to be said of its place and day, too."""
    return letter._replace(notices=(*notices, *letter.notices))


def _power(campaign: Campaign, office: Office, ask: Ask) -> str:
    return campaign.powers.get(ask.power or role(office), "")


def _choose_offices(place: Place, wanted: Sequence[str]) -> list[Office]:
    if not wanted:
        return list(place.offices)
    there = ", ".join(office.id for office in place.offices)
    chosen = []
    for name in wanted:
        kinds = _KINDS.get(name.lower(), ())
        found = [o for o in place.offices if o.id.lower() == name.lower() or o.kind in kinds]
        if not found:
            raise NotFound(f'There is no office "{name[:40]}" at {place.postcode}.', f"There are: {there}.")
        chosen += [office for office in found if office not in chosen]
    return chosen


def _remarks(letters: Sequence[Letter]) -> list[Notice]:
    """Say where the letters fall short of what gets letters read."""
    if not letters:
        return []
    own = letters[0].own_word_count
    most = max(letter.set_word_count for letter in letters)
    if not own:
        text = "Letters without their writer's own words are often set aside: add yours with --why."
        remarks = [Notice("no-own-words", text)]
        limit = MOST_SET_WORDS_ALONE
    else:
        remarks = []
        limit = MOST_SET_WORDS
        if most > own:
            text = (
                f"Our words ({most}) outnumber yours ({own}): a sentence or two more of your own would help."
            )
            remarks = [Notice("more-set-words-than-own", text)]
    if most > limit:
        remarks.append(Notice("long", f"Our words come to {most}, more than the {limit} we keep to."))
    return remarks
