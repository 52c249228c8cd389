"""Entries that are offered again, put where they were before the server lost them (SYNC §6).

The server has judged them once: they were applied, as a version it named. Judged anew, each would get a new version,
and every edit that was made upon it would seem not to have seen it. So a field gets the stamp it had, unless
something newer stands there: what was replaced by somebody who had seen it stays replaced, and only a value that
nobody had seen goes to a person.
"""

from sync.contract.entry import Entry
from sync.contract.fields import RECORD_TYPES
from sync.contract.merge import Cell, Merged, State
from sync.contract.messages import Answer, Outcome
from sync.server.picture import Draft, Incoming


def merged(draft: Draft, incoming: Incoming, state: State) -> Merged:
    """What the entry makes of the record; fields that were replaced since by somebody who knew are left alone."""
    picture, entry = draft.picture, incoming.entry
    former = picture.former[incoming.key]
    unseen = [name for name in entry.fields if _stands_against(draft, incoming, state, name)]
    declared = RECORD_TYPES.get(entry.type)
    groups = declared.merge_groups if declared else {}
    contested = list(dict.fromkeys(groups.get(name, (name,)) for name in unseen))
    disputed = {name for members in contested for name in members if name in entry.fields}
    written = {
        name: Cell(wire, former, draft.seq, incoming.key, entry.author, entry.at)
        for name, wire in entry.fields.items()
        if name not in disputed and (name not in state.cells or state.cells[name].stamp < former)
    }
    after = State(
        type=state.type,
        id=state.id,
        unit=state.unit,
        version=max(state.version, former),
        seq=draft.seq,
        cells={**state.cells, **written},
    )
    together = tuple(tuple(name for name in members if name in disputed) for members in contested)
    stamps = {name: former for name in entry.fields if name not in disputed}  # whatever version a quarrel leads to
    return Merged(after if written else state, tuple(written), stamps, together)


def answer(incoming: Incoming, former: int) -> Answer:
    """The answer the entry was given once."""
    return Answer(key=incoming.key, outcome=Outcome.APPLIED, version=former)


def was_seen(draft: Draft, incoming: Incoming, deleted: State) -> bool:
    """Whether who deleted a record had seen what is offered again, so that it is no reason to bring the record back."""
    former = draft.picture.former.get(incoming.key)
    deleter = draft.picture.writers.get(deleted.cells["deleted"].key) if former else None
    if former is None or deleter is None:
        return False
    entry = incoming.entry
    return deleter.seen.get(entry.id, 0) >= former or _is_later(deleter, entry)


def _stands_against(draft: Draft, incoming: Incoming, state: State, name: str) -> bool:
    """Whether a value stands there that was written in this epoch by somebody who had not seen this one."""
    picture, entry = draft.picture, incoming.entry
    former, cell = picture.former[incoming.key], state.cells.get(name)
    if cell is None or cell.stamp <= max(former, picture.floor) or cell.value == entry.fields[name]:
        return False
    writer = picture.writers.get(cell.key)
    return writer is None or not (writer.base.get(name, 0) >= former or _is_later(writer, entry))


def _is_later(writer: Entry, entry: Entry) -> bool:
    """Whether one was made on the same PC after the other, and so with it on the screen."""
    return writer.device == entry.device and writer.counter > entry.counter
