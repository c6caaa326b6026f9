"""Which service is asked, with which key, and what those that need none answer."""

import json
import re
from pathlib import Path

import pytest

from answers_candidates import ynr_ballot, ynr_candidacy, ynr_throttled, ynr_unknown_postcode
from answers_elections import ee_division, ee_election, ee_group, ee_organisation
from answers_rules import page_of
from asking import API, HERE, KEY, POLL, SANDBOX, WARD, ask, codes, contest, document, one_ward, serve, shown
from cli import in_words, refused, run
from server import Service, raw, reply
from test_answers_samples import SAMPLES, needs_samples

NEXT = "/api/next/"
BALLOTS = f"{NEXT}ballots/"
ELECTIONS = "/api/elections/"
MAYOR = f"mayor.west-of-england.{POLL}"
STANDING = (ynr_candidacy(1, "Ben Oatfield", "Orchard Party"), ynr_candidacy(2, "ada Marlpit", "Canal Party"))
CITY = ee_organisation("bristol", "Bristol City Council", "BST")
CENTRAL = ee_division("central", "Central", "gss:E05010892")


def test_a_key_goes_to_the_host_it_is_for(service: Service) -> None:
    """In the query, and not in a header or on the screen."""
    service.require_key(KEY)
    at = serve(service, one_ward())
    host = f"127.0.0.1:{service.port}"
    result = ask(at, env={"ASKCANDIDATE_TOKEN": KEY, "ASKCANDIDATE_TOKEN_HOST": host})
    assert result.code == 0
    assert "with your key" in result.stderr
    assert service.seen[-1].query == {"auth_token": KEY}
    assert KEY not in str(service.seen[-1].headers)
    assert KEY not in result.stdout + result.stderr


@pytest.mark.parametrize("host", [None, "127.0.0.1", "localhost:{port}", "127.0.0.1:1"])
def test_a_key_goes_nowhere_else(service: Service, host: str | None) -> None:
    """Without the variable it is Democracy Club's; another port or name is another host."""
    named = {} if host is None else {"ASKCANDIDATE_TOKEN_HOST": host.format(port=service.port)}
    result = ask(serve(service, one_ward()), env={"ASKCANDIDATE_TOKEN": KEY, **named})
    assert (result.code, service.count()) == (0, 1)
    assert service.seen[0].query == {}
    assert KEY not in str(service.seen)


def test_many_rows_without_a_key_are_refused_before_any_is_asked() -> None:
    """The service for those without one is for one postcode at a time."""
    for words in ((), ("--source", "auto"), ("--source", "democracy-club")):
        result = run("candidates", *words, "BS1 5TR", "BS1 6TR", env={"HTTPS_PROXY": "http://127.0.0.1:1"})
        refused(result, 6, "key", "auth set")
    refused(
        run("candidates", "--source", "democracy-club", HERE),
        6,
        "developers.democracyclub.org.uk",
        "auth set",
    )


def test_a_service_that_knows_no_elections_is_refused(service: Service) -> None:
    """By name."""
    refused(ask(service.url(), "--source", "postcodes-io"), 2, "postcodes.io knows no elections")
    assert service.count() == 0


def test_the_candidates_service_tells_who_is_standing(service: Service) -> None:
    """By name in their order, without e-mail addresses, past ballots left out."""
    past = ynr_ballot("local.bristol.central.2024-05-02", STANDING)
    held = ynr_ballot(WARD, STANDING, election_name="Bristol local election", locked=False, seats=2)
    service.answer(BALLOTS, reply(page_of([past, held])))
    result = ask(service.url(NEXT), "--source", "candidates", "--json")
    only = contest(result)
    assert (only["office"], only["title"]) == ("council:E06000023", "Central: Bristol local election")
    assert [(each["id"], each["name"], each["email"]) for each in only["candidates"]] == [
        ("2", "ada Marlpit", None),
        ("1", "Ben Oatfield", None),
    ]
    assert (only["ballot"]["seats"], only["ballot"]["verified"]) == (2, False)
    assert only["source"]["name"] == "candidates"
    assert "which side of a border" in only["source"]["cannot"]
    assert service.seen[0].query == {"for_postcode": "BS15TR", "page_size": "100"}


def test_the_next_page_is_asked_of_our_own_host(service: Service) -> None:
    """Whatever host the link names; only its query counts (fault 45)."""
    pages = {
        None: page_of(
            [ynr_ballot(WARD, STANDING)], "http://169.254.169.254/api/?page=2&for_postcode=BS15TR", count=2
        ),
        "2": page_of([ynr_ballot(MAYOR, STANDING)], count=2),
    }
    service.answer(BALLOTS, lambda seen: reply(pages[seen.query.get("page")]))
    found = document(ask(service.url(NEXT), "--source", "candidates", "--json"))["contests"]
    assert {each["ballot"]["id"] for each in found} == {WARD, MAYOR}
    assert [each.query.get("page") for each in service.seen] == [None, "2"]
    assert service.seen[1].query["page_size"] == "100"


def test_pages_without_end_are_ended(service: Service) -> None:
    """A list that leads to itself is no list."""
    service.answer(
        BALLOTS, reply(page_of([ynr_ballot(WARD, STANDING)], service.url(f"{BALLOTS}?page=2"), count=9))
    )
    refused(ask(service.url(NEXT), "--source", "candidates"), 8, "127.0.0.1", "more than 20 pages")
    assert service.count() <= 21


