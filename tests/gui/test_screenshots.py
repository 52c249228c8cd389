"""Every picture of `make screenshots` can be taken."""

import pytest
from PySide6.QtGui import QImage

from desktop.ui.theme import Appearance
from tests.screenshots import SIZES, load, paint

SIZE = SIZES[0]
SETTLE = 30  # milliseconds


def colours(picture: QImage) -> set[int]:
    """Those of every tenth pixel."""
    return {picture.pixel(x, y) for x in range(0, picture.width(), 10) for y in range(0, picture.height(), 10)}


@pytest.mark.parametrize("name", load())
def test_every_screen_can_be_painted(name: str, appearance: Appearance) -> None:
    picture = paint(name, appearance, SIZE, SETTLE).toImage()

    assert (picture.width(), picture.height()) == (SIZE.width, SIZE.height)
    assert len(colours(picture)) > 3, "words on a card on the ground"
