"""What this PC has not sent, or what was not taken: one line each, and what can be done about the selected one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.qt.table_model import Column, Mark
from desktop.services.session import Session
from desktop.services.synchronise import Synchronise
from desktop.services.unsent import QueueItem, hold, release, retry, returning
from desktop.ui.cases.marks import people_shown
from desktop.ui.context import Context
from desktop.ui.sync.giving_up import confirm_giving_up
from desktop.ui.sync.queue_detail import Detail
from desktop.ui.sync.reader import Reader
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.dialogs import explain
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.table import Table
from desktop.words import _
from desktop.words import sync as words
from desktop.words.errors import words_for
from sync.client.tables import EntryState
from sync.contract.errors import CodedError

#: More than anybody reads; refused entries come first, so none of them is left out before this many.
_MOST = 1000

_MARKS = {
    EntryState.PENDING: ("clock", Role.WAIT),
    EntryState.HELD: ("circle-pause", Role.WAIT),
    EntryState.WAITS: ("hourglass", Role.WAIT),
    EntryState.REJECTED: ("circle-alert", Role.BAD),
}


class QueuePanel(QWidget):
    """The table, and below it the selected entries with their reason and buttons; several may be selected."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._service = Synchronise(context.session)
        self._reader = Reader(context.local, lambda: self._service.queue(_MOST), self._show, self)
        self._items: Sequence[QueueItem] = ()
        self.table = Table(_("Thay đổi chưa gửi"), self._columns(), self._fetch)
        self.detail = Detail(
            {
                "mend": self._mend,
                "retry": self._retry,
                "hold": self._hold,
                "release": self._release,
                "give_up": self._ask_to_give_up,
            }
        )
        self._listing = Listing(self.table)
        self._listing.empty.show_words(_("Không có thay đổi nào chờ gửi."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, current().px(8), 0, 0)
        column.setSpacing(current().px(8))
        column.addWidget(self._listing, 1)
        column.addWidget(self.detail)
        self.table.selection_changed.connect(self._show_selected)
        self.table.opened.connect(lambda _row: self._mend())

    def refresh(self) -> None:
        """Read the queue again; the selected entry stays selected."""
        self._listing.wait()
        self._reader.ask()

    def selected(self) -> QueueItem | None:
        """The entry the keyboard is on."""
        row = self.table.current_id()
        return self._items[row] if row is not None and row < len(self._items) else None

    def chosen(self) -> list[QueueItem]:
        """The selected entries."""
        return [self._items[row] for row in self.table.selected_ids() if row < len(self._items)]

    def _show(self, items: Sequence[QueueItem]) -> None:
        before, several = self.selected(), {item.key for item in self.chosen()}
        self._items = items
        self._listing.show_ids(range(len(items)))
        keys = [item.key for item in items]
        if before and before.key in keys:
            self.table.go_to(keys.index(before.key))
            self.table.add_to_selection(row for row, key in enumerate(keys) if key in several)
        elif items:
            self.table.go_to(0)
        self._show_selected()

    def _fetch(self, rows: Sequence[int]) -> Sequence[QueueItem]:
        return [self._items[row] for row in rows]

    def _show_selected(self) -> None:
        self.detail.show_items(self.chosen())

    def _columns(self) -> tuple[Column[QueueItem], ...]:
        middle = Qt.TextElideMode.ElideMiddle
        right = Qt.AlignmentFlag.AlignRight
        return (
            Column(_("Tình trạng"), _mark, 136),
            Column(_("Mã số"), lambda item: item.code or "", 144, elide=middle, bold=True),
            Column(_("Người được TGPL"), self._people, 150, gives_way=2),
            Column(_("Thay đổi"), words.subject, 180, stretch=1),
            Column(_("Lý do"), _reason, 160, stretch=1, gives_way=3),
            Column(_("Từ lúc"), lambda item: words.moment(item.at), 168),
            Column(_("Người sửa"), lambda item: item.author, 130, gives_way=4),
            Column(_("Số lần gửi"), lambda item: str(item.tries), 84, gives_way=1, align=right),
        )

    def _people(self, item: QueueItem) -> str:
        return people_shown(
            item.people or "",
            restricted=item.restricted,
            performers=item.performers,
            reader=self._context.session.user.full_name,
        )

    def _mend(self) -> None:
        item = self.selected()
        if item and item.case_id:
            self._context.open_case(item.case_id)

    def _retry(self) -> None:
        self._with(EntryState.REJECTED, retry, _("Sẽ gửi lại ở lần đồng bộ tới."))

    def _hold(self) -> None:
        self._with(EntryState.PENDING, hold, _("Đã giữ lại; chỉ gửi khi nhấn Cho gửi."))

    def _release(self) -> None:
        self._with(EntryState.HELD, release, _("Sẽ gửi ở lần đồng bộ tới."))

    def _with(self, state: EntryState, act: Callable[[Session, Sequence[str]], object], said: str) -> None:
        """Do it with those of the selected entries that stand so."""
        keys = [item.key for item in self.chosen() if item.state is state]
        if keys:
            self._do(lambda: act(self._context.session, keys), said)

    def _ask_to_give_up(self) -> None:
        item = self.selected()
        if item is None:
            return
        try:
            shown_again = returning(self._context.session, item.key)
        except CodedError as error:
            explain(self, words_for(error))
            return
        confirm_giving_up(self, shown_again, self._context.session.clock().date(), lambda: self._give_up(item))

    def _give_up(self, item: QueueItem) -> None:
        def discard() -> None:
            self._context.changes.tell(self._service.discard(item.key))

        self._do(discard, _("Đã bỏ thay đổi; giá trị trước đó hiện lại."))

    def _do(self, act: Callable[[], object], said: str) -> None:
        """Do it beside the window's thread: a cycle under way may be writing just now."""

        def done(_nothing: object) -> None:
            self._context.tell(said)
            self._context.changes.tell(())
            self.refresh()

        self._context.local.run(lambda _progress: act(), done, self._explain, owner=self)

    def _explain(self, error: CodedError) -> None:
        explain(self, words_for(error))
        self.refresh()


def _mark(item: QueueItem) -> Mark:
    icon, role = _MARKS[item.state]
    return Mark(words.state(item), icon, role.value)


def _reason(item: QueueItem) -> str:
    why = words.reason(item)
    return why.text if why else ""
