"""Who works here first: name, login, password."""

from typing import NamedTuple

from PySide6.QtCore import Signal

from desktop.domain.text import one_line
from desktop.ui.sign_in.page import GatePage
from desktop.ui.sign_in.strength import strength
from desktop.ui.sign_in.suggestions import suggest_login
from desktop.ui.tokens import Role
from desktop.ui.widgets.labels import label, restyle
from desktop.ui.widgets.questions import question
from desktop.words import _
from sync.contract.messages import LOGIN_LENGTH


class Person(NamedTuple):
    """The answers."""

    full_name: str
    login: str
    password: str


class PersonPage(GatePage):
    """Asks for the first person of this PC."""

    #: Carries a `Person`.
    answered = Signal(object)
    #: Back to the page before.
    left = Signal()

    def __init__(self, lead: str, verb: str) -> None:
        super().__init__(_("Người dùng đầu tiên"), lead, step=_("Bước 2 trong 3"))
        self._suggested = ""
        self._name = self.add_field("full_name", question("full_name", _("Họ và tên"), max_length=120))
        self._login = self.add_field(
            "login",
            question("login", _("Tên đăng nhập"), hint=_("Ngắn, dễ gõ; không cần dấu."), max_length=LOGIN_LENGTH),
        )
        self._password = self.add_field("password", question("password", _("Mật khẩu"), secret=True))
        self._again = self.add_field("again", question("again", _("Gõ lại mật khẩu"), secret=True))
        self._strength = label("", "small", Role.MUTED, wrap=True)
        self.form.add_widget(self._strength)
        self.add_primary(verb, self._answer)
        self.add_button(_("Quay lại"), self.left.emit)
        self._name.changed.connect(self._suggest)
        for field in (self._password, self._login):
            field.changed.connect(self._show_strength)
        self._show_strength()

    def _suggest(self) -> None:
        new = suggest_login(self.typed("full_name"))
        if self.typed("login") == self._suggested:
            self._login.set_value(new)
            self._suggested = new

    def _show_strength(self) -> None:
        judged = strength(self.typed("password"), self.typed("login"))
        self._strength.setText(
            judged.words if judged else _("Ít nhất 8 ký tự. Ba bốn từ ghép lại vừa chắc vừa dễ nhớ.")
        )
        restyle(self._strength, "role", (judged.role if judged else Role.MUTED).value)

    def _answer(self) -> None:
        if not self.form.validate():
            return
        if self.answer("again") != self.answer("password"):
            self._again.set_error(_("Hai lần gõ khác nhau."))
            self._again.focus()
            return
        self.answered.emit(Person(one_line(self.answer("full_name")), self.answer("login"), self.answer("password")))
