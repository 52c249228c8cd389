"""Two entries side by side that may be one person: keep one of them, or say that they are two people."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.services.same_person import Likely, SamePerson
from desktop.store.door import Changed
from desktop.ui.context import Context
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.dialogs import Dialog, explain
from desktop.ui.widgets.labels import label
from desktop.words import _
from desktop.words import people as words
from desktop.words.errors import words_for
from sync.contract.errors import CodedError
from sync.contract.records import Person

_WIDTH = 640


class SamePersonDialog(Dialog):
    """One pair after the other, until none is left or the person has had enough."""

    def __init__(self, context: Context, likely: Sequence[Likely], parent: QWidget) -> None:
        """Ask about these pairs, at least one."""
        super().__init__(words.MAYBE_ONE, parent, width=_WIDTH)
        self._context = context
        self._use_cases = SamePerson(context.session)
        self._left = list(likely)
        self._why = label("", role=Role.DIFFER, wrap=True)
        self._pair: QWidget | None = None
        self.body.addWidget(self._why)
        self.add_button(_("Để sau"), self._next)
        self.add_button(_("Là hai người khác nhau"), self._tell_apart)
        self._show()

    def _show(self) -> None:
        """Show the pair that is to be decided now."""
        likely = self._left[0]
        more = len(self._left) - 1
        why = words.why(likely.pair)
        self._why.setText(_("{why}. Còn {count} cặp nữa.").format(why=why, count=more) if more else f"{why}.")
        if self._pair is not None:
            self._pair.hide()
            self._pair.deleteLater()
        self._pair = _Pair(likely, self._merge)
        self.body.addWidget(self._pair)

    def _next(self) -> None:
        self._left.pop(0)
        if self._left:
            self._show()
        else:
            self.accept()

    def _merge(self, gone: Person, kept: Person) -> None:
        """Keep one entry; pairs with the other one are none any more."""
        if self._do(lambda: self._use_cases.merge(gone.id, kept.id), words.MERGED):
            rest = (each for each in self._left[1:] if gone.id not in (each.pair.one.id, each.pair.other.id))
            self._left[1:] = rest
            self._next()

    def _tell_apart(self) -> None:
        pair = self._left[0].pair
        if self._do(lambda: self._use_cases.tell_apart(pair.one.id, pair.other.id), words.TOLD_APART):
            self._next()

    def _do(self, act: Callable[[], Changed], said: str) -> bool:
        try:
            self._context.changes.tell(act())
        except CodedError as error:
            explain(self, words_for(error))
            return False
        self._context.tell(said)
        return True


class _Pair(QWidget):
    """What is known of each entry, line by line, what differs heavier; below each the button that keeps it."""

    def __init__(self, likely: Likely, merge: Callable[[Person, Person], None]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(current().px(16))
        grid.setVerticalSpacing(current().px(8))
        people = (likely.pair.one, likely.pair.other)
        told = [words.facts(person, likely.cases.get(person.id, 0)) for person in people]
        for row, ((title, one), (_title, other)) in enumerate(zip(*told, strict=True)):
            grid.addWidget(label(title, role=Role.MUTED), row, 0)
            role = Role.INK if one == other else Role.DIFFER
            for column, text in enumerate((one, other), 1):
                said = label(text or _("(trống)"), role=role, wrap=True)
                said.setAccessibleName(f"{title}: {text}")
                grid.addWidget(said, row, column)
        for column, (kept, gone) in enumerate((people, people[::-1]), 1):
            keep = button(_("Giữ hồ sơ này"), partial(merge, gone, kept), look="primary")
            keep.setAccessibleName(_("Giữ hồ sơ {name}").format(name=kept.full_name or ""))
            grid.addWidget(keep, len(told[0]), column)
            grid.setColumnStretch(column, 1)
