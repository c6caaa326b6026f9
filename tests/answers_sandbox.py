"""The sandbox of the developers' service, restated: true ids, codes and dates, and nobody who exists.

It is not as strict as the live service: three of its answers name another postcode than was asked for,
and polls are told as uncontested that have ten candidates.
"""

from answers import (
    EONI,
    SERVICE,
    Record,
    address,
    ballot,
    candidacy,
    council,
    developers_answer,
    husting,
    leaflet,
    notification,
    party_record,
    person,
    picker_answer,
    polling_day,
    station,
)

SANDBOX = f"{SERVICE}sandbox/"
PICKED = ("10035187881", "10035187882", "10035187883")

LANCASTER_GATE = "local.westminster.lancaster-gate.by.2018-11-22"
BLACKHEATH = "local.lewisham.blackheath.2018-05-03"
BLACKHEATH_AGAIN = "local.lewisham.blackheath.2018-05-10"
MAYOR = "mayor.lewisham.2018-05-03"
LEWISHAM_EAST = "parl.lewisham-east.by.2018-06-14"
WEST_TYRONE = "parl.west-tyrone.by.2018-05-03"

_NOVEMBER = ("2018-10-18", "2018-10-26", "2018-10-29", "2018-11-06", "2018-11-07", "2018-11-14")
_MAY = ("2018-03-27", "2018-04-06", "2018-04-09", "2018-04-17", "2018-04-18", "2018-04-25")
_MAY_AGAIN = ("2018-04-04", "2018-04-12", "2018-04-13", "2018-04-23", "2018-04-24", "2018-05-01")
_JUNE = ("2018-05-14", "2018-05-17", "2018-05-18", "2018-05-29", "2018-05-30", "2018-06-06")
_MAY_NI = ("2018-04-03", "2018-04-06", "2018-04-09", "2018-04-17", "2018-04-13", None)

# id, name, party, and what else is known: e-mail, photograph, leaflets, an earlier party (w).
_AT_LANCASTER_GATE = (
    (900101, "Aldous Penhallow", "Canal Party", "plw"),
    (900102, "Briony Tadcaster", "Orchard Party", "ep"),
    (900103, "Cosmo Wetherlam", "Lamplighters", "p"),
    (900104, "Drusilla Oakapple", "Hedgerow Alliance", "ep"),
)
_FOR_MAYOR = (
    (900201, "Emlyn Quartermaine", "Lamplighters", ""),
    (900202, "Fenella Stroudley", "Canal Party", "ep"),
    (900203, "Gideon Marchbanks", "Independent", ""),
    (900204, "Hester Larkrise", "Hedgerow Alliance", "ep"),
    (900205, "Ignatius Bellweather", "Ferry and Causeway", ""),
    (900206, "Jocasta Underbarrow", "Orchard Party", "p"),
    (900207, "Kester Vanbrugh-Hay", "Bandstand Party", ""),
)
_AT_BLACKHEATH = (
    (900301, "Araminta Goldcrest", "Hedgerow Alliance", ""),
    (900302, "Barnaby Thistledown", "Canal Party", "e"),
    (900303, "Clemency Nightingale", "Lamplighters", "p"),
    (900201, "Emlyn Quartermaine", "Lamplighters", ""),
    (900305, "Ferdinand Saltmarsh", "Orchard Party", "p"),
    (900306, "Griselda Appleyard", "Canal Party", ""),
    (900307, "Hereward Longbarrow", "Canal Party", "el"),
    (900308, "Isolde Fairweather", "Lamplighters", "p"),
    (900309, "Jolyon Moorcroft", "Orchard Party", "p"),
    (900310, "Keziah Brackenbury", "Orchard Party", "p"),
)

