"""Records, held against the JSON Schemas that ``help schema`` shows."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from jsonschema import Draft202012Validator

from askcandidate.formats.schemas import SCHEMAS

_Record = TypeVar("_Record", bound=Mapping[str, Any])


def checked(record: _Record, name: str) -> _Record:
    """Give a record that is what the schema of that name says."""
    _validator(name).validate(record)
    return record


@cache  # to prepare a schema takes longer than to hold a record against it
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(SCHEMAS[name], format_checker=Draft202012Validator.FORMAT_CHECKER)
