"""Answers that are none: a web page, a refusal, too much, not JSON, of another form, about elsewhere."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

import server_raw
from answers import Record
from answers_rules import altered
from asking import API, HERE, PATH, ask, ask_rows, document, one_ward, serve, serve_rows
from cli import LONG, command, in_words, refused
from server import NOT_FOUND, UNAUTHORISED, Reply, Service, raw, reply
from server_raw import RawServer

Raw = Callable[..., RawServer]
GATEWAY_LOST = reply({"message": "Missing Authentication Token"}, 403)
MOST_MEMORY = 100_000  # kB on top of what an answer takes; what is sent would take three times that
FIRST = "dates.0.ballots.0"


def json_text(body: str | bytes) -> Reply:
    """Give an answer that claims to be JSON."""
    return raw(body, content_type="application/json")


def errors(service: Service, values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Give the error of each answer, all asked for in one run; every row has its record, exit 3."""
    rows = serve_rows(service, values)
    result = ask_rows(service.url(API), rows, "--max-errors", "1000", "--timeout", "20")
    in_words(result)
    assert result.code == 3
    assert [each["input"] for each in result.records] == rows
    return {name: each.get("error", {}) for name, each in zip(values, result.records, strict=True)}


@pytest.mark.parametrize(
    "page",
    [
        raw("<!DOCTYPE html><title>Log in</title>", content_type="text/html; charset=utf-8"),
        raw("\n  <html>", content_type="application/json"),
        raw("{}", content_type="text/html"),
    ],
    ids=["a page", "a page that claims to be JSON", "JSON that claims to be a page"],
)
def test_a_web_page_is_no_answer(service: Service, page: Reply) -> None:
    """A login Wi-Fi; nothing of it is kept (fault 39)."""
    service.answer(PATH, page, reply(one_ward()))
    refused(ask(service.url(API), "--json"), 5, f"127.0.0.1:{service.port}", "a web page, not data", "Wi-Fi")
    assert ask(service.url(API)).code == 0
    assert service.count() == 2


@pytest.mark.parametrize("refusal", [UNAUTHORISED, reply({"message": "Forbidden"}, 403), raw(status=401)])
def test_a_refusal_without_a_key_says_how_to_set_one(service: Service, refusal: Reply) -> None:
    """And is not tried again (fault 40)."""
    refused(ask(serve(service, refusal), "--json"), 6, f"127.0.0.1:{service.port} wants a key", "auth set")
    assert service.count() == 1


def test_after_a_refused_key_nothing_more_is_asked(service: Service) -> None:
    """It would be refused forty times (fault 40)."""
    service.unknown = UNAUTHORISED
    rows = [f"BS{n} 5TR" for n in range(1, 41)]
    result = ask_rows(service.url(API), rows)
    assert result.code == 3
    assert [each["error"]["code"] for each in result.records] == ["key"] * 40
    assert service.count() < 40


REFUSALS: dict[str, tuple[Reply, int, str]] = {
    "404 empty": (NOT_FOUND, 4, "does not know"),
    "404 of an empty text": (reply("", 404), 4, "does not know"),
    "404 with error": (reply({"error": "Address not found"}, 404), 4, "It says: Address not found"),
    "400 with error": (
        reply({"error": "Could not geocode from any source"}, 400),
        4,
        "It says: Could not geocode",
    ),
    "404 in text": (raw("Not Found", 404, "text/plain"), 8, "no such path"),
    "404 in HTML": (raw("<h1>Not found</h1>", 404, "text/html"), 8, "no such path"),
    "404 of a gateway": (reply({"message": "no Route matched"}, 404), 8, "no such path"),
    "403 of a gateway": (GATEWAY_LOST, 8, "no such path"),
    "405": (raw("Method Not Allowed", 405, "text/plain"), 8, "405"),
    "204": (raw("", 204), 8, "not JSON"),
    "418": (raw("short and stout", 418), 8, "418"),
}


def test_a_postcode_not_known_and_a_path_not_known(service: Service) -> None:
    """In the forms that the service has for the one, and servers have for the other (fault 41)."""
    found = errors(service, {name: answer for name, (answer, _, _) in REFUSALS.items()})
    assert {name: error.get("exit") for name, error in found.items()} == {
        name: code for name, (_, code, _) in REFUSALS.items()
    }
    assert [name for name, (_, _, says) in REFUSALS.items() if says not in found[name]["message"]] == []
    lost = {name for name, error in found.items() if error["hint"] == "Check --base-url."}
    assert lost == {name for name, (_, _, says) in REFUSALS.items() if says == "no such path"}
    unknown = ask(serve(service, NOT_FOUND), "--json")
    refused(
        unknown, 4, f"127.0.0.1:{service.port}", f"does not know {HERE}", "it ends where postcode/ begins"
    )
    refused(ask(serve(service, GATEWAY_LOST), "--json"), 8, f"127.0.0.1:{service.port}", "--base-url")


