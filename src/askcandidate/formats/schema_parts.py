"""What JSON Schemas of records are put together from."""

from enum import StrEnum
from typing import Any

TEXT = {"type": "string"}
TEXT_OR_NULL = {"type": ["string", "null"]}
COUNT = {"type": "integer", "minimum": 0}
LINE = {"type": "integer", "minimum": 1}
DAY = {"type": "string", "format": "date"}
DAY_OR_NULL = {"type": ["string", "null"], "format": "date"}
DAY_OR_MONTH = {"type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}$"}
YES_NO = {"type": "boolean"}


def record(properties: dict[str, Any]) -> dict[str, Any]:
    """Describe an object that has all these fields, and may come to have more."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def list_of(of: dict[str, Any]) -> dict[str, Any]:
    """Describe a list."""
    return {"type": "array", "items": of}


def schema(name: str, properties: dict[str, Any]) -> dict[str, Any]:
    """Give the schema of a record of that name and version."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        **record({"schema": {"const": name}, **properties}),
    }


def one_of(names: type[StrEnum]) -> dict[str, Any]:
    """Describe a text that is one of a closed set."""
    return {"enum": [str(name) for name in names]}
