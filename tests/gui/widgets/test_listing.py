"""A list that is empty teaches, one that is being found waits in grey, one that is found says how much there is."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.listing import Listing
from tests.gui.gallery import case_table

Show = Callable[[QWidget], None]


@pytest.fixture
def listing(show: Show) -> Listing:
    made = Listing(case_table())
    made.resize(900, 28 * 11)
    show(made)
    return made


def shown(listing: Listing) -> QWidget | None:
    return listing.findChildren(QStackedWidget)[0].currentWidget()


def count(listing: Listing) -> str:
    """What stands below the table."""
    return next(each.text() for each in listing.findChildren(QLabel) if each.property("type") == "small")


def test_what_was_found_is_counted_with_what_is_on_the_screen(listing: Listing, qtbot: QtBot) -> None:
    listing.show_ids(range(1274))
    qtbot.waitUntil(lambda: count(listing).endswith("1.274"))
    _first, last = listing.table.visible_rows()
    assert count(listing) == f"1–{last + 1} trong tổng số 1.274"

    listing.table.scrollToBottom()
    assert count(listing).endswith("–1.274 trong tổng số 1.274")


def test_nothing_found_shows_the_sentence_and_the_button(listing: Listing) -> None:
    pressed: list[bool] = []
    listing.empty.show_words("Chưa có vụ việc nào.", "Tiếp nhận yêu cầu", lambda: pressed.append(True))
    listing.show_ids([])

    assert shown(listing) is listing.empty
    assert count(listing) == ""
    [button] = listing.empty.findChildren(QPushButton)
    button.click()
    assert pressed == [True]


def test_the_keyboard_comes_to_the_button_of_an_empty_list_and_back_to_the_rows(listing: Listing) -> None:
    listing.table.setFocus()
    listing.empty.show_words("Chưa có vụ việc nào.", "Tiếp nhận yêu cầu", lambda: None)
    listing.show_ids([])
    [button] = listing.empty.findChildren(QPushButton)
    assert button.hasFocus()

    listing.show_ids(range(3))
    assert QApplication.focusWidget() is listing.table


def test_what_is_found_quickly_never_flickers(listing: Listing, qtbot: QtBot) -> None:
    listing.show_ids(range(3))
    listing.wait()
    listing.show_ids(range(5))
    qtbot.wait(250)

    assert shown(listing) is listing.table


def test_what_takes_long_shows_grey_rows_until_it_is_there(listing: Listing, qtbot: QtBot) -> None:
    listing.show_ids(range(3))
    listing.wait()
    qtbot.waitUntil(lambda: shown(listing) not in (listing.table, listing.empty))
    waiting = shown(listing)
    assert waiting is not None
    assert waiting.accessibleName() == "Đang tìm…"
    listing.grab()

    listing.show_ids(range(5))
    assert shown(listing) is listing.table
