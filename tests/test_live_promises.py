"""What a service can do to the promises: no letter over another, no answer of another service, nothing lost."""

from pathlib import Path
from typing import Any

from answers import ballot, candidacy, person
from answers_candidates import ynr_ballot, ynr_candidacy
from answers_postcodes import io_result, io_single
from answers_rules import altered, page_of
from asking import ADA, API, BEN, HERE, ON, SANDBOX, WARD, answer_with, ask, contest, of, one_ward, serve
from cli import refused, run
from server import Service, reply

LIVE = ("--on", ON, "--no-input")


def write(at: str, *words: str | Path, here: str = HERE, **more: Any) -> Any:
    return run("letter", here, "--live", "--base-url", at, *LIVE, *words, **more)


def test_whoever_stands_twice_has_two_files(service: Service, tmp_path: Path) -> None:
    """In two ballots for one office, and where an office's name is very long."""
    again = ballot("local.bristol.ashley.by.2027-05-06", candidates=[ADA])
    long = ballot("parl.a-very-long-one.by.2027-05-06", post="A" * 150, candidates=[ADA, BEN])
    at = serve(service, answer_with(ballot(WARD, candidates=[ADA, BEN]), again, long))
    result = write(at, "--out", tmp_path / "out", "--to", "candidates")
    names = [path.name for path in (tmp_path / "out").iterdir()]
    assert len(names) == result.stderr.count("Written: ") == 5
    assert all(len(name) < 160 for name in names)


def test_two_services_on_one_host_do_not_share_answers(service: Service) -> None:
    """The sandbox and the real one do live on one host."""
    service.answer(f"{SANDBOX}postcode/BS15TR/", reply(answer_with()))
    at = serve(service, one_ward())
    assert '"contests": []' in ask(service.url(SANDBOX), "--json").stdout
    assert contest(ask(at, "--json"))["office"] == "council:E06000023"


def test_answers_before_a_broken_input_are_given(service: Service, tmp_path: Path) -> None:
    """A quotation that is never closed ends the run, not what was asked before it."""
    for postcode in ("BS1 5TR", "BS1 6TR"):
        service.answer(f"{API}postcode/{postcode.replace(' ', '')}/", reply(of(postcode, one_ward())))
    file = tmp_path / "rows.csv"
    file.write_text('postcode,x\nBS1 5TR,a\nBS1 6TR,b\nBS1 5TR,"oops\n', encoding="utf-8")
    result = run("candidates", "--from", file, "--base-url", service.url(API), "--on", ON, "--jsonl")
    assert result.code == 2
    assert [record["postcode"] for record in result.records] == ["BS1 5TR", "BS1 6TR"]


def test_addresses_nobody_asked_for_are_not_counted_as_missing(service: Service) -> None:
    """Without a key `candidates` does not ask for them, and says so."""
    people = (ynr_candidacy(1, "Ada Marlpit", "Canal Party"),)
    service.answer("/api/next/ballots/", reply(page_of([ynr_ballot(WARD, people)])))
    words = ("--source", "candidates", "--json")
    assert contest(ask(service.url("/api/next/"), *words))["reach"] == {"email": None, "total": 1}
    letters = run("letter", HERE, "--no-contacts", *words[:2], "--base-url", service.url("/api/next/"), *LIVE)
    assert "e-mail addresses were not asked for" in letters.stderr
    holders = run(
        "letter", HERE, "--to", "office-holders", *words[:2], "--base-url", service.url("/api/next/"), *LIVE
    )
    assert "fetching" not in holders.stderr
    assert service.count() <= 2


def test_a_poll_far_off_with_nobody_listed_takes_no_letter_away(service: Service) -> None:
    """Nor does a by-election for one seat; whoever holds the office is there to be written to."""
    far = ballot("mayor.west-of-england.2028-05-04", candidates=())
    by = ballot("local.bristol.central.by.2027-05-06", candidates=())
    result = write(serve(service, answer_with(by, far)), "--jsonl")
    assert [each["office"] for each in result.records] == [
        *("council:E06000023", "pcc:E23000036", "mayor:E47000009")
    ]
    assert result.stderr.count("Nobody is listed") == 2


