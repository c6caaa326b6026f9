"""A service that fails again and again, or refuses the key, is not asked any more."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from askcandidate.elections import Service
from askcandidate.errors import AskError, KeyFault, NetworkFault, RateLimited

_Answer = TypeVar("_Answer")


class Guard:
    """Stops asking a service that has failed many times in a row, or has refused the key.

    Args:
        service: the service.
        max_errors: after so many failures in a row it is not asked any more.
    """

    def __init__(self, service: Service, max_errors: int) -> None:
        self._service = service
        self._most = max_errors
        self._in_a_row = 0
        self._refusal: KeyFault | None = None

    async def ask(self, what: Callable[[], Awaitable[_Answer]]) -> _Answer:
        """Give the service's answer, if it is still asked.

        Raises:
            KeyFault: it refused the key before.
            NetworkFault: it failed too often.
            AskError: what asking raises.
        """
        if self._refusal:
            raise self._refusal
        if self._in_a_row >= self._most:
            raise NetworkFault(
                f"{self._service.host} failed {self._most} times in a row, so it was not asked about this.",
                "Try these rows again later.",
            )
        try:
            answer = await what()
        except AskError as error:
            self._refusal = error if isinstance(error, KeyFault) else None
            failed = isinstance(error, NetworkFault | RateLimited)
            self._in_a_row = self._in_a_row + 1 if failed else 0
            raise
        self._in_a_row = 0
        return answer
