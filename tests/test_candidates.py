"""Who is standing, for each case of the service's own sandbox, by day and in every form."""

import json
from itertools import pairwise
from typing import Any

import pytest

from answers import ballot, candidacy, person
from answers_sandbox import (
    BLACKHEATH,
    BLACKHEATH_AGAIN,
    LANCASTER_GATE,
    LEWISHAM_EAST,
    MAYOR,
    PICKED,
    WEST_TYRONE,
    sandbox,
)
from asking import (
    ADA,
    BEN,
    ON,
    POLL,
    SANDBOX,
    WARD,
    answer_with,
    ask,
    codes,
    contest,
    document,
    one_ward,
    serve,
)
from cli import in_words, refused, run
from server import Service
from terminal import Terminal

MAY_2018 = "2018-05-03"
CREDIT = "Candidates: Democracy Club (https://democracyclub.org.uk), CC BY 4.0."

HERE_CELLS = f"BS1 5TR,BS1 5TR,{WARD}"
HEADER = (
    "input,postcode,ballot,candidate,email,office,title,date,seats,voting_system,cancelled,verified,"
    "by_election,party,candidate_source,candidate_id,page,flags,source,warnings,error"
)


@pytest.fixture
def at(service: Service) -> str:
    """Give the base of a sandbox."""
    service.serve(sandbox(), SANDBOX)
    return service.url(SANDBOX)


def in_sandbox(at: str, here: str, *words: str, on: str = MAY_2018) -> dict[str, Any]:
    return document(ask(at, "--json", *words, here=here, on=on))


def test_nobody_is_said_to_see_what_is_not_sent(at: str, service: Service) -> None:
    """A word that is no postcode, and an answer that is kept: no request, and none is told of."""
    asking = f"asking 127.0.0.1:{service.port}, which sees the postcode."
    assert asking not in ask(at, here="hello").stderr
    assert asking in ask(at, here="AA11AA", on=MAY_2018).stderr
    assert asking not in ask(at, here="AA11AA", on=MAY_2018).stderr
    assert service.count() == 1


@pytest.mark.parametrize("here", ["AA11AA", "EH11YJ"])
def test_no_election_to_come_is_an_answer(at: str, here: str) -> None:
    """England's and Scotland's cases: a list of none, exit 0, and the word that there is none."""
    found = in_sandbox(at, here)
    assert found["contests"] == []
    assert codes(found) == ["no-election"]
    assert "from 3 May 2018 on" in found["warnings"][0]["message"]


@pytest.mark.parametrize("here", ["AA12AA", "AA12AB", "AD11DD", "CC12CC"])
def test_a_by_election_with_its_candidates(at: str, here: str) -> None:
    """With a polling station or without, with a boundary review, with accessibility: all alike."""
    found = in_sandbox(at, here, on="2018-11-22")
    (only,) = found["contests"]
    assert only["ballot"]["id"] == LANCASTER_GATE
    assert (only["ballot"]["by_election"], only["ballot"]["verified"]) == (True, True)
    assert only["office"] == "council:E09000033"
    assert only["reach"] == {"email": 2, "total": 4}
    assert codes(only) == ["polling-day"]


def test_a_postcode_across_a_border_lists_its_addresses(at: str) -> None:
    """Nothing is picked for anybody: exit 10, every number, and how to say which (fault 11)."""
    refused(ask(at, "--json", here="AA13AA", on=MAY_2018), 10, *PICKED, "2 Samphire Row", "--uprn NUMBER")


def test_each_address_has_its_own_answer(service: Service, at: str) -> None:
    """The number of the address is asked for, not the postcode."""
    for uprn in PICKED:
        found = in_sandbox(at, "AA13AA", "--uprn", uprn)
        assert [each["ballot"]["id"] for each in found["contests"]] == [LANCASTER_GATE]
        assert found["postcode"] == "AA1 3AA"
    assert [each.path for each in service.seen] == [f"{SANDBOX}address/{uprn}/" for uprn in PICKED]


def test_a_person_at_a_terminal_chooses_the_address(service: Service, at: str) -> None:
    """By its number in the list; what is no number there is asked again."""
    person = Terminal("candidates", "AA13AA", "--base-url", at, "--on", MAY_2018)
    person.wait_for("Which is yours, 1 to 3?")
    assert "2  2 Samphire Row, London" in person.shown
    person.type("4")
    person.wait_for("Which is yours, 1 to 3?")
    person.type("2")
    assert person.end() == 0
    assert "Briony Tadcaster" in person.shown
    assert service.seen[-1].path == f"{SANDBOX}address/{PICKED[1]}/"


def test_a_terminal_that_may_not_be_asked_gets_the_list(at: str) -> None:
    """--no-input is exit 10 at a terminal too."""
    person = Terminal("candidates", "AA13AA", "--base-url", at, "--on", MAY_2018, "--no-input")
    assert person.end() == 10
    assert "--uprn NUMBER" in person.shown


