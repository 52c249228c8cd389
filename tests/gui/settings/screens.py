"""The settings in the main window for `tests.screenshots`, over a throwaway office."""

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from desktop.qt.lanes import Lanes
from desktop.services.backups import Backups
from desktop.services.cases import Cases
from desktop.services.office import NewUser, Office
from desktop.services.session import Session
from desktop.ui.main_window import SETTINGS, MainWindow
from desktop.ui.settings.page import SettingsPage
from desktop.ui.settings.people_section import PeopleSection
from desktop.ui.sign_in.entry import Opened
from desktop.ui.theme import Appearance
from tests.factories import PASSWORD, make_office, sample_intake
from tests.screenshots import FLOATS_AFTER, Maker, screen


@cache
def _office() -> tuple[Office, Session]:
    office, session = make_office(Path(tempfile.mkdtemp(prefix="tgpl-screens-")))
    for login, name, role in (
        ("thao", "Công Tằng Tôn Nữ Thị Phương Thảo", "van_thu_tiep_nhan"),
        ("nguyet", "H’Nguyệt Niê Kdăm", "nguoi_thuc_hien"),
    ):
        office.add_user(session, PASSWORD, NewUser(login=login, full_name=name, role=role, password=PASSWORD))
    Cases(session).take_in(sample_intake())
    Backups(office).now(session)
    return office, session


def _section(key: str, then: Callable[[SettingsPage], None] | None = None) -> Maker:
    def made(appearance: Appearance) -> MainWindow:
        lanes = Lanes()
        window = MainWindow(appearance, Opened(*_office()), lanes)
        window.destroyed.connect(lambda _window: lanes.stop())
        page = window.open(SETTINGS)
        assert isinstance(page, SettingsPage)
        page.show_section(key)
        window.show()
        while lanes.local.busy:
            QTest.qWait(5)
        if then is not None:
            QTimer.singleShot(FLOATS_AFTER, window, lambda: then(page))
        return window

    return made


def _new_user(page: SettingsPage) -> None:
    section = page.show_section("people")
    assert isinstance(section, PeopleSection)
    section.ask_new()


for section in ("office", "line", "people", "backups", "display", "about"):
    screen(f"settings-{section}")(_section(section))
screen("settings-new-user")(_section("people", _new_user))
