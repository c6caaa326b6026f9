"""Where the rows of a batch are worked on: the options that say so, and what they go with."""

from enum import StrEnum
from importlib.util import find_spec
from typing import Annotated

import typer

from askcandidate.errors import WrongUse, not_installed


class Engine(StrEnum):
    """Where the rows of a batch are worked on."""

    HERE = "here"
    DASK = "dask"


Engines = Annotated[
    Engine, typer.Option("--engine", help="Where rows are worked on: here, or on a Dask cluster.")
]
Scheduler = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="The cluster's scheduler; it gets the rows.")
]


def check(engine: Engine, scheduler: str | None, *, offline: bool, bound: bool = False) -> None:
    """Refuse what cannot work, before any work.

    Args:
        engine: where the rows are worked on.
        scheduler: the cluster's address, if one is named.
        offline: whether no online service is asked.
        bound: whether the result is one document.

    Raises:
        WrongUse: no scheduler is named, one is named for nothing, a service would be asked by all workers,
            the extra is not installed, or there are no parts to work on apart.
    """
    if (engine is Engine.DASK) != (scheduler is not None):
        raise WrongUse("--engine dask and --scheduler ADDRESS go together.")
    if engine is Engine.DASK and find_spec("distributed") is None:
        raise not_installed("Working on a cluster", "dask")
    if engine is Engine.DASK and not offline:
        raise WrongUse(
            "A cluster asks no online service: it would ask for faster than is allowed.",
            "Leave --live and --source out, or --engine.",
        )
    if engine is Engine.DASK and bound:
        raise WrongUse("One document is made in one place.", "Name a folder or an archive with --out.")