@pytest.mark.parametrize("uprn", ["1" * 13, "-1", "12a", ""])
def test_what_is_no_number_of_an_address_is_refused(service: Service, at: str, uprn: str) -> None:
    """Before anything is asked."""
    refused(ask(at, f"--uprn={uprn}", here="AA13AA"), 2)
    assert service.count() == 0


def test_several_days_each_in_its_place(at: str) -> None:
    """Cancelled and replaced, provisional, nobody listed: each is shown, and says which it is."""
    found = in_sandbox(at, "AA14AA")["contests"]
    assert [(each["ballot"]["id"], codes(each), len(each["candidates"])) for each in found] == [
        (MAYOR, ["polling-day"], 7),
        (BLACKHEATH, ["cancelled"], 10),
        (BLACKHEATH_AGAIN, ["replaces", "provisional"], 10),
        (LEWISHAM_EAST, ["nobody-listed"], 0),
    ]
    mayor, cancelled, again, east = found
    assert (mayor["office"], mayor["ballot"]["voting_system"]) == (
        "council-mayor:E09000023",
        "Supplementary Vote",
    )
    assert cancelled["ballot"]["cancelled_because"] == "fewer candidates than seats"
    assert (cancelled["ballot"]["replaced_by"], again["ballot"]["replaces"]) == (BLACKHEATH_AGAIN, BLACKHEATH)
    assert again["ballot"]["verified"] is False
    assert east["office"] == "parl:Lewisham East"


def test_an_election_in_which_nobody_is_listed_yet_is_exit_4(at: str) -> None:
    """Northern Ireland's case: the contest is shown all the same, with the service's own notice (fault 50)."""
    result = ask(at, "--json", here="AA15AA", on=MAY_2018)
    in_words(result)
    assert result.code == 4
    assert "nobody is listed in it yet" in result.stderr
    found = json.loads(result.stdout)
    assert [each["ballot"]["id"] for each in found["contests"]] == [WEST_TYRONE]
    assert found["warnings"] == [{"code": "voter_id", "message": "Bring a photograph: A passport will do."}]


def test_polls_that_are_all_cancelled_are_shown_as_that(at: str) -> None:
    """Each says why, none is dropped, and nobody is waited for (fault 50)."""
    found = in_sandbox(at, "AB12CD")
    mayor, ward = found["contests"]
    assert [each["ballot"]["cancelled"] for each in (mayor, ward)] == [True, True]
    assert mayor["ballot"]["cancelled_because"] == "Nobody stands."
    assert ward["ballot"]["cancelled_because"] == "The ferry was late."
    assert codes(found) == ["cancelled_election"]


def test_an_unknown_code_is_not_found(at: str) -> None:
    """The sandbox says nothing at all with its 404."""
    refused(ask(at, here="ZZ1 1ZZ", on=MAY_2018), 4, "127.0.0.1", "does not know ZZ1 1ZZ")
    refused(ask(at, "--uprn", "1", here="AA13AA", on=MAY_2018), 4, "does not know the address 1")


def test_a_poll_counts_to_the_end_of_its_day(at: str) -> None:
    """On the day it is there, on the next it is gone, and later ones stay."""
    today = in_sandbox(at, "AA14AA", on="2018-05-10")["contests"]
    assert [each["ballot"]["id"] for each in today] == [BLACKHEATH_AGAIN, LEWISHAM_EAST]
    left = ask(at, "--json", here="AA14AA", on="2018-05-11")
    assert (left.code, json.loads(left.stdout)["contests"][0]["ballot"]["id"]) == (4, LEWISHAM_EAST)


def test_past_polls_are_no_contests(service: Service) -> None:
    """A service that still lists them is not believed."""
    past, coming = (
        ballot("local.bristol.central.2027-04-19", candidates=[ADA]),
        ballot(WARD, candidates=[BEN]),
    )
    at = serve(service, answer_with(past, coming))
    assert contest(ask(at, "--json"))["ballot"]["id"] == WARD


def test_a_record_has_the_fields_of_its_schema(service: Service) -> None:
    """At each level, none more and none fewer."""
    found = document(ask(serve(service, one_ward()), "--json"))
    only = found["contests"][0]
    assert list(found) == ["schema", "input", "postcode", "on", "contests", "source", "warnings"]
    assert list(only) == [
        *("schema", "input", "postcode", "office", "title", "ballot", "candidates", "reach", "source", "on"),
        "warnings",
    ]
    assert list(only["ballot"]) == [
        *("id", "date", "post", "seats", "voting_system", "cancelled", "cancelled_because", "replaces"),
        *("replaced_by", "verified", "by_election", "hustings"),
    ]
    assert list(only["candidates"][0]) == [
        *("source", "id", "name", "party", "list_position", "email", "page", "routes", "flags"),
    ]
    assert [list(route) for route in only["candidates"][0]["routes"]] == [["kind", "what", "address"]] * 3
    assert [route["kind"] for route in only["candidates"][0]["routes"]] == ["email", "page", "agent"]
    assert (
        found["source"]
        == only["source"]
        == {
            "name": "democracy-club",
            "data": f"127.0.0.1:{service.port}",
            "credit": CREDIT,
            "cannot": None,
        }
    )
    assert (found["schema"], only["schema"]) == ("askcandidate.contests/1", "askcandidate.contest/1")


