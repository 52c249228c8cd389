"""Words set in type once and painted often: a table paints hundreds of cells at a time, most of them as before.

Setting a word in type costs ten times as much as painting it again. What was set is kept by everything it depends on.
"""

from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QStaticText, QTransform

from desktop.ui.theme import current

_KEPT = 4096  # some screens of cells


def paint_words(
    painter: QPainter,
    area: QRect,
    text: str,
    *,
    size: str = "base",
    weight: QFont.Weight = QFont.Weight.Normal,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Paint one line in the painter's pen, half-way down `area`; cut where `elide` says when there is no room.

    Args:
        painter: its font becomes that of the words.
        area: where.
        text: plain text.
        size, weight: see `Theme.font`.
        elide: where a text that is too long is cut.
        align: left or right.
    """
    theme = current()
    words = _set(theme.zoom, text, area.width(), size, weight, elide)
    taken = words.size().toSize()
    left = area.x() if align == Qt.AlignmentFlag.AlignLeft else area.right() + 1 - taken.width()
    painter.setFont(theme.font(size, weight))
    painter.drawStaticText(QPoint(left, area.y() + (area.height() - taken.height()) // 2), words)


@lru_cache(maxsize=_KEPT)
def _set(_zoom: int, text: str, width: int, size: str, weight: QFont.Weight, elide: Qt.TextElideMode) -> QStaticText:
    """The words as they fit; of the theme only the zoom changes its fonts."""
    font = current().font(size, weight)
    words = _line(text, font)
    if words.size().width() > width:
        words = _line(current().metrics(size, weight).elidedText(text, elide, width), font)
    return words


def _line(text: str, font: QFont) -> QStaticText:
    line = QStaticText(text)
    line.setTextFormat(Qt.TextFormat.PlainText)
    line.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    line.prepare(QTransform(), font)
    return line
