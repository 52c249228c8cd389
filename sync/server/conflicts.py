"""Conflicts as records: opened, carried on by a chain of edits, decided, and closed (SYNC §5)."""

from collections.abc import Collection, Sequence

from sync.contract.entry import Entry
from sync.contract.fields import RECORD_TYPES, Wire
from sync.contract.identity import derived_id
from sync.contract.merge import Cell, State
from sync.server.picture import Draft, Incoming, family_of, value

_CASE = "case"


def open_on(draft: Draft, state: State) -> list[State]:
    """The open conflicts about a record."""
    return [
        child
        for child in draft.children(family_of(state))
        if child.type == "conflict" and is_open(child) and value(child, "record") == state.id
    ]


def is_open(conflict: State) -> bool:
    """Whether nobody has decided it yet."""
    return value(conflict, "resolved_by") is None


def decide(draft: Draft, incoming: Incoming, state: State) -> None:
    """Close what a resolution decides: the conflicts it names and its author's earlier ones on the same fields.

    A conflict about a rule is not decided by naming it; it closes when the rule holds again. Nor is one decided whose
    incoming value has been replaced since it was shown: it stays before people with the newer one.
    """
    entry = incoming.entry
    if not entry.resolves:
        return
    for conflict in open_on(draft, state):
        named = conflict.id in entry.resolves and not _has_moved_on(entry, conflict)
        if value(conflict, "kind") != "rule" and (named or value(conflict, "incoming_author") == entry.author):
            _narrow(draft, conflict, incoming.entry.fields.keys(), incoming)


def _has_moved_on(entry: Entry, conflict: State) -> bool:
    """Whether another value lies in a conflict than the one that was shown, as far as the PC says what was."""
    shown = entry.seen.get(conflict.id)
    return shown is not None and "incoming" in conflict.cells and conflict.cells["incoming"].stamp > shown


def carry_on(draft: Draft, incoming: Incoming, state: State, contested: Collection[str]) -> None:
    """Close the conflicts of this chain of edits whose newest value is now the current one."""
    if not incoming.entry.after:
        return
    for conflict in open_on(draft, state):
        settled = _chained(draft, incoming.entry, conflict) - set(contested)
        if settled:
            _narrow(draft, conflict, settled, incoming)


def contest(draft: Draft, incoming: Incoming, state: State, names: Sequence[str]) -> str:
    """Keep the incoming values of ``names`` beside the current ones; return the conflict's id.

    An edit that builds on one already in conflict takes its place there, so a chain has at most one open conflict. All
    the values of a conflict come from one edit: what its newest edit did not touch stays behind in a conflict apart.
    """
    carried_on = None
    for conflict in open_on(draft, state):
        carried = _chained(draft, incoming.entry, conflict).intersection(names)
        if carried_on is None and carried and carried == set(value(conflict, "names")):
            carried_on = conflict
        elif carried:
            _narrow(draft, conflict, carried, incoming)
    about = {} if carried_on else _about(state, "deleted" if "deleted" in names else "fields")
    target = carried_on or draft.get(("conflict", derived_id(incoming.key, *names)))
    values = {name: incoming.entry.fields[name] for name in names}
    _write(draft, target, incoming, about | _sides(state, values, incoming))
    return target.id


def open_revival(draft: Draft, deleted: State, incoming: Incoming) -> None:
    """Tell the one who deleted a record that somebody has gone on with it; ``deleted`` is the record still deleted."""
    entry, cell = incoming.entry, deleted.cells["deleted"]
    fresh = draft.get(("conflict", derived_id(cell.key, deleted.id, "deleted")))
    _write(
        draft,
        fresh,
        incoming,
        _about(deleted, "deleted")
        | {
            "names": ["deleted"],
            "current": {"deleted": False},
            "current_author": entry.author,
            "current_at": entry.at,
            "incoming": {"deleted": True},
            "incoming_author": cell.author,
            "incoming_at": cell.at,
            "incoming_key": cell.key,
            "resolved_by": None,
            "resolved_at": None,
        },
    )


def close(draft: Draft, conflict: State, incoming: Incoming) -> None:
    """Mark a conflict as decided by the author of an entry."""
    _write(draft, conflict, incoming, {"resolved_by": incoming.entry.author, "resolved_at": incoming.entry.at})


def _narrow(draft: Draft, conflict: State, settled: Collection[str], incoming: Incoming) -> None:
    left = {name: wire for name, wire in (value(conflict, "incoming") or {}).items() if name not in settled}
    if left:
        current = value(conflict, "current") or {}
        remaining = {"names": list(left), "incoming": left, "current": {name: current.get(name) for name in left}}
        _write(draft, conflict, incoming, remaining)
    else:
        close(draft, conflict, incoming)


def _chained(draft: Draft, entry: Entry, conflict: State) -> set[str]:
    """The fields of a conflict whose incoming value is the very one this entry builds on.

    Only the newest value of a chain counts: a form left open may build on an older one whose author has gone on
    meanwhile, and that is a fork, not a chain.
    """
    tip = value(conflict, "incoming_key")
    disputed = value(conflict, "names") or ()
    return {name for name in disputed if name in entry.after and draft.picture.stand_in(entry.after[name]) == tip}


def _about(state: State, kind: str) -> dict[str, Wire]:
    declared = RECORD_TYPES.get(state.type)
    in_case = state.type == _CASE or (declared and declared.root)
    about: dict[str, Wire] = {"kind": kind, "record_type": state.type, "record": state.id}
    return about | {"case": family_of(state)} if in_case else about


def _sides(state: State, values: dict[str, Wire], incoming: Incoming) -> dict[str, Wire]:
    """Both values, who and when."""
    cells = [state.cells[name] for name in values if name in state.cells] or list(state.cells.values())
    newest = max(cells, key=_stamp, default=None)
    return {
        "names": list(values),
        "current": {name: _current(state, name) for name in values},
        "current_author": newest.author if newest else None,
        "current_at": newest.at if newest else None,
        "incoming": values,
        "incoming_author": incoming.entry.author,
        "incoming_at": incoming.entry.at,
        "incoming_key": incoming.key,
    }


def _current(state: State, name: str) -> Wire:
    if name in state.cells:
        return state.cells[name].value
    declared = RECORD_TYPES.get(state.type)
    return declared.blank[name] if declared and name in declared.fields else None


def _stamp(cell: Cell) -> int:
    return cell.stamp


def _write(draft: Draft, conflict: State, incoming: Incoming, values: dict[str, Wire]) -> None:
    """Write the fields that differ."""
    changed = {
        name: wire for name, wire in values.items() if name not in conflict.cells or conflict.cells[name].value != wire
    }
    changed = {name: wire for name, wire in changed.items() if wire is not None or name in conflict.cells}
    if changed:
        draft.write(conflict, changed, incoming)
