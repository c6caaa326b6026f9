"""What a user can meet: each failure with its code for scripts, its exit code and a way out."""

from collections.abc import Iterable, Sequence
from enum import IntEnum

_LONGEST_NAME = 60  # characters of a mistyped name that are compared


class ExitCode(IntEnum):
    """What the shell is told; stable within a major version."""

    OK = 0
    BUG = 1
    USAGE = 2
    PARTIAL = 3
    NOT_FOUND = 4
    NETWORK = 5
    KEY = 6
    RATE_LIMITED = 7
    BAD_DATA = 8
    TEMPLATE = 9
    AMBIGUOUS = 10
    CHECK_FAILED = 11
    CANNOT_CREATE = 73
    CANNOT_WRITE = 74
    INTERRUPTED = 130
    PIPE_CLOSED = 141
    TERMINATED = 143


EXIT_MEANINGS = {
    ExitCode.OK: "all that was asked for was done",
    ExitCode.BUG: "a fault in the tool itself; please report it",
    ExitCode.USAGE: "wrong use: an option, a file's form, or a malformed postcode as an argument",
    ExitCode.PARTIAL: "some rows of many failed; the others are done",
    ExitCode.NOT_FOUND: "not found: unknown postcode, not in a UK council area, no such office here, "
    "or an election is due and nobody is listed yet",
    ExitCode.NETWORK: "the network, or the service asked, did not answer",
    ExitCode.KEY: "an API key is missing or was refused",
    ExitCode.RATE_LIMITED: "the service asked us to slow down for longer than we wait",
    ExitCode.BAD_DATA: "a data file, or a service's answer, is damaged or of an unknown form",
    ExitCode.TEMPLATE: "a template or a campaign's wording cannot be rendered",
    ExitCode.AMBIGUOUS: "more than one answer, and only you can choose, such as a postcode on a border",
    ExitCode.CHECK_FAILED: "a check ran and found something",
    ExitCode.CANNOT_CREATE: "an output file cannot be created",
    ExitCode.CANNOT_WRITE: "output cannot be written: disk full, stdout closed",
    ExitCode.INTERRUPTED: "stopped by Ctrl-C",
    ExitCode.PIPE_CLOSED: "the program reading our output left",
    ExitCode.TERMINATED: "stopped by a termination signal",
}


class AskError(Exception):
    """Something the user can act on: shown as one line and a hint, never as a traceback.

    Args:
        message: what happened, and where.
        hint: what to do next; may be empty.
    """

    code = "error"
    exit_code = ExitCode.BUG
    is_failure = True
    """Whether something went wrong; a row may also be left out because that is right."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def nearest(name: str, names: Sequence[str], likeness: float = 0.6) -> str | None:
    """Give the name there is that another was probably meant to be, if one is near.

    Args:
        name: as it was typed.
        names: those there are, in lower case.
        likeness: the least that counts as near, from 0 to 1.
    """
    from difflib import get_close_matches  # noqa: PLC0415  (only who mistyped pays for it)

    return next(iter(get_close_matches(name[:_LONGEST_NAME].lower(), names, n=1, cutoff=likeness)), None)


def instead(name: str, names: Iterable[str], lead: str = "There are") -> str:
    """Say what may be meant by a name that is not there: the nearest one first, then all there are.

    Args:
        name: as it was typed.
        names: those there are.
        lead: how the list of all begins.
    """
    there = list(names)
    near = nearest(name, there)
    meant = f'Did you mean "{near}"? ' if near else ""
    return f"{meant}{lead}: {', '.join(there) or 'none'}."


def of_toml(error: Exception, text: str) -> str:
    """Say what is wrong with a file of TOML; one that breaks off, with the number of its last line."""
    last = max(1, len(text.splitlines()))
    return str(error).replace("(at end of document)", f"(at line {last}, where it ends)")


class WrongUse(AskError):
    """Options that contradict each other, a column that is not there, a file of the wrong form."""

    code = "usage"
    exit_code = ExitCode.USAGE


def not_installed(what: str, extra: str) -> WrongUse:
    """Give the error of what needs a library that is not installed unless it is asked for.

    Args:
        what: it, as the beginning of a sentence.
        extra: of this package, which brings the library.
    """
    return WrongUse(
        f"{what} needs a library that is not installed.",
        f'Install it with: pip install "askcandidate[{extra}]"',
    )


class MalformedPostcode(AskError):
    """Text that does not have the shape of a postcode."""

    code = "malformed-postcode"
    exit_code = ExitCode.USAGE


class BadRow(AskError):
    """A row of an input file that cannot be read; the rows after it still are."""

    code = "bad-row"
    exit_code = ExitCode.USAGE


class NoConsent(BadRow):
    """A row of somebody who has not agreed to be counted and quoted: leaving it out is no failure."""

    code = "no-consent"
    is_failure = False


class UnclearConsent(BadRow):
    """A row of somebody who seems to have agreed, in words that are not taken for it."""

    code = "unclear-consent"


class NotFound(AskError):
    """Nothing there: no such ask, no such office in this place."""

    code = "not-found"
    exit_code = ExitCode.NOT_FOUND


class UnknownPostcode(NotFound):
    """Well formed, but not in the postcode file."""

    code = "unknown-postcode"


class NotACouncilArea(NotFound):
    """A real postcode, or something used like one, that lies in no UK council area."""

    code = "not-a-council-area"


class NetworkFault(AskError):
    """The network or the service did not answer, or not with data."""

    code = "network"
    exit_code = ExitCode.NETWORK


class KeyFault(AskError):
    """An API key is missing, or the service refused it."""

    code = "key"
    exit_code = ExitCode.KEY


class RateLimited(AskError):
    """The service asked us to slow down for longer than we wait."""

    code = "rate-limited"
    exit_code = ExitCode.RATE_LIMITED


class BadAnswer(AskError):
    """A service's answer that is not what its contract says; it fails its row alone."""

    code = "bad-answer"
    exit_code = ExitCode.BAD_DATA


class Ambiguous(AskError):
    """More than one answer, and only the user can choose.

    Args:
        message: what happened.
        choices: what there is to choose from, each an id and words for people.
        hint: how to choose.
    """

    code = "ambiguous"
    exit_code = ExitCode.AMBIGUOUS

    def __init__(self, message: str, choices: tuple[tuple[str, str], ...], hint: str) -> None:
        listed = [f"  {id_}  {words}" for id_, words in choices]
        super().__init__("\n".join([message, *listed]), hint)
        self.choices = choices


class BadData(AskError):
    """A data file that is missing, damaged or of a form this version does not know."""

    code = "bad-data"
    exit_code = ExitCode.BAD_DATA


class TemplateFault(AskError):
    """A template, or a campaign's wording, that cannot be rendered."""

    code = "template"
    exit_code = ExitCode.TEMPLATE


class CannotCreate(AskError):
    """An output file that cannot be created, or that exists and may not be replaced."""

    code = "cannot-create"
    exit_code = ExitCode.CANNOT_CREATE


class CannotWrite(AskError):
    """Output that could not be written to the end."""

    code = "cannot-write"
    exit_code = ExitCode.CANNOT_WRITE
