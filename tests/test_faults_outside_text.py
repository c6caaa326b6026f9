"""What others wrote: names, parties, titles, addresses and links that would do something if they could."""

import json
from typing import Any

import pytest

from answers import ballot, candidacy, husting, person
from answers_candidates import ynr_ballot, ynr_candidacy
from answers_elections import ee_division, ee_election, ee_organisation
from answers_rules import altered, page_of
from asking import (
    ADA,
    API,
    HERE,
    ON,
    WARD,
    answer_with,
    ask,
    ask_rows,
    contest,
    noted,
    one_ward,
    serve,
    serve_rows,
    shown,
)
from cli import in_words
from server import Service, reply

CLEAR, LINK, CLIPBOARD = "\x1b[2J", "\x1b]8;;http://evil.example\x07", "\x1b]52;c;YQ==\x07"
BIDI = "\u202e\u2066\u200f\u061c"
HIDDEN = "\u200b\u200d\ufeff\u00ad\ue000\U000e0041"
ZALGO = "Z" + "\u0301" * 500 + "oe"
MARKUP = "[red]Zoe[/] [link=http://evil.example]x[/link] {{7*7}} {% raw %} %(name)s {0} $HOME `id`"
FIRST = "dates.0.ballots.0"
NAMES = {
    f"{CLEAR}Zoe": "Zoe",
    f"{CLIPBOARD}Zoe": "]52;c;YQ==Zoe",
    f"{LINK}Zoe": "]8;;http://evil.exampleZoe",
    "Zoe\x9b2JB": "Zoe2JB",
    "Zoe\x00\x08\x7fB": "ZoeB",
    f"Z{BIDI}oe": "Zoe",
    f"Z{HIDDEN}oe": "Zoe",
    "Zoe\r\nBcc: b@evil.example": "Zoe Bcc: b@evil.example",
    "Zoe\tB\u2028C\u2029D\x85E\x0bF": "Zoe B C D E F",
    "Zoe\u0308": "Zo\u00eb",
    MARKUP: MARKUP,
    "<script>alert(1)</script> & \"q\" 'a'": "<script>alert(1)</script> & \"q\" 'a'",
    "[x](javascript:alert(1)) | `b` _c_ *d*": "[x](javascript:alert(1)) | `b` _c_ *d*",
}
JUNK: dict[str, Any] = {
    "two": "a@x.example, b@y.example",
    "two, half": "x, y@z.example",
    "blank": "a b@x.example",
    "header": "a@x.example\r\nBcc: b@y.example",
    "line": "a@x.example\nb",
    "named": "Ada <a@x.example>",
    "link": "mailto:a@x.example",
    "query": "a@x.example?bcc=b@y.example",
    "word": "ask my office",
    "no dot": "a@localhost",
    "dots": "a@x..example",
    "first dot": ".a@x.example",
    "long": "a" * 300 + "@x.example",
    "bidi": "a\u202e@x.example",
    "escape": f"{CLEAR}a@x.example",
    "NUL": "a\0@x.example",
    "group": "all: a@x.example;",
    "comment": "a(b)@x.example",
    "at": "a@b@x.example",
    "percent": "a%0d%0aBcc:b@x.example",
    "number": 7,
    "list": ["a@x.example"],
    "null": None,
    "empty": "",
}
LINKS = [
    *(
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example/",
        "https://",
        "nonsense",
    ),
    *("https://user:pass@evil.example/", "https://x.example/\r\nY: z", "https://x.example/\x1b[2J", 7, None),
    *("HTTP://x y.example/", "https://\u202eevil.example/", "https://x.example/" + "a" * 5000, "http://[::1"),
]


def plain(text: str) -> None:
    """Hold that a text can move no cursor, turn no line and hide nothing."""
    assert all(c.isprintable() or c in "\n\t" for c in text), text
    assert not set(text) & set(BIDI + HIDDEN)


@pytest.fixture
def at(service: Service) -> str:
    """Give a service whose people have every one of the names."""
    people = [candidacy(person(n, name), name) for n, name in enumerate(NAMES, 1)]
    return serve(service, one_ward(*people))


