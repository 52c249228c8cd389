"""Compares what a PC says it has sent with what arrived (SYNC §3); differences are named in the status, not refused."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, String, bindparam, insert, select, update

from sync.contract.messages import Chain
from sync.server import tables

_CHAIN = select(tables.chain).where(
    tables.chain.c.device == bindparam("device", type_=String), tables.chain.c.feed == bindparam("feed", type_=String)
)


class Arrived(NamedTuple):
    """What of a request a chain does not count yet.

    Attributes:
        keys: born under the id whose chain it is, in the order in which they came.
        new: one of them at least was not known; else a copy of the PC had brought them, outside of the chain.
    """

    keys: Sequence[str]
    new: bool


def follow(connection: Connection, device: str, feed: str, arrived: Arrived, claimed: Chain) -> bool:
    """Add what arrived and compare with the head the PC claims; return whether it forked.

    Fewer entries than claimed: some are still on their way (or on a stick); the chain waits for them. More entries than
    claimed, or another head where nothing arrived: the PC's file was rolled back or copied. The chain stays as it is,
    for the other copy goes on from there, and this one goes on under a new id (SYNC §6).

    Where as much arrived as was claimed, its order says nothing: what mends an entry, and what somebody let go after
    holding it back, passes those that were numbered before it in a request that was lost. If it was a copy after all,
    the numbers of the other one are behind from then on, and that one is told. Nor is an old request counted that
    brings nothing: a later one may have overtaken it. It is told all the same, for then nobody reads the answer.

    Args:
        connection: inside a writing transaction.
        device: who sends.
        feed: where to.
        arrived: what came with the claim and is not counted.
        claimed: how much the PC says it has sent of what was born under that very id.
    """
    known = tables.chain
    row = connection.execute(_CHAIN, {"device": device, "feed": feed}).one_or_none()
    sent, head, waited = (row.sent, row.head, row.missing) if row else (0, "", 0)
    late = claimed.sent < sent + waited
    if late and not (arrived.new or (waited and arrived.keys)):
        return True
    if late and waited:  # a stick that was overtaken fills the gap; the later claim stands
        filled = min(len(arrived.keys), waited)
        sent, missing = sent + filled, waited - filled
    else:
        arrived_so_far = sent + len(arrived.keys)
        missing = max(0, claimed.sent - arrived_so_far)
        other = claimed.sent != arrived_so_far or not (arrived.keys or claimed.head == head)
        if row and other and not (waited or missing):
            forked = update(known).where(known.c.device == device, known.c.feed == feed)
            connection.execute(forked.values(breaks=known.c.breaks + 1))  # named in the status of the id that is left
            return True
        sent, head = claimed.sent - missing, claimed.head
    values = {"sent": sent, "head": head, "missing": missing}
    if row is None:
        connection.execute(insert(known).values(device=device, feed=feed, breaks=0, **values))
    elif (row.sent, row.head, row.missing) != (sent, head, missing):
        connection.execute(update(known).where(known.c.device == device, known.c.feed == feed).values(**values))
    return False


def agrees(connection: Connection, device: str, feed: str, claimed: Chain) -> bool:
    """Whether nothing has been sent beyond what is known."""
    row = connection.execute(_CHAIN, {"device": device, "feed": feed}).one_or_none()
    return (row.sent, row.head, row.missing) == (claimed.sent, claimed.head, 0) if row else claimed.sent == 0
