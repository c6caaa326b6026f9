"""Where a service is, and the way to it."""

from contextlib import suppress
from ipaddress import ip_address
from typing import NamedTuple
from urllib.request import getproxies, proxy_bypass

import httpx

from askcandidate.errors import NetworkFault, WrongUse
from askcandidate.sources.text import one_line

MOST_AT_ONCE = 10  # connections; httpx collapses past 20


class Base(NamedTuple):
    """Where a service is: a URL that ends in a slash, and whether the user named it."""

    url: httpx.URL
    named: bool

    @property
    def host(self) -> str:
        """The host as people write it, with its port if that is not the usual one."""
        return self.url.netloc.decode()

    @property
    def hint_of_a_postcode(self) -> str:
        """What to look at where a service does not know a postcode."""
        named = ", and --base-url: it ends where postcode/ begins" if self.named else ""
        return f"Check the spelling{named}."

    @property
    def is_loopback(self) -> bool:
        """Say whether this is the user's own machine."""
        return _is_loopback(self.url.host)


def base(url: str, *, named: bool = False) -> Base:
    """Read the address of a service.

    Args:
        url: https; plain http only if it is a loopback address that the user named.
        named: whether the user named it, on the command line or in their own settings.

    Raises:
        WrongUse: it is no such address.
    """
    try:
        parsed = httpx.URL(url if url.endswith("/") else f"{url}/")
    except httpx.InvalidURL:
        raise WrongUse("That is not the address of a service.", _BASE_HINT) from None
    if parsed.userinfo or parsed.query or parsed.fragment or not parsed.host or not _is_port(parsed.port):
        raise WrongUse("That is not the address of a service.", _BASE_HINT)  # not repeated: it may hold a key
    if parsed.scheme != "https" and not (parsed.scheme == "http" and named and _is_loopback(parsed.host)):
        raise WrongUse(f"{one_line(url)[:80]} is not https.", _BASE_HINT)
    return Base(parsed, named)


_BASE_HINT = (
    "An address begins with https:// and ends where postcode/ would begin; "
    "plain http only goes to this machine, such as http://127.0.0.1:8000/api/v1/."
)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return False


def origin(url: httpx.URL) -> tuple[str, str, int | None]:
    """Give what makes two addresses one host's: scheme, name and port."""
    return url.scheme, url.host, url.port


def proxy_to(at: Base) -> httpx.Proxy | None:
    """Give the proxy that the environment names for a host; there is none to this machine.

    Raises:
        NetworkFault: the environment names one that can be none.
    """
    proxies = getproxies()
    named = proxies.get(at.url.scheme) or proxies.get("all")
    if not named or at.is_loopback or proxy_bypass(at.url.host):
        return None
    try:
        proxy = httpx.Proxy(named if "://" in named else f"http://{named}")
        fits = proxy.url.host and _is_port(proxy.url.port)
    except (ValueError, httpx.InvalidURL):
        fits = False
    if not fits:
        raise NetworkFault(
            "The proxy that the environment names (HTTPS_PROXY or ALL_PROXY) is none we can use.",
            "Write it as http://host:port.",
        )
    return proxy


def way_to(proxy: httpx.Proxy | None) -> httpx.AsyncBaseTransport:
    """Give what carries requests, straight or through a proxy.

    Raises:
        NetworkFault: the certificates to trust cannot be read, or the proxy speaks what we do not.
    """
    try:
        return httpx.AsyncHTTPTransport(proxy=proxy, limits=httpx.Limits(max_connections=MOST_AT_ONCE))
    except OSError as error:
        raise NetworkFault(
            f"The certificates to trust cannot be read: {error.strerror or 'not certificates'}.",
            "Check the file that SSL_CERT_FILE names, or SSL_CERT_DIR.",
        ) from None
    except ImportError:
        raise NetworkFault("A SOCKS proxy needs another package.", 'pip install "httpx[socks]"') from None


def _is_port(port: int | None) -> bool:
    return port is None or 0 < port < 65536  # noqa: PLR2004
