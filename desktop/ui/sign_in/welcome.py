"""The first start: three ways in, each said in two lines."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout
from typing_extensions import override

from desktop.ui.icons import pixmap
from desktop.ui.sign_in.page import GatePage
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import label
from desktop.words import _

_ICON = 24


class WelcomePage(GatePage):
    """Asks which way."""

    #: Set up an office of one's own.
    new_asked = Signal()
    #: Join one the national system knows.
    join_asked = Signal()
    #: Try with invented data.
    practice_asked = Signal()
    #: Have the data in another folder.
    folder_asked = Signal()

    def __init__(self, folder: Path) -> None:
        """Show the ways in; `folder` is where the data will lie."""
        super().__init__(
            _("Bắt đầu"), _("Máy này chưa có dữ liệu. Phần mềm dùng được ngay, không cần mạng. Xin chọn một cách:")
        )
        ways = (
            (
                "building-2",
                _("Lập đơn vị mới trên máy này"),
                _("Trung tâm, Chi nhánh hoặc tổ chức tham gia bắt đầu ghi vụ việc tại đây. Khoảng một phút."),
                self.new_asked.emit,
            ),
            (
                "cloud-check",
                _("Tham gia hệ thống đã có"),
                _("Đơn vị đã có trên Hệ thống quản lý TGPL. Cần mạng, địa chỉ và mã kết nối do Trung tâm cấp."),
                self.join_asked.emit,
            ),
            (
                "briefcase",
                _("Dữ liệu tập"),
                _("Làm thử với người và vụ việc bịa, để riêng một thư mục. Không có gì được gửi đi."),
                self.practice_asked.emit,
            ),
        )
        self._ways = [Way(*way) for way in ways]
        for way in self._ways:
            self.body.addWidget(way)
        place = QHBoxLayout()
        breakable = str(folder).replace("\\", "\\\N{ZERO WIDTH SPACE}")  # a line never breaks at a backslash by itself
        where = _("Dữ liệu được giữ trong {folder}").format(folder=breakable)
        place.addWidget(label(where, "small", Role.MUTED, wrap=True), 1)
        place.addWidget(button(_("Chọn thư mục khác…"), self.folder_asked.emit, look="quiet"))
        self.body.addLayout(place)

    @override
    def begin(self) -> None:
        self._ways[0].setFocus()


class Way(QAbstractButton):
    """A card that is pressed as a whole."""

    def __init__(self, icon: str, title: str, text: str, press: Callable[[], object]) -> None:
        super().__init__()
        px = current().px
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._icon_name = icon
        self._icon = QLabel()
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(label(title, "section"))
        words.addWidget(label(text, role=Role.MUTED, wrap=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(12), px(16), px(12))
        row.setSpacing(px(14))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        for part in self.findChildren(QLabel):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda _checked=False: press())
        self._draw_icon()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw_icon()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        chosen = self.hasFocus() or self.underMouse()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(theme.tokens.primary_soft if chosen else theme.tokens.surface))
        painter.setPen(QPen(QColor(theme.tokens.primary if chosen else theme.tokens.line), 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.px(4), theme.px(4))
        painter.end()

    def _draw_icon(self) -> None:
        self._icon.setPixmap(pixmap(self._icon_name, Role.PRIMARY, current().px(_ICON), self.devicePixelRatio()))