def test_csv_word_for_word(service: Service) -> None:
    """A header, and a row a candidate."""
    result = ask(serve(service, one_ward()), "--csv")
    page = "https://whocanivotefor.co.uk/person"
    row = f"{HERE_CELLS},{{}},council:E06000023,Bristol local election Central,{POLL},1,First-past-the-post"
    tail = f"democracy-club 127.0.0.1:{service.port},,"
    assert result.stdout.splitlines() == [
        HEADER,
        f"{row.format('Ada Marlpit,ada@marlpit.example.org')},no,yes,no,Canal Party,democracy-club,1,{page}/1/ada-marlpit,,{tail}",
        f"{row.format('Ben Oatfield,')},no,yes,no,Orchard Party,democracy-club,2,{page}/2/ben-oatfield,,{tail}",
    ]
    assert CREDIT in result.stderr


def test_a_pipe_gets_five_columns_word_for_word(service: Service) -> None:
    """Tab-separated, without a header."""
    result = ask(serve(service, one_ward()))
    assert result.stdout == (
        f"BS1 5TR\tBS1 5TR\t{WARD}\tAda Marlpit\tada@marlpit.example.org\n"
        f"BS1 5TR\tBS1 5TR\t{WARD}\tBen Oatfield\t\n"
    )


def test_a_terminal_gets_a_page(service: Service) -> None:
    """When, for what, everybody standing, who can be reached, and whom to thank."""
    at = serve(service, one_ward())
    person = Terminal("candidates", "BS1 5TR", "--base-url", at, "--on", ON, "--quiet")
    assert person.end() == 0
    parts = [
        "BS1 5TR · ",
        "6 May 2027: Bristol local election Central\n",
        f"  1 seat; First-past-the-post; {WARD}\n",
        "    Ada Marlpit   Canal Party    ada@marlpit.example.org\n",
        "    Ben Oatfield  Orchard Party\n",
        "  2 standing; 1 can be reached by e-mail.\n",
        f"From 127.0.0.1:{service.port}.\n",
        CREDIT,
    ]
    places = [person.shown.find(part) for part in parts]
    assert -1 not in places, person.shown
    assert all(one < other for one, other in pairwise(places)), person.shown


def test_json_of_many_is_a_list_and_a_failed_row_keeps_its_place(at: str) -> None:
    """One document, exit 3."""
    words = ("--json", "--base-url", at, "--on", MAY_2018)
    result = run("candidates", *words, "AA11AA", "nonsense", "ZZ1 1ZZ", "AA12AA")
    assert result.code == 3
    found = json.loads(result.stdout)
    assert [each["input"] for each in found] == ["AA11AA", "nonsense", "ZZ1 1ZZ", "AA12AA"]
    assert [each.get("error", {}).get("code") for each in found] == [
        None,
        "malformed-postcode",
        "unknown-postcode",
        None,
    ]


def test_a_postcode_without_contests_keeps_its_place_in_every_form(at: str) -> None:
    """A record, or a row of blanks."""
    words = ("--base-url", at, "--on", MAY_2018)
    (line,) = run("candidates", "AA11AA", "--jsonl", *words).records
    assert (line["ballot"], line["candidates"], codes(line)) == (None, [], ["no-election"])
    _, row = run("candidates", "AA11AA", "--csv", *words).stdout.splitlines()
    assert row.startswith("AA11AA,AA1 1AA,,,,")
    assert ",no-election," in row


def test_a_formula_in_a_cell_is_defused_unless_asked_for_raw(service: Service) -> None:
    """A name is what somebody typed."""
    at = serve(service, one_ward(candidacy(person(1, "=cmd|' /C calc'!A1"), "+Party")))
    assert f"{WARD},'=cmd|' /C calc'!A1,,council:E06000023," in ask(at, "--csv").stdout
    assert f"{WARD},=cmd|' /C calc'!A1,,council:E06000023," in ask(at, "--raw-csv").stdout


def test_the_word_offline_contradicts_the_command(service: Service) -> None:
    """Nothing is asked, and nothing is made up."""
    at = serve(service, one_ward())
    refused(ask(at, "--offline"), 2, "offline")
    refused(ask(at, "--source", "embedded"), 2, "--source")
    assert service.count() == 0
