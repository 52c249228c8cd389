"""The screens of the synchronisation for `tests.screenshots`: joining, what is unsent, two values, refused, offline."""

import datetime as dt
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import mkdtemp
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.services.cases import Cases
from desktop.services.conflicts import Conflicts
from desktop.services.office import Office
from desktop.services.session import VIETNAM, Session
from desktop.services.synchronise import Synchronise
from desktop.store import door
from desktop.store.door import Change
from desktop.ui.shell import Page, Shell
from desktop.ui.sync.conflict_window import ConflictWindow
from desktop.ui.sync.feature import PAGE
from desktop.ui.sync.page import SyncPage
from desktop.ui.theme import Appearance
from desktop.words.sync import Activity
from sync.contract.errors import NeedsUser, Offline
from tests.factories import CHEAP, make_office, sample_intake, sign_in
from tests.fakes.server import RunningServer
from tests.gui.sync.desk import Desk
from tests.screenshots import FLOATS_AFTER, SETTLE, screen

PEOPLE = ("Lò Thị Pâng", "Công Tằng Tôn Nữ Thị Phương Thảo", "H’Nguyệt Niê Kdăm", "Giàng A Páo", "Trần Văn Được")
AT_COURT: dict[str, Any] = {"form": "tham_gia_to_tung", "law_field": "hinh_su", "representation": "bao_chua"}


class Clock:
    """Goes as the story wants it."""

    now = dt.datetime(2026, 11, 26, 16, 2, tzinfo=VIETNAM)

    def __call__(self) -> dt.datetime:
        return self.now


@screen("sync-join")
def join(appearance: Appearance) -> QWidget:
    """An office that knows no server yet."""
    return _frame(appearance, Desk.new(Path(mkdtemp())))


@screen("sync-join-wrong")
def join_wrong(appearance: Appearance) -> QWidget:
    """The same, with a code that is not right."""
    shell = _frame(appearance, Desk.new(Path(mkdtemp())))
    page = shell.made(PAGE)
    assert isinstance(page, SyncPage)
    assert page.joining
    page.joining.form.fields["server"].set_value("https://tgpl.vidu.gov.vn")
    page.joining.form.fields["code"].set_value("ABCD-EFGH")
    page.joining.form.fields["code"].set_error("Mã kết nối không đúng. Xin xem lại từng chữ.")
    return shell


@screen("sync-nothing")
def nothing(appearance: Appearance) -> QWidget:
    """Everything sent, nothing waits."""
    return _frame(appearance, _desk("calm"))


@screen("sync-offline")
def offline(appearance: Appearance) -> QWidget:
    """Three days without a line, a refused change among what waits."""
    return _frame(appearance, _desk("busy", Activity(trouble=Offline("no_line"))))


@screen("sync-portal")
def captive(appearance: Appearance) -> QWidget:
    """A network that wants a log-in first."""
    return _frame(appearance, _desk("busy", Activity(trouble=NeedsUser("captive_portal"))))


@screen("sync-running")
def running(appearance: Appearance) -> QWidget:
    """A cycle under way."""
    return _frame(appearance, _desk("busy", Activity(running=True, sent=1204, left=3100, taken=57)))


@screen("sync-conflicts")
def conflicts(appearance: Appearance) -> QWidget:
    """The list of what waits for a choice."""
    return _frame(appearance, _desk("busy"), tab=1)


@screen("sync-receipts")
def receipts(appearance: Appearance) -> QWidget:
    """What was exchanged when."""
    return _frame(appearance, _desk("busy"), tab=2)


@screen("sync-conflict-window")
def conflict_window(appearance: Appearance) -> QWidget:
    """Both values of two fields of one case, and a rule that does not hold."""
    desk = _desk("busy")
    shell = _frame(appearance, desk, tab=1)

    def ask() -> None:
        found = Conflicts(desk.session).every_open()
        of_first = [each for each in found if each.conflict.case == found[0].conflict.case]
        ConflictWindow(desk.context, of_first, shell).open()

    QTimer.singleShot(FLOATS_AFTER, ask)
    return shell


@screen("sync-practice")
def practice(appearance: Appearance) -> QWidget:
    """Practice data."""
    return _frame(appearance, Desk.new(Path(mkdtemp()), practice=True))


