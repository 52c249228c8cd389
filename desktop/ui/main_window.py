"""The window people work in: the frame with its pages, what they are given, and the person's own menu."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from desktop.qt.changes import ChangeNotifier
from desktop.qt.lanes import Lanes
from desktop.ui.context import Context
from desktop.ui.icons import icon
from desktop.ui.shell import Page, Shell
from desktop.ui.sign_in.entry import Opened
from desktop.ui.theme import Appearance
from desktop.words import _

SETTINGS = "settings"


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
        super().__init__(appearance, practice=opened.session.office.practice)
        self._appearance = appearance
        self._may_close = False
        self.context = Context(
            session=opened.session,
            office=opened.office,
            changes=ChangeNotifier(self),
            local=lanes.local,
            network=lanes.network,
            open_case=self._open_case,
            open_page=self._open_page,
            tell=self.status.say,
        )
        for page in self._all_pages():
            self.register(page)
        self.setWindowTitle(_("{unit} – Trợ giúp pháp lý").format(unit=opened.session.office.unit.name))
        self.set_user(opened.session.user.full_name, self._menu())

    def start(self) -> None:
        """Show the window with its first page."""
        self.open(SETTINGS)
        self.showMaximized()

    def let_go(self) -> None:
        """Close for good."""
        self._may_close = True
        self.close()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            super().closeEvent(event)
        else:
            event.ignore()
            self.closing.emit()

    def _all_pages(self) -> list[Page]:
        """The pages in their order; what makes one imports its feature, so that the start pays for the first alone."""
        return [Page(SETTINGS, _("Cài đặt"), "settings", self._settings)]

    def _settings(self) -> QWidget:
        from desktop.ui.settings.page import SettingsPage  # noqa: PLC0415 - see `_all_pages`

        return SettingsPage(self.context, self._appearance, self.restore_asked.emit)

    def _open_case(self, case_id: str) -> None:
        raise NotImplementedError

    def _open_page(self, key: str) -> None:
        self.open(key)

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
