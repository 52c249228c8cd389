"""The bytes of attachments: taken in piece by piece, proved against the hash of their record, given out, collected.

Scope is checked before existence: what is foreign, unknown or no attachment gets one and the same answer. Bytes are
shared within one unit only.
"""

import base64
import errno
import hashlib
import logging
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import IO

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from sync.contract.bundle import LARGEST
from sync.contract.files import ASKED_AT_ONCE, MAX_BYTES
from sync.contract.identity import new_id
from sync.contract.messages import HeldRequest, HeldResponse
from sync.server import guards, tables, tokens
from sync.server.blobs import Blobs, pieces_of
from sync.server.bulk import AnyRow
from sync.server.database import Database, in_text, now
from sync.server.refusals import Refused
from sync.server.scope import Device, feeds_of, is_id, people_of
from sync.server.storage import RECORDS_BY_ID, lock_feed, state_of
from sync.server.views import views_of

_log = logging.getLogger(__name__)

#: An upload nobody went on with for so long is forgotten; a PC begins it anew.
UPLOADS_KEPT = timedelta(days=30)
#: A bundle that was brought in pieces, and its answer, are kept for so long: a line may need days for both.
RELAYED_KEPT = timedelta(days=7)
#: Bytes no attachment names any more are kept for so long (SYNC §7).
BLOBS_KEPT = timedelta(days=180)

#: Checks of a piece that a client may ask for; tus wants the first.
CHECKSUMS = ("sha1", "sha256")

#: The type of record that names bytes.
ATTACHMENT = "attachment"
_upload, _blob = tables.upload, tables.blob

#: In the place of a record: an upload is a bundle on its way through this server, or has become the answer to it, whose
#: bytes are then those on the disk.
_BUNDLE, _ANSWER = "bundle", "answer"
_SHA256 = re.compile("[0-9a-f]{64}")


class Reference(msgspec.Struct, frozen=True):
    """An attachment as far as its bytes are concerned."""

    record: str
    feed: str
    sha256: str
    size: int
    media_type: str


class Upload(msgspec.Struct, frozen=True):
    """How far an upload is."""

    id: str
    offset: int
    size: int


class Part(msgspec.Struct, frozen=True):
    """A stretch of a file on its way out."""

    reference: Reference
    start: int
    size: int
    pieces: Iterator[bytes]


#: Who asks: a PC by its token, or one that has proved itself by the seal of its bundle.
Caller = str | Device


