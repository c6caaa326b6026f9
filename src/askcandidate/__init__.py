"""From a UK postcode to the councils, commissioners and mayors that answer for it, and letters to them.

>>> import askcandidate
>>> place = askcandidate.lookup("BS1 5TR")
>>> [office.title for office in place.offices][0]
'Bristol City Council'
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from askcandidate.errors import AskError
    from askcandidate.model import Office, Place
    from askcandidate.postcode import Postcode

__all__ = ["AskError", "Office", "Place", "Postcode", "__version__", "lookup"]

__version__ = "1.1.0"

_HOMES = {"AskError": "errors", "Office": "model", "Place": "model", "Postcode": "postcode"}


def lookup(postcode: str, *, on: "date | None" = None, data: "Path | None" = None) -> "Place":
    """Give the councils, commissioners and mayors that answer for a postcode, without a network.

    Args:
        postcode: in any usual spelling.
        on: the day asked about; today in the United Kingdom if None.
        data: a postcode file to use instead of the shipped one.

    Raises:
        AskError: malformed or unknown postcode, no council area there, damaged data; its
            ``exit_code`` and ``code`` say which.
    """
    from askcandidate import places, settings  # noqa: PLC0415  (importing the package stays cheap)

    return places.lookup(postcode, on=on or settings.today(), data=data)


def __getattr__(name: str) -> Any:
    from importlib import import_module  # noqa: PLC0415  (same)

    if name in _HOMES:
        return getattr(import_module(f"askcandidate.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'askcandidate' has no attribute '{name}'")
