"""The whole program on an office this PC opens without a password, until its first rows are on the screen.

python -m tests.benchmarks.program HOME
"""

# ruff: noqa: E402 - the collector rests during the imports, as in `desktop.__main__`
import gc

gc.disable()

import sys
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QTableView

from desktop.app import Homes, Program
from tests.benchmarks.painting import FirstPaint


def main() -> int:
    """Run it as `desktop.__main__` and `desktop.app.run` do."""
    application = QApplication(sys.argv[:1])
    program = Program(application, Homes.beside(Path(sys.argv[1])))
    _watch = FirstPaint(application, _shows_rows, program.stop)
    program.start()
    gc.freeze()
    gc.enable()
    return application.exec()


def _shows_rows(watched: QObject) -> bool:
    table = watched.parent()
    return isinstance(table, QTableView) and watched is table.viewport() and table.model().rowCount() > 0


if __name__ == "__main__":
    sys.exit(main())
