"""What the status page shows: units that have been silent for long first, then the others by code."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

import msgspec
from sqlalchemy import Connection

from sync.contract.oversight import DeviceStatus, UnitStatus, is_silent, silence, silent_first
from sync.server.pages import words
from sync.server.sign_in import Viewer
from sync.server.status import in_sight, notes
from sync.server.words import NEVER

_VIETNAM = timezone(timedelta(hours=7))
#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Row(msgspec.Struct, frozen=True):
    """One PC, in words."""

    id: str
    name: str
    complete: str
    seen: str
    waiting: int
    waiting_since: str
    program: str
    notes: str
    revoked: bool
    revocable: bool


class Group(msgspec.Struct, frozen=True):
    """One unit with its PCs; ``silent_for`` says since when nobody has heard of it, if that is too long."""

    code: str
    name: str
    kind: str
    conflicts: int
    silent_for: str
    rows: tuple[Row, ...]


class Overview(msgspec.Struct, frozen=True):
    """The whole page."""

    at: str
    days: int
    groups: list[Group]

    @property
    def silent(self) -> int:
        """How many units are silent."""
        return sum(bool(group.silent_for) for group in self.groups)


def overview(connection: Connection, viewer: Viewer, days: int, at: datetime | None = None) -> Overview:
    """What this viewer may see (`scope.in_sight`)."""
    at = at or datetime.now(UTC)
    units = silent_first(in_sight(connection, viewer.unit, viewer.kind), at, days)
    return Overview(moment(at.isoformat()), days, [_group(unit, at, days, viewer) for unit in units])


def as_csv(shown: Overview) -> bytes:
    """The page for a spreadsheet: UTF-8 with its mark, so that accents survive, and no cell that is a formula."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(words.CSV_HEADS)
    for group in shown.groups:
        head = (group.code, group.name, words.KINDS.get(group.kind, group.kind), group.silent_for, group.conflicts)
        for row in group.rows or (None,):
            cells: Sequence[object] = ("", "", "", "", "", "", "")
            if row:
                waiting = (row.waiting, row.waiting_since)
                cells = (row.name, row.complete, row.seen, *waiting, row.program, row.notes)
            table.writerow(_harmless(cell) for cell in (*head, *cells))
    return text.getvalue().encode("utf-8-sig")


def moment(text: str | None) -> str:
    """A moment as people in Vietnam read it; ISO 8601 with an offset or Z, none is never."""
    if not text:
        return NEVER
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return NEVER
    return at.astimezone(_VIETNAM).strftime("%d/%m/%Y %H:%M")


def _group(unit: UnitStatus, at: datetime, days: int, viewer: Viewer) -> Group:
    silent_for, quiet = "", silence(unit, at)
    if quiet is not None and is_silent(unit, at, days):
        silent_for = words.NEVER_HEARD if quiet == timedelta.max else words.SILENT_FOR.format(days=quiet.days)
    rows = tuple(_row(device, viewer) for device in unit.devices)
    return Group(unit.code, unit.name, unit.kind, unit.open_conflicts, silent_for, rows)


def _row(device: DeviceStatus, viewer: Viewer) -> Row:
    return Row(
        id=device.id,
        name=device.name,
        complete=moment(device.last_complete),
        seen=moment(device.last_seen),
        waiting=device.waiting,
        waiting_since=moment(device.waiting_since) if device.waiting_since else "",
        program=device.program,
        notes="; ".join(notes(device)),
        revoked=device.revoked,
        revocable=viewer.may_revoke and not device.revoked,
    )


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
