"""Dialogs in which a person gives their own password: to change it, or to confirm that it is they."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.ui.context import Context
from desktop.ui.settings.form_dialog import FormDialog
from desktop.ui.widgets.fields import FieldBox
from desktop.ui.widgets.questions import question
from desktop.words import _
from sync.contract.errors import CodedError

OWN = "own_password"


class ConfirmDialog(FormDialog):
    """Asks for the person's own password before something that only they may do."""

    def __init__(
        self, context: Context, parent: QWidget, *, title: str, lead: str, verb: str, do: Callable[[str], Any]
    ) -> None:
        """Make the dialog; `do` takes the password and runs on the lane."""
        super().__init__(title, verb, context.local, parent, lead)
        self._do = do
        self.add_field(own_password_field())

    @override
    def work(self) -> Callable[[], Any]:
        do, password = self._do, self.answer(OWN)
        return lambda: at_fields(lambda: do(password))


class PasswordDialog(FormDialog):
    """Changes the person's own password."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(_("Đổi mật khẩu"), _("Đổi mật khẩu"), context.local, parent)
        self._context = context
        self.add_field(own_password_field())
        self.add_field(question("password", _("Mật khẩu mới"), secret=True, hint=_("Ít nhất 8 ký tự.")))
        self.add_field(question("again", _("Gõ lại mật khẩu mới"), secret=True))

    @override
    def check(self) -> bool:
        if self.answer("again") == self.answer("password"):
            return True
        self.complain("again", _("Hai lần gõ khác nhau."))
        return False

    @override
    def work(self) -> Callable[[], Any]:
        office, login = self._context.office, self._context.session.user.login
        old, new = self.answer(OWN), self.answer("password")
        return lambda: at_fields(lambda: office.change_password(login, old, new))


def own_password_field() -> FieldBox:
    """The field for the password one signs in with."""
    return question(OWN, _("Mật khẩu hiện nay của bạn"), secret=True)


def at_fields(do: Callable[[], Any], **fields: str) -> Any:
    """Do something and say at which field an error is to be shown: code → field; a wrong password is one's own."""
    try:
        return do()
    except CodedError as error:
        error.field = error.field or ({"wrong_password": OWN} | fields).get(error.code)
        raise
