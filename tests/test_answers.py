"""The builders of answers: what a service cannot say is refused."""

import json
from collections.abc import Callable

import pytest

import answers_rules
from answers import (
    EONI,
    Record,
    address,
    ballot,
    candidacy,
    council,
    developers_answer,
    husting,
    notification,
    partial_ballot,
    person,
    picker_answer,
    polling_day,
    station,
)
from answers_candidates import ynr_ballot, ynr_candidacy, ynr_person
from answers_elections import ee_division, ee_election, ee_group, ee_organisation
from answers_postcodes import io_answer_bulk, io_bulk, io_not_found, io_result, io_terminated
from answers_rules import page_of
from answers_sandbox import BLACKHEATH, BLACKHEATH_AGAIN, LEWISHAM_EAST, MAYOR, sandbox

WARD = "local.bristol.ashley.2026-05-07"
WARD_BEFORE = "local.bristol.ashley.2026-05-06"
PCC = "pcc.avon-and-somerset.2024-05-02"
BRISTOL = ("E06000023", "Bristol, City of")
AVON = ("E23000036", "Avon and Somerset")
POLICE = ee_organisation("avon-and-somerset", "Avon and Somerset", "avon-and-somerset", "police-area")
ONE = candidacy(person(1, "Ada Marlpit"))
STATION = station("1", "The Reading Room", "ZZ7 7ZZ", at=(0.5, 51.5))


def by_date(*days: str) -> Record:
    """Answer with days in this order, one ballot each."""
    held = [polling_day(day, ballot(f"local.bristol.ashley.{day}")) for day in days]
    return developers_answer("BS1 5TR", None, *held)


def bulk_of(count: int) -> Record:
    """Answer for so many postcodes, none of them known."""
    return io_bulk([("BS1 5TR", None)] * count)


