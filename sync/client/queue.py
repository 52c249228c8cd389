"""The queue: the entries of the journal that the server has not finally answered, and what its answers do to them."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec
from sqlalchemy import Connection, Row, bindparam, exists, func, literal_column, or_, select, update

from sync.client.tables import UNANSWERED, EntryState, entries, in_words, unanswered
from sync.contract.messages import Answer, Outcome

_ANSWERED = ("state", "code", "field", "waits_for", "version", "answered_at")
_SETTLE = in_words(
    update(entries).where(entries.c.key == bindparam("of"), unanswered).values({n: bindparam(n) for n in _ANSWERED})
)
_ANY_UNANSWERED = select(entries.c.number).where(unanswered).limit(literal_column("1"))
_blocker = entries.alias()
_WAKE = (
    update(entries)
    .where(
        entries.c.state == EntryState.WAITS,
        exists().where(
            _blocker.c.key == entries.c.waits_for,
            _blocker.c.state.not_in((EntryState.REJECTED, EntryState.WAITS)),
        ),
    )
    .values(state=EntryState.PENDING)
)


def counts(connection: Connection) -> dict[EntryState, int]:
    """How many unanswered entries stand where."""
    query = select(entries.c.state, func.count()).where(unanswered).group_by(entries.c.state)
    return {EntryState(state): count for state, count in connection.execute(query)}


def pending_bytes(connection: Connection) -> int:
    """Size of what goes next, as raw JSON; the lengths are in the rows, no text is read."""
    pending = entries.c.state == EntryState.PENDING
    return connection.scalar(select(func.sum(func.length(entries.c.raw))).where(pending)) or 0


def has_unanswered(connection: Connection) -> bool:
    """Whether the server has anything left to answer."""
    return connection.scalar(_ANY_UNANSWERED) is not None


def has_rejected(connection: Connection) -> bool:
    """Whether the server has refused anything that was not mended or given up since."""
    query = select(entries.c.number).where(entries.c.state == EntryState.REJECTED).limit(1)
    return connection.scalar(query) is not None


def oldest_unanswered_at(connection: Connection) -> str | None:
    """Local time of the oldest entry the server has not answered."""
    oldest = [select(func.min(entries.c.number)).where(entries.c.state == state) for state in UNANSWERED]
    numbers = [number for query in oldest if (number := connection.scalar(query)) is not None]
    at: str | None = connection.scalar(select(entries.c.at).where(entries.c.number == min(numbers, default=0)))
    return at


class Batch(msgspec.Struct, frozen=True):
    """Entries of one feed, oldest first, whole groups only."""

    feed: str
    keys: tuple[str, ...]
    groups: tuple[tuple[str, int], ...]  # the intent of each: device and number
    raws: tuple[bytes, ...]


def next_batch(connection: Connection, limit_bytes: int, limit_entries: int) -> Batch | None:
    """The oldest pending entries of the feed that has waited longest, up to ``limit_bytes`` of raw JSON.

    Groups are never cut; the first group goes even when it alone is larger.
    """
    pending = entries.c.state == EntryState.PENDING
    feed = connection.scalar(select(entries.c.feed).where(pending).order_by(entries.c.number).limit(1))
    if feed is None:
        return None
    waiting = connection.execute(
        select(entries.c.key, entries.c.device, entries.c.group, entries.c.raw)
        .where(pending, entries.c.feed == feed)
        .order_by(entries.c.place, entries.c.number)
    )
    chosen: list[Row[str, str, int, bytes]] = []
    size = 0
    for _, members in groupby(waiting, lambda row: (row.device, row.group)):
        intent = list(members)
        size += sum(len(row.raw) for row in intent)
        if chosen and (size > limit_bytes or len(chosen) + len(intent) > limit_entries):
            break
        chosen += intent
    waiting.close()
    return Batch(
        feed,
        tuple(row.key for row in chosen),
        tuple((row.device, row.group) for row in chosen),
        tuple(row.raw for row in chosen),
    )


_STATE_OF = {
    Outcome.APPLIED: EntryState.APPLIED,
    Outcome.AGREED: EntryState.APPLIED,
    Outcome.FORWARDED: EntryState.APPLIED,
    Outcome.CONFLICT: EntryState.CONFLICT,
    Outcome.REJECTED: EntryState.REJECTED,
    Outcome.WAITS: EntryState.WAITS,
}


def settle(connection: Connection, answers: Sequence[Answer], answered_at: str) -> None:
    """Write down what the server answered; the answers of one exchange, in one statement."""
    if answers:
        connection.exec_driver_sql(
            _SETTLE,
            [
                (
                    _STATE_OF[answer.outcome].value,
                    answer.code,
                    answer.field,
                    answer.waits_for,
                    answer.version,
                    answered_at,
                    answer.key,
                )
                for answer in answers
            ],
        )


def set_state(connection: Connection, keys: Iterable[str], state: EntryState) -> None:
    """Move entries by hand: superseded, discarded, or pending again for another try."""
    connection.execute(update(entries).where(entries.c.key.in_(list(keys))).values(state=state))


def try_again(connection: Connection) -> None:
    """Let entries go again that wait for something this PC cannot see: a disabled account, another PC's entry."""
    here = select(entries.c.key).scalar_subquery()
    waiting = entries.alias()
    stuck = select(waiting.c.key).where(waiting.c.state == EntryState.WAITS)
    unseen = stuck.where(or_(waiting.c.waits_for.is_(None), waiting.c.waits_for.not_in(here)))
    connection.execute(update(entries).where(entries.c.key.in_(unseen)).values(state=EntryState.PENDING))
    wake(connection)


def wake(connection: Connection) -> None:
    """Let everything that waited on a rejected entry go again once that one is mended or given up."""
    while connection.execute(_WAKE).rowcount:
        pass  # what goes again lets go what waited for it
