"""Whom a letter is to: whoever holds the office, or everyone standing for it."""

from datetime import date, timedelta
from enum import StrEnum

from askcandidate.correspondence import Addressee
from askcandidate.elections import OFFICIAL_ADDRESS, Candidate, Contest
from askcandidate.languages import Language, Texts
from askcandidate.model import Contact, Notice, Office, OfficeKind, day_in_words

COUNCILS = (OfficeKind.COUNCIL, OfficeKind.COUNTY)
ELECTION_IS_NEAR = timedelta(days=90)
_UNNAMED = "unnamed"

_DEAR = {
    OfficeKind.COUNCIL: "Dear Councillor,",
    OfficeKind.COUNTY: "Dear Councillor,",
    OfficeKind.COUNCIL_MAYOR: "Dear Mayor,",
    OfficeKind.MAYOR: "Dear Mayor,",
    OfficeKind.PCC: "Dear Commissioner,",
    OfficeKind.PFCC: "Dear Commissioner,",
    OfficeKind.PARLIAMENT: "Dear Member of Parliament,",
}
_DEAR_AT = {"council:E09000001": "Dear Common Councillor,"}  # the City of London's own word
_WHO_IS_STANDING = Contact(
    "lists who is standing once names are published, about four weeks before", "https://whocanivotefor.co.uk/"
)


class To(StrEnum):
    """Whom a letter is to."""

    CANDIDATES = "candidates"
    OFFICE_HOLDERS = "office-holders"


def choose(office: Office, wished: To | None, on: date) -> tuple[To, str]:
    """Say whom a letter to an office is to, and why."""
    if wished:
        return wished, "as asked"
    coming = office.next_election
    if coming and timedelta(0) <= coming - on <= ELECTION_IS_NEAR:
        return To.CANDIDATES, f"the election on {day_in_words(coming)} is at most 90 days away"
    return To.OFFICE_HOLDERS, "no election within 90 days is known"


def nobody_yet(office: Office) -> Notice:
    """Say why there is no letter to an office that nobody holds yet."""
    when = f" is on {day_in_words(office.next_election)}" if office.next_election else " is to come"
    return Notice(
        "nobody-yet",
        f"No letter to {office.prose} yet: the first election{when}, and the names of those standing are "
        "published about four weeks before.",
    )


def addressee(office: Office, to: To, texts: Texts) -> Addressee:
    """Give whom a letter is to, and the ways to reach them.

    Raises:
        Untranslated: there are no words for it in the letter's language.
    """
    if to is To.CANDIDATES:
        whom = texts.find(_everyone_standing(office), office=_name_standing(office))
        return Addressee("everyone standing", whom, (_WHO_IS_STANDING,))
    return Addressee("whoever holds the office", office.title, office.contacts)


def salutation(office: Office, to: To, texts: Texts) -> str:
    """Give the greeting, the same for everybody in one contest.

    Raises:
        Untranslated: see ``addressee``.
    """
    if to is To.CANDIDATES:
        return texts.find(f"To {_everyone_standing(office)},", office=_name_standing(office))
    return texts.find(_DEAR_AT.get(office.id, _DEAR[office.kind]))


def greet(candidate: Candidate, texts: Texts) -> str:
    """Give the greeting to somebody standing: their name as the service has it, without a title."""
    if _UNNAMED in candidate.flags:
        return texts.label("To the candidate,")
    return texts.label("Dear {name},", name=candidate.name)


def named_in(texts: Texts, office: Office) -> Office:
    """Give an office with the title it has in a language, where that and its area's name are known."""
    if texts.language is Language.ENGLISH or office.kind is not OfficeKind.PCC or not office.area.welsh_name:
        return office
    title = texts.label("Police and Crime Commissioner for {area}", area=office.area.welsh_name)
    return office._replace(title=title)


def standing(candidate: Candidate, *, official_too: bool) -> Addressee:
    """Give somebody standing as the addressee of a letter, with the ways to reach them.

    Args:
        candidate: who.
        official_too: whether an e-mail address of a public body is a way.
    """
    ways = (
        Contact(route.what, route.address)
        for route in candidate.routes
        if route.kind != "email" or official_too or candidate.may_be_emailed
    )
    return Addressee("candidate", candidate.name, tuple(ways), candidate.source, candidate.id)


def about_contest(contest: Contest, *, official_too: bool) -> list[Notice]:
    """Say beside the letters of a contest what their writer should know of it."""
    of = len(contest.candidates)
    here = contest.named
    letters = "1 letter" if of == 1 else f"{of} letters"
    notices = [
        Notice("reach", f"{here}: {letters}; {_reach(contest, official_too=official_too)}."),
        *(notice._replace(message=f"{here}: {notice.message}") for notice in contest.notices),
    ]
    kept_out = [c.name for c in contest.candidates if OFFICIAL_ADDRESS in c.flags]
    if kept_out and not official_too:
        text = (
            f"{here}: {', '.join(kept_out)} gave an address of a public body, where letters to candidates do "
            "not belong; it is left out (--official-addresses puts it in)."
        )
        notices.append(Notice(OFFICIAL_ADDRESS, text))
    return notices


def _reach(contest: Contest, *, official_too: bool) -> str:
    reachable = contest.reachable(official_too=official_too)
    if reachable is None:
        return "e-mail addresses were not asked for"
    return f"{reachable} of {len(contest.candidates)} can be reached by e-mail"


def _everyone_standing(office: Office) -> str:
    return f"everyone standing {'for' if office.kind in COUNCILS else 'to be'} {{office}}"


def _name_standing(office: Office) -> str:
    return office.prose if office.kind in COUNCILS else office.title
