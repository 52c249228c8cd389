"""The moment of acceptance as one line the person confirms by reading it, and can mend."""

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.session import Session
from desktop.ui.theme import current
from desktop.ui.values import moment
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.checks import CheckBox
from desktop.ui.widgets.fields import FieldBox
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.moments import MomentEditor
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError
from sync.contract.fields import RECORD_TYPES


class AcceptanceLine(QWidget):
    """``Thụ lý: 16:02 ngày 22/11/2026``, a way to mend it, and the choice not to accept yet.

    The clock of the PC proposes the moment when typing begins; only what is shown here is saved. A clock that is
    plainly wrong proposes nothing: then the moment must be typed (SYNC §5).
    """

    #: Another moment, or another choice.
    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._moment: dt.datetime | None = None
        self._line = label("", "label")
        self._mend = button(_("Sửa giờ"), self._open, look="quiet", sign="pencil")
        self._only_received = CheckBox(_("Tiếp nhận, chưa thụ lý"))
        self._field = FieldBox(
            RECORD_TYPES["case"].fields["accepted_at"], MomentEditor(session.clock), _("Thời điểm"), required=True
        )
        self._field.setMaximumWidth(current().px(300))
        self._lay_out()
        self._field.hide()
        self._field.changed.connect(self._take)
        self._only_received.toggled.connect(self._show)
        self._only_received.toggled.connect(self.changed)
        self._show()

    @property
    def moment(self) -> dt.datetime | None:
        """The moment shown, to the minute; None while it must still be typed."""
        return self._moment

    def day(self) -> dt.date:
        """The day of the moment; what the law of that day allows may be chosen."""
        return self._moment.date() if self._moment else self._session.today()

    @property
    def accept(self) -> bool:
        """Whether the request is accepted at once."""
        return not self._only_received.isChecked()

    def propose(self, *, accept: bool = True) -> None:
        """Show the present moment, if the clock can be believed."""
        self.show_moment(None if self._session.clock_is_wrong else self._session.clock(), accept=accept)

    def show_moment(self, moment: dt.datetime | None, *, accept: bool = True) -> None:
        """Show a moment and forget that another was typed."""
        self._moment = moment.replace(second=0, microsecond=0) if moment else None
        self._only_received.setChecked(not accept)
        self._field.set_value(self._moment.isoformat() if self._moment else None)
        self._field.setVisible(self._moment is None)
        self._mend.setVisible(self._moment is not None)
        self._show()

    def validate(self) -> bool:
        """Whether the moment typed means something; if not, the cursor is put there."""
        if self._field.isHidden() or self._field.validate():
            return True
        self._field.focus()
        return False

    def show_error(self, error: CodedError) -> None:
        """Show what is wrong with the moment and open it for mending."""
        self._open()
        self._field.set_error(words_for(error).text)

    def _open(self) -> None:
        self._mend.hide()
        self._field.show()
        self._field.focus()

    def _take(self) -> None:
        try:
            value = self._field.value()
        except CodedError:
            return
        moment = dt.datetime.fromisoformat(value)
        if moment != self._moment:
            self._moment = moment
            self._show()
            self.changed.emit()

    def _show(self) -> None:
        if self._moment is None:
            self._line.setText(_("Đồng hồ của máy đang sai: xin nhập ngày, giờ."))
            return
        words = _("Thụ lý: {moment}") if self.accept else _("Tiếp nhận, chưa thụ lý: {moment}")
        self._line.setText(words.format(moment=moment(self._moment)))

    def _lay_out(self) -> None:
        px = current().px
        words = QWidget()
        row = FlowLayout(words, spacing=px(12))
        for widget in (self._line, self._mend, self._only_received):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self._field)
        column.addWidget(words)
