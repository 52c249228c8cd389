"""What the status page shows: units that have been silent for long first, then the others by code."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

import msgspec
from sqlalchemy import Connection

from sync.server.pages import words
from sync.server.scope import SUPERVISING, UnitKind
from sync.server.sign_in import Viewer
from sync.server.status import DeviceStatus, UnitStatus, notes, status
from sync.server.words import NEVER

#: Days without a word after which a unit is called silent, unless the viewer says otherwise.
SILENT_DAYS = 7

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
    """What this viewer may see: the department everything, a supervising unit its tree, the others themselves."""
    at = at or datetime.now(UTC)
    everything = viewer.kind == UnitKind.CUC
    units = status(connection, None if everything else viewer.unit)
    if not everything and viewer.kind not in SUPERVISING:
        units = [unit for unit in units if unit.id == viewer.unit]
    units = [unit for unit in units if unit.devices or unit.open_conflicts or not unit.merged]
    silences = {unit.code: _silence(unit, at) for unit in units}
    long = timedelta(days=days)

    def order(unit: UnitStatus) -> tuple[int, timedelta, str]:
        silence = silences[unit.code]
        is_silent = silence is not None and silence >= long
        return (0 if is_silent else 1, -silence if is_silent and silence else timedelta(), unit.code)

    groups = [_group(unit, silences[unit.code], long, viewer) for unit in sorted(units, key=order)]
    return Overview(moment(at.isoformat()), days, groups)


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


def _group(unit: UnitStatus, silence: timedelta | None, long: timedelta, viewer: Viewer) -> Group:
    is_silent = silence is not None and silence >= long
    silent_for = ""
    if is_silent and silence is not None:
        silent_for = words.NEVER_HEARD if silence == timedelta.max else words.SILENT_FOR.format(days=silence.days)
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


def _silence(unit: UnitStatus, at: datetime) -> timedelta | None:
    """How long nobody has heard of the unit; None where no PC could say anything."""
    working = [device for device in unit.devices if not device.revoked]
    if not working:
        return None
    heard = [datetime.fromisoformat(device.last_seen) for device in working if device.last_seen]
    return at - max(heard) if heard else timedelta.max


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