class Files:
    """The use cases over one database and one storage."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    def begin(self, caller: Caller, record: str, size: int) -> Upload:
        """Begin an upload, or say that the bytes are there already: then its offset is its size.

        Raises:
            Refused: 404 ``file_unknown``; 413 ``file_too_large``; 409 ``file_differs`` if the record says otherwise.
        """
        if size > MAX_BYTES:
            raise Refused(413, "file_too_large")
        with self._database.write() as connection:
            device, reference = self._asked(connection, caller, record)
            if size != reference.size:
                raise Refused(409, "file_differs")
            stored = self._find(connection, reference) is not None
            begun = new_id()
            row = {
                "id": begun,
                "device": device.id,
                "feed": reference.feed,
                "record": reference.record,
                "sha256": reference.sha256,
                "size": size,
                "offset": size if stored else 0,
                "stored": stored,
                "touched_at": now(),
            }
            connection.execute(insert(_upload).values(row))
        return Upload(begun, size if stored else 0, size)

    def begin_bundle(self, caller: Caller, sha256: str, size: int) -> Upload:
        """Begin to bring a bundle, or go on: whoever brings the same bytes again finds what came of them before.

        Raises:
            Refused: 400 ``request_malformed``; 413 ``body_too_large``.
        """
        if not _SHA256.fullmatch(sha256):
            raise Refused(400, "request_malformed")
        if size > LARGEST:
            raise Refused(413, "body_too_large")
        with self._database.write() as connection:
            device = _device(connection, caller)
            same = (_upload.c.device == device.id, _upload.c.sha256 == sha256, _upload.c.size == size)
            row = connection.execute(
                select(_upload).where(*same, _upload.c.record.in_((_BUNDLE, _ANSWER))).limit(1)
            ).one_or_none()
            if row is not None:
                return Upload(row.id, size if row.record == _ANSWER else row.offset, size)
            values = {"id": new_id(), "device": device.id, "feed": device.unit, "record": _BUNDLE, "sha256": sha256}
            rest = {"size": size, "offset": 0, "stored": False, "touched_at": now()}
            connection.execute(insert(_upload).values(values | rest))
        return Upload(values["id"], 0, size)

    def bundle(self, caller: Caller, upload: str) -> tuple[int, Iterator[bytes] | None]:
        """The size of the answer to a bundle that came in pieces, or its own size and its bytes if it has none yet.

        Raises:
            Refused: 404 ``upload_unknown``; 409 ``offset_differs`` unless it is whole.
        """
        with self._database.write() as connection:
            row = self._own(connection, caller, upload)
            relayed = row.record in (_BUNDLE, _ANSWER)
            lost = relayed and row.stored and not self._blobs.is_settled(row.id)  # as after a restore of the storage
            if lost:
                connection.execute(delete(_upload).where(_upload.c.id == row.id))
        if lost or not relayed:
            raise Refused(404, "upload_unknown")
        if not row.stored:
            raise Refused(409, "offset_differs")
        if row.record == _ANSWER:
            return row.offset, None
        return row.size, self._blobs.read(row.id, 0, row.size)

    def keep_answer(self, caller: Caller, upload: str, answer: IO[bytes]) -> int:
        """Let the answer take the place of the bundle; return its size. A second one changes nothing."""
        with self._database.write() as connection:
            row = self._own(connection, caller, upload, lock=True)
            if row.record == _ANSWER:
                return int(row.offset)
            size = answer.seek(0, 2)
            with _room():
                self._blobs.drop(row.id)
                self._blobs.append(row.id, 0, pieces_of(answer))
                self._blobs.settle(row.id)
            became = {"record": _ANSWER, "offset": size, "touched_at": now()}
            connection.execute(update(_upload).where(_upload.c.id == row.id).values(became))
        return size

    def standing(self, caller: Caller, upload: str) -> Upload:
        """How far an upload is. Where all of it arrived but its end was cut off, it is proved now.

        Raises:
            Refused: 404 ``upload_unknown``; 422 ``file_damaged``.
        """
        with self._database.read() as connection:
            row = self._own(connection, caller, upload)
        if row.offset == row.size and not row.stored:
            self._finish(row.id)
        return Upload(row.id, row.offset, row.size)

    def spool(self) -> IO[bytes]:
        """Where a piece is kept until it is whole."""
        return self._blobs.spool()

    def append(self, caller: Caller, upload: str, offset: int, piece: IO[bytes], checksum: str | None = None) -> int:
        """Let an upload go on with a piece; return its new offset.

        Raises:
            Refused: 404 ``upload_unknown``; 409 ``offset_differs``; 413 ``body_too_large``; 400 ``checksum_unknown``;
                460 ``checksum_differs``; 422 ``file_damaged``; 507 ``disk_full``.
        """
        if checksum is not None:
            _prove_piece(piece, checksum)
        length = piece.seek(0, 2)
        with self._database.write() as connection:
            row = self._own(connection, caller, upload, lock=True)
            if row.offset != offset:
                raise Refused(409, "offset_differs")
            end = offset + length
            if end > row.size:
                raise Refused(413, "body_too_large")
            if not row.stored and length:
                with _room():
                    self._blobs.append(row.id, offset, pieces_of(piece))
                connection.execute(update(_upload).where(_upload.c.id == row.id).values(offset=end, touched_at=now()))
        if end == row.size and not row.stored:
            self._finish(row.id)
        return end

    def open(self, caller: Caller, record: str, part_of: Callable[[int], tuple[int, int]]) -> Part:
        """The bytes of an attachment; ``part_of`` says from its size which stretch: start and length.

        Raises:
            Refused: 404 ``file_unknown``, or ``file_missing`` if the reference is known and the bytes have not come.
        """
        with self._database.read() as connection:
            reference, key = self._answer(connection, caller, record) or self._paper(connection, caller, record)
        if key is None:
            raise Refused(404, "file_missing")
        start, size = part_of(reference.size)
        try:
            return Part(reference, start, size, self._blobs.read(key, start, size))
        except OSError as error:
            _log.error("bytes of %s cannot be read: %s", reference.record, type(error).__name__)
            raise Refused(404, "file_missing") from None

    def held(self, caller: Caller, request: HeldRequest) -> HeldResponse:
        """Of which attachments the bytes are there; a stranger's are not among them. Raise `Refused` 413."""
        if len(request.records) > ASKED_AT_ONCE:
            raise Refused(413, "body_too_large")
        with self._database.read() as connection:
            device = _device(connection, caller)
            known = _references(connection, request.records, device)
            held = sorted(each.record for each in known if self._find(connection, each))
        return HeldResponse(held=tuple(held))

    def _answer(self, connection: Connection, caller: Caller, upload: str) -> tuple[Reference, str] | None:
        """The answer to a bundle that this PC has brought."""
        own = (_upload.c.id == upload, _upload.c.device == _device(connection, caller).id, _upload.c.record == _ANSWER)
        row = connection.execute(select(_upload).where(*own)).one_or_none()
        return (Reference(row.id, row.feed, row.sha256, row.offset, ""), row.id) if row else None

    def _paper(self, connection: Connection, caller: Caller, record: str) -> tuple[Reference, str | None]:
        _by, reference = self._asked(connection, caller, record)
        return reference, self._find(connection, reference)

    def _asked(self, connection: Connection, caller: Caller, record: str) -> tuple[Device, Reference]:
        """Who asks, and for what. Raise `Refused` 404 ``file_unknown``: foreign, unknown, no attachment."""
        device = _device(connection, caller)
        known = _references(connection, [record], device)
        if not known:
            raise Refused(404, "file_unknown")
        return device, known[0]

    def _find(self, connection: Connection, reference: Reference) -> str | None:
        """The storage's key of an attachment's bytes, if they are there; a restored storage may have lost them."""
        own = (_blob.c.feed == reference.feed, _blob.c.sha256 == reference.sha256, _blob.c.size == reference.size)
        key = connection.scalar(select(_blob.c.key).where(*own))
        return key if key and self._blobs.is_settled(key) else None

    def _own(self, connection: Connection, caller: Caller, upload: str, *, lock: bool = False) -> AnyRow:
        """An upload of this very PC, for a unit it still sees. Raise `Refused` 404 ``upload_unknown``."""
        device = _device(connection, caller)
        query = select(_upload).where(_upload.c.id == upload, _upload.c.device == device.id)
        row = connection.execute(query.with_for_update() if lock else query).one_or_none() if is_id(upload) else None
        if row is None or row.feed not in feeds_of(connection, device):
            raise Refused(404, "upload_unknown")
        return row

    def _finish(self, upload: str) -> None:
        """Prove an upload that has all its bytes, and give them to its unit. May be repeated after a crash anywhere.

        Raises:
            Refused: 422 ``file_damaged``: the bytes are not those of the record; the upload is gone.
        """
        with self._database.read() as connection:
            row = connection.execute(select(_upload).where(_upload.c.id == upload)).one()
        if not self._blobs.is_settled(row.id):
            if self._blobs.digest(row.id) != row.sha256 and not self._blobs.is_settled(row.id):
                with self._database.write() as connection:
                    connection.execute(delete(_upload).where(_upload.c.id == row.id))
                self._blobs.drop(row.id)
                raise Refused(422, "file_damaged")
            self._blobs.settle(row.id)
        with self._database.write() as connection:
            if row.record == _BUNDLE:  # it is nobody's paper
                connection.execute(update(_upload).where(_upload.c.id == row.id).values(stored=True))
                return
            feed = _feed_now(connection, row.record) or row.feed  # the case may have moved meanwhile
            lock_feed(connection, feed)  # the same bytes may come by two ways at once
            reference = Reference(row.record, feed, row.sha256, row.size, "")
            kept = self._find(connection, reference)
            if kept is None:
                connection.execute(delete(_blob).where(_blob.c.feed == feed, _blob.c.sha256 == row.sha256))  # lost
                values = {"key": row.id, "size": row.size, "stored_at": now(), "unreferenced_since": None}
                connection.execute(insert(_blob).values(feed=feed, sha256=row.sha256, **values))
                _follow_copies(connection, row.feed, row.sha256)
            connection.execute(update(_upload).where(_upload.c.id == row.id).values(stored=True))
        if kept not in (None, row.id):
            self._blobs.drop(row.id)  # the same bytes came by another upload meanwhile


