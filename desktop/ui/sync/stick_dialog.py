"""Synchronising by USB stick from the window: write, take in, carry for another PC, and the slips of it all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QProgressBar, QVBoxLayout, QWidget

from desktop.qt.lanes import Lane
from desktop.qt.lanes import Progress as LaneProgress
from desktop.services.bundles import Bundles, Found, PapersWaiting, Written
from desktop.services.sealing import Purpose
from desktop.ui.cases.form_scroll import FormScroll
from desktop.ui.context import Context
from desktop.ui.settings.line_fields import code_field
from desktop.ui.sync.slips import SlipList
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.checks import CheckBox
from desktop.ui.widgets.choosing import choose, of_a_file
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.form import Form
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.questions import question
from desktop.words import _
from desktop.words import bundle as words
from desktop.words.errors import words_for
from sync.contract.bundle import INVITATION_SUFFIX, SUFFIX
from sync.contract.errors import CodedError

_WIDTH = 600
_HEIGHT = 660
_FREE = 16  # kept of the window above and below
_NOT_JOINED = _("Máy này chưa kết nối: cần tệp mời và mã do Trung tâm cấp.")
_REFUSED = _("Máy này đã bị ngừng kết nối: cần tệp mời và mã mới do Trung tâm cấp. Thay đổi đang chờ vẫn được giữ.")


class StickDialog(Dialog):
    """Writing, taking in and carrying for others, with buttons that are always in sight; what came of it is said above.

    Attributes:
        banner: what came of the last thing that was done.
        form: invitation and code; shown to a PC that has to join, or once the person says that they have been given
            them: without a line a PC that was replaced need not have heard of it.
        papers: whether papers go along, too; hidden while there are none.
        slips: the slips.
    """

    #: This PC has joined by a file.
    joined = Signal()
    #: Something was written, taken in or carried.
    moved = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(_("Đồng bộ bằng USB"), parent, width=_WIDTH)
        self._context = context
        self._bundles = Bundles(context.session)
        self._was_enrolled = context.session.office.enrolled
        self._invited = self._bundles.needs_invitation
        self.banner = Banner()
        self.form = _invitation_form()
        self._why_invited = label("", wrap=True)
        self._invited_button = button(_("Trung tâm đã cấp tệp mời cho máy này…"), self.ask_invitation, look="quiet")
        self.papers = CheckBox()
        self.papers.setChecked(True)
        self.papers.hide()
        self._steps = QVBoxLayout()
        self.slips = SlipList(context.session.office.unit.name)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Đang làm…"))
        self._bar.hide()
        self._lay_out()
        self._buttons_of_steps = (
            self.add_button(_("Nhận từ USB…"), self._ask_file, sign="download"),
            self.add_button(_("Ghi ra USB…"), self._ask_folder, look="primary", sign="upload"),
        )
        self._show_form()
        wanted = current().px(_HEIGHT)  # as high as everything it may say needs, within the window
        self.setMinimumHeight(min(wanted, parent.window().height() - current().px(_FREE)))
        self._read()

    def export_to(self, folder: str) -> None:
        """Write what waits into this folder of the stick."""
        papers = None if self.papers.isChecked() else 0
        answers = {name: box.value() for name, box in self.form.fields.items()} if self._invited else {}

        def work(_progress: LaneProgress) -> Written:
            if answers:
                self._bundles.accept_invitation(Path(answers["invitation"]), answers["code"])
            return self._bundles.export(Path(folder), papers)

        self._run(self._context.exports, work, self._on_exported)

    def receive(self, path: str) -> None:
        """Take in a file that is for this PC; offer to carry one that is on its way."""

        def work(progress: LaneProgress) -> Found | Written:
            found = self._bundles.look(Path(path))
            if found.purpose is Purpose.TO_CARRY:
                return found
            return self._bundles.take_in(Path(path), lambda step: self._tell(step.changed, progress))

        self._run(self._context.exports, work, self._on_received)

    def carry(self, path: Path) -> None:
        """Bring another PC's file to the national system over this PC's line."""
        self._run(self._context.network, lambda _progress: self._bundles.carry(path), self._on_carried)

    def _lay_out(self) -> None:
        px = current().px
        lead = _(
            "Khi không có mạng: ghi ra USB, mang đến một máy có mạng hoặc đến Trung tâm, rồi mang trả lời về. "
            "Tệp được niêm phong, người mang không đọc được."
        )
        inside = QWidget()
        self._steps.setContentsMargins(0, 0, 0, 0)
        self._steps.setSpacing(px(12))
        inside.setLayout(self._steps)
        self._steps.addWidget(label(lead, wrap=True))
        self._steps.addWidget(self._why_invited)
        self._steps.addWidget(self.form)
        self._add_step(_("Mang đi"), _("Mọi thay đổi chưa có trả lời; tệp mới nhất là đủ."))
        self._steps.addWidget(self.papers)
        self._add_step(_("Mang về"), _("Trả lời và thay đổi của nơi khác; hoặc chuyển giúp tệp của máy khác."))
        self._steps.addWidget(self._invited_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._steps.addWidget(self.slips)
        for part in (self.banner, self._bar):
            self.body.addWidget(part)
        self.body.addWidget(FormScroll(inside), 1)
        self._close_button = self.add_button(_("Đóng"), self.accept)

    def ask_invitation(self) -> None:
        """Ask for invitation and code though nobody knows that this PC needs them."""
        self._invited = True
        self._show_form(_("Ghi tệp mời và mã mới; thay đổi đang chờ vẫn được giữ và đi cùng tệp sắp ghi."))
        self.form.fields["invitation"].focus()

    def _show_form(self, why: str = "") -> None:
        """Show invitation and code where they are needed, and why."""
        joins = not self._was_enrolled
        self._why_invited.setText(why or (_NOT_JOINED if joins else _REFUSED))
        for part in (self._why_invited, self.form):
            part.setVisible(self._invited)
        self._invited_button.setVisible(not self._invited)

    def _add_step(self, title: str, text: str) -> None:
        said = QVBoxLayout()
        said.setSpacing(current().px(2))
        said.addWidget(label(title, "label"))
        said.addWidget(label(text, role=Role.MUTED, wrap=True))
        self._steps.addLayout(said)

    def _ask_folder(self) -> None:
        if not self._invited or self.form.validate():
            dialog = QFileDialog(self, _("Chọn thư mục trên USB"))
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
            choose(dialog, self.export_to)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, _("Chọn tệp trên USB"))
        dialog.setNameFilter(_("Tệp đồng bộ (*{suffix})").format(suffix=SUFFIX))
        choose(dialog, self.receive)

    def _run(self, lane: Lane, work: Callable[[LaneProgress], Any], then: Callable[[Any], None]) -> None:
        self._set_busy(True)
        self.banner.hide()
        lane.run(work, then, self._on_failed, on_end=self._on_end, owner=self)

    def _tell(self, changed: frozenset[tuple[str, str]], progress: LaneProgress) -> None:
        """On the lane's thread, after every page; a dialog that was closed ends it there, whole pages taken in."""
        self._context.changes.tell(changed)
        progress.check()

    def _on_exported(self, written: Written) -> None:
        self._invited = False  # what was written asks to be let in
        self._show_form()
        text = words.exported(written.receipt, written.path.name)
        self.banner.show_words(Role.WAIT, _("Đã ghi ra USB"), text)

    def _on_received(self, result: Found | Written) -> None:
        if isinstance(result, Found):
            path = result.path
            text = _("Tệp này đang trên đường từ máy khác đến Hệ thống quản lý TGPL. Máy này không đọc được nội dung.")
            self.banner.show_words(
                Role.PRIMARY, _("Tệp của máy khác"), text, _("Chuyển giúp"), lambda: self.carry(path)
            )
            return
        text = words.taken_in(result.receipt)
        self.banner.show_words(Role.PRIMARY, _("Đã nhận từ USB"), text)
        if not self._was_enrolled and self._context.session.office.enrolled:
            self._was_enrolled = True
            self.joined.emit()

    def _on_carried(self, written: Written) -> None:
        text = words.carried(written.receipt, written.path.name)
        self.banner.show_words(Role.PRIMARY, _("Đã chuyển giúp"), text)

    def _on_failed(self, error: CodedError) -> None:
        self._set_busy(False)  # else its field could not take the focus
        if self._invited and self.form.show_error(error):
            return
        said = words_for(error)
        self.banner.show_words(Role.BAD, said.title or _("Chưa làm được"), f"{said.text} {said.advice}".strip())

    def _on_end(self) -> None:
        self._set_busy(False)
        if not self.form.isAncestorOf(self.focusWidget() or self):
            self._close_button.setFocus()  # what was pressed had lost it
        self._read()
        self.moved.emit()

    def _read(self) -> None:
        local = self._context.local
        local.run(lambda _progress: self._bundles.slips(), self.slips.show_slips, owner=self)
        local.run(lambda _progress: self._bundles.papers_waiting(), self._offer_papers, owner=self)

    def _offer_papers(self, waiting: PapersWaiting) -> None:
        self.papers.setText(words.with_papers(waiting.files, waiting.bytes))
        self.papers.setVisible(waiting.files > 0)

    def _set_busy(self, busy: bool) -> None:
        self._bar.setVisible(busy)
        for made in (*self._buttons_of_steps, self.papers):
            made.setDisabled(busy)
        self.form.setDisabled(busy)


def _invitation_form() -> Form:
    """What a PC needs to join without a line."""
    form = Form()
    invitation = question("invitation", _("Tệp mời"), max_length=1000)
    form.add(
        "invitation",
        of_a_file(invitation, _("Chọn tệp mời"), [_("Tệp mời (*{suffix})").format(suffix=INVITATION_SUFFIX)]),
    )
    form.add("code", code_field())
    return form
