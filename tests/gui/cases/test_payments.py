"""What was paid, on the page of the case and in the ledger of the office."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.ui.cases.assignments_tab import AssignmentsTab
from desktop.ui.cases.case_page import ASSIGNMENTS, CasePage
from desktop.ui.reports.payments_panel import PaymentsPanel
from desktop.ui.shell import Page
from tests.factories import sample_intake
from tests.gui.cases.conftest import Window, record_dialog
from tests.gui.cases.test_tabs import save


def opened(window: Window) -> CasePage:
    case_id = window.cases.take_in(sample_intake(form="dai_dien_ngoai_to_tung"))
    lawyer = window.cases.add("practitioner", {"full_name": "Hà Thị Đào", "kind": "luat_su_hd_trung_tam"})
    window.cases.add("assignment", {"case": case_id, "practitioner": lawyer, "from_on": "2026-11-25"})
    window.page.open_case(case_id)
    assert window.page.case is not None
    return window.page.case


def test_sessions_are_asked_where_they_are_what_is_paid_for(window: Window, qtbot: QtBot) -> None:
    tab = opened(window).tab(ASSIGNMENTS)
    assert isinstance(tab, AssignmentsTab)
    tab.pay()
    asked = record_dialog(window, qtbot)
    assert not asked.form.fields["half_sessions"].isVisible()
    for name, value in {"method": "theo_buoi", "half_sessions": 41, "amount": 18_228_600}.items():
        asked.form.fields[name].set_value(value, touched=True)
    assert asked.form.fields["half_sessions"].isVisible()
    save(window, qtbot)
    assert tab.payments.cards() == ["18.228.600 đồng · Hà Thị Đào"]
    shown = " ".join(each.text() for each in tab.findChildren(QLabel))
    assert "Theo buổi làm việc thực tế · 20,5 buổi" in shown
    assert tab.limit.words().startswith("Đã chi trả quá 20 buổi")


def test_the_ledger_lists_the_payments_of_a_period_and_opens_their_cases(window: Window, qtbot: QtBot) -> None:
    case = opened(window)
    lawyer = window.cases.page(case.case_id).assignments[0].practitioner
    paid = {"practitioner": lawyer, "method": "khoan", "amount": 7_020_000, "on": "2026-11-20"}
    window.cases.add("case_payment", {"case": case.case_id, **paid})
    window.shell.register(Page("paid", "Chi trả", "file-text", lambda: PaymentsPanel(window.context)))
    panel = window.shell.open("paid")
    assert isinstance(panel, PaymentsPanel)
    window.settle(qtbot)
    model = panel.table.rows
    assert [str(model.data(model.index(0, n))) for n in (0, 2, 6)] == ["20/11/2026", "Hà Thị Đào", "7.020.000"]
    assert "Cộng trong kỳ: 1 khoản, 7.020.000 đồng." in [each.text() for each in panel.findChildren(QLabel)]
    panel.table.opened.emit(0)
    assert window.page.case is not None
    assert window.page.case.case_id == case.case_id
    assert window.page.isVisible()
