"""The screens of a move for `tests.screenshots`: asked for, refused nowhere, gone; with a real server behind them."""

import tempfile
from functools import partial
from pathlib import Path

from desktop.services.cases import Cases
from desktop.services.moving import Moving
from desktop.services.synchronise import Synchronise
from desktop.store.lists import CaseFilter
from desktop.ui.cases.case_page import CasePage
from desktop.ui.cases.feature import KEY
from desktop.ui.cases.page import CasesPage
from desktop.ui.cases.views import MOVED
from desktop.ui.main_window import MainWindow
from desktop.ui.theme import Appearance
from sync.server import mergers
from tests.factories import make_office, sample_intake
from tests.fakes.server import RunningServer
from tests.gui.windows import main_window, settled
from tests.screenshots import later, screen

UNITS = (
    ("CN2", "Chi nhánh số 2 – Trung tâm Trợ giúp pháp lý nhà nước tỉnh Điện Biên", "chi_nhanh"),
    ("TTLC", "Trung tâm Trợ giúp pháp lý nhà nước tỉnh Lai Châu", "trung_tam"),
    ("TTSL", "Trung tâm Trợ giúp pháp lý nhà nước tỉnh Sơn La", "trung_tam"),
)


def _window(appearance: Appearance, *, asked: bool = False, moved: bool = False, merged: bool = False) -> MainWindow:
    folder = Path(tempfile.mkdtemp(prefix="tgpl-moving-"))
    office, session = make_office(folder)
    with RunningServer(f"sqlite:///{folder / 'server.db'}") as server:
        server.add_unit("CN1", name="Chi nhánh số 1")
        for code, name, kind in UNITS:
            server.add_unit(code, name=name, kind=kind)
        synchronise = Synchronise(session)
        synchronise.enrol(server.base_url, server.enrol_code("CN1"))
        cases = Cases(session)
        case = cases.take_in(sample_intake("Công Tằng Tôn Nữ Thị Phương Thảo"))
        cases.take_in(sample_intake("H’Nguyệt Niê Kdăm"))
        synchronise.cycle()
        if asked:
            moving = Moving(session)
            reason = "Người được trợ giúp đã về nơi cư trú mới"
            to = moving.destination("CN2").id
            moving.ask(case, {"to_unit": to, "on": "2026-11-25", "reason": reason})
        if merged:
            with server.database.write() as connection:
                mergers.carry_out(connection, mergers.plan(connection, "CN1", "CN2"))
        if moved or merged:
            synchronise.cycle()
    window = main_window(appearance, office, session)
    window.start()
    window.open(KEY)
    return window


def _page(window: MainWindow) -> CasesPage:
    page = window.open(KEY)
    assert isinstance(page, CasesPage)
    return page


def _case(window: MainWindow) -> CasePage:
    cases = Cases(window.context.session)
    (row,) = cases.rows(cases.numbers(CaseFilter(query="phuong thao")))
    page = _page(window)
    page.open_case(row.id)
    assert page.case is not None
    return page.case


@screen("moving-dialog")
def _dialog(appearance: Appearance) -> MainWindow:
    window = _window(
        appearance,
    )
    later(partial(_case(window).do, "move"))
    return settled(window)


@screen("moving-asked")
def _asked(appearance: Appearance) -> MainWindow:
    window = _window(appearance, asked=True)
    _case(window)
    return settled(window)


@screen("moving-gone")
def _gone(appearance: Appearance) -> MainWindow:
    window = _window(appearance, asked=True, moved=True)
    _case(window)
    return settled(window)


@screen("moving-list")
def _list(appearance: Appearance) -> MainWindow:
    window = _window(appearance, asked=True, moved=True)
    _page(window).list.chips.chosen.emit(MOVED)
    return settled(window)


@screen("moving-merged")
def _merged(appearance: Appearance) -> MainWindow:
    window = _window(appearance, merged=True)
    _page(window)
    return settled(window)
