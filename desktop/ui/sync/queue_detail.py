"""Below the queue: what the selected entries change, why they are not sent, and what can be done about them."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.unsent import QueueItem
from desktop.ui.theme import current
from desktop.ui.widgets.buttons import Look, button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.labels import label
from desktop.words import _
from desktop.words import sync as words
from desktop.words.formats import whole
from sync.client.tables import EntryState

#: What a button is called and looks like, in its order.
_VERBS: Mapping[str, tuple[str, Look]] = {
    "mend": (_("Sửa"), "plain"),
    "retry": (_("Gửi lại"), "plain"),
    "hold": (_("Giữ lại"), "plain"),
    "release": (_("Cho gửi"), "plain"),
    "give_up": (_("Bỏ thay đổi này"), "danger"),
}


class Detail(Card):
    """The selected entries in words; hidden for none.

    Attributes:
        buttons: by the name of what they do: ``mend``, ``retry``, ``hold``, ``release``, ``give_up``.
    """

    def __init__(self, do: Mapping[str, Callable[[], object]]) -> None:
        """Make it; ``do`` says what each button does."""
        super().__init__()
        px = current().px
        self.body.setContentsMargins(px(12), px(8), px(12), px(8))
        self.body.setSpacing(px(6))
        self._what = label("", "label", wrap=True)
        self._why = label("", wrap=True)
        said = QVBoxLayout()
        said.setSpacing(px(2))
        said.addWidget(self._what)
        said.addWidget(self._why)
        self.buttons = {name: button(verb, do[name], look=look) for name, (verb, look) in _VERBS.items()}
        row = QHBoxLayout()
        row.setSpacing(px(8))
        for made in self.buttons.values():
            row.addWidget(made)
        across = QHBoxLayout()
        across.setSpacing(px(12))
        across.addLayout(said, 1)
        beside = QWidget()
        beside.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        across.addWidget(beside, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(across)
        self.hide()

    def text(self) -> str:
        """What it says."""
        return f"{self._what.text()} {self._why.text()}".strip()

    def show_items(self, items: Sequence[QueueItem]) -> None:
        """Say what they change, why they are not sent, how often that was tried, and what can be done."""
        self.setVisible(bool(items))
        if not items:
            return
        if len(items) == 1:
            self._say(items[0])
        else:
            self._what.setText(_("Đã chọn {count} thay đổi.").format(count=whole(len(items))))
            self._why.setText("")
        self._why.setVisible(bool(self._why.text()))
        states = {item.state for item in items}
        alone = items[0] if len(items) == 1 and items[0].state is EntryState.REJECTED else None
        offered = {
            "mend": alone is not None and alone.case_id is not None,
            "retry": EntryState.REJECTED in states,
            "hold": any(item.state is EntryState.PENDING and not item.tries for item in items),
            "release": EntryState.HELD in states,
            "give_up": alone is not None,
        }
        for name, made in self.buttons.items():
            made.setVisible(offered[name])

    def _say(self, item: QueueItem) -> None:
        self._what.setText(words.whole_subject(item))
        why = words.reason(item)
        said = (why.text, why.advice) if why else ()
        self._why.setText(" ".join(filter(None, (*said, words.attempts(item)))))