IMPOSSIBLE: dict[str, Callable[[], object]] = {
    "dates while an address is to be picked": lambda: developers_answer(
        "AA1 3AA", None, polling_day("2026-05-07"), addresses=[address("1", "1 Samphire Row", "AA1 3AA")]
    ),
    "nothing to pick from": lambda: picker_answer("AA1 3AA", []),
    "a UPRN twice": lambda: picker_answer("AA1 3AA", [address("1", "1 Samphire Row", "AA13AA")] * 2),
    "a UPRN with a letter": lambda: address("1a", "1 Samphire Row", "AA13AA"),
    "days out of order": lambda: by_date("2026-05-07", "2026-05-01"),
    "a day twice": lambda: by_date("2026-05-07", "2026-05-07"),
    "a station for a later day": lambda: developers_answer(
        "BS1 5TR", None, polling_day("2026-05-07"), polling_day("2026-05-14", station=STATION)
    ),
    "a ballot of another day": lambda: polling_day("2026-05-08", ballot(WARD)),
    "a ballot twice": lambda: polling_day("2026-05-07", ballot(WARD), ballot(WARD)),
    "a notice of cancellation beside a poll": lambda: polling_day(
        "2026-05-07", ballot(WARD), notifications=[notification("cancelled_election", "Off", "No poll.")]
    ),
    "a replacement that does not say so": lambda: developers_answer(
        "AA1 4AA",
        None,
        polling_day("2018-05-03", ballot(BLACKHEATH, cancelled=True, replaced_by=BLACKHEATH_AGAIN)),
        polling_day("2018-05-10", ballot(BLACKHEATH_AGAIN)),
    ),
    "an unknown type of notice": lambda: notification("weather", "Rain", "All day."),
    "a postcode without its space": lambda: developers_answer("BS15TR", None),
    "a postcode in small letters": lambda: developers_answer("bs1 5tr", None),
    "an address's postcode in small letters": lambda: address("1", "1 Samphire Row", "aa13aa"),
    "a by-election of a referendum": lambda: ballot("ref.bristol.by.2026-05-07"),
    "somebody elected in a referendum": lambda: ballot("ref.bristol.2026-05-07", role="Referee"),
    "a group for a ballot": lambda: ballot("local.bristol.2026-05-07"),
    "no type": lambda: ballot("parish.clifton.2026-05-07"),
    "a list seat without its subtype": lambda: ballot("sp.glasgow.2026-05-07"),
    "a subtype that has gone": lambda: ballot("senedd.c.bangor.2026-05-07", system="PR-CL"),
    "a division of a commissioner": lambda: ballot("pcc.kent.dover.2024-05-02"),
    "capitals in an id": lambda: ballot("local.Bristol.ashley.2026-05-07"),
    "an id without a day": lambda: ballot("local.bristol.ashley"),
    "a day without hyphens": lambda: ballot("local.bristol.ashley.20260507"),
    "a poll on another day than its id": lambda: ballot(WARD, poll_open_date="2026-05-08"),
    "a commissioner in a group": lambda: ballot(PCC, election_id="pcc.2024-05-02"),
    "a mayor in a group": lambda: ballot(MAYOR, system="sv", election_id="mayor.2018-05-03"),
    "a ward as its own group": lambda: ballot(WARD, election_id=WARD),
    "a mayor by the later system": lambda: ballot(MAYOR, system="FPTP"),
    "a commissioner by the earlier system": lambda: ballot(PCC, system="sv"),
    "a system of nobody": lambda: ballot(WARD, system="lots"),
    "party lists in a ward": lambda: ballot(WARD, party_lists=True),
    "a position without lists": lambda: ballot(
        WARD, candidates=[candidacy(person(1, "Ada"), "Canal Party", 1)]
    ),
    "a candidate twice": lambda: ballot(WARD, candidates=[ONE, ONE]),
    "a reason without being cancelled": lambda: ballot(WARD, reason="NO_CANDIDATES"),
    "a reason of nobody": lambda: ballot(WARD, cancelled=True, reason="RAIN"),
    "a poll that is held and replaced": lambda: ballot(WARD_BEFORE, replaced_by=WARD),
    "replaced by an earlier poll": lambda: ballot(WARD, cancelled=True, replaced_by=WARD_BEFORE),
    "replaces a later poll": lambda: ballot(WARD_BEFORE, replaces=WARD),
    "a reason for no by-election": lambda: ballot(WARD, by_election_reason="DEATH"),
    "a deadline after the poll": lambda: ballot(WARD, deadlines=("2026-05-08", *[None] * 5)),
    "negative seats": lambda: ballot(WARD, seats=-1),
    "no seats": lambda: ballot(WARD, seats=0),
    "two mayors": lambda: ballot("mayor.london.2024-05-02", seats=2),
    "a rule about voter id of nobody": lambda: ballot(WARD, voter_id="EA-1066"),
    "a person without a number": lambda: person(0, "Ada Marlpit"),
    "a party's id of another form": lambda: candidacy(person(1, "Ada"), "Canal Party", party_id="90"),
    "a husting that ends first": lambda: husting(
        "Talk", starts="2026-04-28T20:00:00Z", ends="2026-04-28T18:00:00Z"
    ),
    "a county that runs elections": lambda: council("E10000016", "Kent County Council", "KEN", "England"),
    "a code of another nation": lambda: council("S12000036", "City of Edinburgh Council", "EDH", "England"),
    "a code that is too short": lambda: council("E0900003", "City of Westminster", "WSM", "England"),
    "a council's own name in Northern Ireland": lambda: council(
        "N09000003", "Belfast City Council", "BFS", "Northern Ireland"
    ),
    "registration without a council": lambda: developers_answer("BS1 5TR", None, registration={"email": ""}),
    "uncontested and held": lambda: ynr_ballot(WARD, uncontested=True),
    "checked against no notice": lambda: ynr_ballot(WARD, locked=True, sopn=False),
    "a person twice": lambda: ynr_ballot(WARD, [ynr_candidacy(1, "Ada"), ynr_candidacy(1, "Ada")]),
    "a page after an empty one": lambda: page_of([], "https://candidates.example.org/?page=2"),
    "a page too long": lambda: page_of([ynr_ballot(WARD)] * 101),
    "fewer in all than on the page": lambda: page_of([ee_election(PCC, organisation=POLICE)], count=0),
    "a commissioner of no area": lambda: ee_election(PCC),
    "a commissioner with a division": lambda: ee_election(
        PCC, organisation=POLICE, division=ee_division("ashley", "Ashley", "gss:E05010885")
    ),
    "a commissioner of a council": lambda: ee_election(
        PCC, organisation=ee_organisation("avon-and-somerset", "Avon and Somerset", "ASX")
    ),
    "an organisation that the id does not name": lambda: ee_election(
        "pcc.kent.2024-05-02", organisation=POLICE
    ),
    "a group that is a by-election": lambda: ee_group(
        "local.bristol.by.2026-05-07", "organisation", [], POLICE
    ),
    "a police area spelt the old way": lambda: ee_organisation("kent", "Kent", "kent", "police_area"),
    "a county above a unitary council": lambda: io_result(
        "BS1 5TR", BRISTOL, county=("E10000016", "Kent"), police=AVON
    ),
    "England without police": lambda: io_result("BS1 5TR", BRISTOL),
    "a region outside England": lambda: io_result(
        "EH1 1YJ", ("S12000036", "City of Edinburgh"), "Scotland", region="Lothian"
    ),
    "a district of another country": lambda: io_result("EH1 1YJ", BRISTOL, "Scotland"),
    "a single without its space": lambda: io_result("BS15TR", BRISTOL, police=AVON),
    "the thirteenth month": lambda: io_terminated("AB1 0AA", 1996, 13),
    "more than a hundred": lambda: bulk_of(101),
    "an answer for another postcode": lambda: io_bulk(
        [("BS1 5TS", io_result("BS1 5TR", BRISTOL, police=AVON))]
    ),
}


