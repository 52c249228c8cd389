"""Joining the national system from the window: what it brings, where it is, and the code one joins with."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.line import keep_proxy_password
from desktop.services.synchronise import Synchronise
from desktop.ui.cases.form_scroll import FormScroll
from desktop.ui.context import Context
from desktop.ui.settings.line_fields import (
    at_its_field,
    code_field,
    rare_fields,
    server_field,
)
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Banner, Card
from desktop.ui.widgets.dialogs import ask
from desktop.ui.widgets.form import Form
from desktop.ui.widgets.labels import label
from desktop.words import _
from desktop.words.errors import words_for
from desktop.words.line import PROXY_PASSWORD_NOT_KEPT
from sync.contract.errors import CodedError

_WIDEST = 756  # as wide as the other cards of the settings


class JoinPanel(QWidget):
    """Asks for address and code, or for a new code alone once this PC has joined, and joins on the network's lane."""

    #: This PC has joined; the first cycle may begin.
    joined = Signal()
    #: The person does not want to enter a new code now.
    left = Signal()
    #: There is no network here: the person wants to join by stick.
    by_stick = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._again = context.session.office.enrolled
        self.form = Form()
        self.banner = Banner()
        self._fields = [] if self._again else [("server", server_field())]
        self._fields.append(("code", code_field()))
        self._rare = [] if self._again else rare_fields()
        self._join_button = button(_("Kết nối"), self._join, look="primary")
        self._lay_out()
        self.form.submitted.connect(self._join)

    def _lay_out(self) -> None:
        px = current().px
        card = Card(_("Nhập mã kết nối mới") if self._again else _("Kết nối với Hệ thống quản lý TGPL"))
        card.setMaximumWidth(px(_WIDEST))
        card.body.addWidget(label(self._lead(), role=Role.MUTED, wrap=True))
        card.body.addWidget(self.banner)
        for name, field in (*self._fields, *self._rare):
            self.form.add(name, field)
        card.body.addWidget(self.form)
        if self._rare:
            for _name, field in self._rare:
                field.hide()
            self._more = button(_("Mạng có máy chủ trung gian hoặc chứng thư riêng…"), self._show_rare, look="quiet")
            card.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        buttons = QHBoxLayout()
        if not self._again:
            buttons.addWidget(button(_("Không có mạng: kết nối bằng USB…"), self.by_stick.emit, look="quiet"))
        buttons.addStretch()
        if self._again:
            buttons.addWidget(button(_("Để sau"), self.left.emit))
        buttons.addWidget(self._join_button)
        card.body.addLayout(buttons)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch()
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(FormScroll(inside))

    def _lead(self) -> str:
        if self._again:
            return _("Các thay đổi đang chờ vẫn được giữ và sẽ được gửi sau khi kết nối lại.")
        return _(
            "Sau khi kết nối, thay đổi trên máy này được gửi đi khi có mạng, và thay đổi của nơi khác được nhận về. "
            "Chưa kết nối cũng làm việc được: mọi thay đổi được giữ trên máy và gửi sau."
        )

    def _show_rare(self) -> None:
        self._more.hide()
        for _name, field in self._rare:
            field.show()
        self._rare[0][1].focus()

    def _join(self, *, take_over: bool = False) -> None:
        if not self.form.validate():
            return
        values = {name: box.value() for name, box in self.form.fields.items()}
        session, password = self._context.session, values.get("proxy_password")
        service = Synchronise(session)

        def work(_progress: object) -> bool:
            if self._again:
                service.enrol_again(values["code"])
            else:
                service.enrol(**values, take_over=take_over)
            return not password or keep_proxy_password(session, password)

        self._set_usable(False)
        self.banner.show_words(Role.PRIMARY, _("Đang kết nối…"))
        self._context.network.run(work, self._on_joined, self._on_failed, on_end=self._on_end, owner=self)

    def _on_joined(self, password_kept: bool) -> None:
        self.banner.hide()
        self._context.tell(_("Máy này đã kết nối với Hệ thống quản lý TGPL."))
        if not password_kept:
            self._context.tell(PROXY_PASSWORD_NOT_KEPT)
        self.joined.emit()

    def _on_failed(self, error: CodedError) -> None:
        self.banner.hide()
        self._set_usable(True)
        words = words_for(error)
        if error.code == "other_unit" and not self._again:
            self._ask_to_take_over(error)
            return
        if any(at_its_field(error).field == name for name, _field in self._rare):
            self._show_rare()
        if not self.form.show_error(error):
            self.banner.show_words(Role.BAD, words.title, f"{words.text} {words.advice}".strip())

    def _ask_to_take_over(self, error: CodedError) -> None:
        """The records made here would be the other unit's from now on: that is for the person to say."""
        text = _(
            "{fact} Nếu tiếp tục, đơn vị trên máy này trở thành {unit}, và mọi vụ việc đã ghi được gửi vào đơn vị đó."
        ).format(fact=words_for(error).text, unit=error.values["unit"])
        ask(
            self,
            words_for(error).title,
            text,
            _("Trở thành {unit}").format(unit=error.values["unit_code"]),
            lambda: self._join(take_over=True),
            dangerous=True,
        )

    def _on_end(self) -> None:
        self._set_usable(True)

    def _set_usable(self, usable: bool) -> None:
        self.form.setEnabled(usable)
        self._join_button.setEnabled(usable)
