"""From ballots to offices and back, and what is said of ballots and of those standing in them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from answers import Record, ballot, candidacy, husting, partial_ballot, person
from answers_rules import altered
from askcandidate.elections import Ballot
from askcandidate.gazetteer import ballots
from askcandidate.gazetteer.tables import table
from askcandidate.model import Notice
from asking import (
    ADA,
    API,
    BEN,
    BRISTOL,
    POLL,
    WARD,
    answer_with,
    ask,
    ask_rows,
    codes,
    contest,
    document,
    one_ward,
    serve,
    serve_rows,
)
from server import Service
from test_answers_samples import SAMPLES, needs_samples

ENDED = {
    *("mayor.bristol", "mayor.copeland", "mayor.greater-manchester", "mayor.liverpool"),
    *("mayor.north-of-tyne", "mayor.torbay", "pcc.greater-manchester"),
}
SLUGS = [
    row["dc_slug"] for name in ("mayors", "police_areas") for row in table(name).rows() if row["dc_slug"]
]
NEW = {
    f"senedd.gwyr-abertawe.{POLL}": "Gŵyr Abertawe",
    f"sp.c.aberdeen-central.{POLL}": "Aberdeen Central",
    f"sp.r.lothian.{POLL}": "Lothian",
    f"nia.belfast-east.{POLL}": "Belfast East",
    f"gla.c.barnet-and-camden.{POLL}": "Barnet and Camden",
    f"gla.a.{POLL}": "London",
    f"ref.bristol.{POLL}": "A referendum",
    f"parish.nowhere-in-particular.{POLL}": "A parish, which there is not yet",
    f"europarl.south-west.{POLL}": "South West",
    f"mayor.a-new-authority.{POLL}": "A new mayor",
    f"pcc.a-new-force.{POLL}": "A new commissioner",
    f"local.a-new-council.a-ward.{POLL}": "A new council",
    "mayor": "No more than a word",
}


def held(ballot_id: str, title: str = "", role: str = "", post: str = "") -> Ballot:
    """Give a ballot of which nothing else matters."""
    nothing = {
        "role": role,
        "post": post,
        "seats": None,
        "voting_system": None,
        "cancelled": "",
        "verified": None,
    }
    rest: dict[str, Any] = {**nothing, "by_election": False, "replaces": None, "replaced_by": None}
    return Ballot(id=ballot_id, date=date(2027, 5, 6), title=title, candidates=None, **rest)


def with_ids(ids: dict[str, str]) -> Record:
    """Give an answer whose ballots have these ids, as no builder would make them."""
    answer = one_ward()
    one = answer["dates"][0]["ballots"][0]
    told = [
        {**one, "ballot_paper_id": id_, "ballot_title": title, "post_name": ""} for id_, title in ids.items()
    ]
    return altered(answer, "dates.0.ballots", told)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_slug_of_the_tables_leads_to_its_office(slug: str) -> None:
    """By the tables alone: a slug is not what a name would make of it."""
    found = ballots.filled_by(held(f"{slug}.{POLL}", "A title"))
    assert found.office_id is not None
    assert found.title == "A title"
    assert ballots.filled_by(held(f"{slug}.by.{POLL}")).office_id == found.office_id


def test_no_two_slugs_lead_to_one_office() -> None:
    """Else letters to two contests would be one."""
    assert len({ballots.filled_by(held(f"{slug}.{POLL}")).office_id for slug in SLUGS}) == len(SLUGS)


@pytest.mark.parametrize("slug", sorted(ENDED))
def test_an_office_that_has_ended_is_none_of_todays(slug: str) -> None:
    """It keeps a title, and says that it has ended."""
    found = ballots.filled_by(held(f"{slug}.{POLL}", "Whatever they call it"))
    assert found.office_id is None
    assert found.title == {row["dc_slug"]: row["title"] for row in table("ended_offices").rows()}[slug]
    notes = {row["dc_slug"]: row["note"] for row in table("ended_offices").rows()}
    assert found.notices == (Notice("ended-office", notes[slug]),)
    assert ballots.filled_by(held(f"{slug}.by.{POLL}")).notices == found.notices


def test_only_of_a_commissioner_whose_powers_moved_is_it_said_who_holds_them() -> None:
    """Literal; Kent's holds its own."""
    moved = Notice("ended-office", "This office has ended; the Mayor of West Yorkshire holds its powers.")
    assert ballots.filled_by(held(f"pcc.west-yorkshire.{POLL}")).notices == (moved,)
    assert ballots.filled_by(held(f"pcc.kent.{POLL}")).notices == ()