def follow_moves(connection: Connection, feed: str, departed: Collection[str]) -> None:
    """Let the units have the bytes to which these attachments of a feed have just moved, in the move's transaction."""
    went: dict[str, set[str]] = {}
    for row in RECORDS_BY_ID.rows(connection, departed):
        if (reference := _reference_of(row)) is not None:
            went.setdefault(reference.feed, set()).add(reference.sha256)
    for to, hashes in went.items():
        carry(connection, feed, to, hashes)


def _follow_copies(connection: Connection, feed: str, sha256: str) -> None:
    """Bytes that come late: a case that named them has moved on, and what stayed is a copy of it."""
    gone = tables.departure.c
    query = select(gone.record).where(gone.feed == feed, gone.type == ATTACHMENT)
    for row in RECORDS_BY_ID.rows(connection, connection.scalars(query)):
        reference = _reference_of(row)
        if reference is not None and reference.sha256 == sha256:
            carry(connection, feed, reference.feed, [sha256])


def carry(connection: Connection, feed: str, to: str, hashes: Collection[str]) -> None:
    """Let another unit have these bytes too: the cases that name them have moved there.

    Args:
        connection: inside the writing transaction of the move.
        feed: where they are.
        to: where they are named from now on.
        hashes: SHA-256 of each, as the attachments name them; those that never arrived are passed over.
    """
    present = set(connection.scalars(select(_blob.c.sha256).where(_blob.c.feed == to, _blob.c.sha256.in_(hashes))))
    rows = connection.execute(select(_blob).where(_blob.c.feed == feed, _blob.c.sha256.in_(hashes))).mappings()
    moved = [{**row, "feed": to, "unreferenced_since": None} for row in rows if row["sha256"] not in present]
    if moved:
        connection.execute(insert(_blob), moved)


