"""The writing desk: campaign, templates and choices of one run, brought together for the writer."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from askcandidate.batch import NO_CELLS
from askcandidate.campaign import Campaign
from askcandidate.commands.newcomers import Since
from askcandidate.correspondence import Letter, Sender
from askcandidate.elections import Contest, Contests
from askcandidate.errors import NotFound, WrongUse, instead
from askcandidate.formats.templates import Templates
from askcandidate.gazetteer.offices import member_of_parliament
from askcandidate.languages import Language
from askcandidate.model import Notice, Office, OfficeKind, Place
from askcandidate.writing.addressees import To
from askcandidate.writing.digests import Digest
from askcandidate.writing.lengths import remarks
from askcandidate.writing.letters import Writer
from askcandidate.writing.material import Material
from askcandidate.writing.thanks import Register, give
from askcandidate.writing.wishes import Wishes, check_wishes
from askcandidate.writing.words import Home

KINDS = {str(kind): (kind,) for kind in OfficeKind} | {"pcc": (OfficeKind.PCC, OfficeKind.PFCC)}


class Mail(NamedTuple):
    """The letters of one place, and what the writer should be told beside them."""

    letters: list[Letter]
    notices: list[Notice]
    number: int = 0
    """The row's number in a batch; 0 for a letter asked for by itself."""
    unit: str = "line"
    """What such a row is called, as ``Row`` has it."""
    label: str = ""
    """The row's own id in a batch, if its column was named."""
    cells: Mapping[str, str] = NO_CELLS
    """The row's cells, for templates."""


class Desk:
    """Makes the letters of one run.

    Args:
        campaign: the asks.
        templates: the pages.
        wishes: what was chosen on the command line.
        wanted: office ids or kinds; empty means all that answer for the place.
        on: the day of the letters.
        signed: those who have said yes already, who are thanked.
        since: an earlier list of those standing; letters go to who is new since, and to no office.

    Raises:
        WrongUse: no such kind of office.
    """

    def __init__(
        self,
        campaign: Campaign,
        templates: Templates,
        wishes: Wishes,
        wanted: Sequence[str],
        on: date,
        signed: Register | None = None,
        since: Since | None = None,
    ) -> None:
        for name in wanted:
            if ":" not in name and name.lower() not in KINDS:
                hint = instead(name, KINDS, "The kinds are")
                raise WrongUse(f'"{name[:40]}" is not a kind of office.', hint)
        self._wishes = wishes
        self._wanted = wanted
        self._on = on
        self._signed = signed or Register()
        self._since = since
        self._material = Material(
            asks=campaign.asks,
            choose=campaign.asks_for,
            facts=campaign.facts,
            documents=campaign.documents,
            signed=campaign.signed,
            power=campaign.power,
            topic=campaign.topic,
            frames=campaign.frames,
            standing=campaign.standing,
            fill=templates.fill,
            page=templates.page,
            texts={each: campaign.texts(each) for each in (*wishes.languages, Language.ENGLISH)},
        )

    def check(self) -> None:
        """Refuse, before the first of many rows, wishes that no place could fulfil.

        Raises:
            WrongUse, NotFound: see ``check_wishes``.
        """
        check_wishes(self._wishes, self._material.asks, self._material.facts, self._on)

    def mail(self, found: Place | Contests, sender: Sender, number: int = 0) -> Mail:
        """Write the letters that what is known of a postcode calls for.

        Raises:
            NotFound: see ``for_place``.
        """
        if isinstance(found, Contests):
            return self.for_contests(found, sender, number)
        return self.for_place(found, sender, number)

    def for_place(self, place: Place, sender: Sender, number: int = 0) -> Mail:
        """Write to the offices of a place.

        Raises:
            NotFound: nobody elected is known there, none of the offices wanted is, or none can be written to.
        """
        if not place.offices:
            raise no_office(place)
        offices = self.offices_wanted(place)
        return self._tell(self._write(home_of(place), offices, None, sender, number), place.notices, number)

    def for_contests(self, found: Contests, sender: Sender, number: int = 0) -> Mail:
        """Write to everybody standing for a place, and to the offices that no election is due for.

        Raises:
            NotFound: see ``for_place``.
        """
        place = found.place
        notices = (*found.notices, *(place.notices if place else ()))
        if not found.contests and not (place and place.offices):
            raise no_office(found)
        offices, contests = self._chosen(place, found.contests)
        if self._since:
            offices, contests = [], self._since.news(contests)
            if not contests:
                return Mail([], [], number)
        return self._tell(self._write(home_of(found), offices, contests, sender, number), notices, number)

    def offices_wanted(self, place: Place) -> list[Office]:
        """Give the offices of a place that letters would be written to.

        Raises:
            NotFound: one of those wanted is not there.
        """
        return self._chosen(place, ())[0]

    def contests_wanted(self, found: Contests) -> list[Contest]:
        """Give the contests that letters would be written for, with those in them who may get one."""
        if self._wishes.to is To.OFFICE_HOLDERS:
            return []
        wanted = [c for c in self._chosen(found.place, found.contests)[1] if c.office and c.stands]
        return self._since.to_ask_after(wanted) if self._since else wanted

    def _chosen(self, place: Place | None, contests: Sequence[Contest]) -> tuple[list[Office], list[Contest]]:
        """Give the offices and contests that are wanted.

        Raises:
            NotFound: one that is wanted is not there; those that are there are named.
        """
        there = list(place.offices) if place else []
        if not self._wanted:
            return there, list(contests)
        offices: list[Office] = []
        chosen: list[Contest] = []
        for name in self._wanted:
            found = [office for office in there if is_wanted(name, office.id)]
            standing = [
                contest for contest in contests if contest.office_id and is_wanted(name, contest.office_id)
            ]
            if not found and not standing:
                where = place.postcode if place else "this postcode"
                hint = instead(name, office_ids(there, contests))
                raise NotFound(f'There is no office "{name[:40]}" at {where}.', hint)
            offices += [office for office in found if office not in offices]
            chosen += [contest for contest in standing if contest not in chosen]
        return offices, chosen

    def _tell(self, mail: Mail, notices: Sequence[Notice], number: int) -> Mail:
        about = [notice for notice in notices if notice.code != "first-election-pending"]
        return Mail([_with(letter, about) for letter in mail.letters], about + mail.notices, number)

    def for_constituency(self, name: str, sender: Sender) -> Mail:
        """Write to a constituency's member of parliament; the name is taken as it is given."""
        home = Home(name, f"in {name}", None, None, ())
        mail = self._write(home, [member_of_parliament(name)], None, sender)
        unchecked = Notice("unchecked", f"The constituency's name was not checked: {name}.")
        return mail._replace(notices=[unchecked, *mail.notices])

    def digest(self, digest: Digest, sender: Sender) -> Mail:
        """Write one letter for many people, to each of those it is to."""
        made = list(digest.write(self._wishes, sender, self._on, self._material))
        letters = [item for item in made if isinstance(item, Letter)]
        notices = [item for item in made if isinstance(item, Notice)]
        return Mail(letters, notices + [notice for letter in letters for notice in letter.notices])

    def _write(
        self,
        home: Home,
        offices: Sequence[Office],
        contests: Sequence[Contest] | None,
        sender: Sender,
        row: int = 0,
    ) -> Mail:
        wishes = self._wishes.with_english() if self._signed else self._wishes
        writer = Writer(home, wishes, sender, self._on, self._material, row)
        made = list(give(writer.write(offices, contests), self._signed, home, self._material, self._wishes))
        letters = [item for item in made if isinstance(item, Letter)]
        notices = [item for item in made if isinstance(item, Notice)]
        if not letters:
            raise NotFound(" ".join(notice.message for notice in notices))
        notices += [notice for letter in letters for notice in letter.notices]
        ours = max(letter.set_word_count for letter in letters)
        return Mail(letters, [*notices, *remarks(letters[0].own_word_count, ours)])


