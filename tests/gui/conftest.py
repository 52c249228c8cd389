"""The look every window is tested in, both ways of typing, and guards: what a test leaves behind makes it fail."""

import gc
import traceback
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.qt.collector import collect_due
from desktop.ui.theme import Appearance
from desktop.ui.tokens import Scheme
from tests.gui import keys

QTHREADS_MAY_TAKE_TO_END = 2000  # milliseconds


class StartWatch:
    """Remembers, without keeping them alive, the objects of one Qt class that were started, and where."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, watched: type[QObject]) -> None:
        self._started: list[tuple[weakref.ref[Any], str]] = []
        original: Callable[..., Any] = watched.start  # type: ignore[attr-defined]

        def start(instance: QObject, *arguments: Any) -> Any:
            where = "".join(traceback.format_stack(limit=4)[:-1])
            self._started.append((weakref.ref(instance), where))
            return original(instance, *arguments)

        monkeypatch.setattr(watched, "start", start)

    def alive(self) -> Iterator[tuple[Any, str]]:
        """The started objects that still exist in Qt."""
        for reference, where in self._started:
            instance = reference()
            if instance is not None and shiboken6.isValid(instance):
                yield instance, where


def own_windows() -> set[QWidget]:
    """Top-level widgets that belong to no other widget."""
    return {widget for widget in QApplication.topLevelWidgets() if widget.parent() is None}


@pytest.fixture(autouse=True)
def _collected_on_this_thread() -> Iterator[None]:
    """Collect cycles between tests only, as `desktop.qt.collector` does, which a test may do without."""
    gc.disable()
    yield
    collect_due()


@pytest.fixture(autouse=True)
def _no_leaked_qt(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail the test that leaves something of Qt running or on the screen."""
    windows = own_windows()
    threads = StartWatch(monkeypatch, QThread)
    timers = StartWatch(monkeypatch, QTimer)
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    leaks = [
        f"QThread left running, started at\n{where}"
        for thread, where in threads.alive()
        if thread.isRunning() and not thread.wait(QTHREADS_MAY_TAKE_TO_END)
    ]
    if own_windows() - windows:
        gc.collect()  # a reference cycle is not a leak
    leaks += [f"window left open: {widget!r}" for widget in own_windows() - windows]
    leaks += [f"QTimer left running, started at\n{where}" for timer, where in timers.alive() if timer.isActive()]
    if leaks:
        pytest.fail("\n".join(leaks), pytrace=False)


@pytest.fixture(scope="session")
def appearance(qapp: QApplication) -> Appearance:
    """The program's look on the application of this run; `_usual_look` puts it back after each test."""
    return Appearance(qapp, Scheme.LIGHT)


@pytest.fixture(autouse=True)
def _usual_look(appearance: Appearance) -> Iterator[None]:
    """Begin and end light, at 100 %, not compact."""
    yield
    appearance.set_scheme(Scheme.LIGHT)
    appearance.set_zoom(100)
    appearance.set_compact(False)


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[QWidget], None]:
    """Show a widget as the active window, wait until it is there, and keep it for the test."""
    kept = []

    def shown(widget: QWidget) -> None:
        kept.append(widget)
        qtbot.addWidget(widget)
        widget.show()
        widget.activateWindow()
        qtbot.waitExposed(widget)
        qtbot.waitUntil(widget.isActiveWindow)

    return shown


@pytest.fixture(params=[keys.ime, keys.unikey], ids=["composed", "unikey"])
def type_vi(request: pytest.FixtureRequest) -> keys.Typing:
    """Types Vietnamese into what has the focus; a test that takes it runs once for each way of typing."""
    typing: keys.Typing = request.param
    return typing
