"""The press: the words and pages of a meeting, as far as they were chosen."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from askcandidate.campaign import Campaign
from askcandidate.commands.planning import Planned
from askcandidate.errors import WrongUse
from askcandidate.formats import sheets
from askcandidate.formats.records import csv_row
from askcandidate.formats.sheets import Binder, Page, SheetFormat
from askcandidate.formats.templates import Templates
from askcandidate.gazetteer import areas
from askcandidate.languages import ENGLISH, Language, Texts
from askcandidate.meetings import MOST_MINUTES, Meeting
from askcandidate.model import Office
from askcandidate.resources import TEMPLATES
from askcandidate.writing import hustings
from askcandidate.writing.hustings import Told
from askcandidate.writing.welsh import IN_PART, OUTSIDE_WALES, about_welsh, is_for

ONE = ("one",)


class Pack(NamedTuple):
    """A meeting with every word of its sheets in a language, and what its row is called, if it has a name.

    ``again`` is the same pack in another language, which follows it in the same document.
    """

    meeting: Meeting
    words: Mapping[str, Any]
    label: str = ""
    texts: Texts = ENGLISH
    again: "Pack | None" = None


class Ready(NamedTuple):
    """The packs that a row gives, none where rows before it gave them, and what is to be told of it."""

    packs: Sequence[Pack]
    notices: Sequence[str] = ()


class Press:
    """Makes packs.

    Args:
        told: what sheets are made from.
        templates: the pages.
        kinds: those of the pages that are wanted, in the order of printing.
        audience: how many people are expected, each of whom gets a card.
        large: whether pages are in large print.
        languages: the texts of each language of a pack, in order.
    """

    def __init__(
        self,
        told: Told,
        templates: Templates,
        kinds: Sequence[str],
        audience: int,
        *,
        large: bool = False,
        languages: Sequence[Texts] = (ENGLISH,),
    ) -> None:
        self.day = told.on
        self._told = told
        self._templates = templates
        self._kinds = kinds
        self._audience = audience
        self._large = large
        self._languages = languages

    @property
    def reads(self) -> list[Path]:
        """The files and folders that pages are made from, the campaign's own left out."""
        paths = (path for texts in self._languages for path in texts.paths)
        return [TEMPLATES, *self._templates.own_files(), *paths]

    def ready(self, planned: Planned, label: str = "") -> Ready:
        """Give the packs of the meetings of a row.

        Raises:
            WrongUse: none of the pages wanted is made for one of them; and see ``hustings.words``.
        """
        packs = [self._pack(meeting, label) for meeting in planned.meetings]
        about = [said for pack in packs for said in (*self._about_time(pack), *self._about_language(pack))]
        return Ready(packs, [*planned.notices, *about])

    def _pack(self, meeting: Meeting, label: str) -> Pack:
        """Give the words of a meeting; a card with one question needs no time of its own."""
        if not self._pages_of(meeting):
            raise WrongUse(
                f"A public meeting with {meeting.office.prose} has no record by name.",
                "With --candidates N it is a hustings.",
            )
        timed = meeting._replace(minutes=MOST_MINUTES) if self._kinds == ONE else meeting
        pack: Pack | None = None
        for texts in reversed(self._languages_for(meeting.office)):
            words = hustings.words(timed, self._told._replace(texts=texts))
            pack = Pack(meeting, {**words, "audience": self._audience}, label, texts, pack)
        assert pack  # there is at least one language
        return pack

    def _languages_for(self, office: Office) -> Sequence[Texts]:
        is_meant = is_for([texts.language for texts in self._languages], office.area.nation)
        return self._languages if is_meant else (ENGLISH,)

    def _about_time(self, pack: Pack) -> list[str]:
        """Say that the hall has no turn, and what would give it one; one question alone has no clock."""
        if pack.words["hall"] or self._kinds == ONE:
            return []
        meeting, enough = pack.meeting, pack.words["hall_from"]
        there = f"{meeting.called}: questions from the hall do not fit into {meeting.minutes} minutes"
        return [f"{there}; they fit into {enough} (--minutes {enough})." if enough else f"{there}."]

    def _about_language(self, pack: Pack) -> list[str]:
        """Say what is to be known of a pack in Welsh before anybody sees it, or why it is in English."""
        if self._languages_for(pack.meeting.office) != self._languages:
            return [OUTSIDE_WALES.message]
        if pack.texts.language is not Language.WELSH:
            return []
        return [notice.message for notice in (*about_welsh(pack.texts), IN_PART)]

    def document(self, packs: Sequence[Pack], form: SheetFormat) -> Iterator[str | bytes]:
        """Write packs as one document, with a cover where there are several."""
        pages = [self._pages(pack) for pack in packs]
        if len(packs) > 1 and self._kinds != ONE:
            pages.insert(
                0, sheets.pages(self._cover(packs), ["cover"], self._templates, texts=packs[0].texts)
            )
        title = packs[0].words["title"] if len(packs) == 1 else f"{len(packs)} packs"
        put = [question for pack in packs for question in pack.words["questions"]]
        seen = [pack.words["so_far"] for pack in packs if pack.words["so_far"].get("source")]
        sources = dict.fromkeys(each["source"] for each in (*put, *seen))
        asks = dict.fromkeys(question["ask"] for question in put)
        return sheets.write(pages, form, Binder(title, tuple(sources), self._large, self.day, tuple(asks)))

    def lost(self, pack: Pack, form: SheetFormat) -> list[str]:
        """Say which characters of a pack its form cannot show."""
        if form is not SheetFormat.PDF:
            return []
        return sheets.lost_characters(self._pages(pack), form, pack.words["title"])

    def record(self, pack: Pack) -> list[str]:
        """Give the rows of the record for a spreadsheet, or nothing where no answers are recorded by name."""
        if "grid" not in self._pages_of(pack.meeting):
            return []
        rows = sheets.grid_rows(pack.words, pack.meeting.office.id)
        return [csv_row(list(sheets.GRID_COLUMNS)), *rows]

    def _pages(self, pack: Pack) -> list[Page]:
        kinds = self._pages_of(pack.meeting)
        pages = sheets.pages(pack.words, kinds, self._templates, texts=pack.texts)
        return [*pages, *(self._pages(pack.again) if pack.again else ())]

    def _pages_of(self, meeting: Meeting) -> list[str]:
        return [kind for kind in self._kinds if not (kind == "grid" and meeting.with_holder)]

    def _cover(self, packs: Sequence[Pack]) -> dict[str, Any]:
        listed = [
            {
                "title": pack.words["title"],
                "when": pack.words["dated"],
                "people": len(pack.words["names"]),
                "copies": [self._copies(kind, pack) for kind in self._kinds],
            }
            for pack in packs
        ]
        return {
            "packs": listed,
            "kinds": list(self._kinds),
            "audience": self._audience,
            "imprint": packs[0].words["imprint"],
            "made_on": packs[0].words["made_on"],
        }

    def _copies(self, kind: str, pack: Pack) -> int:
        """Give how often a page is to be printed: for those who speak, for the chair and for the hall."""
        people = len(pack.words["names"])
        copies = {"sheet": people + 2, "script": 2, "grid": 2, "card": self._audience, "invite": people}
        return copies.get(kind, 1) if kind in self._pages_of(pack.meeting) else 0


def told_by(
    campaign: Campaign, templates: Templates, imprint: str, on: date, seed: str, wanted: tuple[str, ...]
) -> Told:
    """Give what sheets are made from.

    Args:
        campaign: whose asks are put.
        templates: fill in their wording.
        imprint: who answers for the pages, or "".
        on: the day of the run.
        seed: decides who speaks when.
        wanted: the asks chosen, or none for the campaign's first.

    Raises:
        NotFound: there is no such ask.
    """
    for ask in wanted:
        campaign.ask(ask)
    safety = campaign.safety
    return Told(
        choose=campaign.asks_for,
        asks=campaign.asks,
        documents=campaign.documents,
        standing=(*areas.all_standing(), *campaign.standing),
        fill=templates.fill,
        safety=(safety.before_you_speak, safety.in_danger, safety.helpline),
        imprint=imprint,
        on=on,
        seed=seed,
        topic=campaign.topic,
        wanted=wanted,
    )
