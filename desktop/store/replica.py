"""The engine's view of the local database: what goes out, what comes in, and what still waits."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, exists, select

from desktop.store import (
    deletions,
    digests,
    directory,
    door,
    incarnation,
    registers,
    settings,
    shelf_room,
    shut_out,
    users,
)
from desktop.store.comparing import Comparing, keep_authors
from desktop.store.door import Changed
from desktop.store.engine import Database
from desktop.store.tables import TABLES
from desktop.store.tables import receipts as receipt_table
from sync.client import chains, journal, positions, queue, withholding
from sync.client.ports import Standing, Taken, Totals
from sync.client.queue import Batch
from sync.client.tables import EntryState, entries
from sync.contract.errors import ProtocolViolation
from sync.contract.messages import Answer, Chain, ExchangeResponse, FeedNews, LocalUser, Outcome

#: Set while the server, which went back in time, may have forgotten people of this PC.
_INTRODUCE_AGAIN = "introduce_again"


class Way(StrEnum):
    """On which way something came or went."""

    LINE = "line"
    TO_STICK = "to_stick"
    FROM_STICK = "from_stick"
    CARRIED = "carried"  # a file of another PC, there and back


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Proof of one cycle: when, how many entries went out and records came in, and the hash of where it left things.

    Of a file on a stick it is the file's own hash (SHA-256), ``size`` its bytes and ``papers`` how many it brought.
    """

    number: int
    at: str
    sent: int
    taken: int
    hash: str
    complete: bool
    way: Way = Way.LINE
    size: int = 0
    papers: int = 0


