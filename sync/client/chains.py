"""What this PC says it has sent: for each feed a count, and a hash over the keys in the order of first sending.

A chain belongs to one id of the PC. What an earlier id left unsent travels outside of it, here as on the server.
"""

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert

from sync.client.queue import Batch
from sync.client.tables import among, chains, entries, in_words, unanswered
from sync.contract.entry import chain
from sync.contract.messages import Chain

_DEPART = in_words(
    update(entries)
    .where(entries.c.key == bindparam("of"))
    .values(sent=func.coalesce(entries.c.sent, bindparam("turn")), tries=entries.c.tries + bindparam("more"))
)


def number_sent(connection: Connection, batch: Batch, device: str, *, by_line: bool = True) -> Chain:
    """Give the batch's entries their place in the chain of ``device`` on their first journey; return its head.

    What is only written on a stick (not ``by_line``) does not count as a try.
    """
    unplaced = select(entries.c.key).where(
        among(entries.c.key), entries.c.sent.is_(None), entries.c.device == bindparam("born")
    )
    unsent = set(connection.scalars(unplaced, {"ids": batch.keys, "born": device}))
    before = connection.execute(select(chains).where(chains.c.feed == batch.feed)).one_or_none()
    sent, head = (before.sent, before.head) if before else (0, "")
    fresh = [key for key in batch.keys if key in unsent]
    turns = {key: sent + offset for offset, key in enumerate(fresh, start=1)}
    connection.exec_driver_sql(_DEPART, [(turns.get(key), int(by_line), key) for key in batch.keys])
    if fresh:
        sent, head = sent + len(fresh), chain(head, fresh)
        upsert = insert(chains).values(feed=batch.feed, sent=sent, head=head)
        connection.execute(upsert.on_conflict_do_update(index_elements=["feed"], set_={"sent": sent, "head": head}))
    return Chain(sent, head)


def standing(connection: Connection) -> dict[str, str]:
    """Feed → head of the chain, as it stands now."""
    return {row.feed: row.head for row in connection.execute(select(chains))}


def leave(connection: Connection) -> None:
    """Begin the chains anew, under another id; what has no answer yet loses its place in the old ones."""
    connection.execute(chains.delete())
    connection.execute(update(entries).where(unanswered).values(sent=None))
