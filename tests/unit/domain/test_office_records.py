"""What an office may save of itself, and how its figures are added up."""

import datetime as dt
from typing import Any

import pytest

from desktop.domain.checks import check
from desktop.domain.errors import DomainError
from desktop.domain.figures import Figure, falls_in, total
from desktop.domain.periods import period
from sync.contract.fields import Record
from sync.contract.records import Activity, BudgetLine, DutyContact, Plan, Practitioner, StaffPosition, UnitYear

TODAY = dt.date(2026, 11, 25)
PLAN = {"year": 2026, "programme": "ct_1603"}
LINE = {"year": 2026, "purpose": "phien_toa_truc_tuyen"}


def made(struct: type[Record], **values: Any) -> Record:
    return struct(id="1", unit="CN1", **values)


@pytest.mark.parametrize(
    ("struct", "values", "code", "field"),
    [
        (Plan, PLAN, "required", "number"),
        (Plan, PLAN | {"number": "12/KH-STP"}, "required", "issued_on"),
        (Plan, PLAN | {"absent": True}, "required", "absent_reason"),
        (Plan, PLAN | {"number": "1", "issued_on": dt.date(2027, 1, 1)}, "date_in_future", "issued_on"),
        (BudgetLine, LINE | {"approved": 0}, "required", "reason"),
        (BudgetLine, LINE | {"approved": 80_000_000, "spent": 0}, "required", "reason"),
        (Activity, {"kind": "tin_bai", "title": "Chuyên mục"}, "required", "on"),
        (DutyContact, {"mode": "tai_tru_so"}, "required", "at"),
        (StaffPosition, {"practitioner": "x", "position": "giam_doc"}, "required", "from_on"),
        (
            Practitioner,
            {"full_name": "Lê Văn Đạt", "appointed_on": TODAY, "left_on": dt.date(2026, 1, 1)},
            "dates_reversed",
            "left_on",
        ),
    ],
)
def test_what_is_missing_or_cannot_be_is_named_at_its_field(
    struct: type[Record], values: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(DomainError) as caught:
        check(made(struct, **values), TODAY)
    assert (caught.value.code, caught.value.field) == (code, field)


@pytest.mark.parametrize(
    ("struct", "values"),
    [
        (Plan, PLAN | {"absent": True, "absent_reason": "Đang lấy ý kiến Tòa án."}),
        (Plan, PLAN | {"number": "12/KH-STP", "issued_on": TODAY}),
        (BudgetLine, LINE | {"approved": 3_500_000_000, "spent": 1}),
        (BudgetLine, LINE | {"approved": 0, "reason": "Chưa có chủ trương."}),
        (BudgetLine, LINE),
        (UnitYear, {"year": 2026}),
    ],
)
def test_what_is_whole_is_saved(struct: type[Record], values: dict[str, Any]) -> None:
    check(made(struct, **values), TODAY)


def test_a_sum_over_more_than_2000_people_is_more_than_that() -> None:
    """S3: 38 đợt, hơn 2000 lượt người, 268 tư vấn."""
    sessions = [made(Activity, attendance=50, advised=7) for _ in range(37)]
    sessions.append(made(Activity, attendance=150, attendance_at_least=True, advised=9))
    assert total(sessions, "attendance") == Figure(2000, at_least=True)
    assert total(sessions, "advised") == Figure(268)
    assert total((), "copies") == Figure(0)


@pytest.mark.parametrize(
    ("record", "counts_in"),
    [
        (made(Activity, on=dt.date(2025, 11, 1)), {"2025", "BC2026"}),
        (made(Activity, on=dt.date(2026, 10, 31)), {"2026", "BC2026"}),
        (made(Activity, on=dt.date(2026, 11, 1)), {"2026"}),
        (made(Activity), set()),
        (made(BudgetLine, year=2026), {"2026", "BC2026"}),
    ],
)
def test_a_record_counts_by_its_day_and_a_year_in_what_ends_in_it(record: Record, counts_in: set[str]) -> None:
    assert {name for name in ("2025", "2026", "BC2026") if falls_in(record, period(name))} == counts_in
