"""An entry: one intent's change to one record. Immutable from the moment it is saved (SYNC §1, §2)."""

import hashlib
from collections.abc import Iterable

import msgspec

from sync.contract.errors import Invalid
from sync.contract.fields import RECORD_TYPES, Wire
from sync.contract.version import PROTOCOL_VERSION

_encoder = msgspec.json.Encoder(order="sorted")

#: Longest entry in bytes. The limits of the fields keep every entry below it, so each one fits in a piece (SYNC §3).
MAX_ENTRY_BYTES = 64 * 1024


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What one person changed in one record.

    Attributes:
        type, id, unit: the record, and the office that owned it when the entry was made.
        author, at: whose edit it is and the local time of it, ISO 8601 with offset. Nothing in the merge reads ``at``.
        device, counter: where the entry was born and its number there; they make equal edits differ. What mends an
            entry made under an earlier id of the PC bears that id, for it belongs to that intent.
        group: number of the intent on that device; entries with the same (device, group) are applied together or
            not at all.
        fields: new values of the fields the person touched.
        base: field → stamp of the acknowledged value from which the value on the screen descended (0 is left out).
        after: field → key of the own unanswered entry the new value builds on.
        seen: for a deletion, record id → version of everything the deleter had seen of the case; for a choice that
            deletes nothing, the version of each conflict as it was shown.
        own: for a deletion, keys of the own entries that the deleter had on the screen besides, for ``seen`` does not
            tell of them. Where an entry was born says nothing about that: two copies of a file go under one id.
        resolves: ids of the conflicts this entry decides; its bases are the stamps shown.
        supersedes: key of the rejected entry this one mends.
        discards: key of the rejected entry that its author gives up; such an entry has no fields.
        protocol: version of the contract the entry was made under.
    """

    type: str
    id: str
    unit: str
    author: str
    at: str
    device: str
    counter: int
    group: int
    fields: dict[str, Wire] = {}
    base: dict[str, int] = {}
    after: dict[str, str] = {}
    seen: dict[str, int] = {}
    own: tuple[str, ...] = ()
    resolves: tuple[str, ...] = ()
    supersedes: str | None = None
    discards: str | None = None
    protocol: int = PROTOCOL_VERSION


_decoder = msgspec.json.Decoder(Entry)


def encode(entry: Entry) -> bytes:
    """The canonical bytes of an entry; kept, hashed and sent exactly so."""
    return _encoder.encode(entry)


def decode(raw: bytes | msgspec.Raw) -> Entry:
    """Read an entry.

    Raises:
        Invalid: ``entry_malformed``.
    """
    try:
        return _decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Invalid("entry_malformed") from None


def key_of(raw: bytes | msgspec.Raw) -> str:
    """The entry's key: SHA-256 of its bytes, in hex. Both sides compute it; it need not travel."""
    return hashlib.sha256(raw).hexdigest()


def chain(head: str, keys: list[str]) -> str:
    """The head of a device's hash chain after ``keys`` were sent in this order (SYNC §3)."""
    for key in keys:
        head = hashlib.sha256(f"{head}{key}".encode()).hexdigest()
    return head


def ids_named(entry: Entry) -> Iterable[str]:
    """The ids an entry points to: its record, its references, the conflicts it decides."""
    yield entry.id
    yield from entry.resolves
    declared = RECORD_TYPES.get(entry.type)
    for field in declared.references if declared else ():
        target = entry.fields.get(field.name)
        if isinstance(target, str):
            yield target
