"""Whoever cannot see the window is told what every control of the way in and of the settings is."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QTabBar, QWidget

import tests.gui.settings.screens
import tests.gui.sign_in.screens  # noqa: F401 - both register their screens
from desktop.ui.theme import Appearance
from tests.gui.test_accessible import controls, name_of
from tests.screenshots import SCREENS

OURS = sorted(name for name in SCREENS if name.startswith(("gate-", "settings-")))


@pytest.mark.parametrize("screen", OURS)
def test_every_control_has_a_name(screen: str, appearance: Appearance, show: Callable[[QWidget], None]) -> None:
    window = SCREENS[screen](appearance)
    show(window)
    found = list(controls(window))
    nameless = [widget for widget in found if not name_of(widget) and not isinstance(widget, QTabBar)]
    window.deleteLater()

    assert found or screen == "gate-waiting"
    assert nameless == []
