"""Where the national system is, and the code one joins with."""

from PySide6.QtCore import Qt, Signal

from desktop.ui.settings.line_fields import (
    authority_field,
    choose_file_button,
    code_field,
    proxy_field,
    server_field,
)
from desktop.ui.sign_in.page import GatePage
from desktop.ui.widgets.buttons import button
from desktop.words import _


class JoinPage(GatePage):
    """Asks for the way to the national system."""

    #: The fields are filled in; read them with `line`.
    answered = Signal()
    #: Back to the three ways.
    left = Signal()

    def __init__(self) -> None:
        super().__init__(
            _("Kết nối"),
            _("Đơn vị, vụ việc và người dùng đã có sẽ được tải về máy này."),
            step=_("Bước 1 trong 3"),
        )
        self.add_field("server", server_field())
        self.add_field("code", code_field())
        self._rare = [self.add_field("proxy", proxy_field()), self.add_field("ca_file", authority_field())]
        self._choose = choose_file_button(self, self._rare[1])
        self.form.add_widget(self._choose)
        for widget in (*self._rare, self._choose):
            widget.hide()
        self._more = button(_("Mạng có máy chủ trung gian hoặc chứng thư riêng…"), self._show_rare, look="quiet")
        self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_primary(_("Tiếp tục"), self._answer)
        self.add_button(_("Quay lại"), self.left.emit)

    def _show_rare(self) -> None:
        self._more.hide()
        for widget in (*self._rare, self._choose):
            widget.show()
        self._rare[0].focus()

    def _answer(self) -> None:
        if self.form.validate():
            self.answered.emit()
