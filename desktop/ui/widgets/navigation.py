"""The navigation at the left: one button a page, with the number of things that need a person."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.icons import pixmap
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.labels import label, restyle
from desktop.words import _
from desktop.words.formats import whole

_WIDE, _FOLDED = 200, 48
_HEIGHT = 38
_COMPACT_HEIGHT = 34
_ICON = 18
_BAR = 3


class Navigation(QFrame):
    """Buttons of which one is down; folds to icons alone."""

    #: A page was asked for; carries its key.
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setAccessibleName(_("Các trang"))
        self._buttons: dict[str, _PageButton] = {}
        self._group = QButtonGroup(self)
        self._name = label("TGPL")
        self._name.setObjectName("program")
        self._name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 1, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._name)
        self._column.addStretch()
        self.fold(False)

    def add(self, key: str, title: str, icon: str) -> None:
        """Add a page's button at the end; Ctrl+1 opens the first page, and so on."""
        made = _PageButton(title, icon)
        self._buttons[key] = made
        self._group.addButton(made)
        self._column.insertWidget(len(self._buttons), made)
        made.clicked.connect(lambda _checked=False: self.asked.emit(key))
        if len(self._buttons) <= 9:
            shortcut = QShortcut(QKeySequence(f"Ctrl+{len(self._buttons)}"), self)
            shortcut.activated.connect(lambda: self.asked.emit(key))

    def mark(self, key: str) -> None:
        """Show that `key`'s page is the one on the screen; of a page without a button nothing changes."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def set_count(self, key: str, count: int) -> None:
        """Say how many things on `key`'s page need a person."""
        self._buttons[key].set_count(count)

    def fold(self, folded: bool) -> None:
        """Show icons alone, or icons and words."""
        self.setFixedWidth(current().px(_FOLDED if folded else _WIDE))
        restyle(self._name, "folded", folded)
        self._name.setFixedHeight(current().px(44 if current().compact else 56))
        for made in self._buttons.values():
            made.set_folded(folded)


class _PageButton(QAbstractButton):
    def __init__(self, title: str, icon: str) -> None:
        super().__init__()
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._icon = icon
        self._count = 0
        self._folded = False

    def set_count(self, count: int) -> None:
        self._count = count
        title = self.text()
        self.setAccessibleName(_("{title}, {count} việc cần xem").format(title=title, count=count) if count else title)
        self._describe()

    def set_folded(self, folded: bool) -> None:
        self._folded = folded
        self._describe()
        self.updateGeometry()

    def _describe(self) -> None:
        self.setToolTip(self.accessibleName() if self._folded else "")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        theme = current()
        return QSize(theme.px(_FOLDED), theme.px(_COMPACT_HEIGHT if theme.compact else _HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, area = current(), self.rect()
        role = Role.PRIMARY if self.isChecked() else Role.INK
        painter = QPainter(self)
        if self.isChecked():
            painter.fillRect(area, QColor(theme.tokens.primary_soft))
            painter.fillRect(0, 0, theme.px(_BAR), area.height(), QColor(theme.tokens.primary))
        elif self.underMouse():
            painter.fillRect(area, QColor(theme.tokens.head))
        size, side = theme.px(_ICON), theme.px((_FOLDED - _ICON) / 2)
        drawn = pixmap(self._icon, role, size, self.devicePixelRatio())
        painter.drawPixmap(side, (area.height() - size) // 2, drawn)
        badge = self._paint_badge(painter) if self._count else area.right()
        if not self._folded:
            font = theme.font("base", QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal)
            painter.setFont(font)
            painter.setPen(theme.colour(role))
            words = area.adjusted(2 * side + size - theme.px(4), 0, 0, 0)
            words.setRight(badge - theme.px(4))
            text = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if self.hasFocus():
            painter.setPen(QColor(theme.tokens.primary))
            painter.drawRect(area.adjusted(1, 1, -2, -2))
        painter.end()

    def _paint_badge(self, painter: QPainter) -> int:
        """Paint the count at the right, or above the icon's corner; returns where it begins."""
        theme = current()
        font = theme.font("small", QFont.Weight.DemiBold)
        text = "99+" if self._folded and self._count > 99 else whole(self._count)
        metrics = QFontMetrics(font)
        height = theme.px(16 if self._folded else 18)
        width = max(height, metrics.horizontalAdvance(text) + theme.px(8 if self._folded else 10))
        right = self.width() - theme.px(2 if self._folded else 10)
        top = theme.px(2) if self._folded else (self.height() - height) // 2
        badge = QRect(right - width, top, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tokens.primary))
        painter.drawRoundedRect(badge, height / 2, height / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QColor(theme.tokens.on_primary))
        painter.setFont(font)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
        return badge.left()
