"""The one table of the program: rows by id, one line each, keyboard alone suffices, never a horizontal scroll bar."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget
from typing_extensions import override

from desktop.qt.table_model import Column, RowTableModel
from desktop.ui.theme import current
from desktop.ui.widgets.cells import CellDelegate, Head
from desktop.ui.widgets.columns import share_width

_KEPT_ONE_BY_ONE = 200  # selected rows found again by id; more are given up, they were hardly chosen one by one


class Table(QTableView):
    """A list of rows of one type.

    The selection, the current row and the place on the screen belong to ids: they survive `show_ids` and `refresh`.
    """

    #: Enter or a double click on a row; carries its id.
    opened = Signal(object)
    #: A click on a head: the column's sort key, and whether downwards.
    sort_asked = Signal(str, bool)
    #: Other rows are selected.
    selection_changed = Signal()

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Any]],
        fetch: Callable[[Sequence[int]], Sequence[Any]],
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty table.

        Args:
            name: what it lists, for those who cannot see it.
            columns: see `Column`.
            fetch: the rows of the given ids, in the same order; None where one is gone.
            parent: the widget around it.
        """
        super().__init__(parent)
        self.rows: RowTableModel[Any] = RowTableModel(columns, fetch, self)
        self.setAccessibleName(name)
        self._theme = current()
        self._head = Head()
        self.setHorizontalHeader(self._head)
        self.setModel(self.rows)
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.horizontalHeader().sectionClicked.connect(self._ask_sort)
        self.doubleClicked.connect(self._open_index)
        self.selectionModel().selectionChanged.connect(self.selection_changed)
        self._fit()

    def show_ids(self, ids: Iterable[int], pages: Mapping[int, Sequence[Any]] | None = None) -> None:
        """Show the rows of `ids` in that order; what was selected stays so if it is still among them.

        Args:
            ids: of the rows.
            pages: see `RowTableModel.set_ids`.
        """
        selected = self.selected_ids() if self._selected_count() <= _KEPT_ONE_BY_ONE else []
        current_id, top, seen = self.current_id(), self.rowAt(0), self._is_seen(self.viewport().height())
        self.rows.set_ids(ids, pages)
        self._select(selected, current_id)
        if top > 0:
            self.scrollTo(self.rows.index(min(top, self.rows.rowCount() - 1), 0), self.ScrollHint.PositionAtTop)
        if seen and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def refresh(self) -> None:
        """Fetch anew what is on the screen."""
        self.rows.refresh()

    def current_id(self) -> int | None:
        """The id of the row the keyboard is on."""
        index = self.currentIndex()
        return self.rows.id_at(index.row()) if index.isValid() else None

    def selected_ids(self) -> list[int]:
        """The ids of the selected rows, in the order of the list."""
        return [self.rows.id_at(row) for top, bottom in self._selected_ranges() for row in range(top, bottom + 1)]

    def go_to(self, row_id: int) -> bool:
        """Select the row with `row_id` and bring it into sight; False if it is not listed."""
        position = self.rows.position_of(row_id)
        if position is None:
            return False
        index = self.rows.index(position, 0)
        # Not `selectRow`: that would add or toggle while Shift or Ctrl is down, as after Ctrl+K.
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)
        return True

    def add_to_selection(self, ids: Iterable[int]) -> None:
        """Select these too; the keyboard stays where it is."""
        chosen = QItemSelection()
        last = len(self.rows.columns) - 1
        for row_id in ids:
            position = self.rows.position_of(row_id)
            if position is not None:
                chosen.select(self.rows.index(position, 0), self.rows.index(position, last))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.Select)

    def show_unsorted(self) -> None:
        """Mark no column: the rows come in an order of their own."""
        self._head.mark_unsorted()

    def visible_rows(self) -> tuple[int, int]:
        """The first and the last position on the screen, (0, -1) when there are none."""
        if not self.rows.rowCount():
            return 0, -1
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        return max(first, 0), last if last >= 0 else self.rows.rowCount() - 1

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open_index(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width; the row the keyboard is on stays in sight when the table gets lower."""
        seen = self._is_seen(event.oldSize().height())
        super().resizeEvent(event)
        self._fit()
        if seen:
            self.scrollTo(self.currentIndex())

    def _is_seen(self, height: int) -> bool:
        """Whether all of the row the keyboard is on is within the first pixels of so many."""
        current = self.visualRect(self.currentIndex())
        return self.currentIndex().isValid() and current.top() >= 0 and current.bottom() < height

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "rows") and self._theme is not current():
            self._fit()

    def _fit(self) -> None:
        theme = self._theme = current()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(theme.row)
        self.horizontalHeader().setFixedHeight(theme.row)
        for number, width in enumerate(share_width(self.rows.columns, self.viewport().width(), theme.zoom)):
            self.setColumnHidden(number, width == 0)
            self.setColumnWidth(number, width)

    def _select(self, ids: Sequence[int], current_id: int | None) -> None:
        chosen = QItemSelection()
        last = len(self.rows.columns) - 1
        for row_id in ids:
            position = self.rows.position_of(row_id)
            if position is not None:
                chosen.select(self.rows.index(position, 0), self.rows.index(position, last))
        position = self.rows.position_of(current_id) if current_id is not None else None
        if position is not None:
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.rows.index(position, 0), flag)
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _selected_ranges(self) -> list[tuple[int, int]]:
        """First and last row of each selected stretch, from the top."""
        selection = self.selectionModel().selection()
        parts = (selection.at(n) for n in range(selection.count()))  # `toList` hands out parts of a list already freed
        return sorted((part.top(), part.bottom()) for part in parts)

    def _selected_count(self) -> int:
        return sum(bottom - top + 1 for top, bottom in self._selected_ranges())

    def _open_index(self, index: QModelIndex) -> None:
        self.opened.emit(self.rows.id_at(index.row()))

    def _ask_sort(self, number: int) -> None:
        sort_key = self.rows.columns[number].sort_key
        if sort_key:
            descending = self._head.sorted_by == (number, False)
            self._head.mark_sorted(number, descending=descending)
            self.sort_asked.emit(sort_key, descending)
