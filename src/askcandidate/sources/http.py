"""The one door to the network: what is asked, how long is waited, and what counts as an answer.

Everything a library or a server can do wrong becomes one of our own errors here.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import httpx
import stamina

from askcandidate import __version__
from askcandidate.errors import BadAnswer, NetworkFault
from askcandidate.sources.address import MOST_AT_ONCE, Base, origin, proxy_to, way_to
from askcandidate.sources.judging import LATER, Again, Answer, judge, read, without
from askcandidate.sources.text import one_line

LONGEST_WAIT = 60.0  # seconds that a service may make us wait before we say so and stop
CONNECT = 5.0  # seconds
_ATTEMPTS = 3
_REDIRECTS = 3
_PAGE_WORDS = ("page", "page_size", "offset", "limit")
_MOST_PAGES = 20  # of up to 100 ballots; a postcode has never had more than a dozen ballots
_MOVED = (301, 302, 303, 307, 308)


class Budget(NamedTuple):
    """How long one request may take in all, and how often one may be made.

    Attributes:
        deadline: seconds for one request, from its name's resolution to its last byte.
        rate: requests a second, or None for as many as there are.
        burst: how many may go at once before the rate holds.
    """

    deadline: float = 30.0
    rate: float | None = 5.0
    burst: int = 1


class _Turns:
    """Lets requests go at a steady rate, after a first few at once."""

    def __init__(self, rate: float | None, burst: int) -> None:
        self._gap = 1 / rate if rate else 0.0
        self._burst = burst
        self._next = 0.0

    async def wait(self) -> None:
        """Wait for one's turn, in the order of asking."""
        if not self._gap:
            return
        now = asyncio.get_running_loop().time()
        earliest = max(self._next, now - self._gap * (self._burst - 1))
        self._next = earliest + self._gap
        await asyncio.sleep(max(0.0, earliest - now))


class _Keyed(httpx.AsyncBaseTransport):
    """Puts the key into a request on its way out, below caches, logs and error messages.

    Only for the host it belongs to; the request that the rest of the tool knows has no key in it.
    """

    def __init__(self, inner: httpx.AsyncBaseTransport, key: str, url: httpx.URL) -> None:
        self._inner = inner
        self._key = key
        self._origin = origin(url)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        if origin(url) == self._origin:
            url = url.copy_merge_params({"auth_token": self._key})
        return await self._inner.handle_async_request(
            httpx.Request(
                request.method,
                url,
                headers=request.headers,
                stream=request.stream,
                extensions=request.extensions,
            )
        )

    async def aclose(self) -> None:
        await self._inner.aclose()


