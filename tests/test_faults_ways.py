"""The way to a service: addresses that are none, redirects, certificates, proxies."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import server_raw
from askcandidate.errors import WrongUse
from askcandidate.sources.address import base
from asking import API, HERE, KEY, ON, PATH, ask, ask_rows, contest, document, one_ward, serve, serve_rows
from cli import Result, in_words, refused, run
from server import Reply, Service, redirect, reply
from server_raw import RawServer, certificate, head, says

Raw = Callable[..., RawServer]
SECRET = "opensesame"  # noqa: S105
ELSEWHERE = "https://far-away.invalid/api/v1/"


def through(
    proxy: str, *words: str, at: str = ELSEWHERE, variable: str = "HTTPS_PROXY", **env: str
) -> Result:
    """Ask a host that is not this machine, by a proxy."""
    return ask(at, "--timeout", "2", *words, env={variable: proxy, **env})


def test_a_redirect_to_another_host_is_not_followed(service: Service) -> None:
    """Nor to another port, another scheme or a file (fault 44)."""
    tos = {
        "https://elsewhere.example.org/login": 302,
        "http://169.254.169.254/latest/meta-data/": 307,
        "//elsewhere.example.org/": 301,
        f"https://127.0.0.1:{service.port}/": 308,
        f"http://localhost:{service.port}/": 303,
        "http://127.0.0.1:1/": 302,
        "file:///etc/passwd": 302,
        "javascript:alert(1)": 302,
        "https://[::1": 302,
        "http://a b/": 302,
        "https://exa\u00a0mple.org:99999999/": 302,
        "https://%00/": 302,
    }
    rows = serve_rows(
        service, {to: Reply(status=status, headers={"Location": to}) for to, status in tos.items()}
    )
    result = ask_rows(service.url(API), rows, "--max-errors", "1000", "--timeout", "20")
    in_words(result)
    assert result.code == 3
    told = {to: each["error"] for to, each in zip(tos, result.records, strict=True)}
    assert {to for to, error in told.items() if error["exit"] != 5} == set()
    assert {to for to, error in told.items() if "not followed" not in error["message"]} <= set(list(tos)[7:])
    assert all(f"127.0.0.1:{service.port}" in error["message"] for error in told.values())
    refused(
        ask(serve(service, redirect("https://elsewhere.example.org/"))),
        5,
        "elsewhere.example.org",
        "not followed",
    )


def test_a_redirect_on_the_same_host_is_followed(service: Service) -> None:
    """At most three times, and the key goes along once (fault 44)."""
    service.require_key(KEY)
    service.answer(PATH, redirect(f"{API}1/"))
    service.answer(f"{API}1/", redirect(f"{API}2/", 308))
    service.answer(f"{API}2/", redirect("../3/?a=b", 303))
    service.answer(f"{API}3/", reply(one_ward()))
    host = {"ASKCANDIDATE_TOKEN": KEY, "ASKCANDIDATE_TOKEN_HOST": f"127.0.0.1:{service.port}"}
    assert contest(ask(service.url(API), "--json", env=host))["ballot"]["seats"] == 1
    assert [each.query.get("auth_token") for each in service.seen] == [KEY] * 4
    assert all(each.target.count(KEY) == 1 for each in service.seen)


def test_a_redirect_in_circles_is_left(service: Service) -> None:
    """Or one that says nowhere (fault 44)."""
    rows = serve_rows(service, {to: redirect(to) for to in ("", "?", "?again")})
    result = ask_rows(service.url(API), rows)
    assert result.code == 3
    assert [("circles" in each["error"]["message"], each["error"]["exit"]) for each in result.records] == [
        (True, 5)
    ] * 3
    assert service.count() == 4 * len(rows)


ADDRESSES = [
    *(
        "http://user:opensesame@127.0.0.1/",
        "http://127.0.0.1/?auth_token=opensesame",
        "http://169.254.169.254/",
    ),
    *("http://example.org/api/v1/", "file:///etc/passwd", "http://127.0.0.1:99999/", "", "http://[::1"),
]
MORE_ADDRESSES = [
    *("ftp://127.0.0.1/", "http://10.0.0.1/", "http://0.0.0.0/", "http://127.0.0.1.example.org/"),
    *(
        "http://localhost.example.org/",
        "https://user:opensesame@example.org/",
        "https://:opensesame@example.org/",
    ),
    *("https://example.org/#opensesame", "https://", "//example.org/", "example.org", "javascript:alert(1)"),
    *("http://2130706433/", "http://127.1/", "http://[::ffff:8.8.8.8]/", "https://example.org:99999/"),
]


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_address_that_is_none_is_refused_before_anything_is_asked(url: str) -> None:
    """Only https, or this machine by a name that everybody knows; no name, password or query (fault 45)."""
    result = run("candidates", HERE, "--base-url", url, "--on", ON, "--timeout", "1")
    refused(result, 2)
    assert SECRET not in result.stderr


@pytest.mark.parametrize("url", MORE_ADDRESSES)
def test_more_addresses_that_are_none(url: str) -> None:
    """Each is wrong use, and its password is in no message (fault 45)."""
    with pytest.raises(WrongUse) as told:
        base(url, named=True)
    assert SECRET not in f"{told.value.message} {told.value.hint}"


def test_this_machine_has_several_names(service: Service) -> None:
    """Each is asked in plain http (fault 45)."""
    at = serve(service, one_ward())
    assert ask(at.replace("127.0.0.1", "localhost")).code == 0


def test_a_settings_file_cannot_name_a_service(tmp_path: Path) -> None:
    """Neither that of a folder that somebody sent, nor a key or a place for the cache (fault 91)."""
    for key in ("base_url", "token", "live"):
        (tmp_path / "askcandidate.toml").write_text(f'{key} = "http://127.0.0.1:1/"\n', encoding="utf-8")
        refused(run("candidates", HERE, cwd=tmp_path), 2, "askcandidate.toml", f'"{key}"')


@pytest.mark.parametrize("expired", [False, True], ids=["self-signed", "expired"])
def test_a_certificate_that_nobody_signed(tmp_path: Path, raw_server: Raw, *, expired: bool) -> None:
    """The clock may be wrong, or the network have a certificate of its own (faults 46 and 96)."""
    trusted, tls = certificate(tmp_path, expired=expired)
    server = raw_server(server_raw.answers(reply(one_ward()).body), tls=tls)
    at = server.url(API, "localhost")
    env = {"SSL_CERT_FILE": str(trusted)} if expired else {}
    host = f"localhost:{server.port}"
    refused(ask(at, "--json", env=env), 5, "certificate", host, "clock", "SSL_CERT_FILE")
    assert server.requests == []


def test_a_certificate_of_ones_own_may_be_named(tmp_path: Path, raw_server: Raw) -> None:
    """In SSL_CERT_FILE; there is no switch to trust everything (fault 46)."""
    trusted, tls = certificate(tmp_path)
    server = raw_server(server_raw.answers(reply(one_ward()).body), tls=tls)
    at = server.url(API, "localhost")
    assert document(ask(at, "--json", env={"SSL_CERT_FILE": str(trusted)}))["contests"]
    refused(ask(at, "--insecure"), 2, "--insecure")


def test_a_certificate_of_another_name(tmp_path: Path, raw_server: Raw) -> None:
    """Trusted, but not for this host (fault 46)."""
    trusted, tls = certificate(tmp_path, "other.example.org")
    server = raw_server(server_raw.answers(reply(one_ward()).body), tls=tls)
    result = ask(server.url(API, "localhost"), env={"SSL_CERT_FILE": str(trusted)})
    refused(result, 5, "certificate", f"localhost:{server.port}")
    assert server.requests == []


@pytest.mark.parametrize("named", ["missing.pem", "empty.pem"])
def test_a_file_of_certificates_that_is_none(tmp_path: Path, named: str) -> None:
    """A misspelt SSL_CERT_FILE is told by its name (fault 46)."""
    (tmp_path / "empty.pem").touch()
    result = ask(ELSEWHERE, "--timeout", "1", env={"SSL_CERT_FILE": str(tmp_path / named)})
    in_words(result)
    assert result.code in {2, 5, 8}
    assert result.stdout == ""


def test_https_where_there_is_none(service: Service) -> None:
    """Plain http at the other end is a fault of the way, not of the tool (fault 46)."""
    at = serve(service, one_ward()).replace("http://", "https://")
    refused(ask(at, "--timeout", "2"), 5, f"127.0.0.1:{service.port}")


@pytest.mark.parametrize("status", ["407 Proxy Authentication Required", "502 Bad Gateway"])
def test_a_proxy_that_refuses_is_named_without_its_password(raw_server: Raw, status: str) -> None:
    """What it was asked for is the host, not the postcode (fault 54)."""
    proxy = raw_server(says(head(0, status=status)))
    result = through(f"http://somebody:{SECRET}@127.0.0.1:{proxy.port}")
    refused(result, 5, "far-away.invalid", "proxy", f"127.0.0.1:{proxy.port}")
    assert SECRET not in result.stderr
    assert all(each.startswith(b"CONNECT far-away.invalid:443 ") for each in proxy.requests)
    assert proxy.requests
    assert b"BS1" not in b"".join(proxy.requests)


def test_a_proxy_that_is_not_there_is_named(raw_server: Raw) -> None:
    """The service may be well; the way to it is not (fault 54)."""
    with RawServer(server_raw.silence) as gone:
        port = gone.port
    result = through(f"http://somebody:{SECRET}@127.0.0.1:{port}")
    refused(result, 5, f"127.0.0.1:{port}")
    assert SECRET not in result.stderr


@pytest.mark.parametrize("behaviour", [server_raw.silence, server_raw.resets, server_raw.drips_head()])
def test_a_proxy_that_does_not_answer(raw_server: Raw, behaviour: server_raw.Behaviour) -> None:
    """In time, and without its password (fault 54)."""
    proxy = raw_server(behaviour)
    result = through(f"http://somebody:{SECRET}@127.0.0.1:{proxy.port}", "--timeout", "1")
    refused(result, 5, "far-away.invalid")
    assert SECRET not in result.stderr


@pytest.mark.parametrize("variable", ["https_proxy", "ALL_PROXY"])
def test_every_variable_that_names_a_proxy_is_honoured(raw_server: Raw, variable: str) -> None:
    """With or without its scheme (fault 54)."""
    proxy = raw_server(says(head(0, status="403 Forbidden")))
    refused(through(f"127.0.0.1:{proxy.port}", variable=variable), 5, "far-away.invalid")
    assert proxy.connections >= 1


def test_a_host_without_a_proxy_is_asked_directly(raw_server: Raw) -> None:
    """NO_PROXY is honoured (fault 54)."""
    proxy = raw_server(server_raw.silence)
    result = through(f"http://127.0.0.1:{proxy.port}", NO_PROXY="far-away.invalid")
    refused(result, 5, "far-away.invalid")
    assert proxy.connections == 0


def test_this_machine_is_asked_without_a_proxy(service: Service, raw_server: Raw) -> None:
    """Whatever the variables say (fault 54)."""
    proxy = raw_server(server_raw.silence)
    url = f"http://127.0.0.1:{proxy.port}"
    env = {"HTTP_PROXY": url, "http_proxy": url, "ALL_PROXY": url}
    assert ask(serve(service, one_ward()), env=env).code == 0
    assert proxy.connections == 0


@pytest.mark.parametrize(
    ("proxy", "words"),
    [
        ("socks5://127.0.0.1:1", 'pip install "httpx[socks]"'),
        ("http://[::1", "http"),
        ("http://127.0.0.1:99999999", "http"),
    ],
)
def test_a_proxy_that_can_be_none(proxy: str, words: str) -> None:
    """A broken variable is told, and how to write it (fault 54)."""
    result = through(proxy.replace("://", f"://u:{SECRET}@"))
    refused(result, 5, words)
    assert re.search("proxy", result.stderr, re.IGNORECASE)
    assert SECRET not in result.stderr
