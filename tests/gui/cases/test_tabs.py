"""People, performers, stages, hearings and events of a case: added, changed, shared, replaced."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.ui.cases.assignments_tab import AssignmentsTab
from desktop.ui.cases.case_page import ASSIGNMENTS, EVENTS, PEOPLE, PROCEEDINGS, CasePage
from desktop.ui.cases.events_tab import EventsTab
from desktop.ui.cases.people_tab import PeopleTab
from desktop.ui.cases.proceedings_tab import ProceedingsTab
from desktop.ui.cases.tab import Tab
from desktop.ui.widgets.dialogs import Dialog
from tests.factories import sample_intake
from tests.gui.cases.conftest import Window, record_dialog
from tests.gui.keys import Typing, plain, press

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def case(window: Window) -> CasePage:
    window.page.open_case(window.cases.take_in(sample_intake()))
    assert window.page.case is not None
    return window.page.case


def save(window: Window, qtbot: QtBot) -> None:
    press(Qt.Key.Key_Return, CONTROL)
    window.settle(qtbot)


def press_on_card(tab: Tab, name: str) -> None:
    next(b for b in tab.findChildren(QPushButton) if b.accessibleName() == name).click()


def shares(window: Window, case: CasePage) -> dict[str, str]:
    page = window.cases.page(case.case_id)
    running = [one for one in page.assignments if one.to_on is None]
    return {page.practitioners[one.practitioner or ""].full_name or "": one.share for one in running}


def test_a_new_practitioner_is_added_while_appointing(
    window: Window, case: CasePage, qtbot: QtBot, type_vi: Typing
) -> None:
    case.header.buttons["appoint"].click()
    record_dialog(window, qtbot)
    type_vi("Nguyễn Văn An")
    press(Qt.Key.Key_Return)
    plain("tro giup")
    press(Qt.Key.Key_Return)
    save(window, qtbot)
    assert shares(window, case) == {"Nguyễn Văn An": "1"}
    page = window.cases.page(case.case_id)
    assert page.state == "dang_thuc_hien"
    assert [one.kind for one in page.practitioners.values()] == ["tgvpl"]
    assert [(one.capacity, one.assigned_by) for one in page.assignments] == [("tgvpl", "trung_tam")]


def test_who_assigned_a_lawyer_of_an_organisation_is_asked(window: Window, case: CasePage, qtbot: QtBot) -> None:
    case.header.buttons["appoint"].click()
    asked = record_dialog(window, qtbot)
    plain("An")
    asked.form.fields["capacity"].set_value("tgvpl", touched=True)
    assert asked.form.fields["assigned_by"].value() == "trung_tam"
    asked.form.fields["capacity"].set_value("luat_su_to_chuc", touched=True)
    save(window, qtbot)
    assert asked.form.fields["assigned_by"].error() == "Cần điền mục này."
    asked.form.fields["assigned_by"].set_value("to_chuc_dang_ky", touched=True)
    save(window, qtbot)
    assert [one.assigned_by for one in window.cases.page(case.case_id).assignments] == ["to_chuc_dang_ky"]
    tab = case.tab(ASSIGNMENTS)
    assert isinstance(tab, AssignmentsTab)
    assert "· theo phân công của Tổ chức đăng ký" in " ".join(each.text() for each in tab.findChildren(QLabel))


def test_a_second_performer_shares_the_case_exactly_in_one_intent(
    window: Window, case: CasePage, qtbot: QtBot, type_vi: Typing
) -> None:
    first, _second = (
        window.cases.add("practitioner", {"full_name": name, "kind": "tgvpl"})
        for name in ("Nguyễn Văn An", "Hà Thị Đào")
    )
    window.cases.add("assignment", {"case": case.case_id, "practitioner": first, "capacity": "tgvpl"})
    window.context.changes.tell([("case", case.case_id), ("assignment", "new")])
    window.settle(qtbot)
    case.header.buttons["appoint"].click()
    record_dialog(window, qtbot)
    type_vi("hà thị")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    asked = record_dialog(window, qtbot)
    assert [asked.form.fields[name].value() for name in ("capacity", "share")] == ["tgvpl", "1/2"]
    save(window, qtbot)
    assert shares(window, case) == {"Nguyễn Văn An": "1/2", "Hà Thị Đào": "1/2"}


def test_parts_that_are_not_a_whole_are_said_at_the_field(window: Window, case: CasePage, qtbot: QtBot) -> None:
    case.header.buttons["appoint"].click()
    asked = record_dialog(window, qtbot)
    plain("An")
    asked.form.fields["capacity"].set_value("tgvpl", touched=True)
    asked.form.fields["share"].set_value("1/3", touched=True)
    save(window, qtbot)
    assert asked.form.fields["share"].error() == "Tổng phần của mọi người thực hiện phải bằng 1."
    asked.reject()


def test_replacing_a_performer_ends_one_and_begins_the_other(window: Window, case: CasePage, qtbot: QtBot) -> None:
    first = window.cases.add("practitioner", {"full_name": "Nguyễn Văn An", "kind": "tgvpl"})
    window.cases.add("assignment", {"case": case.case_id, "practitioner": first, "from_on": "2026-11-01"})
    tab = case.tab(ASSIGNMENTS)
    assert isinstance(tab, AssignmentsTab)
    window.context.changes.tell([("case", case.case_id)])
    window.settle(qtbot)
    press_on_card(tab, "Thay người: Nguyễn Văn An")
    asked = record_dialog(window, qtbot)
    plain("Ha Thi Dao")
    asked.form.fields["capacity"].set_value("tgvpl", touched=True)
    asked.form.fields["reason"].set_value("Chuyển công tác", touched=True)
    save(window, qtbot)
    assert shares(window, case) == {"Ha Thi Dao": "1"}
    ended = next(one for one in window.cases.page(case.case_id).assignments if one.to_on)
    assert (str(ended.to_on), ended.end_reason) == ("2026-11-25", "Chuyển công tác")
    assert tab.performers.cards() == ["Ha Thi Dao", "Nguyễn Văn An"]


def test_a_person_is_added_with_their_part_as_one_intent(
    window: Window, case: CasePage, qtbot: QtBot, type_vi: Typing
) -> None:
    tab = case.tab(PEOPLE)
    assert isinstance(tab, PeopleTab)
    tab.add_person()
    record_dialog(window, qtbot)
    plain("bi hai")
    press(Qt.Key.Key_Return)
    type_vi("Giàng A Páo")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    plain("1990")
    save(window, qtbot)
    assert tab.people.cards() == ["Lò Thị Pâng", "Giàng A Páo"]
    page = window.cases.page(case.case_id)
    added = next(part for part in page.parts if part.role == "bi_hai")
    assert page.people[added.person or ""].birth_year == 1990


def test_a_birth_known_to_the_day_takes_the_place_of_the_year(window: Window, case: CasePage, qtbot: QtBot) -> None:
    tab = case.tab(PEOPLE)
    assert isinstance(tab, PeopleTab)
    press_on_card(tab, "Sửa thông tin người: Lò Thị Pâng")
    asked = record_dialog(window, qtbot)
    assert asked.form.fields["birth"].value() == "1987"
    asked.form.fields["birth"].set_value("1987-03-05", touched=True)
    save(window, qtbot)
    person = next(iter(window.cases.page(case.case_id).people.values()))
    assert (str(person.birth_date), person.birth_year) == ("1987-03-05", None)


def test_stages_hearings_and_events_are_recorded_and_taken_away(window: Window, case: CasePage, qtbot: QtBot) -> None:
    proceedings = case.tab(PROCEEDINGS)
    assert isinstance(proceedings, ProceedingsTab)
    proceedings.add_stage()
    record_dialog(window, qtbot)
    plain("dieu tra")
    save(window, qtbot)
    proceedings.add_hearing()
    record_dialog(window, qtbot)
    plain("5/12/2026")
    press(Qt.Key.Key_Return)
    plain("8h")
    save(window, qtbot)
    events = case.tab(EVENTS)
    assert isinstance(events, EventsTab)
    events.add_event()
    record_dialog(window, qtbot).form.fields["content"].set_value("Gặp bị can", touched=True)
    save(window, qtbot)
    assert proceedings.stages.cards() == ["Điều tra"]
    assert proceedings.hearings.cards() == ["08:00 ngày 05/12/2026"]
    assert events.events.cards() == ["25/11/2026"]
    press_on_card(events, "Sửa: 25/11/2026")
    next(b for b in record_dialog(window, qtbot).findChildren(QPushButton) if b.text() == "Xóa mục này").click()
    confirm = next(d for d in window.shell.findChildren(Dialog) if d.windowTitle() == "Xóa mục này?")
    next(b for b in confirm.findChildren(QPushButton) if b.text() == "Xóa mục này").click()
    window.settle(qtbot)
    assert events.events.cards() == []


def test_a_dialog_closed_by_esc_offers_what_was_typed(window: Window, case: CasePage, qtbot: QtBot) -> None:
    events = case.tab(EVENTS)
    assert isinstance(events, EventsTab)
    events.add_event()
    record_dialog(window, qtbot).form.fields["content"].focus()
    plain("Gặp bị can ở trại")
    press(Qt.Key.Key_Escape)
    events.add_event()
    asked = record_dialog(window, qtbot)
    next(b for b in asked.findChildren(QPushButton) if b.text() == "Mở lại bản nháp").click()
    assert asked.form.fields["content"].value() == "Gặp bị can ở trại"
    save(window, qtbot)
    assert [one.content for one in window.cases.page(case.case_id).events] == ["Gặp bị can ở trại"]
