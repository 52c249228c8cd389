"""Identifiers that need no server: UUIDv7, so that ids sort by the time they were made."""

import secrets
import time
import uuid


def new_id() -> str:
    """A fresh UUIDv7 in its usual 36 characters (RFC 9562 §5.7). The clock only helps locality, never order."""
    milliseconds = time.time_ns() // 1_000_000
    number = (milliseconds & (2**48 - 1)) << 80 | secrets.randbits(80)
    number &= ~(0xF << 76) & ~(0x3 << 62)
    return str(uuid.UUID(int=number | 0x7 << 76 | 0x2 << 62))


def derived_id(*parts: str) -> str:
    """The id that follows from ``parts``; equal parts give the same id on every machine."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "\x1f".join(parts)))
