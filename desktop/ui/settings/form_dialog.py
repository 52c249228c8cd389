"""A dialog that asks a few things and then does one piece of work that takes a moment."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QProgressBar, QWidget
from typing_extensions import override

from desktop.qt.lanes import Lane
from desktop.ui.cases.form_scroll import FormScroll
from desktop.ui.tokens import Role
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.dialogs import USUAL_WIDTH, Dialog
from desktop.ui.widgets.fields import FieldBox
from desktop.ui.widgets.form import Form
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError


class FormDialog(Dialog):
    """Stays open, with everything that was typed, until the work succeeds or the person gives up."""

    #: The work is done; carries its result.
    done_with = Signal(object)

    grows = True

    def __init__(
        self, title: str, verb: str, lane: Lane, parent: QWidget, lead: str = "", *, width: int = USUAL_WIDTH
    ) -> None:
        """Make the dialog.

        Args:
            title: what it is for.
            verb: what its button does.
            lane: where the work is done.
            parent: the window it belongs to.
            lead: a sentence of explanation.
            width: of the form, in pixels at 100 %.
        """
        super().__init__(title, parent, width=width)
        self._lane = lane
        self.form = Form()
        self.banner = Banner()
        self._bar = QProgressBar()
        self._bar.setAccessibleName(_("Đang làm…"))
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.hide()
        if lead:
            self.add_text(lead)
        self.body.addWidget(self.banner)
        self._scroll = FormScroll(self.form, self.inside)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self._bar)
        self.form.submitted.connect(self._submit)
        self.add_button(_("Thôi"), self.reject)
        self._go = self.add_button(verb, self._submit, look="primary")

    def add_field(self, field: FieldBox) -> FieldBox:
        """Ask one thing more; Enter in the last field does the work."""
        self.form.add(field.field.name, field)
        field.went_on.connect(lambda: self._go_on_from(field))
        return field

    def answer(self, name: str) -> str:
        """What stands in a field; empty for nothing."""
        return str(self.form.fields[name].value() or "")

    def complain(self, name: str, words: str) -> None:
        """Show at a field what is wrong with it."""
        self.form.fields[name].set_error(words)
        self.form.fields[name].focus()

    def check(self) -> bool:
        """Whether the answers fit together; shows what does not."""
        return True

    def work(self) -> Callable[[], Any]:
        """The work, made from the answers; it may raise `CodedError` and runs on the lane."""
        raise NotImplementedError

    @override
    def open(self) -> None:
        """Open it as high as the form, but no higher than the window below; then it scrolls."""
        self.form.expect_width(self.inside)
        self._scroll.updateGeometry()
        self.adjustSize()
        self.resize(self.width(), min(self.height(), self.tallest()))
        super().open()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        next(iter(self.form.fields.values())).focus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A dialog would press its main button at Enter in any field; here Enter goes on.
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _go_on_from(self, field: FieldBox) -> None:
        """Do the work with Enter from the last field, once the field is done with the key itself."""
        if field is list(self.form.fields.values())[-1]:
            QTimer.singleShot(0, self, self._submit)

    def _submit(self) -> None:
        if not (self._go.isEnabled() and self.form.validate() and self.check()):
            return
        self._wait(True)
        work = self.work()
        self._lane.run(lambda _progress: work(), self._succeed, self._fail, owner=self)

    def _succeed(self, result: Any) -> None:
        self.done_with.emit(result)
        self.accept()

    def _fail(self, error: CodedError) -> None:
        self._wait(False)
        if not self.form.show_error(error):
            words = words_for(error)
            self.banner.show_words(Role.BAD, words.title, f"{words.text} {words.advice}".strip())

    def _wait(self, waiting: bool) -> None:
        self.banner.hide()
        self._bar.setVisible(waiting)
        self.form.setDisabled(waiting)
        self._go.setDisabled(waiting)
