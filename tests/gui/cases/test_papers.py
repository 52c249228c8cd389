"""Papers on the case page: added, dropped, opened, saved elsewhere, fetched; each says where its file is."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from desktop.services.attachments import Attachments
from desktop.store.tables import attachment_files
from desktop.ui.cases import papers_tab
from desktop.ui.cases.case_page import PAPERS
from desktop.ui.cases.paper_card import PaperCard
from desktop.ui.cases.papers_tab import PapersTab
from desktop.ui.widgets.checks import CheckBox
from desktop.ui.widgets.dialogs import Dialog
from tests.factories import sample_intake
from tests.gui.cases.conftest import Window, record_dialog
from tests.gui.cases.screens import fill_papers
from tests.gui.keys import Typing, press

NO_BUTTON, NO_KEY = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def tab(window: Window) -> PapersTab:
    window.page.open_case(window.cases.take_in(sample_intake()))
    assert window.page.case is not None
    shown = window.page.case.tab(PAPERS)
    assert isinstance(shown, PapersTab)
    return shown


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "Giấy chứng nhận hộ nghèo.pdf"
    path.write_bytes(b"%PDF-1.7 scan")
    return path


@pytest.fixture
def shown_elsewhere(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What was handed to other programs."""
    handed: list[Path] = []
    monkeypatch.setattr(papers_tab, "open_file", handed.append)
    return handed


def settle(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.lanes.exports.busy)
    window.settle(qtbot)


def click(tab: PapersTab, name: str) -> None:
    next(b for b in tab.findChildren(QPushButton) if name in (b.accessibleName(), b.text())).click()


def press_in(asked: Dialog, verb: str) -> None:
    next(b for b in asked.findChildren(QPushButton) if b.text() == verb).click()


def states(tab: PapersTab) -> list[str]:
    return [card.chips[0].mark().word for card in tab.findChildren(PaperCard) if card.isVisible()]


def test_a_paper_is_chosen_and_shown(window: Window, tab: PapersTab, scan: Path, qtbot: QtBot) -> None:
    tab.papers.add.click()
    asked = tab.findChild(QFileDialog)
    assert isinstance(asked, QFileDialog)
    asked.filesSelected.emit([str(scan)])
    asked.reject()
    settle(window, qtbot)
    assert tab.papers.cards() == ["Giấy chứng nhận hộ nghèo"]
    assert states(tab) == ["Trên máy này"]
    assert scan.exists(), "it was copied, not moved"


def test_files_are_dropped_on_the_tab(window: Window, tab: PapersTab, scan: Path, qtbot: QtBot) -> None:
    second = scan.with_name("Đơn.docx")
    second.write_bytes(b"PK")
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(scan)), QUrl.fromLocalFile(str(second))])
    copy, at = Qt.DropAction.CopyAction, QPointF(5, 5)
    entering = QDragEnterEvent(at.toPoint(), copy, carried, NO_BUTTON, NO_KEY)
    tab.dragEnterEvent(entering)
    assert entering.isAccepted()
    tab.dropEvent(QDropEvent(at, copy, carried, NO_BUTTON, NO_KEY))
    settle(window, qtbot)
    assert sorted(tab.papers.cards()) == ["Giấy chứng nhận hộ nghèo", "Đơn"]


def test_a_file_that_is_refused_is_named_and_the_rest_is_added(
    window: Window, tab: PapersTab, scan: Path, qtbot: QtBot
) -> None:
    program = scan.with_name("cài đặt.exe")
    program.write_bytes(b"MZ")
    tab.adding.add([program, scan])
    settle(window, qtbot)
    assert tab.papers.cards() == ["Giấy chứng nhận hộ nghèo"]
    said = tab.adding.words()
    assert said.startswith("Chưa thêm được: cài đặt.exe.")
    assert "Chọn tệp PDF" in said


def test_a_paper_is_opened_and_its_readable_copy_wiped(
    window: Window, tab: PapersTab, scan: Path, qtbot: QtBot, shown_elsewhere: list[Path]
) -> None:
    tab.adding.add([scan])
    settle(window, qtbot)
    click(tab, "Mở: Giấy chứng nhận hộ nghèo")
    settle(window, qtbot)
    (copy,) = shown_elsewhere
    assert copy.read_bytes() == scan.read_bytes()
    assert "không mã hóa" in tab.opened.words()
    click(tab, "Xóa bản đang mở")
    settle(window, qtbot)
    assert not copy.exists()
    assert tab.opened.words() == ""