def test_what_the_candidates_service_refuses(service: Service) -> None:
    """An unknown postcode is a list with 400; another path is something else; its throttle is in words."""
    at = service.url(NEXT)
    service.answer(BALLOTS, reply(ynr_unknown_postcode(HERE), 400))
    refused(ask(at, "--source", "candidates"), 4, "127.0.0.1", f"does not know {HERE}")
    service.answer(BALLOTS, raw("<h1>Not Found</h1>", 404, "text/html"))
    refused(ask(at, "--source", "candidates"), 8, "no such path", "--base-url")
    service.answer(BALLOTS, reply(ynr_throttled(99), 429))
    refused(ask(at, "--source", "candidates"), 7, "too often", "99 seconds")


def test_every_election_tells_which_contests_are_coming(service: Service) -> None:
    """Ballots alone: no groups, nothing deleted; and that it knows nobody is not to say that nobody stands."""
    group = ee_group(f"local.bristol.{POLL}", "organisation", [WARD], CITY)
    ward = ee_election(WARD, organisation=CITY, division=CENTRAL, title="Bristol local election Central")
    gone = {**ward, "deleted": True}
    service.answer(ELECTIONS, reply(page_of([group, ward, gone])))
    result = ask(service.url("/api/"), "--source", "every-election", "--json")
    in_words(result)
    (only,) = json.loads(result.stdout)["contests"]
    assert (only["ballot"]["id"], only["office"], codes(only)) == (WARD, "council:E06000023", ["no-list"])
    assert only["ballot"]["verified"] is None
    assert "not who is standing" in only["source"]["cannot"]
    assert service.seen[0].query["postcode"] == "BS15TR"
    assert "nobody is listed" not in result.stderr


def test_an_unknown_postcode_of_every_election(service: Service) -> None:
    """400, in JSON."""
    service.answer(ELECTIONS, reply({"detail": "Invalid postcode"}, 400))
    refused(ask(service.url("/api/"), "--source", "every-election"), 4, f"does not know {HERE}")


def test_the_slash_at_the_end_of_a_base_may_be_left_out(service: Service) -> None:
    """Both are the same address."""
    at = serve(service, one_ward())
    assert ask(at.removesuffix("/")).code == 0
    assert service.seen[0].path == f"{API}postcode/BS15TR/"


def samples(folder: str) -> dict[str, bytes]:
    assert SAMPLES is not None
    files = (Path(SAMPLES) / "api-samples" / folder).glob("*.json")
    return {path.stem: path.read_bytes() for path in sorted(files)}


@needs_samples
def test_every_answer_that_was_seen_is_shown_in_every_form(service: Service) -> None:
    """As a page, JSON, JSON lines and CSV."""
    seen = samples("democracy-club-sandbox")
    for name, body in seen.items():
        kind = "address" if name.isdecimal() else "postcode"
        service.answer(f"{SANDBOX}{kind}/{name}/", raw(body, content_type="application/json"))
    at = ("--base-url", service.url(SANDBOX), "--on", "2018-05-03")
    asked = [name for name in seen if not name.isdecimal()]
    for form in ("--json", "--jsonl", "--csv"):
        result = run("candidates", form, *at, *asked)
        in_words(result)
        assert result.code == 3  # the one that wants an address
        assert all(name in result.stdout for name in asked)
    code, page = shown(*at, *asked)
    assert code == 3
    assert page.count("From 127.0.0.1") == len(asked) - 1
    for uprn in (name for name in seen if name.isdecimal()):
        code, page = shown(*at, "AA13AA", "--uprn", uprn)
        assert (code, "by-election" in page) == (0, True)


@needs_samples
def test_every_refusal_that_was_seen_is_told(service: Service) -> None:
    """With the code for what it is, in every form."""
    ends = {
        400: "unknown-postcode",
        401: "key",
        404: "unknown-postcode",
        429: "rate-limited",
        500: "network",
        502: "network",
    }
    seen = samples("democracy-club-errors")
    statuses = {name: int(found[0]) for name in seen if (found := re.search(r"\d+", name))}
    at = ("--base-url", service.url(API), "--no-cache")
    refusals = [name for name in seen if statuses[name] == 401]
    for names in (refusals, [name for name in seen if name not in refusals]):  # a refused key ends the asking
        rows = [f"BS{n} 5TR" for n, _ in enumerate(names, 1)]
        for row, name in zip(rows, names, strict=True):
            path = f"{API}postcode/{row.replace(' ', '')}/"
            told = raw(seen[name], statuses[name], "application/json", Retry_After="1000000000")
            service.answer(path, told)
        result = run("candidates", "--jsonl", *at, *rows, "nonsense")
        in_words(result)
        assert result.code == 3
        told_codes = [each["error"]["code"] for each in result.records]
        assert told_codes == [*(ends[statuses[name]] for name in names), "malformed-postcode"]
        for form, says in {"--json": '"exit"', "--csv": told_codes[0]}.items():
            again = run("candidates", form, *at, *rows, "nonsense")
            assert again.stdout.count(says) >= 1
        code, page = shown(*at, *rows, "nonsense")
        assert (code, "127.0.0.1" in page) == (3, True)


@pytest.mark.parametrize(("source", "under"), [("candidates", NEXT), ("every-election", "/api/")])
def test_a_path_that_is_not_there_is_no_unknown_postcode(service: Service, source: str, under: str) -> None:
    """404 in JSON is a wrong address of the service, whichever it is (fault 41)."""
    for path in (BALLOTS, ELECTIONS):
        service.answer(path, reply({"detail": "Not found."}, 404))
    refused(ask(service.url(under), "--source", source), 8, "knows no such path (404)", "--base-url")
