"""The answers that tests are built on, beside what the services were seen to answer."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from answers import Record
from answers_postcodes import io_not_found, io_result, io_single, io_terminated
from answers_sandbox import sandbox

SAMPLES = os.environ.get("ASKCANDIDATE_SAMPLES")
needs_samples = pytest.mark.skipif(
    not SAMPLES, reason="ASKCANDIDATE_SAMPLES names no folder with samples of the services' answers"
)


def shape(value: Any) -> Any:
    """Give keys, lengths and types, without what is said."""
    match value:
        case dict():
            return {key: shape(value[key]) for key in sorted(value)}
        case list():
            return [shape(each) for each in value]
        case _:
            return type(value).__name__


def facts(value: Any, key: str = "") -> Iterator[tuple[str, object]]:
    """Give what is restated as fact, in the order in which it is met."""
    match value:
        case dict():
            for name in sorted(value):
                yield from facts(value[name], name)
        case list():
            for each in value:
                yield from facts(each, key)
        case _ if key in RESTATED:
            yield key, value


RESTATED = {
    *(
        "ballot_paper_id",
        "ballot_title",
        "election_id",
        "election_name",
        "post_name",
        "poll_open_date",
        "date",
    ),
    *("elected_role", "cancelled", "cancellation_reason", "replaced_by", "replaces", "candidates_verified"),
    *(
        "seats_contested",
        "slug",
        "uses_party_lists",
        "requires_voter_id",
        "by_election_reason",
        "type",
        "starts",
    ),
    *("council_id", "nation", "identifiers", "address_picker", "polling_station_known", "effective_date"),
    *("registration_deadline", "postal_vote_application_deadline", "vac_application_deadline"),
    *("notice_of_election_deadline", "close_of_nominations", "sopn_publish_deadline", "ballot_url"),
}


def sample(folder: str, name: str) -> Any:
    """Read what a service was seen to answer."""
    assert SAMPLES is not None
    return json.loads((Path(SAMPLES) / "api-samples" / folder / f"{name}.json").read_text(encoding="utf-8"))


@needs_samples
@pytest.mark.parametrize("path", sandbox())
def test_the_sandbox_is_restated_truly(path: str) -> None:
    """Same keys, types and lengths all the way down, and the same ids, days and reasons."""
    theirs, ours = sample("democracy-club-sandbox", path.split("/")[1]), sandbox()[path]
    assert shape(ours) == shape(theirs)
    assert list(facts(ours)) == list(facts(theirs))
    assert ours["postcode_location"]["properties"] == theirs["postcode_location"]["properties"]


@needs_samples
def test_the_sandbox_is_restated_wholly() -> None:
    """No answer of the sandbox is missing."""
    assert SAMPLES is not None
    names = {each.stem for each in (Path(SAMPLES) / "api-samples/democracy-club-sandbox").glob("*.json")}
    assert names == {path.split("/")[1] for path in sandbox()}


@needs_samples
def test_no_person_of_the_sandbox_is_named() -> None:
    """Names and addresses of e-mail are of our own making."""
    restated = json.dumps(sandbox())
    for path in sandbox():
        for day in sample("democracy-club-sandbox", path.split("/")[1])["dates"]:
            people = [each["person"] for held in day["ballots"] for each in held["candidates"]]
            assert not [
                each for each in people if each["name"] in restated or (each["email"] or "-@-") in restated
            ]


@needs_samples
@pytest.mark.parametrize(
    ("postcode", "result"),
    [
        (
            "BS15TR",
            io_result(
                "BS1 5TR",
                ("E06000023", "Bristol, City of"),
                police=("E23000036", "Avon and Somerset"),
                region="South West",
            ),
        ),
        (
            "CB23QJ",
            io_result(
                "CB2 3QJ",
                ("E07000008", "Cambridge"),
                county=("E10000003", "Cambridgeshire"),
                police=("E23000023", "Cambridgeshire"),
                region="East of England",
            ),
        ),
        ("EH11YJ", io_result("EH1 1YJ", ("S12000036", "City of Edinburgh"), "Scotland")),
        ("BT15GS", io_result("BT1 5GS", ("N09000003", "Belfast"), "Northern Ireland")),
        (
            "JE24WD",
            io_result(
                "JE2 4WD",
                ("L99999999", "Channel Islands"),
                "Channel Islands",
                ward=("L99999999", "Channel Islands (pseudo)"),
            ),
        ),
    ],
)
def test_a_postcode_is_answered_as_theirs(postcode: str, result: Record) -> None:
    """Same keys and types; the same codes and names of areas."""
    theirs, ours = sample("postcodesio", f"own-seed_{postcode}"), io_single(result)
    assert shape(ours) == shape(theirs)
    assert ours["result"]["codes"] == theirs["result"]["codes"]
    keys = ("country", "region", "admin_district", "admin_county", "pfa", "postcode", "quality")
    assert {key: result[key] for key in keys} == {key: theirs["result"][key] for key in keys}


@needs_samples
def test_errors_about_a_postcode_are_worded_as_theirs() -> None:
    """What is matched on is spelt right."""
    assert io_not_found() == sample("postcodesio", "error_404_not_found_ZZ11ZZ")
    gone = io_terminated("AB1 0AA", 1996, 6)
    assert shape(gone) == shape(sample("postcodesio", "error_404_terminated_AB10AA"))
