"""Compares what a PC says it has sent with what arrived (SYNC §3); differences are named in the status, not refused."""

from collections.abc import Sequence

from sqlalchemy import Connection, String, bindparam, insert, select, update

from sync.contract.entry import chain
from sync.contract.messages import Chain
from sync.server import tables

_CHAIN = select(tables.chain).where(
    tables.chain.c.device == bindparam("device", type_=String), tables.chain.c.feed == bindparam("feed", type_=String)
)


def follow(
    connection: Connection, device: str, feed: str, arrived: Sequence[str], claimed: Chain, *, in_turn: bool = True
) -> None:
    """Add the keys that arrived for the first time and compare with the head the PC claims.

    Fewer entries than claimed: some are still on their way (or on a stick); the chain waits for them. Equal numbers but
    another head, or more entries than claimed: the PC's file was cloned or rolled back; that is counted once, and the
    chain goes on from the PC's own head. Three things look alike and are not counted: an old request that a later one
    has overtaken and that brings nothing; a gap that closes, for what fills it arrives out of turn; and equal numbers
    that did not arrive ``in_turn``, for what mends or gives up an entry passes those that were numbered before it.
    """
    known = tables.chain
    row = connection.execute(_CHAIN, {"device": device, "feed": feed}).one_or_none()
    sent, head, waited, breaks = (row.sent, row.head, row.missing, row.breaks) if row else (0, "", 0, 0)
    if not arrived and claimed.sent < sent + waited:
        return
    sent, head = sent + len(arrived), chain(head, list(arrived))
    missing = max(0, claimed.sent - sent)
    if not missing and (claimed.sent, claimed.head) != (sent, head):
        alike = waited or (claimed.sent == sent and not in_turn)
        sent, head, breaks = claimed.sent, claimed.head, breaks + (not alike)
    values = {"sent": sent, "head": head, "missing": missing, "breaks": breaks}
    if row is None:
        connection.execute(insert(known).values(device=device, feed=feed, **values))
    elif (row.sent, row.head, row.missing, row.breaks) != (sent, head, missing, breaks):
        connection.execute(update(known).where(known.c.device == device, known.c.feed == feed).values(**values))


def agrees(connection: Connection, device: str, feed: str, claimed: Chain) -> bool:
    """Whether nothing has been sent beyond what is known."""
    row = connection.execute(_CHAIN, {"device": device, "feed": feed}).one_or_none()
    return (row.sent, row.head, row.missing) == (claimed.sent, claimed.head, 0) if row else claimed.sent == 0