_WESTMINSTER = council("E09000033", "City of Westminster", "WSM", "England")
_LEWISHAM = council("E09000023", "London Borough of Lewisham", "LEW", "England")
_BELOW_LOUGH_NEAGH = council("N09000007", EONI, "LBC", "Northern Ireland")
_EDINBURGH = council(
    "S12000036", "City of Edinburgh Council", "EDH", "Scotland", address="High Street\r\nEdinburgh"
)
_VALUERS = {
    "email": "enquiries@valuers.example.org",
    "phone": "01632 960002",
    "website": "https://valuers.example.org/",
    "postcode": "ZZ8 8ZZ",
    "address": "Valuation Joint Board\nThe Old Mill",
}
_EVENT = husting(
    "An evening with those who stand",
    url="https://hustings.example.org/",
    starts="2018-04-28T18:00:00Z",
    ends="2018-04-28T20:30:00Z",
    location="The Corn Exchange",
    postevent_url="https://hustings.example.org/after/",
)


def sandbox() -> dict[str, Record]:
    """Give every answer of the sandbox by its path below the sandbox's own."""
    on_foot = _by_election(_station())
    answers = {
        "AA11AA": developers_answer("AA1 1AA", _WESTMINSTER),
        "AA12AA": _westminster("AA1 2AA", on_foot),
        "AA12AB": _westminster("AA1 2AB", _by_election(None, moved=False)),
        "AA13AA": _picker(),
        "AA14AA": developers_answer("AA1 4AA", _LEWISHAM, *_lewisham()),
        "AA15AA": developers_answer("AA1 5AA", _BELOW_LOUGH_NEAGH, _northern_ireland()),
        "EH11YJ": developers_answer("EH1 1YJ", _EDINBURGH, registration=_VALUERS),
        "AB12CD": developers_answer("AB1 2CD", _LEWISHAM, _called_off()),
        "AD11DD": _westminster("AA1 2AA", on_foot, boundary_reviews=[_review()]),
        "CC12CC": _westminster("AA1 2AA", _by_election(_station(_accessibility()))),
    }
    stations = (_station(), _station(), None)
    picked = {
        uprn: _westminster("W2 3AN", _by_election(each)) for uprn, each in zip(PICKED, stations, strict=True)
    }
    return {
        **{f"postcode/{name}/": answer for name, answer in answers.items()},
        **{f"address/{uprn}/": answer for uprn, answer in picked.items()},
    }


def _standing(rows: tuple[tuple[int, str, str, str], ...], *, moved: bool = True) -> list[Record]:
    return [
        candidacy(
            person(
                number,
                name,
                f"{name.split()[0].lower()}@candidate.example.org" if "e" in known else None,
                photo_url=f"https://photos.example.org/{number}.png" if "p" in known else None,
                leaflets=[leaflet(each) for each in (71, 72, 73)] if "l" in known else None,
            ),
            party,
            previous=[party_record("Lamplighters")] if "w" in known and moved else None,
        )
        for number, name, party, known in rows
    ]


def _westminster(postcode: str, day: Record, boundary_reviews: list[Record] | None = None) -> Record:
    return developers_answer(postcode, _WESTMINSTER, day, boundary_reviews=boundary_reviews)


def _by_election(where: Record | None, *, moved: bool = True) -> Record:
    return polling_day(
        "2018-11-22",
        ballot(
            LANCASTER_GATE,
            title="Westminster local election Lancaster Gate by-election",
            election_name="Westminster local election",
            candidates=_standing(_AT_LANCASTER_GATE, moved=moved),
            hustings=[_EVENT],
            voter_id="EA-2022",
            deadlines=_NOVEMBER,
            service=SANDBOX,
        ),
        station=where,
    )


def _picker() -> Record:
    addresses = [
        address(uprn, f"{number} Samphire Row, London", "AA13AA", service=SANDBOX)
        for number, uprn in enumerate(PICKED, start=1)
    ]
    return picker_answer("AA1 3AA", addresses, _WESTMINSTER)


def _mayor(*, cancelled: bool = False) -> Record:
    why = {"title": "No election", "detail": "Nobody stands.", "url": None}
    return ballot(
        MAYOR,
        title="Mayor of Lewisham election",
        post="London Borough of Lewisham",
        election_name="Mayor of Lewisham election",
        candidates=[] if cancelled else _standing(_FOR_MAYOR),
        system="sv",
        cancelled=cancelled,
        reason="NO_CANDIDATES" if cancelled else None,
        metadata={"cancelled_election": why} if cancelled else None,
        hustings=[_EVENT],
        voter_id="EA-2022",
        deadlines=_MAY,
        service=SANDBOX,
    )


