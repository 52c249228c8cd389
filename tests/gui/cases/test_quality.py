"""Appraisals and verdicts on the page of a case: typed, summed up, kept side by side."""

from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.domain.quality import MOST
from desktop.ui.cases.case_page import HISTORY, QUALITY, CasePage
from desktop.ui.cases.history_tab import HistoryTab
from desktop.ui.cases.quality_tab import QualityTab
from tests.factories import sample_intake
from tests.gui.cases.conftest import Window, record_dialog
from tests.gui.cases.test_tabs import press_on_card, save


@pytest.fixture
def case(window: Window) -> CasePage:
    accepted: dict[str, Any] = {"received_at": "2026-03-02T08:00:00+07:00", "accepted_at": "2026-03-02T08:05:00+07:00"}
    intake = sample_intake(form="tham_gia_to_tung", representation="bao_chua", law_field="hinh_su", **accepted)
    case_id = window.cases.take_in(intake)
    window.cases.edit("case", case_id, {"outcome": "kt_xong", "ended_on": "2026-10-01"})
    window.page.open_case(case_id)
    assert window.page.case is not None
    return window.page.case


def quality(case: CasePage) -> QualityTab:
    tab = case.tab(QUALITY)
    assert isinstance(tab, QualityTab)
    return tab


def texts(tab: QualityTab) -> str:
    return "\n".join(each.text() for each in tab.findChildren(QLabel) if not each.isHidden())


def test_a_score_sheet_is_summed_up_as_one_types(window: Window, case: CasePage, qtbot: QtBot) -> None:
    tab = quality(case)
    tab.add_appraisal()
    asked = record_dialog(window, qtbot)
    assert [asked.form.fields[name].value() for name in ("body", "act")] == ["to_chuc", "tham_dinh"]
    assert "Chưa đủ điểm của chín tiêu chí." in [each.text() for each in asked.findChildren(QLabel)]
    for name, most in MOST.items():
        asked.form.fields[name].set_value(most, touched=True)
    asked.form.fields["law_applied"].set_value(21, touched=True)
    save(window, qtbot)
    assert asked.form.fields["law_applied"].error() == "Tiêu chí này nhiều nhất 20 điểm."
    asked.form.fields["law_applied"].set_value(9, touched=True)
    assert "89/100 điểm · Vụ việc chất lượng khá" in [each.text() for each in asked.findChildren(QLabel)]
    save(window, qtbot)
    assert tab.appraisals.cards() == ["25/11/2026: Thẩm định · Tổ chức thực hiện"]
    assert "89/100 điểm · Vụ việc chất lượng khá" in texts(tab)


def test_whoever_evaluates_is_said_by_the_body(window: Window, case: CasePage, qtbot: QtBot) -> None:
    quality(case).add_appraisal()
    asked = record_dialog(window, qtbot)
    asked.form.fields["body"].set_value("so_tu_phap", touched=True)
    assert asked.form.fields["act"].value() == "danh_gia"
    save(window, qtbot)
    assert quality(case).appraisals.cards() == ["25/11/2026: Đánh giá · Sở"]


def test_a_no_stays_beside_a_yes_and_the_case_counts_once(window: Window, case: CasePage, qtbot: QtBot) -> None:
    tab = quality(case)
    for body, verdict in (("to_chuc", "thanh_cong"), ("so_tu_phap", "khong_thanh_cong")):
        tab.add_verdict()
        asked = record_dialog(window, qtbot)
        assert asked.form.fields["version"].value() == "qd1179_2022"
        for name, value in {"body": body, "verdict": verdict}.items():
            asked.form.fields[name].set_value(value, touched=True)
        if verdict == "thanh_cong":
            asked.form.fields["criteria"].set_value(["hs_tc06"], touched=True)
        save(window, qtbot)
    assert len(tab.verdicts.cards()) == 2
    assert "tiêu chí chính: Hình sự 06: mức án thấp nhất, thấp hơn đề nghị" in texts(tab)
    assert tab.success.words() == "Vụ việc tham gia tố tụng thành công, được tính một lần."
    assert [one.main_criterion for one in window.cases.page(case.case_id).verdicts] == ["hs_tc06", None]


def test_a_verdict_is_mended_and_the_history_says_so(window: Window, case: CasePage, qtbot: QtBot) -> None:
    values = {"body": "to_chuc", "on": "2026-11-01", "verdict": "khong_thanh_cong", "version": "qd1179_2022"}
    window.cases.add("success_verdict", {"case": case.case_id, **values})
    window.context.changes.tell([("success_verdict", "new")])
    window.settle(qtbot)
    tab = quality(case)
    press_on_card(tab, "Sửa: 01/11/2026: Đánh giá hiệu quả · Tổ chức thực hiện")
    asked = record_dialog(window, qtbot)
    asked.form.fields["verdict"].set_value("thanh_cong", touched=True)
    save(window, qtbot)
    history = case.tab(HISTORY)
    assert isinstance(history, HistoryTab)
    window.settle(qtbot)
    told = [[change.new for change in each.changes] for each in history.moments() if each.what == "Đánh giá hiệu quả"]
    assert [news[0] for news in told if len(news) == 2] == ["Vụ việc tham gia tố tụng thành công"]


def test_success_before_the_end_is_said_at_the_day(window: Window, case: CasePage, qtbot: QtBot) -> None:
    quality(case).add_verdict()
    asked = record_dialog(window, qtbot)
    asked.form.fields["verdict"].set_value("thanh_cong", touched=True)
    asked.form.fields["on"].set_value("2026-09-30", touched=True)
    save(window, qtbot)
    assert asked.form.fields["on"].error() == "Vụ việc thành công phải kết thúc trước hoặc trong ngày đánh giá."
    asked.reject()
