"""A service whose answers are kept for a while, and asked for once a run however often they are wanted."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from pydantic import TypeAdapter

from askcandidate.elections import Reply, Service
from askcandidate.postcode import Postcode
from askcandidate.sources.cache import Cache

_NEAR = timedelta(days=35)  # nominations close, and lists change, within about five weeks of a poll
_MINUTE = 60.0
_MOST_REMEMBERED = 2_000  # answers held in memory, so that a long batch does not grow
_SHORT, _LONG = 10 * _MINUTE, 60 * _MINUTE

_REPLY = TypeAdapter(Reply)
_TEXT = TypeAdapter(str)
_Answer = TypeVar("_Answer")


class _Source(Protocol):
    service: Service
    is_sandbox: bool

    async def ballots(self, postcode: Postcode, uprn: str | None = None) -> Reply:
        """Give the ballots of a postcode."""


Ask = Callable[[str], Awaitable[str | None]]
"""Gives a person's e-mail address by their number."""


class Kept:
    """A service that knows ballots, with its answers kept.

    Args:
        source: the service.
        at: its whole address, since two services may share a host.
        cache: where answers are kept between runs, if anywhere.
        on: the day by which an election is near.
        email: gives e-mail addresses one by one, where they are not in the ballots.
    """

    def __init__(
        self, source: _Source, at: str, cache: Cache | None, on: date, email: Ask | None = None
    ) -> None:
        self._source = source
        self._at = at
        self._cache = cache
        self._on = on
        self._email = email
        self.addresses_apart = email is not None
        self._under_way: dict[str, asyncio.Task[Any]] = {}
        self.service = source.service
        self.is_sandbox = source.is_sandbox

    async def ballots(self, postcode: Postcode, uprn: str | None = None) -> Reply:
        """Give the ballots of a postcode; what the source raises is not kept."""
        name = f"{self._at} {postcode} {uprn or ''}"
        return await self._once(name, lambda: self._ask(name, postcode, uprn))

    async def _ask(self, name: str, postcode: Postcode, uprn: str | None) -> Reply:
        kept = self._cache and self._cache.get(name, _REPLY)
        if kept:
            return kept
        reply = await self._source.ballots(postcode, uprn)
        if self._cache:
            self._cache.put(name, reply, _REPLY, self._how_long(reply))
        return reply

    async def email(self, person: str) -> str | None:
        """Give what the service has for a person's e-mail address."""
        name = f"{self._at} person {person}"
        return await self._once(name, lambda: self._ask_email(name, person))

    async def _ask_email(self, name: str, person: str) -> str | None:
        kept = self._cache and self._cache.get(name, _TEXT)
        if kept is not None or self._email is None:
            return kept or None
        told = await self._email(person)
        if self._cache:
            self._cache.put(name, told or "", _TEXT, _LONG)
        return told

    def _how_long(self, reply: Reply) -> float:
        near = any(abs(ballot.date - self._on) <= _NEAR for ballot in reply.ballots)
        return _SHORT if near else _LONG

    async def _once(self, name: str, work: Callable[[], Coroutine[Any, Any, _Answer]]) -> _Answer:
        """Do a piece of work the first time it is asked for, and give the same answer for a while after."""
        if name not in self._under_way:
            if len(self._under_way) >= _MOST_REMEMBERED:
                del self._under_way[next(iter(self._under_way))]
            self._under_way[name] = asyncio.ensure_future(work())
        return await asyncio.shield(self._under_way[name])
