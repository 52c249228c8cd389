"""When the office wants nothing to go by itself, and how much of the line the rest may take."""

from typing import Any

from desktop.qt.lanes import Lane
from desktop.services.manner import Manner, keep_manner, manner_of, with_changes
from desktop.services.session import Session


class Rest:
    """What was chosen for this PC; a choice counts at once and is written down on a lane.

    Attributes:
        manner: what is chosen now.
    """

    def __init__(self, session: Session, local: Lane) -> None:
        """Read what was chosen before; ``local`` is where choices are written down."""
        self.manner = manner_of(session)
        self._session = session
        self._local = local

    def choose(self, **changes: Any) -> Manner:
        """Choose something else; ``changes`` are fields of `Manner`. Raise `Invalid` as `with_changes` does."""
        manner = self.manner = with_changes(self.manner, **changes)
        self._local.run(lambda _progress: keep_manner(self._session, manner))
        return manner

    @property
    def quiet_until(self) -> str | None:
        """While nothing goes because of the hour: when that ends, ``HH:MM``."""
        return self.manner.quiet_until if self.manner.is_quiet(self._session.clock()) else None

    @property
    def holds(self) -> bool:
        """Whether nothing goes by itself now."""
        return self.manner.paused or self.quiet_until is not None
