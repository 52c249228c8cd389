"""The queue: the entries of the journal that the server has not finally answered, and what its answers do to them."""

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import groupby

import msgspec
from sqlalchemy import Connection, Row, and_, bindparam, exists, func, literal_column, or_, select, update

from sync.client.tables import UNANSWERED, Again, EntryState, again, among, entries, in_words, stands, unanswered
from sync.contract.messages import Answer, Outcome

#: Why an entry offered again waits: the record that it changes is not back either.
NOT_BACK = "record_not_back"

_ANSWERED = ("state", "code", "field", "waits_for", "version", "answered_at", "position")
_goes_again = and_(again, entries.c.offered_again == literal_column("1"))
_SETTLE = in_words(
    update(entries)
    .where(entries.c.key == bindparam("of"), or_(unanswered, _goes_again))
    .values({n: bindparam(n) for n in _ANSWERED} | {"offered_again": literal_column("0")})
)
_AT_ONCE = 500
_ANY_UNANSWERED = select(entries.c.number).where(unanswered).limit(literal_column("1"))
_pending = stands(EntryState.PENDING)
_ANY_GOING = [select(entries.c.number).where(each).limit(literal_column("1")) for each in (_goes_again, _pending)]
#: Whether an entry changes a record that was made before it.
_UPON = (entries.c.old != literal_column("CAST('{}' AS BLOB)")).label("upon")
_GOING = (
    entries.c.key,
    entries.c.device,
    entries.c.group,
    entries.c.size,
    entries.c.raw,
    entries.c.state,
    entries.c.version,
    _UPON,
)
_TURN = (entries.c.place, entries.c.number)
_Going = Row[str, str, int, int, bytes, str, int | None, bool]
_blocker = entries.alias()
_WAITS_TOO = exists().where(_blocker.c.key == bindparam("on"), _blocker.c.offered_again > literal_column("0"))
_LATER = (
    update(entries)
    .where(entries.c.key == bindparam("of"), again, or_(bindparam("why") == NOT_BACK, _WAITS_TOO))
    .values(offered_again=literal_column("2"))
)
_WHAT_WAS_LATER = update(entries).where(again).values(offered_again=literal_column("1"))
_WAKE = (
    update(entries)
    .where(
        stands(EntryState.WAITS),
        exists().where(
            _blocker.c.key == entries.c.waits_for,
            _blocker.c.state.not_in((EntryState.REJECTED, EntryState.WAITS, EntryState.HELD)),
        ),
    )
    .values(state=EntryState.PENDING)
)
_TRY_AGAIN = (
    update(entries)
    .where(stands(EntryState.WAITS), ~exists().where(_blocker.c.key == entries.c.waits_for))
    .values(state=EntryState.PENDING)
)
_OLDEST = [select(func.min(entries.c.number)).where(stands(state)) for state in UNANSWERED]


def counts(connection: Connection) -> dict[EntryState, int]:
    """How many unanswered entries stand where."""
    query = select(entries.c.state, func.count()).where(unanswered).group_by(entries.c.state)
    return {EntryState(state): count for state, count in connection.execute(query)}


def anything_goes(connection: Connection) -> bool:
    """Whether there is a next batch."""
    return any(connection.scalar(each) is not None for each in _ANY_GOING)


def pending_bytes(connection: Connection) -> int:
    """Size of what goes next, as raw JSON."""
    goes = or_(_pending, again)
    return connection.scalar(select(func.sum(entries.c.size)).where(goes)) or 0


def has_unanswered(connection: Connection) -> bool:
    """Whether the server has anything left to answer."""
    return connection.scalar(_ANY_UNANSWERED) is not None


def has_rejected(connection: Connection) -> bool:
    """Whether the server has refused anything that was not mended or given up since."""
    query = select(entries.c.number).where(stands(EntryState.REJECTED)).limit(1)
    return connection.scalar(query) is not None


def oldest_unanswered_at(connection: Connection) -> str | None:
    """Local time of the oldest entry the server has not answered."""
    numbers = [number for query in _OLDEST if (number := connection.scalar(query)) is not None]
    at: str | None = connection.scalar(select(entries.c.at).where(entries.c.number == min(numbers, default=0)))
    return at


class Batch(msgspec.Struct, frozen=True):
    """Entries of one feed, oldest first, whole groups only."""

    feed: str
    keys: tuple[str, ...]
    groups: tuple[tuple[str, int], ...]  # the intent of each: device and number
    raws: tuple[bytes, ...]
    former: Mapping[str, int] = {}  # of what is offered again: key → version that it was applied as
    upon: str = ""  # a digit for each, 1 if it changes a record made before it


def next_batch(
    connection: Connection, limit_bytes: int, limit_entries: int, *, without: Collection[str] = ()
) -> Batch | None:
    """The oldest entries of the feed that has waited longest, up to ``limit_bytes`` of raw JSON.

    Those ``without`` whom it is to be chosen are answered already, though it is not written down.
    """
    with closing(batches(connection, limit_bytes, limit_entries, without=without)) as every:
        return next(every, None)


