"""What every section of the settings is made of: a scrolling column of cards, and facts as title and value."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.labels import label

_WIDEST = 760  # pixels: longer lines are hard to read


class Section(QScrollArea):
    """One section; what is left over stays empty below its cards."""

    def __init__(self, name: str) -> None:
        super().__init__()
        px = current().px
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setMaximumWidth(px(_WIDEST))
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, px(16), px(4), px(16))
        self._column.setSpacing(px(16))
        self._column.addStretch()
        self.setWidget(inside)

    def add(self, card: QWidget) -> None:
        """Add a card below the others."""
        self._column.insertWidget(self._column.count() - 1, card)


class Facts(QWidget):
    """Titles at the left, what they say at the right, to be read and copied."""

    def __init__(self, facts: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(current().px(16))
        self._grid.setVerticalSpacing(current().px(6))
        self._grid.setColumnStretch(1, 1)
        self.show_facts(facts)

    def show_facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Show exactly these; a fact that says nothing is left out."""
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for row, (title, value) in enumerate(fact for fact in facts if fact[1]):
            said = label(value, wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            said.setAccessibleName(f"{title}: {value}")
            said.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label(title, role=Role.MUTED), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(said, row, 1)
