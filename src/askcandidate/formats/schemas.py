"""JSON Schemas (draft 2020-12) of the records; within a major version fields are only added."""

from askcandidate.errors import ExitCode
from askcandidate.formats.schema_parts import (
    COUNT,
    DAY,
    DAY_OR_MONTH,
    DAY_OR_NULL,
    TEXT,
    TEXT_OR_NULL,
    YES_NO,
    list_of,
    one_of,
    record,
    schema,
)
from askcandidate.formats.schemas_of_checks import CHECKS
from askcandidate.languages import Language
from askcandidate.model import Governance, Nation, OfficeKind, OfficeStatus
from askcandidate.pledges import State

_AREA = record({"key": TEXT, "gss": TEXT_OR_NULL, "name": TEXT})
_WARNINGS = list_of(record({"code": TEXT, "message": TEXT}))
_OFFICE = record(
    {
        "id": TEXT,
        "kind": one_of(OfficeKind),
        "title": TEXT,
        "area": _AREA,
        "police_powers": {"type": "boolean"},
        "status": one_of(OfficeStatus),
        "last_election": DAY_OR_NULL,
        "next_election": DAY_OR_NULL,
        "term_ends": DAY_OR_MONTH,
        "contact": TEXT_OR_NULL,
        "note": TEXT_OR_NULL,
    }
)

_NUMBER_OR_NULL = {"type": ["integer", "null"]}
_SERVICE = record({"name": TEXT, "data": TEXT, "credit": TEXT, "cannot": TEXT_OR_NULL})
_HUSTINGS = record({"title": TEXT, "starts": TEXT_OR_NULL, "location": TEXT, "url": TEXT_OR_NULL})
_BALLOT = record(
    {
        "id": TEXT,
        "date": DAY,
        "post": TEXT,
        "seats": _NUMBER_OR_NULL,
        "voting_system": TEXT_OR_NULL,
        "cancelled": YES_NO,
        "cancelled_because": TEXT_OR_NULL,
        "replaces": TEXT_OR_NULL,
        "replaced_by": TEXT_OR_NULL,
        "verified": {"type": ["boolean", "null"]},
        "by_election": YES_NO,
        "hustings": list_of(_HUSTINGS),
    }
)
_CANDIDATE = record(
    {
        "source": TEXT,
        "id": TEXT,
        "name": TEXT,
        "party": TEXT,
        "list_position": _NUMBER_OR_NULL,
        "email": TEXT_OR_NULL,
        "page": TEXT_OR_NULL,
        "routes": list_of(record({"kind": TEXT, "what": TEXT, "address": TEXT})),
        "flags": list_of(TEXT),
    }
)
_CONTEST = schema(
    "askcandidate.contest/1",
    {
        "input": TEXT,
        "postcode": TEXT,
        "office": TEXT_OR_NULL,
        "title": TEXT_OR_NULL,
        "ballot": {"anyOf": [_BALLOT, {"type": "null"}]},
        "candidates": list_of(_CANDIDATE),
        "reach": record({"email": {"type": ["integer", "null"]}, "total": COUNT}),
        "source": _SERVICE,
        "on": DAY,
        "warnings": _WARNINGS,
    },
)

_WHO = record({"source": TEXT_OR_NULL, "id": TEXT_OR_NULL, "name": TEXT})
_ANSWER = record({"state": one_of(State), "date": DAY, "words": TEXT_OR_NULL, "link": TEXT_OR_NULL})
_ANSWER_OR_NULL = {"anyOf": [_ANSWER, {"type": "null"}]}