def _frame(appearance: Appearance, desk: Desk, tab: int = 0) -> Shell:
    """The frame of the window with the page in it."""
    shell = Shell(appearance, practice=desk.session.office.practice)

    def show_status() -> None:
        icon, role = desk.status.sign()
        shell.status.show_status(icon, desk.status.parts(), role)
        shell.navigation.set_count(PAGE, desk.status.needs_person)

    def make() -> SyncPage:
        page = desk.page()
        page.tabs.setCurrentIndex(tab)
        desk.status.changed.connect(show_status)
        return page

    shell.register(Page("cases", "Vụ việc", "briefcase", QWidget))
    shell.register(Page(PAGE, "Đồng bộ", "refresh-cw", make))
    shell.open(PAGE)
    shell.destroyed.connect(desk.close)
    shell.show()
    QTest.qWait(SETTLE)
    while desk.lanes.local.busy:
        QTest.qWait(10)
    return shell


def _desk(name: str, activity: Activity | None = None) -> Desk:
    """A copy of one of the story's homes, with the worker doing ``activity``."""
    home = Path(mkdtemp())
    copytree(_story() / name, home, dirs_exist_ok=True)
    clock = Clock()
    clock.now += dt.timedelta(days=3, hours=1)
    desk = Desk(Office.at(home / "office", clock, CHEAP), sign_in(home, clock))
    desk.worker.activity = activity or Activity()
    return desk


@cache
def _story() -> Path:
    """Two homes: ``calm`` has sent everything; ``busy`` has a refused change, two values, and three days unsent."""
    folder = Path(mkdtemp())
    clock = Clock()
    with RunningServer(f"sqlite:///{folder / 'server.db'}") as server:
        server.add_unit("TT", kind="trung_tam", name="Trung tâm TGPL nhà nước tỉnh Điện Biên")
        server.add_unit("CN1", parent="TT", name="Chi nhánh số 1")
        server.add_unit("CN2", parent="TT", name="Chi nhánh số 2")
        _office, mine = make_office(folder / "first", clock=clock)
        _office, theirs = make_office(
            folder / "an", clock=clock, login="an", full_name="Nguyễn Văn An", numbering=False
        )
        for session in (mine, theirs):
            Synchronise(session).enrol(server.base_url, server.enrol_code("CN1"))
        contested = [Cases(mine).take_in(sample_intake(name, **AT_COURT)) for name in PEOPLE[:3]]
        _both_edit(mine, theirs, clock, contested)
        Synchronise(mine).cycle()
        _refuse(mine, contested[1])
        for name in PEOPLE * 2:
            clock.now += dt.timedelta(hours=2)
            Cases(mine).take_in(sample_intake(name))
        theirs.database.close()
        mine.database.close()
        copytree(folder / "first", folder / "busy")
        _office, calm = make_office(folder / "calm", clock=clock, unit_code="CN2", unit_name="Chi nhánh số 2")
        Synchronise(calm).enrol(server.base_url, server.enrol_code("CN2"))
        Cases(calm).take_in(sample_intake())
        Synchronise(calm).cycle()
        calm.database.close()
    return folder


def _both_edit(mine: Session, theirs: Session, clock: Clock, cases: list[str]) -> None:
    """Three conflicts: a long text and a date of one case, a deletion of another, a rule of that first one."""
    first, _second, third = cases
    for session in (mine, theirs):
        Synchronise(session).cycle()
    _edit(theirs, first, note="Hẹn bà Pâng 8 giờ sáng thứ ba ngày 24/11 tại trụ sở, mang theo giấy tờ nhà đất")
    _edit(theirs, first, suspended_on="2026-11-25")
    _edit(theirs, third, note="Đã gọi điện, chưa gặp")
    _appoint(theirs, first, "3/4")
    Synchronise(theirs).cycle()
    clock.now += dt.timedelta(minutes=98)
    _edit(mine, first, note="Hẹn bà Pâng 14 giờ chiều thứ tư ngày 25/11 tại trụ sở, mang theo giấy tờ nhà đất")
    _edit(mine, first, suspended_on="2026-11-24")
    _appoint(mine, first, "1/2")
    Cases(mine).delete(third)
    Synchronise(mine).cycle()


def _edit(session: Session, case_id: str, **fields: Any) -> None:
    Cases(session).edit("case", case_id, fields)


def _appoint(session: Session, case_id: str, share: str) -> None:
    cases = Cases(session)
    performer = cases.add("practitioner", {"full_name": session.user.full_name})
    cases.add("assignment", {"case": case_id, "practitioner": performer, "share": share, "from_on": "2026-11-19"})


def _refuse(session: Session, case_id: str) -> None:
    """A change that an older program let through and the server does not."""
    with session.database.write() as connection:
        change = Change(type="case", id=case_id, fields={"law_field": "kinh_doanh_thuong_mai"})
        door.save(connection, session.author(), [change])
    Synchronise(session).cycle()
