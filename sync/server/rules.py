"""Opens a conflict when the merged records of a case break a rule, and closes it when the rule holds again."""

from collections.abc import Iterable, Sequence

from sync.contract.identity import derived_id
from sync.contract.merge import State
from sync.contract.rules import RULED, Breach, Values, breaches, number_breach
from sync.server import conflicts
from sync.server.picture import Draft, Incoming, code_of, value

_NUMBER = "number_twice"


def check(draft: Draft, case_ids: Iterable[str], incoming: Incoming) -> None:
    """Check the cases a group has touched, and those that bear a number it has taken or given up.

    Args:
        draft: the group's writes.
        case_ids: cases whose own fields or children were written.
        incoming: the entry in whose name a conflict is opened or closed.
    """
    known = (draft.get(("case", case_id)) for case_id in case_ids)
    touched = {case.id: case for case in known if case.version and case.unit == draft.picture.feed}
    for case in touched.values():
        children = draft.children(case.id)
        broken = [*_family_breaches(case, children), *_number_breaches(draft, case)]
        _settle(draft, case, children, broken, incoming)
    for case in _bearers(draft, touched.values()):
        if case.id not in touched:
            _settle(draft, case, draft.children(case.id), _number_breaches(draft, case), incoming, only=_NUMBER)


def _family_breaches(case: State, children: Sequence[State]) -> list[Breach]:
    ruled: dict[str, dict[str, Values]] = {}
    for child in children:
        if child.type in RULED:
            ruled.setdefault(child.type, {})[child.id] = child.values()
    return breaches(case.values(), ruled)


def _number_breaches(draft: Draft, case: State) -> list[Breach]:
    code = code_of(case)
    others = [other.values() for other in draft.with_code(code) if other.id != case.id] if code else []
    breach = number_breach(case.values(), others) if others else None
    return [breach] if breach else []


def _bearers(draft: Draft, cases: Iterable[State]) -> list[State]:
    """The cases that bear a number one of these has or had."""
    found: dict[str, State] = {}
    for case in cases:
        before = draft.picture.states.get((case.type, case.id))
        for code in {code_of(case), code_of(before) if before else None} - {None}:
            found.update({other.id: other for other in draft.with_code(code or "")})
    return list(found.values())


def _settle(
    draft: Draft,
    case: State,
    children: Sequence[State],
    broken: Sequence[Breach],
    incoming: Incoming,
    *,
    only: str | None = None,
) -> None:
    """Open what is newly broken and close what holds again, among all rules or ``only`` one."""
    standing = {
        value(child, "rule"): child
        for child in children
        if child.type == "conflict" and value(child, "kind") == "rule" and conflicts.is_open(child)
    }
    rules = {breach.rule for breach in broken}
    for breach in broken:
        if breach.rule not in standing:
            _open(draft, case, breach, incoming)
    for rule, conflict in standing.items():
        if rule not in rules and only in (None, rule):
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
