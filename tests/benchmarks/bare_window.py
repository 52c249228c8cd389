"""The floor of every start: a process that shows an empty table and nothing else."""

import sys

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QTableView

from tests.benchmarks.painting import FirstPaint


def main() -> int:
    """Show it until it was painted."""
    application = QApplication(sys.argv[:1])
    table = QTableView()
    table.resize(1366, 697)

    def counts(watched: QObject) -> bool:
        return watched is table.viewport()

    _watch = FirstPaint(application, counts, application.quit)
    table.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