def test_a_name_can_do_nothing(at: str) -> None:
    """Control sequences, turned lines, hidden marks, line ends, markup and code (faults 56 to 59, 62 to 64)."""
    result = ask(at, "--json")
    in_words(result)
    told = {int(each["id"]): each for each in contest(result)["candidates"]}
    assert [told[n]["name"] for n in sorted(told)] == list(NAMES.values())
    assert [told[n]["party"] for n in sorted(told)] == list(NAMES.values())
    for form in ("--csv", "--quiet"):
        plain(ask(at, form).stdout)


def test_a_terminal_shows_a_name_as_it_is(at: str) -> None:
    """Markup is printed, not obeyed; nothing else reaches the terminal (faults 56, 57 and 58)."""
    code, page = shown(HERE, "--base-url", at, "--on", ON)
    assert code == 0
    plain(page)
    assert f" {MARKUP} " in page
    assert page.count("Zo\u00eb") == 2


def test_marks_on_one_letter_are_few_and_a_name_is_no_book(service: Service) -> None:
    """A flood of marks keeps four at most; a thousand letters are cut (faults 51 and 58)."""
    people = [candidacy(person(1, ZALGO)), candidacy(person(2, "A" * 1000)), candidacy(person(3, " \u200b "))]
    only = contest(ask(serve(service, one_ward(*people)), "--json"))
    names = {each["id"]: each["name"] for each in only["candidates"]}
    assert names["1"].endswith("oe")
    assert len(names["1"]) <= 7
    assert names["2"].startswith("A" * 200)
    assert len(names["2"]) <= 201
    assert names["3"] == "(no name given)"


def test_every_other_text_is_as_harmless(service: Service) -> None:
    """Titles, places, reasons, meetings, notices and an id (faults 56 to 58)."""
    bad = f"{CLEAR}{LINK}{BIDI}{HIDDEN}x\r\ny\x9b"
    answer = noted(bad, bad)
    for key in ("ballot_title", "post_name", "elected_role", "by_election_reason"):
        answer = altered(answer, f"{FIRST}.{key}", bad)
    answer = altered(answer, f"{FIRST}.hustings", [husting(bad, location=bad, url="javascript:alert(1)")])
    answer = altered(answer, f"{FIRST}.voting_system", {"name": bad, "slug": bad})
    answer = altered(answer, f"{FIRST}.ballot_paper_id", f"{WARD}{bad}")
    answer = altered(answer, f"{FIRST}.replaces", bad)
    answer = altered(answer, "dates.0.notifications.0.type", bad)
    rows = serve_rows(service, {"held": answer, "off": {**answer, "dates": off(answer)}})
    for form in ("--jsonl", "--csv", "--quiet"):
        result = ask_rows(service.url(API), rows, form) if form != "--csv" else None
        result = result or ask(service.url(API), form)
        in_words(result)
        plain(result.stdout)
        if form == "--jsonl":
            told = [text for record in result.records for text in texts(record)]
            assert [text for text in told if not text.isprintable() or set(text) & set(BIDI + HIDDEN)] == []
    code, page = shown("--base-url", service.url(API), "--on", ON, *rows)
    assert code == 0
    plain(page)


@pytest.mark.parametrize("name", ["candidates", "every-election"])
def test_texts_of_the_open_services_are_as_harmless(service: Service, name: str) -> None:
    """Every text that is no id or link, in every form (faults 56 to 58)."""
    bad = f"{CLEAR}{LINK}{BIDI}{HIDDEN}x\r\ny\x9b"
    if name == "candidates":
        told = page_of([ynr_ballot(WARD, [ynr_candidacy(1, "Zoe")])])
        for key in ("person.name", "party_name", "party.name"):
            told = altered(told, f"results.0.candidacies.0.{key}", bad)
        for key in ("election.name", "post.label", "voting_system", "by_election_reason", "replaces"):
            told = altered(told, f"results.0.{key}", bad)
        service.answer("/api/next/ballots/", reply(told))
    else:
        council = ee_organisation("bristol", "Bristol City Council", "BST")
        central = ee_division("central", "Central", "gss:E05010892")
        told = page_of([ee_election(WARD, organisation=council, division=central)])
        for key in ("election_title", "voting_system.name", "by_election_reason", "replaces"):
            told = altered(told, f"results.0.{key}", bad)
        service.answer("/api/elections/", reply(told))
    for form in ("--jsonl", "--csv", "--quiet"):
        result = ask(service.url("/api/next/" if name == "candidates" else "/api/"), "--source", name, form)
        in_words(result)
        plain(result.stdout)
        found = [text for record in result.records for text in texts(record)] if form == "--jsonl" else []
        assert [text for text in found if not text.isprintable() or set(text) & set(BIDI + HIDDEN)] == []


