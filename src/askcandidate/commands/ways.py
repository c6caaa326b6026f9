"""The ways of saying which hustings are to be prepared, and which options go with which."""

from collections.abc import Sequence
from enum import StrEnum

import typer

from askcandidate.errors import WrongUse, instead
from askcandidate.formats.sheets import PAGES

INVITE = "invite"


class Way(StrEnum):
    """How a run says for whom it is."""

    POSTCODES = "postcodes"
    FROM = "--from"
    ALL = "--all"
    EVENTS = "--events"
    CONTEST = "--contest"


OF_PLACES = (Way.POSTCODES, Way.FROM)
OF_OFFICES = (Way.ALL, Way.CONTEST)
_OF_ROWS = (Way.POSTCODES, Way.FROM, Way.EVENTS)
_GOES_WITH = {
    "--kind": (Way.CONTEST,),
    "--place": (Way.CONTEST,),
    "--by": (Way.FROM,),
    "--column": (Way.FROM,),
    "--id": (Way.FROM, Way.EVENTS),
    **dict.fromkeys(("--office", "--live", "--source", "--base-url", "--uprn"), OF_PLACES),
    **dict.fromkeys(("--input-format", "--rejects", "--reject-columns", "--allow-rejects"), _OF_ROWS),
    **dict.fromkeys(("--report", "--limit"), _OF_ROWS),
    "--resume": (*_OF_ROWS, Way.ALL),
}
_NOT_TOGETHER = {
    ("--candidates", "--name"): "names leave no lines to write on",
    ("--one", "--pages"): "--one is a page of its own",
}
_NEEDS = {"--reason": "--only"}


def way_of(*given: object) -> Way:
    """Give the one way that was used.

    Args:
        given: what was typed for each way, in their order.

    Raises:
        WrongUse: none was, or several.
    """
    used = [way for way, value in zip(Way, given, strict=True) if value]
    if used == list(OF_PLACES):
        raise WrongUse("Postcodes were given both as arguments and with --from.", "Give one of them.")
    if len(used) != 1:
        raise WrongUse(
            "Say for whom in one way: postcodes or --from, --all, --events, or --contest.",
            "For example: askcandidate hustings BS1 5TR --office mayor",
        )
    return used[0]


def typed(context: typer.Context) -> list[str]:
    """Give the options that were typed, by their names."""
    return [
        option.opts[0]
        for option in context.command.params
        if option.name and _source(context, option.name) == "COMMANDLINE"
    ]


def _source(context: typer.Context, name: str) -> str:
    source = context.get_parameter_source(name)
    return source.name if source else ""


def check(way: Way, options: Sequence[str]) -> None:
    """Refuse options that would have no effect.

    Args:
        way: how the run says for whom it is.
        options: those that were typed.

    Raises:
        WrongUse: one of them has none in this way, or beside another.
    """
    for name in options:
        if way not in _GOES_WITH.get(name, tuple(Way)):
            raise WrongUse(f"{name} goes with {' or '.join(_GOES_WITH[name])}, not with {way}.")
        if name in _NEEDS and _NEEDS[name] not in options:
            raise WrongUse(f"{name} goes with {_NEEDS[name]}.")
    for pair, why in _NOT_TOGETHER.items():
        if set(pair) <= set(options):
            raise WrongUse(f"Give one of {' and '.join(pair)}: {why}.")


def read_pages(postcodes: list[str] | None, typed: str | None) -> tuple[list[str] | None, str | None]:
    """Take the word ``invite`` from before the postcodes; it is short for ``--pages invite``.

    Raises:
        WrongUse: the pages were chosen in both ways.
    """
    if not postcodes or postcodes[0].lower() != INVITE:
        return postcodes, typed
    if typed is not None:
        raise WrongUse("The word invite and --pages both choose the pages.", "Give one of them.")
    return postcodes[1:], INVITE


def kinds_of(pages: str | None) -> tuple[str, ...]:
    """Give the pages of a list parted by commas, in the order of printing; None means all.

    Raises:
        WrongUse: there is no such page.
    """
    if pages is None:
        return PAGES
    chosen = [page.strip().lower() for page in pages.split(",")]
    for page in chosen:
        if page not in PAGES:
            raise WrongUse(f'There is no page "{page[:20]}".', instead(page, PAGES))
    return tuple(page for page in PAGES if page in chosen)
