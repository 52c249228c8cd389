"""When the next cycle is due: every few minutes while all is well, soon and then ever more patiently after a failure.

Holds no timer and no thread; the worker asks it.
"""

import random
import time
from collections.abc import Callable

from sync.client.retry import Patience, Retry
from sync.contract.errors import CodedError, Offline, ProtocolViolation

#: Between two cycles while all is well; seconds.
INTERVAL = 180.0
#: Share of the interval that chance takes off, so that the PCs of a province do not come all at once.
_SPREAD = 0.2


class Pace:
    """Decides about time alone.

    Attributes:
        halted: no cycle is due by itself any more: the other side broke the protocol, and going on could lose an edit.
    """

    def __init__(
        self,
        interval: float = INTERVAL,
        *,
        policy: Retry | None = None,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Begin with a cycle that is due at once.

        Args:
            interval: seconds between two cycles while all is well.
            policy: how patience grows while there is no line.
            clock: seconds that only go forward.
            chance: a number from 0 to 1.
        """
        self.halted = False
        self._regular = Retry(first=interval, longest=interval, spread=_SPREAD)
        self._patience = Patience(policy, clock=clock, chance=chance)
        self._clock = clock
        self._chance = chance
        self._due = clock()
        self._line_would_help = False

    @property
    def due(self) -> bool:
        """Whether a cycle should begin now."""
        return not self.halted and self._clock() >= self._due

    def succeeded(self) -> None:
        """A cycle came to its end."""
        self._patience.succeeded()
        self._settle(self._regular.next_delay(1, self._chance()))

    def failed(self, error: CodedError | None) -> None:
        """A cycle broke off; None stands for a defect of the program, which may be gone by the next one."""
        if isinstance(error, Offline):
            self._settle(self._patience.failed(error), line_would_help=error.code != "server_busy")
            return
        self.halted = isinstance(error, ProtocolViolation)
        self._settle(self._regular.next_delay(1, self._chance()), line_would_help=error is not None)

    def line_changed(self) -> None:
        """This PC has come to another network: try now if that may be what was missing."""
        if self._line_would_help:
            self._due = self._clock()

    def asked(self) -> None:
        """A person wants it now, whatever happened before."""
        self.halted = False
        self._due = self._clock()

    def _settle(self, delay: float, *, line_would_help: bool = False) -> None:
        self._due = self._clock() + delay
        self._line_would_help = line_would_help
