"""The parts of services' answers: what we use is checked, what else is there is let be."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from askcandidate.errors import BadAnswer
from askcandidate.sources.text import one_line


class Shape(BaseModel):
    """A part of an answer; keys we do not know are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)


_Shape = TypeVar("_Shape", bound=Shape)


def _line_of(value: Any) -> Any:
    if value is None:
        return ""
    return one_line(value) if isinstance(value, str) else value


def _text_of(value: Any) -> str:
    return value if isinstance(value, str) else ""


Line = Annotated[str, BeforeValidator(_line_of)]
"""One line of text for people; null is the empty line."""


def _id_of(value: Any) -> str | None:
    return one_line(value) or None if isinstance(value, str) else None


Id = Annotated[str | None, BeforeValidator(_id_of)]
"""The id of something else, if there is one."""

Raw = Annotated[str, BeforeValidator(_text_of)]
"""Text that is judged on its own later, such as an e-mail address; what is no text is none."""


def read_as(shape: type[_Shape], value: Any, host: str) -> _Shape:
    """Read a part of an answer.

    Raises:
        BadAnswer: something we need is missing or of another kind; the message names its place.
    """
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole answer"
        raise BadAnswer(
            f"{host} answered in another form than agreed: {one_line(where)[:80]}: {first['msg'][:80]}.",
            "The service may have changed; look for an update of askcandidate.",
        ) from None
