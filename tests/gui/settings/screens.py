"""The settings in the main window for `tests.screenshots`, over a throwaway office."""

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.services.backups import Backups
from desktop.services.cases import Cases
from desktop.services.numbering import Numbering
from desktop.services.office import NewUser, Office
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.store import settings
from desktop.ui.main_window import SETTINGS, MainWindow
from desktop.ui.settings.catalogues_section import CataloguesSection
from desktop.ui.settings.page import SettingsPage
from desktop.ui.settings.people_section import PeopleSection
from desktop.ui.settings.rebuild_card import RebuildCard
from desktop.ui.settings.section import Section
from desktop.ui.theme import Appearance
from tests.factories import PASSWORD, make_office, sample_intake
from tests.fakes.server import RunningServer
from tests.gui.settings.conftest import open_section
from tests.gui.windows import main_window, settled
from tests.screenshots import Maker, later, screen


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


@cache
def _second_pc() -> tuple[Office, Session]:
    """A PC of a branch whose first PC numbers, and has taken the right over from one that was lost."""
    folder = Path(tempfile.mkdtemp(prefix="tgpl-screens-"))
    with RunningServer(f"sqlite:///{folder / 'server.db'}") as server:
        server.add_unit("CN1", name="Chi nhánh số 1")
        opened = []
        for number, login in enumerate(("hoa", "an", "duc")):
            office, session = make_office(folder / login, login=login, numbering=number == 0)
            Synchronise(session).enrol(server.base_url, server.enrol_code("CN1"))
            opened.append((office, session))
            if number == 0:
                Cases(session).take_in(sample_intake())
            Synchronise(session).cycle()
        Numbering(opened[1][1]).take_over("máy cũ hỏng")
        Cases(opened[2][1]).take_in(sample_intake("Giàng A Páo"))
        for _office, session in (*opened[1:], opened[2]):
            Synchronise(session).cycle()
    return opened[2]


def _numbering(appearance: Appearance) -> MainWindow:
    window = main_window(appearance, *_second_pc())
    window.start()
    page = window.open(SETTINGS)
    assert isinstance(page, SettingsPage)
    open_section(page, "Đơn vị", Section)
    return settled(window)


screen("settings-numbering")(_numbering)


def _section(title: str, then: Callable[[SettingsPage], None] | None = None) -> Maker:
    def made(appearance: Appearance) -> MainWindow:
        window = main_window(appearance, *_office())
        window.start()
        page = window.open(SETTINGS)
        assert isinstance(page, SettingsPage)
        open_section(page, title, QWidget)
        if then is not None:
            later(lambda: then(page))
        return settled(window)

    return made


def _new_user(page: SettingsPage) -> None:
    open_section(page, "Người dùng", PeopleSection).ask_new()


TABS = {
    "office": "Đơn vị",
    "line": "Hệ thống quản lý TGPL",
    "people": "Người dùng",
    "catalogues": "Danh mục",
    "backups": "Sao lưu",
    "display": "Hiển thị",
    "about": "Giới thiệu",
}
for name, title in TABS.items():
    screen(f"settings-{name}")(_section(title))


def _worded(page: SettingsPage) -> None:
    section = page.findChild(CataloguesSection)
    assert section
    section.names.set_code("success_criterion")
    section.ask(4)


screen("settings-wording")(_section("Danh mục", _worded))
screen("settings-new-user")(_section("Người dùng", _new_user))


@screen("settings-line-rebuild")
def rebuild(appearance: Appearance) -> QWidget:
    """The question before everything is fetched anew."""
    window = joined(appearance)
    card = window.findChild(RebuildCard)
    assert card
    later(card._ask)
    return window


@screen("settings-line-joined")
def joined(appearance: Appearance) -> MainWindow:
    """The way of a PC that has joined."""
    office, session = make_office(Path(tempfile.mkdtemp(prefix="tgpl-screens-")))
    with session.database.write() as connection:
        settings.put(connection, "line", {"server": "https://tgpl.vidu.gov.vn", "proxy": "http://10.0.0.1:3128"})
        session.change_office(connection, server="https://tgpl.vidu.gov.vn")
    window = main_window(appearance, office, session)
    page = window.open(SETTINGS)
    assert isinstance(page, SettingsPage)
    open_section(page, TABS["line"], Section)
    return settled(window)
