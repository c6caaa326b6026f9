"""Lists that a service gives for a postcode, page by page; what Democracy Club's two open services share."""

from collections.abc import AsyncIterator, Mapping
from typing import TypeVar

from askcandidate.errors import BadAnswer, UnknownPostcode
from askcandidate.postcode import Postcode
from askcandidate.sources.http import Client
from askcandidate.sources.shapes import Shape, read_as

_OK = 200
_REFUSED = 400  # with JSON: the postcode is not known, or is none

_Page = TypeVar("_Page", bound=Shape)


async def pages_of(
    client: Client, path: str, params: Mapping[str, str], shape: type[_Page], postcode: Postcode
) -> AsyncIterator[_Page]:
    """Give each page of a list.

    Args:
        client: asks the service.
        path: of the list, below the service's base.
        params: what is asked of it.
        shape: of a page.
        postcode: whose list it is.

    Raises:
        UnknownPostcode: the service does not know it.
        BadAnswer: there is no such list; and see ``Client.get``.
    """
    host = client.base.host
    async for answer in client.pages(path, params):
        if answer.status == _REFUSED and answer.value is not None:
            raise UnknownPostcode(f"{host} does not know {postcode}.", client.base.hint_of_a_postcode)
        if answer.status != _OK:
            raise BadAnswer(f"{host} knows no such path ({answer.status}).", "Check --base-url.")
        yield read_as(shape, answer.value, host)
