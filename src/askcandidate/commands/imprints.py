"""Imprints: the line by which a printed page says who answers for it.

Source: the Electoral Commission's guidance on imprints for non-party campaigners: printed material that
can reasonably be regarded as intended to promote or procure the election of candidates names its printer,
its promoter and anyone on whose behalf it is published, each with an address.
"""

from askcandidate.commands.typed import one_line
from askcandidate.errors import WrongUse
from askcandidate.settings import Settings

_NAMES = "who printed them, who promotes them and on whose behalf, each with name and address"
REMINDER = (
    f"Printed sheets that could be election material need an imprint, which says {_NAMES}: "
    "--imprint TEXT puts it on every page."
)


def settle(pages: str, typed: str, chosen: Settings, *, required: bool | None) -> str:
    """Give the imprint of a run, as typed or as the settings have it; "" if there is none.

    Args:
        pages: what the run writes, such as "letters".
        typed: on the command line.
        chosen: the settings.
        required: whether there must be one; None leaves it to whether an organisation is set.

    Raises:
        WrongUse: there must be one, and there is none.
    """
    imprint = one_line(typed) or one_line(chosen.imprint)
    if not imprint and (bool(chosen.organisation) if required is None else required):
        publisher = one_line(chosen.organisation)
        which = f"{pages.capitalize()} that {publisher} publishes" if publisher else f"The {pages}"
        raise WrongUse(
            f"{which} need an imprint, which says {_NAMES}.",
            'Give it with --imprint TEXT, or as imprint = "..." in the settings; '
            "--no-require-imprint goes on without.",
        )
    return imprint


def reminder(imprint: str, *, required: bool | None) -> str:
    """Give what is told of sheets for a contest without an imprint; "" where somebody decided on it."""
    return "" if imprint or required is not None else REMINDER
