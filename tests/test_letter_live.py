"""askcandidate letter --live: one letter for each person standing, and what happens when a service fails."""

import json
from pathlib import Path
from typing import Any

import pytest

from answers import Record, ballot, candidacy, council, developers_answer, husting, person, polling_day
from answers_candidates import ynr_ballot, ynr_candidacy, ynr_person
from answers_rules import page_of
from asking import ADA, API, BEN, HERE, ON, POLL, WARD, answer_with, of, one_ward, serve
from cli import Result, in_words, refused, run
from schemas import checked
from server import Service, raw, reply

MAYOR = f"mayor.west-of-england.{POLL}"
CLARE = candidacy(person(3, "Clare Deputy", "clare.deputy@bristol.gov.uk"), "Garden Party")
TWINS = (candidacy(person(7, "Sam Lock"), "Canal Party"), candidacy(person(8, "Sam Lock"), "Orchard Party"))
PERSON = "/api/next/people/"
PEOPLE = (ynr_candidacy(1, "Ada Marlpit", "Canal Party"), ynr_candidacy(2, "Ben Oatfield", "Orchard Party"))


def write(at: str, *words: str | Path, here: str = HERE, **more: Any) -> Result:
    """Write the letters of one postcode, asking the service whose base is given."""
    return run("letter", here, "--live", "--base-url", at, "--on", ON, "--no-input", *words, **more)


def write_without_key(service: Service, *words: str) -> Result:
    """Write to those standing for the council, who are asked for one by one."""
    asked = ("--source", "candidates", "--base-url", service.url("/api/next/"), "--on", ON, "--no-input")
    return run("letter", HERE, *asked, "--office", "council", "--jsonl", *words)


def to_whom(result: Result) -> list[tuple[str, str, str | None]]:
    return [(each["office"], each["to"]["name"], each["ballot"]) for each in result.records]


def test_everybody_standing_gets_a_letter_by_name(service: Service) -> None:
    """In the order of the list; an office that no poll is due for has its letter to whoever holds it."""
    result = write(serve(service, one_ward()), "--jsonl")
    assert result.code == 0
    assert to_whom(result) == [
        ("council:E06000023", "Ada Marlpit", WARD),
        ("council:E06000023", "Ben Oatfield", WARD),
        ("pcc:E23000036", "Police and Crime Commissioner for Avon and Somerset", None),
        ("mayor:E47000009", "Mayor of the West of England", None),
    ]
    for record in result.records:
        checked(record, "letter")
    assert [each["to"]["id"] for each in result.records] == ["1", "2", None, None]
    assert result.records[0]["salutation"] == "Dear Ada Marlpit,"
    assert result.records[0]["address_as"] == {
        "whom": "candidates",
        "why": "they stand in the election on 6 May 2027",
    }
    assert (
        "Bristol local election Central, 6 May 2027: 2 letters; 1 of 2 can be reached by e-mail."
        in result.stderr
    )


