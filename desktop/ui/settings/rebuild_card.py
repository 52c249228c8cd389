"""Fetching everything anew from the national system, where somebody doubts what this PC holds."""

from PySide6.QtWidgets import QHBoxLayout

from desktop.services import rebuilding
from desktop.ui.context import Context
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.dialogs import ask, explain
from desktop.ui.widgets.labels import label
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError


class RebuildCard(Card):
    """Says when it is of use, and that nothing is lost by it."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Tải lại dữ liệu"))
        self._context = context
        about = _(
            "Dùng khi nghi dữ liệu trên máy này không đúng với Hệ thống. Nếu không mở được dữ liệu, hãy khôi phục "
        )
        about += _("từ bản sao lưu.")
        self.body.addWidget(label(about, role=Role.MUTED, wrap=True))
        row = QHBoxLayout()
        row.addWidget(button(_("Tải lại toàn bộ…"), self._ask, sign="refresh-cw"))
        row.addStretch()
        self.body.addLayout(row)

    def _ask(self) -> None:
        ask(
            self,
            _("Tải lại toàn bộ dữ liệu"),
            _("Máy nhận lại mọi dữ liệu từ Hệ thống quản lý TGPL; mạng yếu thì có thể mất nhiều giờ. ")
            + _("Thay đổi chưa gửi, bản nháp và tệp giấy tờ vẫn được giữ; vẫn làm việc được trong lúc đó."),
            _("Tải lại"),
            self._begin,
        )

    def _begin(self) -> None:
        session = self._context.session
        self._context.local.run(lambda _progress: rebuilding.begin(session), self._begun, self._failed, owner=self)

    def _begun(self, _nothing: None) -> None:
        self._context.changes.tell(frozenset())
        self._context.sync_soon()
        self._context.open_page("sync")

    def _failed(self, error: CodedError) -> None:
        explain(self, words_for(error))
