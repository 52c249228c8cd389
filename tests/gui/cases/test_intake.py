"""Taking a request in: twelve stops, the keyboard alone, nothing lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.cases.conftest import Window
from tests.gui.keys import Typing, press


def test_a_whole_case_is_taken_in_with_the_keyboard_in_twelve_stops(
    window: Window, qtbot: QtBot, type_vi: Typing, capsys: pytest.CaptureFixture[str]
) -> None:
    press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    intake = window.page.intake
    assert intake is not None
    stops, typed = [], 0
    answers = {
        "person.full_name": "Lò Thị Pâng",
        "person.citizen_number": "011187001234",
        "person.birth": "5/3/1987",
        "person.gender": "nữ",
        "person.ethnic_group": "Thái",
        "person.phone": "0912000111",
        "person.address": "Bản Nà Tấu, Xã Nà Tấu",
        "part.categories": "ho ngheo",
        "case.form": "tham gia",
        "case.representation": "bao ch",
        "case.law_field": "hinh su",
        "case.content": "Bào chữa, Điều 173 BLHS",
    }
    for key, text in answers.items():
        field = intake.form.fields[key]
        assert QApplication.focusWidget() is field.editor.control, f"the cursor is not at {key}"
        stops.append(key)
        type_vi(text)
        typed += len(text)
        qtbot.wait(1)
        if key == "case.content":
            press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        else:
            press(Qt.Key.Key_Return)
        typed += 1
    window.settle(qtbot)
    with capsys.disabled():
        print(f"\nintake: {len(stops)} stops, {typed} keystrokes")
    errors = {key: field.error() for key, field in intake.form.fields.items() if field.error()}
    assert not errors
    assert len(stops) <= 12
    assert window.told[-1] == "Đã thụ lý vụ việc CN1.TGTT.01.2026."