def test_an_id_of_another_kind_is_no_councils() -> None:
    """Though an organisation of that name has a council."""
    assert ballots.office_id(f"local.kent.swanley.{POLL}") == "county:E10000016"
    assert ballots.office_id(f"naw.kent.{POLL}") is None


def test_an_office_is_known_by_its_title_in_any_spelling() -> None:
    """As a log has it that was kept by hand; a title of another day's is none."""
    found = ballots.titled("mayor  of CUMBRIA", date(2027, 5, 7))
    assert found is not None
    assert found.title == "Mayor of Cumbria"
    assert ballots.titled("Mayor of Nowhere", date(2027, 5, 7)) is None


@pytest.mark.parametrize(
    ("given", "filled"),
    [
        ((f"local.bristol.central.{POLL}", "", "", "Central"), ("council:E06000023", f"Central: local.bristol.central.{POLL}")),
        ((f"local.bristol.central.{POLL}", "", "Councillor", ""), ("council:E06000023", "Councillor")),
        ((f"local.kent.swanley.{POLL}", "Kent", "Councillor", "Swanley"), ("county:E10000016", "Swanley: Kent")),
        ((f"local.kent.swanley.{POLL}", "Kent, Swanley", "", "Swanley"), ("county:E10000016", "Kent, Swanley")),
        ((f"local.newshire.{POLL}", "A new council", "", ""), (None, "A new council")),
        ((f"parl.bristol-central.{POLL}", "The House", "", "Bristol Central"), ("parl:Bristol Central", "The House")),
        ((f"parl.{POLL}", "The House", "", ""), (None, "The House")),
        ((f"gla.a.{POLL}", "The Assembly", "", "Everywhere"), (None, "The Assembly")),
    ],
)  # fmt: skip
def test_what_a_ballot_fills_and_what_it_is_called(
    given: tuple[str, str, str, str], filled: tuple[str | None, str]
) -> None:
    """Councils and constituencies by their ids; in the service's own words, with the ward before them once."""
    assert ballots.filled_by(held(*given)) == (*filled, ())


def test_every_council_that_has_a_slug_is_led_to_by_it() -> None:
    """Whatever the ward."""
    councils = {row["dc_slug"]: row for row in table("councils").rows() if row["dc_slug"]}
    found = {slug: ballots.filled_by(held(f"local.{slug}.a-ward.{POLL}")).office_id for slug in councils}
    kinds = {slug: "county" if row["kind"] == "county" else "council" for slug, row in councils.items()}
    assert found == {slug: f"{kinds[slug]}:{row['key']}" for slug, row in councils.items()}


@needs_samples
def test_every_id_that_was_seen_is_known() -> None:
    """Sixty-seven, each of an office of its own, and seven ended."""
    assert SAMPLES is not None
    seen = Path(SAMPLES) / "api-samples/reference/mayor_pcc_ballot_ids_seen_in_dc_repos.txt"
    offices = {}
    for line in seen.read_text(encoding="utf-8").split():
        offices[".".join(line.split(".")[:2])] = ballots.filled_by(held(line)).office_id
    there = {slug: office for slug, office in offices.items() if office}
    assert len(there) == len(set(there.values())) == 67
    assert set(offices) - set(there) == ENDED


def test_ended_offices_are_shown_as_ended(service: Service) -> None:
    """All seven, with why."""
    at = serve(service, answer_with(*(ballot(f"{slug}.{POLL}", candidates=[ADA]) for slug in sorted(ENDED))))
    found = document(ask(at, "--json"))["contests"]
    assert {each["ballot"]["id"].removesuffix(f".{POLL}") for each in found} == ENDED
    assert {each["office"] for each in found} == {None}
    assert all("ended-office" in codes(each) for each in found)


