"""What must be true when all is quiet, judged from outside: no code of the engine or the merge is asked."""

from collections import defaultdict
from typing import Any

import msgspec
from sqlalchemy import select

from sync.client import journal
from sync.client.journal import EntryState
from sync.contract.canonical import line
from sync.contract.messages import Stamped
from sync.server import tables
from tests.simulation.world import Edit, Pc, World

SET_ASIDE = (EntryState.REJECTED, EntryState.WAITS, EntryState.DISCARDED, EntryState.SUPERSEDED)

#: Which feeds a PC of a unit may hold, by the units' codes.
SCOPE = {"TT": {"TT", "CN1", "CN2"}, "CN1": {"CN1"}, "CN2": {"CN2"}}


def judge(world: World) -> None:
    """Check every property of SYNC §9 that this simulation can see; an AssertionError names the first breach."""
    records = _records(world)
    for pc in world.pcs:
        _same_as_server(world, pc, records)
        _green_is_true(pc)
    _no_edit_lost(world, records)
    _no_quarrel_with_what_was_seen(world, records)
    _no_number_twice(records)
    _nothing_twice(world)


class _Held(msgspec.Struct, frozen=True):
    """A record on the server: its feed, its plain values, its canonical line."""

    type: str
    feed: str
    values: dict[str, Any]
    line: bytes


def _records(world: World) -> dict[str, _Held]:
    with world.server.read() as connection:
        rows = connection.execute(select(tables.record)).all()
    found = {}
    for row in rows:
        doc = msgspec.json.decode(row.doc)
        fields = {name: Stamped(cell[0], cell[1], cell[4], cell[5]) for name, cell in doc.items()}
        values = {name: cell.value for name, cell in fields.items()}
        found[row.id] = _Held(row.type, row.feed, values, line(row.id, row.version, fields))
    return found


def _units(world: World) -> dict[str, str]:
    with world.server.read() as connection:
        return {row.code: row.id for row in connection.execute(select(tables.unit))}


def _same_as_server(world: World, pc: Pc, records: dict[str, _Held]) -> None:
    """Acknowledged state = server, byte for byte, for each feed in scope; and no byte of any other."""
    units = _units(world)
    allowed = {units[code] for code in SCOPE[pc.unit]}
    with pc.session.database.read() as connection:
        rows = connection.execute(select(journal.replica)).all()
    mine = {}
    for row in rows:
        assert row.feed in allowed, f"{pc.name} holds {row.type} {row.id} of a foreign feed"
        doc = msgspec.json.decode(row.doc, type=dict[str, Stamped])
        mine[row.id] = line(row.id, row.version, doc)
    theirs = {record_id: held.line for record_id, held in records.items() if held.feed in allowed}
    assert mine.keys() == theirs.keys(), f"{pc.name}: {mine.keys() ^ theirs.keys()}"
    for record_id, text in theirs.items():
        assert mine[record_id] == text, f"{pc.name}: {mine[record_id]!r} is not {text!r}"


def _green_is_true(pc: Pc) -> None:
    status = pc.synchronise.status()
    totals = status.totals
    waits = totals.pending or totals.waits or totals.rejected or totals.conflicts or totals.behind
    assert status.green == (not waits), f"{pc.name}: green is {status.green}, {totals}"


def _no_edit_lost(world: World, records: dict[str, _Held]) -> None:
    """Every value ever saved is current, or was on the screen of who replaced it, or is kept beside, or set aside."""
    replaced: dict[tuple[str, str], set[Any]] = defaultdict(set)
    for record, name, value in world.decided:
        replaced[record, name].add(value)
    for edit in world.edits:
        for value in edit.saw:
            replaced[edit.record, edit.name].add(value)
    beside = _values_in_conflicts(records)
    for edit in world.edits:
        place = (edit.record, edit.name)
        held = records.get(edit.record)
        current = held.values.get(edit.name) if held else None
        if current == edit.value or edit.value in replaced[place] or edit.value in beside[place]:
            continue
        assert _was_set_aside(world, edit), f"lost: {edit}"


def _no_quarrel_with_what_was_seen(world: World, records: dict[str, _Held]) -> None:
    """Nobody is asked to choose between a value and the one they had on the screen when they replaced it.

    Unless a person decided for that value meanwhile: a decision counts anew even where the value stays (SYNC §5).
    """
    saw = {(edit.record, edit.name, edit.value): edit.saw for edit in world.edits}
    for held in records.values():
        if held.type == "conflict" and held.values["kind"] == "fields":
            for name, value in (held.values.get("incoming") or {}).items():
                current = (held.values.get("current") or {}).get(name)
                seen = saw.get((held.values["record"], name, value), ()) if isinstance(value, str) else ()
                decided = (held.values["record"], name, current) in world.decided
                assert decided or current not in seen, f"needless: {name} {value} against {current}"


def _values_in_conflicts(records: dict[str, _Held]) -> dict[tuple[str, str], set[Any]]:
    beside: dict[tuple[str, str], set[Any]] = defaultdict(set)
    for held in records.values():
        if held.type == "conflict":
            for side in ("current", "incoming"):
                for name, value in (held.values.get(side) or {}).items():
                    if isinstance(value, str):
                        beside[held.values["record"], name].add(value)
    return beside


def _was_set_aside(world: World, edit: Edit) -> bool:
    pc = next(pc for pc in world.pcs if pc.name == edit.pc)
    with pc.session.database.read() as connection:
        return any(
            kept.entry.fields.get(edit.name) == edit.value and kept.state in SET_ASIDE
            for kept in journal.history(connection, [edit.record])
        )


def _no_number_twice(records: dict[str, _Held]) -> None:
    seen: dict[tuple[Any, ...], str] = {}
    disputed = {held.values.get("rule") for held in records.values() if held.type == "conflict"}
    for record_id, held in records.items():
        if held.type == "case" and held.values.get("register_number"):
            number = (held.feed, held.values["register_year"], held.values["register_number"])
            assert number not in seen or disputed, f"{number} on {record_id} and {seen[number]}"
            seen[number] = record_id


def _nothing_twice(world: World) -> None:
    """Two different entries never reach the same version of a record."""
    with world.server.read() as connection:
        rows = connection.execute(select(tables.entry)).all()
    reached: dict[tuple[str, int], str] = {}
    for row in rows:
        answer = msgspec.json.decode(row.answer)
        if answer["outcome"] == "applied":
            step = (row.record, answer["version"])
            assert step not in reached, f"{row.key} and {reached[step]} both made {step}"
            reached[step] = row.key
