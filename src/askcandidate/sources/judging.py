"""What counts as an answer: statuses, bodies, and what a service says where it refuses."""

import re
from contextlib import suppress
from email.utils import parsedate_to_datetime
from functools import cache
from time import time
from typing import Any, NamedTuple

import httpx
from pydantic_core import from_json

from askcandidate.errors import AskError, BadAnswer, KeyFault, NetworkFault, RateLimited
from askcandidate.sources.text import one_line

LONGEST_BODY = 5_000_000  # bytes; the largest true answer is a tenth of that
LATER = "Try again later. Who answers for a postcode is known offline: askcandidate lookup POSTCODE"
_OK = range(200, 300)
_TOO_MANY = 429
_LONGEST_SAID = 160  # characters of a service's own message that ours repeats
_THROTTLED = re.compile(r"available in (\d+) seconds?")  # Django REST framework's words, when no header came


class Answer(NamedTuple):
    """A service's answer: its status, and its body as JSON or None."""

    status: int
    value: Any
    said: str = ""
    """The service's own words where it refuses."""
    is_empty: bool = False


class Again(Exception):
    """An answer, or none, after which the same request may be made again."""

    def __init__(self, error: AskError, after: float | None = None) -> None:
        super().__init__()
        self.error = error
        self.after = after


def judge(response: httpx.Response, body: bytes, host: str, *, key: str | None) -> Answer:
    """Tell an answer from a refusal, and a refusal from a fault.

    Args:
        response: with its status and headers.
        body: all of it.
        host: what to call the service.
        key: what went with the request, and may stand in no message.

    Raises:
        Again: a fault that may pass: 429 and 5xx.
        KeyFault, NetworkFault, BadAnswer: one that does not.
    """
    status = response.status_code
    said = _said(body, key)
    if status == _TOO_MANY:
        after = _seconds(response.headers.get("Retry-After", ""), said)
        raise Again(RateLimited(*_too_many(host, after)), after)
    if status in (401, 403) and "Missing Authentication Token" in said:
        raise BadAnswer(f"{host} knows no such path ({status}).", "Check --base-url.")
    if status in (401, 403):
        raise _refused(host, status, keyed=key is not None)
    if status >= 500:  # noqa: PLR2004
        raise Again(NetworkFault(f"{host} has a fault of its own ({_cite(status, said)}).", LATER))
    if status in _OK:
        if _is_page(response, body):
            raise NetworkFault(
                f"{host} answered with a web page, not data.", "Are you on a Wi-Fi that wants a login?"
            )
        return Answer(status, _json(body, host))
    return Answer(status, _json_or_none(body), said, is_empty=not body.strip())


async def read(response: httpx.Response, host: str) -> bytes:
    """Read a body as it comes, and no more of it than a true answer could have.

    What is compressed is refused unread: a small body could become a vast one.
    """
    if response.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise BadAnswer(f"{host} answered in a compressed form that was not asked for.")
    pieces = []
    length = 0
    async for piece in response.aiter_raw():
        length += len(piece)
        if length > LONGEST_BODY:
            raise BadAnswer(f"{host} answered with more than {LONGEST_BODY // 1_000_000} MB.")
        pieces.append(piece)
    return b"".join(pieces)


def _json(body: bytes, host: str) -> Any:
    try:
        return from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise BadAnswer(
            f"{host} answered with something that is not JSON: {one_line(str(error))[:80]}."
        ) from None


def _json_or_none(body: bytes) -> Any:
    try:
        return from_json(body, allow_inf_nan=False)
    except ValueError:
        return None


def _is_page(response: httpx.Response, body: bytes) -> bool:
    return "html" in response.headers.get("Content-Type", "").lower() or body.lstrip()[:1] == b"<"


def _said(body: bytes, key: str | None) -> str:
    """Give the words of a refusal, in whichever of its forms it comes: object, text, list, or none."""
    value = _json_or_none(body)
    if isinstance(value, dict):
        value = next((value[key] for key in ("error", "message", "detail") if key in value), "")
    if isinstance(value, list):
        value = next(iter(value), "")
    line = one_line(value) if isinstance(value, str) else ""
    return without(key, line)[:_LONGEST_SAID]


def without(key: str | None, text: str) -> str:
    """Take a key out of a text, should a server have sent it back to us, plain or percent-encoded."""
    return pattern_of(key).sub("[key]", text) if key else text


@cache
def pattern_of(key: str) -> re.Pattern[str]:
    """Give what finds a key in any of the spellings in which a server could repeat it."""
    spelt = (rf"(?:\\?{re.escape(c)}|%{ord(c):02x})" for c in key)
    return re.compile("".join(spelt), re.IGNORECASE)


def _cite(status: int, said: str) -> str:
    return f"{status}: {said}" if said else str(status)


def _seconds(header: str, said: str) -> float | None:
    """Give how long a service asks us to wait: by its header in either form, or in its words."""
    text = header.strip()
    if text.isdecimal():
        return float(text[:12])
    with suppress(ValueError, TypeError, OverflowError):
        return max(0.0, parsedate_to_datetime(text).timestamp() - time())
    told = _THROTTLED.search(said)
    return float(told.group(1)) if told else None


def _too_many(host: str, after: float | None) -> tuple[str, str]:
    if after is None:
        return f"{host} says we ask too often.", "Try again in a minute or two."
    return f"{host} says we ask too often.", f"It asks us to come back in {after:,.0f} seconds."


def _refused(host: str, status: int, *, keyed: bool) -> AskError:
    if keyed:
        return KeyFault(f"{host} refused the key ({status}).", "Set the right one: askcandidate auth set")
    return KeyFault(
        f"{host} wants a key ({status}).", "Set one: askcandidate auth set; how to get one: docs/sources.md."
    )
