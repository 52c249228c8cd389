"""The fields of a form, made from the declarations of the records."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.fields import FieldBox, FieldFactory, Search
from sync.contract.errors import CodedError
from sync.contract.fields import RECORD_TYPES
from tests.gui.gallery import CATALOGUES, factory, now
from tests.gui.keys import Typing, plain, press

Show = Callable[[QWidget], None]


@pytest.fixture
def field(show: Show) -> Callable[..., FieldBox]:
    """Makes a field, shows it beside another one and puts the cursor into it."""

    def make(record: str, name: str, **options: object) -> FieldBox:
        page = QWidget()
        made = factory(record).make(name, **options)  # type: ignore[arg-type]
        made.setParent(page)
        other = QLineEdit(page)
        other.move(0, 300)
        made.resize(400, 200)
        show(page)
        made.focus()
        return made

    return make


def leave() -> None:
    press(Qt.Key.Key_Tab)


def said(box: FieldBox) -> str:
    """The error below the field, seen and heard."""
    assert box.editor.control.accessibleDescription() == box.error()
    return box.error()


Field = Callable[..., FieldBox]


def test_the_label_is_the_declared_title_and_names_the_control(field: Field) -> None:
    name = field("person", "full_name", required=True)

    assert [label.text() for label in name.findChildren(QLabel)][:2] == ["Họ và tên", "bắt buộc"]
    assert name.editor.control.accessibleName() == "Họ và tên, bắt buộc"


def test_a_name_is_stored_composed_and_on_one_line(field: Field, type_vi: Typing) -> None:
    name = field("person", "full_name")
    type_vi("  Công Tằng  Tôn Nữ Thị Phương Thảo ")
    leave()

    assert name.value() == "Công Tằng Tôn Nữ Thị Phương Thảo"
    assert name.touched


def test_showing_a_stored_value_is_not_an_edit(field: Field) -> None:
    name = field("person", "full_name")
    name.set_value("Lò Thị Pâng")

    assert name.value() == "Lò Thị Pâng"
    assert not name.touched


def test_news_from_a_scanner_is_an_edit(field: Field) -> None:
    name = field("person", "full_name")
    name.set_value("Lò Thị Pâng", touched=True)

    assert name.touched


def test_a_required_field_complains_when_the_form_is_checked_not_when_it_is_left(field: Field) -> None:
    name = field("person", "full_name", required=True)
    plain("a")
    press(Qt.Key.Key_Backspace)
    leave()
    assert said(name) == ""

    assert not name.validate()
    assert said(name) == "Cần điền mục này."


def test_a_text_too_long_is_said_while_typing_and_nothing_is_cut_off(field: Field) -> None:
    number = field("person", "old_number")
    plain("1234567890123")

    assert said(number) == "Dài quá. Nhiều nhất 12 ký tự."
    assert isinstance(number.editor.widget, QLineEdit)
    assert number.editor.widget.text() == "1234567890123"

    press(Qt.Key.Key_Backspace)
    assert said(number) == ""


@pytest.mark.parametrize("typed", ["5/3", "5.3.26", "05032026", "5-3-2026"])
def test_a_date_is_typed_as_one_likes_and_shown_in_full_when_left(field: Field, typed: str) -> None:
    day = field("person", "birth_date")
    plain(typed)
    leave()

    assert isinstance(day.editor.widget, QLineEdit)
    assert day.editor.widget.text() == "05/03/2026"
    assert day.value() == "2026-03-05"


def test_a_date_that_does_not_exist_stays_as_typed_with_the_reason(field: Field) -> None:
    day = field("person", "birth_date")
    plain("31/2/2026")
    leave()

    assert said(day) == "Không có ngày 31/2/2026 trong lịch."
    assert isinstance(day.editor.widget, QLineEdit)
    assert day.editor.widget.text() == "31/2/2026"
    with pytest.raises(CodedError):
        day.value()


@pytest.mark.parametrize("time", ["8:05", "8h05", "0805", "8 giờ 5"])
def test_a_moment_is_a_day_and_a_time_of_the_office(field: Field, time: str) -> None:
    at = field("hearing", "at")
    plain("24/11")
    press(Qt.Key.Key_Return)
    plain(time)
    leave()

    assert at.value() == "2026-11-24T08:05:00+07:00"


def test_a_moment_is_shown_in_the_offices_time_whatever_zone_it_was_written_in(field: Field) -> None:
    at = field("hearing", "at")
    at.set_value("2026-11-24T01:05:00Z")

    assert [line.text() for line in at.findChildren(QLineEdit)] == ["24/11/2026", "08:05"]
    assert {line.accessibleName() for line in at.findChildren(QLineEdit)} == {
        "Ngày, giờ xét xử",
        "Ngày, giờ xét xử: giờ",
    }


def test_a_day_without_its_time_is_not_a_moment(field: Field) -> None:
    at = field("hearing", "at")
    plain("24/11")

    assert not at.validate()
    assert said(at) == "Cần cả ngày và giờ."


def test_a_code_is_found_by_three_letters(field: Field, type_vi: Typing) -> None:
    ethnic = field("person", "ethnic_group")
    type_vi("mườ")
    leave()

    assert ethnic.value() == "06"


def test_a_code_no_longer_offered_is_shown_and_kept(field: Field) -> None:
    ethnic = field("person", "ethnic_group")
    ethnic.set_value("99")

    assert ethnic.value() == "99"


def test_a_text_outside_the_catalogue_is_refused_in_words(field: Field) -> None:
    gender = field("person", "gender")
    plain("xyz")
    leave()

    assert said(gender) == "Không có trong danh mục. Xin chọn một dòng trong danh sách gợi ý."


def test_several_codes_are_chips_that_can_be_taken_away(field: Field, type_vi: Typing) -> None:
    categories = field("case_person", "categories")
    type_vi("tre")
    press(Qt.Key.Key_Return)
    categories.focus()
    type_vi("nghèo")
    press(Qt.Key.Key_Return)
    assert categories.value() == ["tre_em", "ho_ngheo"]

    chips = [chip for chip in categories.findChildren(QPushButton) if chip.isVisibleTo(categories)]
    assert [chip.accessibleName() for chip in chips] == ["Bỏ Trẻ em", "Bỏ Người thuộc hộ nghèo"]
    chips[0].click()
    assert categories.value() == ["ho_ngheo"]

    press(Qt.Key.Key_Backspace)
    assert categories.value() == []


def test_a_chosen_code_is_not_offered_again(field: Field) -> None:
    categories = field("case_person", "categories")
    categories.set_value(["tre_em"])
    plain("tre em")
    leave()

    assert not categories.validate()


def test_a_flag_carries_its_title_and_enter_goes_on_from_it(field: Field) -> None:
    custody = field("case", "in_custody")
    went_on: list[bool] = []
    custody.went_on.connect(lambda: went_on.append(True))
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)

    assert custody.value() is True
    assert custody.touched
    assert went_on == [True]
    assert custody.editor.control.accessibleName() == "Đang bị bắt, tạm giữ, tạm giam"


@pytest.mark.parametrize(("typed", "value"), [("1964", 1964), ("1.964", 1964)])
def test_a_number_may_be_typed_with_points(field: Field, typed: str, value: int) -> None:
    year = field("person", "birth_year")
    plain(typed)
    leave()

    assert year.value() == value


@pytest.mark.parametrize(("typed", "value"), [("1/2", "1/2"), ("50%", "1/2"), ("2/4", "1/2"), ("1", "1")])
def test_a_share_is_an_exact_part_of_the_whole(field: Field, typed: str, value: str) -> None:
    share = field("assignment", "share")
    plain(typed)
    leave()

    assert share.value() == value


@pytest.mark.parametrize("typed", ["0", "3/2", "nửa", "1/0"])
def test_a_share_of_nothing_or_more_than_all_is_refused(field: Field, typed: str) -> None:
    share = field("assignment", "share")
    plain(typed)
    leave()

    assert "1/2" in said(share)


def test_a_long_text_grows_and_tab_leaves_it(field: Field, type_vi: Typing) -> None:
    content = field("case", "content")
    text = content.editor.widget
    assert isinstance(text, QPlainTextEdit)
    height = text.height()
    for _line in range(5):
        type_vi("Bào chữa")
        press(Qt.Key.Key_Return)

    assert text.height() > height
    assert content.value() == "\n".join(["Bào chữa"] * 5)
    leave()
    assert not text.hasFocus()


def test_a_reference_is_shown_by_its_title_and_stored_by_its_id(show: Show) -> None:
    people = {"p1": Choice("p1", "Nguyễn Văn An", "Trợ giúp viên")}
    made = FieldFactory(
        RECORD_TYPES["assignment"].fields,
        now=now,
        choices=lambda name: CATALOGUES[name],
        searches={"practitioner": Search(lambda _text, answer: answer([*people.values()]), people.get)},
    ).make("practitioner")
    show(made)
    made.set_value("p1")
    line = made.editor.widget
    assert isinstance(line, QLineEdit)
    assert line.text() == "Nguyễn Văn An"

    line.clear()
    made.focus()
    plain("an")
    press(Qt.Key.Key_Return)
    assert made.value() == "p1"


def test_the_wheel_passes_over_a_combo_box_without_the_focus(show: Show) -> None:
    page = QWidget()
    combo = ComboBox("Trạng thái", [Choice("a", "Mới"), Choice("b", "Đã thụ lý")], page)
    show(page)
    combo.clearFocus()

    def turn() -> None:
        here = QPointF(combo.rect().center())
        event = QWheelEvent(
            here,
            here,
            QPoint(0, -120),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(combo, event)

    turn()
    assert combo.code() == "a"
    combo.setFocus()
    turn()
    assert combo.code() == "b"


def test_every_kind_of_declared_field_has_an_editor() -> None:
    search = Search(lambda _text, answer: answer([]), lambda _code: None)
    searches = dict.fromkeys(RECORD_TYPES, search)
    for record in RECORD_TYPES.values():
        made = FieldFactory(record.fields, now=now, choices=lambda _name: CATALOGUES["gender"], searches=searches)
        for name, declared in record.fields.items():
            if declared.info.given or record.written_by_server:  # nobody types it
                continue
            box = made.make(name)
            assert box.editor.control.accessibleName() == declared.title
            box.deleteLater()


@pytest.mark.parametrize("typed", ["25:00", "8:61", "sáng"])
def test_a_time_that_does_not_exist_is_refused_in_words(field: Field, typed: str) -> None:
    at = field("hearing", "at")
    plain("24/11")
    press(Qt.Key.Key_Return)
    plain(typed)
    leave()

    assert said(at) == "Chưa đọc được giờ này. Gõ như 8:05, 8h05 hoặc 0805."