def batches(
    connection: Connection, limit_bytes: int, limit_entries: int, *, without: Collection[str] = ()
) -> Generator[Batch, None, None]:
    """Everything that goes next, feed by feed, in pieces of at most ``limit_bytes`` of raw JSON.

    What is offered again goes before what is new. Groups are never cut; the first group goes even when it alone is
    larger.
    """
    for which in (_goes_again, _pending):
        oldest = func.min(entries.c.number)
        feeds = connection.scalars(select(entries.c.feed).where(which).group_by(entries.c.feed).order_by(oldest)).all()
        for feed in feeds:
            goes = select(*_GOING).where(which, entries.c.feed == feed, ~among(entries.c.key)).order_by(*_TURN)
            goes = goes.execution_options(yield_per=_AT_ONCE)  # about a batch; the rest is not wanted
            with closing(connection.execute(goes, {"ids": list(without)})) as waiting:
                yield from _batches(feed, waiting, limit_bytes, limit_entries)


def _batches(feed: str, waiting: Iterable[_Going], limit_bytes: int, limit_entries: int) -> Iterator[Batch]:
    chosen: list[_Going] = []
    size = 0
    for _, members in groupby(waiting, lambda row: (row.device, row.group)):
        intent = list(members)
        heavier = size + sum(row.size for row in intent)
        if chosen and (heavier > limit_bytes or len(chosen) + len(intent) > limit_entries):
            yield _batch(feed, chosen)
            chosen, heavier = [], heavier - size
        chosen += intent
        size = heavier
    if chosen:
        yield _batch(feed, chosen)


def _batch(feed: str, chosen: Sequence[_Going]) -> Batch:
    return Batch(
        feed,
        tuple(row.key for row in chosen),
        tuple((row.device, row.group) for row in chosen),
        tuple(row.raw for row in chosen),
        {row.key: row.version for row in chosen if row.state == EntryState.APPLIED and row.version},
        "".join("1" if row.upon else "0" for row in chosen),
    )


def mark_exported(connection: Connection, keys: Sequence[str], at: str) -> None:
    """Note that these entries lie on a stick, if nothing has answered them meanwhile."""
    listed = update(entries).where(among(entries.c.key), or_(unanswered, again))
    connection.execute(listed.values(exported_at=at), {"ids": list(keys)})


def exported(connection: Connection) -> tuple[int, str | None]:
    """How many entries lie on a stick without an answer, and since when the oldest of them does."""
    lying = select(func.count(), func.min(entries.c.exported_at)).where(entries.c.exported_at.is_not(None))
    count, since = connection.execute(lying.where(unanswered)).one()
    return count, since


#: Answered for good, the entry itself having been taken.
SETTLED = (EntryState.APPLIED, EntryState.CONFLICT)
_STATE_OF = {
    Outcome.APPLIED: EntryState.APPLIED,
    Outcome.AGREED: EntryState.APPLIED,
    Outcome.FORWARDED: EntryState.APPLIED,
    Outcome.CONFLICT: EntryState.CONFLICT,
    Outcome.REJECTED: EntryState.REJECTED,
    Outcome.WAITS: EntryState.WAITS,
}


def settle(connection: Connection, answers: Sequence[Answer], answered_at: str, position: int | None = None) -> None:
    """Write down what the server answered; the answers of one exchange, in one statement.

    Args:
        connection: inside a writing transaction.
        answers: what it answered.
        answered_at: local time.
        position: how far the feed goes, and so at least where what these entries wrote stands.
    """
    for answer in answers:
        if answer.outcome is Outcome.WAITS:
            why = {"of": answer.key, "why": answer.code, "on": answer.waits_for}
            connection.execute(_LATER, why)
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
                    position,
                    answer.key,
                )
                for answer in answers
            ],
        )


def offer_again(connection: Connection, survived: Mapping[str, int]) -> None:
    """Let what was answered for good be offered again where the server may have lost it.

    Args:
        connection: inside a writing transaction.
        survived: feed → position up to which the server has lost nothing.
    """
    settled = entries.c.state.in_(SETTLED)
    for feed, position in survived.items():
        beyond = or_(entries.c.position.is_(None), entries.c.position > position)
        lost = update(entries).where(settled, entries.c.feed == feed, beyond)
        connection.execute(lost.values(offered_again=Again.GOES))


def offered_again(connection: Connection) -> int:
    """How many entries the server has still to answer once more."""
    return connection.scalar(select(func.count()).where(again)) or 0


def set_state(connection: Connection, keys: Iterable[str], state: EntryState, *, forget: bool = False) -> None:
    """Move entries by hand: superseded, discarded, held, or pending again for another try.

    ``forget`` why they waited, which was this PC's own reason.
    """
    values = {"state": state} | ({"code": None, "waits_for": None} if forget else {})
    connection.execute(update(entries).where(among(entries.c.key)).values(values), {"ids": list(keys)})


def try_again(connection: Connection) -> None:
    """Let entries go again that wait for something this PC cannot see: a disabled account, another PC's entry."""
    connection.execute(_TRY_AGAIN)
    connection.execute(_WHAT_WAS_LATER)
    wake(connection)


def offer_back(connection: Connection, feeds: Iterable[str]) -> None:
    """Let go again what was refused only because this PC had lost these feeds."""
    lost = (stands(EntryState.REJECTED), entries.c.code == "out_of_scope")
    connection.execute(update(entries).where(entries.c.feed.in_(list(feeds)), *lost).values(state=EntryState.PENDING))
    wake(connection)


def wake(connection: Connection) -> None:
    """Let everything that waited on a rejected entry go again once that one is mended or given up."""
    while connection.execute(_WAKE).rowcount:
        pass  # what goes again lets go what waited for it