def off(answer: dict[str, Any]) -> list[Any]:
    """Give the days of an answer with its poll cancelled and replaced."""
    told = altered(answer, f"{FIRST}.cancelled", True)  # noqa: FBT003
    bad = f"{CLEAR}x"
    told = altered(told, f"{FIRST}.metadata", {"cancelled_election": {"detail": bad}})
    days: list[Any] = altered(told, f"{FIRST}.replaced_by", bad)["dates"]
    return days


def texts(value: Any) -> list[str]:
    """Give every text in a record."""
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return [value] if isinstance(value, str) else []


def test_the_words_of_a_refusal_are_as_harmless(service: Service) -> None:
    """They stand in a message (faults 56 to 58)."""
    said = {"error": f"{CLEAR}{BIDI}No\r\nsuch {'x' * 5000}"}
    result = ask(serve(service, reply(said, 400)))
    in_words(result)
    assert result.code == 4
    assert "No such xxx" in result.stderr
    assert "x" * 200 not in result.stderr
    assert not set(result.stderr) & set(BIDI)


def test_an_address_that_is_not_exactly_one_is_not_used(service: Service) -> None:
    """No letter goes to it, no header comes of it; the person is still shown (faults 59 and 60)."""
    answer = one_ward(*(candidacy(person(n, name)) for n, name in enumerate(JUNK, 1)))
    people = {
        int(each["person"]["ynr_id"]): at
        for at, each in enumerate(answer["dates"][0]["ballots"][0]["candidates"])
    }
    for number, junk in enumerate(JUNK.values(), 1):
        answer = altered(answer, f"{FIRST}.candidates.{people[number]}.person.email", junk)
    only = contest(ask(serve(service, answer), "--json"))
    used = {each["name"]: each["email"] for each in only["candidates"] if each["email"]}
    assert used.keys() <= {"query", "percent"}
    assert only["reach"]["total"] == len(JUNK)
    unflagged = {each["name"] for each in only["candidates"] if not each["email"] and not each["flags"]}
    assert unflagged == {"number", "list", "null", "empty"}
    routes = [route for each in only["candidates"] for route in each["routes"] if route["kind"] == "email"]
    assert all("?" not in route["address"] and "%0" not in route["address"].lower() for route in routes), (
        routes
    )


def test_blanks_around_an_address_do_not_matter(service: Service) -> None:
    """Somebody pasted it (fault 60)."""
    only = contest(ask(serve(service, one_ward(candidacy(person(1, "Ada", " ada@x.example\n")))), "--json"))
    assert only["candidates"][0]["email"] == "ada@x.example"


def test_only_web_addresses_are_links(service: Service) -> None:
    """Of people, meetings and councils (fault 61)."""
    answers = {}
    for number, link in enumerate(LINKS):
        answer = answer_with(ballot(WARD, candidates=[ADA], hustings=[husting("Meeting")]))
        answer = altered(answer, f"{FIRST}.candidates.0.person.absolute_url", link)
        answer = altered(answer, f"{FIRST}.hustings.0.url", link)
        answers[f"{number:02}"] = altered(answer, "electoral_services.website", link)
    result = ask_rows(service.url(API), serve_rows(service, answers))
    assert result.code == 0
    for record in result.records:
        (who,) = record["candidates"]
        links = [who["page"], record["ballot"]["hustings"][0]["url"]]
        links += [route["address"] or None for route in who["routes"] if route["kind"] != "email"]
        assert set(links) == {None}, json.dumps(record)