def _blackheath(reason: str, metadata: Record | None = None) -> Record:
    return ballot(
        BLACKHEATH,
        title="Lewisham local election Blackheath",
        election_name="Lewisham local election",
        candidates=_standing(_AT_BLACKHEATH),
        cancelled=True,
        reason=reason,
        replaced_by=BLACKHEATH_AGAIN,
        metadata=metadata,
        voter_id="EA-2022",
        deadlines=_MAY,
        service=SANDBOX,
    )


def _lewisham() -> tuple[Record, ...]:
    again = ballot(
        BLACKHEATH_AGAIN,
        title="Lewisham local election Blackheath",
        election_name="Lewisham local election",
        candidates=_standing(_AT_BLACKHEATH),
        verified=False,
        replaces=BLACKHEATH,
        voter_id="EA-2022",
        deadlines=_MAY_AGAIN,
        service=SANDBOX,
    )
    east = ballot(
        LEWISHAM_EAST,
        election_name="UK Parliament elections",
        verified=False,
        voter_id="EA-2022",
        deadlines=_JUNE,
        service=SANDBOX,
    )
    return (
        polling_day("2018-05-03", _mayor(), _blackheath("UNDER_CONTESTED")),
        polling_day("2018-05-10", again),
        polling_day("2018-06-14", east),
    )


def _called_off() -> Record:
    why = {"title": "Cancelled", "url": "https://council.example.org/poll/", "detail": "The ferry was late."}
    notice = notification("cancelled_election", "Cancelled", "There is no poll on this day.")
    blackheath = _blackheath("NO_CANDIDATES", {"cancelled_election": why})
    return polling_day("2018-05-03", _mayor(cancelled=True), blackheath, notifications=[notice])


def _northern_ireland() -> Record:
    asked = {
        "title": "Bring a photograph",
        "detail": "A passport will do.",
        "url": "https://eoni.example.org/",
    }
    west_tyrone = ballot(
        WEST_TYRONE,
        election_name="UK Parliament elections",
        verified=False,
        hustings=[_EVENT],
        voter_id="EFA-2002",
        metadata={"ni-voter-id": asked},
        deadlines=_MAY_NI,
        service=SANDBOX,
    )
    notice = notification("voter_id", asked["title"], asked["detail"], asked["url"])
    return polling_day("2018-05-03", west_tyrone, notifications=[notice])


def _station(accessibility: Record | None = None) -> Record:
    place = "The Reading Room\n1 Samphire Row\nLondon"
    return station(
        "E09000033.1-reading-room", place, "ZZ7 7ZZ", at=(-0.18, 51.51), accessibility=accessibility
    )


def _accessibility() -> Record:
    yes = ("nearby_parking", "disabled_parking", "level_access", "public_toilets")
    words = ("getting_to_the_station", "at_the_station")
    return {
        "is_temporary": False,
        **dict.fromkeys(yes, True),
        **dict.fromkeys(("temporary_ramp", "hearing_loop")),
        **dict.fromkeys(words, "Past the lamp post."),
        **dict.fromkeys([f"{each}_cy" for each in words], "Heibio'r postyn lamp."),
    }


def _review() -> Record:
    ward = {"official_identifier": "gss:E05000638", "slug": "lancaster-gate", "name": "Lancaster Gate"}
    change = {"change_scenario": "NO_CHANGE", "division_type": "ward", "ballots": []}
    for age in ("old", "new"):
        change |= {f"{age}_division_{key}": value for key, value in ward.items()}
        change[f"{age}_divisionset_pmtiles_url"] = f"https://maps.example.org/{age}.pmtiles"
    return {
        "id": "1",
        "consultation_url": "https://reviews.example.org/",
        "effective_date": "2026-05-07",
        "legislation_title": "An order",
        "organisation_name": "Westminster",
        "organisation_official_name": "Westminster City Council",
        "organisation_gss": "E09000033",
        "boundary_changes": [change],
    }
