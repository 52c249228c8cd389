"""Handing a request on, and opening an ended case again."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.errors import DomainError
from desktop.services.history import history_of_case
from desktop.ui.cases.case_page import CasePage
from tests.factories import sample_intake
from tests.gui.cases.conftest import Window, record_dialog
from tests.gui.cases.test_tabs import save


def opened(window: Window, *, accept: bool = True) -> CasePage:
    window.page.open_case(window.cases.take_in(sample_intake(accept=accept)))
    assert window.page.case is not None
    return window.page.case


def test_a_request_is_handed_on_and_waits_here_no_longer(window: Window, qtbot: QtBot) -> None:
    case = opened(window, accept=False)
    case.header.buttons["refer"].click()
    asked = record_dialog(window, qtbot)
    asked.form.fields["referred_to"].set_value("Trung tâm tỉnh Lai Châu", touched=True)
    asked.form.fields["referral_document"].set_value("07/TB-TGPL", touched=True)
    save(window, qtbot)
    page = window.cases.page(case.case_id)
    assert (page.state, str(page.case.referred_on)) == ("chuyen_yeu_cau", "2026-11-25")
    assert "accept" not in case.header.buttons


def test_a_case_that_was_ended_is_opened_again_with_the_reason_in_its_history(window: Window, qtbot: QtBot) -> None:
    case = opened(window)
    window.cases.edit(
        "case",
        case.case_id,
        {"outcome": "kt_khong_tiep_tuc", "ended_on": "2026-11-25", "end_reason": "ktt_rut_yeu_cau"},
    )
    window.context.changes.tell([("case", case.case_id)])
    window.settle(qtbot)
    case.header.buttons["reopen"].click()
    asked = record_dialog(window, qtbot)
    save(window, qtbot)
    assert asked.form.fields["content"].error() == "Cần điền mục này."
    asked.form.fields["content"].set_value("Ghi nhầm vụ việc khác", touched=True)
    save(window, qtbot)
    page = window.cases.page(case.case_id)
    assert (page.state, page.case.outcome, page.case.ended_on, page.case.end_reason) == ("da_thu_ly", None, None, None)
    assert [(one.kind, one.content) for one in page.events] == [("mo_lai", "Ghi nhầm vụ việc khác")]
    told = [line.fields for line in history_of_case(window.context.session, case.case_id)]
    assert ("2026-11-25", None) in [fields["ended_on"] for fields in told if "ended_on" in fields]
    assert "reopen" not in case.header.buttons


def test_what_has_not_ended_cannot_be_opened_again(window: Window) -> None:
    with pytest.raises(DomainError, match="not_ended"):
        window.cases.reopen(opened(window).case_id, "x")
