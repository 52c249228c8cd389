"""Who numbers the Sổ: what there is to know of it, giving the right back, asking for it, taking it over."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.services.numbering import Numbering, Standing, Void
from desktop.store.door import Changed
from desktop.ui.context import Context
from desktop.ui.settings.reason_dialog import ReasonDialog
from desktop.ui.sync.reader import Reader
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.dialogs import ask, explain
from desktop.ui.widgets.labels import label
from desktop.words import _
from desktop.words import numbering as words
from desktop.words.errors import words_for
from sync.contract.errors import CodedError

_SHOWN_IN = frozenset({"unit", "number_block", "numbering_act", "case"})


class _Read(NamedTuple):
    standing: Standing
    void: list[Void]


class NumberingCard(Card):
    """Sentences and at most two buttons; below them the numbers that stay void."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Cấp mã số vụ việc"))
        self._context = context
        self._use_cases = Numbering(context.session)
        self._reader = Reader(context.local, self._read, self._show, self)
        self._said = QVBoxLayout()
        self._said.setSpacing(current().px(4))
        self._give = button(_("Giao lại quyền cấp số…"), self._ask_to_give)
        self._ask = button(_("Xin quyền cấp số"), self._do_ask, look="primary")
        self._take = button(_("Nhận thay máy bị mất, hỏng…"), self._ask_to_take, look="danger")
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        for each in (self._ask, self._give, self._take):
            each.hide()
            row.addWidget(each)
        row.addStretch()
        self._void = QVBoxLayout()
        self._void.setSpacing(current().px(4))
        for part in (self._said, row, self._void):
            self.body.addLayout(part)
        context.changes.changed.connect(self._take_notice)
        self._reader.ask()

    def _read(self) -> _Read:
        return _Read(self._use_cases.standing(), self._use_cases.void_numbers())

    def _show(self, read: _Read) -> None:
        now = read.standing
        first, *others = words.standing(now)
        _fill(self._said, [(first, Role.INK), *((text, Role.MUTED) for text in others)])
        heading = [(words.VOID_HEADING, Role.INK)] if read.void else []
        _fill(self._void, [*heading, *((words.void(each), Role.MUTED) for each in read.void)])
        may_want = now.enrolled and not (now.mine or now.given_back or now.taken)
        self._give.setVisible(now.enrolled and now.mine)
        self._ask.setVisible(may_want and not now.asked)
        self._take.setVisible(may_want and now.holder is not None)

    @Slot(object)
    def _take_notice(self, changed: Changed) -> None:
        if any(name in _SHOWN_IN for name, _id in changed):
            self._reader.ask()

    def _ask_to_give(self) -> None:
        text = _("Từ lúc này vụ việc mới trên máy này mang mã tạm. Máy khác nhận quyền sau khi máy này đồng bộ.")
        ask(self, _("Giao lại quyền cấp số"), text, _("Giao lại"), lambda: self._do(self._use_cases.give_back))

    def _do_ask(self) -> None:
        self._do(self._use_cases.ask)

    def _ask_to_take(self) -> None:
        dialog = ReasonDialog(
            self._context,
            self,
            title=_("Nhận quyền cấp số"),
            lead=_("Chỉ làm khi máy đang cấp số bị mất hoặc hỏng: những số máy đó chưa dùng sẽ bỏ trống trong Sổ."),
            verb=_("Nhận quyền"),
            do=self._use_cases.take_over,
        )
        dialog.done_with.connect(self._context.changes.tell)
        dialog.open()

    def _do(self, act: Callable[[], Changed]) -> None:
        self._context.local.run(lambda _progress: act(), self._context.changes.tell, self._explain, owner=self)

    def _explain(self, error: CodedError) -> None:
        explain(self, words_for(error))
        self._reader.ask()


def _fill(column: QVBoxLayout, lines: list[tuple[str, Role]]) -> None:
    """Show exactly these lines."""
    while item := column.takeAt(0):
        if widget := item.widget():
            widget.deleteLater()
    for text, role in lines:
        column.addWidget(label(text, role=role, wrap=True))
