"""The screens of the synchronisation for `tests.screenshots`: joining, what is unsent, two values, refused, offline."""

import datetime as dt
from collections import Counter
from functools import partial
from pathlib import Path
from random import Random
from shutil import copytree
from tempfile import mkdtemp
from typing import Any

import msgspec
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.services.attachments import Attachments
from desktop.services.cases import Cases, Intake
from desktop.services.conflicts import Conflicts
from desktop.services.manner import Manner
from desktop.services.office import Office
from desktop.services.same_person import SamePerson
from desktop.services.session import Session
from desktop.store import incarnation, rebuilding, settings, shut_out
from desktop.store.leaving import UNIT_STATUS
from desktop.store.lists import CaseFilter
from desktop.ui.cases.page import CasesPage
from desktop.ui.main_window import MainWindow
from desktop.ui.people.same_person_dialog import SamePersonDialog
from desktop.ui.sync.conflict_window import ConflictWindow
from desktop.ui.sync.conflicts_panel import ConflictsPanel
from desktop.ui.sync.feature import PAGE
from desktop.ui.sync.page import SyncPage
from desktop.ui.sync.status import SyncStatus
from desktop.ui.sync.worker import SyncWorker
from desktop.ui.theme import Appearance
from desktop.words.sync import Activity
from sync.client.meter import Request
from sync.contract.errors import NeedsUser, Offline
from sync.contract.oversight import DeviceStatus, StatusResponse, UnitStatus, silent_first
from tests.factories import CHEAP, LOGIN, PASSWORD, make_office, sample_intake
from tests.gui import keys
from tests.gui.sync.story import Clock, story
from tests.gui.sync.walk import decide
from tests.gui.windows import main_window, settled
from tests.screenshots import later, screen

#: The pictures of the walk: how many conflicts are decided, and the step of the next.
WALK = ((0, "list"), (0, "both"), (0, "chosen"), (0, "saved"), (1, "other"), (3, "saved"))


@screen("sync-join")
def join(appearance: Appearance) -> QWidget:
    """An office that knows no server yet."""
    return _new(appearance)


@screen("sync-join-wrong")
def join_wrong(appearance: Appearance) -> QWidget:
    """The same, with a code that is not right."""
    window = _new(appearance)
    joining = _page(window).joining
    assert joining
    joining.form.fields["server"].set_value("https://tgpl.vidu.gov.vn")
    joining.form.fields["code"].set_value("ABCD-EFGH")
    joining.form.fields["code"].set_error("Mã kết nối không đúng. Xin xem lại từng chữ.")
    return window


@screen("sync-join-proxy")
def join_proxy(appearance: Appearance) -> QWidget:
    """The same behind a proxy that wants a password, or one that wants another way of signing in."""
    window = _new(appearance)
    joining = _page(window).joining
    assert joining
    joining._on_failed(NeedsUser("proxy_refused"))
    joining._on_failed(NeedsUser("proxy_kind", kind="Negotiate, NTLM"))
    return settled(window)


@screen("sync-nothing")
def nothing(appearance: Appearance) -> QWidget:
    """Everything sent, nothing waits."""
    return _told(appearance, "calm")


@screen("sync-offline")
def offline(appearance: Appearance) -> QWidget:
    """Three days without a line, a refused change among what waits."""
    return _told(appearance, "busy", Activity(trouble=Offline("no_line")))


@screen("sync-ended")
def ended(appearance: Appearance) -> QWidget:
    """A PC whose place another has taken."""
    return _told(appearance, "busy", Activity(trouble=NeedsUser("device_ended")))


@screen("sync-portal")
def captive(appearance: Appearance) -> QWidget:
    """A network that wants a log-in first."""
    return _told(appearance, "busy", Activity(trouble=NeedsUser("captive_portal")))


@screen("sync-running")
def running(appearance: Appearance) -> QWidget:
    """A cycle under way."""
    return _told(appearance, "busy", Activity(running=True, sent=1204, left=3100, taken=57))


