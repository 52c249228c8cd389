"""A bundle as a sequence of messages, packed and sealed on the way out, checked as a whole before any is believed."""

import hashlib
import struct
from collections.abc import Iterator
from typing import BinaryIO, TypeVar, cast

import msgspec
import zstandard

from sync.bundle.frames import SealedWriter, opened_frames, read_header
from sync.bundle.keys import SealKey
from sync.contract.bundle import Header, Item, Kind
from sync.contract.errors import BundleError

#: Largest message, unpacked, in bytes; as large as the answer of a step may be.
MAX_ITEM_BYTES = 32 << 20

_LEVEL = 9
_WINDOW_BYTES = 8 << 20
_LENGTH = struct.Struct(">I")
_BLOCK = 64 * 1024

T = TypeVar("T", bound=msgspec.Struct)

_item = msgspec.json.Decoder(Item)


class BundleWriter:
    """Writes messages into one sealed file. `finish` makes it whole."""

    def __init__(self, target: BinaryIO, own: SealKey, header: Header) -> None:
        """Begin the file; ``target`` needs no more than ``write``."""
        self._sealed = SealedWriter(target, own, header)
        self._packer = zstandard.ZstdCompressor(level=_LEVEL).compressobj()

    def add(self, kind: Kind, message: msgspec.Struct) -> None:
        """Put one message behind the others."""
        encoded = msgspec.json.encode(Item(kind.value, msgspec.Raw(msgspec.json.encode(message))))
        self._sealed.write(self._packer.compress(_LENGTH.pack(len(encoded)) + encoded))

    def finish(self) -> None:
        """Write what is left, and the end."""
        self._sealed.write(self._packer.flush())
        self._sealed.finish()


def header_of(source: BinaryIO) -> Header:
    """Who sealed a file for whom, by its own word. Raise `BundleError` as `read_header`."""
    source.seek(0)
    return read_header(source)[0]


def check(source: BinaryIO, own: SealKey) -> None:
    """Read a file to its end. Raise `BundleError` unless all of it is there and was sealed for this end."""
    source.seek(0)
    for _frame in opened_frames(source, own):
        pass


def items(source: BinaryIO, own: SealKey) -> Iterator[Item]:
    """The messages of a file that `check` found sound. Raise `BundleError` ``bundle_damaged`` for what is none."""
    source.seek(0)
    buffer = bytearray()
    for piece in _unpacked(opened_frames(source, own)):
        buffer += piece
        while len(buffer) >= _LENGTH.size:
            length = _LENGTH.unpack_from(buffer)[0]
            if length > MAX_ITEM_BYTES:
                raise BundleError("bundle_damaged")
            end = _LENGTH.size + length
            if len(buffer) < end:
                break
            yield _decoded(bytes(buffer[_LENGTH.size : end]))
            del buffer[:end]
    if buffer:
        raise BundleError("bundle_damaged")


def body_of(item: Item, kind: type[T]) -> T:
    """The message of an item. Raise `BundleError` ``bundle_damaged`` if it is another."""
    try:
        return msgspec.json.decode(item.body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BundleError("bundle_damaged") from None


def fingerprint(source: BinaryIO) -> tuple[str, int]:
    """SHA-256 of a file, by which a slip and an answer name it, and its size in bytes."""
    source.seek(0)
    digest, size = hashlib.sha256(), 0
    while block := source.read(_BLOCK):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size


def _decoded(encoded: bytes) -> Item:
    try:
        return _item.decode(encoded)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BundleError("bundle_damaged") from None


def _unpacked(frames: Iterator[bytes]) -> Iterator[bytes]:
    unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW_BYTES)
    with unpacker.stream_reader(cast("BinaryIO", _Frames(frames))) as reader:
        try:
            while piece := reader.read(_BLOCK):
                yield piece
        except zstandard.ZstdError:
            raise BundleError("bundle_damaged") from None


class _Frames:
    """Frames as the stream that the unpacker reads from."""

    def __init__(self, frames: Iterator[bytes]) -> None:
        self._frames = frames
        self._left = b""

    def read(self, size: int = -1) -> bytes:
        """At most that many bytes; none at the end."""
        if not self._left:
            self._left = next(self._frames, b"")
        taken, self._left = (self._left[:size], self._left[size:]) if size >= 0 else (self._left, b"")
        return taken
