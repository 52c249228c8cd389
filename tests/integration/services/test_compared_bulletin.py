"""A published bulletin beside the register: sent, acknowledged, published, and cases that explain the difference."""

from pathlib import Path

from desktop.reports.bulletins.reading import Measure
from desktop.services.bulletins import Beside, Why, checked, compared
from desktop.services.cases import Cases, Intake
from desktop.words import bulletins as words
from sync.contract.fields import Wire
from tests.factories import make_office
from tests.fakes.server import RunningServer
from tests.integration.services.branch_pc import Pc

BULLETIN = """I. Kết quả từ ngày 01/10/2026 đến ngày 31/10/2026{taken}
1.1 thụ lý trong kỳ: Trong kỳ, số vụ việc trợ giúp pháp lý tham gia tố tụng thụ lý là: 90 vụ việc
Cụ thể là: Điện Biên (2 vụ)
1.2 kết thúc trong kỳ: Trong kỳ, số vụ việc trợ giúp pháp lý tham gia tố tụng kết thúc là: 40 vụ việc
Các tỉnh không có số liệu vụ việc tham gia tố tụng kết thúc là: Điện Biên
2. Trong kỳ, số vụ việc trợ giúp pháp lý tham gia tố tụng thành công là: 3 vụ việc
Các tỉnh có nhiều vụ việc tham gia tố tụng thành công là: Phú Thọ (3 vụ)
"""


def case(cases: Cases, received: str, accepted: str | None, **fields: Wire) -> str:
    moment = f"{received}T08:00:00+07:00"
    values: dict[str, Wire] = {"form": "tham_gia_to_tung", "representation": "bao_ve", "law_field": "dan_su"}
    values |= {"received_at": moment, "content": "…", **fields}
    if accepted:
        values["accepted_at"] = f"{accepted}T09:00:00+07:00"
    return cases.take_in(Intake(person={"full_name": "Vàng A Sử"}, case=values, accept=accepted is not None))


def reasons(beside: list[Beside], measure: Measure) -> dict[Why, tuple[str, ...]]:
    (found,) = [each.compared for each in beside if each.compared.measure is measure]
    return {reason.why: reason.cases for reason in found.reasons}


def numbers(beside: list[Beside]) -> dict[Measure, tuple[int, int, int, int | None]]:
    found = [each.compared for each in beside]
    return {each.measure: (each.local, each.sent, each.acknowledged, each.published) for each in found}


def test_what_was_not_sent_dated_or_ended_is_named(tmp_path: Path) -> None:
    _office, session = make_office(tmp_path)
    cases = Cases(session)
    october = case(cases, "2026-10-05", "2026-10-05")
    undated = case(cases, "2026-10-06", None)
    later = case(cases, "2026-10-30", "2026-11-02")
    over = case(cases, "2026-09-01", "2026-09-01")
    cases.add("stage", {"case": over, "kind": "dieu_tra", "from_on": "2026-09-02", "to_on": "2026-10-20"})
    result = case(cases, "2026-09-01", "2026-09-01")
    cases.edit("case", result, {"result": "Hòa giải thành"})
    ended = case(cases, "2026-09-01", "2026-09-01")
    cases.edit("case", ended, {"ended_on": "2026-10-09", "outcome": "kt_xong"})
    cases.add("success_verdict", {"case": ended, "body": "to_chuc", "on": "2026-10-12", "verdict": "thanh_cong"})
    cases.add("success_verdict", {"case": over, "body": "to_chuc", "on": "2026-10-12", "verdict": "khong_thanh_cong"})

    beside = compared(session, checked(BULLETIN.format(taken=""), "11"))

    assert numbers(beside) == {
        Measure.ACCEPTED: (1, 0, 0, 2),
        Measure.ENDED: (1, 0, 0, 0),
        Measure.SUCCESSFUL: (1, 0, 0, None),
    }
    assert reasons(beside, Measure.ACCEPTED) == {
        Why.UNSENT: (october,),
        Why.UNDATED: (undated,),
        Why.OTHER_PERIOD: (later,),
    }
    assert reasons(beside, Measure.ENDED) == {Why.UNSENT: (ended,), Why.UNDATED: (result,), Why.WRONG_STAGE: (over,)}
    assert reasons(beside, Measure.SUCCESSFUL) == {Why.UNSENT: (ended,)}
    assert [words.agrees(each) for each in beside] == [False, False, None]
    assert f"Chưa gửi (1): {cases.page(october).code}" in words.reasons(beside[0])
    session.database.close()


def test_what_the_national_system_has_counts_as_acknowledged_and_late_entries_are_told(
    branch: Pc, national: RunningServer
) -> None:
    cases = Cases(branch.session)
    known = case(cases, "2026-10-05", "2026-10-05")
    branch.sync()
    unsent = case(cases, "2026-10-06", "2026-10-06")

    def told(taken: str) -> list[Beside]:
        return compared(branch.session, checked(BULLETIN.format(taken=f", lúc 11h ngày {taken}"), "11"))

    assert numbers(told("30/12/2026"))[Measure.ACCEPTED] == (2, 1, 1, 2)
    assert reasons(told("30/12/2026"), Measure.ACCEPTED) == {Why.UNSENT: (unsent,)}
    assert reasons(told("02/11/2026"), Measure.ACCEPTED) == {Why.UNSENT: (unsent,), Why.LATE: (known,)}


def test_each_criterion_stands_beside_its_cases(tmp_path: Path) -> None:
    """The country's number may be higher than the office's own; a case that meets it and counts by another is told."""
    _office, session = make_office(tmp_path)
    cases = Cases(session)
    ended = [case(cases, "2026-10-01", "2026-10-01") for _number in range(3)]
    for each, criteria, main in zip(
        ended, (["ds_tc01"], ["ds_tc01", "ds_tc02"], []), (None, "ds_tc02", None), strict=True
    ):
        cases.edit("case", each, {"ended_on": "2026-10-09", "outcome": "kt_xong"})
        verdict = {"case": each, "body": "to_chuc", "on": "2026-10-12", "verdict": "thanh_cong"}
        cases.add("success_verdict", {**verdict, "criteria": criteria, "main_criterion": main})
    printed = "Theo tiêu chí: Dân sự 01 (2 vụ), Hình sự 01 (1 vụ)"

    beside = compared(session, checked(f"{BULLETIN.format(taken='')}{printed}", "11"))

    told = {each.compared.criterion: each.compared for each in beside if each.compared.criterion}
    assert {code: (each.cases, each.local, each.acknowledged, each.published) for code, each in told.items()} == {
        "ds_tc01": ((ended[0],), 1, 0, 2),
        "ds_tc02": ((ended[1],), 1, 0, 0),
        "hs_tc01": ((), 0, 0, 1),
        "without": ((ended[2],), 1, 0, 0),
    }
    assert {reason.why: reason.cases for reason in told["ds_tc01"].reasons} == {
        Why.UNSENT: (ended[0],),
        Why.OTHER_MAIN: (ended[1],),
    }
    (first,) = [each for each in beside if each.compared.criterion == "ds_tc01"]
    assert words.about(first) == "Dân sự 01"
    assert words.beside(first).endswith(f"bản tin 2 (cả nước): {cases.page(ended[0]).code}")
    assert [words.agrees(each) for each in beside if each.compared.criterion] == [None] * 4
    session.database.close()


def test_of_another_province_nothing_is_compared(tmp_path: Path) -> None:
    _office, session = make_office(tmp_path)
    assert compared(session, checked(BULLETIN.format(taken=""), None)) == []
    session.database.close()
