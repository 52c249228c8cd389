"""The main window on practice data in a temporary folder: to take its picture, or to see whether all of it can be made.

Used where nobody sits before the screen: by the frozen program's build, by IT after an installation, by tests.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from desktop.qt.lanes import Lanes
from desktop.qt.translator import QtWords
from desktop.ui.icons import pixmap
from desktop.ui.main_window import MainWindow
from desktop.ui.sign_in.entry import Entry
from desktop.ui.theme import FAMILY, Appearance, Theme
from desktop.ui.tokens import Role, Scheme
from resources import resource
from sync.contract.version import PROGRAM_VERSION

_SIZE = (1366, 697)  # the office PC's screen below the title bar
_PATIENCE = 30.0  # seconds until a page that reads in the background counts as stuck
_CASES_TO_SHOW, _CASES_TO_CHECK = 300, 12


class Check(NamedTuple):
    """One thing that was tried."""

    name: str
    ok: bool
    seconds: float
    detail: str


def take_screenshot(path: Path) -> int:
    """Paint the main window with its first page into a PNG file; returns the exit code."""
    appearance = _appearance()
    with _window(appearance, _CASES_TO_SHOW) as (window, lanes):
        _settle(lanes)
        path.parent.mkdir(parents=True, exist_ok=True)
        return 0 if window.grab().save(str(path), "PNG") else 1


def self_check() -> int:
    """Make everything the window is made of, and print what could be made as one JSON object; returns the exit code."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    checks: list[Check] = []
    appearance: list[Appearance] = []
    checks.append(_tried("application", lambda: appearance.append(_appearance())))
    if appearance:
        checks += [_tried("font", _check_font), _tried("themes", _check_themes), _tried("icons", _check_icons)]
        checks.append(_tried("window", lambda: checks.extend(_check_pages(appearance[0]))))
    ok = all(check.ok for check in checks)
    answer = {"ok": ok, "program": PROGRAM_VERSION, "checks": [check._asdict() for check in checks]}
    print(json.dumps(answer, ensure_ascii=False))  # noqa: T201 - the program's output
    return 0 if ok else 1


def _appearance() -> Appearance:
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError(application)
    application.installTranslator(QtWords(application))
    return Appearance(application, Scheme.LIGHT)


@contextmanager
def _window(appearance: Appearance, cases: int) -> Iterator[tuple[MainWindow, Lanes]]:
    """The main window over an office of invented cases, all of which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="tgpl-") as folder:
        entry = Entry(Path(folder) / "practice")
        opened = entry.practise(cases=cases)
        lanes = Lanes()
        window = MainWindow(appearance, opened, lanes)
        try:
            window.resize(*_SIZE)
            window.start()
            window.show()
            yield window, lanes
        finally:
            lanes.stop()
            window.let_go()
            window.deleteLater()
            opened.session.database.close()
            entry.leave()


def _check_pages(appearance: Appearance) -> list[Check]:
    with _window(appearance, _CASES_TO_CHECK) as (window, lanes):

        def show(key: str) -> None:
            window.open(key)
            _settle(lanes)
            if window.grab().isNull():
                raise RuntimeError(key)

        return [_tried(f"page {key}", lambda key=key: show(key)) for key in window.page_keys]  # type: ignore[misc]


def _check_font() -> None:
    if FAMILY not in QFontDatabase.families():
        raise FileNotFoundError(FAMILY)


def _check_themes() -> None:
    for scheme in Scheme:
        for zoom in (100, 200):
            _rendered = Theme.of(scheme, zoom).style_sheet


def _check_icons() -> None:
    for file in resource("icons").iterdir():
        if file.name.endswith(".svg") and pixmap(file.name.removesuffix(".svg"), Role.INK, 16).isNull():
            raise FileNotFoundError(file.name)


def _tried(name: str, do: Callable[[], Any]) -> Check:
    began = time.monotonic()
    try:
        do()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with an installation is the answer
        return Check(name, False, round(time.monotonic() - began, 3), f"{type(error).__name__}: {error}")
    return Check(name, True, round(time.monotonic() - began, 3), "")


def _settle(lanes: Lanes) -> None:
    """Let everything happen that is under way. Raise `TimeoutError` if it does not come to an end."""
    until = time.monotonic() + _PATIENCE
    _pump(100)
    while lanes.local.busy:
        if time.monotonic() > until:
            raise TimeoutError
        _pump(20)
    _pump(100)


def _pump(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
