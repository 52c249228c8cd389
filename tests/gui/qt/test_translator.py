"""Qt's own buttons and menus speak Vietnamese."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.qt.translator import QtWords
from desktop.words.qt import QT_WORDS


@pytest.fixture(autouse=True)
def words(qapp: QApplication) -> Iterator[QtWords]:
    made = QtWords(qapp)
    assert qapp.installTranslator(made)
    yield made
    qapp.removeTranslator(made)
    made.deleteLater()


def test_every_standard_button_is_vietnamese(qtbot: QtBot) -> None:
    box = QDialogButtonBox()
    qtbot.addWidget(box)
    for standard in QDialogButtonBox.StandardButton:
        if standard not in (QDialogButtonBox.StandardButton.NoButton,):
            box.addButton(standard)

    words = {button.text().replace("&", "") for button in box.buttons()}
    assert words <= set(QT_WORDS.values())


def test_a_message_box_asks_in_vietnamese(qtbot: QtBot) -> None:
    box = QMessageBox()
    qtbot.addWidget(box)
    box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)

    assert {button.text() for button in box.buttons()} == {"Có", "Không"}


def test_the_menu_of_a_text_field_is_vietnamese(qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    menu = line.createStandardContextMenu()
    assert isinstance(menu, QMenu)
    menu.setParent(line)
    texts = [action.text().partition("\t")[0].replace("&", "") for action in menu.actions() if action.text()]

    assert texts[:6] == ["Hoàn tác", "Làm lại", "Cắt", "Chép", "Dán", "Xóa"]
    assert set(texts) <= set(QT_WORDS.values())


def test_a_text_it_does_not_know_stays_as_it_is() -> None:
    assert QCoreApplication.translate("QLineEdit", "Something new") == "Something new"
