"""A list as a page shows it: the table, or what teaches how to fill it, or grey rows while it is being found."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.table import Table
from desktop.words import _
from desktop.words.formats import whole

_PATIENCE = 200  # milliseconds before the grey rows: what is faster would only flicker


class EmptyPage(QWidget):
    """One sentence and the button that ends the emptiness."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = label("", role=Role.MUTED, wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._button: QPushButton | None = None
        self._press: Callable[[], object] | None = None
        self._column = QVBoxLayout(self)
        self._column.setSpacing(current().px(16))
        self._column.addStretch(2)
        self._column.addWidget(self._sentence)
        self._column.addStretch(3)

    def show_words(self, sentence: str, verb: str = "", press: Callable[[], object] | None = None) -> None:
        """Say why there is nothing and what to do."""
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self._press = press
        if verb and self._button is None:
            self._button = button(verb, self._go)  # the page has its main button elsewhere
            self._column.insertWidget(2, self._button, 0, Qt.AlignmentFlag.AlignHCenter)
            self.setFocusProxy(self._button)
        if self._button is not None:
            self._button.setText(verb)
            self._button.setVisible(bool(verb))

    def _go(self) -> None:
        if self._press is not None:
            self._press()


class Listing(QWidget):
    """A table with its empty page, its waiting rows and its count below."""

    def __init__(self, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.empty = EmptyPage()
        self._waiting = _GreyRows()
        self._count = label("", "small", Role.MUTED, wrap=True)
        self._note = ""
        self._stack = QStackedWidget()
        for page in (table, self.empty, self._waiting):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(6))
        column.addWidget(self._stack, 1)
        column.addWidget(self._count)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(self._show_waiting)
        table.verticalScrollBar().valueChanged.connect(self._show_count)
        table.verticalScrollBar().rangeChanged.connect(self._show_count)

    def show_ids(self, ids: Iterable[int], pages: Mapping[int, Sequence[Any]] | None = None, *, note: str = "") -> None:
        """Show what was found, or the empty page; for ``pages`` see `RowTableModel.set_ids`.

        ``note`` stands after the count below the list.
        """
        self._patience.stop()
        self._note = note
        self.table.show_ids(ids, pages)
        self._show_page(self.table if self.table.rows.rowCount() else self.empty)
        self._show_count()

    def below(self) -> str:
        """What stands below the list."""
        return self._count.text()

    def wait(self) -> None:
        """Say that something is being found, if it takes long enough to be noticed."""
        if not self._patience.isActive():
            self._patience.start()

    def _show_page(self, page: QWidget) -> None:
        """Show the rows, or what teaches; whoever goes to the list by keyboard then comes to the button of that."""
        focused = self.window().focusWidget()
        here = focused is not None and self.isAncestorOf(focused)
        self._stack.setCurrentWidget(page)
        proxy = self.empty if page is self.empty else None
        self.table.setFocusProxy(proxy)  # type: ignore[arg-type] # its stub knows no None
        if here:
            self.table.setFocus()

    def _show_waiting(self) -> None:
        self._stack.setCurrentWidget(self._waiting)
        self._count.clear()

    def _show_count(self) -> None:
        total = self.table.rows.rowCount()
        first, last = self.table.visible_rows()
        text = _("{first}–{last} trong tổng số {total}").format(
            first=whole(first + 1), last=whole(last + 1), total=whole(total)
        )
        self._count.setText(" · ".join(filter(None, (text, self._note))) if total else "")


class _GreyRows(QWidget):
    """Rows without words; still, because nothing moves without reason."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Đang tìm…"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.tokens.surface))
        painter.fillRect(0, 0, self.width(), theme.row, QColor(theme.tokens.head))
        for number, top in enumerate(range(theme.row, self.height(), theme.row)):
            for part, share in enumerate((15, 25, 40)):
                left = self.width() * (0, 18, 46)[part] // 100 + theme.px(10)
                width = self.width() * (share - (number * 7 + part * 5) % 9) // 100
                bar = theme.px(10)
                painter.fillRect(left, top + (theme.row - bar) // 2, width, bar, QColor(theme.tokens.head))
        painter.end()
