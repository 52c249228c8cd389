"""The status page as a browser asks for it: who sees what, in which order, and what nobody gets."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import select, update

from sync.contract.identity import new_id
from sync.server import tables
from sync.server.cli import main
from sync.server.database import in_text
from tests.fakes.server import RunningServer
from tests.integration.server.pc import Pc, joined

PASSWORD = "một câu dài để đăng nhập"
KEY = re.compile(r'name="key" value="([0-9a-f]{64})"')


class Browser:
    """Cookies and forms, nothing else."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server
        self._line = requests.Session()

    def open(self, path: str = "/status", **options: Any) -> requests.Response:
        return self._line.get(self.server.base_url + path, timeout=30, **options)

    def post(self, path: str, form: dict[str, str], **headers: str) -> requests.Response:
        return self._line.post(self.server.base_url + path, data=form, headers=headers, timeout=30)

    def sign_in(self, unit: str, login: str, password: str = PASSWORD, **headers: str) -> requests.Response:
        form = {"unit": unit, "login": login, "password": password}
        return self.post("/status/sign-in", form, **headers)

    def key(self) -> str:
        found = KEY.search(self.open().text)
        assert found
        return found[1]


def signed_in(server: RunningServer, unit: str, role: str) -> Browser:
    login = f"{role}_{unit}".lower()
    server.add_account(login, unit, role=role, full_name="Đặng Thị <Hoà>")
    server.set_password(login, unit, PASSWORD)
    browser = Browser(server)
    assert browser.sign_in(unit, login).status_code == 200
    return browser


def units_on(page: requests.Response) -> list[str]:
    return re.findall(r"<strong>(\w+)</strong> ", page.text.partition("<table>")[2])


def seen(server: RunningServer, pc: Pc, **ago: int) -> None:
    moment = in_text(datetime.now(UTC) - timedelta(**ago))
    with server.database.write() as connection:
        connection.execute(update(tables.device).where(tables.device.c.id == pc.device).values(seen_at=moment))


@pytest.mark.parametrize(
    ("unit", "role", "visible"),
    [
        ("CUC", "cuc_xem", ["CN1", "CN2", "CUC", "STP", "TT", "TT2"]),
        ("STP", "so_tu_phap_xem", ["CN1", "CN2", "STP", "TT"]),
        ("TT", "lanh_dao_trung_tam", ["CN1", "CN2", "TT"]),
        ("CN1", "truong_chi_nhanh", ["CN1"]),
        ("TT2", "quan_tri", ["TT2"]),
    ],
)
def test_everybody_sees_their_own_part_of_the_tree(
    server: RunningServer, unit: str, role: str, visible: list[str]
) -> None:
    server.add_unit("CUC", kind="cuc")
    assert units_on(signed_in(server, unit, role).open()) == visible


def test_the_page_says_what_waits_since_when_and_what_needs_a_person(server: RunningServer, hoa: Pc) -> None:
    hoa.push(hoa.edit("case", new_id(), {"law_field": "kinh_doanh_thuong_mai"}))
    hoa.push(hoa.edit("case", new_id(), {"accepted_at": "2026-05-01T08:00:00+07:00", "ended_on": "2026-04-01"}))
    hoa.send(waiting=3, waiting_since="2026-11-02T16:45:00+07:00")
    page = signed_in(server, "CN1", "truong_chi_nhanh").open().text
    assert "Máy một cửa" in page
    assert '<span class="wait">3</span>' in page
    assert "02/11/2026 16:45" in page
    assert "1 chỗ có hai giá trị" in page
    assert "bị từ chối 1 mục" in page
    assert "0.1.0" in page
    hoa.send(waiting=0, waiting_since="2026-11-02T16:45:00+07:00")
    assert "02/11/2026" not in signed_in(server, "CN1", "quan_tri").open().text


