"""A program of its own that half types a case, says so when the draft is kept, and waits to be killed."""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.services.drafts import Drafts
from desktop.services.office import Office
from desktop.ui.theme import Appearance
from tests.factories import CHEAP, NOW, sign_in
from tests.gui.cases.conftest import Window, make_window
from tests.gui.keys import plain

HOME = "office"


def main() -> None:
    """Type, then look every 100 ms whether the draft is there."""
    home = Path(sys.argv[1])
    application = QApplication([])
    session = sign_in(home)
    window = make_window(Appearance(application), Office.at(home / HOME, lambda: NOW, CHEAP), session)
    window.shell.show()
    window.page.take_in()
    application.processEvents()
    type_half(window)
    drafts = Drafts(session)
    watch = QTimer()
    watch.timeout.connect(lambda: say(drafts))
    watch.start(100)
    application.exec()


def type_half(window: Window) -> None:
    """A name and the beginning of what it is about."""
    intake = window.page.intake
    assert intake is not None
    plain("Lò Thị Pâng")
    intake.form.fields["case.content"].focus()
    plain("Tranh chấp đất đai, chưa gõ hết")


def say(drafts: Drafts) -> None:
    """Tell the test, once the autosave has kept it."""
    if drafts.every("intake"):
        sys.stdout.write("kept\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