def peak(at: str) -> int:
    """Give the most memory, in kB, of a run that asks there."""
    script = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], stdout=-3, stderr=-3); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, done.returncode)"
    )
    words = command("candidates", HERE, "--base-url", at, "--no-cache")
    done = subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, timeout=LONG, check=True
    )
    kilobytes, code = map(int, done.stdout.split())
    assert code == 8
    return kilobytes // (1024 if sys.platform == "darwin" else 1)


@pytest.mark.parametrize("flood", [server_raw.bomb(), server_raw.endless], ids=["bomb", "endless"])
def test_a_flood_is_ended_and_takes_no_memory(raw_server: Raw, flood: server_raw.Behaviour) -> None:
    """300 MB from 300 kB, or from an answer without end (fault 47)."""
    modest = raw_server(server_raw.says(server_raw.head(2) + b"[]"))
    server = raw_server(flood)
    assert peak(server.url(API)) - peak(modest.url(API)) < MOST_MEMORY
    assert server.connections == 1


def test_what_is_compressed_or_too_long_is_refused(raw_server: Raw, service: Service) -> None:
    """Even a small body, as it was not asked for; and 6 MB, which no true answer has (faults 47 and 48)."""
    refused(ask(raw_server(server_raw.gzipped(reply(one_ward()).body)).url(API)), 8, "compressed")
    long = json_text(b'{"a": "' + b"x" * 6_000_000 + b'"}')
    refused(ask(serve(service, long)), 8, f"127.0.0.1:{service.port}", "more than 5 MB")
    assert service.count() == 1


NOT_JSON: dict[str, str | bytes] = {
    "nothing": "",
    "blank": "   \n",
    "text": "hello",
    "cut": '{"address_picker": false, "dates": [',
    "deep": "[" * 100_000 + "]" * 100_000,
    "deep objects": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "NaN": '{"address_picker": NaN}',
    "Infinity": '{"address_picker": -Infinity}',
    "lone surrogate": '{"address_picker": "\\ud800"}',
    "trailing": "{} {}",
    "not UTF-8": b'{"a": "\xff\xfe"}',
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "NUL": "\0{}",
    "single quotes": "{'a': 1}",
    "control": '{"a": "\x01"}',
}


def test_what_is_not_json_is_refused_by_name_of_its_host(service: Service) -> None:
    """Depth, NaN, half a pair, anything after the end (fault 48)."""
    found = errors(service, {name: json_text(body) for name, body in NOT_JSON.items()})
    assert {name: error.get("exit") for name, error in found.items()} == dict.fromkeys(NOT_JSON, 8)
    assert all(f"127.0.0.1:{service.port}" in error["message"] for error in found.values())
    assert all("not JSON" in error["message"] for error in found.values()), found


def test_json_that_python_would_not_take_is_a_bad_answer(service: Service) -> None:
    """A number of 5,000 figures where an id is, or 10^400; a key twice is read as its last (fault 48)."""
    text = reply(one_ward()).body.decode()
    huge = {
        "5000 figures": text.replace('"ynr_id": 1,', f'"ynr_id": {"9" * 5000},'),
        "10^400": text.replace('"ynr_id": 1,', '"ynr_id": 1e400,'),
    }
    assert all(each != text for each in huge.values())
    for body in huge.values():
        refused(ask(serve(service, json_text(body)), "--json"), 8, f"127.0.0.1:{service.port}")
    twice = text.replace('"address_picker": false', '"address_picker": 7, "address_picker": false')
    assert document(ask(serve(service, json_text(twice)), "--json", "--no-cache"))["contests"]


