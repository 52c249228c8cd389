"""A table over an ordered list of row ids: the true number of rows at once, the rows themselves only when seen.

Only ids are held (eight bytes a row); the visible rows are fetched by id, a page of a hundred at a time, and kept while
they are near. A million rows show as fast as ten, Ctrl+End and select-all are true, and a refresh asks again only for
what is on the screen.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

R = TypeVar("R")

PAGE = 100  #: rows fetched at a time: two screens
_PAGES_KEPT = 20

#: Data role of a cell's `Mark`, None for cells of plain text.
MARK_ROLE = int(Qt.ItemDataRole.UserRole) + 1

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Mark:
    """A state in a cell or chip: the word people read, an icon, and the role (`desktop.ui.tokens`) colouring both."""

    word: str
    icon: str = ""
    role: str = "muted"


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column: what stands in its head and in its cells, and how it behaves when room is short.

    Attributes:
        title: the head.
        value: the cell of a row: a text, or a `Mark`.
        width: in pixels at 100 %; of a stretching column the least it needs.
        stretch: how many shares of the room the others leave it takes.
        gives_way: order in which columns disappear when the table is narrow, 1 first; None never does.
        sort_key: what `sort_asked` names; empty for a column that cannot be sorted by.
        align: of head and cells.
        elide: where a text is cut: in the middle of codes, at the end of everything else.
        bold: whether the cells are heavier: what the eye looks for in a row.
    """

    title: str
    value: Callable[[R], str | Mark]
    width: int
    stretch: int = 0
    gives_way: int | None = None
    sort_key: str = ""
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    bold: bool = False


class RowTableModel(QAbstractTableModel, Generic[R]):
    """Shows rows of one small frozen type.

    Everything happens on the window's thread; `fetch` must answer in a few milliseconds (a select by primary key).
    """

    def __init__(
        self,
        columns: Sequence[Column[R]],
        fetch: Callable[[Sequence[int]], Sequence[R | None]],
        parent: QObject | None = None,
    ) -> None:
        """Begin empty.

        Args:
            columns: what to show.
            fetch: the rows of the given ids, in the same order; None where one is gone.
            parent: the owner.
        """
        super().__init__(parent)
        self.columns = tuple(columns)
        self._fetch = fetch
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, Sequence[R | None]] = OrderedDict()

    def set_ids(self, ids: Iterable[int], pages: Mapping[int, Sequence[R | None]] | None = None) -> None:
        """Show the rows of `ids`, in that order, in place of all before.

        Args:
            ids: of the rows.
            pages: rows somebody has fetched already: the number of a page of `PAGE` ids → its rows.
        """
        self.beginResetModel()
        self._ids = ids if isinstance(ids, array) else array("q", ids)
        self._pages = OrderedDict(pages or {})
        self.endResetModel()

    def refresh(self) -> None:
        """Fetch anew whatever is looked at; the ids and their order stay."""
        self._pages.clear()
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self.columns) - 1))

    def row_at(self, row: int) -> R | None:
        """The row at a position; None when it has gone since its id was listed."""
        number, offset = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._fetch(self._ids[number * PAGE : (number + 1) * PAGE])
            self._pages[number] = page
            while len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[offset]

    def ids(self) -> "array[int]":
        """All ids in their order; a copy, for other threads."""
        return self._ids[:]

    def id_at(self, row: int) -> int:
        """The id at a position."""
        return self._ids[row]

    def position_of(self, row_id: int) -> int | None:
        """Where the row with `row_id` stands, None if it is not listed."""
        try:
            return self._ids.index(row_id)
        except ValueError:
            return None

    @override
    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    @override
    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align | Qt.AlignmentFlag.AlignVCenter
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
            MARK_ROLE,
        ):
            return None
        row = self.row_at(index.row())
        value = column.value(row) if row is not None else ""
        if role == MARK_ROLE:
            return value if isinstance(value, Mark) else None
        return value.word if isinstance(value, Mark) else value

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return self.columns[section].align | Qt.AlignmentFlag.AlignVCenter
        return None
