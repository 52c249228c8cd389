"""Synchronising by USB stick from the window: what is said, what can be pressed, what lies on the stick afterwards."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.services.attachments import Attachments
from desktop.services.bundles import Bundles
from desktop.services.synchronise import Synchronise
from desktop.ui.sync.page import SyncPage
from desktop.ui.sync.stick_dialog import StickDialog
from sync.contract.errors import NeedsUser
from tests.fakes.server import RunningServer
from tests.fakes.stick import answered, invitation
from tests.gui.sync.desk import Colleague, Desk, Show


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def opened(desk: Desk, show: Show) -> tuple[SyncPage, StickDialog]:
    page = desk.page()
    page.resize(1118, 560)
    show(page)
    return page, page.open_stick()


def says(dialog: StickDialog, words: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: words in dialog.banner.words(), timeout=10_000)


def test_a_pc_without_a_line_joins_by_stick_and_gets_a_slip_for_each_file(
    desk: Desk, server: RunningServer, stick: Path, show: Show, qtbot: QtBot
) -> None:
    desk.add_case()
    page, dialog = opened(desk, show)
    assert page.joining
    form = dialog.form
    assert form.isVisible()
    path, code = invitation(server, stick)
    form.fields["invitation"].set_value(str(path))
    form.fields["code"].set_value("AAAA-BBBB-CCCC")
    dialog.export_to(str(stick))
    qtbot.waitUntil(lambda: "không đúng với tệp mời" in form.fields["code"].error(), timeout=10_000)
    form.fields["code"].set_value(code)
    dialog.export_to(str(stick))
    says(dialog, "Đã ghi 3 thay đổi vào TGPL-CN1-", qtbot)
    (written,) = stick.glob("*.tgpl-usb")
    qtbot.waitUntil(lambda: "3 thay đổi trên USB từ" in page.strip.text(), timeout=10_000)
    dialog.receive(str(answered(server, written)))
    says(dialog, "Đã nhận trả lời cho 3 thay đổi", qtbot)
    qtbot.waitUntil(lambda: page.joining is None, timeout=10_000)
    qtbot.waitUntil(lambda: dialog.slips.list.count() == 2, timeout=10_000)
    assert "Phiếu nhận từ USB" in dialog.slips.list.item(0).text()
    dialog.slips.save(str(stick / "phieu.pdf"))
    assert (stick / "phieu.pdf").read_bytes().startswith(b"%PDF")
    dialog.accept()


@pytest.mark.parametrize("heard", [True, False])
def test_a_pc_that_was_shut_out_joins_again_by_stick_with_what_waits(
    enrolled: Desk, server: RunningServer, stick: Path, *, heard: bool, show: Show, qtbot: QtBot
) -> None:
    Synchronise(enrolled.session).cycle()
    case = enrolled.add_case()
    server.revoke(enrolled.session.office.device)
    if heard:
        with pytest.raises(NeedsUser, match="device_revoked"):
            Synchronise(enrolled.session).cycle()
    page, dialog = opened(enrolled, show)
    if not heard:  # nobody without a line has told this PC
        button_of(dialog, "Trung tâm đã cấp tệp mời cho máy này…").click()
    path, code = invitation(server, stick)
    qtbot.waitUntil(dialog.form.isVisible)
    dialog.form.fields["invitation"].set_value(str(path))
    dialog.form.fields["code"].set_value(code)
    dialog.export_to(str(stick))
    says(dialog, "Đã ghi 3 thay đổi vào", qtbot)
    assert not dialog.form.isVisible()
    (written,) = stick.glob("*.tgpl-usb")
    dialog.receive(str(answered(server, written)))
    says(dialog, "Đã nhận trả lời cho 3 thay đổi", qtbot)
    dialog.accept()
    assert page.joining is None
    Synchronise(enrolled.session).cycle()
    status = Synchronise(enrolled.session).status()
    assert (status.green, status.shut_out, enrolled.value(case, "code") is not None) == (True, None, True)


def button_of(dialog: StickDialog, verb: str) -> QPushButton:
    return next(made for made in dialog.findChildren(QPushButton) if made.text() == verb)


def test_papers_go_along_unless_somebody_says_no(
    enrolled: Desk, server: RunningServer, stick: Path, *, show: Show, qtbot: QtBot
) -> None:
    paper = stick.with_name("Giấy chứng nhận.png")
    paper.write_bytes(bytes(90_000))
    Attachments(enrolled.session).add(enrolled.add_case(), paper)
    _page, dialog = opened(enrolled, show)
    qtbot.waitUntil(dialog.papers.isVisible, timeout=10_000)
    assert (dialog.papers.text(), dialog.papers.isChecked()) == (
        "Kèm giấy tờ chưa gửi (1 tệp, 90 KB), trong chỗ trống của USB",
        True,
    )
    dialog.papers.click()
    dialog.export_to(str(stick))
    says(dialog, "Đã ghi 4 thay đổi vào", qtbot)
    dialog.papers.click()
    dialog.export_to(str(stick))
    says(dialog, "Đã ghi 4 thay đổi và 1 giấy tờ vào", qtbot)
    newest = max(stick.iterdir(), key=lambda path: path.stat().st_size)
    dialog.receive(str(answered(server, newest)))
    says(dialog, "Đã nhận trả lời cho 4 thay đổi", qtbot)
    qtbot.waitUntil(dialog.papers.isHidden, timeout=10_000)
    dialog.accept()


def test_the_file_of_another_pc_is_recognised_and_carried_when_one_says_so(
    enrolled: Desk, colleague: Colleague, stick: Path, show: Show, qtbot: QtBot
) -> None:
    written = Bundles(colleague.session).export(stick).path
    page, dialog = opened(enrolled, show)
    assert not dialog.form.isVisible()
    dialog.receive(str(written))
    says(dialog, "Máy này không đọc được nội dung", qtbot)
    assert len(list(stick.iterdir())) == 1
    button_of(dialog, "Chuyển giúp").click()
    says(dialog, "Đã chuyển giúp", qtbot)
    (answer,) = stick.glob("*-tra-loi.tgpl-usb")
    Bundles(colleague.session).take_in(answer)
    written.write_bytes(written.read_bytes()[:-20])
    dialog.receive(str(answer))
    says(dialog, "trả lời cho một máy khác", qtbot)
    dialog.carry(written)
    says(dialog, "Tệp chưa ghi hết", qtbot)
    dialog.accept()
    assert page.strip.stick_button.isVisible()