def test_a_list_that_was_not_given_leaves_everyone_standing(service: Service) -> None:
    """A service that knows the poll and nobody's name: the letter is to all of them."""
    at = serve(service, altered(one_ward(), "dates.0.ballots.0.candidates"))
    record = write(at, "--jsonl", "--office", "council").records[0]
    assert record["address_as"]["whom"] == "candidates"
    assert record["salutation"].startswith("To everyone standing for Bristol City Council")


def test_an_address_number_is_never_passed_over(service: Service) -> None:
    """Only one service knows them; one in another postcode is refused."""
    for words in (("--source", "candidates"), ("--source", "every-election")):
        refused(run("candidates", HERE, "--uprn", "12", *words), 2, "--uprn")
    refused(run("lookup", HERE, "--uprn", "12"), 2, "--uprn")
    refused(run("letter", HERE, "--live", "--uprn", "12"), 6, "wants a free Democracy Club key")
    service.answer(f"{API}address/12/", reply(one_ward(postcode="M1 1AA")))
    refused(ask(service.url(API), "--uprn", "12"), 2, "is in M1 1AA")


def test_a_setting_alone_never_breaks_a_batch() -> None:
    """live = true without a key: many rows go on offline, and it is said once."""
    result = run("lookup", HERE, "EH1 1YJ", "--jsonl", env={"ASKCANDIDATE_LIVE": "yes"})
    assert result.code == 0
    assert [record["source"]["name"] for record in result.records] == ["embedded", "embedded"]
    assert result.stderr.count("going on offline") == 1


def test_a_pipe_hears_what_it_cannot_show(service: Service) -> None:
    """Five columns have no room for a cancelled poll, a failure or an election to come."""
    at = serve(service, one_ward(cancelled=True, reason="CANDIDATE_DEATH"))
    assert "This poll is cancelled: a candidate has died." in ask(at).stderr
    assert (
        "cancelled: a candidate has died"
        in run("lookup", HERE, "--live", "--base-url", at, "--on", ON).stderr
    )
    serve(service, reply({"message": "down"}, 500))
    failed = run("lookup", HERE, "--live", "--base-url", at, "--on", ON, "--no-cache")
    assert "Who is standing could not be found out" in failed.stderr


def test_a_council_of_northern_ireland_is_asked_for_what_it_does(service: Service) -> None:
    """It runs neither housing nor social care."""
    belfast = io_result("BT1 5GS", ("N09000003", "Belfast"), "Northern Ireland")
    service.answer("/postcodes/BT15GS", reply(io_single(belfast)))
    words = (
        "letter",
        "BT1 5GS",
        "--source",
        "postcodes-io",
        "--base-url",
        service.url(),
        "--no-input",
        "--jsonl",
    )
    (record,) = run(*words, "--on", "2026-11-21").records
    assert "licensing and environmental health" in record["body"]
    assert "housing" not in record["body"]
    assert "social care" not in record["body"]


def test_somebody_listed_twice_gets_one_letter(service: Service) -> None:
    """The service's slip is said, and two people without a name are not of one name."""
    nameless = [candidacy(person(8, "x")), candidacy(person(9, "y"))]
    told = altered(one_ward(ADA, *nameless), "dates.0.ballots.0.candidates.1.person.name", "")
    told = altered(told, "dates.0.ballots.0.candidates.2.person.name", "\u3164")
    told["dates"][0]["ballots"][0]["candidates"].append(ADA)
    only = contest(ask(serve(service, told), "--json"))
    assert [(each["id"], each["flags"]) for each in only["candidates"]] == [
        ("1", ["listed-twice"]),
        ("8", ["unnamed"]),
        ("9", ["unnamed"]),
    ]
    assert len(only["candidates"]) == 3
