"""From one postcode to its place: the gazetteer's answer, put together."""

from datetime import date
from functools import cache
from pathlib import Path

from askcandidate.errors import NotACouncilArea, UnknownPostcode
from askcandidate.gazetteer import areas
from askcandidate.gazetteer.index import Entry, PostcodeFile
from askcandidate.model import District, Notice, Origin, Place
from askcandidate.postcode import Postcode, lookalikes
from askcandidate.resources import POSTCODES

_NEWER = (
    "It may be newer than that release. Check the spelling, try a neighbour's postcode, or ask online: "
    "askcandidate lookup POSTCODE --source postcodes-io"
)


class Finder:
    """Answers for postcodes on one day from one postcode file.

    Args:
        on: the day asked about.
        data: a postcode file to use instead of the shipped one.

    Raises:
        BadData: the file is missing or damaged.
    """

    def __init__(self, on: date, data: Path | None = None) -> None:
        self.on = on
        self.file = _open(data or POSTCODES)
        self.origin = Origin("embedded" if data is None else "file", self.file.release)
        self._written, self._entry = self.file.find_written, self.file.find
        self._districts: dict[str, District] = {}
        self._holds_northern_ireland = not self.file.description["counts"]["northern_ireland_left_out"]

    def find(self, text: str) -> Place:
        """Give everyone elected who answers for a postcode.

        Args:
            text: the postcode as typed.

        Raises:
            MalformedPostcode: it does not have the shape of a postcode.
            NotACouncilArea: it lies in no UK council area, and why.
            UnknownPostcode: the file does not hold it.
        """
        entry = self._written(text)
        if entry:  # as most of a long list are: nothing is left to parse
            postcode = tuple.__new__(Postcode, (text[:-4], text[-3:]))
        else:
            postcode = Postcode.parse(text)
            entry = self._entry(postcode)
        if entry is None or not entry[0]:
            return self._without_district(text, postcode, entry)
        gss, withdrawn = entry
        district = self._districts.get(gss)
        if district is None:
            district = self._districts[gss] = areas.district(gss, self.on)
        notices = (_withdrawn(postcode, withdrawn),) if withdrawn else ()
        # What Place(...) comes to, without the call between: it is made for each of a million rows.
        return tuple.__new__(Place, (text, postcode, self.on, district, self.origin, notices))

    def _without_district(self, text: str, postcode: Postcode, entry: Entry | None) -> Place:
        if postcode.elsewhere:
            raise NotACouncilArea(f"{postcode} {postcode.elsewhere}.")
        if postcode.area == "BT" and not self._holds_northern_ireland:
            return Place(text, postcode, self.on, areas.NORTHERN_IRELAND, self.origin)
        if entry:
            raise NotACouncilArea(
                f"{postcode} exists, but {self.file.release} puts it in no council area.",
                "Most such codes belong to large users of post. Try the postcode of a street nearby.",
            )
        known = [str(near) for near in lookalikes(str(postcode)) if self.file.find(near)]
        hint = f"Did you mean {' or '.join(known)}?" if known else _NEWER
        raise UnknownPostcode(f"{postcode} is not in {self.file.release}.", hint)


@cache
def _open(path: Path) -> PostcodeFile:
    return PostcodeFile(path)


@cache
def _finder(on: date, data: Path | None) -> Finder:
    return Finder(on, data)


def lookup(postcode: str, *, on: date, data: Path | None = None) -> Place:
    """Give everyone elected who answers for a postcode on a day.

    Args:
        postcode: in any spelling that ``Postcode.parse`` reads.
        on: the day asked about.
        data: a postcode file to use instead of the shipped one.

    Raises:
        AskError: see ``Finder.find``.
    """
    return _finder(on, data).find(postcode)


def _withdrawn(postcode: Postcode, month: str) -> Notice:
    return Notice(
        "withdrawn-postcode", f"{postcode} was withdrawn by Royal Mail in {month}; the area is still right."
    )
