"""The data cannot be opened: choose a backup, look what is in it, put it in the place of what is broken."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from typing_extensions import override

from desktop.services.backups import Restored
from desktop.services.session import VIETNAM
from desktop.store.backup import Backup, Preview
from desktop.ui.sign_in.page import GatePage
from desktop.ui.tokens import Role
from desktop.ui.values import moment
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.questions import ComboEditor, question
from desktop.words import _
from desktop.words.errors import Words
from desktop.words.formats import whole
from desktop.words.restoring import restored_text
from sync.contract.errors import CodedError


class RestorePage(GatePage):
    """Asks which backup, and for a password that opened it on its day."""

    #: Look into one; carries the `Backup`, a login, a password.
    preview_asked = Signal(object, str, str)
    #: Restore the one that was looked into; carries the same.
    restore_asked = Signal(object, str, str)
    #: Back to signing in.
    left = Signal()

    def __init__(self, backups: Sequence[Backup], login: str, words: Words | None = None) -> None:
        """Offer the backups.

        Args:
            backups: newest first.
            login: who is probably there.
            words: why the data cannot be opened, if that is why.
        """
        lead = _("Mở bằng mật khẩu của ngày sao lưu. Những gì đang có được giữ lại trong thư mục riêng.")
        super().__init__(_("Khôi phục từ bản sao lưu"), lead)
        self._backups = {backup.folder.name: backup for backup in backups}
        choices = [Choice(name, describe(backup)) for name, backup in self._backups.items()]
        self.add_field("backup", question("backup", _("Bản sao lưu"), editor=ComboEditor(_("Bản sao lưu"), choices)))
        self.add_field("login", question("login", _("Tên đăng nhập"))).set_value(login or None)
        self.add_field("password", question("password", _("Mật khẩu của ngày đó"), secret=True))
        self._primary_button = self.add_primary(_("Xem bản này"), self._ask)
        self.add_button(_("Quay lại"), self.left.emit)
        self._seen: tuple[str, str] | None = None
        self.form.changed.connect(self._forget)
        if words is not None:
            self.show_words(words)
        if not backups:
            self._primary_button.setEnabled(False)
            self.banner.show_words(
                Role.BAD,
                words.title if words else _("Chưa có bản sao lưu nào"),
                _("Trong thư mục dữ liệu không có bản sao lưu nào. Xin liên hệ người phụ trách kỹ thuật."),
            )

    def show_preview(self, preview: Preview) -> None:
        """Say what is in the backup; the button now restores it."""
        self.ready()
        self._seen = (self.answer("backup"), self.answer("login"))
        self._primary_button.setText(_("Khôi phục bản này"))
        self._primary_button.setFocus()
        text = _("{cases} vụ việc; người dùng: {logins}.").format(
            cases=whole(preview.cases), logins=", ".join(preview.logins)
        )
        self.banner.show_words(
            Role.PRIMARY, _("Bản sao lưu lúc {at}").format(at=moment(preview.made_at.astimezone(VIETNAM))), text
        )

    @override
    def fail(self, error: CodedError) -> None:
        if error.code == "wrong_password":
            error.field = "password"
        super().fail(error)

    def _forget(self) -> None:
        self._seen = None
        self._primary_button.setText(_("Xem bản này"))

    def _ask(self) -> None:
        if self.form.validate():
            name, login = self.answer("backup"), self.answer("login")
            asked = self.restore_asked if self._seen == (name, login) else self.preview_asked
            asked.emit(self._backups[name], login, self.answer("password"))


class RestoredPage(GatePage):
    """What was brought back, and what became of what had not been sent."""

    #: Go on with it.
    done = Signal()

    def __init__(self, restored: Restored) -> None:
        super().__init__(_("Đã khôi phục"), restored_text(restored))
        self._on = self.add_primary(_("Vào phần mềm"), self.done.emit)

    def begin(self) -> None:
        """Going on has the focus."""
        self._on.setFocus()


def describe(backup: Backup) -> str:
    """``16:02 ngày 22/11/2026, 4,1 MB``; the size tells an empty file from a year's work."""
    size = f"{backup.size / 1_000_000:.1f}".replace(".", ",")
    return _("{at}, {size} MB").format(at=moment(backup.made_at), size=size)
