"""A form is worked through with Enter alone, and its complaints never cost what was typed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.errors import DomainError
from desktop.ui.theme import Appearance
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.form import Form
from tests.gui.gallery import factory
from tests.gui.keys import Typing, plain, press

Show = Callable[[QWidget], None]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def form(show: Show) -> Form:
    page = QWidget()
    form = Form()
    person, case = factory("person"), factory("case")
    form.add_section("Người được trợ giúp pháp lý")
    form.add("full_name", person.make("full_name", required=True))
    form.add("birth_date", person.make("birth_date"))
    form.add("gender", person.make("gender"))
    form.add_section("Yêu cầu")
    form.add("in_custody", case.make("in_custody"))
    form.add("content", case.make("content", required=True))
    column = QVBoxLayout(page)
    column.addWidget(form)
    column.addWidget(button("Lưu vụ việc", look="primary"))
    page.resize(900, 600)
    show(page)
    form.fields["full_name"].focus()
    return form


def has_cursor(form: Form) -> str:
    return next(key for key, field in form.fields.items() if field.editor.control.hasFocus())


def test_enter_goes_from_field_to_field_and_ctrl_enter_saves(form: Form, type_vi: Typing, qtbot: QtBot) -> None:
    type_vi("Lò Thị Pâng")
    press(Qt.Key.Key_Return)
    plain("5/3/64")
    press(Qt.Key.Key_Return)
    plain("nu")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    type_vi("Bào chữa")
    assert has_cursor(form) == "content"

    with qtbot.waitSignal(form.submitted):
        press(Qt.Key.Key_Return, CTRL)
    assert form.touched() == {
        "full_name": "Lò Thị Pâng",
        "birth_date": "1964-03-05",
        "gender": "nu",
        "in_custody": True,
        "content": "Bào chữa",
    }


def test_the_keypads_enter_with_ctrl_saves_too(form: Form, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.submitted):
        press(Qt.Key.Key_Enter, CTRL | Qt.KeyboardModifier.KeypadModifier)


def test_ctrl_enter_in_a_line_saves_once_and_stays_there(form: Form) -> None:
    saved: list[bool] = []
    form.submitted.connect(lambda: saved.append(True))
    plain("a")
    press(Qt.Key.Key_Return, CTRL)

    assert saved == [True]
    assert has_cursor(form) == "full_name"


def test_hidden_fields_are_passed_over(form: Form) -> None:
    form.fields["birth_date"].hide()
    press(Qt.Key.Key_Return)

    assert has_cursor(form) == "gender"


def test_the_cursor_goes_to_the_first_complaint_and_nothing_typed_is_lost(form: Form) -> None:
    form.fields["birth_date"].focus()
    plain("31/2/2026")

    assert not form.validate()
    assert has_cursor(form) == "full_name"
    wrong = {key for key, field in form.fields.items() if field.error()}
    assert wrong == {"full_name", "birth_date", "content"}
    line = form.fields["birth_date"].editor.widget
    assert isinstance(line, QLineEdit)
    assert line.text() == "31/2/2026"


def test_only_what_the_person_changed_is_handed_over(form: Form) -> None:
    form.show_values({"full_name": "Lò Thị Pâng", "gender": "nu", "unknown": 1})
    form.fields["birth_date"].focus()
    plain("5/3/64")

    assert form.touched() == {"birth_date": "1964-03-05"}


def test_an_error_of_a_rule_stands_at_the_field_it_names(form: Form) -> None:
    assert form.show_error(DomainError("date_in_future", field="person.birth_date"))
    assert form.fields["birth_date"].error() == "Ngày này còn ở tương lai."
    assert has_cursor(form) == "birth_date"

    assert not form.show_error(DomainError("not_allowed"))


def test_two_columns_where_there_is_room_and_one_where_there_is_not(form: Form, appearance: Appearance) -> None:
    page = form.window()

    def side_by_side() -> bool:
        name, day = form.fields["full_name"], form.fields["birth_date"]
        return name.y() == day.y() and name.x() < day.x()

    assert side_by_side()
    page.resize(600, 700)
    assert not side_by_side()
    page.resize(900, 700)
    assert side_by_side()
    appearance.set_zoom(200)
    page.resize(1000, 900)
    assert not side_by_side()


@pytest.mark.parametrize("width", [600, 900, 1600])
def test_no_line_is_longer_than_the_eye_can_follow(form: Form, width: int) -> None:
    form.window().resize(width, 700)

    for key in ("full_name", "birth_date", "gender"):
        assert form.fields[key].width() <= 480
