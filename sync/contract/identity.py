"""Identifiers that need no server: UUIDv7, so that ids sort by the time they were made."""

import datetime as dt
import secrets
import time
import unicodedata
import uuid


def new_id() -> str:
    """A fresh UUIDv7 in its usual 36 characters (RFC 9562 §5.7). The clock only helps locality, never order."""
    return id_at(time.time_ns() // 1_000_000, secrets.randbits(80))


def id_at(milliseconds: int, chance: int) -> str:
    """The UUIDv7 of a moment since 1970 and 80 bits of chance, of which six make room for the version."""
    number = (milliseconds & (2**48 - 1)) << 80 | chance
    number &= ~(0xF << 76) & ~(0x3 << 62)
    digits = f"{number | 0x7 << 76 | 0x2 << 62:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def made_at(record_id: str) -> dt.datetime | None:
    """The moment a UUIDv7 was made, by the clock of who made it; None for any other id."""
    try:
        made = uuid.UUID(record_id)
    except ValueError:
        return None
    return dt.datetime.fromtimestamp((made.int >> 80) / 1000, dt.UTC) if made.version == 7 else None


def login_key(login: str) -> str:
    """With what two logins of a unit are compared: whoever types either is the same person."""
    return unicodedata.normalize("NFC", login).strip().casefold()


def derived_id(*parts: str) -> str:
    """The id that follows from ``parts``; equal parts give the same id on every machine."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "\x1f".join(parts)))
