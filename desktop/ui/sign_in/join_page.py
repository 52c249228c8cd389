"""Where the national system is, and the code one joins with."""

from PySide6.QtCore import Qt, Signal
from typing_extensions import override

from desktop.ui.settings.line_fields import code_field, rare_fields, server_field
from desktop.ui.sign_in.page import GatePage
from desktop.ui.widgets.buttons import button
from desktop.words import _
from sync.contract.errors import CodedError


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
        self._rare = {name: self.add_field(name, field) for name, field in rare_fields()}
        for field in self._rare.values():
            field.hide()
        self._more = button(_("Mạng có máy chủ trung gian hoặc chứng thư riêng…"), self._show_rare, look="quiet")
        self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_primary(_("Tiếp tục"), self._answer)
        self.add_button(_("Quay lại"), self.left.emit)

    @override
    def fail(self, error: CodedError) -> None:
        if error.field in self._rare:
            self._show_rare()
        super().fail(error)

    def _show_rare(self) -> None:
        self._more.hide()
        for field in self._rare.values():
            field.show()
        self._rare["proxy"].focus()

    def _answer(self) -> None:
        if self.form.validate():
            self.answered.emit()
