"""askcandidate lookup with a service: districts from postcodes.io, councils and elections from Democracy Club."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from answers import ballot, council, developers_answer, polling_day
from answers_postcodes import (
    io_answer_bulk,
    io_invalid,
    io_not_found,
    io_result,
    io_single,
    io_terminated,
)
from asking import ADA, BEN, HERE, ON, POLL, WARD, ask, one_ward, serve
from cli import Result, in_words, refused, run
from schemas import checked
from server import Reply, Seen, Service, raw, reply

AVON = ("E23000036", "Avon and Somerset")
BRISTOL = ("E06000023", "Bristol, City of")
NORTH_SOMERSET = ("E06000024", "North Somerset")
BELFAST = ("N09000003", "Belfast")
EXPECTED = Path(__file__).parent / "fixtures/expected_offices.csv"


def io(service: Service, *words: str, on: str = "2026-11-21", **more: Any) -> Result:
    """Look postcodes up by postcodes.io as the loopback service plays it."""
    return run("lookup", "--source", "postcodes-io", "--base-url", service.url(), "--on", on, *words, **more)


def bulk(known: dict[str, Any]) -> Any:
    """Answer a request for many as the service does."""

    def answer(seen: Seen) -> Reply:
        status, record = io_answer_bulk(seen.body, known)
        return reply(record, status)

    return answer


def test_offices_follow_from_the_services_district(service: Service) -> None:
    """The same offices as offline, with where they come from."""
    service.answer("/postcodes/BS15TR", reply(io_single(io_result(HERE, BRISTOL, police=AVON))))
    result = io(service, HERE, "--json")
    offline = run("lookup", HERE, "--json", "--on", "2026-11-21")
    assert result.code == 0
    theirs, ours = result.stdout, offline.stdout
    assert f'"name": "postcodes-io",\n    "data": "127.0.0.1:{service.port}"' in theirs
    assert theirs.partition('"source"')[0] == ours.partition('"source"')[0]
    assert f"asking 127.0.0.1:{service.port}, which sees the postcode." in result.stderr


def test_northern_ireland_has_its_council_online(service: Service) -> None:
    """Its postcodes do not ship; every row of ours expected online comes out as expected."""
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["postcode"].startswith("BT")]
    assert rows
    result = run("lookup", HERE, "BT1 5GS", "--json", "--on", "2026-11-21")
    assert "--source postcodes-io" in result.stdout
    service.answer("/postcodes/BT15GS", reply(io_single(io_result("BT1 5GS", BELFAST, "Northern Ireland"))))
    (record,) = io(service, "BT1 5GS", "--jsonl").records
    checked(record, "place")
    assert [office["id"] for office in record["offices"]] == ["council:N09000003"]
    assert record["policing"]["governance"] == "ni-policing-board"
    assert record["warnings"] == []


def test_both_are_named_where_they_differ(service: Service) -> None:
    """A border, or a release of another month: the user is told, not left to find out."""
    service.answer("/postcodes/BS15TR", reply(io_single(io_result(HERE, NORTH_SOMERSET, police=AVON))))
    (record,) = io(service, HERE, "--jsonl").records
    assert record["place_name"] == "North Somerset"
    (warning,) = [each for each in record["warnings"] if each["code"] == "sources-differ"]
    assert "ONSPD 2025-11 puts BS1 5TR in Bristol" in warning["message"]
    assert "North Somerset" in warning["message"]


@pytest.mark.parametrize(
    ("told", "code", "words"),
    [
        (reply(io_not_found(), 404), 4, "does not know BS1 5TR"),
        (reply(io_invalid(), 404), 4, "does not know BS1 5TR"),
        (reply(io_terminated(HERE, 1996, 6), 404), 4, "withdrawn by Royal Mail in 1996-06"),
        (reply({"status": 404, "error": "Resource not found"}, 404), 8, "knows no such path"),
        (raw(b"<html></html>", 404, "text/html"), 8, "knows no such path"),
        (reply({"status": 500, "error": "500 Server Error."}, 500), 5, "fault of its own (500"),
        (reply({"status": 200, "result": {"postcode": HERE}}), 8, "result.codes"),
        (reply(io_single(io_result("BS1 6TR", BRISTOL, police=AVON))), 8, "another postcode"),
    ],
)
def test_refusals_are_told_apart(service: Service, told: Reply, code: int, words: str) -> None:
    """Unknown, withdrawn, another path, a fault, another form."""
    service.answer("/postcodes/BS15TR", told)
    refused(io(service, HERE), code, words)


def test_a_district_that_our_tables_lack_is_named(service: Service) -> None:
    """It is newer than this version, or none."""
    service.answer(
        "/postcodes/BS15TR", reply(io_single(io_result(HERE, ("E06000099", "Newplace"), police=AVON)))
    )
    refused(io(service, HERE), 8, "E06000099", "look for an update")


def test_codes_that_mean_nowhere_are_no_council(service: Service) -> None:
    """Pseudo codes stand for: not applicable."""
    told = io_single(io_result(HERE, BRISTOL, police=AVON))
    told["result"]["codes"]["admin_district"] = "L99999999"
    service.answer("/postcodes/BS15TR", reply(told))
    refused(io(service, HERE), 4, "in no UK council area")


def test_jersey_is_not_even_asked_about(service: Service) -> None:
    """What can be in no council area goes to no service."""
    refused(io(service, "JE2 4WD"), 4, "Jersey")
    refused(io(service, "nonsense"), 2)
    assert service.count() == 0


def test_many_go_a_hundred_to_a_request(service: Service) -> None:
    """In order, matched by what was asked; unknown ones have their error in their place; one request each hundred."""
    postcodes = [f"BS{n // 100 + 1} {n % 10}{'ABDEFGHJLN'[n // 10 % 10]}A" for n in range(230)]
    missing = postcodes[::50]
    known = {each: io_result(each, BRISTOL, police=AVON) for each in postcodes if each not in missing}
    service.answer("/postcodes", bulk(known), method="POST")
    result = io(service, "--jsonl", "-", stdin="\n".join(postcodes))
    in_words(result)
    assert result.code == 3
    assert [record["input"] for record in result.records] == postcodes
    assert [record["input"] for record in result.records if "error" in record] == missing
    assert 3 <= service.count("/postcodes") <= 6  # a slow machine may send a few before they are full


def test_a_failed_bulk_fails_its_rows_alone(service: Service) -> None:
    """All of that request, each with its own error record."""
    service.answer("/postcodes", reply({"status": 400, "error": "no"}, 400), method="POST")
    result = io(service, "--jsonl", "BS1 5TR", "BS1 6TR", "JE2 4WD")
    assert result.code == 3
    assert [record["error"]["exit"] for record in result.records] == [8, 8, 4]


def test_a_council_from_democracy_club(service: Service) -> None:
    """And the elections that are coming, as warnings; a differing council is said."""
    weston = council("E06000024", "North Somerset Council", "NSM", "England", "https://n.example.org/")
    answer = developers_answer(HERE, weston, polling_day(POLL, ballot(WARD, candidates=[ADA, BEN])))
    at = serve(service, answer)
    result = run("lookup", HERE, "--source", "democracy-club", "--base-url", at, "--on", ON, "--jsonl")
    (record,) = result.records
    checked(record, "place")
    assert record["place_name"] == "Bristol"
    told = {each["code"]: each["message"] for each in record["warnings"]}
    assert "6 May 2027" in told["coming-election"]
    assert "2 standing" in told["coming-election"]
    assert "North Somerset" in told["sources-differ"]


def test_live_says_what_is_coming_and_a_failure_costs_nothing(service: Service) -> None:
    """The place is answered offline whatever the service does."""
    at = serve(service, one_ward())
    words = ("lookup", HERE, "--live", "--base-url", at, "--on", ON, "--jsonl", "--no-cache")
    (record,) = run(*words).records
    assert record["source"]["name"] == "embedded"
    assert [each["code"] for each in record["warnings"]][:1] == ["coming-election"]
    serve(service, reply({"message": "down"}, 503))
    failed = run(*words)
    assert failed.code == 0
    assert failed.records[0]["offices"] == record["offices"]
    assert "live-failed" in {each["code"] for each in failed.records[0]["warnings"]}


def test_a_cancelled_poll_is_not_coming(service: Service) -> None:
    """It is named with why it is off, and nobody is said to be standing."""
    at = serve(service, one_ward(cancelled=True, reason="CANDIDATE_DEATH"))
    result = run("lookup", HERE, "--live", "--json", "--base-url", at, "--on", ON)
    (coming,) = [
        w["message"] for w in json.loads(result.stdout)["warnings"] if w["code"] == "coming-election"
    ]
    assert coming == "6 May 2027: Bristol local election Central, cancelled: a candidate has died"


def test_an_unknown_postcode_offline_says_how_to_ask_online() -> None:
    """It may be newer than the release."""
    refused(run("lookup", "BS1 0ZZ"), 4, "ONSPD 2025-11", "newer than that release", "--source postcodes-io")


def test_contradictions_are_refused_before_any_work(service: Service) -> None:
    """Offline and a service; numbers that are none."""
    at = serve(service, one_ward())
    for words in (
        ("--offline", "--live"),
        ("--offline", "--source", "postcodes-io"),
        ("--source", "embedded", "--live"),
        ("--offline", "--base-url", at),
        ("--live", "--timeout", "nan"),
        ("--live", "--timeout", "0"),
        ("--live", "--rate", "-1"),
        ("--live", "--rate", "inf"),
        ("--live", "--max-errors", "0"),
        ("--live", "--base-url", at, "--uprn", "12", "BS1 6TR"),
    ):
        refused(run("lookup", HERE, *words), 2)
    refused(run("candidates", HERE, "--offline"), 2, "not in the offline data")
    refused(ask(at, "--uprn", "../12"), 2, "is no UPRN")
    assert service.count() == 0