class Client:
    """Asks one service.

    Args:
        at: where it is.
        say: tells the user that we are waiting.
        announce: tells the user, before the first request, who will see what.
        budget: how long and how often.
        key: goes to that host, with every request, and nowhere else.
        contact: how the service's keepers can reach the user, if the user wants that.
        transport: what carries the requests; the network if None.
    """

    def __init__(
        self,
        at: Base,
        *,
        say: Callable[[str], None],
        announce: Callable[[], None] = lambda: None,
        budget: Budget | None = None,
        key: str | None = None,
        contact: str = "",
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.base = at
        self._say = say
        self._announce = announce
        self._budget = budget or Budget()
        self._key = key
        self._turns = _Turns(self._budget.rate, self._budget.burst)
        self._places = asyncio.Semaphore(MOST_AT_ONCE)
        stamina.instrumentation.set_on_retry_hooks(())  # what is retried is told by us, not logged
        self._proxy = proxy_to(at)
        inner = transport or way_to(self._proxy)
        self._client = httpx.AsyncClient(
            transport=_Keyed(inner, key, at.url) if key else inner,
            headers={
                "Accept": "application/json",
                "Accept-Encoding": "identity",
                "User-Agent": _user_agent(contact),
            },
            timeout=httpx.Timeout(self._budget.deadline, connect=min(CONNECT, self._budget.deadline)),
            follow_redirects=False,
        )

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Answer:
        """Ask for a path below the base, such as ``postcode/BS15TR/``.

        Raises:
            NetworkFault: nobody there, too slow, cut off, or a web page instead of data.
            KeyFault: the key is missing or refused.
            RateLimited: we are asked to wait longer than we do.
            BadAnswer: not JSON, too long, compressed though we asked for it plain.
        """
        url = self.base.url.join(path)
        return await self._ask("GET", url.copy_merge_params(dict(params)) if params else url)

    async def pages(self, path: str, params: Mapping[str, str]) -> AsyncIterator[Answer]:
        """Ask for a list that comes in pages; ``next`` is read for its query alone, never followed.

        Raises:
            BadAnswer: there is no end to the pages; and see ``get``.
        """
        asked = dict(params)
        for _ in range(_MOST_PAGES):
            answer = await self.get(path, asked)
            yield answer
            link = answer.value.get("next") if isinstance(answer.value, dict) else None
            if not isinstance(link, str):
                return
            asked |= {k: v for k, v in parse_qsl(urlsplit(link).query) if k in _PAGE_WORDS}
        raise BadAnswer(f"{self.base.host} gave more than {_MOST_PAGES} pages.")

    async def post(self, path: str, body: Any) -> Answer:
        """Send JSON to a path below the base; see ``get`` for what it raises."""
        return await self._ask("POST", self.base.url.join(path), body)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def _ask(self, method: str, url: httpx.URL, body: Any = None) -> Answer:
        announce, self._announce = self._announce, lambda: None
        announce()
        patience = _Patience(self.base.host, self._budget.deadline, self._say)
        try:
            async for attempt in stamina.retry_context(
                on=patience.may_retry,
                attempts=_ATTEMPTS,
                timeout=self._budget.deadline,
                wait_initial=0.2,
                wait_max=2.0,
                wait_jitter=0.3,
            ):
                with attempt:
                    async with self._places:
                        await self._turns.wait()
                        return await self._once(method, url, body)
        except Again as again:
            raise again.error from None
        raise AssertionError("an attempt either answers or raises")

    async def _once(self, method: str, url: httpx.URL, sent: Any) -> Answer:
        host = self.base.host
        with _translated(self.base, self._proxy):
            async with asyncio.timeout(self._budget.deadline):
                for _ in range(_REDIRECTS + 1):
                    async with self._client.stream(method, url, json=sent) as response:
                        if response.status_code in _MOVED:
                            url = self._moved(url, response)
                            continue
                        body = self._without_key(await read(response, host))
                        return judge(response, body, host, key=self._key)
        raise NetworkFault(f"{host} sends us round in circles.")

    def _moved(self, url: httpx.URL, response: httpx.Response) -> httpx.URL:
        to = url.join(response.headers.get("Location", ""))
        if origin(to) != origin(url):
            elsewhere = without(self._key, one_line(to.host))[:80]
            raise NetworkFault(
                f"{self.base.host} sends us to {elsewhere}, which is not followed.",
                "A login Wi-Fi does that; so does a service that has moved (see --base-url).",
            )
        return to

    def _without_key(self, body: bytes) -> bytes:
        """Take the key out of what a server sends, should it have sent it back to us."""
        return without(self._key, body.decode("latin-1")).encode("latin-1") if self._key else body


class _Patience:
    """Decides after a fault whether and when to ask again, and says so when it takes a while."""

    def __init__(self, host: str, deadline: float, say: Callable[[str], None]) -> None:
        self._host = host
        self._say = say
        self._waited = 0.0
        self._left = _ATTEMPTS - 1
        self._until = asyncio.get_running_loop().time() + deadline

    def may_retry(self, error: Exception) -> bool | float:
        """Give False, True for the usual pause, or the seconds that the service asked for."""
        if not isinstance(error, Again):
            return False
        self._left -= 1
        if error.after is None:
            return True
        if self._waited + error.after > LONGEST_WAIT:
            return False
        self._waited += error.after
        will_retry = self._left >= 0 and asyncio.get_running_loop().time() < self._until
        if error.after >= 1 and will_retry:
            self._say(f"{self._host} asks us to wait {error.after:.0f} s; waiting.")
        return error.after


def _user_agent(contact: str) -> str:
    reach = f"; contact: {one_line(contact)}" if contact else ""
    return f"askcandidate/{__version__} (command line, one user{reach})".encode("ascii", "replace").decode()


@contextmanager
def _translated(at: Base, proxy: httpx.Proxy | None) -> Iterator[None]:
    """Turn what the libraries raise into our own errors; a proxy is named without its password."""
    host = at.host
    through = f" through the proxy {proxy.url.netloc.decode()}" if proxy else ""
    try:
        yield
    except (TimeoutError, httpx.TimeoutException):
        raise Again(NetworkFault(f"{host} did not answer in time{through}.", LATER)) from None
    except httpx.ProxyError:
        raise NetworkFault(f"Could not reach {host}{through}: it refused.", _PROXY_HINT) from None
    except httpx.ConnectError as error:
        cause = _root(error)
        if isinstance(cause, ssl.SSLError):
            raise NetworkFault(
                f"The certificate of {host} cannot be trusted: {_why(cause)}.", _CERTIFICATE_HINT
            ) from None
        hint = _PROXY_HINT if proxy else _ADDRESS_HINT if at.named else _NO_CONNECTION_HINT
        raise Again(NetworkFault(f"Could not reach {host}{through}.", hint)) from None
    except (httpx.HTTPError, httpx.InvalidURL):
        raise Again(NetworkFault(f"{host} broke off in the middle of its answer.", LATER)) from None


_NO_CONNECTION_HINT = f"Check the connection. {LATER}"
_ADDRESS_HINT = f"Check the connection, and the address of --base-url. {LATER}"
_PROXY_HINT = "The environment names that proxy (HTTPS_PROXY or ALL_PROXY)."
_CERTIFICATE_HINT = (
    "Check this machine's clock; if your network has a certificate of its own, name it in SSL_CERT_FILE."
)


def _root(error: BaseException) -> BaseException:
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return error


def _why(error: BaseException) -> str:
    return one_line(getattr(error, "verify_message", "") or getattr(error, "reason", "") or "not valid")
