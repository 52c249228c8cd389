"""The password is lost: the printed recovery key and a new password."""

from PySide6.QtCore import Signal
from typing_extensions import override

from desktop.ui.sign_in.page import GatePage
from desktop.ui.widgets.questions import question
from desktop.words import _
from sync.contract.errors import CodedError


class LostPasswordPage(GatePage):
    """Asks for the recovery key."""

    #: Carries the recovery key and the new password.
    answered = Signal(str, str)
    #: Back to signing in.
    left = Signal()

    def __init__(self, login: str) -> None:
        super().__init__(
            _("Đặt lại mật khẩu"),
            _(
                "Lấy bản in khóa khôi phục của đơn vị. Dữ liệu không thay đổi; chỉ mật khẩu của “{login}” được thay."
            ).format(login=login),
        )
        self.add_field(
            "recovery_key",
            question(
                "recovery_key",
                _("Khóa khôi phục"),
                hint=_("Gõ cả bảy nhóm; không phân biệt chữ hoa, chữ thường và dấu gạch."),
                wide=True,
            ),
        )
        self.add_field("password", question("password", _("Mật khẩu mới"), secret=True))
        self._again = self.add_field("again", question("again", _("Gõ lại mật khẩu mới"), secret=True))
        self.add_primary(_("Đặt mật khẩu mới"), self._answer)
        self.add_button(_("Quay lại"), self.left.emit)

    @override
    def fail(self, error: CodedError) -> None:
        if error.code in ("recovery_key_mistyped", "wrong_recovery_key"):
            error.field = "recovery_key"
        super().fail(error)

    def _answer(self) -> None:
        if not self.form.validate():
            return
        if self.answer("again") != self.answer("password"):
            self._again.set_error(_("Hai lần gõ khác nhau."))
            self._again.focus()
            return
        self.answered.emit(self.answer("recovery_key"), self.answer("password"))
