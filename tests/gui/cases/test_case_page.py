"""The page of a case: read and changed by several people at once, nothing overwritten unseen."""

from typing import Any, NoReturn

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.history import history_of_case
from desktop.store.engine import Database
from desktop.store.errors import StoreError
from desktop.ui.cases.case_page import HISTORY, OVERVIEW, PEOPLE, CasePage
from desktop.ui.cases.history_tab import HistoryTab
from desktop.ui.cases.people_tab import PeopleTab
from desktop.ui.shell import Page
from sync.client import journal
from sync.contract.entry import Entry
from tests.factories import sample_intake
from tests.gui.cases.conftest import Window, dialog
from tests.gui.keys import Typing, plain, press

CONTROL = Qt.KeyboardModifier.ControlModifier


def open_case(window: Window, **case: Any) -> CasePage:
    window.page.open_case(window.cases.take_in(sample_intake(**case)))
    assert window.page.case is not None
    return window.page.case


def button(inside: QWidget, verb: str) -> QPushButton:
    return next(b for b in inside.findChildren(QPushButton) if b.text() == verb and b.isVisibleTo(inside))


def test_the_strip_says_who_and_where_it_stands(window: Window) -> None:
    case = open_case(window)
    assert case.title == "CN1.TV.01.2026"
    assert [b.text() for b in case.header.buttons.values()] == [
        "Phân công người thực hiện",
        "Kết thúc vụ việc",
        "Xóa vụ việc",
    ]


def test_only_what_was_touched_is_saved(window: Window, qtbot: QtBot, type_vi: Typing) -> None:
    case = open_case(window)
    case.overview.form.fields["note"].focus()
    type_vi("Gọi lại thứ Hai")
    press(Qt.Key.Key_Return, CONTROL)
    window.settle(qtbot)
    assert window.told == ["Đã lưu vụ việc CN1.TV.01.2026."]
    newest = history_of_case(window.context.session, case.case_id)
    edits = [line for line in newest if set(line.fields) == {"note"}]
    assert [line.fields["note"] for line in edits] == [(None, "Gọi lại thứ Hai")]
    assert not case.overview.touched


def test_a_form_opened_before_news_is_saved_over_what_it_had_seen(window: Window, qtbot: QtBot) -> None:
    case = open_case(window)
    seen = window.cases.open("case", case.case_id).seen["content"]
    field = case.overview.form.fields["content"]
    field.focus()
    press(Qt.Key.Key_End, CONTROL)
    plain(", đã hòa giải")
    window.cases.edit("case", case.case_id, {"content": "Người khác viết", "note": "Ghi chú mới"})
    window.context.changes.tell([("case", case.case_id)])
    window.settle(qtbot)
    assert field.value() == "Tranh chấp đất đai với hộ liền kề, đã hòa giải"
    assert case.overview.form.fields["note"].value() == "Ghi chú mới"
    assert "Nội dung vụ việc" in case.overview.news.words()
    press(Qt.Key.Key_Return, CONTROL)
    window.settle(qtbot)
    entries = entries_of(window, case.case_id)
    assert entries[-1].fields == {"content": "Tranh chấp đất đai với hộ liền kề, đã hòa giải"}
    assert entries[-1].after == {"content": seen.after}


def entries_of(window: Window, record_id: str) -> list[Entry]:
    with window.context.session.database.read() as connection:
        return [kept.entry for kept in journal.overlay(connection, [record_id])[record_id]]


