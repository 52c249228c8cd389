"""Conflicts decided by keys alone, for the test that counts the keys and for the pictures of each step."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.sync.conflict_window import ConflictWindow
from desktop.ui.sync.page import SyncPage
from tests.gui.keys import Typist

_CONTROL = Qt.KeyboardModifier.ControlModifier
_PATIENCE = 1000  # looks, five milliseconds apart


def decide(page: SyncPage, clerk: Typist, *, other: bool) -> Iterator[str]:
    """Decide the conflict the keyboard is on, the other way than is offered first if ``other``.

    Yields:
        The name of each step once the window shows it: ``list``, ``both``, ``other``, ``chosen``, ``saved``.
    """
    table = page.conflicts.table
    page.activateWindow()  # offscreen nobody else does it when a dialog closes
    table.setFocus()
    until(lambda: table.hasFocus() and table.rows.rowCount() > 0)
    left = table.rows.rowCount()
    yield "list"
    clerk.press(Qt.Key.Key_Return)
    until(lambda: asked() is not None)
    yield "both"
    if other:
        clerk.press(Qt.Key.Key_Down)
        yield "other"
    clerk.press(Qt.Key.Key_Space)
    yield "chosen"
    clerk.press(Qt.Key.Key_Return, _CONTROL)
    until(lambda: asked() is None and table.rows.rowCount() == left - 1)
    yield "saved"


def asked() -> ConflictWindow | None:
    """The window with both values while it is in front."""
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, ConflictWindow) and w.isActiveWindow()]
    return shown[0] if shown else None


def until(holds: Callable[[], bool]) -> None:
    """Let the window work until something holds; raises if it never does."""
    for _look in range(_PATIENCE):
        if holds():
            return
        QTest.qWait(5)
    raise TimeoutError
