"""The status page in a real browser: a leader signs in, reads, and shuts out a lost PC."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from sync.contract.identity import new_id
from sync.server import tables
from sync.server.database import Database, in_text
from tests.fakes.browser import Browser
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc

PASSWORD = "một câu dài để đăng nhập"
OFFICES = {
    "TGPL-HN": ("Trung tâm TGPL nhà nước số 1", "trung_tam", "STP"),
    "CN1": ("Chi nhánh số 1", "chi_nhanh", "TGPL-HN"),
    "CN2": ("Chi nhánh số 2", "chi_nhanh", "TGPL-HN"),
    "CN3": ("Chi nhánh liên huyện Mường Lay – Nậm Pồ – Tủa Chùa", "chi_nhanh", "TGPL-HN"),
}


@pytest.fixture
def server(server_database: Database) -> Iterator[RunningServer]:
    """A centre with three branches: one in order, one that waits, one that has been silent."""
    with RunningServer(server_database) as running:
        running.add_unit("STP", kind="so_tu_phap", name="Sở Tư pháp")
        for code, (name, kind, parent) in OFFICES.items():
            running.add_unit(code, name=name, kind=kind, parent=parent)
        running.add_account("lan", "TGPL-HN", role="lanh_dao_trung_tam", full_name="Đặng Thị Lan")
        running.set_password("lan", "TGPL-HN", PASSWORD)
        for code in ("TGPL-HN", "CN1", "CN2"):
            pc = Pc(running, "hoa")
            pc.enrol(running.enrol_code(code))
            pc.pull()
            pc.send()
            _say(running, pc, name=f"Máy một cửa {code}")
        pc.send(pc.edit("case", new_id(), {"law_field": "kinh_doanh_thuong_mai"}), waiting=0)
        pc.push(pc.edit("case", new_id(), {"accepted_at": "2026-05-01T08:00:00+07:00", "ended_on": "2026-04-01"}))
        long_ago = in_text(datetime.now(UTC) - timedelta(days=40))
        _say(running, pc, waiting=12, waiting_since="2026-10-01T08:00:00+07:00", seen_at=long_ago)
        yield running


def test_a_leader_finds_the_silent_branch_and_shuts_out_its_lost_pc(server: RunningServer, tmp_path: Path) -> None:
    shots = Path(os.environ.get("TGPL_SCREENSHOTS") or tmp_path)
    with Browser() as browser:
        browser.open(f"{server.base_url}/status")
        assert browser.title == "Đăng nhập – Trợ giúp pháp lý"
        assert browser.spoken("#password") == "Mật khẩu"
        browser.screenshot(shots / "status-sign-in.png")
        for field, text in (("#unit", "TGPL-HN"), ("#login", "lan"), ("#password", "sai mật khẩu rồi")):
            browser.type(field, text)
        browser.click("button.primary")
        assert "mật khẩu không đúng" in browser.text("#failed")
        browser.screenshot(shots / "status-sign-in-failed.png")
        browser.type("#password", PASSWORD)
        browser.click("button.primary")

        first = browser.text("tbody:first-of-type")
        assert "CN2 Chi nhánh số 2" in first
        assert "im lặng 40 ngày" in first
        assert "01/10/2026 08:00" in first
        assert browser.text("h1") == "Tình hình đồng bộ của các đơn vị"
        browser.screenshot(shots / "status.png")
        browser.resize(911, 442)
        browser.screenshot(shots / "status-small.png")
        assert browser.run("document.documentElement.scrollWidth <= window.innerWidth")

        browser.click("tbody:first-of-type td a")
        assert "Máy còn 12 thay đổi chưa gửi." in browser.text()
        browser.screenshot(shots / "status-revoke.png")
        browser.click("button.danger")
        assert "đã khóa" in browser.text("table")
        assert browser.run("document.styleSheets.length") == 1
        failed_once = [complaint for complaint in browser.complaints() if "401 (Unauthorized)" not in complaint]
        assert failed_once == []

    with Browser("--force-dark-mode", "--blink-settings=preferredColorScheme=0") as browser:
        browser.open(f"{server.base_url}/status")
        for field, text in (("#unit", "TGPL-HN"), ("#login", "lan"), ("#password", PASSWORD)):
            browser.type(field, text)
        browser.click("button.primary")
        browser.screenshot(shots / "status-dark.png")
        assert browser.run("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 29)"


def _say(server: RunningServer, pc: Pc, **values: object) -> None:
    device = tables.device
    with server.database.write() as connection:
        connection.execute(update(device).where(device.c.id == pc.device).values(**values))
