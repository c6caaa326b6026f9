"""JSON Schemas (draft 2020-12) of the records; within a major version fields are only added."""

from typing import Any

from askcandidate.errors import ExitCode
from askcandidate.languages import Language
from askcandidate.model import Governance, Nation, OfficeKind, OfficeStatus

_TEXT = {"type": "string"}
_TEXT_OR_NULL = {"type": ["string", "null"]}
_COUNT = {"type": "integer", "minimum": 0}
_DAY = {"type": "string", "format": "date"}
_DAY_OR_NULL = {"type": ["string", "null"], "format": "date"}
_DAY_OR_MONTH = {"type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}$"}


def _record(properties: dict[str, Any]) -> dict[str, Any]:
    """Describe an object that has all these fields, and may come to have more."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _schema(name: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        **_record({"schema": {"const": name}, **properties}),
    }


def _one_of(names: type[OfficeKind | OfficeStatus | Governance | Nation | Language]) -> dict[str, Any]:
    return {"enum": [str(name) for name in names]}


_AREA = _record({"key": _TEXT, "gss": _TEXT_OR_NULL, "name": _TEXT})
_WARNINGS = _list(_record({"code": _TEXT, "message": _TEXT}))
_OFFICE = _record(
    {
        "id": _TEXT,
        "kind": _one_of(OfficeKind),
        "title": _TEXT,
        "area": _AREA,
        "police_powers": {"type": "boolean"},
        "status": _one_of(OfficeStatus),
        "last_election": _DAY_OR_NULL,
        "next_election": _DAY_OR_NULL,
        "term_ends": _DAY_OR_MONTH,
        "contact": _TEXT_OR_NULL,
        "note": _TEXT_OR_NULL,
    }
)

_YES_NO = {"type": "boolean"}
_NUMBER_OR_NULL = {"type": ["integer", "null"]}
_SERVICE = _record({"name": _TEXT, "data": _TEXT, "credit": _TEXT, "cannot": _TEXT_OR_NULL})
_HUSTINGS = _record({"title": _TEXT, "starts": _TEXT_OR_NULL, "location": _TEXT, "url": _TEXT_OR_NULL})
_BALLOT = _record(
    {
        "id": _TEXT,
        "date": _DAY,
        "post": _TEXT,
        "seats": _NUMBER_OR_NULL,
        "voting_system": _TEXT_OR_NULL,
        "cancelled": _YES_NO,
        "cancelled_because": _TEXT_OR_NULL,
        "replaces": _TEXT_OR_NULL,
        "replaced_by": _TEXT_OR_NULL,
        "verified": {"type": ["boolean", "null"]},
        "by_election": _YES_NO,
        "hustings": _list(_HUSTINGS),
    }
)
_CANDIDATE = _record(
    {
        "source": _TEXT,
        "id": _TEXT,
        "name": _TEXT,
        "party": _TEXT,
        "list_position": _NUMBER_OR_NULL,
        "email": _TEXT_OR_NULL,
        "page": _TEXT_OR_NULL,
        "routes": _list(_record({"kind": _TEXT, "what": _TEXT, "address": _TEXT})),
        "flags": _list(_TEXT),
    }
)
_CONTEST = _schema(
    "askcandidate.contest/1",
    {
        "input": _TEXT,
        "postcode": _TEXT,
        "office": _TEXT_OR_NULL,
        "title": _TEXT_OR_NULL,
        "ballot": {"anyOf": [_BALLOT, {"type": "null"}]},
        "candidates": _list(_CANDIDATE),
        "reach": _record({"email": {"type": ["integer", "null"]}, "total": _COUNT}),
        "source": _SERVICE,
        "on": _DAY,
        "warnings": _WARNINGS,
    },
)

_SHARE_OR_NULL = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
_LIKENESS = _record(
    {
        "letters": _COUNT,
        "pairs": _COUNT,
        "median": _SHARE_OR_NULL,
        "percentile_95": _SHARE_OR_NULL,
        "highest": _SHARE_OR_NULL,
        "highest_pair": {"type": ["array", "null"], "items": _TEXT, "minItems": 2, "maxItems": 2},
        "over": _COUNT,
    }
)
_POINTS = _list(
    _record(
        {
            "id": _TEXT,
            **dict.fromkeys(("says", "document", "publisher", "dated", "place", "as_of"), _TEXT_OR_NULL),
            "valid_from": _DAY_OR_NULL,
            "valid_to": _DAY_OR_NULL,
            "superseded_by": _TEXT_OR_NULL,
            "known": _YES_NO,
            "stands": _YES_NO,
        }
    )
)
_EXPLANATION = _schema(
    "askcandidate.explanation/1",
    {
        "file": _TEXT,
        "letters": _COUNT,
        "office": _TEXT_OR_NULL,
        "written_on": _DAY_OR_NULL,
        "on": _DAY,
        "carried": _YES_NO,
        "asks": _POINTS,
        "facts": _POINTS,
        "standing": _list(
            _record(
                {
                    **dict.fromkeys(("office", "text", "document", "publisher", "url"), _TEXT),
                    "dated": _DAY_OR_NULL,
                }
            )
        ),
    },
)

SCHEMAS = {
    "place": _schema(
        "askcandidate.place/1",
        {
            "input": _TEXT,
            "postcode": _TEXT,
            "place_name": _TEXT,
            "nation": _one_of(Nation),
            "on": _DAY,
            "offices": _list(_OFFICE),
            "policing": _record({"area": _AREA, "governance": _one_of(Governance), "held_by": _TEXT_OR_NULL}),
            "standing": _list(
                _record(
                    {
                        "office": _TEXT,
                        "kind": _TEXT,
                        "dated": _DAY_OR_NULL,
                        "text": _TEXT,
                        "document": _TEXT,
                        "publisher": _TEXT,
                        "url": _TEXT,
                    }
                )
            ),
            "source": _record({"name": _TEXT, "data": _TEXT}),
            "warnings": _WARNINGS,
        },
    ),
    "error": _schema(
        "askcandidate.error/1",
        {
            "input": _TEXT,
            "line": _COUNT,
            "error": _record(
                {"code": _TEXT, "exit": {"enum": [int(c) for c in ExitCode]}, "message": _TEXT, "hint": _TEXT}
            ),
        },
    ),
    "letter": _schema(
        "askcandidate.letter/1",
        {
            "id": _TEXT_OR_NULL,
            "line": {"type": ["integer", "null"]},
            "postcode_outward": _TEXT_OR_NULL,
            "office": _TEXT,
            "ballot": _TEXT_OR_NULL,
            "to": _record(
                {
                    "form": _TEXT,
                    "name": _TEXT,
                    "contact": _list(_record({"what": _TEXT, "url": _TEXT})),
                    "source": _TEXT_OR_NULL,
                    "id": _TEXT_OR_NULL,
                }
            ),
            "address_as": _record({"whom": {"enum": ["candidates", "office-holders"]}, "why": _TEXT}),
            "lang": _one_of(Language),
            "subject": _TEXT,
            "salutation": _TEXT,
            "body": _TEXT,
            "asks": _list(_TEXT),
            "facts": _list(_TEXT),
            "sources": _list(_TEXT),
            "own_words": _TEXT_OR_NULL,
            "own_word_count": _COUNT,
            "set_word_count": _COUNT,
            "on": _DAY,
            "seed": _TEXT_OR_NULL,
            "warnings": _WARNINGS,
        },
    ),
    "contest": _CONTEST,
    "contests": _schema(
        "askcandidate.contests/1",
        {
            "input": _TEXT,
            "postcode": _TEXT,
            "on": _DAY,
            "contests": _list(_CONTEST),
            "source": _SERVICE,
            "warnings": _WARNINGS,
        },
    ),
    "finding": _schema(
        "askcandidate.finding/1",
        {
            "path": _TEXT,
            "line": {"type": "integer", "minimum": 1},
            "code": _TEXT,
            "message": _TEXT,
            "quote": _TEXT_OR_NULL,
        },
    ),
    "sameness": _schema(
        "askcandidate.sameness/1",
        {"letters": _COUNT, "whole": _LIKENESS, "set_words": _LIKENESS, "own_words": _LIKENESS},
    ),
    "explanation": _EXPLANATION,
}