def test_a_letter_to_somebody_standing_reads_as_it_should(service: Service) -> None:
    """Word for word, with the ways to send it in their order and outside the letter."""
    meeting = husting("Questions on the green", starts="2027-04-28T18:00:00Z", location="Park Hall")
    over = husting("Questions last month", starts="2027-03-28T18:00:00Z", location="Park Hall")
    at = serve(service, one_ward(ADA, hustings=[over, meeting]))
    own = (
        "I have run a shop here for ten years, and I would like nobody who works on this street to be afraid."
    )
    result = write(
        at, "--office", "council", "--why", own, "--name", "A. Voter", "--address", "1 Hill St", "--seed", "0"
    )
    assert result.stdout == (
        """========================================================================
Ada Marlpit, standing on 6 May 2027: Bristol local election Central
========================================================================

Subject: Bristol: what would you do about modern slavery?

Dear Ada Marlpit,

I have run a shop here for ten years, and I would like nobody who works
on this street to be afraid.

The council runs licensing, housing and social care, and a councillor
can ask it for a report. If you are elected, would you work for a plan
against modern slavery with money set aside for it? If so, what would
you do first, and by when? If not, what would you do instead?

I live in Bristol, and a line would help.

Yours sincerely,

A. Voter
1 Hill St
BS1 5TR

------------------------------------------------------------------------
To send this: ada@marlpit.example.org (e-mail), or
https://whocanivotefor.co.uk/person/1/ada-marlpit (their page, with
whatever ways to reach them they gave), or https://bristol.example.org/
(by post through their election agent; the council publishes the agents'
addresses), or in person: Questions on the green, Park Hall, 28 April
2027.
This rests on: hfj-2 (Recommendations for candidates, second), after
"Will you stand against slavery in upcoming local elections?" by Hope
for Justice, undated; before the elections of 2 May 2024; and
Candidates: Democracy Club (https://democracyclub.org.uk), CC BY 4.0.

"""
    )


def _swapped(answer: Record) -> Record:
    """Give the same answer with the parties of the first ballot's candidates the other way round."""
    told: Record = json.loads(json.dumps(answer))
    candidates = told["dates"][0]["ballots"][0]["candidates"]
    parties = [each["party"] for each in candidates]
    for each, party in zip(candidates, reversed(parties), strict=True):
        each["party"] = party
    return told


def test_party_changes_not_a_byte(service: Service, tmp_path: Path) -> None:
    """The same people under each other's party labels get the same letters."""
    folders = (tmp_path / "as-is", tmp_path / "swapped")
    answers = (one_ward(ADA, BEN, CLARE), _swapped(one_ward(ADA, BEN, CLARE)))
    for folder, answer in zip(folders, answers, strict=True):
        write(serve(service, answer), "--out", folder, "--no-cache")
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert len(first) == 5
    assert first == second
    assert answers[0] != answers[1]


def test_letters_in_a_contest_differ_in_the_addressee_alone(service: Service) -> None:
    """Subject, body, asks and sources are the same for all."""
    records = write(serve(service, one_ward(ADA, BEN, CLARE)), "--office", "council", "--jsonl").records
    for record in records:
        del record["to"], record["salutation"]
    assert len(records) == 3
    assert records[0] == records[1] == records[2]


def test_an_official_address_is_used_only_if_wished(service: Service) -> None:
    """It is said whose it is; the letter is written all the same."""
    at = serve(service, one_ward(ADA, CLARE))
    result = write(at, "--office", "council", "--jsonl")
    assert "clare.deputy@bristol.gov.uk" not in result.stdout
    assert "Clare Deputy gave an address of a public body" in result.stderr
    assert "1 of 2 can be reached by e-mail" in result.stderr
    wished = write(at, "--office", "council", "--jsonl", "--official-addresses")
    assert wished.records[1]["to"]["contact"][0] == {
        "what": "e-mail",
        "url": "mailto:clare.deputy@bristol.gov.uk",
    }


def test_two_of_one_name_have_a_file_each(service: Service, tmp_path: Path) -> None:
    """Files are named by the person's number."""
    write(serve(service, one_ward(*TWINS)), "--office", "council", "--out", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "bs1-council-e06000023-7.txt",
        "bs1-council-e06000023-8.txt",
    ]


def test_cancelled_polls_get_no_letters_and_the_holder_one(service: Service) -> None:
    """The reason is said (fault 50)."""
    at = serve(service, one_ward(cancelled=True, reason="CANDIDATE_DEATH"))
    result = write(at, "--jsonl", "--office", "council")
    assert to_whom(result) == [("council:E06000023", "Bristol City Council", None)]
    assert (
        "No letters for Bristol local election Central, 6 May 2027. This poll is cancelled: a candidate has died."
        in (result.stderr)
    )


