"""JSON Schemas of what the tool finds in texts and letters, and says of itself."""

from askcandidate.formats.reading_back import Unit
from askcandidate.formats.schema_parts import (
    COUNT,
    DAY,
    DAY_OR_NULL,
    LINE,
    TEXT,
    TEXT_OR_NULL,
    YES_NO,
    list_of,
    one_of,
    record,
    schema,
)

_SHARE_OR_NULL = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
_LIKENESS = record(
    {
        "letters": COUNT,
        "pairs": COUNT,
        "median": _SHARE_OR_NULL,
        "percentile_95": _SHARE_OR_NULL,
        "highest": _SHARE_OR_NULL,
        "highest_pair": {"type": ["array", "null"], "items": TEXT, "minItems": 2, "maxItems": 2},
        "over": COUNT,
    }
)
_POINTS = list_of(
    record(
        {
            "id": TEXT,
            **dict.fromkeys(("says", "document", "publisher", "dated", "place", "as_of"), TEXT_OR_NULL),
            "valid_from": DAY_OR_NULL,
            "valid_to": DAY_OR_NULL,
            "superseded_by": TEXT_OR_NULL,
            "known": YES_NO,
            "stands": YES_NO,
        }
    )
)

CHECKS = {
    "finding": schema(
        "askcandidate.finding/1",
        {
            "path": TEXT,
            "line": LINE,
            "unit": one_of(Unit),
            "code": TEXT,
            "message": TEXT,
            "quote": TEXT_OR_NULL,
        },
    ),
    "sameness": schema(
        "askcandidate.sameness/1",
        {"letters": COUNT, "whole": _LIKENESS, "set_words": _LIKENESS, "own_words": _LIKENESS},
    ),
    "explanation": schema(
        "askcandidate.explanation/1",
        {
            "file": TEXT,
            "letters": COUNT,
            "office": TEXT_OR_NULL,
            "written_on": DAY_OR_NULL,
            "on": DAY,
            "carried": YES_NO,
            "asks": _POINTS,
            "facts": _POINTS,
            "standing": list_of(
                record(
                    {
                        **dict.fromkeys(("office", "text", "document", "publisher", "url"), TEXT),
                        "dated": DAY_OR_NULL,
                    }
                )
            ),
        },
    ),
    "settings": schema(
        "askcandidate.settings/1",
        {
            "settings": list_of(
                record(
                    {
                        "name": TEXT,
                        "value": {"type": ["string", "boolean", "null"]},
                        "origin": {"enum": ["default", "user file", "project file", "environment variable"]},
                        "place": TEXT_OR_NULL,
                    }
                )
            )
        },
    ),
    "doctor": schema(
        "askcandidate.doctor/1",
        {
            "on": DAY,
            "checks": list_of(
                record({"name": TEXT, "state": {"enum": ["good", "note", "act"]}, "says": TEXT})
            ),
        },
    ),
}
