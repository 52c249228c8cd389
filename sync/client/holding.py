"""What a person holds back: kept and shown like every other entry, not sent until it is released (SYNC §1).

A whole intent is held or none of it, and only one the server has never been shown: what was sent may have been applied,
and then there is nothing left to hold. Whatever builds on what is held waits with it: sent alone it would be refused,
or be taken for the edit of somebody who had seen another value.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, literal_column, select, update

from sync.client import journal, queue
from sync.client.journal import Kept
from sync.client.tables import UNANSWERED, EntryState, among, entries, replica, stands
from sync.contract.entry import ids_named
from sync.contract.errors import Invalid

#: Why an entry waits that builds on one that is held.
BUILDS_ON_HELD = "builds_on_held"
#: Why an entry is held that nobody held: with others it deletes more than anybody usually does (decisions/0017).
MANY_DELETIONS = "many_deletions"
#: What stands instead once a person has let it go.
DELETIONS_CONFIRMED = "deletions_confirmed"

_MAY_BE_HELD = (EntryState.PENDING, EntryState.HELD)
_ANY_HELD = select(entries.c.number).where(stands(EntryState.HELD)).limit(literal_column("1"))


def hold(connection: Connection, keys: Sequence[str], *, code: str | None = None) -> None:
    """Hold back the intents of these entries, and what builds on them; ``code`` says why if no person did it.

    Raises:
        Invalid: ``already_sent``: one of them was sent before, or waits for something else; none is held.
    """
    chosen = _intents(connection, keys)
    if any(kept.tries or (kept.state not in _MAY_BE_HELD and kept.code != BUILDS_ON_HELD) for kept in chosen):
        raise Invalid("already_sent")
    queue.set_state(connection, [kept.key for kept in chosen], EntryState.HELD, forget=True)
    if code is not None:
        held = update(entries).where(among(entries.c.key)).values(code=code)
        connection.execute(held, {"ids": [kept.key for kept in chosen]})
    follow(connection, [kept.key for kept in journal.in_state(connection, EntryState.PENDING)])


def release(connection: Connection, keys: Sequence[str]) -> None:
    """Let the intents of these entries go, and what waited for them unless it builds on another one that is held."""
    chosen = [kept.key for kept in _intents(connection, keys) if kept.state is EntryState.HELD]
    queue.set_state(connection, chosen, EntryState.PENDING)
    asked = update(entries).where(among(entries.c.key), entries.c.code == MANY_DELETIONS)
    connection.execute(asked.values(code=DELETIONS_CONFIRMED), {"ids": chosen})
    waiting = [kept.key for kept in journal.in_state(connection, EntryState.WAITS) if kept.code == BUILDS_ON_HELD]
    queue.set_state(connection, waiting, EntryState.PENDING, forget=True)
    follow(connection, waiting)


def follow(connection: Connection, keys: Sequence[str]) -> None:
    """Let those of these unsent entries wait that build on what is held."""
    if connection.scalar(_ANY_HELD) is None:
        return
    held = {kept.key: kept for kept in journal.in_state(connection, EntryState.HELD)}
    for kept in journal.in_state(connection, EntryState.WAITS):
        if kept.code == BUILDS_ON_HELD:
            held[kept.key] = kept
    waiting = [kept for kept in journal.by_keys(connection, keys) if kept.state is EntryState.PENDING]
    while following := _followers(connection, waiting, held):
        for kept, cause in following:
            held[kept.key] = kept
            fate = {"state": EntryState.WAITS, "code": BUILDS_ON_HELD, "waits_for": cause}
            connection.execute(update(entries).where(entries.c.key == kept.key).values(fate))
        waiting = [kept for kept in waiting if kept.key not in held]


def _followers(connection: Connection, waiting: Sequence[Kept], held: dict[str, Kept]) -> list[tuple[Kept, str]]:
    """Of the waiting those that build on what is held, each with the key of what it builds on."""
    makers = _makers(connection, list(held.values()))
    groups = {(kept.entry.device, kept.entry.group): kept.key for kept in held.values()}
    found = []
    for kept in waiting:
        built_on = [key for key in kept.entry.after.values() if key in held]
        made = [makers[named] for named in ids_named(kept.entry) if named in makers]
        together = groups.get((kept.entry.device, kept.entry.group))
        if causes := [*built_on, *made, *filter(None, [together])]:
            found.append((kept, causes[0]))
    return found


def _makers(connection: Connection, held: Sequence[Kept]) -> dict[str, str]:
    """Record id → key of what is held of it, for the records the server does not know."""
    ids = {kept.entry.id for kept in held}
    known: Collection[str] = set(connection.scalars(select(replica.c.id).where(replica.c.id.in_(ids))))
    return {kept.entry.id: kept.key for kept in reversed(held) if kept.entry.id not in known}


def _intents(connection: Connection, keys: Sequence[str]) -> list[Kept]:
    """What is unanswered of the intents these entries belong to."""
    intents = {(kept.entry.device, kept.entry.group) for kept in journal.by_keys(connection, keys)}
    members = [kept for intent in intents for kept in journal.group(connection, *intent)]
    return [kept for kept in members if kept.state in UNANSWERED]
