"""How the PCs of a unit, and of those below it, stand: what whoever answers for them is told (DESIGN §8).

The server's status page, its administrator's command and the PC of somebody who supervises show the same rows.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from sync.contract.version import PROTOCOL_VERSION

#: Days without a word after which a unit is called silent, unless somebody says otherwise.
SILENT_DAYS = 7


class DeviceStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One PC. Moments are UTC, ISO 8601; None is never.

    Attributes:
        waiting: entries the PC has not sent yet, by its own account.
        waiting_since: when the oldest of these was made, by the PC's clock, with its offset.
        refused: entries it sent that nobody has mended or given up since.
        held: entries that wait for a refused one, or for their author's rights.
        missing, chain_breaks: see `sync.server.chains`.
        restored: ids under which the PC was known before: its file was restored, rolled back or copied so often.
        replaced: those ids, newest first; none of them opens anything any more.
        doubted: records that others deleted and that go on showing there: unusually many, and a person keeps them or
            has not decided (decisions/0017).
        copy_of: id of the PC that goes on under the id of which this one is a copy.
    """

    id: str
    name: str
    last_complete: str | None
    last_seen: str | None
    waiting: int
    waiting_since: str | None
    refused: int
    held: int
    program: str
    revoked: bool
    token_reused: str | None
    missing: int
    chain_breaks: int
    restored: int = 0
    doubted: int = 0
    copy_of: str | None = None
    replaced: tuple[str, ...] = ()


class UnitStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One unit with its PCs."""

    id: str
    code: str
    name: str
    kind: str
    records: int
    head: int
    open_conflicts: int
    merged: bool  # another unit has taken its place
    devices: tuple[DeviceStatus, ...]


class StatusRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody enrolled on this PC, by the id this PC gave them, asks how the PCs they answer for stand."""

    author: str
    protocol: int = PROTOCOL_VERSION


class StatusResponse(msgspec.Struct, frozen=True, kw_only=True):
    """The units in that PC's scope as they stood ``at`` a moment (UTC): silent ones first, then by code."""

    at: str
    units: tuple[UnitStatus, ...]
    protocol: int = PROTOCOL_VERSION


def silence(unit: UnitStatus, at: datetime) -> timedelta | None:
    """How long nobody has heard of the unit; None where no PC could say anything, `timedelta.max` for never."""
    working = [device for device in unit.devices if not device.revoked]
    if not working:
        return None
    heard = [datetime.fromisoformat(device.last_seen) for device in working if device.last_seen]
    return at - max(heard) if heard else timedelta.max


def is_silent(unit: UnitStatus, at: datetime, days: int = SILENT_DAYS) -> bool:
    """Whether a unit that could say something has not, for so many days."""
    quiet = silence(unit, at)
    return quiet is not None and quiet >= timedelta(days=days)


def silent_first(units: Iterable[UnitStatus], at: datetime, days: int = SILENT_DAYS) -> list[UnitStatus]:
    """The units that have been silent for long first, the longest of these before the others; then by code."""

    def order(unit: UnitStatus) -> tuple[bool, timedelta, str]:
        quiet = silence(unit, at) if is_silent(unit, at, days) else None
        return quiet is None, -(quiet or timedelta()), unit.code

    return sorted(units, key=order)
