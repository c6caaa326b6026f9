"""A key is shown and kept nowhere, whatever goes wrong and whatever a server sends back."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import server_raw
from answers import candidacy, husting, person
from asking import (
    API,
    HERE,
    KEY,
    PATH,
    ask,
    ask_rows,
    document,
    noted,
    one_ward,
    serve,
    serve_rows,
    where_bytes_are,
)
from cli import Result, in_words, refused
from server import Reply, Service, raw, redirect, reply
from server_raw import RawServer

Raw = Callable[..., RawServer]
ECHO = f"http://127.0.0.1{PATH}?auth_token={KEY}"


def with_key(port: int, key: str = KEY, **more: str) -> dict[str, str]:
    """Give the variables that name a key for a port of this machine."""
    return {"ASKCANDIDATE_TOKEN": key, "ASKCANDIDATE_TOKEN_HOST": f"127.0.0.1:{port}", **more}


def unseen(*results: Result, key: str = KEY) -> None:
    """Hold that the key, or half of it, stands in nothing that was written."""
    for result in results:
        assert key.lower()[:10] not in (result.stdout + result.stderr).lower(), result
    home = Path(os.environ["HOME"])
    assert where_bytes_are(key, home) == []


def keys_file(keys: Any, mode: int = 0o600) -> Path:
    """Write the file of keys."""
    path = Path(os.environ["HOME"]) / ".config/askcandidate/keys.json"
    path.parent.mkdir(parents=True)
    path.write_text(keys if isinstance(keys, str) else json.dumps(keys), encoding="utf-8")
    path.chmod(mode)
    return path


TROUBLE: dict[str, tuple[Reply, int]] = {
    "no path": (raw(f"No {ECHO}", 404, "text/plain"), 8),
    "unknown": (reply({"error": f"nothing at {ECHO}"}, 404), 4),
    "bad request": (reply({"error": f"cannot read {ECHO}"}, 400), 4),
    "in a list": (reply([f"cannot read {ECHO}"], 400), 4),
    "too often": (reply({"error": f"{KEY} asks too often"}, 429), 7),
    "fault": (reply({"error": f"{ECHO} failed"}, 500), 5),
    "cut in the middle": (reply({"error": "x" * 150 + KEY}, 500), 5),
    "hidden": (reply({"error": "\u200b".join(KEY)}, 500), 5),
    "in capitals": (reply({"error": KEY.upper()}, 500), 5),
    "a page": (raw(f"<html>{ECHO}", content_type="text/html"), 5),
    "not JSON": (raw(ECHO, content_type="application/json"), 8),
    "redirect": (redirect(f"https://elsewhere.example.org/?auth_token={KEY}"), 5),
    "redirect to its name": (redirect(f"https://{KEY}.example.org/"), 5),
    "circle": (redirect(f"?auth_token={KEY}"), 5),
    "another form": (reply({KEY: 1, "address_picker": KEY}), 8),
    "another postcode": (reply(one_ward(postcode="M1 1AA")), 8),
}
REFUSED = {
    "refused": reply({"message": f"Unauthorized: {KEY}"}, 401),
    "forbidden": reply({"message": f"{KEY} is not allowed"}, 403),
}


def test_a_key_that_is_sent_back_is_not_shown(service: Service) -> None:
    """In a refusal, a redirect, a page; in no stream and no file (fault 88)."""
    rows = serve_rows(service, {name: answer for name, (answer, _) in TROUBLE.items()})
    words = ("--max-errors", "1000", "--timeout", "20")
    result = ask_rows(service.url(API), rows, *words, env=with_key(service.port))
    in_words(result)
    assert [each["error"]["exit"] for each in result.records] == [code for _, code in TROUBLE.values()]
    assert all(each.query == {"auth_token": KEY} for each in service.seen)
    shown = {name: each["error"] for name, each in zip(TROUBLE, result.records, strict=True)}
    assert {name: error for name, error in shown.items() if KEY[:10] in str(error).lower()} == {}
    unseen(result)


@pytest.mark.parametrize("name", REFUSED)
def test_a_key_that_is_refused_and_sent_back_is_not_shown(service: Service, name: str) -> None:
    """Nor is the run ended by anything but that (fault 88)."""
    result = ask(serve(service, REFUSED[name]), "--json", env=with_key(service.port))
    refused(result, 6, f"127.0.0.1:{service.port} refused the key")
    unseen(result)


def test_a_key_that_is_sent_back_in_an_answer_is_not_shown(service: Service) -> None:
    """In a notice, a name, an address, a link: in no form of output, and not kept (fault 88)."""
    who = candidacy(person(1, f"Ada {KEY}", f"{KEY}@x.example"), f"Party {ECHO}")
    answer = {**one_ward(who, hustings=[husting(KEY, url=ECHO, location=ECHO)])}
    answer["dates"][0]["ballots"][0]["ballot_title"] = f"Ward {KEY}"
    answer["dates"][0]["notifications"] = noted(KEY, ECHO)["dates"][0]["notifications"]
    answer["dates"][0]["ballots"][0]["candidates"][0]["person"]["absolute_url"] = ECHO
    at = serve(service, answer)
    results = [ask(at, form, env=with_key(service.port)) for form in ("--json", "--csv")]
    assert [result.code for result in results] == [0] * 2
    unseen(*results)


@pytest.mark.parametrize(
    "behaviour",
    [
        server_raw.silence,
        server_raw.resets,
        server_raw.truncated(f'{{"a": "{KEY}'.encode()),
        server_raw.says(KEY.encode()),
    ],
    ids=["silence", "reset", "cut short", "not HTTP"],
)
def test_a_key_is_not_shown_when_the_network_fails(raw_server: Raw, behaviour: server_raw.Behaviour) -> None:
    """Nor for whoever looks for a fault of the tool (fault 88)."""
    server = raw_server(behaviour)
    env = with_key(server.port, ASKCANDIDATE_DEBUG="1", HTTPX_LOG_LEVEL="trace", PYTHONWARNINGS="error")
    result = ask(server.url(API), "--json", "--timeout", "1", env=env)
    refused(result, 5)
    assert f"auth_token={KEY}".encode() in server.requests[0]
    assert KEY.encode() not in server.requests[0].partition(b"\r\n")[2]
    unseen(result)


def test_a_key_is_not_shown_by_a_run_that_goes_well_or_is_debugged(service: Service) -> None:
    """Nothing of it is in the output, in what is kept, or in a header (fault 88)."""
    service.require_key(KEY)
    at = serve(service, one_ward())
    results = [
        ask(at, form, env=with_key(service.port, ASKCANDIDATE_DEBUG="1"), on=f"2027-04-2{day}")
        for day, form in enumerate(("--json", "--csv"))
    ]
    results.append(
        ask_rows(at, [HERE, "BS1 6TR"], "--no-cache", env=with_key(service.port, ASKCANDIDATE_DEBUG="1"))
    )
    assert [result.code for result in results] == [0, 0, 3]
    assert all(KEY not in str(each.headers) for each in service.seen)
    unseen(*results)


def test_a_key_is_not_shown_by_a_fault_of_the_tool(service: Service) -> None:
    """A port that is none, which the network's library meets first (fault 88)."""
    host = "127.0.0.1:99999"
    env = {"ASKCANDIDATE_TOKEN": KEY, "ASKCANDIDATE_TOKEN_HOST": host, "ASKCANDIDATE_DEBUG": "1"}
    unseen(ask(f"http://{host}{API}", "--timeout", "1", env=env))