@screen("sync-weak-line")
def weak_line(appearance: Appearance) -> QWidget:
    """A cycle on a line of 40 kbit/s that breaks often, within a limit."""
    activity = Activity(running=True, sent=1204, going=128, left=3100, taken=57)
    window = _told(appearance, "busy", activity)
    worker = window.findChild(SyncWorker)
    assert worker
    piece = Request(raw=400_000, up=40_000, down=900, first=8.6, whole=8.6)
    for request in (Request(raw=300, up=300, down=200, first=0.6, whole=0.6), piece):
        worker._synchronise.meter.answered(request)
    worker.rest.manner = Manner(limit=256)
    _page(window).text_only.setChecked(True)
    worker._become(activity)
    return window


@screen("sync-paused")
def paused(appearance: Appearance) -> QWidget:
    """Nothing goes until somebody resumes."""
    window = _told(appearance, "busy")
    worker = window.findChild(SyncWorker)
    assert worker
    worker.rest.manner = Manner(paused=True)
    worker._become(Activity())
    return window


@screen("sync-conflicts")
def conflicts(appearance: Appearance) -> QWidget:
    """The list of what waits for a choice."""
    return _told(appearance, "busy", tab=1)


@screen("sync-receipts")
def receipts(appearance: Appearance) -> QWidget:
    """What was exchanged when."""
    return _told(appearance, "busy", tab=2)


@screen("sync-units")
def units(appearance: Appearance) -> QWidget:
    """The PCs of a centre and its branches, as a director sees them."""
    window = _told(appearance, "centre", tab=3)
    panel = _page(window).units

    def show() -> None:
        while window.context.network.busy:
            QTest.qWait(5)
        panel._show(_of_the_province())

    later(show)
    return window


@screen("sync-units-offline")
def units_offline(appearance: Appearance) -> QWidget:
    """The same without a line: as it was last known."""
    window = _told(appearance, "centre")
    with window.context.session.database.write() as connection:
        settings.put(connection, UNIT_STATUS, msgspec.to_builtins(_of_the_province()))
    _page(window).tabs.setCurrentIndex(3)
    return _settled_line(window)


@screen("sync-units-never")
def units_never(appearance: Appearance) -> QWidget:
    """Nothing was ever told, and there is no line."""
    return _settled_line(_told(appearance, "centre", tab=3))


@screen("sync-lost")
def lost(appearance: Appearance) -> QWidget:
    """A centre whose branch went to another one while a change of it was unsent."""
    return _told(appearance, "centre")


@screen("sync-deletions")
def many_deletions(appearance: Appearance) -> QWidget:
    """A colleague has deleted most cases of the branch; nobody has said yet what is to become of it."""
    return _told(appearance, "doubting")


@screen("sync-deletions-kept")
def deletions_kept(appearance: Appearance) -> QWidget:
    """The same after somebody has kept them."""
    return _told(appearance, "keeping")


@screen("sync-gone-back")
def gone_back(appearance: Appearance) -> QWidget:
    """This PC's file had gone back or was copied, and nobody has read so yet."""
    window = _told(appearance, "calm")
    with window.context.session.database.write() as connection:
        incarnation.fork(connection)
    return _look_again(window)


@screen("sync-rebuilding")
def rebuilding_all(appearance: Appearance) -> QWidget:
    """Everything is being fetched anew."""
    window = _told(appearance, "calm", Activity(running=True, taken=1200))
    with window.context.session.database.write() as connection:
        rebuilding.begin(connection)
    return _look_again(window)


@screen("sync-rebuilt")
def rebuilt(appearance: Appearance) -> QWidget:
    """Everything was fetched anew."""
    window = _told(appearance, "calm")
    with window.context.session.database.write() as connection:
        settings.put(connection, "rebuilt", True)
    return _look_again(window)


@screen("case-withheld")
def withheld(appearance: Appearance) -> QWidget:
    """A restricted case where nobody may read it: its overview."""
    return _withheld(appearance, 0)


