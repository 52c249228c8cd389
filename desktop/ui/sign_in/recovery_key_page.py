"""The recovery key, shown this once: print it, or save it, and prove that it is on paper."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QTextDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop.services.session import local_now
from desktop.ui.sign_in.page import GatePage
from desktop.ui.sign_in.recovery_paper import paper
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.editors import FlagEditor
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.printing import ask_pdf_path, ask_printer, save_pdf
from desktop.ui.widgets.questions import question
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError
from sync.contract.fields import Kind
from sync.contract.text import normalise


class RecoveryKeyPage(GatePage):
    """Shows the key and lets nobody go on who has not written it down."""

    #: The key is on paper.
    done = Signal()

    def __init__(self, recovery_key: str, unit: str, step: str = "", verb: str = "") -> None:
        """Show a key.

        Args:
            recovery_key: in groups joined by ``-``.
            unit: name of the office, for the sheet.
            step: where one is in the wizard.
            verb: what the way on is called.
        """
        super().__init__(
            _("Khóa khôi phục"),
            _("Quên mật khẩu thì chỉ khóa này mở lại được dữ liệu. Khóa chỉ hiện lần này: in ra và cất kỹ."),
            step=step,
        )
        self._key = recovery_key
        self._unit = unit
        self.body.addWidget(self._key_frame())
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        row.addWidget(button(_("In khóa…"), self._print, sign="printer"))
        row.addWidget(button(_("Lưu tệp PDF…"), self._ask_path, sign="save"))
        row.addStretch()
        self.body.addLayout(row)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):  # what proves it stands below what is proved
            layout.removeWidget(self.form)
            self.body.addWidget(self.form)
        self._group = self.add_field(
            "group", question("group", _("Gõ lại nhóm cuối của khóa"), required=False, max_length=10)
        )
        title = _("Tôi đã in hoặc chép khóa ra giấy")
        self._printed = self.add_field(
            "printed", question("printed", title, required=False, kind=Kind.FLAG, editor=FlagEditor(title))
        )
        self.add_primary(verb or _("Vào phần mềm"), self._check)

    def _key_frame(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("card")
        words = label(self._key.replace("-", "  "), "section", wrap=True)
        words.setFont(current().font("section", QFont.Weight.Bold))
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        words.setAccessibleName(_("Khóa khôi phục: {key}").format(key=" ".join(self._key)))
        column = QVBoxLayout(frame)
        side = current().px(16)
        column.setContentsMargins(side, side, side, side)
        column.addWidget(words)
        return frame

    def _check(self) -> None:
        typed = normalise(self.typed("group")).strip().upper()
        if typed and typed != self._key.rpartition("-")[2]:
            self._complain(_("Chưa khớp. Nhóm cuối là năm ký tự sau cùng của khóa."))
        elif typed or self._printed.editor.value():
            self.done.emit()
        else:
            self._complain(_("Gõ nhóm cuối, hoặc đánh dấu rằng khóa đã ở trên giấy."))

    def _complain(self, words: str) -> None:
        self._group.set_error(words)
        self._group.focus()

    def _print(self) -> None:
        ask_printer(self, _("In khóa khôi phục"), self._paper)

    def _ask_path(self) -> None:
        ask_pdf_path(self, _("Lưu khóa khôi phục"), _("Khóa khôi phục.pdf"), self.save)

    def save(self, path: str) -> None:
        """Write the sheet to a PDF file and say where it is."""
        try:
            save_pdf(self._paper(), Path(path))
        except CodedError as error:
            self.show_words(words_for(error))
            return
        said = _("Đã lưu {path}. In xong nên xóa tệp này.").format(path=path)
        self.banner.show_words(Role.PRIMARY, _("Đã lưu tệp PDF"), said)

    def _paper(self) -> QTextDocument:
        return paper(self._key, self._unit, local_now().date())
