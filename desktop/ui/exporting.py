"""A list or a page on its way into a file: where to, how far, and a way to stop; then the file, one press away."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from PySide6.QtCore import QMimeData, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from desktop.exchange.files import safe_name
from desktop.exchange.paper.copying import Copied, copied, copied_letter
from desktop.exchange.paper.leaving import write_letter, write_paper
from desktop.exchange.paper.letter import Letter
from desktop.exchange.paper.model import Paper
from desktop.exchange.sheet import Cell, SheetColumn
from desktop.qt.lanes import Job, Lane, Progress, Step
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Banner
from desktop.words import _
from desktop.words.errors import words_for
from desktop.words.formats import whole
from sync.contract.errors import CodedError

_BAR_WIDTH = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be exported, as it stands at this moment.

    Attributes:
        title: of the sheet; at most 31 characters.
        name: the beginning of the file's name.
        columns: their headings.
        count: of the rows.
        rows: the rows themselves; called, and gone through, on the lane.
    """

    title: str
    name: str
    columns: Sequence[SheetColumn]
    count: int
    rows: Callable[[], Iterable[Sequence[Cell]]]

    def write(self, path: Path, progress: Progress) -> int:
        """Write the workbook; how many rows it has."""
        from desktop.exchange.spreadsheet import write_sheet  # noqa: PLC0415 - openpyxl, when a file is wanted

        return write_sheet(path, self.title, self.columns, _counted(self, progress))


class Exportable(Protocol):
    """What can be exported: the beginning of its file's name, how many rows, and how it is written."""

    @property
    def name(self) -> str:
        """See `Sheet`."""
        ...

    @property
    def count(self) -> int:
        """See `Sheet`."""
        ...

    def write(self, path: Path, progress: Progress) -> int:
        """See `Sheet`."""
        ...


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A page that leaves as a workbook or a PDF, whichever its file's ending says.

    Attributes:
        name: the beginning of the file's name.
        paper: the page.
    """

    name: str
    paper: Paper

    @property
    def count(self) -> int:
        """How many rows its table has."""
        return len(self.paper.rows)

    def write(self, path: Path, progress: Progress) -> int:
        """Write the file."""
        return write_paper(path, self.paper, lambda done: progress.report(done, self.count))


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A letter that leaves for Word or as a PDF, whichever its file's ending says; see `PaperFile`."""

    name: str
    letter: Letter

    @property
    def count(self) -> int:
        """How many blocks it has."""
        return len(self.letter.blocks)

    def write(self, path: Path, _progress: Progress) -> int:
        """Write the file."""
        return write_letter(path, self.letter)


class FileKind(NamedTuple):
    """A kind of file: the title of the question where it goes, how it is called there, and its ending."""

    title: str
    filter: str
    ending: str


EXCEL = FileKind(_("Xuất Excel"), _("Sổ tính Excel (*.xlsx)"), "xlsx")
WORD = FileKind(_("Xuất Word"), _("Văn bản Word (*.docx)"), "docx")
PDF = FileKind(_("Xuất PDF"), _("PDF (*.pdf)"), "pdf")


class ExportBanner(Banner):
    """Hidden until something is exported; what it says last stays until it is closed."""

    def __init__(self, lane: Lane, today: Callable[[], dt.date], parent: QWidget | None = None) -> None:
        """Make it.

        Args:
            lane: where files are written.
            today: for the file's name.
            parent: the widget around it.
        """
        super().__init__(parent)
        self._lane = lane
        self._today = today
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self._job: Job | None = None
        self._kind = EXCEL
        self._bar = QProgressBar(self)
        self._bar.setAccessibleName(_("Đã xuất được"))
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(current().px(_BAR_WIDTH))
        self._bar.hide()
        self._close = button(_("Đóng"), self.hide, look="quiet")
        self._row.insertWidget(self._row.indexOf(self._verbs), self._bar)
        self._row.addWidget(self._close)

    @property
    def busy(self) -> bool:
        """Whether a file is being written."""
        return self._job is not None

    def ask(self, sheet: Exportable, kind: FileKind = EXCEL) -> None:
        """Ask where to, beginning where the last file went, and export."""
        self._kind = kind
        dialog = QFileDialog(self, kind.title, self._folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(kind.filter)
        dialog.setDefaultSuffix(kind.ending)
        dialog.selectFile(f"{file_name(sheet.name, self._today())}.{kind.ending}")
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Xuất"))
        dialog.setLabelText(QFileDialog.DialogLabel.Reject, _("Thôi"))
        dialog.fileSelected.connect(lambda chosen: self.write(sheet, Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def copy(self, paper: Paper) -> None:
        """Put the table of a page on the clipboard, for word processors and for spreadsheets."""
        self._copy(copied(paper), _("Đã chép bảng."), _("Dán vào Word hoặc Excel (Ctrl+V)."))

    def copy_letter(self, letter: Letter) -> None:
        """Put the text of a letter on the clipboard."""
        self._copy(copied_letter(letter), _("Đã chép văn bản."), _("Dán vào nơi cần gửi (Ctrl+V)."))

    def write(self, sheet: Exportable, path: Path) -> None:
        """Export; nothing happens while another file is being written."""
        if self.busy:
            return
        self._folder = str(path.parent)
        title = _("Đang xuất {count} dòng…").format(count=whole(sheet.count))
        self.show_words(Role.PRIMARY, title, verb=_("Dừng"), press=self._stop)
        self._bar.setRange(0, sheet.count)
        self._bar.setValue(0)
        self._bar.show()
        self._close.hide()
        self._job = self._lane.run(
            lambda progress: sheet.write(path, progress),
            lambda count: self._written(path, count),
            lambda error: self._failed(error, sheet),
            self._stepped,
            self._ended,
            owner=self,
        )

    def _copy(self, both: Copied, title: str, text: str) -> None:
        content = QMimeData()
        content.setHtml(both.html)
        content.setText(both.plain)
        QGuiApplication.clipboard().setMimeData(content)
        self.show_words(Role.PRIMARY, title, text)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.show_words(Role.PRIMARY, _("Đã dừng, không có tệp nào được ghi."))

    def _stepped(self, step: Step) -> None:
        self._bar.setValue(step.done)

    def _written(self, path: Path, count: int) -> None:
        title = _("Đã xuất {count} dòng ra tệp {file}.").format(count=whole(count), file=path.name)
        self.show_words(Role.PRIMARY, title, str(path.parent), _("Mở tệp"), lambda: open_file(path))

    def _failed(self, error: CodedError, sheet: Exportable) -> None:
        words = words_for(error)
        text = f"{words.text} {words.advice}"
        self.show_words(Role.BAD, words.title, text, _("Xuất lại…"), lambda: self.ask(sheet, self._kind))

    def _ended(self) -> None:
        self._job = None
        self._bar.hide()
        self._close.show()


def file_name(name: str, day: dt.date) -> str:
    """A name every system takes, that sorts by day: ``Vụ việc – Tất cả 2026-11-25``."""
    return f"{safe_name(name)} {day.isoformat()}"


def open_file(path: Path) -> None:
    """Open a file with whatever opens such files here."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _counted(sheet: Sheet, progress: Progress) -> Iterator[Sequence[Cell]]:
    """The rows, reported as they go by; ends with `Cancelled` when it is to stop."""
    for done, row in enumerate(sheet.rows()):
        progress.report(done, sheet.count)
        yield row
