"""What was typed and not saved comes back: after Esc, after closing, after the power went."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.drafts import Drafts
from desktop.store.errors import StoreError
from desktop.ui.cases.draft_banner import DraftBanner
from desktop.ui.theme import Appearance
from tests.factories import make_office, sample_intake, sign_in
from tests.gui.cases.conftest import Window, make_window
from tests.gui.keys import plain, press

CONTROL = Qt.KeyboardModifier.ControlModifier
ROOT = Path(__file__).parents[3]


def press_button(banner: DraftBanner, verb: str) -> None:
    next(button for button in banner.findChildren(QPushButton) if button.text() == verb).click()


def half_type(window: Window) -> None:
    press(Qt.Key.Key_N, CONTROL)
    plain("Lò Thị Pâng")
    press(Qt.Key.Key_Return)
    plain("0111870")  # half a number
    press(Qt.Key.Key_Return)
    plain("5/3/19")


def test_esc_closes_at_once_and_offers_the_draft_again(window: Window, qtbot: QtBot) -> None:
    half_type(window)
    press(Qt.Key.Key_Escape)
    assert window.page.list.isVisible()
    assert window.page.list.offer.words() == "Có bản nháp tiếp nhận yêu cầu, lưu lúc 16:02 ngày 25/11/2026."
    press_button(window.page.list.offer, "Mở lại bản nháp")
    intake = window.page.intake
    assert intake is not None
    assert intake.isVisible()
    assert intake.form.typed("person.full_name") == "Lò Thị Pâng"
    number = intake.form.fields["person.citizen_number"].editor.control
    assert number.property("text") == "0111870"
    assert intake.form.typed("person.birth") == "2019-03-05"


def test_a_draft_is_forgotten_once_it_is_saved_or_given_up(window: Window, qtbot: QtBot) -> None:
    drafts = Drafts(window.context.session)
    half_type(window)
    press(Qt.Key.Key_Escape)
    press_button(window.page.list.offer, "Bỏ bản nháp")
    assert drafts.every() == []
    press(Qt.Key.Key_N, CONTROL)
    plain("Lò Thị Pâng")
    press(Qt.Key.Key_Escape)
    press_button(window.page.list.offer, "Mở lại bản nháp")
    intake = window.page.intake
    assert intake is not None
    for key, value in (("case.form", "tu_van_phap_luat"), ("case.content", "Ly hôn")):
        intake.form.fields[key].set_value(value, touched=True)
    press(Qt.Key.Key_Return, CONTROL)
    window.settle(qtbot)
    assert drafts.every() == []


def test_nothing_typed_leaves_no_draft(window: Window) -> None:
    press(Qt.Key.Key_N, CONTROL)
    press(Qt.Key.Key_Escape)
    assert Drafts(window.context.session).every() == []


def test_closing_the_window_keeps_what_was_typed(window: Window) -> None:
    half_type(window)
    window.shell.hide()
    assert len(Drafts(window.context.session).every("intake")) == 1


def test_a_draft_of_a_known_person_comes_back_locked_to_them(window: Window, qtbot: QtBot) -> None:
    window.cases.take_in(sample_intake("Đặng Thị Hoà"))
    press(Qt.Key.Key_N, CONTROL)
    intake = window.page.intake
    assert intake is not None
    plain("dang")
    qtbot.waitUntil(intake.form.name.is_open)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    known = intake.form.person_id
    press(Qt.Key.Key_Escape)
    press_button(window.page.list.offer, "Mở lại bản nháp")
    assert known is not None
    assert intake.form.person_id == known
    assert intake.form.typed("person.full_name") == "Đặng Thị Hoà"
    assert not intake.form.fields["person.birth"].isEnabled()


def test_changes_of_a_case_come_back_with_what_had_been_seen(window: Window, qtbot: QtBot) -> None:
    case_id = window.cases.take_in(sample_intake())
    window.page.open_case(case_id)
    case = window.page.case
    assert case is not None
    case.overview.form.fields["note"].focus()
    plain("Gọi lại thứ Hai")
    seen = window.cases.open("case", case_id).seen["note"]
    press(Qt.Key.Key_Escape)
    window.settle(qtbot)
    window.cases.edit("case", case_id, {"note": "Người khác đã ghi"})
    press_button(window.page.list.offer, "Mở lại bản nháp")
    case = window.page.case
    assert case is not None
    assert case.overview.form.fields["note"].value() == "Gọi lại thứ Hai"
    assert "Ghi chú" in case.overview.news.words()
    draft = Drafts(window.context.session).every(f"case:{case_id}")[0]
    assert draft.doc["seen"]["note"] == [seen.base, seen.after]


def test_a_draft_that_cannot_be_kept_is_said_quietly_and_typing_goes_on(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_type(window)
    intake = window.page.intake
    assert intake is not None

    def full(*_arguments: object) -> None:
        raise StoreError("disk_full")

    monkeypatch.setattr(Drafts, "keep", full)
    assert not intake.keeper.keep()
    assert window.told[-1].startswith("Chưa giữ được bản nháp:")
    assert intake.form.typed("person.full_name") == "Lò Thị Pâng"


def test_a_killed_program_offers_the_half_typed_case_again(
    tmp_path: Path, appearance: Appearance, show: Callable[[QWidget], None]
) -> None:
    """A real program on a real encrypted file, ended by SIGKILL while somebody types."""
    _office, session = make_office(tmp_path)
    session.database.close()
    program = [sys.executable, "-m", "tests.gui.cases.typist", str(tmp_path)]
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True) as typist:
        assert typist.stdout is not None
        assert typist.stdout.readline() == "kept\n"
        typist.send_signal(signal.SIGKILL)
        typist.wait(timeout=10)
    time.sleep(0.05)
    session = sign_in(tmp_path)
    again = make_window(appearance, _office, session)
    show(again.shell)
    again.shell.open("cases")
    assert "Có bản nháp tiếp nhận yêu cầu" in again.page.list.offer.words()
    press_button(again.page.list.offer, "Mở lại bản nháp")
    intake = again.page.intake
    assert intake is not None
    assert intake.form.typed("person.full_name") == "Lò Thị Pâng"
    assert intake.form.typed("case.content") == "Tranh chấp đất đai, chưa gõ hết"
    again.lanes.stop()
    session.database.close()