class Collected(msgspec.Struct, frozen=True):
    """What a collecting has done: bytes forgotten, bytes that nobody names since now, uploads given up."""

    dropped: int
    unnamed: int
    uploads: int


def collect(database: Database, blobs: Blobs, *, kept: timedelta = BLOBS_KEPT) -> Collected:
    """Forget the bytes that no attachment has named for so long, and uploads nobody went on with.

    The time counts from the first collecting that finds them unnamed, so it is to run daily.
    """
    moment = datetime.now(UTC)
    dropped = unnamed = 0
    with database.read() as connection:
        feeds = connection.scalars(select(_blob.c.feed).distinct()).all()
    for feed in feeds:
        with database.write() as connection:
            lock_feed(connection, feed)  # nobody names them while they are looked for
            named = _named_in(connection, feed)
            for row in connection.execute(select(_blob).where(_blob.c.feed == feed)).all():
                this = (_blob.c.feed == feed) & (_blob.c.sha256 == row.sha256)
                since = row.unreferenced_since
                if row.sha256 in named:
                    if since:
                        connection.execute(update(_blob).where(this).values(unreferenced_since=None))
                elif since is None:
                    unnamed += 1
                    connection.execute(update(_blob).where(this).values(unreferenced_since=in_text(moment)))
                elif since <= in_text(moment - kept):
                    dropped += 1
                    connection.execute(delete(_blob).where(this))
    uploads = _give_up(database, blobs, moment)
    _sweep(database, blobs, moment - kept)
    return Collected(dropped, unnamed, uploads)


def _give_up(database: Database, blobs: Blobs, moment: datetime) -> int:
    relayed = _upload.c.record.in_((_BUNDLE, _ANSWER)), _upload.c.touched_at < in_text(moment - RELAYED_KEPT)
    with database.write() as connection:
        gone = connection.scalars(select(_upload.c.id).where(*relayed)).all()
        connection.execute(delete(_upload).where(_upload.c.id.in_(gone)))
        old = delete(_upload).where(_upload.c.touched_at < in_text(moment - UPLOADS_KEPT))
        given_up = connection.execute(old).rowcount + len(gone)
    for key in gone:
        blobs.drop(key)
    return given_up


