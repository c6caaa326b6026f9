"""A network, or a service on it, that does not answer, not in time, or not to the end."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

import server_raw
from asking import API, HERE, ON, PATH, ask, ask_rows, document, one_ward, serve, serve_rows
from cli import in_words, refused, run
from server import NOT_FOUND, Reply, Seen, Service, raw, reply
from server_raw import Behaviour, RawServer

Raw = Callable[..., RawServer]
BODY = reply(one_ward()).body
AGAIN = "Try again later"


def free_port() -> int:
    """Give a port at which nobody listens."""
    with RawServer(server_raw.silence) as gone:
        return gone.port


def test_a_port_at_which_nobody_listens() -> None:
    """Refused at once (fault 35)."""
    at = f"127.0.0.1:{free_port()}"
    refused(ask(f"http://{at}{API}", "--timeout", "2"), 5, f"Could not reach {at}", "Check the connection")


def test_a_name_that_is_none() -> None:
    """No such host, whatever the resolver says of it (fault 35)."""
    result = ask("https://nowhere.invalid/api/v1/", "--timeout", "1")
    refused(result, 5, "nowhere.invalid")


def test_what_is_refused_gives_no_way_on_that_is_refused_too() -> None:
    """Who is standing is not in the offline data, so --offline is no way on here (fault 35)."""
    result = ask(f"http://127.0.0.1:{free_port()}{API}", "--timeout", "1")
    if "--offline" in result.stderr:
        assert run("candidates", HERE, "--offline").code == 0


@pytest.mark.parametrize(
    ("behaviour", "says"),
    [
        (server_raw.silence, "did not answer in time"),
        (server_raw.drips_head(BODY), "did not answer in time"),
        (server_raw.drips_body(BODY), "did not answer in time"),
        (server_raw.truncated(), "broke off"),
        (server_raw.truncated(BODY, len(BODY) + 1), "broke off"),
        (server_raw.resets, "broke off"),
        (server_raw.resets_within(), "broke off"),
        (server_raw.says(b""), "broke off"),
        (server_raw.says(b"\x00\xff\x00 not HTTP at all\r\n\r\n"), "broke off"),
        (server_raw.says(b"HTTP/1.1 200 OK\r\nContent-Length: nonsense\r\n\r\n{}"), "broke off"),
        (server_raw.says(b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"a" * 200_000 + b"\r\n\r\n{}"), "broke off"),
    ],
    ids=[
        *("silence", "drip of the head", "drip of the body", "cut short", "one byte short", "reset"),
        *("reset within", "nothing", "noise", "no length", "endless head"),
    ],
)
def test_a_service_that_does_not_answer_whole(raw_server: Raw, behaviour: Behaviour, says: str) -> None:
    """Within the time given, whichever way it keeps us (faults 36, 37 and 38)."""
    server = raw_server(behaviour)
    began = time.monotonic()
    result = ask(server.url(API), "--json", "--timeout", "1")
    refused(result, 5, f"127.0.0.1:{server.port}", says, AGAIN)
    assert time.monotonic() - began < 30
    assert 1 <= server.connections <= 3


def test_a_service_that_recovers_is_asked_again(raw_server: Raw) -> None:
    """What broke off or was cut short is no answer, and the third try is one (fault 38)."""
    server = raw_server(server_raw.resets, server_raw.truncated(BODY, 99_999), server_raw.answers(BODY))
    assert len(document(ask(server.url(API), "--json", "--timeout", "20"))["contests"]) == 1
    assert server.connections == 3


def test_what_was_cut_short_is_not_kept(raw_server: Raw) -> None:
    """The next run asks again (fault 38)."""
    server = raw_server(*[server_raw.truncated(BODY, 99_999)] * 3, server_raw.answers(BODY))
    assert ask(server.url(API), "--timeout", "20").code == 5
    assert ask(server.url(API)).code == 0
    assert server.connections == 4


def test_a_fault_of_the_service_is_asked_about_again(service: Service) -> None:
    """A fault of whatever kind, and then an answer (fault 43)."""
    faults = {
        "in words": reply({"error": "failed to get list of ballots"}, 500),
        "empty text": reply("", 502),
        "text": raw("Internal Server Error", 500, "text/plain"),
        "page": raw("<h1>Bad gateway</h1>", 502, "text/html"),
        "nothing": raw(status=503),
        "gateway": reply({"message": "Endpoint request timed out"}, 504),
        "new": raw(status=599),
        "too often": raw(status=429, Retry_After="0"),
    }
    rows = serve_rows(service, faults)
    for row, fault in zip(rows, faults.values(), strict=True):
        path = f"{API}postcode/{row.replace(' ', '')}/"
        service.answer(path, fault, reply(one_ward(postcode=row)))
    result = ask_rows(service.url(API), rows, "--timeout", "20")
    in_words(result)
    assert (result.code, len(result.records)) == (0, len(rows))
    assert service.count() == 2 * len(rows)


def test_a_fault_that_stays_is_told_with_its_words(service: Service) -> None:
    """Three tries (fault 43)."""
    result = ask(serve(service, reply({"error": "failed to get list of ballots"}, 500)), "--json")
    refused(result, 5, f"127.0.0.1:{service.port}", "500: failed to get list of ballots", AGAIN)
    assert service.count() == 3


def test_a_service_that_asks_us_to_wait_is_waited_for(service: Service) -> None:
    """And the person is told how long (fault 42)."""
    service.answer(PATH, raw(status=429, Retry_After="1"), reply(one_ward()))
    result = ask(service.url(API), "--json")
    assert len(document(result)["contests"]) == 1
    assert f"127.0.0.1:{service.port} asks us to wait 1 s" in result.stderr


WAITS = {
    "10^9": ("1000000000", "1,000,000,000 seconds", 1),
    "huge": ("9" * 400, "seconds", 1),
    "a date": (format_datetime(datetime.now(UTC) + timedelta(days=2), usegmt=True), "seconds", 1),
    "a past date": ("Thu, 01 Jan 1970 00:00:00 GMT", "come back in 0 seconds", 3),
    "no date": ("Thu, 99 Foo 99999 00:00:00 GMT", "in a minute or two", 3),
    "a word": ("soon", "in a minute or two", 3),
    "negative": ("-5", "in a minute or two", 3),
    "superscript": ("\u00b2", "in a minute or two", 3),
    "nothing": ("", "in a minute or two", 3),
}


def test_a_service_that_asks_us_to_wait_too_long(service: Service) -> None:
    """Seconds, a date, nonsense: what is too long is told and not waited for (fault 42)."""
    rows = serve_rows(
        service, {name: raw(status=429, Retry_After=header) for name, (header, _, _) in WAITS.items()}
    )
    result = ask_rows(service.url(API), rows, "--max-errors", "1000", "--timeout", "20")
    in_words(result)
    assert result.code == 3
    for row, record, (_, says, asked) in zip(rows, result.records, WAITS.values(), strict=True):
        assert record["error"]["exit"] == 7
        assert "says we ask too often" in record["error"]["message"]
        assert says in record["error"]["hint"]
        assert service.count(f"{API}postcode/{row.replace(' ', '')}/") == asked
    at = serve(service, raw(status=429, Retry_After="1000000000"))
    refused(ask(at), 7, f"127.0.0.1:{service.port} says we ask too often", "1,000,000,000 seconds")


def test_a_dying_service_is_left_alone(service: Service) -> None:
    """After so many failures in a row it is not asked, and every row still has its record (fault 43)."""
    service.unknown = raw(status=503)
    rows = [f"BS{n} 5TR" for n in range(1, 41)]
    result = ask_rows(service.url(API), rows, "--max-errors", "2", "--timeout", "2")
    in_words(result)
    assert result.code == 3
    assert [each["input"] for each in result.records] == rows
    assert {each["error"]["code"] for each in result.records} == {"network"}
    assert "2 times in a row" in result.records[-1]["error"]["message"]
    assert "40 of 40 failed" in result.stderr
    assert service.count() < 3 * len(rows)


def test_a_failure_between_answers_stops_nothing(service: Service) -> None:
    """The others finish, in order (fault 55)."""
    values = {name: one_ward() for name in "abcdefgh"} | {"d": raw(status=500), "f": NOT_FOUND}
    rows = serve_rows(service, dict(sorted(values.items())))
    result = ask_rows(service.url(API), rows, "--max-errors", "1000")
    in_words(result)
    assert result.code == 3
    assert [each["input"] for each in result.records] == rows
    failed = {each["input"]: each["error"]["code"] for each in result.records if "error" in each}
    assert failed == {rows[3]: "network", rows[5]: "unknown-postcode"}


def test_answers_that_come_in_another_order_are_written_in_ours(service: Service) -> None:
    """The first is answered when the last has been (fault 55)."""
    names = [f"{n:02}" for n in range(8)]
    rows = serve_rows(service, {name: one_ward() for name in names})
    first = f"{API}postcode/BS15TR/"
    rest = len(rows) - 1

    def at_last(_seen: Seen) -> Reply:
        for _ in range(500):
            if service.count() > rest:
                break
            time.sleep(0.01)
        return reply(one_ward())

    service.answer(first, at_last)
    result = ask_rows(service.url(API), rows)
    assert result.code == 0
    assert [each["input"] for each in result.records] == rows


def test_one_postcode_many_times_is_asked_about_once(service: Service) -> None:
    """However it is written; each keeps its record (fault 20)."""
    at = serve(service, one_ward())
    rows = ["BS1 5TR", "bs15tr", "BS1 5TR", "bs1  5tr"]
    result = ask_rows(at, rows * 20, "--no-cache")
    assert result.code == 0
    assert [each["input"] for each in result.records] == rows * 20
    assert service.count() == 1


@pytest.mark.parametrize(
    "words",
    [
        *(("--timeout", each) for each in ("0", "nan", "inf", "1" + "0" * 30)),
        *(("--rate", each) for each in ("-1", "nan")),
        *(("--max-errors", each) for each in ("0", "1.5")),
    ],
    ids=" ".join,
)
def test_a_number_that_is_none_is_refused_before_anything_is_asked(words: tuple[str, ...]) -> None:
    """No wait of 10^30 seconds, and no end to waiting (fault 19)."""
    refused(run("candidates", HERE, "--base-url", "http://127.0.0.1:1/", "--on", ON, *words), 2, words[0])