SCHEMAS = {
    "place": schema(
        "askcandidate.place/1",
        {
            "input": TEXT,
            "postcode": TEXT,
            "place_name": TEXT,
            "nation": one_of(Nation),
            "on": DAY,
            "offices": list_of(_OFFICE),
            "policing": record({"area": _AREA, "governance": one_of(Governance), "held_by": TEXT_OR_NULL}),
            "standing": list_of(
                record(
                    {
                        "office": TEXT,
                        "kind": TEXT,
                        "dated": DAY_OR_NULL,
                        "text": TEXT,
                        "document": TEXT,
                        "publisher": TEXT,
                        "url": TEXT,
                    }
                )
            ),
            "source": record({"name": TEXT, "data": TEXT}),
            "warnings": _WARNINGS,
        },
    ),
    "error": schema(
        "askcandidate.error/1",
        {
            "input": TEXT,
            "line": COUNT,
            "error": record(
                {"code": TEXT, "exit": {"enum": [int(c) for c in ExitCode]}, "message": TEXT, "hint": TEXT}
            ),
        },
    ),
    "letter": schema(
        "askcandidate.letter/1",
        {
            "id": TEXT_OR_NULL,
            "line": {"type": ["integer", "null"]},
            "postcode_outward": TEXT_OR_NULL,
            "office": TEXT,
            "ballot": TEXT_OR_NULL,
            "to": record(
                {
                    "form": TEXT,
                    "name": TEXT,
                    "contact": list_of(record({"what": TEXT, "url": TEXT})),
                    "source": TEXT_OR_NULL,
                    "id": TEXT_OR_NULL,
                }
            ),
            "address_as": record({"whom": {"enum": ["candidates", "office-holders"]}, "why": TEXT}),
            "lang": one_of(Language),
            "subject": TEXT,
            "salutation": TEXT,
            "body": TEXT,
            "asks": list_of(TEXT),
            "facts": list_of(TEXT),
            "sources": list_of(TEXT),
            "own_words": TEXT_OR_NULL,
            "own_word_count": COUNT,
            "set_word_count": COUNT,
            "on": DAY,
            "seed": TEXT_OR_NULL,
            "thanks": YES_NO,
            "digest": YES_NO,
            "constituents": _NUMBER_OR_NULL,
            "warnings": _WARNINGS,
        },
    ),
    "contest": _CONTEST,
    "contests": schema(
        "askcandidate.contests/1",
        {
            "input": TEXT,
            "postcode": TEXT,
            "on": DAY,
            "contests": list_of(_CONTEST),
            "source": _SERVICE,
            "warnings": _WARNINGS,
        },
    ),
    **CHECKS,
    "pledge": schema(
        "askcandidate.pledge/1",
        {
            "date": DAY,
            "contest": TEXT,
            "office": TEXT_OR_NULL,
            "ballot": TEXT_OR_NULL,
            "candidate": _WHO,
            "ask": TEXT,
            "state": one_of(State),
            "words": TEXT_OR_NULL,
            "link": TEXT_OR_NULL,
            "recorded_by": TEXT_OR_NULL,
        },
    ),
    "summary": schema(
        "askcandidate.summary/1",
        {
            "contest": TEXT,
            "office": TEXT_OR_NULL,
            "ballot": TEXT_OR_NULL,
            "polling_day": DAY_OR_NULL,
            "polls_closed": YES_NO,
            "asks": list_of(record({"id": TEXT, "title": TEXT_OR_NULL})),
            "candidates": list_of(record({**_WHO["properties"], "answers": list_of(_ANSWER_OR_NULL)})),
            "totals": {"type": ["array", "null"], "items": {"type": "object"}},
            "on": DAY,
            "imprint": TEXT_OR_NULL,
        },
    ),
    "change": schema(
        "askcandidate.change/1",
        {
            "change": TEXT,
            "ballot": TEXT,
            "contest": TEXT,
            "candidate": {"anyOf": [_WHO, {"type": "null"}]},
            "before": TEXT_OR_NULL,
            "after": TEXT_OR_NULL,
        },
    ),
    "poll": schema(
        "askcandidate.poll/1",
        {
            "office": TEXT,
            "title": TEXT,
            "polling_day": DAY,
            "dates": list_of(record({"code": TEXT, "day": DAY, "words": TEXT})),
            "why_few": TEXT_OR_NULL,
            "on": DAY,
            "source": TEXT,
        },
    ),
}
