"""Whatever a service answers: contests that every form can show, or a refusal in words. Never a fault of ours."""

import asyncio
import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from answers import Record
from answers_candidates import ynr_ballot, ynr_candidacy
from answers_elections import ee_division, ee_election, ee_organisation
from answers_postcodes import io_result, io_single
from answers_rules import altered, page_of
from answers_sandbox import sandbox
from askcandidate.elections import Reply
from askcandidate.errors import AskError
from askcandidate.formats import contests
from askcandidate.online import Contesting
from askcandidate.places import Finder
from askcandidate.postcode import Postcode
from askcandidate.sources.address import base
from askcandidate.sources.candidates import CandidatesService
from askcandidate.sources.democracyclub import DemocracyClub
from askcandidate.sources.everyelection import EveryElection
from askcandidate.sources.http import Budget, Client
from askcandidate.sources.kept import Kept
from askcandidate.sources.postcodesio import PostcodesIo
from asking import ADA, BEN, HERE, WARD, one_ward
from schemas import checked

ON = date(2027, 4, 20)
REPLIES = TypeAdapter(Reply)
UNLIMITED = Budget(rate=None)
PEOPLE = (ynr_candidacy(1, "Ada Marlpit", "Canal Party"), ynr_candidacy(2, "Ben Oatfield", "Orchard Party"))
CITY = ee_organisation("bristol", "Bristol City Council", "BST")
CENTRAL = ee_division("central", "Central", "gss:E05010892")
BRISTOL = io_result(HERE, ("E06000023", "Bristol"), "England", police=("E23000036", "Avon and Somerset"))

_HOSTILE = [
    "",
    "\ud800",
    "\x1b[2J",
    "=1+1",
    "\u202e",
    "a" * 2000,
    "javascript:x",
    "1e400",
    "2027-05-06",
    "N",
    "E",
]
_TEXTS = st.one_of(st.text(max_size=12), st.sampled_from(_HOSTILE))
_LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**19), 10**19), st.floats(allow_nan=False), _TEXTS
)
VALUES = st.recursive(
    _LEAVES,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=6), below, max_size=3),
    max_leaves=6,
)
GONE = object()
"""Stands for: nothing is there any more."""


def places(value: Any, above: str = "") -> Iterator[str]:
    """Give where each part of an answer is, as ``altered`` names it."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in items:
        yield f"{above}{key}"
        yield from places(below, f"{above}{key}.")


def changed(*answers: Record) -> st.SearchStrategy[bytes]:
    """Give one of these answers with a few of its parts changed or gone, as its bytes."""

    def at(answer: Record) -> st.SearchStrategy[bytes]:
        change = st.tuples(st.sampled_from(sorted(places(answer))), VALUES | st.just(GONE))
        return st.lists(change, max_size=4).map(lambda changes: made(answer, changes))

    return st.sampled_from(answers).flatmap(at)


def made(answer: Record, changes: list[tuple[str, Any]]) -> bytes:
    """Change an answer; a place that went with an earlier change is passed over."""
    for where, value in changes:
        if where in set(places(answer)):
            answer = altered(answer, where) if value is GONE else altered(answer, where, value)
    return json.dumps(answer).encode()


@cache
def finder() -> Finder:
    return Finder(ON)


class Says(httpx.AsyncBaseTransport):
    """A way to a service that answers everything with this."""

    def __init__(self, body: bytes, status: int) -> None:
        self._body = body
        self._status = status

    async def handle_async_request(self, _: httpx.Request) -> httpx.Response:
        headers = {"Content-Type": "application/json"}
        return httpx.Response(self._status, headers=headers, stream=httpx.ByteStream(self._body))


def client(body: bytes, status: int) -> Client:
    at = base("https://service.example.org/api/")
    return Client(at, say=lambda _: None, budget=UNLIMITED, transport=Says(body, status))


def shown_or_refused(source: type[Any], body: bytes, status: int) -> None:
    """Hold that an answer comes to contests which every form shows, or to an error in words."""

    async def find() -> Any:
        asked = client(body, status)
        try:
            kept = Kept(source(asked), str(asked.base.url), None, ON)
            reply = await kept.ballots(Postcode.parse(HERE))
            assert REPLIES.validate_json(REPLIES.dump_json(reply)) == reply  # as it is kept between runs
            return await Contesting(finder(), kept, ON).find(HERE)
        finally:
            await asked.close()

    try:
        found = asyncio.run(find())
    except AskError as error:
        assert error.message
        return
    for record in map(json.loads, contests.json_lines([found])):
        checked(record, "contest")
    for form in (contests.csv_lines([found]), contests.tsv_lines([found]), contests.text(found)):
        assert all(c.isprintable() or c in "\r\n\t" for c in "".join(form))


STATUSES = st.sampled_from([200, 200, 200, 400, 404])


@settings(max_examples=40)
@given(changed(one_ward(ADA, BEN), *sandbox().values()), STATUSES)
def test_any_answer_of_the_developers_service(body: bytes, status: int) -> None:
    shown_or_refused(DemocracyClub, body, status)


@settings(max_examples=25)
@given(changed(page_of([ynr_ballot(WARD, PEOPLE)])), STATUSES)
def test_any_answer_of_the_candidates_service(body: bytes, status: int) -> None:
    shown_or_refused(CandidatesService, body, status)


@settings(max_examples=25)
@given(changed(page_of([ee_election(WARD, organisation=CITY, division=CENTRAL)])), STATUSES)
def test_any_answer_of_the_elections_service(body: bytes, status: int) -> None:
    shown_or_refused(EveryElection, body, status)


@settings(max_examples=25)
@given(changed(io_single(BRISTOL)), STATUSES)
def test_any_answer_about_a_district(body: bytes, status: int) -> None:
    """A code of a district, or why there is none."""

    async def find() -> str:
        asked = client(body, status)
        try:
            return await PostcodesIo(asked).district(Postcode.parse(HERE))
        finally:
            await asked.close()

    try:
        assert len(asyncio.run(find())) == 9
    except AskError as error:
        assert error.message


@settings(max_examples=25)
@given(st.binary(max_size=300), STATUSES)
def test_any_bytes_of_a_service(body: bytes, status: int) -> None:
    shown_or_refused(DemocracyClub, body, status)
