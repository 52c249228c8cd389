"""What every page before the main window looks like: where one is, what is asked, and the way on and back."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import Look, button
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.fields import FieldBox
from desktop.ui.widgets.form import Form
from desktop.ui.widgets.labels import label
from desktop.words.errors import Words, words_for
from sync.contract.errors import CodedError


class GatePage(QWidget):
    """A title, a sentence, a form or whatever else is put into `body`, and a row of buttons.

    Attributes:
        form: asks; errors that name one of its fields are shown there.
        body: takes what is not a field.
        banner: shows errors that belong to no field.
        doing: what is being done while one waits.
    """

    def __init__(self, title: str, lead: str = "", step: str = "") -> None:
        super().__init__()
        px = current().px
        self.setAccessibleName(title)
        self.form = Form()
        self.form.hide()  # until it asks something
        self.banner = Banner()
        self.body = QVBoxLayout()
        self.body.setSpacing(px(12))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(px(8))
        self._waiting = _Waiting()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        if step:
            column.addWidget(label(step, "small", Role.MUTED))
        column.addWidget(label(title, "page", wrap=True))
        if lead:
            column.addWidget(label(lead, role=Role.MUTED, wrap=True))
        for part in (self.banner, self.form):
            column.addWidget(part)
        column.addLayout(self.body)
        column.addWidget(self._waiting)
        column.addLayout(self._buttons)
        self.form.submitted.connect(self._press_primary)
        self._primary: QPushButton | None = None
        self._others = 0
        self.doing = ""

    def add_primary(self, verb: str, press: Callable[[], object], *, sign: str = "") -> QPushButton:
        """Add the way on, at the right; Enter in the last field and Ctrl+Enter anywhere press it. Add it first."""
        self._primary = button(verb, press, look="primary", sign=sign)
        self._buttons.addStretch()
        self._buttons.addWidget(self._primary)
        return self._primary

    def add_button(
        self, verb: str, press: Callable[[], object], *, look: Look = "plain", sign: str = ""
    ) -> QPushButton:
        """Add another button, at the left."""
        made = button(verb, press, look=look, sign=sign)
        self._buttons.insertWidget(self._others, made)
        self._others += 1
        return made

    def add_field(self, name: str, field: FieldBox) -> FieldBox:
        """Add a field to the form."""
        self.form.show()
        self.form.add(name, field)
        field.went_on.connect(lambda: self._go_on_from(field))
        return field

    def wait(self, words: str) -> None:
        """Say what is being done; nothing can be pressed until `ready` or `fail`."""
        self.banner.hide()
        self.progress(words)
        self._set_usable(False)

    def progress(self, words: str, done: int = 0, total: int | None = None) -> None:
        """Say how far it is."""
        self.doing = words
        self._waiting.say(words, done, total)

    def ready(self) -> None:
        """Take up again after `wait`."""
        self._waiting.hide()
        self._set_usable(True)

    def fail(self, error: CodedError) -> None:
        """Show an error where it belongs: at its field, or above the form."""
        self.ready()
        if not self.form.show_error(error):
            self.show_words(words_for(error))

    def show_words(self, words: Words, verb: str = "", press: Callable[[], object] | None = None) -> None:
        """Show what happened above the form, with at most one thing to do about it."""
        self.banner.show_words(Role.BAD, words.title, f"{words.text} {words.advice}".strip(), verb, press)

    def begin(self) -> None:
        """Put the cursor where the work begins; called whenever the page comes on the screen."""
        fields = [field for field in self.form.fields.values() if field.isVisibleTo(self)]
        empty = [field for field in fields if field.editor.value() in (None, "")]
        if fields:
            (empty or fields)[0].focus()

    def answer(self, name: str) -> str:
        """What stands in a field of the form; empty for nothing. Only after `Form.validate`."""
        return str(self.form.fields[name].value() or "")

    def typed(self, name: str) -> str:
        """What stands in a field so far; nothing while it means nothing."""
        try:
            return str(self.form.fields[name].editor.value() or "")
        except CodedError:
            return ""

    def _go_on_from(self, field: FieldBox) -> None:
        """Go on with Enter from the last field that is to be filled in, once the field is done with the key itself."""
        if field is [shown for shown in self.form.fields.values() if shown.isVisibleTo(self)][-1]:
            QTimer.singleShot(0, self, self._press_primary)

    def _press_primary(self) -> None:
        if self._primary is not None and self._primary.isEnabled():
            self._primary.click()

    def _set_usable(self, usable: bool) -> None:
        self.form.setEnabled(usable)
        for position in range(self._buttons.count()):
            item = self._buttons.itemAt(position)
            if item and (widget := item.widget()):
                widget.setEnabled(usable)


class _Waiting(QWidget):
    """A bar and what is being done."""

    def __init__(self) -> None:
        super().__init__()
        self._words = label("", role=Role.MUTED, wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(6))
        column.addWidget(self._words)
        column.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def say(self, words: str, done: int = 0, total: int | None = None) -> None:
        """Show how far the work is; a bar that only moves while `total` is not known."""
        self._words.setText(words)
        self._bar.setAccessibleName(words)
        self._bar.setRange(0, total or 0)
        self._bar.setValue(done)
        self.show()
