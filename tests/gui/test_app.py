"""The whole program: started as people start it, signed in, signed out, closed with a backup."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Homes, Program
from desktop.services import this_pc
from desktop.services.backups import Backups
from desktop.services.cases import Cases
from desktop.services.office import Office
from desktop.store.errors import StoreError
from desktop.store.lists import CaseFilter
from desktop.store.lock import HomeLock
from desktop.ui.cases.page import CasesPage
from desktop.ui.main_window import MainWindow
from desktop.ui.settings.backups_section import BackupsSection
from desktop.ui.settings.page import SettingsPage
from desktop.ui.settings.password_dialog import PasswordDialog
from desktop.ui.sign_in.gate import Gate
from desktop.ui.sign_in.restore_page import RestoredPage, RestorePage
from desktop.ui.sign_in.sign_in_page import SignInPage
from tests.factories import PASSWORD, make_office, sample_intake
from tests.gui import keys
from tests.gui.keys import plain
from tests.gui.settings.conftest import open_section

SLOW = 60_000  # milliseconds
ROOT = Path(__file__).parents[2]

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(autouse=True)
def _qt_talks_to_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pytest-qt, which knows what Qt may say off screen, keep listening to it."""
    monkeypatch.setattr("desktop.qt.crash.qInstallMessageHandler", lambda _handler: None)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An office with one case; nobody is signed in."""
    office, session = make_office(tmp_path)
    Cases(session).take_in(sample_intake())
    session.database.close()
    return office.home


class Session:
    """The program in this process, driven like a person does."""

    def __init__(self, home: Path, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.program = Program(application, Homes.beside(home))

    def wait(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=SLOW)

    def gate(self) -> Gate:
        self.wait(lambda: self.program.gate is not None)
        assert self.program.gate is not None
        return self.program.gate

    def sign_in(self) -> MainWindow:
        gate = self.gate()
        self.wait(lambda: isinstance(gate.page, SignInPage) and gate.page.form.isEnabled())
        assert isinstance(gate.page, SignInPage)
        gate.page.answered.emit("hoa", PASSWORD)
        return self.window()

    def window(self) -> MainWindow:
        self.wait(lambda: self.program.window is not None)
        assert self.program.window is not None
        return self.program.window

    def close(self) -> None:
        self.window().close()
        self.wait(lambda: self.program.window is None)


@pytest.fixture
def started(home: Path, qtbot: QtBot) -> Iterator[Session]:
    """The program over that office, at its first window."""
    session = Session(home, qtbot)
    session.program.start()
    yield session
    session.program.stop()
    session.program.deleteLater()


def open_dialog(window: QWidget) -> QDialog | None:
    return next((dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()), None)


def found(window: MainWindow, query: str) -> int:
    return len(Cases(window.context.session).numbers(CaseFilter(query=query)))


def press(inside: QWidget, words: str) -> None:
    next(button for button in inside.findChildren(QPushButton) if button.text() == words).click()


def test_closing_leaves_a_backup_and_lets_go_of_the_folder(started: Session, home: Path) -> None:
    window = started.sign_in()
    assert window.windowTitle() == "Chi nhánh số 1 – Trợ giúp pháp lý"
    first = window.made("today")
    assert first is not None
    assert first.isVisible()
    started.close()

    assert len(Backups(Office.at(home)).every()) == 1
    with HomeLock(home):
        pass


def test_an_office_in_another_folder_is_found_at_the_next_start(home: Path, qtbot: QtBot, tmp_path: Path) -> None:
    this_pc.keep_office_in(home, tmp_path / "usual")
    for _start in range(2):
        session = Session(tmp_path / "usual", qtbot)
        session.program.start()
        assert found(session.sign_in(), "pang") == 1
        session.close()
        session.program.deleteLater()
    assert not (tmp_path / "usual" / "office.db").exists()


def test_a_day_without_changes_leaves_no_second_backup(home: Path, qtbot: QtBot) -> None:
    for _day in range(2):
        session = Session(home, qtbot)
        session.program.start()
        session.sign_in()
        session.close()
        session.program.deleteLater()

    assert len(Backups(Office.at(home)).every()) == 1


def test_a_disk_without_room_for_the_backup_leaves_the_choice(
    started: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_backups: Backups, _session: object) -> None:
        raise StoreError("disk_full")

    monkeypatch.setattr(Backups, "on_close", full)
    window = started.sign_in()
    window.close()
    started.wait(lambda: open_dialog(window) is not None)
    dialog = open_dialog(window)
    assert dialog is not None
    press(dialog, "Ở lại")
    assert started.program.window is window

    window.close()
    started.wait(lambda: open_dialog(window) not in (None, dialog))
    again = open_dialog(window)
    assert again is not None
    press(again, "Đóng, không sao lưu")
    started.wait(lambda: started.program.window is None)


def test_signing_out_shows_the_way_in_for_the_next_person(started: Session) -> None:
    first = started.sign_in()
    first.sign_out_asked.emit()
    second = started.sign_in()
    assert second is not first
    assert found(second, "pang") == 1


def test_the_search_field_finds_a_case_without_accents_and_opens_it(started: Session, qtbot: QtBot) -> None:
    window = started.sign_in()
    window.activateWindow()
    window.search.setFocus()
    plain("lo thi pang")
    started.wait(window.search.is_open)
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Return)
    page = window.made("cases")
    assert isinstance(page, CasesPage)
    started.wait(lambda: page.case is not None)
    assert window.search.text() == ""


def test_the_person_changes_the_own_password_from_the_menu(started: Session) -> None:
    window = started.sign_in()
    actions = {action.text(): action for action in window.user.menu().actions() if action.text()}
    assert list(actions) == ["Đổi mật khẩu", "Đăng xuất"]
    actions["Đổi mật khẩu"].trigger()
    started.wait(lambda: open_dialog(window) is not None)
    dialog = open_dialog(window)
    assert isinstance(dialog, PasswordDialog)
    dialog.reject()


def test_a_new_day_is_backed_up_in_a_window_that_stays_open(started: Session, home: Path) -> None:
    window = started.sign_in()
    started.program._back_up_daily()
    started.wait(lambda: not window.context.local.busy)
    started.program._back_up_daily()
    started.wait(lambda: not window.context.local.busy)
    assert len(Backups(Office.at(home)).every()) == 1


def test_windows_shuts_down_without_being_held_up(started: Session, home: Path) -> None:
    started.sign_in()
    started.program.stop()
    assert started.program.window is None
    with HomeLock(home):
        pass


def test_a_backup_is_restored_from_the_settings(started: Session, home: Path) -> None:
    window = started.sign_in()
    Backups(window.context.office).now(window.context.session)
    Cases(window.context.session).take_in(sample_intake("Giàng A Páo"))
    settings = window.open("settings")
    assert isinstance(settings, SettingsPage)
    section = open_section(settings, "Sao lưu", BackupsSection)
    press(section, "Khôi phục…")
    started.wait(lambda: open_dialog(window) is not None)
    dialog = open_dialog(window)
    assert dialog is not None
    press(dialog, "Tiếp tục")
    gate = started.gate()
    started.wait(lambda: isinstance(gate.page, RestorePage))
    page = gate.page
    assert isinstance(page, RestorePage)
    page.form.show_values({"password": PASSWORD})
    press(page, "Xem bản này")
    started.wait(lambda: any(b.text() == "Khôi phục bản này" for b in page.findChildren(QPushButton)))
    press(page, "Khôi phục bản này")
    started.wait(lambda: isinstance(gate.page, RestoredPage))
    assert gate.page is not None
    press(gate.page, "Vào phần mềm")

    restored = started.window()
    assert found(restored, "pang") == 1
    assert found(restored, "giang a pao") == 0


def test_a_bug_is_said_with_its_number_and_the_program_goes_on(
    started: Session, home: Path, expected_log: Callable[[str], None]
) -> None:
    expected_log(r"ERROR desktop\.qt\.crash: bug .*: ZeroDivisionError")
    window = started.sign_in()
    number = started.program.crashes.report(ZeroDivisionError())
    started.wait(lambda: open_dialog(window) is not None)

    assert (home / "crashes" / f"crash-{number}.txt").exists()
    dialog = open_dialog(window)
    assert dialog is not None
    assert dialog.windowTitle() == "Phần mềm gặp lỗi"
    press(dialog, "Đã hiểu")


def test_practice_data_open_by_themselves_and_are_marked(tmp_path: Path, qtbot: QtBot) -> None:
    session = Session(tmp_path / "office", qtbot)
    session.program.start(practice=True)
    window = session.window()

    assert window.context.session.office.practice
    assert (tmp_path / "office-practice" / "office.db").exists()
    assert not (tmp_path / "office" / "office.db").exists()
    assert found(window, "") > 100
    session.close()
    session.program.deleteLater()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the program as a process of its own."""

    def start(*arguments: str, code: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, *(["-c", code] if code else ["-m", "desktop"]), *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=120
        )

    return start


