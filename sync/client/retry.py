"""When to try again after the line broke: soon at first, then ever more patiently, never all PCs at once."""

import random
import time
from collections.abc import Callable

import msgspec

from sync.contract.errors import Offline

#: The server may ask for patience (``Retry-After``), but not for ever; seconds.
LONGEST_ASKED = 3600.0


class Retry(msgspec.Struct, frozen=True, kw_only=True):
    """How patience grows, in seconds: ``first · factor^(attempt - 1)``, at most ``longest``.

    ``spread`` is the share of a delay that chance may take off, so that a province does not come back as one
    when its server does.
    """

    first: float = 5.0
    factor: float = 2.0
    longest: float = 300.0
    spread: float = 0.5

    def next_delay(self, attempt: int, chance: float) -> float:
        """Seconds to wait after the ``attempt``-th failure in a row (from 1); ``chance`` is in [0, 1)."""
        steps = min(attempt - 1, 64)  # far beyond `longest`, short of an overflow
        return min(self.longest, self.first * self.factor**steps) * (1 - self.spread * chance)


class Patience:
    """Counts failures in a row and says when the next attempt is due."""

    def __init__(
        self,
        policy: Retry | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Start with nothing to wait for."""
        self._policy = policy or Retry()
        self._clock = clock
        self._chance = chance
        self._failures = 0
        self._due = clock()

    def succeeded(self) -> None:
        """The line works: the next failure is a first one again."""
        self._failures = 0
        self._due = self._clock()

    def failed(self, error: Offline) -> float:
        """Count a failure; return the seconds to wait, at least as long as the server asked for."""
        self._failures += 1
        delay = self._policy.next_delay(self._failures, self._chance())
        asked = error.values.get("retry_after")
        if isinstance(asked, int | float):
            delay = max(delay, min(asked, LONGEST_ASKED))
        self._due = self._clock() + delay
        return delay

    @property
    def remaining(self) -> float:
        """Seconds until the next attempt is due; 0 when it is."""
        return max(0.0, self._due - self._clock())
