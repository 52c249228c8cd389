"""A unit whose data this PC may hold no more: what is still unsent of it, what is kept of that, and taking it out.

Nothing goes while anything made here waits for an answer, or while a form is half typed (SYNC §4): that is first
written to a file which the office keeps.
"""

from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, func, select

from desktop.store import door, settings, shelf_room, shredding
from desktop.store.door import Changed
from desktop.store.tables import TABLES, attachment_files, drafts
from desktop.store.vault import Vault
from sync.client import acknowledged, journal, positions, withholding
from sync.client.tables import authors, entries, received, replica, unanswered

#: Under this name lies what was told of the PCs of all units in scope; it names those of a lost one too.
UNIT_STATUS = "unit_status"

_encode = msgspec.json.Encoder(order="sorted").encode


class LostUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit the server names no more.

    Attributes:
        feed, name: its id, and what it is called as far as known here.
        since: local time at which this PC learnt of it.
        unsent: entries without a final answer, half-typed forms, and files of papers.
    """

    feed: str
    name: str
    since: str
    unsent: int


def lost_units(connection: Connection) -> list[LostUnit]:
    """The units whose data lie here though this PC may hold them no more."""
    unit = TABLES["unit"]
    return [
        LostUnit(
            feed=feed,
            name=connection.scalar(select(unit.c.name).where(unit.c.id == feed)) or "",
            since=since,
            unsent=_waiting(connection, feed) + len(_drafts(connection, feed)) + shelf_room.unsent_of(connection, feed),
        )
        for feed, since in sorted(positions.lost_since(connection).items())
    ]


class Unsent(msgspec.Struct, frozen=True):
    """What was made here for a unit and is not through: lines of JSON, and ids of papers."""

    lines: tuple[bytes, ...] = ()
    papers: tuple[str, ...] = ()


def unsent(connection: Connection, feed: str) -> Unsent:
    """All of it, word for word."""
    return Unsent(tuple(_unsent_lines(connection, feed)), tuple(_unsent_files(connection, feed)))


def _unsent_lines(connection: Connection, feed: str) -> Iterator[bytes]:
    """What was made here for a unit and has no answer, a line of JSON each: entries as they are, then drafts."""
    waiting = select(entries).where(entries.c.feed == feed, unanswered).order_by(entries.c.number)
    for row in connection.execute(waiting):
        yield _encode({"key": row.key, "entry": msgspec.Raw(row.raw), "before": msgspec.Raw(row.old)})
    for row in connection.execute(select(drafts).where(drafts.c.id.in_(_drafts(connection, feed)))):
        yield _encode({"draft": row.form, "at": row.saved_at, "typed": row.doc})


def _unsent_files(connection: Connection, feed: str) -> list[str]:
    """Ids of the unit's attachments whose bytes the server does not have."""
    files, records = attachment_files, TABLES["attachment"]
    joined = select(files.c.id).select_from(files.join(records, records.c.id == files.c.id))
    unsent = (files.c.here, ~files.c.held, records.c.deleted.is_(False), records.c.unit == feed)
    return list(connection.scalars(joined.where(*unsent)))


def unread_files(connection: Connection) -> list[str]:
    """Ids of the attachments whose bytes lie here though nobody enrolled on this PC may read them any more."""
    unread = withholding.is_withheld(attachment_files.c.id)
    return list(connection.scalars(select(attachment_files.c.id).where(attachment_files.c.held, unread)))


def remove(connection: Connection, vault: Vault, feed: str) -> Changed:
    """Take everything of a unit out of the file; return what is gone. The file then has to be shredded.

    The count and the hash of what was sent stay: they name nobody, and go on should the unit come back.
    """
    held = select(replica.c.id).where(replica.c.feed == feed)
    connection.execute(drafts.delete().where(drafts.c.id.in_(_drafts(connection, feed))))
    connection.execute(received.delete().where(received.c.id.in_(held)))
    shelf_room.forget_unit(connection, vault, feed)
    gone = door.leave(connection, feed)
    acknowledged.remove(connection, feed)
    connection.execute(authors.delete().where(authors.c.unit == feed))
    journal.remove(connection, feed)
    positions.remove(connection, feed)
    settings.drop(connection, UNIT_STATUS)
    shredding.ask(connection)
    return gone


def _waiting(connection: Connection, feed: str) -> int:
    query = select(func.count()).select_from(entries).where(entries.c.feed == feed, unanswered)
    return connection.scalar(query) or 0


def _drafts(connection: Connection, feed: str) -> list[str]:
    """Ids of the half-typed forms about a record of the unit; a form is named after its record, or its case."""
    about = {row.id: row.form.replace(":", "/").rpartition("/")[2] for row in connection.execute(select(drafts))}
    found = select(replica.c.id).where(replica.c.id.in_(list(about.values())), replica.c.feed == feed)
    there = set(connection.scalars(found))
    return [draft for draft, record in about.items() if record in there]
