"""The window people work in: the frame with its pages, what they are given, and the person's own menu."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from desktop.qt.changes import ChangeNotifier
from desktop.qt.lanes import Lanes
from desktop.ui.cases import feature as cases
from desktop.ui.context import Context
from desktop.ui.finder import Finder
from desktop.ui.icons import icon
from desktop.ui.shell import Page, Shell
from desktop.ui.sign_in.entry import Opened
from desktop.ui.sync.feature import PAGE as SYNC
from desktop.ui.sync.feature import Syncing
from desktop.ui.theme import Appearance
from desktop.ui.today import page as today
from desktop.ui.widgets.choices import Answer
from desktop.words import _

PEOPLE, OFFICE, REPORTS, SETTINGS = "people", "office", "reports", "settings"


class MainWindow(Shell):
    """The frame filled with everything this office has.

    Attributes:
        context: what every page is given.
    """

    #: The person goes, the program stays.
    sign_out_asked = Signal()
    #: The person wants to restore a backup, for which the office must be closed.
    restore_asked = Signal()
    #: The window is to be closed; whoever listens does what comes before and then calls `let_go`.
    closing = Signal()

    def __init__(self, appearance: Appearance, opened: Opened, lanes: Lanes) -> None:
        """Make the window; of its pages only the first is made, when it is shown."""
        super().__init__(appearance, search=self._find, practice=opened.session.office.practice)
        self._appearance = appearance
        self._may_close = False
        self.context = Context(
            session=opened.session,
            office=opened.office,
            changes=ChangeNotifier(self),
            local=lanes.local,
            network=lanes.network,
            exports=lanes.exports,
            open_case=lambda case_id: cases.open_case(self, case_id),
            open_page=self._open_page,
            tell=self.status.say,
            sync_soon=self._sync_soon,
            take_in=lambda: cases.take_in(self),
        )
        self._finder = Finder(opened.session, lanes.local, self)
        self._syncing = Syncing(self.context, self)
        self._add_pages()
        self.setWindowTitle(_("{unit} – Trợ giúp pháp lý").format(unit=opened.session.office.unit.name))
        self.set_user(opened.session.user.full_name, self._menu())

    def start(self) -> None:
        """Open the first page, and synchronise from now on."""
        self.open(today.KEY)
        self._syncing.start()

    def let_go(self) -> None:
        """Close for good; what still runs on the lanes is theirs to end."""
        self._syncing.shut_down()
        self._may_close = True
        self.close()

    @property
    def page_keys(self) -> list[str]:
        """The keys of all pages, in their order."""
        return list(self._pages)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            super().closeEvent(event)
        else:
            event.ignore()
            self.closing.emit()

    def _find(self, text: str, answer: Answer) -> None:
        self._finder.provide(text, answer)

    def _add_pages(self) -> None:
        """Register the pages in their order; each imports its feature when it is made, the first one excepted."""
        today.add_to(self, self.context)
        cases.add_to(self, self.context)
        self.register(Page(PEOPLE, _("Người thực hiện"), "users", self._people))
        self.register(Page(OFFICE, _("Đơn vị và hoạt động"), "building-2", self._office))
        self.register(Page(REPORTS, _("Báo cáo"), "chart-column", self._reports))
        self.register(Page(SYNC, _("Đồng bộ"), "refresh-cw", self._sync))
        self.register(Page(SETTINGS, _("Cài đặt"), "settings", self._settings))

    def _people(self) -> QWidget:
        from desktop.ui.people.people_page import PeoplePage  # noqa: PLC0415 - see `_add_pages`

        return PeoplePage(self.context)

    def _office(self) -> QWidget:
        from desktop.ui.offices.page import OfficePage  # noqa: PLC0415 - see `_add_pages`

        return OfficePage(self.context)

    def _reports(self) -> QWidget:
        from desktop.ui.reports.page import ReportsPage  # noqa: PLC0415 - see `_add_pages`

        return ReportsPage(self.context)

    def _sync(self) -> QWidget:
        return self._syncing.make_page()

    def _settings(self) -> QWidget:
        from desktop.ui.settings.page import SettingsPage  # noqa: PLC0415 - see `_add_pages`

        worker = self._syncing.worker
        return SettingsPage(
            self.context, self._appearance, restore=self.restore_asked.emit, joined=worker.start, syncing=worker
        )

    def _open_page(self, key: str) -> None:
        self.open(key)

    def _sync_soon(self) -> None:
        self._syncing.worker.sync_now()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        _add(menu, "key-round", _("Đổi mật khẩu"), self._change_password)
        menu.addSeparator()
        _add(menu, "log-out", _("Đăng xuất"), self.sign_out_asked.emit)
        return menu

    def _change_password(self) -> None:
        from desktop.ui.settings.password_dialog import PasswordDialog  # noqa: PLC0415 - rarely asked for

        PasswordDialog(self.context, self).open()


def _add(menu: QMenu, sign: str, words: str, do: Callable[[], Any]) -> None:
    menu.addAction(icon(sign), words).triggered.connect(lambda _checked=False: do())
