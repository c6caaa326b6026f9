"""From what is known of a place, the country or an events file to the meetings that are prepared."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from typing import NamedTuple

from askcandidate import events
from askcandidate.commands.desk import is_wanted, no_office, office_ids
from askcandidate.commands.oddities import END, before, named_twice, nobody_there, odd, run_together
from askcandidate.commands.typed import one_line, plain_cells
from askcandidate.elections import Contest, Contests
from askcandidate.errors import BadRow, NotFound, WrongUse, instead
from askcandidate.gazetteer import areas
from askcandidate.meetings import Meeting, Speaker
from askcandidate.model import Office, OfficeKind, OfficeStatus, Place, day_in_words
from askcandidate.names import fold
from askcandidate.places import Finder
from askcandidate.reading import plain
from askcandidate.writing.addressees import COUNCILS, ELECTION_IS_NEAR

_SAID_BY_THE_PACK = "first-election-pending"
BLANKS = 6  # lines to write names on, where an election is near and nobody is named


class Details(NamedTuple):
    """What the command line says of every meeting of a run."""

    names: Sequence[str]
    blanks: int | None
    only: Sequence[str]
    reason: str
    venue: str
    day: date | None
    start: time | None
    minutes: int
    chair: str

    def tidied(self) -> "Details":
        """Give the same with every text on one line, without marks that could move a cursor or hide."""
        return self._replace(
            names=tuple(map(one_line, self.names)),
            only=tuple(map(one_line, self.only)),
            reason=one_line(self.reason),
            venue=one_line(self.venue),
            chair=one_line(self.chair),
        )


class Planned(NamedTuple):
    """The meetings of one row, and what is to be told of them."""

    meetings: Sequence[Meeting]
    notices: Sequence[str] = ()


class Planner:
    """Plans the meetings of a run.

    Args:
        on: the day of the run.
        details: what the command line says.
        wanted: office ids or kinds; empty means all.
        finder: finds the places of postcodes in events files.

    Raises:
        WrongUse: not everybody is to be invited, and no reason is given; or a name is empty.
    """

    def __init__(self, on: date, details: Details, wanted: Sequence[str], finder: Finder) -> None:
        if details.only and not details.reason:
            raise WrongUse(
                "--only invites some and not others, so it needs --reason.",
                "It is printed: space, security and the like are reasons; what somebody thinks is none.",
            )
        self._on = on
        self._details = details.tidied()
        if not all(self._details.names):
            raise WrongUse(
                "A --name is empty.", "Give a name after it, or lines to write on: --candidates N."
            )
        self._wanted = wanted
        self._finder = finder

    @property
    def notices(self) -> list[str]:
        """What is to be told of the run as a whole."""
        return [
            *before("The meeting of --date", self._details.day, self._on),
            *named_twice(self._details.names),
        ]

    def of_place(self, found: Place | Contests) -> Planned:
        """Plan a meeting for each contest of a place, and for each office that no contest is due for.

        Raises:
            NotFound: none of the offices wanted is there.
        """
        place = found.place if isinstance(found, Contests) else found
        if not ((place and place.offices) or (isinstance(found, Contests) and found.contests)):
            raise no_office(found)
        details = self._details
        contests = [c for c in found.contests if c.stands] if isinstance(found, Contests) else []
        chosen = [contest for contest in contests if self._wants(contest.office_id or "")]
        meetings = [self._of_contest(contest, place) for contest in chosen]
        contested = {contest.office_id for contest in contests}
        offices = [o for o in (place.offices if place else ()) if self._wants(o.id) and o.id not in contested]
        over = [_over(office, details.day) for office in offices if _is_over(office, details.day)]
        meetings += [self.of_office(office) for office in offices if not _is_over(office, details.day)]
        if over and not meetings:
            raise over[0]
        if not meetings:
            there = office_ids(place.offices if place else (), contests)
            raise NotFound("There is no such office here.", instead(" ".join(self._wanted), there))
        said = [*found.notices, *(notice for contest in chosen for notice in contest.notices)]
        if isinstance(found, Contests) and place:
            said += place.notices
        told = [notice.message for notice in said if notice.code != _SAID_BY_THE_PACK]
        left_out = [f"{error.message} It is left out." for error in over]
        return Planned(meetings, [*told, *left_out, *(said for meeting in meetings for said in odd(meeting))])

    def offices_of_country(self, kinds: Sequence[OfficeKind]) -> Iterator[Office]:
        """Give every office of these kinds, in the order of the kinds and then of the codes."""
        if OfficeKind.PARLIAMENT in kinds:
            raise WrongUse("Constituencies are in none of our tables.", "Use --contest for one of them.")
        for kind in kinds:
            offices: dict[str, Office] = {}
            for district in areas.all_districts():
                for office in areas.district(district, self._on).offices:
                    if office.kind in _alike(kind):
                        offices.setdefault(office.id, office)
            yield from offices.values()

    def of_known(self, office: Office) -> Planned:
        """Plan the meeting of an office of our tables.

        Raises:
            NotFound: it is to have ended by the day of the meeting.
        """
        if _is_over(office, self._details.day):
            raise _over(office, self._details.day)
        meeting = self.of_office(office)
        return Planned([meeting], odd(meeting))

    def of_title(self, contest: str, kind: OfficeKind | None, place: str) -> Planned:
        """Plan the meeting for a contest that no table knows, by its title."""
        return self.of_event({"contest": contest, "kind": kind or OfficeKind.COUNCIL, "place": place})

    def of_event(self, cells: Mapping[str, str]) -> Planned:
        """Plan the meeting of one row of an events file.

        Raises:
            AskError: the row cannot be read, or its postcode is none.
        """
        told = {plain(key): value for key, value in cells.items()}
        told = {key: value if key == "candidates" else one_line(value) for key, value in told.items()}
        details = self._details
        meeting = events.read(told, BLANKS if details.blanks is None else details.blanks)
        notices = before(meeting.contest, meeting.day, self._on)
        if meeting.speakers and details.names:
            raise BadRow(f"{meeting.contest} names who is standing, and --name does too.", "Name them once.")
        named = details.names or tuple(one_line(speaker.name) for speaker in meeting.speakers)
        meeting = meeting._replace(
            speakers=tuple(map(Speaker, named)),
            blanks=0 if named else meeting.blanks,
            venue=meeting.venue or details.venue,
            day=meeting.day or details.day,
            start=meeting.start or details.start,
            chair=meeting.chair or details.chair,
            minutes=meeting.minutes if told.get("minutes") else details.minutes,
            cells=plain_cells(cells),
        )
        if told.get("postcode"):
            place = self._finder.find(told["postcode"])
            office = _elected_there(meeting.office.kind, place)
            notices += [] if office else [nobody_there(meeting, place)]
            meeting = meeting._replace(office=office or _near(meeting.office, place))
        if _is_over(meeting.office, meeting.day):
            raise _over(meeting.office, meeting.day)
        about_names = (*run_together(meeting), *(named_twice(named) if not details.names else ()))
        meeting = self._only(meeting)
        return Planned([meeting], [*notices, *about_names, *odd(meeting)])

    def of_office(self, office: Office) -> Meeting:
        """Plan a hustings for an office whose election is near, or a public meeting with who holds it."""
        details = self._details
        coming = office.next_election
        near = coming is not None and coming - self._on <= ELECTION_IS_NEAR
        pending = office.status is OfficeStatus.FIRST_ELECTION_PENDING
        blanks = details.blanks if details.blanks is not None else BLANKS if near or pending else 0
        speakers = tuple(map(Speaker, details.names))
        return self._only(
            self._meeting(office.title, office)._replace(
                speakers=speakers,
                blanks=0 if speakers else blanks,
                polling_day=coming,
                with_holder=not (speakers or blanks),
            )
        )

    def _of_contest(self, contest: Contest, place: Place | None) -> Meeting:
        office = contest.office or events.unlisted(OfficeKind.COUNCIL, contest.title, "")
        if place and not office.area.nation:
            office = events.in_nation(office, place.district.nation)
        speakers = tuple(Speaker(c.name, c.source, c.id) for c in contest.candidates)
        if speakers and self._details.names:
            raise WrongUse(f"Who is standing for {contest.title} is listed already.", "Leave --name out.")
        speakers = speakers or tuple(map(Speaker, self._details.names))
        blanks = self._details.blanks if self._details.blanks is not None else BLANKS
        return self._only(
            self._meeting(contest.title, office)._replace(
                ballot=contest.ballot.id,
                speakers=speakers,
                blanks=0 if speakers else blanks,
                polling_day=contest.ballot.date,
                spoken=_spoken(contest),
            )
        )

    def _meeting(self, contest: str, office: Office) -> Meeting:
        details = self._details
        return Meeting(
            contest=contest,
            office=office,
            day=details.day,
            start=details.start,
            minutes=details.minutes,
            venue=details.venue,
            chair=details.chair,
        )

    def _only(self, meeting: Meeting) -> Meeting:
        """Keep those who are invited; everybody, unless a reason is given.

        Raises:
            NotFound: somebody named is not on the list.
        """
        if not self._details.only:
            return meeting
        there = {fold(speaker.name) for speaker in meeting.speakers}
        wanted = {fold(name) for name in self._details.only}
        missing = [name for name in self._details.only if fold(name) not in there]
        if missing:
            names = ", ".join(speaker.name for speaker in meeting.speakers)
            hint = f"Listed: {names}." if names else "No names are known: give them with --name, or --live."
            raise NotFound(f"{missing[0]} is not listed for {meeting.contest}.", hint)
        invited = tuple(s for s in meeting.speakers if fold(s.name) in wanted)
        others = tuple(s for s in meeting.speakers if fold(s.name) not in wanted)
        return meeting._replace(speakers=invited, others=others, reason=self._details.reason)

    def _wants(self, office_id: str) -> bool:
        return not self._wanted or any(is_wanted(name, office_id) for name in self._wanted)


def _spoken(contest: Contest) -> str:
    """Give a contest as people say it: services end or begin its name with the election's."""
    office, post = contest.office, contest.ballot.post
    if office is None:
        return ""
    if office.kind not in COUNCILS:
        return office.title
    link = " by-election in " if contest.ballot.by_election else ", "
    return f"{post}{link}{office.area.prose}" if post else ""


def _is_over(office: Office, day: date | None) -> bool:
    return day is not None and areas.is_over(office, day)


def _over(office: Office, day: date | None) -> NotFound:
    """Give the error of a meeting about an office that is to be gone by then."""
    when = f" on {day_in_words(day)}" if day else ""
    return NotFound(
        f"The term of {office.prose} is to end in {END}: there is no such office for a meeting{when}.",
        f"What follows was not yet law on {day_in_words(areas.AS_AT)}. Choose an earlier --date.",
    )


def _alike(kind: OfficeKind) -> tuple[OfficeKind, ...]:
    return (OfficeKind.PCC, OfficeKind.PFCC) if kind is OfficeKind.PCC else (kind,)


def _elected_there(kind: OfficeKind, place: Place) -> Office | None:
    """Give the office of a kind that answers for a place, if one is known."""
    return next((office for office in place.offices if office.kind in _alike(kind)), None)


def _near(office: Office, place: Place) -> Office:
    """Give an office made up for an event with what is known of where it lies."""
    near = place.offices[0].area if place.offices else office.area
    return events.in_nation(office._replace(area=near), place.district.nation)