class Replica:
    """Implements `sync.client.ports.Store` on the encrypted database."""

    def __init__(self, database: Database, now: Callable[[], dt.datetime]) -> None:
        self.comparing = Comparing(database)
        self._database = database
        self._now = now

    def begin_cycle(self) -> None:
        """Let entries that wait for the server's side try again; hold back those that delete too much at once."""
        with self._database.read() as connection:
            deleting = deletions.any_to_send(connection)
        with self._database.write() as connection:
            queue.try_again(connection)
            if deleting:
                deletions.hold_back(connection, self._now().isoformat(timespec="seconds"))

    def stand(self, limit_bytes: int, limit_entries: int) -> Standing:
        """Choose the next batch and number it; see the port."""
        with self._database.read() as connection:
            if not queue.anything_goes(connection):
                return _standing(connection, None, None, self._now())
        with self._database.write() as connection:  # at once: a person may hold back what is not numbered yet
            batch = queue.next_batch(connection, limit_bytes, limit_entries)
            if batch is None:
                return _standing(connection, None, None, self._now())
            head = chains.number_sent(connection, batch, incarnation.device(connection))
            return _standing(connection, batch, head, self._now())

    def stand_ahead(
        self, standing: Standing, response: ExchangeResponse, limit_bytes: int, limit_entries: int
    ) -> Standing | None:
        """Choose and number the batch after one whose answer is not taken in yet; see the port."""
        read_to = _read_to(standing, response)
        if read_to is None:
            return None
        answered = frozenset(standing.batch.keys if standing.batch else ())
        with self._database.write() as connection:
            if positions.read(connection) != standing.cursors:  # what came before was not taken in as foreseen
                return None
            batch = queue.next_batch(connection, limit_bytes, limit_entries, without=answered)
            if batch is None and read_to == response.feeds:
                return None
            head = chains.number_sent(connection, batch, incarnation.device(connection)) if batch else None
            after = _standing(connection, batch, head, self._now())
        return msgspec.structs.replace(
            after,
            cursors=read_to,
            left=after.left - len(answered),
            waiting=after.waiting - len(answered),
            numbers=() if standing.numbers else after.numbers,  # what it was answered is not here yet
        )

    def standing(self) -> Standing:
        """Where this PC stands, with nothing to send."""
        with self._database.read() as connection:
            return _standing(connection, None, None, self._now())

    def departures(self, limit_bytes: int, limit_entries: int) -> Iterator[Standing]:
        """What goes into a bundle, batch by batch, each numbered in a transaction of its own; see the port."""
        with self._database.read() as reading:
            for batch in queue.batches(reading, limit_bytes, limit_entries):
                with self._database.write() as connection:
                    head = chains.number_sent(connection, batch, incarnation.device(connection), by_line=False)
                    standing = _standing(connection, batch, head, self._now())
                yield standing

    def mark_exported(self, keys: Sequence[str], at: str) -> None:
        """Note that these entries lie on a stick."""
        with self._database.write() as connection:
            queue.mark_exported(connection, keys, at)

    def answered(self, keys: Sequence[str]) -> Batch | None:
        """The batch that these keys are the answers to, as far as it is known here; see the port."""
        with self._database.read() as connection:
            kept = journal.by_keys(connection, keys)
        return Batch(kept[0].feed if kept else "", tuple(keys), (), ()) if keys else None

    def take_in(self, batch: Batch | None, response: ExchangeResponse) -> Taken:
        """Apply one answer of the server as a whole; see the port."""
        expected = set(batch.keys) if batch else set()
        if {answer.key for answer in response.answers} != expected:
            raise ProtocolViolation("answers_do_not_fit")
        first, *further = _rounds(response.news)
        at = self._now().isoformat()
        with self._database.write() as connection:
            epoch_began = settings.get(connection, "epoch") not in (None, response.epoch)
            if epoch_began:
                queue.offer_again(connection, response.survived)
                settings.put(connection, _INTRODUCE_AGAIN, True)
                shelf_room.doubt_restored_server(connection)
                digests.doubt(connection)
            position = response.feeds.get(batch.feed) if batch else None
            applied = door.apply(connection, response.answers, first, at, position=position, regarded=response.regarded)
            keep_authors(connection, response.authors)
            if response.directory:
                directory.keep(connection, response.directory, anew=epoch_began)
                directory.follow(connection)
            _keep_feeds(connection, response, at)
            changed, records = applied.changed | self._arrive(connection, response), applied.records
            registers.note_told(connection, response.epoch)
            _keep_epoch(connection, response.epoch)
            if response.forked:
                incarnation.fork(connection)
        for pages in further:
            with self._database.write(lasting=False) as connection:
                applied = door.apply(connection, (), pages, at)
                changed |= applied.changed | self._arrive(connection, response)
                records += applied.records
        return Taken(changed, records, epoch_began, forked=response.forked)

    def _arrive(self, connection: Connection, response: ExchangeResponse) -> Changed:
        """What follows for a feed that was read to its head; return what that changed here."""
        gone = deletions.judge(connection, self._now().isoformat(timespec="seconds"))
        digests.compare(connection, response.feeds, response.digest)
        if not (response.forked or positions.behind(connection)):
            incarnation.catch_up(connection)
        return gone

    def set_aside(self, keys: Sequence[str], code: str) -> None:
        """Quarantine an intent as a whole; see the port."""
        answers = [Answer(key=key, outcome=Outcome.REJECTED, code=code) for key in keys]
        with self._database.write() as connection:
            door.apply(connection, answers, [], self._now().isoformat())

    def totals(self) -> Totals:
        """Count what waits; see the port."""
        with self._database.read() as connection:
            return totals(connection)

    def finish_cycle(self, sent: int, taken: int, *, complete: bool) -> None:
        """Leave a receipt of a cycle that moved something; remember the time of a complete one.

        Whatever it moved, this PC was let in.
        """
        self.let_in()
        if not (sent or taken or complete):
            return
        at = self._now().isoformat(timespec="seconds")
        with self._database.write() as connection:
            if complete:
                settings.put(connection, "last_complete_sync", at)
            if sent or taken:
                state = f"{at}|{sent}|{taken}|{sorted(positions.read(connection).items())}"
                digest = hashlib.sha256(state.encode()).hexdigest()
                connection.execute(
                    receipt_table.insert().values(at=at, sent=sent, taken=taken, hash=digest, complete=complete)
                )

    def let_in(self) -> None:
        """The server has answered this PC: whatever it had against it before is over."""
        with self._database.read() as connection:
            if shut_out.reason(connection) is None:
                return
        with self._database.write() as connection:
            shut_out.lift(connection)

    def leave_slip(
        self, way: Way, file_hash: str, *, sent: int, taken: int, papers: int, size: int, complete_at: str | None
    ) -> Receipt:
        """Leave the receipt of a file that was carried.

        Args:
            way: there or back.
            file_hash: SHA-256 of the file.
            sent, taken: entries in it, or answered by it; records of news in it.
            papers: whose bytes are in it, or were and are here now.
            size: bytes of the file.
            complete_at: when everything was exchanged, if it was.
        """
        with self._database.write() as connection:
            last = settings.get(connection, "last_complete_sync")
            if complete_at is not None and (last is None or _moment(last) < _moment(complete_at)):
                settings.put(connection, "last_complete_sync", complete_at)
            values: dict[str, Any] = {
                "at": self._now().isoformat(timespec="seconds"),
                "sent": sent,
                "taken": taken,
                "hash": file_hash,
                "complete": complete_at is not None,
                "way": way,
                "size": size,
                "papers": papers,
            }
            kept = connection.execute(receipt_table.insert().values(values))
            return Receipt(number=kept.lastrowid, **values)

    def new_users(self) -> tuple[LocalUser, ...]:
        """People with a sign-in here whom the server does not know yet; everybody, where it may have forgotten some."""
        with self._database.read() as connection:
            again = settings.get(connection, _INTRODUCE_AGAIN, False)
            people = users.ever(connection) if again else users.without_account(connection)
        return tuple(
            LocalUser(id=user.id, login=user.login, full_name=user.full_name, role=user.role) for user in people
        )

    def map_users(self, accounts: dict[str, str]) -> None:
        """Remember the accounts the server gave them."""
        with self._database.write() as connection:
            users.map_accounts(connection, accounts)
            settings.drop(connection, _INTRODUCE_AGAIN)


