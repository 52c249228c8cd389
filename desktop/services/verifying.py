"""Compare everything with the national system: both ends count anew, and what differs is fetched (SYNC §6)."""

from contextlib import closing

import msgspec

from desktop.services.synchronise import Synchronise
from sync.client.repair import repair


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """What a comparison found.

    Attributes:
        equal: both ends hold the same, byte for byte.
        records: how many were compared.
        corrected_here, corrected_there: what either end had counted wrongly, and counts right now.
        fetched: records that differed or were missing here, and are as the national system has them now.
        not_compared: units that were written to meanwhile.
        ahead: records of which that has nothing, or less than is here; what was made here of them was offered again.
    """

    equal: bool
    records: int
    corrected_here: int
    corrected_there: int
    fetched: int
    ahead: int
    not_compared: int


def verify(synchronise: Synchronise) -> Verified:
    """Synchronise, count anew on both ends, mend what differs and offer again what the national system lacks.

    Raises:
        DomainError: ``not_enrolled``.
        SyncError: as `Synchronise.cycle`; what was mended so far counts.
    """
    synchronise.cycle()
    transport, store = synchronise.over_the_line()
    with closing(transport):
        corrected = store.recount()
        found = [repair(store, transport.compare, feed, recount=True) for feed in store.feeds()]
    if not all(each.equal for each in found):
        synchronise.cycle()
    return Verified(
        equal=synchronise.status().totals.differing == 0,
        not_compared=sum(not each.compared for each in found),
        records=store.count(),
        corrected_here=corrected,
        corrected_there=sum(each.corrected for each in found),
        fetched=sum(each.fetched for each in found),
        ahead=sum(each.ahead for each in found),
    )
