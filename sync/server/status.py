"""The supervisor's view: which unit, which PC, last complete sync, how much waits, what needs a person."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection, Select, func, or_, select

from sync.contract.messages import Answer, Outcome
from sync.contract.oversight import DeviceStatus, UnitStatus
from sync.contract.version import PROGRAM_VERSION, PROTOCOL_VERSION
from sync.server import scope, tables, words
from sync.server.bulk import AnyRow
from sync.server.conflicts import is_open
from sync.server.database import latest_revision, now
from sync.server.storage import RECORD, state_of


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """The whole server, asked ``at`` a moment; its database answers and has the ``schema`` this program needs."""

    at: str
    epoch: str
    schema: str
    program: str = PROGRAM_VERSION
    protocol: int = PROTOCOL_VERSION
    units: list[UnitStatus]


def in_sight(connection: Connection, unit: str, kind: str) -> list[UnitStatus]:
    """What is seen of the PCs from a unit of this kind (`scope.in_sight`), by code; not what has gone with a merger."""
    return list(filter(_is_shown, status(connection, scope.in_sight(unit, kind))))


def status(connection: Connection, within: Select[tuple[str]] | None = None) -> list[UnitStatus]:
    """Every unit by code, or only those ``within`` a choice of ids."""
    unit, feed, record = tables.unit, tables.feed, tables.record
    within = select(unit.c.id) if within is None else within
    tally = select(record.c.feed, func.count().label("records")).where(record.c.feed.in_(within))
    counts = {row.feed: row.records for row in connection.execute(tally.group_by(record.c.feed))}
    conflicts: defaultdict[str, int] = defaultdict(int)
    for row in connection.execute(RECORD.where(record.c.type == "conflict", record.c.feed.in_(within))):
        conflicts[row.feed] += is_open(state_of(row))
    devices = _devices(connection, within)
    listed = select(unit, feed.c.head).join_from(unit, feed, feed.c.unit == unit.c.id).where(unit.c.id.in_(within))
    rows = connection.execute(listed.order_by(unit.c.code))
    return [
        UnitStatus(
            id=row.id,
            code=row.code,
            name=row.name,
            kind=row.kind,
            records=counts.get(row.id, 0),
            head=row.head,
            open_conflicts=conflicts[row.id],
            merged=row.merged_into is not None,
            devices=tuple(devices[row.id]),
        )
        for row in rows
    ]


def as_json(units: list[UnitStatus], epoch: str) -> str:
    """The status for other programs."""
    return msgspec.json.encode(Status(at=now(), epoch=epoch, schema=latest_revision(), units=units)).decode()


def as_table(units: list[UnitStatus]) -> str:
    """The status for people: one line a PC; nothing of what has gone with a merger, as on the page."""
    heads: tuple[str, ...] = (
        words.UNIT,
        words.PC,
        words.PC_ID,
        words.LAST_COMPLETE,
        words.WAITING,
        words.CONFLICTS,
        words.PROGRAM,
        words.LAST_SEEN,
        words.NOTES,
    )
    lines = [heads]
    for unit in filter(_is_shown, units):
        if not unit.devices:
            lines.append((unit.code, words.NO_PC, "", "", "", str(unit.open_conflicts), "", "", ""))
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
        device.id,
        _moment(device.last_complete),
        str(device.waiting),
        str(unit.open_conflicts),
        device.program,
        _moment(device.last_seen),
        "; ".join(notes(device)),
    )


def _is_shown(unit: UnitStatus) -> bool:
    """Whether a unit is still there, or has something that a person should see."""
    return bool(unit.devices or unit.open_conflicts or not unit.merged)


def _devices(connection: Connection, within: Select[tuple[str]]) -> defaultdict[str, list[DeviceStatus]]:
    device, chain = tables.device, tables.chain
    theirs = select(device.c.id).where(device.c.unit.in_(within))
    sums = func.sum(chain.c.missing).label("missing"), func.sum(chain.c.breaks).label("breaks")
    chained_up = select(chain.c.device, *sums).where(chain.c.device.in_(theirs)).group_by(chain.c.device)
    chains = {row.device: row for row in connection.execute(chained_up)}
    unsettled = _unsettled(connection, theirs)
    found: defaultdict[str, list[DeviceStatus]] = defaultdict(list)
    listed = select(device).where(device.c.unit.in_(within)).order_by(device.c.name, device.c.id)
    rows = {row.id: row for row in connection.execute(listed)}
    for row in rows.values():
        if row.ended_at or _is_silent(row):
            continue
        line = _line_of(rows, row.id)
        same_pc = [each for each in line if rows[each].ended_at]
        chained = chains.get(row.id)
        found[row.unit].append(
            DeviceStatus(
                id=row.id,
                name=row.name,
                last_complete=row.complete_at,
                last_seen=row.seen_at,
                waiting=row.waiting,
                waiting_since=row.waiting_since,
                refused=sum(unsettled[each, Outcome.REJECTED] for each in (row.id, *same_pc)),
                held=sum(unsettled[each, Outcome.WAITS] for each in (row.id, *same_pc)),
                program=row.program,
                revoked=row.revoked_at is not None,
                token_reused=row.reused_at,
                missing=int(chained.missing) if chained else 0,
                chain_breaks=int(chained.breaks) if chained else 0,
                restored=len(same_pc),
                doubted=row.doubted,
                replaced=tuple(same_pc),
                copy_of=next((each for each in line if not rows[each].ended_at), None),
            )
        )
    return found


def _is_silent(row: AnyRow) -> bool:
    """Whether an id was taken and never used: the PC is still known by the one before."""
    return row.continues is not None and row.seen_at is None


def _line_of(rows: Mapping[str, AnyRow], device_id: str) -> list[str]:
    """The ids before this one, newest first."""
    line = []
    before = rows[device_id].continues
    while before in rows:
        line.append(before)
        before = rows[before].continues
    return line


def _unsettled(connection: Connection, devices: Select[tuple[str]]) -> Counter[tuple[str, Outcome]]:
    """How many entries of each of these PCs have no final answer and were neither mended nor given up, by answer."""
    entry, newer = tables.entry, tables.entry.alias()
    replaced = select(newer.c.key).where(newer.c.replaces == entry.c.key, or_(~newer.c.discards, ~newer.c.open))
    theirs = select(entry.c.sender, entry.c.answer).where(entry.c.open, entry.c.sender.in_(devices))
    rows = connection.execute(theirs.where(~replaced.exists()))
    return Counter((sender, msgspec.json.decode(answer, type=Answer).outcome) for sender, answer in rows)


def notes(device: DeviceStatus) -> list[str]:
    """What a person should know of a PC, in words."""
    notes = []
    if device.revoked:
        notes.append(words.REVOKED)
    if device.token_reused:
        notes.append(words.REUSED)
    if device.refused or device.held:
        notes.append(words.REFUSED.format(refused=device.refused, held=device.held))
    if device.missing:
        notes.append(words.MISSING.format(count=device.missing))
    if device.chain_breaks:
        notes.append(words.BREAKS.format(count=device.chain_breaks))
    if device.restored:
        notes.append(words.RESTORED_TIMES.format(count=device.restored, ids=", ".join(device.replaced)))
    if device.doubted:
        notes.append(words.DOUBTED.format(count=device.doubted))
    if device.copy_of:
        notes.append(words.COPY)
    return notes


def _moment(text: str | None) -> str:
    return f"{text[:10]} {text[11:16]}Z" if text else words.NEVER


def _width(text: str) -> int:
    """How many columns a terminal needs; decomposed marks take none."""
    return sum(not unicodedata.combining(letter) for letter in text)
