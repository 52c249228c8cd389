"""The merge: whether an entry's fields may replace what a record holds (SYNC §3).

Pure functions over frozen values. A field is applied if its stamp is not newer than the base, or if the entry that
last wrote it is the predecessor; equal values agree; otherwise both values go to a person. Device identity plays no
part and no clock is read.
"""

from collections.abc import Mapping

import msgspec

from sync.contract.entry import Entry
from sync.contract.fields import Wire


class Cell(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One field of a record on the server: its value and where it came from."""

    value: Wire
    stamp: int  # the record's version that last wrote it; what a base is compared with
    seq: int  # the feed's position of that write; for cursors only
    key: str  # the entry that wrote it
    author: str
    at: str


class State(msgspec.Struct, frozen=True, gc=False):
    """One record as the server holds it."""

    type: str
    id: str
    unit: str
    version: int = 0
    seq: int = 0
    cells: dict[str, Cell] = {}

    def values(self) -> dict[str, Wire]:
        """The plain values of the fields."""
        return {name: cell.value for name, cell in self.cells.items()}


class Merged(msgspec.Struct, frozen=True, gc=False):
    """What the merge of one entry gave.

    Attributes:
        state: the record afterwards; the same object if nothing was written.
        applied: fields written with the new version as their stamp.
        agreed: field → the stamp it already had, where both sides hold the same value.
        contested: groups of fields that go to a person, each with the incoming values left out of ``state``.
    """

    state: State
    applied: tuple[str, ...]
    agreed: dict[str, int]
    contested: tuple[tuple[str, ...], ...]


def merge(
    state: State,
    entry: Entry,
    key: str,
    *,
    seq: int,
    groups: Mapping[str, tuple[str, ...]],
    stands_for: Mapping[str, str],
    floor: int = 0,
) -> Merged:
    """Merge one entry into one record.

    Args:
        state: the record before; a record never seen is an empty `State`.
        entry: the change; its fields are already checked against their declaration.
        key: the entry's key.
        seq: position in the feed that the write gets.
        groups: field → the fields that conflict together with it; a field not listed stands alone.
        stands_for: key of a superseded entry → key of the entry that mended it.
        floor: the version given is above it.
    """
    agreed: dict[str, int] = {}
    contested: list[tuple[str, ...]] = []
    written: dict[str, Wire] = {}
    for members in _touched_groups(entry, groups):
        verdicts = {name: _verdict(state.cells.get(name), name, entry, stands_for) for name in members}
        agreeing = [name for name in members if verdicts[name] == "agreed"]
        # Together they mean something nobody has seen, though each alone would pass: the author changes one member
        # and agrees, because the form filled it in, with what somebody else has made of another.
        unseen = any(not _has_seen(state.cells[name], name, entry, stands_for) for name in agreeing)
        if "contested" in verdicts.values() or (unseen and "free" in verdicts.values() and not entry.resolves):
            contested.append(tuple(name for name in members if verdicts[name] != "agreed"))
            agreed |= {name: state.cells[name].stamp for name in members if verdicts[name] == "agreed"}
            continue
        for name in members:
            if verdicts[name] == "agreed" and not entry.resolves:
                agreed[name] = state.cells[name].stamp
            else:
                written[name] = entry.fields[name]
    if not written:
        return Merged(state, (), agreed, tuple(contested))
    version = max(state.version, floor) + 1
    cells = {
        name: Cell(value=value, stamp=version, seq=seq, key=key, author=entry.author, at=entry.at)
        for name, value in written.items()
    }
    after = msgspec.structs.replace(state, version=version, seq=seq, cells={**state.cells, **cells})
    return Merged(after, tuple(written), agreed, tuple(contested))


def _touched_groups(entry: Entry, groups: Mapping[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The entry's fields by merge group, in the order in which they were touched."""
    touched: dict[tuple[str, ...], list[str]] = {}
    for name in entry.fields:
        touched.setdefault(groups.get(name, (name,)), []).append(name)
    return [tuple(members) for members in touched.values()]


def _verdict(cell: Cell | None, name: str, entry: Entry, stands_for: Mapping[str, str]) -> str:
    """``free``, ``agreed`` or ``contested`` for one field."""
    if cell is None:
        return "free"
    if cell.value == entry.fields[name]:
        return "agreed"
    return "free" if _has_seen(cell, name, entry, stands_for) else "contested"


def _has_seen(cell: Cell, name: str, entry: Entry, stands_for: Mapping[str, str]) -> bool:
    """Whether the entry's author had the value on the screen, or had written it."""
    before = entry.after.get(name)
    return cell.stamp <= entry.base.get(name, 0) or (before is not None and cell.key == stands_for.get(before, before))