def test_no_letter_goes_to_nobody(service: Service) -> None:
    """A poll is due, nobody is listed: exit 4, and when names come, or that they are late (fault 50)."""
    empty = answer_with(ballot(WARD, candidates=(), verified=False))
    at = serve(service, empty)
    words = ("letter", HERE, "--live", "--base-url", at, "--no-input", "--office", "council", "--on")
    refused(run(*words, "2027-04-15"), 4, "Nobody is listed yet", "four weeks")
    refused(run(*words, "2027-04-16"), 4, "Nobody is listed, though", "official list")


def test_several_contests_are_in_the_order_of_their_days(service: Service) -> None:
    """The by-election of April before the mayor of May."""
    early = ballot("local.bristol.central.by.2027-04-29", candidates=[BEN])
    late = ballot(MAYOR, title="Mayor of the West of England", candidates=[ADA])
    result = write(serve(service, answer_with(early, late)), "--jsonl", "--to", "candidates")
    assert [(name, on) for _, name, on in to_whom(result)] == [
        ("Ben Oatfield", "local.bristol.central.by.2027-04-29"),
        ("Ada Marlpit", MAYOR),
    ]
    assert "no election for the Police and Crime Commissioner for Avon and Somerset is known" in result.stderr


def test_office_holders_can_be_written_to_all_the_same(service: Service) -> None:
    """--to says so."""
    result = write(serve(service, one_ward()), "--jsonl", "--to", "office-holders")
    assert [each["address_as"]["whom"] for each in result.records] == ["office-holders"] * 3


def test_an_election_that_no_ask_fits_is_named(service: Service) -> None:
    """Nothing is dropped without a word."""
    senedd = ballot("senedd.caerdydd-ffynnon-taf.2027-05-06", title="Senedd Cymru", candidates=[ADA])
    result = write(serve(service, answer_with(senedd)), "--jsonl")
    assert len(result.records) == 3
    assert "No letters for" in result.stderr
    assert "Senedd Cymru" in result.stderr


def test_candidates_for_parliament_get_a_letter(service: Service) -> None:
    """By the constituency of the ballot."""
    seat = ballot(
        "parl.bristol-central.by.2027-05-06",
        title="Bristol Central by-election",
        post="Bristol Central",
        candidates=[ADA],
    )
    result = write(serve(service, answer_with(seat)), "--jsonl", "--office", "parl")
    assert to_whom(result) == [("parl:Bristol Central", "Ada Marlpit", "parl.bristol-central.by.2027-05-06")]


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (raw(b"<html>Sign in</html>", 200, "text/html"), 5),
        (reply({"message": "Internal server error"}, 500), 5),
        (reply({"address_picker": 3}), 8),
        (reply({"error": "Could not geocode from any source"}, 400), 4),
    ],
)
def test_a_service_that_fails_costs_no_letter(service: Service, broken: Any, code: int) -> None:
    """--live leaves it to us: offline data stands in, and its day is said. A service named is a service meant."""
    at = serve(service, broken)
    result = write(at, "--jsonl")
    in_words(result)
    assert result.code == 0
    assert [each["address_as"]["whom"] for each in result.records] == ["office-holders"] * 3
    assert "Who is standing could not be found out" in result.stderr
    assert "15 September 2026" in result.stderr
    assert "live-failed" in {warning["code"] for warning in result.records[0]["warnings"]}
    refused(
        run("letter", HERE, "--source", "democracy-club", "--base-url", at, "--no-input"), code, "127.0.0.1"
    )


def test_a_refused_key_is_never_passed_over(service: Service) -> None:
    """The user can mend it; going on without would hide it."""
    service.require_key("another-key")
    service.answer(f"{API}postcode/BS15TR/", reply(one_ward()))
    refused(write(service.url(API)), 6, "auth set")


