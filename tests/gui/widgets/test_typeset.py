"""Words painted from what was set before look as words set just now."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.ui.theme import Appearance
from desktop.ui.widgets.typeset import paint_words

LONG = "Công Tằng Tôn Nữ Thị Phương Thảo, Nguyễn Thị Minh Khai"


def painted(text: str, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft, width: int = 200) -> QImage:
    image = QImage(width, 28, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setPen(QColor("black"))
    paint_words(painter, QRect(0, 0, width, 28), text, align=align)
    painter.end()
    return image


def inked_columns(image: QImage) -> list[int]:
    white = QColor("white").rgb()
    return [x for x in range(image.width()) if any(image.pixel(x, y) != white for y in range(image.height()))]


@pytest.fixture(autouse=True)
def _zoom(appearance: Appearance) -> Iterator[None]:
    yield
    appearance.set_zoom(100)


def test_the_same_words_look_the_same_the_second_time() -> None:
    assert painted("Lò Thị Pâng") == painted("Lò Thị Pâng")


def test_words_stand_at_the_left_or_at_the_right() -> None:
    assert inked_columns(painted("12"))[0] < 5
    assert inked_columns(painted("12", Qt.AlignmentFlag.AlignRight))[-1] > 190


def test_what_has_no_room_is_cut_with_a_sign() -> None:
    assert inked_columns(painted(LONG))[-1] < 200
    assert len(inked_columns(painted(LONG, width=500))) > len(inked_columns(painted(LONG)))


def test_another_zoom_sets_the_words_anew(appearance: Appearance) -> None:
    at_100 = inked_columns(painted("Lò Thị Pâng"))
    appearance.set_zoom(150)
    assert len(inked_columns(painted("Lò Thị Pâng"))) > len(at_100) * 1.3