@pytest.mark.parametrize("key", ["two words", "k\u00e9y", "x" * 201, "\x1b[2J"])
def test_what_can_be_no_key_is_refused_and_not_shown(service: Service, key: str) -> None:
    """Before anything is asked (fault 40)."""
    result = ask(serve(service, one_ward()), env=with_key(service.port, key))
    refused(result, 2, "ASKCANDIDATE_TOKEN")
    assert key not in result.stderr
    assert service.count() == 0


def test_the_file_of_keys_gives_each_host_its_own(service: Service) -> None:
    """With its port; the environment's goes before it."""
    service.require_key(KEY)
    at = serve(service, one_ward())
    path = keys_file(
        {f"127.0.0.1:{service.port}": KEY, "127.0.0.1": "other", "developers.democracyclub.org.uk": "dc"}
    )
    result = ask(at, "--no-cache")
    assert result.code == 0
    assert "chmod" not in result.stderr
    path.unlink()
    unseen(result)


@pytest.mark.skipif(os.name != "posix", reason="needs the modes of POSIX")
@pytest.mark.parametrize("mode", [0o644, 0o620])
def test_a_file_of_keys_that_others_can_read_is_told(service: Service, mode: int) -> None:
    """With the command that mends it; the key is used (fault 89)."""
    service.require_key(KEY)
    at = serve(service, one_ward())
    path = keys_file({f"127.0.0.1:{service.port}": KEY}, mode)
    result = ask(at, "--json")
    in_words(result)
    assert document(result)["contests"]
    assert f"chmod 600 {path}" in result.stderr
    path.unlink()
    unseen(result)


@pytest.mark.parametrize("content", ["", "{", '{"127.0.0.1": 7}', f'["{KEY}"]'])
def test_a_file_of_keys_that_is_none_is_told(service: Service, content: str) -> None:
    """By its name, with what takes it away, and without what stands in it (faults 86 and 90)."""
    path = keys_file(content)
    result = ask(serve(service, one_ward()))
    refused(result, 2)
    assert str(path) in result.stderr or "a key in it" in result.stderr
    path.unlink()
    unseen(result)


def test_a_refused_key_is_told_as_that(service: Service) -> None:
    """It is not tried again (fault 40)."""
    service.require_key("another")
    result = ask(serve(service, one_ward()), env=with_key(service.port))
    refused(result, 6, f"127.0.0.1:{service.port} refused the key", "auth set")
    assert service.count() == 1
    unseen(result)
