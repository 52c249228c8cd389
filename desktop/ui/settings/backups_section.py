"""The backups there are, one more on demand, and the way to restore one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout

from desktop.qt.lanes import Progress
from desktop.qt.table_model import Column
from desktop.services.backups import Backups
from desktop.store.backup import BEFORE_UPGRADE, Backup
from desktop.ui.context import Context
from desktop.ui.settings.section import Facts, Section
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.values import moment
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.dialogs import ask, explain
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.table import Table
from desktop.words import _, formats
from desktop.words.errors import words_for
from sync.contract.errors import CodedError

_ROWS = 8


class BackupsSection(Section):
    """A backup is made when the program is closed and something has changed; here one sees that it was."""

    def __init__(self, context: Context, restore: Callable[[], None]) -> None:
        super().__init__(_("Sao lưu"))
        self._context = context
        self._restore = restore
        self._use_cases = Backups(context.office)
        self._backups: list[Backup] = []
        self.table = Table(_("Bản sao lưu"), _columns(), self._fetch)
        self._listing = Listing(self.table)
        self._listing.empty.show_words(_("Chưa có bản sao lưu nào. Bản đầu tiên được tạo khi đóng phần mềm."))
        self._listing.setFixedHeight(current().row * (_ROWS + 2))
        self._now = button(_("Sao lưu ngay"), self._back_up, look="primary", sign="save")
        self._state = label("", role=Role.MUTED, wrap=True)
        card = Card(_("Sao lưu"))
        card.body.addWidget(
            label(
                _("Mỗi lần đóng phần mềm, nếu có thay đổi, một bản sao lưu mã hóa được tạo và mở thử.")
                + _(" Giữ lại các bản của 7 ngày, 4 tuần và 12 tháng gần nhất."),
                role=Role.MUTED,
                wrap=True,
            )
        )
        card.body.addWidget(self._listing)
        card.body.addWidget(Facts([(_("Thư mục"), str(self._use_cases.folder))]))
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        row.addWidget(self._now)
        row.addWidget(button(_("Mở thư mục"), self._open_folder))
        row.addWidget(button(_("Khôi phục…"), self._ask_restore, look="danger", sign="rotate-ccw"))
        row.addWidget(self._state, 1)
        card.body.addLayout(row)
        self.add(card)
        self.show_backups()

    def show_backups(self) -> None:
        """Show what there is, newest first."""
        self._backups = self._use_cases.every()
        self._listing.show_ids(range(len(self._backups)))

    def _fetch(self, ids: Sequence[int]) -> list[Backup]:
        return [self._backups[number] for number in ids]

    def _back_up(self) -> None:
        self._now.setEnabled(False)
        self._state.setText(_("Đang sao lưu…"))
        self._context.local.run(self._make, self._made, self._failed, on_end=self._ended, owner=self)

    def _make(self, progress: Progress) -> Backup:
        return self._use_cases.now(self._context.session, progress.report)

    def _made(self, _backup: Backup) -> None:
        self._context.tell(_("Đã sao lưu."))
        self.show_backups()

    def _failed(self, error: CodedError) -> None:
        explain(self, words_for(error))

    def _ended(self) -> None:
        self._now.setEnabled(True)
        self._state.clear()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._use_cases.folder)))

    def _ask_restore(self) -> None:
        ask(
            self,
            _("Khôi phục từ bản sao lưu"),
            _("Phần mềm đóng dữ liệu đang mở rồi hỏi khôi phục bản nào. Dữ liệu đang có được giữ lại."),
            _("Tiếp tục"),
            self._restore,
            dangerous=True,
        )


def _columns() -> list[Column[Backup]]:
    return [
        Column(_("Lúc"), lambda backup: moment(backup.made_at), 180, bold=True),
        Column(_("Loại"), _kind, 220, stretch=1),
        Column(_("Dung lượng"), lambda backup: formats.size(backup.size), 120),
    ]


def _kind(backup: Backup) -> str:
    return _("Trước khi nâng cấp") if backup.kind == BEFORE_UPGRADE else _("Thường lệ")
