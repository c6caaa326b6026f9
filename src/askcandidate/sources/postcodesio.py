"""postcodes.io: a postcode's district, without a key; one at a time or a hundred in one request.

Source: the service's published code, version 18.0.1 of February 2026.
"""

import asyncio
import re
from typing import Any

from askcandidate.elections import Service
from askcandidate.errors import AskError, BadAnswer, NotACouncilArea, UnknownPostcode
from askcandidate.postcode import Postcode
from askcandidate.sources.http import Client
from askcandidate.sources.judging import Answer
from askcandidate.sources.shapes import Line, Shape, read_as

HOME = "https://api.postcodes.io/"
MOST_AT_ONCE = 100  # postcodes in one request; the service refuses more
_GATHER = 0.05  # seconds that a postcode waits for others to go with it
_OK = 200
_NO_SUCH = 404
_DISTRICT = re.compile(r"[EWSN]\d{8}", re.ASCII)
_NONE = "99999999"  # the figures of the code that stands for: not applicable


class _Codes(Shape):
    admin_district: Line = ""


class _Result(Shape):
    postcode: Line
    country: Line = ""
    codes: _Codes


class _Single(Shape):
    result: _Result


class _Matched(Shape):
    query: Line
    result: _Result | None = None


class _Bulk(Shape):
    result: tuple[_Matched, ...]


class _Withdrawn(Shape):
    year_terminated: int
    month_terminated: int


class PostcodesIo:
    """Asks postcodes.io.

    Args:
        client: knows where it is.
        in_bulk: whether many postcodes are coming, which then go a hundred to a request.
    """

    def __init__(self, client: Client, *, in_bulk: bool = False) -> None:
        self._client = client
        self._in_bulk = in_bulk
        self._waiting: dict[str, asyncio.Future[_Result | None]] = {}
        self._sending: set[asyncio.Task[None]] = set()
        self.service = Service(
            "postcodes-io",
            client.base.host,
            "Postcodes: postcodes.io; contains OS data © Crown copyright and database right; contains Royal "
            "Mail data © Royal Mail copyright and database right; source: Office for National Statistics, "
            "Open Government Licence v3.0. Northern Ireland's are free for non-commercial use.",
            "This service gives each postcode the one district it fits best.",
        )

    async def district(self, postcode: Postcode) -> str:
        """Give the GSS code of a postcode's district.

        Raises:
            UnknownPostcode: the service does not know it, or knows that it was withdrawn.
            NotACouncilArea: it lies in no UK council area.
            AskError: see ``Client.get``.
        """
        found = await (self._together(postcode) if self._in_bulk else self._alone(postcode))
        host = self._client.base.host
        if found is None:
            raise UnknownPostcode(f"{host} does not know {postcode}, or knows that it was withdrawn.")
        if _key(found.postcode) != _key(str(postcode)):
            raise BadAnswer(f"{host} answered for another postcode than the one asked.")
        code = found.codes.admin_district
        if not _DISTRICT.fullmatch(code) or code.endswith(_NONE):
            raise NotACouncilArea(f"{postcode} lies in no UK council area ({found.country or 'elsewhere'}).")
        return code

    async def _alone(self, postcode: Postcode) -> _Result | None:
        answer = await self._client.get(f"postcodes/{_key(str(postcode))}")
        host = self._client.base.host
        if answer.status == _NO_SUCH:
            raise _not_there(answer, postcode, host)
        if answer.status != _OK:
            raise BadAnswer(f"{host} answered {answer.status}: {answer.said}.")
        return read_as(_Single, answer.value, host).result

    async def _together(self, postcode: Postcode) -> _Result | None:
        """Wait a moment for others, then ask for all of them in one request."""
        loop = asyncio.get_running_loop()
        key = _key(str(postcode))
        waiting = self._waiting.get(key)
        if waiting is None:
            waiting = self._waiting[key] = loop.create_future()
            if len(self._waiting) == MOST_AT_ONCE:
                self._send(self._waiting)
            elif len(self._waiting) == 1:
                loop.call_later(_GATHER, self._send, self._waiting)
        return await waiting

    def _send(self, batch: "dict[str, asyncio.Future[_Result | None]]") -> None:
        if batch is not self._waiting:
            return  # it was full, and went before its time
        self._waiting = {}
        task = asyncio.ensure_future(self._ask(batch))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _ask(self, batch: "dict[str, asyncio.Future[_Result | None]]") -> None:
        """Ask for a batch and give each its own answer, by what it asked, not by its place."""
        try:
            found = await self._matched(list(batch))
        except Exception as error:  # noqa: BLE001  (whatever it is, those who wait must hear of it)
            for waiting in batch.values():
                waiting.set_exception(error)
        else:
            for key, waiting in batch.items():
                if key in found:
                    waiting.set_result(found[key])
                else:
                    waiting.set_exception(BadAnswer(f"{self.service.host} left {key} out of its answer."))

    async def _matched(self, postcodes: list[str]) -> dict[str, _Result | None]:
        answer = await self._client.post("postcodes", {"postcodes": postcodes})
        host = self._client.base.host
        if answer.status != _OK:
            raise BadAnswer(f"{host} answered {answer.status}: {answer.said}.")
        return {_key(each.query): each.result for each in read_as(_Bulk, answer.value, host).result}


def _key(text: str) -> str:
    return text.replace(" ", "").upper()


def _not_there(answer: Answer, postcode: Postcode, host: str) -> AskError:
    told: Any = answer.value if isinstance(answer.value, dict) else {}
    if "terminated" in told:
        month = read_as(_Withdrawn, told["terminated"], host)
        when = f"{month.year_terminated}-{month.month_terminated:02}"
        return UnknownPostcode(f"{postcode} was withdrawn by Royal Mail in {when}, says {host}.")
    if answer.said == "Resource not found" or not told:
        return BadAnswer(f"{host} knows no such path (404).", "Check --base-url.")
    return UnknownPostcode(f"{host} does not know {postcode}.", "Check the spelling.")
