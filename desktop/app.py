"""The composition root of the window: makes the application, its look, its lanes and the windows, and ties them.

Nothing imports it but `desktop.__main__`.
"""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from PySide6.QtWidgets import QApplication

from desktop.ui.shell import Shell
from desktop.ui.theme import Appearance


@dataclass(frozen=True, slots=True)
class Homes:
    """Where the office's data and, beside it, the practice data lie."""

    office: Path
    practice: Path

    @classmethod
    def beside(cls, office: Path) -> Self:
        """The homes that belong to an office's folder."""
        return cls(office, office.with_name(f"{office.name}-practice"))


def run(homes: Homes, *, practice: bool) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    application = QApplication(sys.argv[:1])
    shell = Shell(Appearance(application), practice=practice)
    shell.show()
    return application.exec()


def take_screenshot(path: Path) -> int:
    """Paint the main window with practice data into a PNG file; returns the exit code."""
    application = QApplication(sys.argv[:1])
    shell = Shell(Appearance(application), practice=True)
    shell.resize(1366, 697)
    shell.show()
    application.processEvents()
    return 0 if shell.grab().save(str(path)) else 1


def self_check() -> int:
    """Make everything the window needs, off screen, and say in JSON whether it could be made."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication(sys.argv[:1])
    shell = Shell(Appearance(application), practice=True)
    shell.show()
    application.processEvents()
    print(json.dumps({"ok": True}))  # noqa: T201 - the program's output
    return 0
