"""A layout that fills lines from left to right and goes on below, as words do."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from typing_extensions import override


class FlowLayout(QLayout):
    """Lays its widgets out in lines; the last one stretches to the end of its line if it wants to."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 4) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        self._items: list[QLayoutItem] = []

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insert_widget(self, position: int, widget: QWidget) -> None:
        """Add `widget` before the item at `position`."""
        self.addWidget(widget)
        self._items.insert(position, self._items.pop())
        self.invalidate()

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), place=False)

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        room = rect.height() - self._arrange(rect, place=False)
        self._arrange(rect.adjusted(0, max(room, 0) // 2, 0, 0), place=True)  # in the middle, as what stands beside it

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @override
    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        """Place the items, or only find out how high they would be; returns the height."""
        area = rect.marginsRemoved(self.contentsMargins())
        y = area.y()
        for line in self._lines(area.width()):
            height = max(item.sizeHint().height() for item in line)
            if place:
                self._place(line, QRect(area.x(), y, area.width(), height))
            y += height + self.spacing()
        return y - self.spacing() - rect.y() + self.contentsMargins().bottom()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        room = 0
        for item in self._items:
            if item.isEmpty():
                continue
            needed = item.sizeHint().width() + self.spacing()
            if not lines or needed - self.spacing() > room:
                lines.append([])
                room = width
            lines[-1].append(item)
            room -= needed
        return lines

    def _place(self, line: list[QLayoutItem], area: QRect) -> None:
        """Put the items beside each other, each in the middle of the line's height."""
        x = area.x()
        for item in line:
            size = item.sizeHint()
            if item is self._items[-1] and item.expandingDirections() & Qt.Orientation.Horizontal:
                size.setWidth(area.right() + 1 - x)
            item.setGeometry(QRect(QPoint(x, area.y() + (area.height() - size.height()) // 2), size))
            x += size.width() + self.spacing()
