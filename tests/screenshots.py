"""Pictures of every screen, to be looked at: ``python -m tests.screenshots OUT [--only NAME]``.

Each screen is taken at three sizes, light and dark: the office PC at 100 %, the same at 150 %, and a large one.
A screen is a function that makes a window; it registers itself with `screen` and says which pictures it wants.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.theme import Appearance
from desktop.ui.tokens import Scheme

#: Modules that register screens when they are imported.
MODULES = (
    "tests.gui.gallery",
    "tests.gui.today.screens",
    "tests.gui.cases.screens",
    "tests.gui.moving.screens",
    "tests.gui.sync.screens",
    "tests.gui.sign_in.screens",
    "tests.gui.settings.screens",
    "tests.gui.offices.screens",
    "tests.gui.reports.screens",
)

SETTLE = 160  # milliseconds


class Size(NamedTuple):
    """A screen to take pictures on: logical pixels and the factor of the operating system."""

    width: int
    height: int
    factor: float

    def __str__(self) -> str:
        return f"{self.width}x{self.height}@{self.factor:g}"


SIZES = (Size(1366, 697, 1), Size(911, 442, 1.5), Size(1920, 1080, 1))

#: Makes the window of one picture.
Maker = Callable[[Appearance], QWidget]

SCREENS: dict[str, Maker] = {}

_LATER: list[Callable[[], object]] = []


def screen(name: str) -> Callable[[Maker], Maker]:
    """Register a screen under `name`, which becomes part of the file's."""

    def register(make: Maker) -> Maker:
        SCREENS[name] = make
        return make

    return register


def load() -> dict[str, Maker]:
    """Every screen by its name."""
    for module in MODULES:
        import_module(module)
    return SCREENS


def made(name: str, appearance: Appearance) -> QWidget:
    """A screen; what an earlier one left for later, and nobody opened, is forgotten."""
    _LATER.clear()
    return load()[name](appearance)


def later(do: Callable[[], object]) -> None:
    """Let a maker open what floats above its window once that stands in its place and in its size."""
    _LATER.append(do)


def open_floating(settle: int = SETTLE) -> None:
    """Open what the makers have left for later."""
    while _LATER:
        _LATER.pop(0)()
        QTest.qWait(settle)


def take_all(out: Path, only: str) -> None:
    """Take every picture; each factor needs a process of its own, because Qt reads it when it starts."""
    for size in SIZES:
        with TemporaryDirectory() as folder:
            environment = os.environ | {
                "QT_QPA_PLATFORM": f"offscreen:configfile={_screen_of(size, Path(folder))}",
                "QT_SCALE_FACTOR": f"{size.factor:g}",
                "LANG": "C.UTF-8",
            }
            command = [sys.executable, "-m", "tests.screenshots", str(out), "--only", only, "--size", str(size)]
            subprocess.run(command, env=environment, check=True)


def _screen_of(size: Size, folder: Path) -> Path:
    """Describe a screen of `size` to the offscreen platform, whose own is too small for what floats."""
    described = {
        "name": "office",
        "x": 0,
        "y": 0,
        "width": round(size.width * size.factor),
        "height": round(size.height * size.factor),
        "logicalDpi": 96,
        "logicalBaseDpi": 96,
        "dpr": 1.0,
    }
    file = folder / "screens.json"
    file.write_text(json.dumps({"screens": [described]}), encoding="utf-8")
    return file


def take(out: Path, only: str, size: Size) -> None:
    """Take the pictures of one size in this process."""
    application = QApplication([])
    appearance = Appearance(application, Scheme.LIGHT)
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        appearance.set_scheme(scheme)
        appearance.set_compact(size.height < 600)
        for name in load():
            if only in name:
                paint(name, appearance, size).save(str(out / f"{name}-{size}-{scheme}.png"))


def paint(name: str, appearance: Appearance, size: Size, settle: int = SETTLE) -> QPixmap:
    """The picture of one screen; `settle` are the milliseconds it is given to come to rest."""
    window = made(name, appearance)
    window.resize(size.width, size.height)
    window.show()
    QTest.qWait(settle)
    open_floating(settle)
    picture = _picture(window)
    window.close()
    window.deleteLater()
    QTest.qWait(1)
    return picture


def _picture(window: QWidget) -> QPixmap:
    """The window and whatever floats above it (offscreen there is no real screen to photograph)."""
    picture = window.grab()
    painter = QPainter(picture)
    for above in QApplication.topLevelWidgets():
        if above is not window and above.isVisible():
            corner, floating = window.mapFromGlobal(above.pos()), above.grab()
            painter.drawPixmap(corner, floating)
            if above.windowType() is Qt.WindowType.Dialog:  # the system would draw its frame
                painter.setPen(QPen(above.palette().mid(), 1))
                painter.drawRect(QRect(corner, above.size()).adjusted(-1, -1, 0, 0))
    painter.end()
    return picture


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description="Take pictures of every screen.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", default="", help="part of the names of the screens wanted")
    parser.add_argument("--size", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    size = next((size for size in SIZES if str(size) == arguments.size), None)
    if size is None:
        take_all(arguments.out, arguments.only)
    else:
        take(arguments.out, arguments.only, size)


if __name__ == "__main__":
    # Under ``-m`` this file is ``__main__``; the modules that register screens know it by its own name.
    sys.modules["tests.screenshots"] = sys.modules["__main__"]
    main()
