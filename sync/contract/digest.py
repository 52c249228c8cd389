"""The digest of a feed's acknowledged state, by which two ends see whether they hold the same (SYNC §6).

Every record has a hash over its canonical bytes, unknown fields included. 256 buckets by id each hold the exclusive or
of their records' hashes, so a change costs one operation whatever the size of the feed; the total is that of all
buckets. Two ends compare only at the same position of the feed.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterable
from functools import reduce
from operator import xor

import msgspec

BUCKETS = 256
_LAYOUT = struct.Struct(f">{BUCKETS}q")
_WIDTH = 8  # bytes of a hash

#: The buckets of a feed without records.
EMPTY = bytes(_LAYOUT.size)


class Change(msgspec.Struct, frozen=True, gc=False):
    """What became of one record: its hash before, 0 if it was not there, and after, 0 if it is gone."""

    id: str
    before: int
    after: int


def bucket_of(record_id: str) -> int:
    """The bucket a record belongs to."""
    return zlib.crc32(record_id.encode()) % BUCKETS


def hash_of(record_type: str, record_id: str, version: int, fields: bytes) -> int:
    """A record's hash, a signed number of 64 bits.

    Args:
        record_type, record_id, version: of the record.
        fields: in their canonical form, see `sync.contract.canonical.writes_of`.
    """
    head = f"{record_type}\n{record_id}\n{version}\n".encode()
    return int.from_bytes(hashlib.blake2b(head + fields, digest_size=_WIDTH).digest(), signed=True)


def changed(buckets: bytes, changes: Iterable[Change]) -> bytes:
    """The buckets after these changes."""
    values = list(_LAYOUT.unpack(buckets))
    for change in changes:
        values[bucket_of(change.id)] ^= change.before ^ change.after
    return _LAYOUT.pack(*values)


def total_of(buckets: bytes) -> int:
    """The total of all buckets."""
    values: tuple[int, ...] = _LAYOUT.unpack(buckets)
    return reduce(xor, values)


def differing(mine: bytes, theirs: bytes) -> list[int]:
    """Numbers of the buckets in which two ends differ."""
    pairs = zip(_LAYOUT.unpack(mine), _LAYOUT.unpack(theirs), strict=True)
    return [number for number, (one, other) in enumerate(pairs) if one != other]


def in_hex(value: int) -> str:
    """A hash or total as it travels: sixteen digits."""
    return value.to_bytes(_WIDTH, signed=True).hex()
