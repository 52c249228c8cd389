"""How table cells and heads look: one delegate for texts and states, one header with the same padding."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)
from typing_extensions import override

from desktop.qt.table_model import MARK_ROLE, Column, Mark, RowTableModel
from desktop.ui.icons import pixmap
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.chips import paint_mark
from desktop.ui.widgets.typeset import paint_words

PADDING = 8  #: left and right of every cell and head
_BAR = 3  # of the selected row
_SIGN = 14

_Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Paints a cell: selection with a bar at the left of the row, a hairline below, text or state."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, rect = current(), option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(rect, theme.tint("selected"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.tint("line"))
        if selected and _is_first_shown(option, index):
            painter.fillRect(rect.x(), rect.y(), theme.px(_BAR), rect.height(), theme.tint("primary"))
        area = _inside(rect)
        column, value = _cell(index)
        if isinstance(value, Mark):
            paint_mark(painter, area, value)
        elif value:
            painter.setPen(theme.colour(Role.INK))
            paint_words(painter, area, value, weight=_weight(column), elide=column.elide, align=column.align)
        painter.restore()

    @override
    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Show the whole text, but only of a cell that is cut."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        text = _text(index)
        room = _inside(option.rect).width()
        if index.data(MARK_ROLE):
            room -= current().px(_SIGN + 4)
        cut = current().metrics("base", _weight(_cell(index)[0])).horizontalAdvance(text) > room
        QToolTip.showText(event.globalPos(), text if cut else "", view)
        return True


class Head(QHeaderView):
    """The head of a table: same padding as the cells, a sign for the order, no lines between columns."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(0)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        #: The column the rows are sorted by and whether downwards. (Qt's own indicator turns at every click.)
        self.sorted_by: tuple[int, bool] | None = None

    def mark_sorted(self, section: int, *, descending: bool) -> None:
        """Show that the rows are sorted by a column."""
        self.sorted_by = section, descending
        self.viewport().update()

    def mark_unsorted(self) -> None:
        """Show that the rows are sorted by no column."""
        self.sorted_by = None
        self.viewport().update()

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        theme, column = current(), self._columns()[logicalIndex]
        sorted_by_this = self.sorted_by is not None and self.sorted_by[0] == logicalIndex
        painter.save()
        painter.fillRect(rect, QColor(theme.tokens.head))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(theme.tokens.line))
        area = _inside(rect)
        font = theme.font("small", QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(theme.colour(Role.INK if sorted_by_this else Role.MUTED))
        sign = theme.px(_SIGN) if sorted_by_this else 0
        title = QFontMetrics(font).elidedText(column.title, Qt.TextElideMode.ElideRight, area.width() - sign)
        words = area.adjusted(0, 0, -sign, 0)
        painter.drawText(words, column.align | Qt.AlignmentFlag.AlignVCenter, title)
        if sorted_by_this:
            descending = self.sorted_by is not None and self.sorted_by[1]
            drawn = pixmap("chevron-down" if descending else "chevron-up", Role.INK, sign, self.devicePixelRatio())
            right_aligned = bool(column.align & Qt.AlignmentFlag.AlignRight)
            after = words.right() if right_aligned else words.x() + QFontMetrics(font).horizontalAdvance(title) + 2
            painter.drawPixmap(min(after, words.right()), area.center().y() - sign // 2, drawn)
        painter.restore()

    def _columns(self) -> tuple[Column[object], ...]:
        model = self.model()
        return model.columns if isinstance(model, RowTableModel) else ()


def _inside(rect: QRect) -> QRect:
    padding = current().px(PADDING)
    return rect.adjusted(padding, 0, -padding, 0)


def _weight(column: Column[object]) -> QFont.Weight:
    return QFont.Weight.DemiBold if column.bold else QFont.Weight.Normal


def _cell(index: _Index) -> tuple[Column[object], str | Mark]:
    """The column and what stands in the cell; asked of the model itself, for a whole screen is painted at once."""
    model = index.model()
    assert isinstance(model, RowTableModel)  # noqa: S101 - the delegate belongs to `Table`
    column, row = model.columns[index.column()], model.row_at(index.row())
    return column, column.value(row) if row is not None else ""


def _text(index: _Index) -> str:
    return str(index.data(Qt.ItemDataRole.DisplayRole) or "")


def _is_first_shown(option: QStyleOptionViewItem, index: _Index) -> bool:
    view = option.widget
    if not isinstance(view, QAbstractItemView) or not hasattr(view, "isColumnHidden"):
        return index.column() == 0
    return not any(not view.isColumnHidden(n) for n in range(index.column()))
