"""The bytes of attachments, after all text: sent and fetched in pieces that each count on their own (SYNC §7).

Where an upload stands, the server knows; where a download stands, the disk. So a program killed at any moment goes on
from there, and a piece that was acknowledged is never sent twice. What is wrong with one file sets that file aside and
holds up no other.
"""

import logging
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Protocol

import msgspec

from sync.contract.errors import CodedError, Offline, SyncError
from sync.contract.files import ASKED_AT_ONCE

log = logging.getLogger(__name__)

#: Bytes of a piece: what a broken line may cost at least and at most, and where one begins.
SMALLEST_PIECE, FIRST_PIECE, LARGEST_PIECE = 16 * 1024, 64 * 1024, 1024 * 1024
#: Seconds a piece should take: long beside a round trip, short beside the life of a bad line.
_PIECE_SECONDS = 4.0
#: Breaks of the line in a row, without a piece between them, after which the cycle ends.
PATIENCE = 3
#: Times the bytes may arrive damaged before the file is set aside.
_DAMAGED_AT_MOST = 2

#: What the server says of a piece, not of its file: where it stands is asked, and it is sent again.
_ON_THE_WAY = frozenset({"offset_differs", "checksum_differs"})


class FileRefused(SyncError):
    """The server does not take or give this file; another one it may."""


class FileBroken(CodedError):
    """The bytes on this PC are not what they were, or not there any more."""


class Outgoing(msgspec.Struct, frozen=True):
    """A file to be sent; ``address`` is that of the upload under way."""

    record: str
    size: int
    address: str | None


class Incoming(msgspec.Struct, frozen=True):
    """A file to be fetched."""

    record: str
    size: int


class FileProgress(msgspec.Struct, frozen=True):
    """A piece has gone or come: of which attachment, how much of it so far, and what is left of all."""

    record: str
    moved: int
    size: int
    left: "Left"


class Left(msgspec.Struct, frozen=True):
    """What still has to be sent or fetched."""

    files: int = 0
    bytes: int = 0


class Reading(Protocol):
    """The bytes of a file on this PC."""

    def read(self, start: int, size: int) -> bytes:
        """A stretch of them. Raise `FileBroken`."""


class Writing(Protocol):
    """A file on its way in; what was written survives a kill."""

    @property
    def have(self) -> int:
        """Bytes that are here."""

    def write(self, piece: bytes) -> None:
        """Add what comes next."""

    def finish(self) -> bool:
        """Everything is here: prove it, and keep it. Return whether the bytes are those the record names."""


class Shelf(Protocol):
    """The files of this PC, as far as the engine may touch them. Each method is one transaction."""

    def unknown(self, limit: int) -> Sequence[str]:
        """Attachments of which the server is to be asked whether it has the bytes."""

    def learn(self, asked: Collection[str], held: Collection[str]) -> None:
        """What it said."""

    def next_to_send(self) -> Outgoing | None:
        """The next file the server does not have."""

    def next_to_fetch(self) -> Incoming | None:
        """The next file somebody wants here."""

    def reading(self, record: str) -> AbstractContextManager[Reading]:
        """Its bytes. Raise `FileBroken`."""

    def writing(self, record: str) -> AbstractContextManager[Writing]:
        """Its place."""

    def began(self, record: str, address: str | None) -> None:
        """Keep the address of its upload; None: there is none any more."""

    def moved(self, record: str, so_far: int) -> None:
        """So many bytes have gone or come."""

    def sent(self, record: str) -> None:
        """The server has reference and bytes."""

    def fetched(self, record: str) -> None:
        """It is here."""

    def not_there(self, record: str) -> None:
        """The server does not have the bytes."""

    def damaged(self, record: str) -> int:
        """Its bytes arrived damaged; return how often by now."""

    def set_aside(self, record: str, code: str) -> None:
        """Leave it alone until a person looks at it."""

    def left(self) -> Left:
        """What is still to be sent or fetched."""


class FileTransport(Protocol):
    """The way of files. Errors are those of `sync.client.ports.Transport`, and `FileRefused`."""

    def held(self, records: Sequence[str]) -> frozenset[str]:
        """Of which attachments the server has the bytes."""

    def begin(self, record: str, size: int) -> tuple[str, int]:
        """Begin an upload; return its address and how much of it is there already."""

    def offset(self, address: str) -> int | None:
        """How much of an upload is there; None if there is no such upload any more."""

    def send(self, address: str, offset: int, piece: bytes) -> int:
        """Send a piece; return how much is there then."""

    def fetch(self, record: str, start: int, size: int) -> bytes:
        """A stretch of a file."""


class Patient:
    """A transport whose pieces are as large as the line carries, and are tried again when it breaks."""

    def __init__(self, transport: FileTransport, clock: Callable[[], float] = time.monotonic) -> None:
        self._transport = transport
        self._pieces = _Pieces(clock)

    @property
    def size(self) -> int:
        """Bytes of the next piece."""
        return self._pieces.size

    def send(self, address: str, offset: int, piece: bytes) -> int:
        """Send a piece, as often as the line breaks; a lost answer is asked for, not sent again."""
        for attempt in range(1, PATIENCE + 1):
            try:
                with self._pieces.timed(len(piece)):
                    return self._transport.send(address, offset, piece)
            except Offline:
                if attempt == PATIENCE:
                    raise
            except FileRefused as refusal:
                if refusal.code not in _ON_THE_WAY:
                    raise
            there = self._transport.offset(address)
            if there is None:
                raise FileRefused("upload_unknown")
            if there != offset:
                return there
            piece = piece[: self._pieces.size]
        raise Offline("line_broke")

    def fetch(self, record: str, start: int, end: int) -> bytes:
        """The next piece, as often as the line breaks."""
        for attempt in range(1, PATIENCE + 1):
            size = min(self._pieces.size, end - start)
            try:
                with self._pieces.timed(size):
                    return self._transport.fetch(record, start, size)
            except Offline:
                if attempt == PATIENCE:
                    raise
        raise Offline("line_broke")


