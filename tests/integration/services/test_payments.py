"""The ledger of payments: what was paid in a period, to whom, for which case; as a workbook for accounting."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop.domain.periods import period
from desktop.services.cases import Cases
from desktop.services.payments import Payments
from desktop.services.session import Session
from tests.factories import make_office, sample_intake


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    _office, session = make_office(tmp_path)
    yield session
    session.database.close()


def pay(session: Session, case: str, day: str, amount: int, **values: object) -> str:
    cases = Cases(session)
    lawyer = cases.add("practitioner", {"full_name": "Hà Thị Đào", "kind": "luat_su_hd_trung_tam"})
    known = {"practitioner": lawyer, "method": "khoan", "amount": amount, "on": day, "origin": "dia_phuong"}
    return cases.add("case_payment", {"case": case, **known, **values})


def test_a_ledger_holds_what_was_paid_between_its_days_both_included(session: Session) -> None:
    case = Cases(session).take_in(sample_intake())
    for day in ("2026-09-30", "2026-10-31", "2026-10-01", "2026-11-01"):
        pay(session, case, day, int(day.replace("-", "")))
    ledger = Payments(session).ledger(period("2026-10"))
    assert [each.payment.on for each in ledger.lines] == [dt.date(2026, 10, 1), dt.date(2026, 10, 31)]
    assert ledger.total == 20261001 + 20261031


def test_what_is_deleted_or_hangs_on_a_deleted_case_was_not_paid(session: Session) -> None:
    cases = Cases(session)
    kept, gone = cases.take_in(sample_intake()), cases.take_in(sample_intake())
    pay(session, gone, "2026-10-05", 7)
    cases.edit("case_payment", pay(session, kept, "2026-10-05", 5), {"deleted": True})
    pay(session, kept, "2026-10-06", 3)
    cases.delete(gone)
    assert Payments(session).ledger(period("2026")).total == 3


def test_accounting_gets_a_workbook_with_numbers_and_their_sum(session: Session, tmp_path: Path) -> None:
    case = Cases(session).take_in(sample_intake())
    pay(session, case, "2026-10-05", 2_223_000, method="theo_buoi", half_sessions=5)
    pay(session, case, "2026-10-06", 7_020_000)
    service = Payments(session)
    assert service.write(service.ledger(period("2026-10")), tmp_path / "chi.xlsx") == 3
    sheet = load_workbook(tmp_path / "chi.xlsx").active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    first, second = ([row for row in rows if row[0] == number] for number in (1, 2))
    assert first[0][3:8] == ["Hà Thị Đào", "Luật sư hợp đồng", "Theo buổi", 2.5, 2223000]
    assert second[0][5:8] == ["Khoán", None, 7020000]
    assert [row[7] for row in rows if row[1] == "Cộng"] == [9243000]
