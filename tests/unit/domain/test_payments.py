"""What payments for cases must satisfy, and when many sessions are a doubt."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.checks import check
from desktop.domain.errors import DomainError
from desktop.domain.payments import too_many_sessions, total
from sync.contract.records import CasePayment

TODAY = dt.date(2026, 11, 25)


def payment(**values: Any) -> CasePayment:
    known: dict[str, Any] = {"practitioner": "p", "method": "theo_buoi", "half_sessions": 5, "amount": 100, "on": TODAY}
    return CasePayment(id="x", unit="u", **known | values)


@pytest.mark.parametrize("name", ["practitioner", "method", "half_sessions", "amount", "on"])
def test_nothing_of_a_payment_by_sessions_may_be_missing(name: str) -> None:
    with pytest.raises(DomainError, match="required") as caught:
        check(payment(**{name: None}), TODAY)
    assert caught.value.field == name


def test_a_lump_sum_has_no_sessions() -> None:
    check(payment(method="khoan", half_sessions=None), TODAY)


def test_nobody_is_paid_tomorrow() -> None:
    with pytest.raises(DomainError, match="date_in_future"):
        check(payment(on=TODAY + dt.timedelta(days=1)), TODAY)


@given(halves=st.lists(st.integers(1, 80), max_size=4))
def test_more_than_thirty_sessions_in_court_are_doubted(halves: list[int]) -> None:
    payments = [payment(half_sessions=each) for each in halves]
    assert too_many_sessions("tham_gia_to_tung", payments) == (30 if sum(halves) > 60 else None)
    assert too_many_sessions("dai_dien_ngoai_to_tung", payments) == (20 if sum(halves) > 40 else None)
    assert too_many_sessions("tu_van_phap_luat", payments) is None
    assert total(payments) == 100 * len(halves)
