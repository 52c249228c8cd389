"""Opens a conflict when the merged records of a case break a rule, and closes it when the rule holds again."""

from collections.abc import Iterable

from sync.contract.identity import derived_id
from sync.contract.merge import State
from sync.contract.rules import Breach, breaches, number_breach
from sync.server import conflicts
from sync.server.picture import Draft, Incoming, Name, code_of, value

_NUMBER = "number_twice"


def check(draft: Draft, case_ids: Iterable[str], incoming: Incoming) -> None:
    """Check the cases a group has touched, and those that bear a number it has taken or given up.

    Args:
        draft: the group's writes.
        case_ids: cases whose own fields or children were written.
        incoming: the entry in whose name a conflict is opened or closed.
    """
    cases = [case for case_id in case_ids if (case := draft.get(("case", case_id))).version]
    for case in cases:
        _settle(draft, case, {breach.rule: breach for breach in _family_breaches(draft, case)}, incoming)
    for case in _bearers(draft, cases):
        others = [other.values() for other in draft.with_code(code_of(case) or "") if other.id != case.id]
        breach = number_breach(case.values(), others)
        _settle(draft, case, {_NUMBER: breach} if breach else {}, incoming, only=_NUMBER)


def _family_breaches(draft: Draft, case: State) -> list[Breach]:
    children: dict[str, dict[str, dict[str, object]]] = {}
    for child in draft.children(case.id):
        children.setdefault(child.type, {})[child.id] = child.values()
    return breaches(case.values(), children)


def _bearers(draft: Draft, cases: Iterable[State]) -> list[State]:
    """The cases, and those others that bear a number one of them has or had."""
    found: dict[Name, State] = {}
    for case in cases:
        found[(case.type, case.id)] = case
        before = draft.picture.states.get((case.type, case.id))
        for code in {code_of(case), code_of(before) if before else None} - {None}:
            found.update({(other.type, other.id): other for other in draft.with_code(code or "")})
    return [draft.get(name) for name in found]


def _settle(
    draft: Draft,
    case: State,
    broken: dict[str, Breach],
    incoming: Incoming,
    *,
    only: str | None = None,
) -> None:
    standing = {
        value(child, "rule"): child
        for child in draft.children(case.id)
        if child.type == "conflict"
        and value(child, "kind") == "rule"
        and conflicts.is_open(child)
        and (value(child, "rule") == _NUMBER) == (only == _NUMBER)
    }
    for rule, breach in broken.items():
        if rule not in standing:
            _open(draft, case, breach, incoming)
    for rule, conflict in standing.items():
        if rule not in broken:
            conflicts.close(draft, conflict, incoming)


def _open(draft: Draft, case: State, breach: Breach, incoming: Incoming) -> None:
    fresh = draft.get(("conflict", derived_id(incoming.key, case.id, breach.rule)))
    values = {
        "kind": "rule",
        "rule": breach.rule,
        "case": case.id,
        "record_type": breach.record_type,
        "record": breach.record or case.id,
        "names": list(breach.values),
        "current": breach.values,
        "current_author": incoming.entry.author,
        "current_at": incoming.entry.at,
    }
    draft.write(fresh, values, incoming)