def test_units_that_have_been_silent_longest_come_first(server: RunningServer, hoa: Pc, centre: Pc) -> None:
    other = joined(server, "CN2", "minh")
    joined(server, "TT2", "sau")
    seen(server, hoa, days=9)
    seen(server, other, days=30)
    seen(server, centre, hours=5)
    browser = signed_in(server, "STP", "so_tu_phap_xem")
    page = browser.open()
    assert units_on(page) == ["CN2", "CN1", "STP", "TT"]
    assert "im lặng 30 ngày" in page.text
    assert "2 đơn vị im lặng từ 7 ngày trở lên" in page.text
    assert units_on(browser.open("/status?days=10")) == ["CN2", "CN1", "STP", "TT"]
    assert "1 đơn vị im lặng từ 10 ngày trở lên" in browser.open("/status?days=10").text
    for wrong in ("0", "-1", "1e3", "٣", "9" * 40, "<script>"):
        assert "từ 7 ngày" in browser.open(f"/status?days={wrong}").text


def test_the_table_goes_into_a_spreadsheet_without_becoming_a_formula(server: RunningServer, hoa: Pc) -> None:
    with server.database.write() as connection:
        connection.execute(update(tables.device).values(name='=HYPERLINK("http://x";"Hoà")'))
    answer = signed_in(server, "CN1", "truong_chi_nhanh").open("/status/units.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["content-disposition"]
    heads, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert dict(zip(heads, row, strict=True))["Máy"] == '\'=HYPERLINK("http://x";"Hoà")'


def test_a_name_on_the_page_is_never_markup(server: RunningServer, hoa: Pc) -> None:
    with server.database.write() as connection:
        connection.execute(update(tables.device).values(name="<script>alert(1)</script>"))
    page = signed_in(server, "CN1", "quan_tri").open().text
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "&lt;Hoà&gt;" in page


def test_wrong_sign_ins_get_one_answer_and_soon_none(server: RunningServer) -> None:
    server.add_account("lan", "TT", role="lanh_dao_trung_tam")
    server.add_account("no_password", "TT", role="quan_tri")
    server.set_password("lan", "TT", PASSWORD)
    browser = Browser(server)
    for unit, login in (("TT", "lan"), ("TT", "ai"), ("KHÔNG", "lan"), ("TT", "no_password")):
        answer = browser.sign_in(unit, login, "sai")
        assert (answer.status_code, "mật khẩu không đúng" in answer.text) == (401, True)
    for _ in range(4):
        assert browser.sign_in("TT", "lan", "sai").status_code == 401
    answer = browser.sign_in("TT", "lan")
    assert (answer.status_code, "Chờ một phút" in answer.text) == (429, True)
    assert signed_in(server, "TT", "quan_tri").open().status_code == 200  # a neighbour is not kept out


def test_who_has_no_business_here_or_no_longer_is_turned_away(server: RunningServer) -> None:
    server.add_account("clerk", "CN1", role="van_thu_tiep_nhan")
    server.set_password("clerk", "CN1", PASSWORD)
    assert Browser(server).sign_in("CN1", "clerk").status_code == 403
    browser = signed_in(server, "CN1", "quan_tri")
    server.set_account("quan_tri_cn1", "CN1", enabled=False)
    assert browser.open(allow_redirects=False).headers["location"] == "/status/sign-in"
    other = signed_in(server, "TT", "quan_tri")
    server.set_password("quan_tri_tt", "TT", "một mật khẩu khác hẳn")
    assert "Đăng nhập" in other.open().text


def test_signing_out_ends_the_session_on_the_server(server: RunningServer) -> None:
    browser = signed_in(server, "TT", "quan_tri")
    cookies = dict(browser._line.cookies)
    browser.post("/status/sign-out", {"key": browser.key()})
    answer = requests.get(server.base_url + "/status", cookies=cookies, timeout=30)
    assert "Mật khẩu" in answer.text


def test_a_lost_pc_is_shut_out_from_the_page_and_comes_back_with_a_new_code(server: RunningServer, hoa: Pc) -> None:
    browser = signed_in(server, "TT", "lanh_dao_trung_tam")
    assert "Khóa máy “Máy một cửa”?" in browser.open(f"/status/revoke?device={hoa.device}").text
    page = browser.post("/status/revoke", {"key": browser.key(), "device": hoa.device}).text
    assert "đã khóa" in page
    assert "Khóa máy…" not in page
    with pytest.raises(Exception, match="401 device_revoked"):
        hoa.send()
    with server.database.read() as connection:
        audit = tables.audit
        acts = connection.execute(select(audit.c.actor, audit.c.subject).where(audit.c.action == "device_revoked"))
        accounts = tables.account
        leader = connection.scalar(select(accounts.c.id).where(accounts.c.login == "lanh_dao_trung_tam_tt"))
        assert list(acts) == [(leader, hoa.device)]


@pytest.mark.parametrize(("unit", "role"), [("TT2", "quan_tri"), ("TT", "thong_ke"), ("STP", "so_tu_phap_xem")])
def test_nobody_shuts_out_a_pc_that_is_not_theirs_to_shut_out(
    server: RunningServer, hoa: Pc, unit: str, role: str
) -> None:
    browser = signed_in(server, unit, role)
    form = {"key": browser.key(), "device": hoa.device}
    assert browser.open(f"/status/revoke?device={hoa.device}").status_code == 404
    assert browser.post("/status/revoke", form).status_code == 404
    hoa.send()


def test_a_form_of_another_page_is_refused(server: RunningServer, hoa: Pc) -> None:
    browser = signed_in(server, "TT", "quan_tri")
    form = {"key": browser.key(), "device": hoa.device}
    assert browser.post("/status/revoke", form, origin="https://elsewhere.example").status_code == 403
    assert browser.post("/status/revoke", form | {"key": "0" * 64}).status_code == 403
    assert browser.post("/status/revoke", {"device": hoa.device}).status_code == 403
    assert browser.sign_in("TT", "quan_tri_tt", origin="null").status_code == 403
    hoa.send()


def test_what_is_no_address_is_refused_as_a_foreign_page(server: RunningServer) -> None:
    assert Browser(server).sign_in("TT", "quan_tri_tt", origin="http://[").status_code == 403


def test_the_page_runs_nothing_and_keeps_its_cookie_to_itself(server: RunningServer) -> None:
    browser = signed_in(server, "TT", "quan_tri")
    page = browser.open()
    assert "script" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert page.headers["cache-control"] == "no-store"
    answer = Browser(server).post(
        "/status/sign-in",
        {"unit": "TT", "login": "quan_tri_tt", "password": PASSWORD},
        **{"x-forwarded-proto": "https"},
    )
    cookie = answer.history[0].headers["set-cookie"]
    assert cookie.startswith("__Host-tgpl=")
    for part in ("HttpOnly", "SameSite=strict", "Secure", "Path=/"):
        assert part in cookie
    assert (
        PASSWORD
        not in browser.server.database.engine.url.render_as_string()
        + answer.text
        + answer.history[0].headers["location"]
    )


def test_what_is_posted_in_any_shape_is_answered_with_a_page(server: RunningServer) -> None:
    browser = Browser(server)
    for body in (b"\xff\xfe", b"&".join(b"a=1" for _ in range(50)), b"", b"unit=%00&login=%00&password=%ED%A0%80"):
        answer = requests.post(server.base_url + "/status/sign-in", data=body, timeout=30)
        assert answer.status_code in (400, 401), answer.text
        assert "<html" in answer.text
    assert browser.open("/status/revoke").status_code == 200  # the sign-in page


def test_the_password_is_set_with_the_command(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server.add_account("lan", "TT", role="quan_tri")
    url = server.database.engine.url.render_as_string(hide_password=False)
    words = ["--database", url, "account", "password", "lan", "--unit", "TT"]
    monkeypatch.setenv("TGPL_NEW_PASSWORD", "ngắn")
    assert main(words) == 1
    assert capsys.readouterr().err.strip() == "Mật khẩu cần ít nhất 12 ký tự."
    monkeypatch.setenv("TGPL_NEW_PASSWORD", PASSWORD)
    assert main(words) == 0
    assert Browser(server).sign_in("TT", "lan").status_code == 200
