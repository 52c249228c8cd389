"""What happens to a bug in the window: it is written down (`desktop.services.crash_files`), and the program goes on."""

import logging
import sys
import threading
from pathlib import Path
from types import TracebackType

import PySide6
from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from desktop.services.crash_files import CrashFiles

log = logging.getLogger(__name__)
qt_log = logging.getLogger("qt")

_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashReporter(QObject):
    """Catches what nobody caught, on every thread, and what Qt complains of."""

    #: A bug was written down; carries its number, to be shown with "what you typed is still there".
    crashed = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """Prepare to write into `folder`, which is made when it is first needed."""
        super().__init__(parent)
        self._files = CrashFiles(folder, {"pyside": PySide6.__version__})
        self._before = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        """Begin to catch."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        qInstallMessageHandler(_pass_to_log)

    def uninstall(self) -> None:
        """Put back what was there before."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(None)

    def report(self, error: BaseException) -> str:
        """Write `error` down and return its number; the same bug met again keeps its number and is not told again."""
        number, new = self._files.write_down(error)
        if new:
            log.error("bug %s: %s", number, type(error).__name__)
            self.crashed.emit(number)
        return number

    def _on_exception(self, _kind: type[BaseException], error: BaseException, _traceback: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            self._before[0](type(error), error, error.__traceback__)
        else:
            self.report(error)

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.report(arguments.exc_value)


def _pass_to_log(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    qt_log.log(_QT_LEVELS[kind], "%s: %s", context.category or "default", message)