def test_a_commissioner_whose_powers_a_mayor_holds_is_said_to_have_ended(service: Service) -> None:
    """Such as West Yorkshire's."""
    at = serve(service, answer_with(ballot(f"pcc.west-yorkshire.{POLL}", candidates=[ADA])))
    only = contest(ask(at, "--json"))
    (ended,) = [each["message"] for each in only["warnings"] if each["code"] == "ended-office"]
    assert "the Mayor of West Yorkshire holds its powers" in ended


def test_an_election_of_a_kind_we_do_not_know_is_shown(service: Service) -> None:
    """In the service's own words, and never dropped (fault 49)."""
    found = document(ask(serve(service, with_ids(NEW)), "--json"))["contests"]
    assert {each["ballot"]["id"]: each["title"] for each in found} == NEW
    assert {each["office"] for each in found} == {None}
    assert all(each["reach"]["total"] == 2 for each in found)


def test_a_county_and_a_district_are_told_apart(service: Service) -> None:
    """Both are elected as local; an office that is not at the postcode is said to be elsewhere."""
    ids = {f"local.kent.swanley.{POLL}": "Kent", f"local.bristol.central.{POLL}": "Bristol"}
    kent, bristol = document(ask(serve(service, with_ids(ids)), "--json"))["contests"]
    assert kent["office"].startswith("county:E10")
    assert "office-elsewhere" in codes(kent)
    assert bristol["office"] == f"council:{BRISTOL['identifiers'][0]}"
    assert "office-elsewhere" not in codes(bristol)


def test_a_ballot_without_its_list_is_shown_without_one(service: Service) -> None:
    """Eleven keys, when the service that knows the candidates did not answer; that is not an empty list."""
    lacking = partial_ballot(f"mayor.west-of-england.{POLL}")
    assert len(lacking) == 11
    at = serve(service, answer_with(lacking, ballot(WARD, candidates=[ADA])))
    mayor, ward = sorted(
        document(ask(at, "--json"))["contests"], key=lambda each: str(each["ballot"]["id"]), reverse=True
    )
    assert codes(mayor) == ["no-list"]
    assert (mayor["candidates"], mayor["ballot"]["verified"], mayor["ballot"]["seats"]) == ([], None, None)
    assert [each["name"] for each in ward["candidates"]] == ["Ada Marlpit"]


def test_a_day_without_ballots_and_an_answer_without_a_council(service: Service) -> None:
    """Both are seen, and neither is a fault."""
    bare = altered(altered(one_ward(), "dates.0.ballots", []), "electoral_services", None)
    found = document(ask(serve(service, altered(bare, "registration", None)), "--json"))
    assert (found["contests"], codes(found)) == ([], ["no-election"])


def test_why_a_poll_is_off(service: Service) -> None:
    """In words, for each reason of their list, a new one and none; the run is not one that found nobody."""
    reasons = [
        "CANDIDATE_DEATH",
        "EQUAL_CANDIDATES",
        "NO_CANDIDATES",
        "UNDER_CONTESTED",
        "SOMETHING_NEW",
        None,
    ]
    answer = answer_with(ballot(WARD, candidates=[ADA], cancelled=True))
    answers = {str(each): altered(answer, "dates.0.ballots.0.cancellation_reason", each) for each in reasons}
    result = ask_rows(service.url(API), serve_rows(service, answers))
    assert result.code == 0
    told = [each["ballot"]["cancelled_because"] for each in result.records]
    assert told[4] == told[5] == "the service does not say why"
    assert len(set(told)) == 5


def test_by_elections_and_their_reasons(service: Service) -> None:
    """By the id, or by the reason alone."""
    by = ballot(f"local.bristol.central.by.{POLL}", candidates=[ADA], by_election_reason="RESIGNATION")
    why = altered(
        answer_with(by, ballot(WARD, candidates=[BEN])),
        "dates.0.ballots.0.by_election_reason",
        "SOMETHING_NEW",
    )
    found = document(ask(serve(service, why), "--json"))["contests"]
    assert [each["ballot"]["by_election"] for each in found] == [True, True]


