"""A bundle is answered as the same steps would have been over a line, one after the other (SYNC §7, decisions/0012).

Nothing is kept of the file: answers are stored by the key of the entry, news follow from the cursors. So a bundle may
come twice, late, or after the line has brought everything; it is answered again, and that answer may be taken in again.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.exc import InterfaceError, OperationalError

from sync.bundle import file
from sync.bundle.file import BundleWriter, body_of
from sync.bundle.keys import SealKey
from sync.contract.bundle import ANSWERED, FORMAT, SERVER, SUFFIX, Compared, Header, Item, Kind, PapersRequest, Piece
from sync.contract.entry import decode, key_of
from sync.contract.errors import BundleError, Invalid
from sync.contract.messages import (
    Answer,
    CompareRequest,
    EnrolRequest,
    ExchangeRequest,
    ExchangeResponse,
    IncarnationRequest,
    Outcome,
    UsersRequest,
)
from sync.server import enrolment, incarnation, tables, tokens
from sync.server.accounts import audit
from sync.server.bulk import AnyRow
from sync.server.bundled_papers import BundledPapers
from sync.server.compare import at_once
from sync.server.database import Database, ServerError
from sync.server.exchange import step
from sync.server.failures import described
from sync.server.files import ATTACHMENT, Files
from sync.server.refusals import Refused
from sync.server.scope import Device

_log = logging.getLogger(__name__)

#: What is said of the PC a bundle comes from, which is not the PC that brings it.
_OF_ITS_SENDER = {
    "device_revoked": "bundle_device_revoked",
    "device_ended": "bundle_device_ended",
    "other_unit": "bundle_other_unit",
}


class Handled(msgspec.Struct, frozen=True):
    """What came in a bundle and what went back: the PC, entries answered, records of news."""

    device: str
    entries: int
    records: int


def answer_bundle(database: Database, files: Files, own: SealKey, source: BinaryIO, target: BinaryIO) -> Handled:
    """Do what a bundle asks for, and seal the answers and the news to the PC that sealed it.

    Args:
        database: the server's.
        files: its use cases of papers.
        own: the key of this installation.
        source: the bundle; is read twice, first to its end.
        target: where the answer goes.

    Raises:
        BundleError: ``bundle_not_for_server``, ``bundle_other_key``, ``bundle_sender_unknown``, or what is wrong with
            the file; nothing of it was done.
        Refused: the PC may not join or is shut out; 409 with the code.
    """
    header = file.header_of(source)
    if header.recipient != SERVER:
        raise BundleError("bundle_not_for_server")
    if header.recipient_key != own.public:
        raise BundleError("bundle_other_key")
    file.check(source, own)
    fingerprint, _size = file.fingerprint(source)
    back = Header(
        format=min(FORMAT, header.reads),
        sender=SERVER,
        recipient=header.sender,
        sender_key="",
        recipient_key=header.sender_key,
        ephemeral="",
        answers=fingerprint,
    )
    visit = _Visit(database, files, own, header)
    writer = BundleWriter(target, own, back)
    try:
        for kind, message in visit.answers(file.items(source, own)):
            writer.add(kind, message)
    except Refused as refused:
        raise Refused(409, _OF_ITS_SENDER.get(refused.code, refused.code)) from None
    writer.finish()
    with database.write() as connection:
        audit(connection, "bundle_answered", visit.sender.id, fingerprint, actor=visit.sender.id)
    _log.info("bundle device=%s entries=%d news=%d", visit.sender.id, visit.entries, visit.records)
    return Handled(visit.sender.id, visit.entries, visit.records)


def answer_file(database: Database, files: Files, own: SealKey, path: Path) -> tuple[Path, Handled]:
    """Answer a file somebody brought to the server itself; the answer lies beside it, whole or not at all.

    Raises:
        ServerError: what `answer_bundle` raises, by its code; ``file_unusable``.
    """
    answered = path.with_name(path.name.removesuffix(SUFFIX) + ANSWERED + SUFFIX)
    new = answered.with_name(f".{answered.name}.new")
    try:
        with path.open("rb") as source, new.open("wb") as target:
            handled = answer_bundle(database, files, own, source, target)
            target.flush()
            os.fsync(target.fileno())
        new.replace(answered)
    except (BundleError, Refused) as error:
        raise ServerError(error.code) from None
    except OSError:
        raise ServerError("file_unusable", file=path) from None
    finally:
        new.unlink(missing_ok=True)
    return answered, handled


class _Visit:
    """One bundle, as if its PC had come by itself."""

    def __init__(self, database: Database, files: Files, own: SealKey, header: Header) -> None:
        self._database = database
        self._own = own
        self._header = header
        self._papers = BundledPapers(files)
        self._has_ended = False
        self._device = self._known()
        self._reached: dict[str, int] = {}
        self._marks: dict[str, str] = {}
        self._directory: int | None = None
        self.entries = 0
        self.records = 0

    @property
    def sender(self) -> Device:
        """The PC. Raise `BundleError` ``bundle_sender_unknown`` for one that has not joined."""
        if self._device is None:
            raise BundleError("bundle_sender_unknown")
        return self._device

    def answers(self, items: Iterator[Item]) -> Iterator[tuple[Kind, msgspec.Struct]]:
        """The response to each message, and then what the PC has not seen yet.

        A PC that another one has replaced is told nothing; what it wrote stays, for the file may be all that is left
        of it. Raises `Refused` 409 ``bundle_device_ended`` then.
        """
        last: ExchangeRequest | None = None
        later: list[Item] = []
        for item in items:
            match item.kind:
                case Kind.ENROL:
                    yield Kind.ENROL, self._enrol(body_of(item, EnrolRequest))
                case Kind.INCARNATION:
                    response = self._go_on(body_of(item, IncarnationRequest))
                    if response is not None:
                        yield Kind.INCARNATION, response
                case Kind.USERS:
                    request = body_of(item, UsersRequest)
                    yield Kind.USERS, enrolment.add_users(self._database, self.sender, request)
                case Kind.EXCHANGE:
                    last = body_of(item, ExchangeRequest)
                    for step_taken in self._exchange(last):
                        yield Kind.EXCHANGE, step_taken
                case Kind.PIECE:
                    self._papers.take_in(self.sender, body_of(item, Piece))
                case Kind.COMPARE | Kind.PAPERS:
                    later.append(item)
        if self._has_ended:
            raise Refused(409, "bundle_device_ended")
        if last is not None:
            yield from ((Kind.EXCHANGE, response) for response in self._rest(last))
        for item in later:
            yield from self._told(item)

    def _known(self) -> Device | None:
        """The PC that sealed the file, if it has joined with that key; its second visit ends the id it had before."""
        with self._database.write() as connection:
            row = _device(connection, self._header.sender)
            if row is None or row.bundle_key != self._header.sender_key:
                return None
            if row.revoked_at:
                raise Refused(409, "bundle_device_revoked")
            self._has_ended = row.ended_at is not None
            tokens.end_predecessor(connection, row.id)
            return tokens.device_of(row)

    def _enrol(self, request: EnrolRequest) -> msgspec.Struct:
        if (request.device, request.bundle_key) != (self._header.sender, self._header.sender_key):
            raise BundleError("bundle_damaged")
        response = enrolment.enrol(self._database, request)
        self._device = self._read(request.device)
        return msgspec.structs.replace(response, bundle_key=self._own.public)

    def _go_on(self, request: IncarnationRequest) -> msgspec.Struct | None:
        """The new id; without new tokens if the same file has used it before, for the bundle comes a second time."""
        before = self.sender.id
        with self._database.write() as connection:
            known = _device(connection, request.device)
            again = known is not None and (known.continues, known.bundle_key) == (before, request.bundle_key)
            if self._has_ended and not again:
                raise Refused(409, "bundle_device_ended")
            self._has_ended = False  # it has ended because this very PC went on, faster than its file
            used = again and tokens.is_used(connection, request.device)
            response = None if used else incarnation.go_on(connection, before, request)
        self._device = self._read(request.device)
        return response

    def _exchange(self, request: ExchangeRequest) -> Iterator[ExchangeResponse]:
        """Answer a batch; one the server fails on is halved, down to the one intent, as over a line."""
        try:
            yield self._step(request)
        except (InterfaceError, OperationalError, Refused, BundleError):
            raise
        except Exception as error:  # trap 24: one entry must not hold up the others
            _log.error("bundle: a step failed: %s", described(error))
            intents = [list(members) for _, members in groupby(request.entries, _intent_of)]
            if not intents:
                raise
            if len(intents) == 1:
                yield self._set_aside(request)
                return
            middle = sum(map(len, intents[: len(intents) // 2]))
            yield from self._exchange(_part(request, 0, middle))
            yield from self._exchange(_part(request, middle, len(request.entries)))

    def _set_aside(self, request: ExchangeRequest) -> ExchangeResponse:
        idle = self._step(msgspec.structs.replace(request, feed=None, entries=(), chain=None))
        failed = [Answer(key=key_of(raw), outcome=Outcome.REJECTED, code="server_failed") for raw in request.entries]
        return msgspec.structs.replace(idle, answers=tuple(failed))

    def _rest(self, last: ExchangeRequest) -> Iterator[ExchangeResponse]:
        """What is left of the news; the last step brings nothing and says how far each feed goes."""
        idle = msgspec.structs.replace(last, feed=None, entries=(), chain=None)
        response = self._step(idle)
        while response.news or response.regarded:
            yield response
            response = self._step(idle)
        yield response

    def _told(self, item: Item) -> Iterator[tuple[Kind, msgspec.Struct]]:
        """What is asked for behind all text."""
        if item.kind == Kind.COMPARE:
            yield from ((Kind.COMPARE, found) for found in self._compared(body_of(item, CompareRequest)))
            return
        for said in self._papers.answers(self.sender, body_of(item, PapersRequest)):
            yield Kind.PIECE if isinstance(said, Piece) else Kind.PAPERS, said

    def _compared(self, doubt: CompareRequest) -> Iterator[Compared]:
        """What a feed holds that the PC found to differ; nothing of one that it has lost meanwhile."""
        with suppress(Refused):
            yield Compared(feed=doubt.feed, found=at_once(self._database, self.sender, doubt))

    def _step(self, request: ExchangeRequest) -> ExchangeResponse:
        at = msgspec.structs.replace(
            request,
            cursors={**request.cursors, **self._reached},
            marks={**request.marks, **self._marks},
            directory=request.directory if self._directory is None else self._directory,
        )
        response = step(self._database, self.sender, at)
        self._reached |= {page.feed: page.to for page in response.news}
        self._marks |= {page.feed: page.mark for page in response.regarded}
        self._papers.tell_of(each.id for page in response.news for each in page.records if each.type == ATTACHMENT)
        self._directory = response.directory.at if response.directory else self._directory
        self.entries += len(response.answers)
        self.records += sum(len(page.records) for page in response.news)
        return response

    def _read(self, device_id: str) -> Device:
        with self._database.read() as connection:
            row = _device(connection, device_id)
        if row is None:
            raise BundleError("bundle_sender_unknown")
        return tokens.device_of(row)


def _device(connection: Connection, device_id: str) -> AnyRow | None:
    device, unit = tables.device, tables.unit
    joined = select(device, unit.c.kind).join_from(device, unit, device.c.unit == unit.c.id)
    return connection.execute(joined.where(device.c.id == device_id)).one_or_none()


def _part(request: ExchangeRequest, start: int, end: int) -> ExchangeRequest:
    """The same with these of its entries."""
    return msgspec.structs.replace(request, entries=request.entries[start:end], upon=request.upon[start:end])


def _intent_of(raw: msgspec.Raw) -> tuple[str, int] | str:
    """What is judged together; what cannot be read is judged alone."""
    try:
        entry = decode(raw)
    except Invalid:
        return key_of(raw)
    return entry.device, entry.group
