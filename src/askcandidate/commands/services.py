"""Options that say whether a service is asked, and which; and what a run may ask of the network."""

import math
from enum import StrEnum
from typing import Annotated, NamedTuple

import typer

from askcandidate import settings
from askcandidate.errors import WrongUse

TIMEOUT = 30.0  # seconds; Democracy Club's own service gives up after 30
MAX_ERRORS = 10
_MOST_SECONDS = 600.0
_MOST_A_SECOND = 1000.0


class SourceName(StrEnum):
    """Where answers come from."""

    EMBEDDED = "embedded"
    AUTO = "auto"
    DEMOCRACY_CLUB = "democracy-club"
    CANDIDATES = "candidates"
    EVERY_ELECTION = "every-election"
    POSTCODES_IO = "postcodes-io"


Live = Annotated[
    bool, typer.Option("--live", help="Ask an online service who is standing; it sees the postcode.")
]
Offline = Annotated[bool, typer.Option("--offline", help="Open no connection, whatever the settings say.")]
Source = Annotated[
    SourceName | None, typer.Option("--source", help="Where the answer comes from; auto is --live.")
]
BaseUrl = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="Another address for the service, such as a sandbox; it ends where postcode/ begins.",
    ),
]
Uprn = Annotated[
    str | None,
    typer.Option(metavar="NUMBER", help="Your address's number, where a postcode lies across a border."),
]
Timeout = Annotated[float, typer.Option(metavar="SECONDS", help="How long one request may take.")]
Rate = Annotated[
    float | None,
    typer.Option(metavar="N", help="Requests a second at most; 5 to public services if not given."),
]
MaxErrors = Annotated[
    int, typer.Option("--max-errors", metavar="N", help="Stop asking a service that fails N times in a row.")
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither use nor keep answers on this machine.")]


class Service(NamedTuple):
    """The options of what a service is asked."""

    offline: Offline = False
    source: Source = None
    base_url: BaseUrl = None
    uprn: Uprn = None
    timeout: Timeout = TIMEOUT
    rate: Rate = None
    max_errors: MaxErrors = MAX_ERRORS
    no_cache: NoCache = False


class Network(NamedTuple):
    """What a run may ask of the network, settled."""

    source: SourceName
    is_left_to_us: bool
    """Whether we chose the service; then offline data stands in where it fails."""
    is_by_setting: bool
    """Whether the settings, not the command line, say that a service is asked."""
    base_url: str | None
    uprn: str | None
    timeout: float
    rate: float | None
    max_errors: int
    cache: bool
    contact: str

    @property
    def is_offline(self) -> bool:
        """Whether nothing is asked."""
        return self.source is SourceName.EMBEDDED


def settle_network(asked: Service, chosen: settings.Settings, *, live: bool) -> Network:
    """Settle where answers come from, before any work is done.

    Args:
        asked: the command line.
        chosen: the settings; ``live`` among them counts where the command line says nothing.
        live: whether the command line says that a service is asked.

    Raises:
        WrongUse: options that contradict each other, or a number that can be none.
    """
    source, base_url = asked.source, asked.base_url
    online = source not in (None, SourceName.EMBEDDED) or live or base_url is not None
    if online and (asked.offline or source is SourceName.EMBEDDED):
        raise WrongUse("Options contradict each other: some ask a service, another forbids it.")
    _check_number("--timeout", asked.timeout, _MOST_SECONDS)
    _check_number("--rate", asked.rate, _MOST_A_SECOND)
    if asked.max_errors < 1:
        raise WrongUse("--max-errors takes a whole number from 1 on.")
    if source is None:
        is_live = live or (chosen.live and not asked.offline)
        source = SourceName.AUTO if is_live or base_url is not None else SourceName.EMBEDDED
    is_left_to_us = source is SourceName.AUTO
    if asked.uprn is not None and source not in (SourceName.AUTO, SourceName.DEMOCRACY_CLUB):
        raise WrongUse(
            "--uprn goes with Democracy Club's developers API alone.",
            "Add --source democracy-club, or leave it out.",
        )
    if base_url is not None and source is SourceName.AUTO:
        source = SourceName.DEMOCRACY_CLUB
    return Network(
        source,
        is_left_to_us,
        is_left_to_us and not (live or asked.source),
        base_url,
        asked.uprn,
        asked.timeout,
        asked.rate,
        asked.max_errors,
        not asked.no_cache,
        chosen.contact,
    )


def _check_number(option: str, value: float | None, most: float) -> None:
    if value is not None and not (math.isfinite(value) and 0 < value <= most):
        raise WrongUse(f"{option} takes a number above 0 and at most {most:g}.")
