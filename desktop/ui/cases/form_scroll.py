"""A place for a form that may be higher than the window: whatever gets the cursor comes into sight."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from desktop.ui.theme import current
from desktop.ui.widgets.fields import FieldBox

_AROUND = 16  # pixels kept free above and below


class FormScroll(QScrollArea):
    """Scrolls downwards only; follows the focus, however it moved."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self._content.isAncestorOf(now):
            return
        box: QWidget | None = now
        while box is not None and not isinstance(box, FieldBox):
            box = box.parentWidget()
        self.ensureWidgetVisible(box or now, 0, current().px(_AROUND))
