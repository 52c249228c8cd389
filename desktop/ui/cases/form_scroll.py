"""A place for a form that may be higher than the window: whatever gets the cursor comes into sight."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.theme import current
from desktop.ui.widgets.fields import FieldBox

_AROUND = 16  # pixels kept free above and below


class FormScroll(QScrollArea):
    """Scrolls downwards only; follows the focus, however it moved."""

    def __init__(self, content: QWidget, expected: int = 0) -> None:
        """Make the place; ``expected`` is its width before it is shown, so that its height is known."""
        super().__init__()
        self._expected = expected
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(content)
        column.addStretch()  # what is left over stays below the form
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    @override
    def sizeHint(self) -> QSize:
        """All of the form; the area's own hint stops at 24 lines."""
        hint, width = self._content.sizeHint(), self._expected
        if width and self._content.hasHeightForWidth():
            hint = QSize(width, self._content.heightForWidth(self.viewport().width() if self.isVisible() else width))
        return hint.grownBy(self.contentsMargins())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and watched is self._content:
            self.updateGeometry()  # no area that scrolls passes on that what is in it has another size
        return super().eventFilter(watched, event)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self._content.isAncestorOf(now):
            return
        box: QWidget | None = now
        while box is not None and not isinstance(box, FieldBox):
            box = box.parentWidget()
        self.ensureWidgetVisible(box or now, 0, current().px(_AROUND))
