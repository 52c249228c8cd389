"""A place whose content is made when it is first looked at."""

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override


class Later(QWidget):
    """Empty until it is shown; then what `make` makes."""

    def __init__(self, make: Callable[[], QWidget]) -> None:
        super().__init__()
        self._make = make
        self._content: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)

    @property
    def content(self) -> QWidget:
        """What is in it, made now if nobody has looked yet."""
        if self._content is None:
            self._content = self._make()
            layout = self.layout()
            assert layout is not None  # noqa: S101 - set when it was made
            layout.addWidget(self._content)
        return self._content

    @override
    def showEvent(self, event: QShowEvent) -> None:
        self.content.show()
        super().showEvent(event)
