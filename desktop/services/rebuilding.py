"""Fetching everything anew from the national system, with all that is unsent kept (SYNC §6, decisions/0014).

For a file that opens and of which somebody doubts that it holds what it should. One that does not open any more is
restored from a backup, which needs no line (`desktop.services.backups`).
"""

from collections.abc import Callable

import msgspec

from desktop.domain.errors import DomainError
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.store import rebuilding
from desktop.store.comparing import Comparing
from sync.client.engine import Progress, ignore, never


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it.

    Attributes:
        whole: everything was fetched; else the next synchronisation goes on with it.
        equal: both ends hold the same now, as far as they can compare.
        records: how many are here.
        fetched: how many were taken in.
    """

    whole: bool
    equal: bool
    records: int
    fetched: int


def begin(session: Session) -> None:
    """Let the next synchronisation fetch everything anew. Raise `DomainError` ``not_enrolled``."""
    if not session.office.enrolled:
        raise DomainError("not_enrolled")
    with session.database.write() as connection:
        rebuilding.begin(connection)


def rebuild(
    session: Session,
    synchronise: Synchronise,
    progress: Callable[[Progress], None] = ignore,
    stopped: Callable[[], bool] = never,
) -> Rebuilt:
    """Begin, and synchronise for as long as that brings it further: others may write meanwhile.

    Raises:
        DomainError: ``not_enrolled``.
        SyncError: as `Synchronise.cycle`; what was fetched so far counts, and the next synchronisation goes on.
    """
    begin(session)
    fetched = 0
    while not stopped():
        cycle = synchronise.cycle(progress, stopped)
        fetched += cycle.taken
        if not (is_under_way(session) and cycle.taken):
            break
    return Rebuilt(
        whole=not is_under_way(session),
        equal=synchronise.status().totals.differing == 0,
        records=Comparing(session.database).count(),
        fetched=fetched,
    )


def is_under_way(session: Session) -> bool:
    """Whether something is still to be fetched anew."""
    with session.database.read() as connection:
        return bool(rebuilding.under_way(connection))
