"""Guards for windows: a test that leaves a widget, a running timer or a QThread behind fails."""

import gc
import traceback
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

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
