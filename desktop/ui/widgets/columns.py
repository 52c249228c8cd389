"""How the columns of a table share its width, without a scroll bar."""

from collections.abc import Sequence
from typing import Any

from desktop.qt.table_model import Column


def share_width(columns: Sequence[Column[Any]], available: int, zoom: int = 100) -> list[int]:
    """The width of each column in pixels, 0 for one that has given way.

    Columns that may give way disappear in their order while the rest does not fit; what is left over goes to the
    stretching columns by their shares, or to the widest one when none of them is left. If even the columns that never
    give way do not fit, all become narrower alike.
    """
    least = [round(column.width * zoom / 100) for column in columns]
    shown = list(range(len(columns)))
    going = sorted((n for n in shown if columns[n].gives_way), key=lambda n: columns[n].gives_way or 0)
    while going and sum(least[n] for n in shown) > available:
        shown.remove(going.pop(0))
    widths = [least[n] if n in shown else 0 for n in range(len(columns))]
    spare = available - sum(widths)
    if spare < 0:
        return _narrowed(widths, available)
    takers = [n for n in shown for _share in range(columns[n].stretch)] or [max(shown, key=lambda n: least[n])]
    for place, n in enumerate(takers):
        widths[n] += spare // len(takers) + (place < spare % len(takers))
    return widths


def _narrowed(widths: list[int], available: int) -> list[int]:
    total = sum(widths)
    narrowed = [width * available // total for width in widths]
    narrowed[0] += available - sum(narrowed)
    return narrowed
