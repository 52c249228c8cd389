"""The strip at the top of a case: who, which number, where it stands, what is due next, and what can be done now."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.dates import format_date
from desktop.domain.lifecycle import CLOSED, ENDED, CaseState
from desktop.qt.table_model import Mark
from desktop.services.cases import CasePage
from desktop.services.session import Session
from desktop.ui.cases.assignments_tab import appoint_words
from desktop.ui.cases.marks import due_words, joined, people_shown, state_mark, sync_mark
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import Look, button, icon_button
from desktop.ui.widgets.chips import StateChip
from desktop.ui.widgets.labels import ElidedLabel, restyle
from desktop.words import _


class Deed(NamedTuple):
    """Something that can be done with a case in its present state."""

    key: str
    verb: str
    sign: str
    look: Look = "plain"


def deeds(page: CasePage, *, may_move: bool) -> Sequence[Deed]:
    """What the state allows, the next step first; at most one is the main one.

    Args:
        page: the case.
        may_move: whether other units are known to which it could go.
    """
    if page.state is CaseState.MOVED_AWAY:
        return ()
    appoint = Deed("appoint", appoint_words(page.case.form), "user-plus")
    end = Deed("end", _("Kết thúc vụ việc"), "square-check")
    delete = Deed("delete", _("Xóa vụ việc"), "trash-2", "quiet")
    leaving = [delete]
    if may_move and all(request.from_unit for request in page.transfers):
        leaving.insert(0, Deed("move", _("Chuyển vụ việc…"), "arrow-right", "quiet"))
    if page.state is CaseState.RECEIVED:
        return (
            Deed("accept", _("Thụ lý"), "gavel", "primary"),
            Deed("refuse", _("Từ chối thụ lý"), "x"),
            Deed("refer", _("Chuyển yêu cầu…"), "arrow-right", "quiet"),
            *leaving,
        )
    if page.state is CaseState.ACCEPTED:
        return (appoint._replace(look="primary"), end, *leaving)
    if page.state in ENDED:
        return (Deed("reopen", _("Mở lại vụ việc…"), "rotate-ccw", "quiet"), *leaving)
    if page.state in CLOSED:
        return leaving
    return (end, appoint, *leaving)


class CaseHeader(QWidget):
    """Who and where it stands above; below it what is due, and the deeds at the right."""

    def __init__(self, session: Session, back: Callable[[], object], do: Callable[[str], object]) -> None:
        """Make it empty.

        Args:
            session: says who looks; a restricted case shows initials.
            back: called by the button at the left.
            do: called with the key of a deed.
        """
        super().__init__()
        self._session = session
        self._do = do
        self._who = ElidedLabel(kind="section")
        self._state, self._sync = StateChip(Mark("")), StateChip(Mark(""))
        self._facts = ElidedLabel(role=Role.MUTED)
        self._deeds = QHBoxLayout()
        self.buttons: dict[str, QPushButton] = {}
        self._lay_out(back)

    def show_case(self, page: CasePage) -> None:
        """Show the case as it is now."""
        row = page.row
        reader = self._session.user.full_name
        who = people_shown(row.people, restricted=row.restricted, performers=row.performers, reader=reader)
        self._who.setText(who or _("(chưa ghi người được trợ giúp)"))
        due = due_words(row.due, row.due_at) if row.due and row.due_at else ""
        performers = _("Người thực hiện: {names}").format(names=row.performers) if row.performers else ""
        nothing = _("Chưa có hạn nào, chưa có người thực hiện.")
        self._facts.setText(_left_on(page) or joined((due, performers)) or nothing)
        self._state.set_mark(state_mark(page.state))
        self._sync.set_mark(sync_mark(unsent=row.unsent, contested=row.contested, rejected=False))
        self.buttons = {
            deed.key: button(deed.verb, partial(self._do, deed.key), look=deed.look, sign=deed.sign)
            for deed in deeds(page, may_move=self._session.office.enrolled)
        }
        _replace(self._deeds, list(self.buttons.values()))

    def show_rejected(self) -> None:
        """Say that the national system refused something of this case."""
        self._sync.set_mark(sync_mark(unsent=1, contested=0, rejected=True))

    def step_back(self, *, back: bool) -> None:
        """Step back while something else is the main thing to do: the page has one primary button."""
        for made in self.buttons.values():
            if made.property("look") in ("primary", "next"):
                restyle(made, "look", "next" if back else "primary")

    def _lay_out(self, back: Callable[[], object]) -> None:
        px = current().px
        first, second = QHBoxLayout(), QHBoxLayout()
        for line in (first, second, self._deeds):
            line.setSpacing(px(8))
        first.addWidget(icon_button("arrow-left", _("Quay lại danh sách"), back, keys="Alt+Left"))
        first.addWidget(self._who)
        first.addWidget(self._state)
        first.addWidget(self._sync)
        first.addStretch()
        second.addWidget(self._facts, 1)
        second.addLayout(self._deeds)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(first)
        column.addLayout(second)


def _left_on(page: CasePage) -> str:
    """The day a case left, of the copy that stayed."""
    days = [request.on for request in page.transfers if request.on]
    if page.state is not CaseState.MOVED_AWAY or not days:
        return ""
    return _("Ngày chuyển: {day}").format(day=format_date(max(days)))


def _replace(layout: QHBoxLayout, widgets: Sequence[QWidget]) -> None:
    """Put these widgets in place of those that are there."""
    while item := layout.takeAt(0):
        old = item.widget()
        if old:
            old.hide()
            old.deleteLater()
    for made in widgets:
        layout.addWidget(made)
