"""One encrypted file: pieces of 64 KB, each sealed with its place in the file (AES-256-GCM).

A piece cannot be read in another's place, and the last one says that it is the last, so a file that was cut off or put
together from others is not taken for whole. Any stretch can be read without reading what comes before it, and nothing
of the size of the file is ever in memory. Each file has a key of its own, from the vault's key and a random salt.
"""

import os
import secrets
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.client.files import FileBroken

PIECE = 64 * 1024

_MAGIC = b"TGPLF1\r\n"
_SALT = 16
_NONCE = 12
_TAG = 16
_HEAD = len(_MAGIC) + _SALT
_SEALED = _NONCE + PIECE + _TAG


class Sealing:
    """Writes an encrypted file, or goes on with one that was interrupted."""

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        """Begin in an empty file, or behind the last whole piece of one; what stands after it goes."""
        self._file = file
        self._left = b""
        length = file.seek(0, os.SEEK_END)
        self._done = max(0, length - _HEAD) // _SEALED
        if self._done:
            file.seek(0)
            self._cipher = _cipher(file.read(_HEAD), key)
            file.truncate(file.seek(_HEAD + self._done * _SEALED))
        else:
            file.truncate(file.seek(0))
            head = _MAGIC + secrets.token_bytes(_SALT)
            self._cipher = _cipher(head, key)
            file.write(head)

    @property
    def have(self) -> int:
        """Bytes written so far, those not yet on the disk included."""
        return self._done * PIECE + len(self._left)

    def write(self, data: bytes) -> None:
        """Add bytes. The newest are kept back: the last piece is not known to be the last before `close`."""
        waiting = self._left + data
        start = 0
        while len(waiting) - start > PIECE:
            self._put(waiting[start : start + PIECE], last=False)
            start += PIECE
        self._left = waiting[start:]

    def close(self) -> None:
        """Write the last piece and see everything onto the disk."""
        self._put(self._left, last=True)
        self._file.flush()
        os.fsync(self._file.fileno())

    def _put(self, data: bytes, *, last: bool) -> None:
        nonce = secrets.token_bytes(_NONCE)
        self._file.write(nonce + self._cipher.encrypt(nonce, data, _place(self._done, last=last)))
        self._done += 1


class Opening:
    """Reads an encrypted file.

    Attributes:
        size: of what is in it, in bytes.
    """

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        """Raise `FileBroken` ``file_damaged`` if it is none."""
        self._file = file
        body = file.seek(0, os.SEEK_END) - _HEAD
        file.seek(0)
        self._cipher = _cipher(file.read(_HEAD), key)
        self._pieces = -(-body // _SEALED)
        self.size = body - self._pieces * (_SEALED - PIECE)
        self._number, self._piece = -1, b""
        if self.size < 0:
            raise FileBroken("file_damaged")

    def read(self, start: int, size: int) -> bytes:
        """A stretch of it, shorter at its end. Raise `FileBroken` ``file_damaged``."""
        found = bytearray()
        end = min(start + size, self.size)
        while start < end:
            number, within = divmod(start, PIECE)
            piece = self._opened(number)[within : within + end - start]
            found += piece
            start += len(piece)
        return bytes(found)

    def _opened(self, number: int) -> bytes:
        if number != self._number:
            self._file.seek(_HEAD + number * _SEALED)
            sealed = self._file.read(_SEALED)
            place = _place(number, last=number == self._pieces - 1)
            try:
                self._piece = self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], place)
            except (InvalidTag, ValueError):
                raise FileBroken("file_damaged") from None
            self._number = number
        return self._piece


def _cipher(head: bytes, key: bytes) -> AESGCM:
    if len(head) != _HEAD or not head.startswith(_MAGIC):
        raise FileBroken("file_damaged")
    salt = head[len(_MAGIC) :]
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"tgpl/file").derive(key))


def _place(number: int, *, last: bool) -> bytes:
    return number.to_bytes(8, "big") + bytes([last])
