"""The shipped line icons, drawn in the colour of the theme in force at the moment they are painted.

`icon("check", Role.OK)` gives an ordinary `QIcon`: sharp at every zoom and screen scale, grey when its button is
disabled, and recoloured by itself when the scheme changes.
"""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from typing_extensions import override

from desktop.ui.theme import current
from desktop.ui.tokens import Role
from resources import read_text

_CACHED = 512  # pixmaps: about 60 icons, a few sizes and roles each, two schemes


def icon(name: str, role: Role = Role.INK) -> QIcon:
    """The line icon `name` of ``resources/icons`` in the colour of `role`.

    Raises:
        FileNotFoundError: no such icon ships.
    """
    _drawing(name)
    return QIcon(_ThemedEngine(name, role))


def pixmap(name: str, role: Role, size: int, scale: float = 1.0) -> QPixmap:
    """The icon as a square of `size` pixels on a screen of scale factor `scale`, in the present theme."""
    return _painted(name, current().tokens.text(role), size, scale)


@cache
def _drawing(name: str) -> str:
    return read_text(f"icons/{name}.svg")


@lru_cache(maxsize=_CACHED)
def _painted(name: str, colour: str, size: int, scale: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    painted = QPixmap(QSize(size, size) * scale)
    painted.fill(Qt.GlobalColor.transparent)
    painter = QPainter(painted)
    renderer.render(painter, QRectF(painted.rect()))
    painter.end()
    painted.setDevicePixelRatio(scale)
    return painted


def _widened(drawn: QPixmap, size: QSize, scale: float) -> QPixmap:
    """The icon at the left of a wider area: buttons leave too little room between their icon and their words."""
    widened = QPixmap(size * scale)
    widened.setDevicePixelRatio(scale)
    widened.fill(Qt.GlobalColor.transparent)
    painter = QPainter(widened)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return widened


class _ThemedEngine(QIconEngine):
    """Paints one icon; the colour is looked up at every painting."""

    def __init__(self, name: str, role: Role) -> None:
        super().__init__()
        self._name = name
        self._role = role

    @override
    def clone(self) -> QIconEngine:
        return _ThemedEngine(self._name, self._role)

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        device = painter.device()
        scale = device.devicePixelRatio() if device else 1.0
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, scale))

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    @override
    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        tokens = current().tokens
        colour = tokens.muted if mode == QIcon.Mode.Disabled else tokens.text(self._role)
        drawn = _painted(self._name, colour, min(size.width(), size.height()), scale)
        return drawn if size.width() <= size.height() else _widened(drawn, size, scale)
