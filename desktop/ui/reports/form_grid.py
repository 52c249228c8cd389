"""A form on the screen as on paper: titles of rows at the left, numbered columns, numbers that can be opened."""

from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QMargins,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from desktop.reports.counting import Counted, Place
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.typeset import paint_words
from desktop.words.formats import exact

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_TITLES, _COLUMN = 270, 44  # pixels at 100 %; a column is wider where there is room
_WRAPPED = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
_AROUND = QMargins(2, 2, 2, 4)  # of a head, to the lines beside it
_LEVEL, _PADDING = 16, 6


def failing_cells(counted: Counted) -> frozenset[Place]:
    """The cells that stand for a whole which is not the sum of its parts."""
    cells = set()
    for outcome in counted.controls:
        if not outcome.holds:
            told = outcome.control
            if told.columns:  # of a figure without a column, the first that has one stands for it
                number = next(each for each in told.columns.members if isinstance(each, int))
                cells.add((str(outcome.at), number))
            elif told.rows:
                cells.add((str(told.rows.whole), int(outcome.at)))
    return frozenset(cells)


class FormGrid(QTableView):
    """The numbers of a form; a click or Enter on one that is not nought opens it."""

    #: The cell whose cases are wanted, as a `Place`.
    opened = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self._theme = current()
        self.setAccessibleName(name)
        self.setModel(self._model)
        self.setHorizontalHeader(_Heads(Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(_Heads(Qt.Orientation.Vertical, self))
        self.setItemDelegate(_Cells(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.clicked.connect(self._open)
        self._fit()

    def show_counted(self, counted: Counted) -> None:
        """Show a form with its numbers; the cell the keyboard is on stays."""
        at = self.currentIndex()
        place = (at.row(), at.column()) if at.isValid() else (0, 0)
        self._model.show_counted(counted)
        self._fit()
        self.setCurrentIndex(self._model.index(*place))

    def word(self, place: Place) -> str:
        """What stands in a cell."""
        return str(self._model.index(*self._model.position(place)).data())

    def is_failing(self, place: Place) -> bool:
        """Whether a cell is shown as a sum that does not hold."""
        return place in self._model.failing

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_model") and self._theme is not current():
            self._fit()

    def _open(self, index: QModelIndex) -> None:
        place = self._model.place(index)
        if place is not None and self._model.number(place):
            self.opened.emit(place)

    def _fit(self) -> None:
        theme = self._theme = current()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(theme.row)
        self.verticalHeader().setFixedWidth(theme.px(_TITLES))
        columns = self._model.columnCount()
        width = max(theme.px(_COLUMN), self.viewport().width() // columns if columns else 0)
        for column in range(columns):
            self.setColumnWidth(column, width)
        self.horizontalHeader().setFixedHeight(self._height_of_heads(width))
        self.updateGeometries()  # else the first row stays below a head that has grown

    def _height_of_heads(self, width: int) -> int:
        """What the longest head takes at this width; every word of it is read."""
        metrics, room = QFontMetrics(self._theme.font("small")), QRect(0, 0, width, 1000).marginsRemoved(_AROUND)
        heads = (
            str(self._model.headerData(each, Qt.Orientation.Horizontal)) for each in range(self._model.columnCount())
        )
        tallest = max((metrics.boundingRect(room, _WRAPPED, head).height() for head in heads), default=metrics.height())
        return tallest + _AROUND.top() + _AROUND.bottom()


class _Cell(NamedTuple):
    """What stands in a cell and how."""

    place: Place
    word: str
    role: Role
    weight: QFont.Weight


class _Cells(QStyledItemDelegate):
    """Paints numbers; a whole form is on the screen at once, for which the style is too slow."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model, theme = index.model(), current()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.tint("selected"))
        cell = model.cell(index) if isinstance(model, _Model) else None
        if cell is not None:
            painter.setPen(theme.colour(cell.role))
            room = option.rect.adjusted(0, 0, -theme.px(_PADDING), 0)
            paint_words(painter, room, cell.word, weight=cell.weight, align=Qt.AlignmentFlag.AlignRight)


class _Model(QAbstractTableModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._counted: Counted | None = None
        self._cells: list[list[_Cell | None]] = []
        self.failing: AbstractSet[Place] = frozenset()

    def show_counted(self, counted: Counted) -> None:
        self.beginResetModel()
        self._counted, self.failing = counted, failing_cells(counted)
        numbers = [column.number for column in counted.form.columns]
        self._cells = [
            [self._cell(counted, (row.mark, each)) if row.of else None for each in numbers] for row in counted.form.rows
        ]
        self.endResetModel()

    def _cell(self, counted: Counted, place: Place) -> _Cell:
        number, fails = counted.cells[place], place in self.failing
        role = Role.BAD if fails else Role.INK if number else Role.MUTED
        heavy = fails or not place[0]
        return _Cell(place, exact(number), role, QFont.Weight.DemiBold if heavy else QFont.Weight.Normal)

    def cell(self, index: _Index) -> _Cell | None:
        return self._cells[index.row()][index.column()] if index.isValid() else None

    def place(self, index: _Index) -> Place | None:
        cell = self.cell(index)
        return cell.place if cell is not None else None

    def position(self, place: Place) -> tuple[int, int]:
        assert self._counted  # noqa: S101 - a cell is of a form
        form = self._counted.form
        rows = [row.mark if row.of else None for row in form.rows]
        return rows.index(place[0]), [column.number for column in form.columns].index(place[1])

    def number(self, place: Place) -> Fraction | int:
        return self._counted.cells[place] if self._counted else 0

    @override
    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self._counted is None else len(self._counted.form.rows)

    @override
    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self._counted is None else len(self._counted.form.columns)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cell(index) if role == Qt.ItemDataRole.DisplayRole else None
        return cell.word if cell is not None else None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._counted is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        form, tip = self._counted.form, role == Qt.ItemDataRole.ToolTipRole
        sections = form.rows if orientation == Qt.Orientation.Vertical else form.columns
        if section >= len(sections):  # while another form comes, one head asks after the other has told its new number
            return None
        if orientation == Qt.Orientation.Vertical:
            row = form.rows[section]
            return f"{row.mark}  {row.title}".strip()
        column = form.columns[section]
        return f"({column.number}) {' – '.join(column.heads)}" if tip else f"{column.brief}\n({column.number})"

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) if self.cell(index) else Qt.ItemFlag.NoItemFlags

    def level(self, section: int) -> tuple[int, bool]:
        """How far a row's title stands to the right, and whether it is a heading or the sum."""
        if self._counted is None:
            return 0, False
        row = self._counted.form.rows[section]
        return row.level, not row.of or not row.mark


class _Heads(QHeaderView):
    """Titles of rows at the left, words over their number above."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self.setMinimumSectionSize(0)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHighlightSections(False)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        theme, model = current(), self.model()
        painter.save()
        painter.fillRect(rect, theme.tint("head"))
        painter.setPen(theme.tint("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        text = str(model.headerData(logicalIndex, self.orientation()) or "")
        if self.orientation() == Qt.Orientation.Vertical and isinstance(model, _Model):
            level, heavy = model.level(logicalIndex)
            painter.setFont(theme.font(weight=QFont.Weight.DemiBold if heavy else QFont.Weight.Normal))
            painter.setPen(theme.colour(Role.INK))
            area = rect.adjusted(theme.px(8 + level * _LEVEL), 0, -theme.px(4), 0)
            cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)
        else:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour(Role.MUTED))
            painter.drawText(rect.marginsRemoved(_AROUND), _WRAPPED, text)
        painter.restore()
