"""One record on a tab of the case page: what it is, what it says, and what can be done with it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.qt.table_model import Mark
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.chips import StateChip
from desktop.ui.widgets.labels import ElidedLabel, label

#: Verb, icon, what it does.
Action = tuple[str, str, Callable[[], object]]


class RecordCard(QFrame):
    """A headline, lines below it, chips and buttons at the right.

    Attributes:
        words: the column of the lines, for what a kind of card adds below them.
        chips: the states beside the headline.
    """

    def __init__(
        self, headline: str, lines: Sequence[str], actions: Sequence[Action] = (), marks: Sequence[Mark] = ()
    ) -> None:
        super().__init__()
        px = current().px
        self.setObjectName("card")
        self.setAccessibleName(headline)
        self.words = QVBoxLayout()
        self.words.setSpacing(px(4))
        self.chips = [StateChip(mark) for mark in marks]
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(ElidedLabel(headline, "label"))
        for chip in self.chips:
            top.addWidget(chip)
        top.addStretch()
        self.words.addLayout(top)
        for line in filter(None, lines):
            self.words.addWidget(_selectable(label(line, role=Role.MUTED, wrap=True)))
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(10), px(12), px(10))
        row.setSpacing(px(8))
        row.addLayout(self.words, 1)
        for verb, sign, press in actions:
            made = button(verb, press, look="quiet", sign=sign)
            made.setAccessibleName(f"{verb}: {headline}")
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)


class CardColumn(QWidget):
    """Cards one under the other under a title, with a button that adds one; a sentence while there is none.

    Attributes:
        add: the button.
    """

    def __init__(self, title: str, verb: str, add: Callable[[], object], empty: str) -> None:
        super().__init__()
        px = current().px
        self._empty = label(empty, role=Role.MUTED, wrap=True)
        self._cards: list[QWidget] = []
        head = QHBoxLayout()
        head.addWidget(label(title, "section"), 1)
        self.add = button(verb, add, sign="plus")
        head.addWidget(self.add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(8))
        self._column.addLayout(head)
        self._column.addWidget(self._empty)

    def show_cards(self, cards: Sequence[QWidget]) -> None:
        """Show exactly these."""
        for old in self._cards:
            old.hide()
            old.deleteLater()
        self._cards = list(cards)
        for card in cards:
            self._column.addWidget(card)
        self._empty.setVisible(not cards)

    def cards(self) -> list[str]:
        """The headlines shown, for screen readers and tests."""
        return [card.accessibleName() for card in self._cards]


def _selectable(made: QLabel) -> QLabel:
    """Words people copy (numbers, addresses) with the mouse; not a stop for the Tab key."""
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made
