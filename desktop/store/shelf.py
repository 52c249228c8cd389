"""Which bytes of attachments are here, which the server has, and which are wanted: `sync.client.files.Shelf`."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, FromClause, Row, and_, case, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from desktop.store import directory
from desktop.store import shelf_room as room
from desktop.store.engine import Database
from desktop.store.tables import TABLES, attachment_files
from desktop.store.vault import Vault
from sync.client.files import Incoming, Left, Outgoing, Reading, Writing
from sync.client.tables import replica

_files, _records = attachment_files, TABLES["attachment"]

#: The server is asked again whether it has bytes that are on another PC.
_ASKS_EVERY = dt.timedelta(hours=1)
KNOWN = _files.join(_records, _records.c.id == _files.c.id).join(replica, replica.c.id == _files.c.id)
LIVE = and_(_records.c.deleted.is_(False), _files.c.trouble.is_(None))
TO_SEND = and_(LIVE, _files.c.here, ~_files.c.held)
WANTED = and_(LIVE, ~_files.c.here, or_(_files.c.wanted, _files.c.pinned))
_TO_FETCH = and_(WANTED, _files.c.held)


class FileCounts(msgspec.Struct, frozen=True):
    """What is not through: files and bytes to send, files to fetch, files that were set aside.

    Equal bytes of one unit count once, as they travel.
    """

    to_send: int = 0
    bytes_to_send: int = 0
    to_fetch: int = 0
    aside: int = 0

    @property
    def through(self) -> bool:
        """Whether nothing at all is left to do."""
        return not (self.to_send or self.to_fetch or self.aside)


class FileShelf:
    """Implements `sync.client.files.Shelf` on the encrypted database and the vault."""

    def __init__(self, database: Database, vault: Vault, now: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._vault = vault
        self._now = now

    def has_work(self) -> bool:
        """Whether anything is to be asked, sent or fetched; makes room first."""
        with self._database.read() as connection:
            leaving = room.leaving(connection, self._now())
        if leaving:
            with self._database.write() as connection:
                room.drop_bytes(connection, self._vault, leaving)
        return bool(self.unknown(1) or self.next_to_send() or self.next_to_fetch())

    def unknown(self, limit: int) -> Sequence[str]:
        """Attachments the server has the reference of, and perhaps the bytes; see the port."""
        files, records = _files, _records
        known = records.outerjoin(files, files.c.id == records.c.id).join(replica, replica.c.id == records.c.id)
        before = (self._now() - _ASKS_EVERY).isoformat()
        query = (
            select(records.c.id)
            .select_from(known)
            .where(
                records.c.deleted.is_(False),
                records.c.sha256.is_not(None),
                or_(
                    files.c.id.is_(None),
                    and_(
                        ~files.c.here,
                        ~files.c.held,
                        files.c.trouble.is_(None),
                        or_(files.c.asked_at.is_(None), files.c.asked_at < before),
                    ),
                ),
            )
        )
        with self._database.read() as connection:
            return list(connection.scalars(query.limit(limit)))

    def learn(self, asked: Collection[str], held: Collection[str]) -> None:
        """Keep what the server said; bytes a restored database knows nothing of are found again."""
        at = self._now().isoformat()
        with self._database.write() as connection:
            own, joined = directory.first_unit(connection)
            for record in connection.execute(select(_records).where(_records.c.id.in_(asked))).all():
                # Of a case that moved, the copy that stays names bytes that may lie here from before the office joined.
                places = (record.unit, own) if own and record.unit == joined else (record.unit,)
                under = next((each for each in places if self._vault.has(each, record.sha256)), None)
                row = new_row(record, here=under is not None, at=at)
                row |= {"kept_under": under or record.unit, "held": record.id in held, "asked_at": at}
                told = insert(_files).values(row)
                changes = {"held": told.excluded.held, "asked_at": told.excluded.asked_at}
                connection.execute(told.on_conflict_do_update(index_elements=["id"], set_=changes))

    def next_to_send(self) -> Outgoing | None:
        """What was begun goes on first, then the oldest; see the port."""
        row = self._first(TO_SEND, _files.c.address.is_(None))
        return Outgoing(row.id, row.size, row.address) if row else None

    def next_to_fetch(self) -> Incoming | None:
        """What somebody waits for comes before what is only pinned; see the port."""
        row = self._first(_TO_FETCH, ~_files.c.wanted)
        return Incoming(row.id, row.size) if row else None

    @contextmanager
    def reading(self, record: str) -> Iterator[Reading]:
        """Its bytes; see the port."""
        row = self._row(record)
        with self._vault.reading(row.kept_under, row.sha256) as opened:
            yield opened

    def writing(self, record: str) -> AbstractContextManager[Writing]:
        """Its place; see the port."""
        row = self._row(record)
        return self._vault.writing(row.kept_under, row.sha256)

    def began(self, record: str, address: str | None) -> None:
        """Keep the address of its upload; see the port."""
        self._note(record, address=address, moved=0)

    def moved(self, record: str, so_far: int) -> None:
        """So many bytes have gone or come."""
        self._note(record, moved=so_far)

    def sent(self, record: str) -> None:
        """The server has reference and bytes."""
        self._note(record, held=True, address=None, failures=0)

    def fetched(self, record: str) -> None:
        """It is here."""
        self._note(record, here=True, wanted=False, failures=0, used_at=self._now().isoformat())

    def not_there(self, record: str) -> None:
        """The server does not have the bytes; it is asked again later."""
        self._note(record, held=False, moved=0, asked_at=self._now().isoformat())

    def damaged(self, record: str) -> int:
        """Its bytes arrived damaged; see the port."""
        failures: int = self._row(record).failures + 1
        self._note(record, failures=failures, moved=0)
        return failures

    def set_aside(self, record: str, code: str) -> None:
        """Leave it alone until a person looks at it."""
        self._note(record, trouble=code, address=None)

    def left(self) -> Left:
        """What is still to be sent or fetched."""
        with self._database.read() as connection:
            either = or_(TO_SEND, _TO_FETCH)
            count = connection.scalar(select(func.count()).select_from(KNOWN).where(either)) or 0
            return Left(count, _bytes_of(connection, KNOWN, either))

    def _first(self, wanted: ColumnElement[bool], order: ColumnElement[bool]) -> Row[Any] | None:
        query = select(_files).select_from(KNOWN).where(wanted).order_by(order, _files.c.id).limit(1)
        with self._database.read() as connection:
            return connection.execute(query).one_or_none()

    def _row(self, record: str) -> Row[Any]:
        with self._database.read() as connection:
            return connection.execute(select(_files).where(_files.c.id == record)).one()

    def _note(self, record: str, **changes: object) -> None:
        with self._database.write() as connection:
            connection.execute(update(_files).where(_files.c.id == record).values(**changes))


def new_row(record: Any, *, here: bool, at: str) -> dict[str, Any]:
    """What is known of the bytes of an attachment at first: whether they are here."""
    return {
        "id": record.id,
        "kept_under": record.unit,
        "sha256": record.sha256,
        "size": record.size,
        "here": here,
        "held": False,
        "pinned": False,
        "wanted": False,
        "moved": 0,
        "failures": 0,
        "used_at": at,
    }


def counts(connection: Connection) -> FileCounts:
    """What is not through; those whose record waits itself are counted too."""
    known = _files.join(_records, _records.c.id == _files.c.id)
    aside = and_(_records.c.deleted.is_(False), _files.c.trouble.is_not(None))
    query = select(
        func.count(case((TO_SEND, 1))),
        func.count(case((_TO_FETCH, 1))),
        func.count(case((aside, 1))),
    ).select_from(known)
    to_send, to_fetch, set_aside = connection.execute(query).one()
    return FileCounts(to_send, _bytes_of(connection, known, TO_SEND) if to_send else 0, to_fetch, set_aside)


def _bytes_of(connection: Connection, known: FromClause, which: ColumnElement[bool]) -> int:
    """What is still to move of these files: one that several papers of a unit are is moved once."""
    rest = select(func.min(_files.c.size - _files.c.moved).label("rest")).select_from(known).where(which)
    each = rest.group_by(_files.c.kept_under, _files.c.sha256).subquery()
    return connection.scalar(select(func.coalesce(func.sum(each.c.rest), 0))) or 0


def unsent_files(connection: Connection, vault: Vault) -> list[Path]:
    """Paths of the files that are on this PC alone: a backup has to hold them."""
    rows = connection.execute(select(_files.c.kept_under, _files.c.sha256).where(_files.c.here, ~_files.c.held))
    return sorted({vault.path(row.kept_under, row.sha256) for row in rows})
