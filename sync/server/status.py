"""The supervisor's view: which unit, which PC, last complete sync, how much waits, what needs a person."""

import unicodedata
from collections import defaultdict

import msgspec
from sqlalchemy import Connection, func, select

from sync.server import tables, words
from sync.server.conflicts import is_open
from sync.server.storage import RECORD, state_of


class DeviceStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One PC. Moments are UTC, ISO 8601; None is never."""

    id: str
    name: str
    last_complete: str | None
    last_seen: str | None
    waiting: int
    program: str
    revoked: bool
    token_reused: str | None
    missing: int
    chain_breaks: int


class UnitStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One unit with its PCs."""

    code: str
    name: str
    kind: str
    records: int
    head: int
    open_conflicts: int
    devices: tuple[DeviceStatus, ...]


def status(connection: Connection) -> list[UnitStatus]:
    """Every unit by code."""
    unit, feed, record = tables.unit, tables.feed, tables.record
    tally = select(record.c.feed, func.count().label("records")).group_by(record.c.feed)
    counts = {row.feed: row.records for row in connection.execute(tally)}
    conflicts: defaultdict[str, int] = defaultdict(int)
    for row in connection.execute(RECORD.where(record.c.type == "conflict")):
        conflicts[row.feed] += is_open(state_of(row))
    devices = _devices(connection)
    rows = connection.execute(
        select(unit, feed.c.head).join_from(unit, feed, feed.c.unit == unit.c.id).order_by(unit.c.code)
    )
    return [
        UnitStatus(
            code=row.code,
            name=row.name,
            kind=row.kind,
            records=counts.get(row.id, 0),
            head=row.head,
            open_conflicts=conflicts[row.id],
            devices=tuple(devices[row.id]),
        )
        for row in rows
    ]


def as_json(units: list[UnitStatus]) -> str:
    """The status for other programs."""
    return msgspec.json.encode({"units": units}).decode()


def as_table(units: list[UnitStatus]) -> str:
    """The status for people: one line a PC."""
    heads: tuple[str, ...] = (
        words.UNIT,
        words.PC,
        words.LAST_COMPLETE,
        words.WAITING,
        words.CONFLICTS,
        words.PROGRAM,
        words.LAST_SEEN,
        words.NOTES,
    )
    lines = [heads]
    for unit in units:
        if not unit.devices:
            lines.append((unit.code, words.NO_PC, "", "", str(unit.open_conflicts), "", "", ""))
        lines.extend(_line(unit, device) for device in unit.devices)
    widths = [max(_width(line[column]) for line in lines) for column in range(len(heads))]
    return "\n".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _line(unit: UnitStatus, device: DeviceStatus) -> tuple[str, ...]:
    return (
        unit.code,
        device.name,
        _moment(device.last_complete),
        str(device.waiting),
        str(unit.open_conflicts),
        device.program,
        _moment(device.last_seen),
        "; ".join(_notes(device)),
    )


def _devices(connection: Connection) -> defaultdict[str, list[DeviceStatus]]:
    device, chain = tables.device, tables.chain
    chains = {
        row.device: row
        for row in connection.execute(
            select(
                chain.c.device, func.sum(chain.c.missing).label("missing"), func.sum(chain.c.breaks).label("breaks")
            ).group_by(chain.c.device)
        )
    }
    found: defaultdict[str, list[DeviceStatus]] = defaultdict(list)
    for row in connection.execute(select(device).order_by(device.c.name, device.c.id)):
        chained = chains.get(row.id)
        found[row.unit].append(
            DeviceStatus(
                id=row.id,
                name=row.name,
                last_complete=row.complete_at,
                last_seen=row.seen_at,
                waiting=row.waiting,
                program=row.program,
                revoked=row.revoked_at is not None,
                token_reused=row.reused_at,
                missing=int(chained.missing) if chained else 0,
                chain_breaks=int(chained.breaks) if chained else 0,
            )
        )
    return found


def _notes(device: DeviceStatus) -> list[str]:
    notes = []
    if device.revoked:
        notes.append(words.REVOKED)
    if device.token_reused:
        notes.append(words.REUSED)
    if device.missing:
        notes.append(words.MISSING.format(count=device.missing))
    if device.chain_breaks:
        notes.append(words.BREAKS.format(count=device.chain_breaks))
    return notes


def _moment(text: str | None) -> str:
    return f"{text[:10]} {text[11:16]}Z" if text else words.NEVER


def _width(text: str) -> int:
    """How many columns a terminal needs; decomposed marks take none."""
    return sum(not unicodedata.combining(letter) for letter in text)
