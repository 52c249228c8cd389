"""Asks for one more person who signs in on this PC, and for the administrator's own password."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.domain.catalogues import ROLES_OF_AN_OFFICE, catalogue
from desktop.domain.text import one_line
from desktop.services.office import NewUser
from desktop.services.session import local_now
from desktop.ui.context import Context
from desktop.ui.settings.form_dialog import FormDialog
from desktop.ui.settings.password_dialog import OWN, at_fields, own_password_field
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.questions import ComboEditor, question
from desktop.words import _
from sync.contract.messages import LOGIN_LENGTH

#: What most people who are added do.
_USUAL_ROLE = "van_thu_tiep_nhan"


class NewUserDialog(FormDialog):
    """Adds the person once the administrator has confirmed."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(_("Thêm người dùng"), _("Thêm người dùng"), context.local, parent)
        self._context = context
        offered = catalogue("user_role").valid(local_now().date(), group=ROLES_OF_AN_OFFICE)
        roles = [Choice(entry.code, entry.label) for entry in offered]
        self.add_field(question("full_name", _("Họ và tên"), max_length=120))
        self.add_field(question("login", _("Tên đăng nhập"), max_length=LOGIN_LENGTH))
        self.add_field(question("role", _("Vai trò"), editor=ComboEditor(_("Vai trò"), roles))).set_value(_USUAL_ROLE)
        hint = _("Ít nhất 8 ký tự. Người đó tự đổi sau.")
        self.add_field(question("password", _("Mật khẩu ban đầu"), secret=True, hint=hint))
        self.add_field(own_password_field())

    @override
    def work(self) -> Callable[[], Any]:
        office, session, own = self._context.office, self._context.session, self.answer(OWN)
        new = NewUser(
            login=self.answer("login"),
            full_name=one_line(self.answer("full_name")),
            role=self.answer("role"),
            password=self.answer("password"),
        )
        return lambda: at_fields(lambda: office.add_user(session, own, new), login_taken="login")
