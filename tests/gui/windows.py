"""The main window over an office, as the composition root puts it together, for pictures and for looking it over."""

from PySide6.QtTest import QTest

from desktop.qt.lanes import Lanes
from desktop.services.office import Office
from desktop.services.session import Session
from desktop.ui.main_window import MainWindow
from desktop.ui.sign_in.entry import Opened
from desktop.ui.theme import Appearance


def main_window(appearance: Appearance, office: Office, session: Session) -> MainWindow:
    """The window people work in, as large as the screen, with no page opened yet; its lanes end with it."""
    lanes = Lanes()
    window = MainWindow(appearance, Opened(office, session), lanes)
    window.resize(window.screen().availableSize())  # else it is low at first, and the whole look is changed twice
    window.destroyed.connect(lambda _window: lanes.stop())
    return window


def settled(window: MainWindow) -> MainWindow:
    """Show the window, and wait until it has read what it shows."""
    window.show()
    QTest.qWait(1)
    while window.context.local.busy:
        QTest.qWait(5)
    return window