@screen("case-withheld-people")
def withheld_people(appearance: Appearance) -> QWidget:
    """The same case, the people in it."""
    return _withheld(appearance, 1)


@screen("sync-conflict-window")
def conflict_window(appearance: Appearance) -> QWidget:
    """Both values of two fields of one case, and a rule that does not hold."""
    window = _told(appearance, "busy", tab=1)

    def ask() -> None:
        found = Conflicts(window.context.session).every_open()
        [(most, _count)] = Counter(each.conflict.case for each in found).most_common(1)
        ConflictWindow(window.context, [each for each in found if each.conflict.case == most], window).open()

    later(ask)
    return window


def _walk(appearance: Appearance, decided: int, step: str) -> MainWindow:
    """A clerk with four conflicts and no mouse, after so many of them, at one step of the next."""
    window = _told(appearance, "contested", tab=1)

    def press() -> None:
        page, clerk = _page(window), keys.Typist(keys.plain)
        for number in range(decided + 1):
            steps = decide(page, clerk, other=bool(number % 2))
            until_here = (name for name in steps if number == decided and name == step)
            next(until_here, None)
        clerk.leave()

    later(press)
    return window


for _number, (_decided, _step) in enumerate(WALK, start=1):
    screen(f"sync-walk-{_number}-{_step}")(partial(_walk, decided=_decided, step=_step))


@screen("sync-same-person")
def same_person(appearance: Appearance) -> QWidget:
    """Two entries side by side that may be one person."""
    made = make_office(Path(mkdtemp()))
    for name, address in (("Lò Thị Pâng", "Bản Nà Sự, xã Chà Nưa"), ("LÒ THỊ PÂNG", "")):
        intake = sample_intake(name)
        person = intake.person | {"address": address or None, "phone": "0912 000 111" if address else None}
        Cases(made[1]).take_in(Intake(person=person, part=intake.part, case=intake.case))
    Cases(made[1]).take_in(sample_intake("Lò Thị Pâng"))
    window = _frame(appearance, made, tab=1)
    panel = window.findChild(ConflictsPanel)
    assert panel
    later(lambda: SamePersonDialog(window.context, SamePerson(made[1]).likely(), panel).open())
    return window


@screen("sync-stick")
def stick(appearance: Appearance) -> QWidget:
    """The USB dialog of an office that has joined, after a file was written."""
    window = _told(appearance, "busy")

    def write() -> None:
        session = window.context.session
        case = Cases(session).numbers(CaseFilter())
        paper = Path(mkdtemp(prefix="tgpl-paper-")) / "Giấy chứng nhận hộ nghèo.pdf"
        paper.write_bytes(Random(1).randbytes(1_400_000))
        Attachments(session).add(Cases(session).rows(case)[0].id, paper)
        dialog = _page(window).open_stick()
        dialog.export_to(mkdtemp(prefix="tgpl-stick-"))
        while window.context.exports.busy or window.context.local.busy:
            QTest.qWait(5)

    later(write)
    return window


@screen("sync-stick-joining")
def stick_joining(appearance: Appearance) -> QWidget:
    """The same on a PC that has never seen a network."""
    window = _new(appearance)
    later(lambda: _page(window).open_stick())
    return window


@screen("sync-stick-again")
def stick_again(appearance: Appearance) -> QWidget:
    """The same on a PC that the national system has refused."""
    window = _told(appearance, "busy")
    with window.context.session.database.write() as connection:
        shut_out.note(connection, "device_ended")
    later(lambda: _page(window).open_stick())
    return window


@screen("sync-practice")
def practice(appearance: Appearance) -> QWidget:
    """Practice data."""
    return _new(appearance, practice=True)


def _settled_line(window: MainWindow) -> MainWindow:
    while window.context.network.busy:
        QTest.qWait(5)
    return settled(window)


