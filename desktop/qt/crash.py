"""What happens to a bug: it is written down with a number, without personal data, and the program goes on.

A crash file says where the program was (modules, lines, functions), in what order, on which versions. It never holds
a message, a value or a path: those may contain what somebody typed or who they are.
"""

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import PySide6
from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from sync.contract.errors import CodedError
from sync.contract.version import PROGRAM_VERSION

log = logging.getLogger(__name__)
qt_log = logging.getLogger("qt")

_MOST_FILES = 20  # in the folder; the oldest go
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
        self._folder = folder
        self._lock = threading.Lock()
        self._seen: dict[str, str] = {}
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
        where = "\n".join(_described(error))
        with self._lock:
            if where in self._seen:
                return self._seen[where]
            moment = datetime.now(UTC)
            number = f"{moment:%Y%m%d-%H%M%S}-{len(self._seen) + 1}"
            self._seen[where] = number
        log.error("bug %s: %s", number, type(error).__name__)
        self._write(number, where)
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

    def _write(self, number: str, where: str) -> None:
        text = "\n".join(
            [
                f"number {number}",
                f"program {PROGRAM_VERSION}",
                f"python {platform.python_version()}",
                f"pyside {PySide6.__version__}",
                f"system {platform.system()} {platform.release()} {platform.machine()}",
                "",
                where,
                "",
            ]
        )
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / f"crash-{number}.txt").write_text(text, encoding="utf-8")
            for old in sorted(self._folder.glob("crash-*.txt"))[:-_MOST_FILES]:
                old.unlink()
        except OSError as error:  # the disk may be what is broken
            log.error("crash file not written: %s", type(error).__name__)  # noqa: TRY400 - no message, it has the path


def _described(error: BaseException) -> Iterator[str]:
    """The exception and what led to it, newest first, as places in the code."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        code = f" {current}" if isinstance(current, CodedError) else ""
        yield f"{type(current).__module__}.{type(current).__qualname__}{code}"
        for frame, line in traceback.walk_tb(current.__traceback__):
            yield f"  {frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_qualname}"
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _pass_to_log(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    qt_log.log(_QT_LEVELS[kind], "%s: %s", context.category or "default", message)