@pytest.mark.parametrize("build", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_cannot_be_answered_is_refused(build: Callable[[], object]) -> None:
    """Each of these is an answer that no test may rest on."""
    with pytest.raises(ValueError, match=r"\w"):
        build()


def test_everything_built_is_json() -> None:
    """What is built goes over the wire and comes back the same."""
    built = [
        sandbox(),
        page_of([ynr_ballot(WARD, [ynr_candidacy(7, "Ada Marlpit")])]),
        ynr_person(7, "Ada Marlpit", "ada@candidate.example.org"),
        page_of([ee_election(PCC, organisation=POLICE), ee_group("pcc.2024-05-02", "election", [PCC])]),
        io_bulk([("bs15tr", io_result("BS1 5TR", BRISTOL, police=AVON)), ("nonsense", None)]),
        bulk_of(100),
        io_not_found(),
    ]
    assert json.loads(json.dumps(built)) == built


def test_a_ballot_that_lost_its_candidates_is_the_first_half_of_a_ballot() -> None:
    """Eleven keys of twenty-three, all of them those that a whole ballot has."""
    whole, half = ballot(WARD), partial_ballot(WARD)
    assert (len(whole), len(half)) == (23, 11)
    assert half.items() <= whole.items()


def test_what_the_service_puts_in_order_is_in_order() -> None:
    """Candidates by name or by list, ballots by office, those that are not held last."""
    second, first = candidacy(person(1, "Zeno Abbot")), candidacy(person(2, "Ada Marlpit"))
    assert ballot(WARD, candidates=[second, first])["candidates"] == [first, second]
    third = candidacy(person(3, "Ada Marlpit"), "Canal Party", 2)
    top = candidacy(person(4, "Zeno Abbot"), "Canal Party", 1)
    lists = ballot("gla.a.2024-05-02", candidates=[third, top], system="AMS", party_lists=True)
    assert lists["candidates"] == [top, third]
    ids = ["local.bristol.ashley", PCC[:-11], "mayor.bristol", "mayor.west-of-england", "parl.bristol-west"]
    held = [ballot(f"{each}.2025-05-01", cancelled=each.startswith("parl")) for each in ids]
    order = [each["ballot_paper_id"][:-11] for each in polling_day("2025-05-01", *held)["ballots"]]
    assert order == [*reversed(ids[:-1]), ids[-1]]


def test_a_day_without_polls_says_so_once() -> None:
    """The notice lists what is cancelled, as the live service does."""
    day = polling_day("2026-05-07", ballot(WARD, cancelled=True, reason="CANDIDATE_DEATH"))
    (notice,) = day["notifications"]
    assert notice["type"] == "cancelled_election"
    assert notice["cancelled_ballots"] == [
        {"ballot_paper_id": WARD, "cancellation_reason": "CANDIDATE_DEATH", "detail": {}}
    ]


def test_groups_are_what_the_ids_say() -> None:
    """A ward is in its council's group, a mayor is the group; no group is a by-election."""
    groups = {
        LEWISHAM_EAST: "parl.2018-06-14",
        BLACKHEATH: "local.lewisham.2018-05-03",
        "sp.r.glasgow.2026-05-07": "sp.r.2026-05-07",
        "gla.a.2024-05-02": "gla.a.2024-05-02",
        "mayor.torbay.by.2010-05-06": "mayor.torbay.by.2010-05-06",
        PCC: PCC,
    }
    assert {each: answers_rules.ballot_id(each).group for each in groups} == groups
    assert answers_rules.ballot_id("local.bristol.by.2026-05-07".replace("by", "by.by")).division == "by"


def test_many_postcodes_are_answered_as_asked() -> None:
    """In order, null for what is not known, and what is no text is left out."""
    known = {"BS1 5TR": io_result("BS1 5TR", BRISTOL, police=AVON)}
    status, answer = io_answer_bulk(b'{"postcodes": ["nonsense", 7, "bs15tr"]}', known)
    assert (status, [row["query"] for row in answer["result"]]) == (200, ["nonsense", "bs15tr"])
    assert [row["result"] for row in answer["result"]] == [None, known["BS1 5TR"]]
    assert [io_answer_bulk(body, known)[0] for body in (b"", b"[]", b'{"postcodes": 1}')] == [400] * 3
    assert io_answer_bulk(json.dumps({"postcodes": ["BS1 5TR"] * 101}).encode(), known)[0] == 400


def test_northern_ireland_has_one_electoral_office() -> None:
    """The name says nothing of the council; its code does."""
    office = council("N09000003", EONI, "BFS", "Northern Ireland")
    assert (office["name"], office["identifiers"]) == (EONI, ["N09000003"])