def _of_the_province() -> StatusResponse:
    """A branch that is silent, one that was never heard of, a centre with two PCs of which one needs somebody."""
    well = DeviceStatus(
        id="1",
        name="MAY-MOT-CUA",
        last_complete="2026-11-29T09:02:00.000Z",
        last_seen="2026-11-29T09:02:00.000Z",
        waiting=0,
        waiting_since=None,
        refused=0,
        held=0,
        program="0.1.0",
        revoked=False,
        token_reused=None,
        missing=0,
        chain_breaks=0,
    )
    change = msgspec.structs.replace
    behind = change(well, id="2", name="MAY-VAN-THU", waiting=128, waiting_since="2026-11-26T08:15:00+07:00", refused=2)
    gone = change(well, id="3", name="MAY-MUONG-NHE", last_complete=None, last_seen="2026-11-11T02:00:00.000Z")
    gone = change(gone, waiting=41, waiting_since="2026-11-02T16:45:00+07:00", restored=1)
    lost = change(well, id="4", name="MAY-CU", revoked=True)
    told: list[tuple[str, str, int, tuple[DeviceStatus, ...]]] = [
        ("TT", "Trung tâm TGPL nhà nước tỉnh Điện Biên", 3, (well, behind, lost)),
        ("CN1", "Chi nhánh số 1", 0, (gone,)),
        ("CN2", "Chi nhánh số 2", 1, (change(well, id="5", name="CHINHANH-02"),)),
        ("CN3", "Chi nhánh số 3 – Mường Nhé, Nậm Pồ và các xã biên giới", 0, ()),
    ]
    rest = {"kind": "chi_nhanh", "records": 0, "head": 0, "merged": False}
    units = [
        msgspec.convert(
            {"id": code, "code": code, "name": name, "open_conflicts": count, "devices": pcs, **rest}, UnitStatus
        )
        for code, name, count, pcs in told
    ]
    at = dt.datetime(2026, 11, 29, 10, 2, tzinfo=dt.UTC)
    return StatusResponse(at=at.isoformat(), units=tuple(silent_first(units, at)))


def _withheld(appearance: Appearance, tab: int) -> MainWindow:
    window = _told(appearance, "counting", login="dem")
    page = window.open("cases")
    assert isinstance(page, CasesPage)
    cases = Cases(window.context.session)
    page.open_case(cases.rows(cases.numbers(CaseFilter()))[0].id)
    assert page.case
    page.case.tab(tab)
    return settled(window)


def _new(appearance: Appearance, **changes: Any) -> MainWindow:
    """The page of an office that was just set up; ``changes`` are fields of `NewOffice`."""
    return _frame(appearance, make_office(Path(mkdtemp()), **changes))


def _told(
    appearance: Appearance, name: str, activity: Activity | None = None, tab: int = 0, login: str = LOGIN
) -> MainWindow:
    """The page of a copy of one of the story's homes, with the worker doing ``activity``."""
    home = Path(mkdtemp())
    copytree(story() / name, home, dirs_exist_ok=True)
    clock = Clock()
    clock.now += dt.timedelta(days=3, hours=1)
    office = Office.at(home / "office", clock, CHEAP)
    return _frame(appearance, (office, office.sign_in(login, PASSWORD)), activity, tab)


def _frame(
    appearance: Appearance, made: tuple[Office, Session], activity: Activity | None = None, tab: int = 0
) -> MainWindow:
    """The window at the page "Đồng bộ"; nothing runs by itself in it."""
    window = main_window(appearance, *made)
    worker, status = window.findChild(SyncWorker), window.findChild(SyncStatus)
    assert worker
    assert status
    worker.activity = activity or Activity()
    status.start()
    _page(window).tabs.setCurrentIndex(tab)
    return settled(window)


def _look_again(window: MainWindow) -> MainWindow:
    """The window once the status was read anew."""
    status = window.findChild(SyncStatus)
    assert status
    status.refresh()
    while status.status is None or not (status.status.gone_back or status.status.rebuilding or status.status.rebuilt):
        QTest.qWait(5)
    return settled(window)


def _page(window: MainWindow) -> SyncPage:
    page = window.open(PAGE)
    assert isinstance(page, SyncPage)
    return page
