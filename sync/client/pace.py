"""How fast bytes may go: an office may give the synchronisation only a part of the line it shares with others.

One `Pace` is shared by everything this PC sends and fetches, texts and files alike, so that both together stay below
the limit. Only bodies are counted; heads are small.
"""

import io
import time
from collections.abc import Callable

from typing_extensions import override

#: A limit is kept on average; so many seconds' worth may go at once, so that a small request is not held up.
_BURST = 0.25
#: Bytes carried at once while there is a limit, as seconds of it: what is larger would go in jerks.
_EVENLY = 0.1
_SMALLEST_PIECE = 1024


class Pace:
    """Lets bytes through one after the other, no more of them in a second than the limit says.

    For the one thread that talks to the server; the limit may be changed from any thread.

    Attributes:
        bytes_per_second: the limit; None for none.
    """

    def __init__(
        self,
        bytes_per_second: int | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        """Begin with nothing in the way."""
        self.bytes_per_second = bytes_per_second
        self._clock = clock
        self._sleep = sleep
        self._free_at = clock()

    def piece(self, wanted: int) -> int:
        """How many of ``wanted`` bytes to carry at once."""
        if self.bytes_per_second is None:
            return wanted
        return min(wanted, max(_SMALLEST_PIECE, int(self.bytes_per_second * _EVENLY)))

    def take(self, size: int) -> float:
        """Account for ``size`` bytes that go or have come; return the seconds that were waited for them."""
        if self.bytes_per_second is None:
            return 0.0
        now = self._clock()
        self._free_at = max(self._free_at, now) + size / self.bytes_per_second
        wait = self._free_at - now - _BURST
        if wait <= 0:
            return 0.0
        self._sleep(wait)
        return wait


class PacedBody(io.BytesIO):
    """A request's body that is handed out piece by piece, at the pace that is set.

    Attributes:
        waited: seconds it was held up so far.
    """

    def __init__(self, body: bytes, pace: Pace) -> None:
        super().__init__(body)
        self.waited = 0.0
        self._pace = pace

    @override
    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size if size is None or size < 0 else self._pace.piece(size))
        self.waited += self._pace.take(len(piece))
        return piece
