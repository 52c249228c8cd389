"""Deletions (SYNC §5): a delete covers only what its author had seen; whoever touches what is deleted revives it."""

from sync.contract.entry import Entry
from sync.contract.fields import RECORD_TYPES
from sync.contract.merge import State
from sync.server import conflicts, replay
from sync.server.picture import Draft, Incoming, is_deleted, root_of, value


def covers_unseen(draft: Draft, incoming: Incoming, state: State) -> bool:
    """Whether the entry would delete a change, a child or an open conflict that its author had not seen.

    What its author's own entries wrote counts as seen: the deletion names them.
    A child's own deletion hides nothing but that child; without ``seen`` it is judged as any other field.
    """
    entry = incoming.entry
    if entry.fields.get("deleted") is not True or is_deleted(state):
        return False
    declared = RECORD_TYPES.get(entry.type)
    if declared and declared.root and not entry.seen:
        return False
    return _has_unseen(entry, state) or any(
        _is_open_question(entry, child) if child.type == "conflict" else _has_unseen(entry, child)
        for child in draft.children(entry.id)
    )


def revive(draft: Draft, incoming: Incoming, state: State) -> None:
    """Bring back the record that an entry touched, and its case, if somebody had deleted them."""
    entry = incoming.entry
    if entry.fields.get("deleted") is True:
        return
    touched = [] if "deleted" in entry.fields else [state]
    if (root := root_of(state)) is not None:
        touched.append(draft.get(("case", root)))
    for deleted in touched:
        if not is_deleted(deleted) or deleted.unit != draft.picture.feed or replay.was_seen(draft, incoming, deleted):
            continue
        conflicts.open_revival(draft, deleted, incoming)
        draft.write(deleted, {"deleted": False}, incoming)


def _has_unseen(entry: Entry, state: State) -> bool:
    seen = entry.seen.get(state.id, 0)
    return any(cell.stamp > seen and cell.key not in entry.own for cell in state.cells.values())


def _is_open_question(entry: Entry, conflict: State) -> bool:
    return (
        value(conflict, "resolved_by") is None and conflict.id not in entry.seen and conflict.id not in entry.resolves
    )