@pytest.mark.parametrize("code", ["disk_full", "read_only"])
def test_a_full_or_locked_disk_is_explained_and_what_was_typed_stays(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    case = open_case(window)
    case.overview.form.fields["note"].focus()
    plain("Gọi lại thứ Hai")
    case.overview.keeper.done()

    def refused(_database: Database) -> NoReturn:
        raise StoreError(code)

    monkeypatch.setattr(Database, "write", refused)
    press(Qt.Key.Key_Return, CONTROL)
    explained = dialog(window, qtbot)
    assert explained.windowTitle()
    press(Qt.Key.Key_Return)
    assert case.overview.form.fields["note"].value() == "Gọi lại thứ Hai"
    assert case.overview.touched
    monkeypatch.undo()
    case.overview.save()
    assert window.cases.page(case.case_id).case.note == "Gọi lại thứ Hai"


def test_advice_is_not_given_in_proceedings(window: Window, qtbot: QtBot) -> None:
    case = open_case(window, form="tham_gia_to_tung", representation="bao_ve")
    form = case.overview.form.fields["form"]
    assert not case.overview.form.fields["representation"].isHidden()
    form.set_value("tu_van_phap_luat", touched=True)
    assert case.overview.form.fields["representation"].isHidden()
    case.overview.save()
    assert window.cases.page(case.case_id).case.representation is None


def test_a_request_is_accepted_at_a_confirmed_moment(window: Window, qtbot: QtBot) -> None:
    window.page.open_case(window.cases.take_in(sample_intake(accept=False)))
    case = window.page.case
    assert case is not None
    case.header.buttons["accept"].click()
    dialog(window, qtbot)
    press(Qt.Key.Key_Return, CONTROL)
    window.settle(qtbot)
    assert window.told == ["Đã thụ lý vụ việc CN1.TV.01.2026."]
    assert "accept" not in case.header.buttons


def test_ending_asks_for_outcome_day_and_reason_together(window: Window, qtbot: QtBot) -> None:
    case = open_case(window)
    case.header.buttons["end"].click()
    asked = dialog(window, qtbot)
    button(asked, "Kết thúc vụ việc").click()
    assert asked.isVisible()
    plain("khong tiep")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    plain("rut")
    press(Qt.Key.Key_Return)
    button(asked, "Kết thúc vụ việc").click()
    window.settle(qtbot)
    ended = window.cases.page(case.case_id).case
    assert (ended.outcome, ended.end_reason) == ("kt_khong_tiep_tuc", "ktt_rut_yeu_cau")
    assert str(ended.ended_on) == "2026-11-25"
    assert list(case.header.buttons) == ["reopen", "delete"]


def test_a_case_goes_to_the_bin_only_after_a_plain_warning(window: Window, qtbot: QtBot) -> None:
    case = open_case(window)
    case.header.buttons["delete"].click()
    asked = dialog(window, qtbot)
    press(Qt.Key.Key_Return)  # the way out has the focus
    assert not window.cases.page(case.case_id).case.deleted
    case.header.buttons["delete"].click()
    asked = dialog(window, qtbot)
    button(asked, "Xóa vụ việc").click()
    window.settle(qtbot)
    assert window.cases.page(case.case_id).case.deleted
    assert window.page.list.isVisible()
    assert window.page.list.table.rows.rowCount() == 0


def test_the_timeline_tells_old_and_new_in_words(window: Window, qtbot: QtBot) -> None:
    case = open_case(window)
    window.cases.edit("case", case.case_id, {"form": "tham_gia_to_tung", "representation": "bao_ve"})
    history = case.tab(HISTORY)
    assert isinstance(history, HistoryTab)
    window.settle(qtbot)
    changes = [tuple(change) for told in history.moments() for change in told.changes]
    assert ("Hình thức trợ giúp pháp lý", "Tư vấn pháp luật", "Tham gia tố tụng") in changes
    assert ("Họ và tên", "", "Lò Thị Pâng") in changes
    assert {told.mark.word for told in history.moments()} == {"Chờ gửi"}
    assert {told.who for told in history.moments()} == {"Vũ Thị Hòa"}


def test_tabs_show_news_without_being_asked(window: Window, qtbot: QtBot) -> None:
    case = open_case(window)
    people = case.tab(PEOPLE)
    person = window.cases.page(case.case_id).parts[0].person
    assert person is not None
    window.cases.edit("person", person, {"full_name": "Lò Thị Pâng Mới"})
    window.context.changes.tell([("person", person)])
    window.settle(qtbot)
    assert isinstance(people, PeopleTab)
    assert people.people.cards() == ["Lò Thị Pâng Mới"]
    case.tab(OVERVIEW)
    window.cases.edit("person", person, {"full_name": "Lò Thị Pâng"})
    window.context.changes.tell([("person", person)])
    window.settle(qtbot)
    case.tab(PEOPLE)
    assert people.people.cards() == ["Lò Thị Pâng"]


def test_news_that_came_while_another_page_was_open_are_there_when_one_returns(window: Window, qtbot: QtBot) -> None:
    case = open_case(window)
    window.shell.register(Page("other", "Trang khác", "info", QWidget))
    window.shell.open("other")
    window.cases.edit("case", case.case_id, {"content": "Người khác vừa sửa"})
    window.context.changes.tell([("case", case.case_id)])
    window.settle(qtbot)
    assert case.overview.form.fields["content"].value() != "Người khác vừa sửa"
    window.shell.open("cases")
    assert case.overview.form.fields["content"].value() == "Người khác vừa sửa"


def test_the_next_case_begins_on_its_first_tab_with_nothing_of_the_last(window: Window, qtbot: QtBot) -> None:
    first = open_case(window)
    people = first.tab(PEOPLE)
    first.overview.form.fields["note"].set_value("Dở dang", touched=True)
    window.page.open_case(window.cases.take_in(sample_intake("Đặng Thị Hoà")))
    case = window.page.case
    assert case is first
    assert case.tabs.currentIndex() == OVERVIEW
    assert not case.overview.touched
    assert case.overview.form.fields["note"].value() is None
    case.tab(PEOPLE)
    assert isinstance(people, PeopleTab)
    assert people.people.cards() == ["Đặng Thị Hoà"]
