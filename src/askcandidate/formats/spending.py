"""How much a template may do, counted while it does it.

Jinja's own sandbox keeps templates away from Python; it does not keep them from filling the memory or
running for ever. Nothing is timed from outside: no process, thread or signal is needed, and an ordinary
letter pays for a few dozen steps.
"""

from collections.abc import Callable, Iterable
from time import process_time
from typing import Any, NoReturn

from jinja2.exceptions import TemplateRuntimeError
from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_CHARACTERS = 200_000  # in a document, in a template, and in any text that a template makes
_MOST_PRINTED = 2 * MOST_CHARACTERS  # in a document with its macros and blocks, which print twice
_MOST_STEPS = 2_000_000
_MOST_SECONDS = 2.0  # of the processor's time
_LOOK_EVERY = 2_000  # steps
MOST_ITEMS = 10_000  # in a list that a filter is given or makes

_HOLDERS: tuple[type, ...] = (list, tuple, dict, type({}.keys()), type({}.values()), type({}.items()))
SIZED = (str, *_HOLDERS)


class TooMuch(TemplateRuntimeError):
    """A template does more than a page needs."""


class Spending(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with an account of what a document has used."""

    def begin(self, translate: Callable[[str], str] = str) -> None:
        """Begin a document: nothing is spent yet.

        Args:
            translate: gives a text in the document's language.
        """
        self.translate = translate
        self._room = _MOST_PRINTED
        self._steps = _MOST_STEPS
        self._look_at = _MOST_STEPS - _LOOK_EVERY
        self._since: float | None = None

    def spend(self, steps: int = 1) -> None:
        """Take steps from what the document may use.

        Raises:
            TooMuch: there are none left, or its time is over.
        """
        self._steps -= steps
        if self._steps < self._look_at:
            self._look()

    def weigh(self, value: Any) -> Any:
        """Give a value that a template made, once it is paid for by its length."""
        self.spend(1 + self.size(value) if isinstance(value, SIZED) else 1)
        return value

    def size(self, value: Any) -> int:
        """Give how long a text is, or how many things a list holds, those within its things counted too.

        So a list that holds another twice, which holds another twice, is as large as it would be written.

        Raises:
            TooMuch: it is larger than any page.
        """
        if isinstance(value, str):
            if len(value) > MOST_CHARACTERS:
                self.too_long()
            return len(value)
        count = 0
        waiting = [value]
        while waiting:
            inner = waiting.pop()
            count += 1 + len(inner)
            if count > MOST_ITEMS:
                self.too_long()
            items = inner.values() if isinstance(inner, dict) else inner
            waiting += [item for item in items if isinstance(item, _HOLDERS)]
        return count

    def too_long(self) -> NoReturn:
        """Refuse a text or list.

        Raises:
            TooMuch: always.
        """
        raise TooMuch(
            f"A text is longer than {MOST_CHARACTERS:,} characters, or a list than {MOST_ITEMS:,} items."
        )

    def concat(self, pieces: Iterable[str]) -> str:
        """Put the pieces of a page, a block or a macro together."""
        kept = list(pieces)
        if sum(map(len, kept)) > MOST_CHARACTERS:
            self.too_long()
        return "".join(kept)

    def _look(self) -> None:
        """See whether steps and time are left; an ordinary letter takes too few steps to come here."""
        if self._steps < 0:
            raise TooMuch("This does more than a page needs: loops within loops, or a text that grows.")
        self._look_at = self._steps - _LOOK_EVERY
        now = process_time()  # not the clock's: a laptop that slept is not the template's fault
        if self._since is None:
            self._since = now
        elif now - self._since > _MOST_SECONDS:
            raise TooMuch(f"This takes longer than {_MOST_SECONDS:.0f} seconds.")
