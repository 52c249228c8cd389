"""A sealed stream: frames of at most 64 KB, each with its place and whether it is the last one under its seal.

So a frame that was changed, moved, left out or doubled does not open, and a file that was written halfway has no last
frame. Both ends need the memory of one frame, however long the file is.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from sync.bundle.keys import SealKey, file_key
from sync.contract.bundle import FORMAT, MAGIC, Header
from sync.contract.errors import BundleError

FRAME_BYTES = 64 * 1024

_TAG_BYTES = 16
_HEADER_LENGTH = struct.Struct(">H")
_FRAME = struct.Struct(">BI")  # whether it is the last one, length of the sealed bytes
_NONCE = struct.Struct(">IQ")


def seal_header(own: SealKey, header: Header) -> tuple[bytes, ChaCha20Poly1305]:
    """The first bytes of a file and the cipher of what follows; ``ephemeral`` and ``sender_key`` are filled in here."""
    once = SealKey.generate()
    complete = msgspec.structs.replace(header, ephemeral=once.public, sender_key=own.public)
    encoded = msgspec.json.encode(complete)
    start = MAGIC + _HEADER_LENGTH.pack(len(encoded)) + encoded
    key = file_key(once.shared_with(header.recipient_key), own.shared_with(header.recipient_key), start)
    return start, ChaCha20Poly1305(key)


class SealedWriter:
    """Writes a sealed stream; what is not closed has no end and does not open."""

    def __init__(self, target: BinaryIO, own: SealKey, header: Header) -> None:
        start, self._cipher = seal_header(own, header)
        self._target = target
        self._number = 0
        self._waiting = bytearray()
        target.write(start)

    def write(self, data: bytes) -> None:
        """Seal whatever fills a frame."""
        self._waiting += data
        while len(self._waiting) > FRAME_BYTES:
            self._frame(bytes(self._waiting[:FRAME_BYTES]), last=False)
            del self._waiting[:FRAME_BYTES]

    def finish(self) -> None:
        """Seal the rest as the last frame."""
        self._frame(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _frame(self, plain: bytes, *, last: bool) -> None:
        head = _FRAME.pack(last, len(plain) + _TAG_BYTES)
        self._target.write(head + self._cipher.encrypt(_NONCE.pack(0, self._number), plain, head))
        self._number += 1


def read_header(source: BinaryIO) -> tuple[Header, bytes]:
    """Who sealed a file for whom, with the bytes that say so.

    Raises:
        BundleError: ``bundle_unknown_file``, ``bundle_cut``, ``bundle_damaged``, ``bundle_too_new``.
    """
    magic = source.read(len(MAGIC))
    if magic != MAGIC:
        cut = len(magic) < len(MAGIC) and MAGIC.startswith(magic)
        raise BundleError("bundle_cut" if cut else "bundle_unknown_file")
    length = _exactly(source, _HEADER_LENGTH.size)
    encoded = _exactly(source, _HEADER_LENGTH.unpack(length)[0])
    try:
        header = msgspec.json.decode(encoded, type=Header)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BundleError("bundle_damaged") from None
    if header.format > FORMAT:
        raise BundleError("bundle_too_new", protocol=header.protocol)
    return header, magic + length + encoded


def opened_frames(source: BinaryIO, own: SealKey) -> Iterator[bytes]:
    """The content of a file that was sealed for this end, frame by frame. Begins with reading the header.

    Raises:
        BundleError: as `read_header`; ``bundle_cut`` for a file that ends early, ``bundle_damaged`` for one that
            was changed, or that somebody else sealed.
    """
    header, start = read_header(source)
    key = file_key(own.shared_with(header.ephemeral), own.shared_with(header.sender_key), start)
    cipher = ChaCha20Poly1305(key)
    number, last = 0, False
    while not last:
        head = _exactly(source, _FRAME.size)
        last, length = _FRAME.unpack(head)
        if length > FRAME_BYTES + _TAG_BYTES or last not in (0, 1):
            raise BundleError("bundle_damaged")
        try:
            yield cipher.decrypt(_NONCE.pack(0, number), _exactly(source, length), head)
        except InvalidTag:
            raise BundleError("bundle_damaged") from None
        number += 1
    if source.read(1):
        raise BundleError("bundle_damaged")


def _exactly(source: BinaryIO, count: int) -> bytes:
    found = source.read(count)
    if len(found) < count:
        raise BundleError("bundle_cut")
    return found
