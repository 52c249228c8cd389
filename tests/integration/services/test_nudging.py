"""Reminders: what cases lack by performer, nothing about people in them, and what came of the last one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop.domain.periods import period
from desktop.services.cases import Cases, Intake
from desktop.services.nudging import Lack, Nudging
from desktop.services.session import Session
from desktop.words import nudging as words
from sync.contract.fields import Wire
from tests.factories import make_office

YEAR = period("2026")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    """An office without a case."""
    _office, session = make_office(tmp_path)
    yield session
    session.database.close()


def case(session: Session, *performers: str, at: str = "2026-10-05", **fields: Wire) -> str:
    cases = Cases(session)
    moment = f"{at}T08:00:00+07:00"
    values: dict[str, Wire] = {"form": "tham_gia_to_tung", "representation": "bao_ve", "law_field": "dan_su"}
    values |= {"received_at": moment, "accepted_at": moment, "content": "Tranh chấp", **fields}
    taken = cases.take_in(Intake(person={"full_name": "Giàng A Páo"}, case=values))
    share = f"1/{len(performers)}" if len(performers) > 1 else "1"
    for performer in performers:
        cases.add("assignment", {"case": taken, "practitioner": performer, "from_on": at, "share": share})
    return taken


def performer(session: Session, name: str) -> str:
    return Cases(session).add("practitioner", {"full_name": name, "kind": "tgvpl"})


def test_each_is_reminded_of_what_their_cases_lack_and_of_nobody_in_them(office: Session) -> None:
    cases = Cases(office)
    sung, vang = performer(office, "Sùng Thị Mỷ"), performer(office, "Vàng A Sử")
    shared = case(office, sung, vang)
    advice = case(office, vang, form="tu_van_phap_luat", representation=None)
    cases.edit("case", advice, {"ended_on": "2026-10-09", "outcome": "kt_xong"})
    alone = case(office)
    cases.add("stage", {"case": shared, "kind": "dieu_tra", "from_on": "2026-10-06"})
    cases.delete(case(office, sung))

    nudges = Nudging(office).nudges(YEAR)

    assert [(each.name, each.case, each.lacks) for each in nudges.entries] == [
        ("Sùng Thị Mỷ", shared, (Lack.PAPER,)),
        ("Vàng A Sử", shared, (Lack.PAPER,)),
        ("Vàng A Sử", advice, (Lack.RESULT, Lack.PAPER)),
        ("", alone, (Lack.STAGE, Lack.PAPER)),
    ]
    told = words.message(nudges.of(vang))
    code = cases.page(advice).code
    assert f"Đã kết thúc, chưa ghi kết quả (1): {code}" in told
    assert "Páo" not in told
    assert "Tranh chấp" not in told
    assert words.told(nudges.entries) == "3 vụ việc của 2 người thực hiện cần cập nhật."


def test_next_time_it_is_told_what_was_mended(office: Session) -> None:
    cases, nudging = Cases(office), Nudging(office)
    sung = performer(office, "Sùng Thị Mỷ")
    first, second = case(office, sung), case(office, sung)
    nudges = nudging.nudges(YEAR)
    assert nudges.sent == []
    assert nudging.log(nudges, [sung, ""]) == 4
    cases.add("stage", {"case": first, "kind": "dieu_tra", "from_on": "2026-10-06"})
    cases.delete(second)
    (sent,) = nudging.nudges(YEAR).sent
    assert (sent.practitioner, str(sent.on), sent.asked, sent.mended) == (sung, "2026-11-25", 4, 3)
    again = nudging.nudges(YEAR)
    nudging.log(again, [sung])
    (sent,) = nudging.nudges(YEAR).sent
    assert (sent.asked, sent.mended) == (1, 0)


def test_cases_that_were_over_before_the_period_are_left_in_peace(office: Session) -> None:
    sung = performer(office, "Sùng Thị Mỷ")
    Cases(office).edit("case", case(office, sung), {"ended_on": "2026-10-09", "outcome": "kt_xong"})
    assert len(Nudging(office).nudges(period("2026-10")).entries) == 1
    assert Nudging(office).nudges(period("2026-11")).entries == []


def test_the_list_leaves_as_a_workbook(office: Session, tmp_path: Path) -> None:
    case(office, performer(office, "=1+1"))
    nudging = Nudging(office)
    assert nudging.write(nudging.nudges(YEAR), tmp_path / "nhắc.xlsx") == 1
    sheet = load_workbook(tmp_path / "nhắc.xlsx").worksheets[0]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert cell.data_type == "s"
