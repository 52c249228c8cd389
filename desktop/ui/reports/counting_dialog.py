"""How a form was counted, and the choice where no text settles it."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.reports.counting import Counted
from desktop.ui.cases.form_scroll import FormScroll
from desktop.ui.theme import current
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.labels import label
from desktop.words import _
from desktop.words import reports as words


class CountingDialog(Dialog):
    """The notes as they are printed below the form; another way of counting is told at once."""

    def __init__(self, counted: Counted, choose: Callable[[str, str], None], parent: QWidget) -> None:
        """Show how it was counted.

        Args:
            counted: the form.
            choose: called with the name of a reading and the way chosen.
            parent: the panel behind it.
        """
        form = counted.form
        super().__init__(_("Cách đếm của biểu {code}").format(code=form.code), parent, width=640)
        notes = QWidget()
        column = QVBoxLayout(notes)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(8))
        for note in (form.legal_basis, *words.notes(counted)):
            column.addWidget(label(note, wrap=True))
        self.body.addWidget(FormScroll(notes), 1)
        for reading in form.readings:
            box = ComboBox(reading.title, [Choice(way.code, way.title) for way in reading.ways])
            box.set_code(reading.chosen(counted.asked.readings).code)
            box.currentIndexChanged.connect(lambda _index, name=reading.name, box=box: choose(name, box.code()))
            self.body.addWidget(label(reading.title, "label", wrap=True))
            self.body.addWidget(box)
        self.add_button(_("Đóng"), self.reject, look="primary")