def test_the_picture_shows_practice_data(run: Run, tmp_path: Path) -> None:
    done = run("--practice", "--screenshot", str(tmp_path / "out" / "main.png"))
    assert done.returncode == 0, done.stderr
    picture = QImage(str(tmp_path / "out" / "main.png"))
    assert (picture.width(), picture.height()) == (1366, 697)
    assert picture.pixelColor(1300, 10).name().upper() == "#FFF3D1", "the banner of practice data"


def test_the_program_finds_itself_whole(run: Run) -> None:
    done = run("--self-check")
    assert done.returncode == 0, done.stdout
    answer = json.loads(done.stdout)
    assert answer["ok"]
    names = [check["name"] for check in answer["checks"]]
    assert {
        "font",
        "themes",
        "icons",
        "page today",
        "page cases",
        "page people",
        "page sync",
        "page settings",
        "window",
    } <= set(names)


CLOSE_SOON = """
import sys, threading
from PySide6.QtCore import QMetaObject, Qt
from PySide6.QtWidgets import QApplication
from desktop.__main__ import main

def close():
    QMetaObject.invokeMethod(QApplication.instance(), "closeAllWindows", Qt.ConnectionType.QueuedConnection)

threading.Timer(3, close).start()
sys.exit(main(sys.argv[1:]))
"""


def test_an_untouched_first_start_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    done = run("--home", str(tmp_path / "nothing here"), code=CLOSE_SOON)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "nothing here").exists()


def test_it_does_not_load_the_store_before_the_window_is_there(run: Run) -> None:
    heavy = "sqlalchemy,alembic,keyring,requests,cryptography,openpyxl"
    done = run(code=f"import sys, desktop.app; print([m for m in '{heavy}'.split(',') if m in sys.modules])")
    assert done.stdout.strip() == "[]"


def test_the_first_page_does_not_load_what_only_some_later_act_needs(run: Run) -> None:
    later = "openpyxl,requests,alembic,zstandard"
    done = run(code=f"import sys, desktop.ui.main_window; print([m for m in '{later}'.split(',') if m in sys.modules])")
    assert done.stdout.strip() == "[]"
