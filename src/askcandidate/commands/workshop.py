"""Everything that letters of one run are made with, from a plan of plain values.

The unit of work is a row, or a chunk of rows: a pure function of the plan and the rows, so that it
can be done here or in another process with the same bytes (``cluster``).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from askcandidate import batch
from askcandidate.batch import Failure, Row
from askcandidate.campaign import SHIPPED, Campaign
from askcandidate.commands import pledged
from askcandidate.commands.desk import Desk
from askcandidate.commands.finding import Found
from askcandidate.commands.newcomers import Since
from askcandidate.commands.own_templates import open_templates
from askcandidate.commands.parcels import Packer, Parcel
from askcandidate.commands.typed import plain_cells, tidy
from askcandidate.correspondence import Sender
from askcandidate.formats.letter_forms import LetterFormat
from askcandidate.formats.letters import TEXT_WIDTH, Look
from askcandidate.places import Finder
from askcandidate.resources import POSTCODES, TEMPLATES
from askcandidate.writing.thanks import Register
from askcandidate.writing.wishes import Wishes


class Plan(NamedTuple):
    """All that decides what a row's letters say and how they look.

    Attributes:
        on: the day of the letters.
        data: a postcode file of the user's own, or None for the shipped one.
        campaign: a campaign folder of the user's own, or None for the shipped one.
        templates: a folder of templates of the user's own, if there is one.
        wishes: what was chosen of them.
        offices: ids or kinds that letters go to; empty means all.
        sender: the writer, where a row does not say.
        form: the form of the letters.
        bound: whether all letters of the run go into one document.
        imprint: who prints and publishes them, or empty.
        large: whether they are in large print.
        mailto: whether links that open a mail program stand beside them.
        width: of a page of plain text, in characters.
        id_column: the column of a row's own id, or empty.
        signed: a list of those who have said yes, if there is one.
        since: an earlier list of those standing, if only who is new since is written to.
    """

    on: date
    data: Path | None
    campaign: Path | None
    templates: Path | None
    wishes: Wishes
    offices: tuple[str, ...]
    sender: Sender
    form: LetterFormat
    bound: bool = False
    imprint: str = ""
    large: bool = False
    mailto: bool = False
    width: int = TEXT_WIDTH
    id_column: str = ""
    signed: Path | None = None
    since: Path | None = None

    @property
    def own_files(self) -> list[Path]:
        """The files and folders of the user's own that letters are made from."""
        return [path for path in (self.data, self.campaign, self.templates, self.signed, self.since) if path]


class Workshop:
    """Makes the letters of one run.

    Args:
        plan: what decides them.

    Raises:
        BadData: the campaign or the postcode file cannot be used.
        WrongUse: no such kind of office.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.campaign = Campaign(plan.campaign or SHIPPED)
        self.finder = Finder(plan.on, plan.data)
        templates = open_templates(plan.templates, plan.campaign or SHIPPED)
        self.look = Look(templates, plan.imprint, plan.large, plan.mailto, plan.width)
        self.reads = [
            *(plan.data or POSTCODES, plan.campaign or SHIPPED, TEMPLATES),
            *templates.own_files(),
            *filter(None, [plan.signed, plan.since]),
            *(path for each in plan.wishes.languages for path in self.campaign.texts(each).paths),
        ]
        self.signed = pledged.read(plan.signed, self.campaign.asks)
        self._since = Since(plan.since) if plan.since else None
        self.desk = Desk(
            *(self.campaign, self.look.templates, plan.wishes, plan.offices, plan.on),
            *(Register(self.signed.pledges), self._since),
        )
        self.packer = Packer(plan.form, self.look, plan.bound)

    def make(self, row: Row, found: Found) -> Parcel:
        """Make the letters of one row of a batch.

        Raises:
            AskError: there is nothing to write for it.
        """
        mail = self.desk.mail(found, _sender_of(row, self.plan.sender), row.line)
        label = row.cells.get(self.plan.id_column, "")
        mail = mail._replace(unit=row.unit, label=label, cells=plain_cells(row.cells))
        return self.packer.pack(mail, f"{row.unit.capitalize()} {row.line}")

    def told(
        self, parcels: Iterable[Parcel | Failure], *, goes_on: bool, quiet: bool
    ) -> Iterator[Parcel | Failure]:
        """Let letters through, and say in the end whom the lists of this run had no letter for.

        Args:
            parcels: the letters.
            goes_on: whether this run goes on with another, whose letters are not seen here.
            quiet: whether to say nothing.
        """
        yield from pledged.told(parcels, self.signed, goes_on=goes_on, quiet=quiet)
        if self._since and not quiet:
            self._since.tell()


def make_chunk(plan: Plan, rows: Sequence[Row | Failure]) -> list[Parcel | Failure]:
    """Make the letters of some rows, offline; what a row gives depends on the plan and that row alone.

    Raises:
        BadData: the campaign or the postcode file cannot be used here.
    """
    shop = _workshop(plan)
    return list(batch.run(rows, lambda row: shop.make(row, shop.finder.find(row.text))))


@lru_cache(maxsize=1)
def _workshop(plan: Plan) -> Workshop:
    return Workshop(plan)


def _sender_of(row: Row, sender: Sender) -> Sender:
    """Take name, address and own words from the row's columns where it has them."""
    cells = {key.strip().lower(): value for key, value in row.cells.items()}
    given = tidy(Sender(cells.get("name", ""), cells.get("address", ""), cells.get("why", "")))
    return Sender(*(theirs or ours for theirs, ours in zip(given, sender, strict=True)))
