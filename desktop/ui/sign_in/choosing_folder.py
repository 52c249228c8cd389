"""The usual folder will not do, or the data are wanted on another disk: choose a folder, have it judged, go there."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from desktop.ui.sign_in.entry import Entry
from desktop.ui.sign_in.gate import Gate
from desktop.words import _
from sync.contract.errors import CodedError


class ChoosingFolder(QObject):
    """The flow of choosing where the office lies. A folder that is refused is said on the page one comes from."""

    def __init__(self, gate: Gate) -> None:
        super().__init__(gate)
        self._gate = gate

    def start(self) -> None:
        """Ask for the folder."""
        dialog = QFileDialog(self._gate, _("Chọn thư mục cho dữ liệu"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Chọn"))
        dialog.setLabelText(QFileDialog.DialogLabel.Reject, _("Thôi"))
        dialog.fileSelected.connect(self.take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def take(self, folder: str) -> None:
        """Go there, unless it is no place for an office."""
        entry, page = self._gate.entry, self._gate.page
        if page is not None:
            page.wait(_("Đang xem thư mục…"))
        self._gate.run(lambda _progress: entry.elsewhere(Path(folder)), self._go_to, self._refuse)

    def _go_to(self, entry: Entry) -> None:
        self._gate.leave()
        self._gate.entry = entry
        self._gate.start()

    def _refuse(self, error: CodedError) -> None:
        if (page := self._gate.page) is not None:
            page.fail(error)