def test_addresses_come_one_by_one_where_there_is_no_key(service: Service) -> None:
    """With a count first; --no-contacts leaves them out; past ballots and other offices cost no request."""
    past = ynr_ballot("local.bristol.central.2024-05-02", [ynr_candidacy(9, "Past Person", "Canal Party")])
    service.answer("/api/next/ballots/", reply(page_of([past, ynr_ballot(WARD, PEOPLE)])))
    service.answer(f"{PERSON}1/", reply(ynr_person(1, "Ada Marlpit", "ada@marlpit.example.org")))
    service.answer(f"{PERSON}2/", reply(ynr_person(2, "Ben Oatfield", None)))
    result = write_without_key(service)
    assert result.code == 0, result
    assert "fetching 2 e-mail addresses, one request each" in result.stderr
    assert [each["to"]["contact"][0]["url"] for each in result.records] == [
        "mailto:ada@marlpit.example.org",
        "https://whocanivotefor.co.uk/person/2/",
    ]
    assert service.count() == 3
    without = write_without_key(service, "--no-contacts", "--no-cache")
    assert len(without.records) == 2
    assert service.count() == 4


def test_a_merged_person_is_followed_and_a_failure_leaves_the_rest(service: Service) -> None:
    """The service sends us to the number it kept; what cannot be had is counted."""
    service.answer("/api/next/ballots/", reply(page_of([ynr_ballot(WARD, PEOPLE)])))
    service.answer(f"{PERSON}1/", reply(None, 301, Location="/api/next/people/11/"))
    service.answer(f"{PERSON}11/", reply(ynr_person(11, "Ada Marlpit", "ada@marlpit.example.org")))
    service.answer(f"{PERSON}2/", reply({"detail": "down"}, 503))
    result = write_without_key(service)
    assert [each["to"]["contact"][0]["url"] for each in result.records] == [
        "mailto:ada@marlpit.example.org",
        "https://whocanivotefor.co.uk/person/2/",
    ]
    assert "1 of 2 e-mail addresses could not be fetched" in result.stderr


def test_a_batch_keeps_its_order_and_its_failures(service: Service, tmp_path: Path) -> None:
    """Each row's letters or its error record, in the order of the rows."""
    known = {"BS1 5TR": (ADA,), "BS1 6TR": (BEN,), "BS2 0JA": (ADA, BEN)}
    for postcode, people in known.items():
        service.answer(f"{API}postcode/{postcode.replace(' ', '')}/", reply(of(postcode, one_ward(*people))))
    rows = ["BS1 5TR", "nonsense", "BS1 6TR", "BS2 0JA"]
    file = tmp_path / "members.csv"
    file.write_text(
        "name,postcode\n" + "".join(f"Member {n},{row}\n" for n, row in enumerate(rows)), encoding="utf-8"
    )
    result = run(
        *("letter", "--from", file, "--source", "democracy-club", "--base-url", service.url(API)),
        *("--on", ON, "--jsonl", "--office", "council", "--to", "candidates"),
    )
    assert result.code == 3
    assert [each.get("line") for each in result.records] == [2, 3, 4, 5, 5]
    assert [each["to"]["name"] for each in result.records if "to" in each] == [
        *("Ada Marlpit", "Ben Oatfield", "Ada Marlpit", "Ben Oatfield")
    ]


def test_a_council_newer_than_our_data_comes_from_the_service(service: Service) -> None:
    """A postcode that is not in the file is placed by the service's council."""
    lewisham = council(
        "E09000023", "London Borough of Lewisham", "LEW", "England", "https://lewisham.example.org/"
    )
    held = ballot("mayor.lewisham.2027-05-06", candidates=[ADA])
    service.answer(
        f"{API}postcode/SE139ZZ/",
        reply(developers_answer("SE13 9ZZ", lewisham, polling_day("2027-05-06", held))),
    )
    result = write(service.url(API), "--jsonl", here="SE13 9ZZ")
    assert [each["office"] for each in result.records] == [
        *("council-mayor:E09000023", "council:E09000023", "mayor:E61000001")
    ]
