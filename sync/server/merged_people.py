"""The same person entered twice: merges come one after the other, so that none leads round in a circle (SYNC §5)."""

from sync.contract.errors import Invalid
from sync.server.picture import Draft, Incoming, value

_INTO = "merged_into"


def may_be_merged(draft: Draft, incoming: Incoming) -> None:
    """Raise `Invalid` ``out_of_scope`` if an entry merges a person into one of another office."""
    entry = incoming.entry
    target = entry.fields.get(_INTO) if entry.type == "person" else None
    if isinstance(target, str) and draft.get(("person", target)).unit != draft.picture.feed:
        raise Invalid("out_of_scope", field=_INTO)


def break_circle(draft: Draft, incoming: Incoming) -> None:
    """Undo a merge that would lead back to the person it began with.

    Two PCs that merged the same two people offline, each the other way, meant the same thing: the earlier merge stands.
    """
    entry = incoming.entry
    if entry.type != "person" or not isinstance(entry.fields.get(_INTO), str):
        return
    passed, at = {entry.id}, entry.id
    while isinstance(target := value(draft.get(("person", at)), _INTO), str):
        if target in passed:
            draft.write(draft.get(("person", entry.id)), {_INTO: None}, incoming)
            return
        passed.add(target)
        at = target
