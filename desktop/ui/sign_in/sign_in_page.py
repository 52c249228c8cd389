"""Who are you, and your password."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from typing_extensions import override

from desktop.ui.sign_in.page import GatePage
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.questions import ComboEditor, question
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError


class SignInPage(GatePage):
    """Asks for login and password."""

    #: Carries the login and the password.
    answered = Signal(str, str)
    #: The password is lost; carries the login.
    lost = Signal(str)
    #: Try with invented data instead.
    practice_asked = Signal()

    def __init__(self, logins: Sequence[str], *, practice_offered: bool = True) -> None:
        super().__init__(_("Đăng nhập"))
        self._login = ComboEditor(_("Tên đăng nhập"), _choices(logins))
        self.add_field("login", question("login", _("Tên đăng nhập"), editor=self._login))
        self._password = self.add_field("password", question("password", _("Mật khẩu"), secret=True))
        self.add_primary(_("Đăng nhập"), self._answer)
        self.add_button(_("Quên mật khẩu"), lambda: self.lost.emit(self.typed("login")), look="quiet")
        if practice_offered:
            self.add_button(_("Mở dữ liệu tập"), self.practice_asked.emit, look="quiet")

    def show_logins(self, logins: Sequence[str], chosen: str) -> None:
        """Offer these people; the one who was here last is chosen already."""
        self._login.offer(_choices(logins))
        self._login.set_value(chosen if chosen in logins else logins[0])

    @override
    def begin(self) -> None:
        self._password.focus()

    @override
    def fail(self, error: CodedError) -> None:
        if error.code != "wrong_password":
            super().fail(error)
            return
        self.ready()
        words = words_for(error)
        self._password.set_error(f"{words.text} {words.advice}")
        self._password.focus()

    def _answer(self) -> None:
        if self.form.validate():
            self.answered.emit(self.answer("login"), self.answer("password"))


def _choices(logins: Sequence[str]) -> list[Choice]:
    return [Choice(login, login) for login in logins]
