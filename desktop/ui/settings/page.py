"""The page of the settings: one tab a section, each made when it is first looked at."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.context import Context
from desktop.ui.sync.worker import SyncWorker
from desktop.ui.theme import Appearance
from desktop.ui.widgets.tabs import Tabs
from desktop.words import _


class _Tab(NamedTuple):
    key: str
    title: str
    make: Callable[[], QWidget]


class SettingsPage(QWidget):
    """What can be set, and what one may want to know of the office and the program."""

    def __init__(
        self,
        context: Context,
        appearance: Appearance,
        *,
        restore: Callable[[], None],
        joined: Callable[[], None],
        syncing: SyncWorker,
    ) -> None:
        """Make the page with its first section.

        Args:
            context: see `Context`.
            appearance: what the display section changes.
            restore: leaves the office and shows how to restore a backup.
            joined: called when the PC has joined the national system.
            syncing: what the section of the line asks and tells.
        """
        super().__init__()
        self._restore = restore
        self._joined = joined
        self._syncing = syncing
        self._context = context
        self._appearance = appearance
        self._all = [
            _Tab("office", _("Đơn vị"), self._office),
            _Tab("line", _("Hệ thống quản lý TGPL"), self._line),
            _Tab("people", _("Người dùng"), self._people),
            _Tab("catalogues", _("Danh mục"), self._catalogues),
            _Tab("backups", _("Sao lưu"), self._backups),
            _Tab("display", _("Hiển thị"), self._display),
            _Tab("about", _("Giới thiệu"), self._about),
        ]
        self._made: dict[str, QWidget] = {}
        self.tabs = Tabs(_("Các mục cài đặt"))
        self._holders = [QVBoxLayout() for _tab in self._all]
        for tab, inside in zip(self._all, self._holders, strict=True):
            inside.setContentsMargins(0, 0, 0, 0)
            holder = QWidget()
            holder.setLayout(inside)
            self.tabs.addTab(holder, tab.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self.tabs.currentChanged.connect(self._make)
        self._make(0)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.tabs.tabBar().setFocus()

    def _make(self, number: int) -> None:
        tab = self._all[number]
        if tab.key not in self._made:
            self._made[tab.key] = tab.make()
            self._holders[number].addWidget(self._made[tab.key])

    def _office(self) -> QWidget:
        from desktop.ui.settings.office_section import OfficeSection  # noqa: PLC0415 - each when it is looked at

        return OfficeSection(self._context)

    def _line(self) -> QWidget:
        from desktop.ui.settings.line_section import LineSection  # noqa: PLC0415

        return LineSection(self._context, self._joined, self._syncing)

    def _people(self) -> QWidget:
        from desktop.ui.settings.people_section import PeopleSection  # noqa: PLC0415

        return PeopleSection(self._context)

    def _catalogues(self) -> QWidget:
        from desktop.ui.settings.catalogues_section import CataloguesSection  # noqa: PLC0415

        return CataloguesSection(self._context)

    def _backups(self) -> QWidget:
        from desktop.ui.settings.backups_section import BackupsSection  # noqa: PLC0415

        return BackupsSection(self._context, self._restore)

    def _display(self) -> QWidget:
        from desktop.ui.settings.display_section import DisplaySection  # noqa: PLC0415

        return DisplaySection(self._context.office.home, self._appearance)

    def _about(self) -> QWidget:
        from desktop.ui.settings.about_section import AboutSection  # noqa: PLC0415

        return AboutSection()
