"""The table model over ids: all rows are there, few are fetched, and what is fetched is what is looked at."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.qt.table_model import MARK_ROLE, PAGE, Column, Mark, RowTableModel

WAITS = Mark("Chờ gửi", "cloud-upload", "wait")


@dataclass(frozen=True)
class Row:
    """A row that says its id."""

    number: int


class Store:
    """Rows by id, and what has been asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.gone: set[int] = set()
        self.prefix = "Vụ việc"

    def fetch(self, ids: Sequence[int]) -> list[Row | None]:
        self.asked.extend(ids)
        return [None if number in self.gone else Row(number) for number in ids]


def model_over(store: Store, ids: Sequence[int]) -> RowTableModel[Row]:
    columns: list[Column[Row]] = [
        Column("Tên", lambda row: f"{store.prefix} {row.number}", 100),
        Column("Đồng bộ", lambda _row: WAITS, 80, align=Qt.AlignmentFlag.AlignRight),
    ]
    model = RowTableModel(columns, store.fetch)
    model.set_ids(ids)
    return model


def shown(model: RowTableModel[Row], row: int, column: int = 0) -> object:
    return model.index(row, column).data()


def test_a_million_rows_are_all_there_at_once_and_one_page_is_fetched() -> None:
    store = Store()
    model = model_over(store, array("q", range(1_000_000)))
    assert model.rowCount() == 1_000_000
    assert shown(model, 999_999) == "Vụ việc 999999"

    assert len(store.asked) <= PAGE


def test_rows_near_each_other_are_fetched_together_and_once() -> None:
    store = Store()
    model = model_over(store, range(250))
    for row in [*range(100), *range(100)]:
        assert shown(model, row) == f"Vụ việc {row}"

    assert store.asked == list(range(100))


def test_rows_come_in_the_order_of_their_ids() -> None:
    model = model_over(Store(), [30, 10, 20])

    assert [shown(model, row) for row in range(3)] == ["Vụ việc 30", "Vụ việc 10", "Vụ việc 20"]
    assert model.id_at(1) == 10
    assert model.position_of(20) == 2
    assert model.position_of(99) is None


def test_pages_far_behind_are_forgotten() -> None:
    store = Store()
    model = model_over(store, range(100 * PAGE))
    for row in range(0, 100 * PAGE, PAGE):
        shown(model, row)
    before = len(store.asked)
    shown(model, 0)

    assert len(store.asked) == before + PAGE


def test_a_refresh_shows_the_new_values_of_the_same_rows(qtbot: QtBot) -> None:
    store = Store()
    model = model_over(store, range(3))
    assert shown(model, 0) == "Vụ việc 0"
    store.prefix = "Hồ sơ"

    with qtbot.waitSignal(model.dataChanged):
        model.refresh()
    assert shown(model, 0) == "Hồ sơ 0"


def test_a_row_deleted_in_the_meantime_is_an_empty_line() -> None:
    store = Store()
    store.gone = {1}
    model = model_over(store, range(3))

    assert shown(model, 1) == ""
    assert model.row_at(1) is None
    assert model.index(1, 1).data(MARK_ROLE) is None


def test_a_state_is_read_as_its_word_and_painted_from_its_mark() -> None:
    model = model_over(Store(), range(3))

    assert shown(model, 0, 1) == "Chờ gửi"
    assert model.index(0, 1).data(MARK_ROLE) == WAITS
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Đồng bộ"


def test_qt_finds_nothing_wrong_with_the_model() -> None:
    model = model_over(Store(), range(300))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_ids([])
    model.set_ids(range(5))
    model.refresh()

    assert tester.model() is model


def test_ids_beyond_32_bits_are_kept() -> None:
    model = model_over(Store(), [2**40])

    assert model.id_at(0) == 2**40
