"""The frame of the main window: navigation, header with the one search field, the pages, the status line.

Pages are registered as functions that make them and made when they are first shown, so that the program starts as fast
as its start page.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.ui.icons import icon
from desktop.ui.theme import Appearance, current
from desktop.ui.tokens import Role
from desktop.ui.widgets.choices import Provider
from desktop.ui.widgets.labels import ElidedLabel, label
from desktop.ui.widgets.navigation import Navigation
from desktop.ui.widgets.search_box import SearchBox
from desktop.ui.widgets.status_line import StatusLine
from desktop.words import _

_FOLDS_BELOW = 1000  # pixels of width at 100 %
_COMPACT_BELOW = 600  # pixels of height at 100 %
_SEARCH_WIDTH = 340
_SMALLEST = 640, 400  # pixels at any zoom: the screen does not grow with it


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the window.

    Attributes:
        key: its name in the program.
        title: in the navigation and in the header.
        icon: name of its icon.
        make: makes its widget, once, when it is first shown.
        listed: whether it has a button in the navigation.
    """

    key: str
    title: str
    icon: str
    make: Callable[[], QWidget]
    listed: bool = True


class Shell(QMainWindow):
    """The main window. It knows no feature: pages, search, status and the person's menu are given to it."""

    #: Another page is on the screen; carries its key.
    page_shown = Signal(str)

    def __init__(self, appearance: Appearance, *, search: Provider | None = None, practice: bool = False) -> None:
        """Make the frame.

        Args:
            appearance: told when the window is too low for ordinary controls.
            search: finds suggestions for the search field.
            practice: show the banner of practice data.
        """
        super().__init__()
        self._appearance = appearance
        self._pages: dict[str, Page] = {}
        self._made: dict[str, QWidget] = {}
        self._frames: dict[str, QWidget] = {}
        self.navigation = Navigation()
        self.search = SearchBox(search)
        self.status = StatusLine()
        self.user = QToolButton()
        self._title = ElidedLabel(kind="page")
        self._stack = QStackedWidget()
        self._body = QHBoxLayout()
        self._header = QWidget()
        self._content = QVBoxLayout()
        self.setWindowTitle(_("Trợ giúp pháp lý"))
        self.setMinimumSize(*_SMALLEST)
        self.setCentralWidget(self._lay_out(practice))
        self.navigation.asked.connect(self.open)
        appearance.changed.connect(self._fit)
        self._fit()

    def register(self, page: Page) -> None:
        """Add a page; it is not made yet."""
        self._pages[page.key] = page
        if page.listed:
            self.navigation.add(page.key, page.title, page.icon)

    def open(self, key: str) -> QWidget:
        """Bring a page on the screen, making it if it is the first time; returns its widget.

        Raises:
            KeyError: no such page is registered.
        """
        page = self._pages[key]
        if key not in self._made:
            self._made[key] = page.make()
            self._frames[key] = _scrolling(self._made[key])
            self._stack.addWidget(self._frames[key])
        self._stack.setCurrentWidget(self._frames[key])
        self.navigation.mark(key)
        self.set_title(page.title)
        self.page_shown.emit(key)
        return self._made[key]

    def made(self, key: str) -> QWidget | None:
        """The widget of a page that has been shown, for those who must tell it something; else None."""
        return self._made.get(key)

    def set_title(self, title: str) -> None:
        """Set the words at the top: the page's, or what it shows (the code of a case)."""
        self._title.setText(title)

    def set_user(self, name: str, menu: QMenu) -> None:
        """Show who is signed in and what can be done about it."""
        self.user.setText(name)
        self.user.setAccessibleName(_("Người dùng: {name}").format(name=name))
        self.user.setMenu(menu)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._appearance.set_compact(self.height() < current().px(_COMPACT_BELOW))
        self.navigation.fold(self.width() < current().px(_FOLDS_BELOW))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._fit()

    def _lay_out(self, practice: bool) -> QWidget:
        self.user.setIcon(icon("user"))
        self.user.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.user.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._header.setObjectName("header")
        header = QHBoxLayout(self._header)
        header.addWidget(self._title, 1)
        header.addWidget(self.search)
        header.addWidget(self.user)
        page = QWidget()
        page.setObjectName("page")
        page.setLayout(self._content)
        self._content.addWidget(self._header)
        self._content.addWidget(self._stack, 1)
        self._body.addWidget(self.navigation)
        self._body.addWidget(page, 1)
        self._body.setSpacing(0)
        root = QWidget()
        column = QVBoxLayout(root)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if practice:
            column.addWidget(_practice_banner())
        column.addLayout(self._body, 1)
        column.addWidget(self.status)
        return root

    def _fit(self) -> None:
        """Take the sizes of the theme in force."""
        theme = current()
        side = theme.px(16 if theme.compact else 24)
        self._content.setContentsMargins(side, 0, side, theme.px(8 if theme.compact else 16))
        self._content.setSpacing(0)
        self._header.setFixedHeight(theme.px(44 if theme.compact else 56))
        layout = self._header.layout()
        if layout:
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(theme.px(8))
        self.search.setFixedWidth(theme.px(_SEARCH_WIDTH))
        self.navigation.fold(self.width() < theme.px(_FOLDS_BELOW))
        self.status.fit()


def _scrolling(page: QWidget) -> QScrollArea:
    """The page in a frame that scrolls where it needs more room than a low window at a large zoom has."""
    frame = QScrollArea()
    frame.setWidgetResizable(True)
    frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    frame.setWidget(page)
    return frame


def _practice_banner() -> QWidget:
    banner = QFrame()
    banner.setObjectName("practice")
    row = QHBoxLayout(banner)
    row.setContentsMargins(current().px(15), current().px(4), current().px(15), current().px(4))
    row.addWidget(label(_("DỮ LIỆU TẬP"), role=Role.WAIT))
    row.addWidget(label(_("Người và vụ việc ở đây là bịa; không gì được gửi đi."), role=Role.WAIT), 1)
    return banner
