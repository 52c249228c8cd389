"""The page "Đồng bộ": joining, what is unsent, what was refused and its mending, giving up, receipts."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.services.cases import Cases
from desktop.services.manner import manner_of
from desktop.services.synchronise import Synchronise
from desktop.services.unsent import receipts
from desktop.store import door, incarnation
from desktop.store.door import Change
from desktop.store.lists import CaseFilter
from desktop.ui.sync.page import SyncPage
from desktop.ui.sync.receipts_panel import paper
from sync.contract.errors import NeedsUser
from tests.fakes.proxy import FINE, Fault, FaultProxy, portal
from tests.fakes.server import RunningServer
from tests.gui import keys
from tests.gui.sync.desk import Colleague, Desk, Show


def opened(desk: Desk, show: Show) -> SyncPage:
    page = desk.page()
    page.resize(1118, 560)
    show(page)
    return page


def refused(desk: Desk, server: RunningServer) -> str:
    """A case whose field of law was made, by an older program, one that legal aid excludes; and that was refused."""
    case_id = desk.add_case()
    Synchronise(desk.session).cycle()
    with desk.session.database.write() as connection:
        change = Change(type="case", id=case_id, fields={"law_field": "kinh_doanh_thuong_mai"})
        door.save(connection, desk.session.author(), [change])
    Synchronise(desk.session).cycle()
    return case_id


def states(page: SyncPage) -> list[str]:
    rows = page.queue.table.rows
    return [rows.index(number, 0).data() for number in range(rows.rowCount())]


def other_states_than(before: list[str], page: SyncPage) -> Callable[[], bool]:
    return lambda: states(page) != before


def dialog() -> QDialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())


def press(parent: QDialog, verb: str) -> None:
    next(button for button in parent.findChildren(QPushButton) if button.text() == verb).click()


def test_an_office_joins_from_the_window_and_everything_is_sent(
    desk: Desk, server: RunningServer, colleague: Colleague, show: Show, qtbot: QtBot
) -> None:
    case_id = desk.add_case()
    page = opened(desk, show)
    assert page.joining
    assert page.joining.form.fields["server"].editor.control.hasFocus()
    keys.plain(server.base_url)
    keys.press(Qt.Key.Key_Return)
    keys.plain(server.enrol_code("CN1"))
    keys.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.joining is None)
    qtbot.waitUntil(lambda: "Đã gửi hết." in page.strip.text())
    colleague.sync()
    assert colleague.value(case_id, "law_field") == "dat_dai"


def test_a_wrong_code_is_said_at_the_code_and_nothing_typed_is_lost(
    desk: Desk, server: RunningServer, show: Show, qtbot: QtBot
) -> None:
    page = opened(desk, show)
    assert page.joining
    form = page.joining.form
    form.fields["server"].set_value(server.base_url)
    form.fields["code"].focus()
    keys.plain("KHONG-DUNG")
    keys.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: form.fields["code"].error() == "Mã kết nối không đúng. Xin xem lại từng chữ.")
    assert form.fields["server"].value() == server.base_url
    assert not desk.session.office.enrolled


def test_a_captive_portal_while_joining_is_named(desk: Desk, line: FaultProxy, show: Show, qtbot: QtBot) -> None:
    line.each(lambda _number: portal())
    page = opened(desk, show)
    assert page.joining
    panel = page.joining
    panel.form.fields["server"].set_value(line.url)
    panel.form.fields["code"].set_value("ABCD-EFGH")
    panel.form.submitted.emit()
    qtbot.waitUntil(lambda: "đăng nhập trên trình duyệt" in panel.banner.words())


def test_what_waits_is_listed_with_person_and_code(enrolled: Desk, line: FaultProxy, show: Show, qtbot: QtBot) -> None:
    enrolled.add_case("Hồ Thị H’Nguyệt")
    page = opened(enrolled, show)
    qtbot.waitUntil(lambda: page.queue.table.rows.rowCount() == 3)
    row = page.queue.table.rows
    texts = [row.index(1, column).data() for column in range(row.columnCount())]
    assert texts[0] == "Chờ gửi"
    assert texts[2] == "Hồ Thị H’Nguyệt"
    assert texts[3].startswith("Vụ việc trợ giúp pháp lý: ")
    assert page.tabs.tabText(0) == "Chờ gửi (3)"


def test_offline_is_said_calmly_on_the_page_and_needs_nobody(
    enrolled: Desk, line: FaultProxy, show: Show, qtbot: QtBot
) -> None:
    enrolled.add_case()
    with line.down():
        page = opened(enrolled, show)
        page.strip.start_button.click()
        qtbot.waitUntil(lambda: page.strip.text().startswith("Không có kết nối. 3 thay đổi chờ gửi."))
        assert page.banner.isHidden()


def test_a_captive_portal_is_said_once_with_one_button_to_try_again(
    enrolled: Desk, line: FaultProxy, show: Show, qtbot: QtBot
) -> None:
    line.each(lambda _number: portal())
    page = opened(enrolled, show)
    enrolled.worker.start()
    qtbot.waitUntil(lambda: page.banner.words().startswith("Mạng này đòi đăng nhập trên trình duyệt trước"))
    assert "trình duyệt" not in page.strip.text()
    again = [b for b in page.findChildren(QPushButton) if b.text() == "Đồng bộ ngay" and b.isVisible()]
    assert len(again) == 1
    line.each(lambda _number: Fault())
    again[0].click()
    qtbot.waitUntil(page.banner.isHidden)


def test_who_starts_the_program_later_sees_that_the_pc_was_refused_and_enters_a_new_code(
    enrolled: Desk, server: RunningServer, show: Show, qtbot: QtBot
) -> None:
    service = Synchronise(enrolled.session)
    service.cycle()
    server.revoke(enrolled.session.office.device)
    with pytest.raises(NeedsUser):
        service.cycle()
    page = opened(enrolled, show)  # nothing runs by itself here: this is all that is known after a start
    qtbot.waitUntil(lambda: page.banner.words().startswith("Máy này đã bị ngừng"))
    assert "Đã gửi hết" not in page.strip.text()
    assert enrolled.status.sign()[0] == "circle-alert"
    assert "Máy này đã bị ngừng" in enrolled.status.sentence()
    next(made for made in page.banner.findChildren(QPushButton) if made.isVisible()).click()
    assert page.joining


def test_a_person_pauses_it_and_lets_it_go_on(enrolled: Desk, line: FaultProxy, show: Show, qtbot: QtBot) -> None:
    line.each(lambda _number: Fault(delay=0.3))
    page = opened(enrolled, show)
    qtbot.waitUntil(lambda: page.strip.text() == "Chưa đồng bộ đầy đủ lần nào.")
    page.strip.start_button.click()
    qtbot.waitUntil(lambda: not page.strip.start_button.isVisible())
    page.strip.pause_button.click()
    assert page.strip.text().startswith("Đang dừng…")
    qtbot.waitUntil(page.strip.resume_button.isVisible)
    assert page.strip.text().startswith("Đang tạm dừng đồng bộ.")
    assert not page.strip.start_button.isVisible()
    line.each(lambda _number: FINE)
    page.strip.resume_button.click()
    qtbot.waitUntil(lambda: "Đã gửi hết." in page.strip.text())
    assert page.strip.pause_button.isVisible()


def test_what_is_left_is_said_with_its_time_only_once_that_was_measured(
    enrolled: Desk, line: FaultProxy, show: Show, qtbot: QtBot
) -> None:
    enrolled.add_case()
    page = opened(enrolled, show)
    qtbot.waitUntil(lambda: page.strip.line() == "Còn khoảng 1 KB, chưa ước được thời gian.")
    for number in range(40):
        enrolled.add_case(f"Lò Thị {number}", note=random.Random(number).randbytes(800).hex())
    line.each(lambda _number: Fault(rate=40_000))
    enrolled.worker.sync_now()
    qtbot.waitUntil(lambda: page.strip.line().startswith("Đường truyền chậm, khoảng "))
    assert "kbit/s." in page.strip.line()
    qtbot.waitUntil(lambda: "Đã gửi hết." in page.strip.text())
    qtbot.waitUntil(lambda: not enrolled.lanes.network.busy)  # else the new case may go with the cycle under way
    line.each(lambda _number: FINE)
    enrolled.worker.pause()
    enrolled.add_case()
    qtbot.waitUntil(lambda: page.strip.line().endswith("Còn khoảng 1 KB, chưa đến 1 phút."))


def test_text_alone_is_chosen_with_one_click_and_stays_chosen(enrolled: Desk, show: Show, qtbot: QtBot) -> None:
    page = opened(enrolled, show)
    page.text_only.click()
    qtbot.waitUntil(lambda: manner_of(enrolled.session).text_only)


def test_a_refused_change_is_shown_with_its_reason_and_mended_in_the_case(
    enrolled: Desk, server: RunningServer, colleague: Colleague, show: Show, qtbot: QtBot
) -> None:
    case_id = refused(enrolled, server)
    page = opened(enrolled, show)
    qtbot.waitUntil(page.queue.detail.isVisible)
    assert "Không trợ giúp pháp lý trong lĩnh vực kinh doanh, thương mại" in page.queue.detail.text()
    assert page.queue.detail.text().endswith("Đã gửi 1 lần.")
    qtbot.waitUntil(lambda: "1 thay đổi chưa được nhận." in page.strip.text())
    assert enrolled.status.needs_person == 1
    page.queue.detail.buttons["mend"].click()
    assert enrolled.opened == [case_id]
    enrolled.context.changes.tell(Cases(enrolled.session).edit("case", case_id, {"law_field": "dan_su"}))
    enrolled.worker.sync_now()
    qtbot.waitUntil(lambda: "Đã gửi hết." in page.strip.text())
    qtbot.waitUntil(lambda: page.queue.table.rows.rowCount() == 0)
    colleague.sync()
    assert colleague.value(case_id, "law_field") == "dan_su"


def test_giving_up_says_what_shows_again_and_does_it(
    enrolled: Desk, server: RunningServer, show: Show, qtbot: QtBot
) -> None:
    case_id = refused(enrolled, server)
    page = opened(enrolled, show)
    qtbot.waitUntil(page.queue.detail.isVisible)
    page.queue.detail.buttons["give_up"].click()
    said = dialog()
    text = " ".join(each.text() for each in said.findChildren(QLabel))
    assert "Lĩnh vực pháp luật: sẽ hiện lại “Pháp luật đất đai" in text
    assert "thay cho “Kinh doanh, thương mại”" in text
    press(said, "Bỏ thay đổi này")
    qtbot.waitUntil(lambda: states(page) == ["Chờ gửi"])  # the giving up itself is told to the server
    assert enrolled.value(case_id, "law_field") == "dat_dai"
    Synchronise(enrolled.session).cycle()
    assert Synchronise(enrolled.session).status().green


def test_giving_up_a_new_case_gives_up_the_whole_intent(
    enrolled: Desk, server: RunningServer, show: Show, qtbot: QtBot
) -> None:
    server.set_account("hoa", "CN1", role="thong_ke")  # may read, not write
    enrolled.add_case()
    Synchronise(enrolled.session).cycle()
    page = opened(enrolled, show)
    qtbot.waitUntil(lambda: states(page).count("Chưa được nhận") >= 3)
    while "Chưa được nhận" in states(page):  # its number is an intent of its own
        before = states(page)
        page.queue.detail.buttons["give_up"].click()
        press(dialog(), "Bỏ thay đổi này")
        qtbot.waitUntil(other_states_than(before, page))
    assert list(Cases(enrolled.session).numbers(CaseFilter())) == []
    Synchronise(enrolled.session).cycle()
    assert Synchronise(enrolled.session).status().green


def test_sending_again_takes_the_whole_intent_along(
    enrolled: Desk, server: RunningServer, colleague: Colleague, show: Show, qtbot: QtBot
) -> None:
    server.set_account("hoa", "CN1", role="thong_ke")
    case_id = enrolled.add_case("Giàng A Páo")
    Synchronise(enrolled.session).cycle()
    page = opened(enrolled, show)
    qtbot.waitUntil(lambda: states(page).count("Chưa được nhận") >= 3)
    server.set_account("hoa", "CN1", role="van_thu_tiep_nhan")
    page.queue.table.selectAll()  # its number is an intent of its own
    page.queue.detail.buttons["retry"].click()
    enrolled.worker.sync_now()
    qtbot.waitUntil(lambda: "Đã gửi hết." in page.strip.text())
    colleague.sync()
    assert colleague.cases.page(case_id).row.people == "Giàng A Páo"


def test_every_cycle_that_moved_something_leaves_a_receipt_for_the_binder(
    enrolled: Desk, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    enrolled.add_case()
    Synchronise(enrolled.session).cycle()
    page = opened(enrolled, show)
    page.tabs.setCurrentWidget(page.receipts)
    rows = page.receipts.table.rows
    qtbot.waitUntil(lambda: rows.rowCount() >= 1)
    last = rows.rowCount() - 1
    assert [rows.index(last, column).data() for column in (0, 1)] == ["1", "16:02 ngày 25/11/2026"]
    page.receipts.table.selectAll()
    page.receipts.save(str(tmp_path / "receipts.pdf"))
    assert (tmp_path / "receipts.pdf").read_bytes().startswith(b"%PDF")
    kept = receipts(enrolled.session)
    text = " ".join(paper(kept, "Chi nhánh số 1").toPlainText().split())
    assert all(each.hash in text.replace(" ", "") for each in kept)


def test_practice_data_offers_no_joining(tmp_path: Path, show: Show, qtbot: QtBot) -> None:
    desk = Desk.new(tmp_path / "practice", practice=True)
    page = opened(desk, show)
    qtbot.waitUntil(lambda: page.strip.text() == "Dữ liệu tập: không bao giờ được gửi đi.")
    assert page.joining is None
    assert not page.strip.start_button.isVisible()
    desk.close()


def test_several_changes_are_held_back_at_once_and_let_go_again(
    enrolled: Desk, colleague: Colleague, show: Show, qtbot: QtBot
) -> None:
    kept = enrolled.add_case("Lò Thị Pâng")
    sent = enrolled.add_case("Giàng A Páo")
    page = opened(enrolled, show)
    qtbot.waitUntil(lambda: page.queue.table.rows.rowCount() == 6)
    page.queue.table.go_to(0)
    page.queue.table.add_to_selection([1, 2])
    assert page.queue.detail.text() == "Đã chọn 3 thay đổi."
    page.queue.detail.buttons["hold"].click()
    qtbot.waitUntil(lambda: states(page).count("Giữ lại") == 3)
    enrolled.worker.sync_now()
    qtbot.waitUntil(lambda: "3 thay đổi giữ lại." in page.strip.text())
    qtbot.waitUntil(lambda: "Chờ gửi" not in states(page))
    assert "Đã gửi hết." not in page.strip.text()
    colleague.sync()
    assert colleague.cases.page(sent).row.people == "Giàng A Páo"
    page.queue.detail.buttons["release"].click()  # of one of them, the whole intent goes
    qtbot.waitUntil(lambda: "Giữ lại" not in states(page))
    enrolled.worker.sync_now()
    qtbot.waitUntil(lambda: "Đã gửi hết." in page.strip.text())
    colleague.sync()
    assert colleague.cases.page(kept).row.people == "Lò Thị Pâng"


def test_a_file_that_had_gone_back_is_told_until_somebody_has_read_it(enrolled: Desk, show: Show, qtbot: QtBot) -> None:
    with enrolled.session.database.write() as connection:
        incarnation.fork(connection)
    page = opened(enrolled, show)
    enrolled.status.refresh()
    qtbot.waitUntil(page.lost.isVisible)
    assert "không thay đổi nào bị mất" in page.lost.words()
    next(button for button in page.lost.findChildren(QPushButton) if button.text() == "Đã rõ").click()
    assert page.lost.isHidden()
    qtbot.waitUntil(lambda: not Synchronise(enrolled.session).status().gone_back)