def test_a_paper_is_saved_elsewhere_and_what_that_means_is_said(
    window: Window, tab: PapersTab, scan: Path, qtbot: QtBot
) -> None:
    tab.adding.add([scan])
    settle(window, qtbot)
    click(tab, "Lưu ra tệp: Giấy chứng nhận hộ nghèo")
    asked = tab.findChild(QFileDialog)
    assert isinstance(asked, QFileDialog)
    assert Path(asked.selectedFiles()[0]).name == scan.name
    target = scan.with_name("ra.pdf")
    asked.fileSelected.emit(str(target))
    asked.reject()
    settle(window, qtbot)
    assert target.read_bytes() == scan.read_bytes()
    assert window.told == ["Đã lưu ra.pdf. Tệp này không được mã hóa."]


def test_what_is_written_about_a_paper_is_changed_and_it_is_removed(
    window: Window, tab: PapersTab, scan: Path, qtbot: QtBot, type_vi: Typing
) -> None:
    tab.adding.add([scan])
    settle(window, qtbot)
    click(tab, "Sửa: Giấy chứng nhận hộ nghèo")
    asked = record_dialog(window, qtbot)
    asked.form.fields["title"].focus()
    type_vi(" năm 2026")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)
    (title,) = tab.papers.cards()
    assert "năm 2026" in title
    click(tab, f"Sửa: {title}")
    asked = record_dialog(window, qtbot)
    press_in(asked, "Xóa mục này")
    sure = next(d for d in window.shell.findChildren(Dialog) if d.isVisible() and d is not asked)
    press_in(sure, "Xóa mục này")
    settle(window, qtbot)
    assert tab.papers.cards() == []


def test_every_state_is_said_in_words_and_offers_what_can_be_done(window: Window, tab: PapersTab, qtbot: QtBot) -> None:
    fill_papers(window.context.session, tab.page.case.id)
    window.context.changes.tell({("attachment", "")})
    settle(window, qtbot)
    assert sorted(states(tab)) == [
        "Chưa tải về",
        "Chờ gửi",
        "Hỏng",
        *[state for state in states(tab) if state.startswith("Trên máy ")],
        "Đang gửi 40%",
        "Đã gửi",
    ]
    offered = {b.text() for b in tab.findChildren(QPushButton) if b.isVisible()}
    assert {"Mở", "Lưu ra tệp", "Sửa", "Tải về", "Thử lại"} <= offered
    broken = next(card for card in tab.findChildren(PaperCard) if card.accessibleName() == "Biên bản hòa giải")
    assert any(said.text().startswith("Mất tệp. ") for said in broken.findChildren(QLabel))


def test_a_card_follows_its_file_without_being_made_anew(window: Window, tab: PapersTab, qtbot: QtBot) -> None:
    fill_papers(window.context.session, tab.page.case.id)
    window.context.changes.tell({("attachment", "")})
    settle(window, qtbot)
    before = tab.findChildren(PaperCard)
    with window.context.session.database.write() as connection:
        going = attachment_files.c.address.is_not(None)
        connection.execute(update(attachment_files).where(going).values(moved=2_400_000))
    window.context.changes.tell({("attachment", "")})
    settle(window, qtbot)
    assert "Đang gửi 80%" in states(tab)
    assert tab.findChildren(PaperCard) == before


def test_fetching_waits_for_the_next_synchronisation(window: Window, tab: PapersTab, qtbot: QtBot) -> None:
    fill_papers(window.context.session, tab.page.case.id)
    window.context.changes.tell({("attachment", "")})
    settle(window, qtbot)
    click(tab, "Tải về: IMG 20261120 081502")
    settle(window, qtbot)
    assert "Chờ tải về" in states(tab)


def test_what_is_pinned_stays_pinned(window: Window, tab: PapersTab, scan: Path, qtbot: QtBot) -> None:
    tab.adding.add([scan])
    settle(window, qtbot)
    next(box for box in tab.findChildren(CheckBox) if box.isVisible()).click()
    settle(window, qtbot)
    (paper,) = Attachments(window.context.session).of_case(tab.page.case.id)
    assert paper.pinned
