"""Rules across the records of a case. The server checks them after every merge, the desktop shows them while one types.

A breach never refuses anything: people must be able to record what happened, and two correct edits can break a rule
together. It becomes a conflict for a person, which closes by itself when the rule holds again (SYNC §5).
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

import msgspec

from sync.contract.fields import Wire

#: Wire values of one record.
Values = Mapping[str, Wire]

#: The records of a case, besides itself, that a rule speaks of.
RULED = frozenset({"assignment", "stage"})


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that does not hold.

    Attributes:
        rule: stable name of the rule.
        record_type, record: where a person can mend it; no id means the case itself.
        values: the fields that do not go together.
    """

    rule: str
    record_type: str
    record: str | None = None
    values: dict[str, Wire]


def breaches(case: Values, children: Mapping[str, Mapping[str, Values]]) -> list[Breach]:
    """The rules that a case breaks, each once.

    Args:
        case: fields of the case.
        children: record type → id → fields of what hangs on the case; types outside `RULED` may be left out.
    """
    if case.get("deleted"):
        return []
    living = {
        kind: {record_id: values for record_id, values in records.items() if not values.get("deleted")}
        for kind, records in children.items()
    }
    found = (
        _shares(living.get("assignment", {}).values()),
        _accepted_before_ended(case),
        _intervals(living),
    )
    return [breach for breach in found if breach]


def number_breach(case: Values, others: Iterable[Values]) -> Breach | None:
    """Whether another case of the unit bears the same number (TT 12/2018/TT-BTP Điều 11 k.1)."""
    code = case.get("code")
    if code is None or case.get("deleted"):
        return None
    if any(other.get("code") == code and not other.get("deleted") for other in others):
        return Breach(rule="number_twice", record_type="case", values={"code": code})
    return None


def _shares(assignments: Iterable[Values]) -> Breach | None:
    """The parts of those who are performing a case are at most one whole."""
    total = sum((Fraction(each.get("share") or "1") for each in assignments if each.get("to_on") is None), Fraction(0))
    if total <= 1:
        return None
    return Breach(rule="shares_over_one", record_type="assignment", values={"share": str(total)})


def _accepted_before_ended(case: Values) -> Breach | None:
    accepted, ended = case.get("accepted_at"), case.get("ended_on")
    if not accepted or not ended or accepted[:10] <= ended:
        return None
    return Breach(rule="ended_before_accepted", record_type="case", values={"accepted_at": accepted, "ended_on": ended})


def _intervals(children: Mapping[str, Mapping[str, Values]]) -> Breach | None:
    for kind, records in sorted(children.items()):
        for record_id, values in sorted(records.items()):
            start, end = values.get("from_on"), values.get("to_on")
            if start and end and start > end:
                return Breach(
                    rule="to_before_from",
                    record_type=kind,
                    record=record_id,
                    values={"from_on": start, "to_on": end},
                )
    return None
