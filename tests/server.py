"""Services on a loopback socket of their own, for a tool that talks to real ones."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from ssl import SSLContext
from threading import Lock
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qsl

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

_ANY = re.compile(".*", re.DOTALL)
_WAKES = 0.01  # seconds between looks at whether to stop
JSON = "application/json"


class Seen(NamedTuple):
    """A request as it came in; ``path`` is decoded, ``target`` is as it was sent."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    target: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: what goes over the wire."""

    body: bytes = b""
    status: int = 200
    content_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


Answer = Reply | Callable[[Seen], Reply]


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def reply(value: Any, status: int = 200, **headers: str) -> Reply:
    """Answer with JSON; headers are named with underscores, as in ``Retry_After="3"``."""
    return Reply(json.dumps(value).encode(), status, JSON, _named(headers))


def raw(body: bytes | str = b"", status: int = 200, content_type: str | None = None, **headers: str) -> Reply:
    """Answer with any bytes, and with no type of content unless one is given."""
    return Reply(body.encode() if isinstance(body, str) else body, status, content_type, _named(headers))


def redirect(to: str, status: int = 302) -> Reply:
    """Send the asker elsewhere."""
    return Reply(status=status, headers={"Location": to})


UNAUTHORISED = reply({"message": "Unauthorized"}, 401)
NOT_FOUND = raw(status=404)
WRONG_METHOD = raw("Method Not Allowed", 405, "text/plain")


class _Waking(HTTPServer):
    """The library's server, which otherwise takes half a second to stop."""

    def thread_target(self) -> None:
        assert self.server is not None
        self.server.serve_forever(poll_interval=_WAKES)


class Service:
    """A service, or several under paths of their own, in a thread; use it in a ``with``.

    Whether a letter is a capital does not matter in a path, as with the real ones. A path that is
    served with a slash at its end and asked for without is answered with 307, as theirs are.

    Attributes:
        seen: the requests so far, in order.
        unknown: the answer to any path that nothing was said about.
    """

    def __init__(self, tls: SSLContext | None = None) -> None:
        self._server = _Waking("127.0.0.1", 0, ssl_context=tls, threaded=True)
        self._answers: dict[str, tuple[str, list[Answer]]] = {}
        self._keys: dict[str, str] = {}
        self._spaceless: set[str] = set()
        self._one_at_a_time = Lock()
        self.seen: list[Seen] = []
        self.unknown: Answer = NOT_FOUND

    def __enter__(self) -> Self:
        self._server.start()
        self._server.expect_request(_ANY).respond_with_handler(self._respond)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()
        if kind is None:
            self._server.check()

    @property
    def port(self) -> int:
        """The port, once it runs."""
        return self._server.port

    def url(self, under: str = "/") -> str:
        """Give the address of a path."""
        return self._server.url_for(under)

    def serve(self, answers: Mapping[str, Any], under: str = "/", *, spaces_matter: bool = True) -> None:
        """Answer with JSON below a path.

        Args:
            answers: what to say by the rest of the path, as ``answers_sandbox.sandbox()`` gives it.
            under: where, such as ``/api/v1/sandbox/``; it ends with a slash.
            spaces_matter: whether a path with a space in it is another path; only live postcodes
                are found with any spaces.
        """
        for path, value in answers.items():
            self.answer(under + path, value if isinstance(value, Reply) else reply(value))
        if not spaces_matter:
            self._spaceless.add(under.lower())

    def answer(self, path: str, *answers: Answer, method: str = "GET") -> None:
        """Answer a path with these in turn, and with the last of them for ever after."""
        assert answers, "nothing to answer with"
        self._answers[path.lower()] = method, list(answers)

    def require_key(self, key: str, under: str = "/api/v1/") -> None:
        """Answer below a path only who gives the key in the query; ``sandbox/`` below it stays open."""
        self._keys[under.lower()] = key

    def count(self, path: str | None = None) -> int:
        """Count the requests, or those for a path."""
        return len([each for each in self.seen if path is None or each.path.lower() == path.lower()])

    def _respond(self, request: Request) -> Response:
        seen = Seen(
            request.method,
            request.path,
            dict(parse_qsl(request.query_string.decode(), keep_blank_values=True)),
            {name.lower(): value for name, value in request.headers.items()},
            request.get_data(),
            str(request.environ["REQUEST_URI"]),
        )
        with self._one_at_a_time:
            self.seen.append(seen)
            given = self._find(seen)
        said = given(seen) if callable(given) else given
        response = Response(said.body, said.status, {**said.headers}, content_type=said.content_type)
        if said.content_type is None:
            response.headers.pop("Content-Type", None)
        return response

    def _find(self, seen: Seen) -> Answer:
        path = seen.path.lower()
        key = self._keys.get(_under(path, self._keys))
        if key is not None and seen.query.get("auth_token") != key:
            return UNAUTHORISED
        if _under(path, self._spaceless):
            path = "".join(path.split())
        if path not in self._answers and f"{path}/" in self._answers:
            target, mark, query = seen.target.partition("?")
            return redirect(f"{target}/{mark}{query}", 307)
        if path not in self._answers:
            return self.unknown
        method, answers = self._answers[path]
        if seen.method not in {method, "HEAD"}:
            return WRONG_METHOD
        return answers.pop(0) if len(answers) > 1 else answers[0]


def _under(path: str, folders: Iterable[str]) -> str:
    """Give the folder that a path is in; a sandbox has rules of its own."""
    found = max((each for each in folders if path.startswith(each)), key=len, default="")
    return "" if path.startswith(f"{found}sandbox/") else found
