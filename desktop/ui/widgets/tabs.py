"""Tabs that stay where they are when another one is chosen."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QTabBar, QTabWidget, QWidget
from typing_extensions import override

from desktop.ui.theme import current

_PADDING = 14  # left and right of a title, as in the style sheet


class Tabs(QTabWidget):
    """Titles above, one page below."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make it without pages; `name` says what the tabs are for to those who cannot see them."""
        super().__init__(parent)
        self.setTabBar(_Bar(name))
        self.setDocumentMode(True)

    @override
    def hasHeightForWidth(self) -> bool:
        """Each page scrolls inside itself: what its words would like in height is not what it needs of the window."""
        return False


class _Bar(QTabBar):
    """Gives every title the width it has when it is chosen and heavier."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)

    @override
    def tabSizeHint(self, index: int) -> QSize:
        theme = current()
        words = theme.metrics("base", QFont.Weight.DemiBold).horizontalAdvance(self.tabText(index))
        return QSize(words + 2 * theme.px(_PADDING) + 1, super().tabSizeHint(index).height())