def _with(letter: Letter, notices: list[Notice]) -> Letter:
    """Give the letter with what is to be said of its place and day, too."""
    if not notices:
        return letter
    again = letter.again and _with(letter.again, notices)
    return letter._replace(notices=(*notices, *letter.notices), again=again)


def no_office(found: Place | Contests) -> NotFound:
    """Give the error of a postcode that nobody elected is known for, with all that is known of why."""
    place = found.place if isinstance(found, Contests) else None
    notices = (*found.notices, *(place.notices if place else ()))
    return NotFound(
        f"No elected office is known for {found.postcode}.", " ".join(notice.message for notice in notices)
    )


def home_of(found: Place | Contests) -> Home:
    """Give the writer's home; named after the area of an election, where nothing else says where it is."""
    place = found.place if isinstance(found, Contests) else found
    if place:
        district = place.district
        return Home(
            *(district.prose, district.where, place.postcode, district.nation, district.standing),
            district.welsh_name,
        )
    assert isinstance(found, Contests)
    area = next((c.office.area for c in found.contests if c.office), None)
    prose, nation = (area.prose, area.nation) if area else ("this area", None)
    return Home(prose, f"in {prose}", found.postcode, nation, (), area.welsh_name if area else "")


def office_ids(offices: Iterable[Office], contests: Iterable[Contest]) -> list[str]:
    """Give the id of each office that somebody holds or stands for, once."""
    held = [office.id for office in offices]
    return list(dict.fromkeys([*held, *(each.office_id for each in contests if each.office_id)]))


def is_wanted(wanted: str, office_id: str) -> bool:
    """Say whether an office is the one wanted, by its id or its kind."""
    kind = office_id.partition(":")[0]
    return office_id.lower() == wanted.lower() or kind in KINDS.get(wanted.lower(), ())
