"""The dates before a poll: by when to register, to apply, to be nominated; and by when to write.

Source: the library ``uk-election-timetables``, which cites the law of each date. Its bank holidays end with
2028 and it says nothing of that, so for a later poll only polling day is given. Proxy votes are not in it:
applications close six working days before the poll (in Northern Ireland fourteen), as the Electoral
Commission's timetables have it, counted on the library's own calendar of working days. For police
commissioners the library has nominations close a day later than the Commission's timetable of 2 May 2024
(5 April, 4 pm; names by 8 April); the Commission's days are given.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from askcandidate.errors import not_installed
from askcandidate.model import Nation, Office, OfficeKind

if TYPE_CHECKING:
    from uk_election_timetables.election import Election  # type: ignore[import-untyped]

KNOWN_UNTIL = date(2028, 12, 31)  # the last year whose bank holidays the library has
_LONDON = "mayor:E61000001"
_CITY = "council:E09000001"
_PROXY = 6  # working days before the poll
_PROXY_IN_NI = 14
_CERTIFICATES_SINCE = date(2023, 5, 4)  # the first polls at which voters showed identification
_COMMISSIONERS = (19, 18)  # working days: nominations close, names are published
_POST = 3  # working days; with fewer a letter by post may come after the poll
_FIRST_LETTER = timedelta(days=1)  # after the names are published
_ANSWER = timedelta(days=14)  # that people have before they are reminded


class Date(NamedTuple):
    """One date: a code for scripts, what it is, and by which hour, if there is one."""

    code: str
    day: date
    words: str


class Poll(NamedTuple):
    """The dates of one office's poll; ``why_few`` says why only polling day is known."""

    office: Office
    day: date
    dates: tuple[Date, ...]
    last_post: date | None
    why_few: str = ""


def poll_of(office: Office, nation: Nation, day: date) -> Poll:
    """Give the dates of an office's poll.

    Args:
        office: whose.
        nation: where it is: the law differs.
        day: polling day.

    Raises:
        WrongUse: the extra is not installed.
    """
    polling = Date("polling-day", day, "polling day: polls are open from 7 am to 10 pm")
    if day > KNOWN_UNTIL:
        why = f"bank holidays after {KNOWN_UNTIL.year} are not known, and working days decide the others"
        return Poll(office, day, (polling,), None, why)
    election = _election(office, nation, day)
    from uk_election_timetables.calendars import (  # type: ignore[import-untyped]  # noqa: PLC0415  (an extra)
        working_days_before,
    )

    calendar = election.get_extended_calendar([])

    def before(working_days: int) -> date:
        found: date = working_days_before(day, working_days, calendar)
        return found

    last_post = Date("last-post", before(_POST), "post letters by this day")
    dates = [
        *_of_candidates(office, election, before),
        *_of_voters(office, nation, election, before),
        *(last_post, polling),
    ]
    return Poll(office, day, tuple(sorted(dates, key=lambda each: (each.day, each.code))), last_post.day)


def _of_candidates(office: Office, election: "Election", before: Callable[[int], date]) -> Iterator[Date]:
    """Give the dates of those standing: when their names are known, when to write and to remind."""
    nominations, names = election.close_of_nominations, election.sopn_publish_deadline
    if office.kind in (OfficeKind.PCC, OfficeKind.PFCC):
        nominations, names = map(before, _COMMISSIONERS)
    notice = election.notice_of_election_deadline
    yield Date("notice", notice, "the notice of election is published by this day")
    yield Date("nominations", nominations, "nominations close, at 4 pm")
    yield Date("names", names, "the names of those standing are published by this day")
    ask = names + _FIRST_LETTER
    yield Date("ask", ask, "a good day to write to those standing")
    if ask + _ANSWER < election.poll_date:
        yield Date("chase", ask + _ANSWER, "a good day to remind those who have not answered")


def _of_voters(
    office: Office, nation: Nation, election: "Election", before: Callable[[int], date]
) -> Iterator[Date]:
    """Give the dates by which voters register and apply."""
    yield Date("register", election.registration_deadline, "register to vote by the end of this day")
    yield Date("postal-vote", election.postal_vote_application_deadline, "apply for a postal vote by 5 pm")
    proxy = before(_PROXY_IN_NI if nation is Nation.NORTHERN_IRELAND else _PROXY)
    yield Date("proxy-vote", proxy, "apply for a proxy vote by 5 pm")
    if has_voter_certificate(office, nation) and election.poll_date >= _CERTIFICATES_SINCE:
        certificate = election.vac_application_deadline
        yield Date("voter-certificate", certificate, "apply for a Voter Authority Certificate by 5 pm")


def has_voter_certificate(office: Office, nation: Nation) -> bool:
    """Say whether voters show photo identification that a Voter Authority Certificate can stand in for.

    Source: the Elections Act 2022: at polls for Parliament and police commissioners, and in England at
    all local ones; not at council polls in Scotland or Wales. Northern Ireland has a card of its own.
    """
    if nation is Nation.NORTHERN_IRELAND:
        return False
    is_reserved = office.kind in (OfficeKind.PCC, OfficeKind.PFCC, OfficeKind.PARLIAMENT)
    return nation is Nation.ENGLAND or is_reserved


def require() -> None:
    """Refuse what needs the dates before a poll, before any work is done.

    Raises:
        WrongUse: the extra is not installed.
    """
    try:
        import uk_election_timetables  # type: ignore[import-untyped]  # noqa: F401, PLC0415  (an extra)
    except ImportError:
        raise not_installed("Working out the dates before a poll", "calendar") from None


def _election(office: Office, nation: Nation, day: date) -> "Election":
    require()
    from uk_election_timetables import elections  # noqa: PLC0415
    from uk_election_timetables.calendars import Country  # noqa: PLC0415

    country = Country[nation.name]
    if office.id == _LONDON:
        return elections.GreaterLondonAssemblyElection(day)
    if office.id == _CITY:
        return elections.CityOfLondonLocalElection(day)
    match office.kind:
        case OfficeKind.MAYOR | OfficeKind.COUNCIL_MAYOR:
            return elections.MayoralElection(day)
        case OfficeKind.PCC | OfficeKind.PFCC:
            return elections.PoliceAndCrimeCommissionerElection(day)
        case OfficeKind.PARLIAMENT:
            return elections.UKParliamentElection(day, country)
        case OfficeKind.COUNCIL | OfficeKind.COUNTY:
            return elections.LocalElection(day, country)
