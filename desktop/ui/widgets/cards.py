"""Cards, and banners that say what needs a person, with one button."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.ui.icons import pixmap
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import label, restyle
from desktop.words.errors import words_for
from sync.contract.errors import CodedError

_ICONS = {Role.PRIMARY: "info", Role.WAIT: "clock", Role.BAD: "circle-alert", Role.DIFFER: "diff"}


class Card(QFrame):
    """A surface for things that belong together, with a title if they need one."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        side = current().px(16)
        self.body.setContentsMargins(side, current().px(12), side, side)
        self.body.setSpacing(current().px(12))
        if title:
            self.setAccessibleName(title)
            self.body.addWidget(label(title, "section"))


class Banner(QFrame):
    """What happened, what it means, and one thing to do about it, seldom two. Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        theme = current()
        self._icon = QLabel()
        self._title = label("", "label", wrap=True)
        self._text = label("", wrap=True)
        self._buttons: list[QPushButton] = []
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addWidget(self._title)
        words.addWidget(self._text)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self._row.setSpacing(theme.px(10))
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(words, 1)
        self._verbs = QHBoxLayout()  # what another banner puts before or behind them stays there when they change
        self._verbs.setSpacing(self._row.spacing())
        self._row.addLayout(self._verbs)
        self.hide()

    def show_words(
        self,
        role: Role,
        title: str,
        text: str = "",
        verb: str = "",
        press: Callable[[], object] | None = None,
        *,
        also: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Show a message; `role` is `Role.PRIMARY` for information, `WAIT`, `BAD` or `DIFFER`.

        ``also`` is a second verb and what it does, for a question with two answers.
        """
        size = current().px(18)
        self._icon.setPixmap(pixmap(_ICONS[role], role, size, self.devicePixelRatio()))
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        beside = Qt.AlignmentFlag.AlignTop if text else Qt.AlignmentFlag.AlignVCenter
        self._row.setAlignment(self._icon, beside)
        restyle(self._title, "role", role.value)
        restyle(self, "role", role.value)
        self.setAccessibleName(f"{title} {text}".strip())
        for old in self._buttons:
            old.hide()
            old.deleteLater()
        self._buttons = [button(verb, press)] if verb else []
        self._buttons += [button(*also)] if also else []
        for made in self._buttons:
            self._verbs.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show()

    def say(self, title: str) -> None:
        """Say something else in the same message, its buttons as they are."""
        if title != self._title.text():
            self._title.setText(title)
            self.setAccessibleName(f"{title} {self._text.text()}".strip())

    def explain(self, error: CodedError) -> None:
        """Say what was wrong and what to do; an error of a field has no title of its own."""
        why = words_for(error)
        title, *rest = filter(None, (why.title, why.text, why.advice))
        self.show_words(Role.BAD, title, " ".join(rest))

    def words(self) -> str:
        """What it says, empty when it is hidden."""
        return "" if self.isHidden() else self.accessibleName()
