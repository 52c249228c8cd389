"""Columns share a width, give way in their order, and never need a scroll bar."""

import pytest

from desktop.qt.table_model import Column
from desktop.ui.widgets.columns import share_width
from tests.gui.gallery import COLUMNS

CODE, PERSON, CONTENT, STAGE, DUE, SYNC = range(6)


@pytest.mark.parametrize("width", [300, 500, 700, 764, 765, 860, 900, 1100, 1700])
@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_the_columns_fill_the_width_exactly(width: int, zoom: int) -> None:
    assert sum(share_width(COLUMNS, width, zoom)) == width


def test_what_is_left_over_goes_to_the_content() -> None:
    assert share_width(COLUMNS, 1100) == [144, 240, 336, 128, 116, 136]


def test_what_is_left_over_is_shared_as_the_columns_ask() -> None:
    columns: list[Column[str]] = [
        Column("Một", str, 100),
        Column("Hai", str, 100, stretch=1),
        Column("Ba", str, 50, stretch=2),
    ]

    assert share_width(columns, 550) == [100, 200, 250]


def test_content_gives_way_first_then_the_stage_and_sync_never() -> None:
    assert share_width(COLUMNS, 860)[CONTENT] == 0
    assert share_width(COLUMNS, 860)[STAGE] == 128
    assert share_width(COLUMNS, 700)[STAGE] == 0
    assert share_width(COLUMNS, 300)[SYNC] > 0


def test_without_the_content_the_widest_column_takes_the_rest() -> None:
    assert share_width(COLUMNS, 790)[PERSON] == 240 + 790 - 764


def test_a_larger_zoom_needs_more_room() -> None:
    assert share_width(COLUMNS, 1100, 150)[CONTENT] == 0


def test_columns_that_never_give_way_become_narrower_alike() -> None:
    fixed: list[Column[str]] = [Column("Một", str, 100), Column("Hai", str, 300)]

    assert share_width(fixed, 200) == [50, 150]
