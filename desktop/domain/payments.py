"""What payments for cases must satisfy, and what they come to."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from desktop.domain.demands import need, not_after
from desktop.domain.errors import DomainError
from desktop.domain.lifecycle import LITIGATION
from sync.contract.records import CasePayment

BY_SESSIONS = "theo_buoi"
#: Form of aid → sessions that are paid for in one case at most (NĐ 144/2017/NĐ-CP Điều 12, 14).
MOST_SESSIONS: Mapping[str, int] = MappingProxyType({LITIGATION: 30, "dai_dien_ngoai_to_tung": 20})


def of_payment(payment: CasePayment, today: dt.date) -> Iterator[DomainError]:
    """A payment: to whom, how much, when; by sessions, how many."""
    yield from need(payment.practitioner, "practitioner")
    yield from need(payment.method, "method")
    if payment.method == BY_SESSIONS:
        yield from need(payment.half_sessions, "half_sessions")
    yield from need(payment.amount, "amount")
    yield from need(payment.on, "on")
    yield from not_after(payment.on, today, "on")


def total(payments: Iterable[CasePayment]) -> int:
    """The sum in đồng."""
    return sum(each.amount or 0 for each in payments)


def too_many_sessions(form: str | None, payments: Iterable[CasePayment]) -> int | None:
    """The most sessions of a case of this form, where more were paid for: a doubt, for rates and limits change."""
    most = MOST_SESSIONS.get(form or "")
    paid = sum(each.half_sessions or 0 for each in payments if each.method == BY_SESSIONS)
    return most if most is not None and paid > 2 * most else None