class FileEngine:
    """Sends and fetches the files of one shelf over one transport."""

    def __init__(self, shelf: Shelf, transport: FileTransport, clock: Callable[[], float] = time.monotonic) -> None:
        self._shelf = shelf
        self._transport = transport
        self._patient = Patient(transport, clock)

    def run(self, progress: Callable[[FileProgress], None], stopped: Callable[[], bool]) -> bool:
        """Send what the server does not have, fetch what is wanted here; return whether nothing is left.

        Args:
            progress: told after every piece.
            stopped: asked before every piece: text goes first, always.

        Raises:
            Offline: no usable line; everything done so far counts.
            NeedsUser: a person must act first.
            ProtocolViolation: the server broke the protocol.
        """
        asked = self._shelf.unknown(ASKED_AT_ONCE)
        while asked and not stopped():
            self._shelf.learn(asked, self._transport.held(asked))
            asked = self._shelf.unknown(ASKED_AT_ONCE)
        while not stopped():
            if outgoing := self._shelf.next_to_send():
                self._carefully(outgoing.record, partial(self._send, outgoing, progress, stopped))
            elif incoming := self._shelf.next_to_fetch():
                self._carefully(incoming.record, partial(self._fetch, incoming, progress, stopped))
            else:
                return True
        return False

    def _carefully(self, record: str, move: Callable[[], None]) -> None:
        """Move one file; whatever is wrong with it is its own affair."""
        try:
            move()
        except (FileRefused, FileBroken) as error:
            log.info("set aside: %s", error.code)
            self._shelf.set_aside(record, error.code)

    def _send(self, file: Outgoing, progress: Callable[[FileProgress], None], stopped: Callable[[], bool]) -> None:
        with self._shelf.reading(file.record) as bytes_here:
            address, offset = self._go_on(file)
            self._shelf.moved(file.record, offset)
            while offset < file.size and not stopped():
                piece = bytes_here.read(offset, min(self._patient.size, file.size - offset))
                try:
                    offset = self._patient.send(address, offset, piece)
                except FileRefused as refusal:
                    if refusal.code != "file_damaged":
                        raise
                    self._begin_again(file.record)
                    return
                self._shelf.moved(file.record, offset)
                progress(FileProgress(file.record, offset, file.size, self._shelf.left()))
        if offset == file.size:
            self._shelf.sent(file.record)
            progress(FileProgress(file.record, offset, file.size, self._shelf.left()))

    def _go_on(self, file: Outgoing) -> tuple[str, int]:
        """The upload under way, or a new one, and how far it is."""
        offset = self._transport.offset(file.address) if file.address else None
        if file.address and offset is not None:
            return file.address, offset
        address, offset = self._transport.begin(file.record, file.size)
        self._shelf.began(file.record, address)
        return address, offset

    def _begin_again(self, record: str) -> None:
        self._shelf.began(record, None)
        if self._shelf.damaged(record) >= _DAMAGED_AT_MOST:
            raise FileRefused("file_damaged")

    def _fetch(self, file: Incoming, progress: Callable[[FileProgress], None], stopped: Callable[[], bool]) -> None:
        with self._shelf.writing(file.record) as place:
            while place.have < file.size and not stopped():
                try:
                    piece = self._patient.fetch(file.record, place.have, file.size)
                except FileRefused as refusal:
                    if refusal.code != "file_missing":
                        raise
                    self._shelf.not_there(file.record)
                    return
                place.write(piece)
                self._shelf.moved(file.record, place.have)
                progress(FileProgress(file.record, place.have, file.size, self._shelf.left()))
            if place.have < file.size:
                return
            if place.finish():
                self._shelf.fetched(file.record)
                progress(FileProgress(file.record, file.size, file.size, self._shelf.left()))
            elif self._shelf.damaged(file.record) >= _DAMAGED_AT_MOST:
                raise FileRefused("file_damaged")


class _Pieces:
    """How large a piece may be on this line: what passes in a few seconds, less after every break."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.size = FIRST_PIECE
        self._clock = clock

    def timed(self, length: int) -> "_Timed":
        """Measure a piece of this length."""
        return _Timed(self, length, self._clock)

    def went(self, length: int, seconds: float) -> None:
        """A piece has passed: the next may be twice as large, if the line carries it in time."""
        fits = int(length / max(seconds, 0.001) * _PIECE_SECONDS)
        self.size = max(SMALLEST_PIECE, min(2 * self.size, fits, LARGEST_PIECE))

    def broke(self) -> None:
        """The line broke."""
        self.size = max(SMALLEST_PIECE, self.size // 2)


class _Timed:
    def __init__(self, pieces: _Pieces, length: int, clock: Callable[[], float]) -> None:
        self._pieces, self._length, self._clock = pieces, length, clock
        self._began = clock()

    def __enter__(self) -> None:
        """Begin to measure."""

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Learn from how it ended."""
        if kind is None:
            self._pieces.went(self._length, self._clock() - self._began)
        elif issubclass(kind, Offline):
            self._pieces.broke()