def test_an_answer_of_another_form_names_the_place(service: Service) -> None:
    """Missing, null, renamed, of another kind: by its path in the JSON (fault 49)."""
    good = one_ward()
    renamed = altered({**good, "days": good["dates"]}, "dates")
    person = f"{FIRST}.candidates.0.person"
    wrong: dict[str, tuple[Any, str]] = {
        "a list": ([], "the whole answer"),
        "a text": ("hello", "the whole answer"),
        "a number": (7, "the whole answer"),
        "null": (None, "the whole answer"),
        "nothing in it": ({}, "address_picker"),
        "no address_picker": (altered(good, "address_picker"), "address_picker"),
        "address_picker null": (altered(good, "address_picker", None), "address_picker"),
        "renamed": (renamed, "dates"),
        "dates null": (altered(good, "dates", None), "dates"),
        "dates an object": (altered(good, "dates", {"2027": []}), "dates"),
        "a day that is none": (altered(good, "dates.0.date", "2027-02-30"), "dates.0.date"),
        "ballots null": (altered(good, "dates.0.ballots", None), "dates.0.ballots"),
        "no id": (altered(good, f"{FIRST}.ballot_paper_id"), f"{FIRST}.ballot_paper_id"),
        "id a number": (altered(good, f"{FIRST}.ballot_paper_id", 7), f"{FIRST}.ballot_paper_id"),
        "candidates a text": (altered(good, f"{FIRST}.candidates", "all"), f"{FIRST}.candidates"),
        "no person": (altered(good, person), person),
        "person null": (altered(good, person, None), person),
        "no number": (altered(good, f"{person}.ynr_id"), f"{person}.ynr_id"),
        "no name": (altered(good, f"{person}.name"), f"{person}.name"),
        "seats a word": (altered(good, f"{FIRST}.seats_contested", "many"), f"{FIRST}.seats_contested"),
        "cancelled null": (altered(good, f"{FIRST}.cancelled", None), f"{FIRST}.cancelled"),
    }
    found = errors(
        service,
        {name: value if isinstance(value, dict) else reply(value) for name, (value, _) in wrong.items()},
    )
    assert {name: error.get("exit") for name, error in found.items()} == dict.fromkeys(wrong, 8)
    unnamed = {
        name: found[name]["message"]
        for name, (_, place) in wrong.items()
        if place not in found[name]["message"]
    }
    assert not unnamed
    assert all(f"127.0.0.1:{service.port}" in error["message"] for error in found.values())


def more(answer: Record) -> Record:
    """Give an answer with keys that nobody agreed on, at every level."""
    new = {"new": {"key": [1]}}
    told = altered({**answer, **new}, FIRST, {**answer["dates"][0]["ballots"][0], **new})
    return altered(told, "dates.0", {**told["dates"][0], **new})


def test_what_may_be_missing_or_new_is_borne(service: Service) -> None:
    """New keys, new words for old ones, and null where a true answer had it (fault 49)."""
    good = one_ward()
    borne = {
        "new keys": more(good),
        "a new system": altered(good, f"{FIRST}.voting_system", {"slug": "NEW", "name": "A new way"}),
        "no system": altered(good, f"{FIRST}.voting_system", None),
        "no party": altered(good, f"{FIRST}.candidates.0.party", None),
        "no hustings": altered(good, f"{FIRST}.hustings", None),
        "no seats": altered(good, f"{FIRST}.seats_contested", None),
        "no place": altered(good, "postcode_location", None),
        "a place without a name": altered(good, "postcode_location.properties", None),
        "no addresses": altered(good, "addresses", None),
        "a name that is null": altered(good, f"{FIRST}.candidates.0.person.name", None),
        "a new notice": altered(good, "dates.0.notifications", [{"type": "new_one", "title": "New"}]),
        "half a notice": altered(good, "dates.0.notifications", [{}]),
        "odd hustings": altered(good, f"{FIRST}.hustings", [{"title": None, "starts": "whenever"}]),
    }
    rows = serve_rows(service, borne)
    result = ask_rows(service.url(API), rows)
    in_words(result)
    failed = {
        name: each["error"] for name, each in zip(borne, result.records, strict=True) if "error" in each
    }
    assert (result.code, failed) == (0, {})
    assert all(each["reach"]["total"] == 2 for each in result.records)


def test_an_answer_about_another_postcode_is_none(service: Service) -> None:
    """However it is written; the sandbox, whose answers do that, is let be (fault 52)."""
    refused(ask(serve(service, one_ward(postcode="BS1 6TR")), "--json"), 8, "another postcode")
    assert (
        ask(serve(service, altered(one_ward(), "postcode_location.properties.postcode", "bs15tr"))).code == 0
    )


def test_an_address_list_that_is_empty_or_hostile_is_no_choice(service: Service) -> None:
    """What is no number is not offered as one; the links in it are not asked (faults 45 and 49)."""
    listed = [
        {"address": "1 High Street", "postcode": HERE, "slug": "1", "url": "http://169.254.169.254/"},
        {"address": "2 High Street", "postcode": HERE, "slug": "../../x", "url": "file:///etc/passwd"},
    ]
    answer = {**one_ward(), "address_picker": True, "dates": [], "addresses": listed}
    result = ask(serve(service, answer), "--json")
    refused(result, 10, "1  1 High Street")
    assert "../../x" not in result.stderr
    assert service.count() == 1
    refused(ask(serve(service, {**answer, "addresses": []}), "--json"), 10, HERE)
