"""Sample letters and packs of a real place and campaign, for looking at what templates are handed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, time
from typing import Any

from askcandidate.campaign import Campaign
from askcandidate.commands.desk import Desk, home_of
from askcandidate.commands.planning import Details, Planned, Planner
from askcandidate.commands.press import ONE, Press, told_by
from askcandidate.correspondence import Sender
from askcandidate.errors import NotFound, WrongUse
from askcandidate.formats.letter_forms import LetterFormat, write_letters
from askcandidate.formats.letters import Look, print_letters
from askcandidate.formats.sheets import PAGES, SheetFormat
from askcandidate.formats.templates import Templates
from askcandidate.languages import ENGLISH, Texts
from askcandidate.meetings import Meeting
from askcandidate.model import Place
from askcandidate.places import Finder
from askcandidate.writing.addressees import To
from askcandidate.writing.digests import Digest, Quote, Recipients
from askcandidate.writing.thanks import Pledge, Register
from askcandidate.writing.wishes import COALITION, Wishes

# One place with every kind of council and mayor, one of each other shape.
_POSTCODES = ("NG18 2AL", "BS1 5TR", "M27 0JE", "EH1 1YJ")
_SENDERS = (Sender("A. Voter", "1 Example Street\nExampleton", "I have lived here for ten years."), Sender())
_CELLS = {"postcode": "BS1 5TR", "name": "A. Voter", "ward": "Central"}
_NAMES = ("Ann Example", "Bo Example", "Cy Example")

Words = Mapping[str, Any]


class _Noting(Templates):
    """The shipped templates, noting what each page is handed."""

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, list[Words]] = defaultdict(list)

    def page(self, name: str, words: Words, texts: Texts = ENGLISH) -> str:
        """Render a template, and note its words."""
        self.words[name].append(words)
        return super().page(name, words, texts)


def sample(campaign: Campaign, finder: Finder, on: date) -> dict[str, list[Words]]:
    """Write letters and packs, and give what each template was handed, by its name.

    Args:
        campaign: what is asked.
        finder: finds the places.
        on: the day of the letters and packs.

    Raises:
        TemplateFault: the campaign's wording cannot be rendered.
    """
    noting = _Noting()
    for postcode in _POSTCODES:
        with suppress(NotFound):
            place = finder.find(postcode)
            _write_letters(campaign, noting, place, on)
            _write_thanks(campaign, noting, place, on)
            _write_digests(campaign, noting, place, on)
            _write_packs(campaign, noting, place, on, finder)
    return dict(noting.words)


def _write_letters(campaign: Campaign, templates: Templates, place: Place, on: date) -> None:
    for to in (To.OFFICE_HOLDERS, To.CANDIDATES):
        for sender in _SENDERS:
            figures = [fact.id for fact in campaign.facts.values() if fact.printable(on)]
            wishes = Wishes(fact_ids=(*figures[:1], COALITION), to=to)
            desk = Desk(campaign, templates, wishes, (), on)
            with suppress(NotFound):
                letters = desk.for_place(place, sender).letters
                for form in (LetterFormat.TEXT, LetterFormat.MARKDOWN):
                    list(write_letters(print_letters(letters, cells=_CELLS), form, Look(templates)))


def _write_thanks(campaign: Campaign, templates: Templates, place: Place, on: date) -> None:
    for partly in (False, True):
        signed = Register(Pledge(2, office=office.id, partly=partly) for office in place.offices)
        desk = Desk(campaign, templates, Wishes(), (), on, signed)
        for sender in _SENDERS:
            with suppress(NotFound):
                desk.for_place(place, sender)


def _write_digests(campaign: Campaign, templates: Templates, place: Place, on: date) -> None:
    desk = Desk(campaign, templates, Wishes(), (), on)
    home = home_of(place)._replace(postcode=None)
    for office in place.offices:
        digest = Digest(Recipients(office, None, home, live=False), 1, "")
        for sender in _SENDERS:
            digest.take(
                home.prose, Quote(sender.words, "Anna", home.where, home.prose) if sender.words else None
            )
            desk.digest(digest, sender)


def _write_packs(campaign: Campaign, templates: Templates, place: Place, on: date, finder: Finder) -> None:
    imprint = "Printed and published by A. Voter, 1 Example Street, Exampleton"
    told = told_by(campaign, templates, imprint, on, "hustings", ())
    with suppress(WrongUse):
        for kinds in (ONE, PAGES):
            press = Press(told, templates, kinds, audience=40)
            packs = press.ready(Planned(list(_meetings(place, on, finder)), [])).packs
            list(press.document(packs, SheetFormat.MARKDOWN))


def _meetings(place: Place, on: date, finder: Finder) -> Iterator[Meeting]:
    """Plan meetings with whoever holds the office, with those standing, and with some of them."""
    unset = Details((), None, (), "", "", None, None, 60, "")
    named = unset._replace(
        names=_NAMES, venue="the town hall", day=on, start=time(19, 30), chair="Di Example"
    )
    some = named._replace(only=_NAMES[:2], reason="There is room for two")
    for details in (unset, named, some, unset._replace(blanks=4)):
        for meeting in Planner(on, details, (), finder).of_place(place).meetings:
            yield meeting._replace(cells=_CELLS)