def _sweep(database: Database, blobs: Blobs, moment: datetime) -> None:
    """Drop what the storage has and the database does not know; what is under way is known.

    A database that was put back from a backup does not know what has come since: what is whole is kept as long as what
    no attachment names.
    """
    for key in blobs.keys(moment):
        if not is_id(key):
            continue
        with database.read() as connection:
            known = connection.scalar(select(_blob.c.key).where(_blob.c.key == key).limit(1))
            known = known or connection.scalar(select(_upload.c.id).where(_upload.c.id == key, ~_upload.c.stored))
        if known is None:
            blobs.drop(key)


def _device(connection: Connection, caller: Caller) -> Device:
    return caller if isinstance(caller, Device) else tokens.authenticate(connection, caller)[0]


def _references(connection: Connection, records: Iterable[str], device: Device) -> list[Reference]:
    """The attachments among these records that are in scope and name bytes; of restricted cases those the PC may read.

    What a paper says is as sensitive as its title.
    """
    views = views_of(connection, people_of(connection, device), feeds_of(connection, device))
    here = [row for row in RECORDS_BY_ID.rows(connection, filter(is_id, records)) if row.feed in views]
    partly = {row.feed for row in here if not views[row.feed].whole}
    ids = [row.id for row in here]
    guarded = {(feed, each) for feed in partly for each in guards.guarded(connection, feed, ids, views[feed])}
    readable = [
        row for row in here if (row.feed, row.id) not in guarded or views[row.feed].delivers(state_of(row), "title")
    ]
    return [known for row in readable if (known := _reference_of(row)) is not None]


def _reference_of(row: AnyRow) -> Reference | None:
    if row.type != ATTACHMENT:
        return None
    values = state_of(row).values()
    sha256, size = values.get("sha256"), values.get("size")
    if not isinstance(sha256, str) or not isinstance(size, int):
        return None
    return Reference(row.id, row.feed, sha256, size, values.get("media_type") or "application/octet-stream")


def _feed_now(connection: Connection, record: str) -> str | None:
    rows = RECORDS_BY_ID.rows(connection, [record])
    return next((row.feed for row in rows if row.type == ATTACHMENT), None)


def _named_in(connection: Connection, feed: str) -> set[str]:
    """The hashes a unit's attachments name, those in the bin and in cases of the bin left out."""
    record = tables.record
    here = select(record.c.type, record.c.id, record.c.feed, record.c.version, record.c.seq, record.c.doc)
    here = here.where(record.c.feed == feed)
    named: dict[str, set[str]] = {}
    for row in connection.execute(here.where(record.c.type == ATTACHMENT).execution_options(yield_per=500)):
        values = state_of(row).values()
        if not values.get("deleted") and isinstance(values.get("sha256"), str):
            named.setdefault(values.get("case") or "", set()).add(values["sha256"])
    roots = RECORDS_BY_ID.rows(connection, named)
    binned = {row.id for row in roots if row.type == "case" and state_of(row).values().get("deleted")}
    return {sha256 for case, hashes in named.items() if case not in binned for sha256 in hashes}


def _prove_piece(piece: IO[bytes], checksum: str) -> None:
    """Compare a piece with the checksum its sender gave: ``sha256`` or ``sha1``, and the digest as base64."""
    name, _, digest = checksum.partition(" ")
    if name not in CHECKSUMS:
        raise Refused(400, "checksum_unknown")
    hashed = hashlib.new(name, usedforsecurity=False)
    for each in pieces_of(piece):
        hashed.update(each)
    if base64.b64encode(hashed.digest()).decode() != digest.strip():
        raise Refused(460, "checksum_differs")


@contextmanager
def _room() -> Iterator[None]:
    """A full disk is the server's trouble, not this file's: the PC tries again later."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        _log.error("no room for uploads: %s", type(error).__name__)
        raise Refused(507, "disk_full") from None