def totals(connection: Connection) -> Totals:
    """What the journal, the conflicts and the cursors say now."""
    counts = queue.counts(connection)
    conflict = TABLES["conflict"]
    mine = exists().where(entries.c.key == conflict.c.incoming_key)
    conflicts = _undecided(connection, mine)  # even those that may not be read here: their edit is not through
    on_stick, since = queue.exported(connection)
    return Totals(
        pending=counts.get(EntryState.PENDING, 0),
        waits=counts.get(EntryState.WAITS, 0),
        rejected=counts.get(EntryState.REJECTED, 0),
        conflicts=len(conflicts),
        held=counts.get(EntryState.HELD, 0),
        oldest_at=queue.oldest_unanswered_at(connection),
        again=queue.offered_again(connection),
        behind=positions.behind(connection) or not incarnation.has_caught_up(connection),
        differing=digests.differing(connection),
        on_stick=on_stick,
        on_stick_since=since,
    )


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _read_to(standing: Standing, response: ExchangeResponse) -> dict[str, int] | None:
    """Where this PC will stand in its feeds; None unless an answer says only that all was taken, and what follows."""
    cursors = dict(standing.cursors)
    for page in response.news:
        if cursors.get(page.feed) != page.since:
            return None
        cursors[page.feed] = page.to
    is_plain = (
        response.epoch == standing.epoch
        and not (response.forked or response.regarded or response.directory)
        and response.feeds.keys() == standing.cursors.keys()
        and all(answer.outcome in (Outcome.APPLIED, Outcome.AGREED) for answer in response.answers)
    )
    return cursors if is_plain and (standing.batch or cursors != standing.cursors) else None


def _standing(connection: Connection, batch: Batch | None, head: Chain | None, now: dt.datetime) -> Standing:
    counts = queue.counts(connection)
    going = len(batch.keys) if batch else 0
    waiting = sum(counts.values()) + queue.offered_again(connection) - going
    return Standing(
        device=incarnation.device(connection),
        cursors=positions.read(connection),
        marks=positions.marks(connection),
        batch=batch,
        chain=head,
        left=counts.get(EntryState.PENDING, 0) - going,
        waiting=waiting,
        waiting_since=queue.oldest_unanswered_at(connection) if waiting else None,
        doubted=deletions.doubted(connection),
        epoch=settings.get(connection, "epoch"),
        numbers=registers.to_ask(connection, now),
        directory=directory.known_to(connection),
    )


def receipts(connection: Connection, limit: int, *, carried: bool = False) -> list[Receipt]:
    """The latest receipts, newest first; of files that were ``carried`` alone, if so asked."""
    query = select(receipt_table).order_by(receipt_table.c.number.desc()).limit(limit)
    if carried:
        query = query.where(receipt_table.c.way != Way.LINE)
    return [Receipt(**{**row, "way": Way(row["way"])}) for row in connection.execute(query).mappings()]


def open_conflicts(connection: Connection) -> list[str]:
    """Ids of the conflicts nobody has decided that may be read here; oldest first.

    Those decided here and not yet sent are left out.
    """
    return _undecided(connection, ~withholding.is_withheld(TABLES["conflict"].c.id))


def _undecided(connection: Connection, narrowed: ColumnElement[bool]) -> list[str]:
    conflict = TABLES["conflict"]
    decided = journal.being_resolved(connection)
    query = select(conflict.c.id).where(conflict.c.resolved_at.is_(None), conflict.c.deleted.is_(False), narrowed)
    return [found for found in connection.scalars(query.order_by(conflict.c.id)) if found not in decided]


def _rounds(news: Sequence[FeedNews]) -> list[list[FeedNews]]:
    """The rounds of an answer, see `ExchangeResponse`; the first may be empty."""
    rounds: list[list[FeedNews]] = [[]]
    for page in news:
        if any(page.feed == other.feed for other in rounds[-1]):
            rounds.append([])
        rounds[-1].append(page)
    return rounds


def _keep_epoch(connection: Connection, epoch: str) -> None:
    """Remember the server's epoch, and those it has left: a stick may still bring what it said then."""
    before = settings.get(connection, "epoch")
    if before != epoch:
        settings.put(connection, "epoch", epoch)
        if before is not None:
            settings.put(connection, "epochs_left", [*settings.get(connection, "epochs_left", []), before])


def _keep_feeds(connection: Connection, response: ExchangeResponse, at: str) -> None:
    """Remember which feeds there are and how far they go; a late stick does not know what was lost since."""
    positions.keep_heads(connection, response.feeds)
    if response.time >= settings.get(connection, "heard_at", ""):
        settings.put(connection, "heard_at", response.time)
        if back := positions.note_lost(connection, response.feeds, at):
            queue.offer_back(connection, back)