def test_lists_of_parties_keep_their_order(service: Service) -> None:
    """By party and then by place on its list, as the service gives them."""
    rows = [
        (1, "Zed Alder", "Canal Party", 1),
        (2, "Amy Birch", "Canal Party", 2),
        (3, "Moe Cedar", "Orchard Party", 1),
    ]
    standing = [candidacy(person(number, name), party, place) for number, name, party, place in rows]
    listed = ballot(
        f"senedd.gwyr-abertawe.{POLL}", candidates=standing, system="PR-CL", party_lists=True, seats=6
    )
    only = contest(ask(serve(service, answer_with(listed)), "--json"))
    assert [(each["name"], each["list_position"]) for each in only["candidates"]] == [
        ("Zed Alder", 1),
        ("Amy Birch", 2),
        ("Moe Cedar", 1),
    ]
    assert (only["ballot"]["seats"], only["ballot"]["voting_system"]) == (
        6,
        "Proportional Representation (closed list)",
    )


def test_two_of_one_name_and_one_without(service: Service) -> None:
    """They are told apart by their numbers, and flagged (fault 51)."""
    people = [person(11, "John Ashdown"), person(12, "john ashdown"), person(13, "")]
    only = contest(ask(serve(service, one_ward(*map(candidacy, people))), "--json"))
    assert {(each["id"], each["name"], *each["flags"]) for each in only["candidates"]} == {
        ("11", "John Ashdown", "same-name"),
        ("12", "john ashdown", "same-name"),
        ("13", "(no name given)", "unnamed"),
    }


def test_addresses_of_public_bodies_are_not_for_letters(service: Service) -> None:
    """They are shown with their flag, and not counted as within reach."""
    official = [
        *("a@bristol.gov.uk", "b@parliament.uk", "c@Cardiff.GOV.WALES", "d@ed.ac.uk", "e@senedd.wales"),
        *("f@parliament.scot", "g@x.gov.scot"),
    ]
    free = ["h@notgov.uk", "i@gov.uk.example.org", "j@mygov.uk.example.org"]
    people = [candidacy(person(n, f"Name {n:02}", email)) for n, email in enumerate([*official, *free], 1)]
    only = contest(ask(serve(service, one_ward(*people)), "--json"))
    flagged = {each["email"]: each["flags"] for each in only["candidates"]}
    assert flagged == {**{each: ["official-address"] for each in official}, **{each: [] for each in free}}
    assert only["reach"] == {"email": 3, "total": 10}


def test_one_address_of_two_people_is_flagged(service: Service) -> None:
    """Two letters to it would be one too many."""
    people = [
        candidacy(person(n, f"Name {n}", email)) for n, email in ((1, "x@y.example"), (2, "X@y.example"))
    ]
    only = contest(ask(serve(service, one_ward(*people)), "--json"))
    assert [each["flags"] for each in only["candidates"]] == [["shared-address"]] * 2


def test_meetings_to_come_are_a_way_to_meet(service: Service) -> None:
    """One that is over is in the record, and no route."""
    past = husting("Before", starts="2027-04-19T18:00:00Z", url="https://before.example.org/")
    coming = husting("After", starts="2027-04-20T18:00:00Z", location="The hall")
    only = contest(ask(serve(service, one_ward(ADA, hustings=[past, coming])), "--json"))
    assert [each["title"] for each in only["ballot"]["hustings"]] == ["Before", "After"]
    (met,) = [route["what"] for route in only["candidates"][0]["routes"] if route["kind"] == "hustings"]
    assert "After, The hall" in met


def test_where_the_service_and_our_data_differ_both_are_named(service: Service) -> None:
    """A postcode may lie across a border, or one of them be out of date."""
    answer = altered(one_ward(), "electoral_services.identifiers", ["E06000025"])
    result = ask(serve(service, answer), "--json")
    (told,) = [each for each in json.loads(result.stdout)["warnings"] if each["code"] == "sources-differ"]
    assert "Bristol" in told["message"]
    assert "South Gloucestershire" in told["message"]
