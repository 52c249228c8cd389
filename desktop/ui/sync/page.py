"""The page "Đồng bộ": what has been sent, what has not and why, and what a person can do about it."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.context import Context
from desktop.ui.sync.conflicts_panel import ConflictsPanel
from desktop.ui.sync.deletions_banner import DeletionsBanner
from desktop.ui.sync.join_panel import JoinPanel
from desktop.ui.sync.lost_banner import LostBanner
from desktop.ui.sync.queue_panel import QueuePanel
from desktop.ui.sync.receipts_panel import ReceiptsPanel
from desktop.ui.sync.status import SyncStatus
from desktop.ui.sync.stick_dialog import StickDialog
from desktop.ui.sync.strip import StatusStrip
from desktop.ui.sync.trouble import TroubleBanner, WaysOut
from desktop.ui.sync.units_panel import UnitsPanel
from desktop.ui.sync.worker import SyncWorker
from desktop.ui.theme import current
from desktop.ui.widgets.checks import CheckBox
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.tabs import Tabs
from desktop.words import _
from desktop.words.formats import whole

_UNSENT = _("Chờ gửi")
_TWO_VALUES = _("Hai giá trị")
_PRACTICE = _("Người và vụ việc ở đây là bịa. Để gửi vụ việc thật, hãy tạo đơn vị thật rồi kết nối từ đó.")


class SyncPage(QWidget):
    """A strip with the status, then what is unsent, what waits for a choice, and the receipts.

    An office that has not joined sees what joining brings and how to do it; practice data can never be sent.

    Attributes:
        strip, banner: the status, and what stops the synchronisation.
        deletions, lost: unusually many deletions, and units whose data may lie here no more.
        text_only: whether attachments wait.
        tabs: the lists `queue`, `conflicts`, `receipts` and, for who supervises, `units`.
    """

    def __init__(self, context: Context, worker: SyncWorker, status: SyncStatus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._worker = worker
        self._status = status
        self.strip = StatusStrip(worker, status, self.open_stick)
        ways = WaysOut(self._enter_code, lambda: context.open_page("settings"))
        self.banner = TroubleBanner(worker, status, ways)
        self.deletions = DeletionsBanner(context, worker)
        self.lost = LostBanner(context)
        self.queue = QueuePanel(context)
        self.conflicts = ConflictsPanel(context)
        self.receipts = ReceiptsPanel(context)
        self.units = UnitsPanel(context, worker)
        self.text_only = CheckBox(_("Chỉ gửi chữ, chưa gửi tệp"))
        self.text_only.clicked.connect(lambda on: worker.choose(text_only=on))
        self.tabs = _Lists()
        self.tabs.setCornerWidget(self.text_only)
        self.tabs.addTab(self.queue, _UNSENT)
        self.tabs.addTab(self.conflicts, _TWO_VALUES)
        self.tabs.addTab(self.receipts, _("Biên nhận"))
        self.tabs.addTab(self.units, _("Các máy của đơn vị"))
        self._show_who_supervises()
        self._ordinary = self._lay_out()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._ordinary)
        self._join: JoinPanel | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        status.changed.connect(self._show_counts)
        worker.ended.connect(self._refresh)
        context.changes.changed.connect(self._refresh)
        if not worker.may_run and not context.session.office.practice:
            self._enter_code()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()
        if not event.spontaneous():
            self._begin()

    @property
    def joining(self) -> JoinPanel | None:
        """The form for joining while it is on the screen."""
        return self._join

    def _lay_out(self) -> QWidget:
        whole_page = QWidget()
        column = QVBoxLayout(whole_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(8))
        column.addWidget(self.strip)
        column.addWidget(self.banner)
        column.addWidget(self.deletions)
        column.addWidget(self.lost)
        if self._context.session.office.practice:
            column.addWidget(label(_PRACTICE, wrap=True))
            column.addStretch()
            self.tabs.hide()
        column.addWidget(self.tabs, 1)
        return whole_page

    def _begin(self) -> None:
        """Put the cursor where the work begins."""
        if self._join is not None:
            next(iter(self._join.form.fields.values())).focus()
        else:
            self.tabs.tabBar().setFocus()

    def _refresh(self) -> None:
        """Read again what the page shows; a page nobody looks at reads when it is shown."""
        if not self.isVisible() or self._join is not None or self._context.session.office.practice:
            return
        self.text_only.setChecked(self._worker.rest.manner.text_only)
        self.queue.refresh()
        self.conflicts.refresh()
        self.receipts.refresh()
        self._show_who_supervises()

    def _show_who_supervises(self) -> None:
        self.tabs.setTabVisible(self.tabs.indexOf(self.units), self.units.is_for_this_person)

    def _show_counts(self) -> None:
        status = self._status.status
        if status is None:
            return
        self.deletions.show_status(status)
        self.lost.show_status(status)
        totals = status.totals
        unsent = totals.pending + totals.held + totals.waits + totals.rejected
        for tab, title, count in ((0, _UNSENT, unsent), (1, _TWO_VALUES, status.conflicts_open)):
            self.tabs.setTabText(tab, f"{title} ({whole(count)})" if count else title)

    def _enter_code(self) -> None:
        if self._join is None:
            self._join = JoinPanel(self._context)
            self._join.joined.connect(self._on_joined)
            self._join.left.connect(self._leave_joining)
            self._join.by_stick.connect(self.open_stick)
            self._stack.addWidget(self._join)
            self._stack.setCurrentWidget(self._join)

    def open_stick(self) -> StickDialog:
        """Open what one does with a USB stick."""
        dialog = StickDialog(self._context, self)
        dialog.joined.connect(self._on_joined)
        dialog.moved.connect(self._status.refresh)
        dialog.moved.connect(self._refresh)
        dialog.open()
        return dialog

    def _on_joined(self) -> None:
        self._leave_joining()
        self._status.refresh()
        self._worker.sync_now()

    def _leave_joining(self) -> None:
        if self._join is not None:
            self._stack.setCurrentWidget(self._ordinary)
            self._stack.removeWidget(self._join)
            self._join.deleteLater()
            self._join = None
            self._refresh()


class _Lists(Tabs):
    """Takes what room there is: a wish for more would make a low window scroll as a whole."""

    def __init__(self) -> None:
        super().__init__(_("Các danh sách của việc đồng bộ"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)

    @override
    def hasHeightForWidth(self) -> bool:
        return False
