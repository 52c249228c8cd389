"""Above the table: chips for the saved views with their counts, and the filters beside them."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from desktop.domain.catalogues import catalogue
from desktop.domain.lifecycle import CaseState
from desktop.store.lists import CaseFilter
from desktop.ui.cases.choices import of_day
from desktop.ui.cases.views import VIEWS, View
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.moments import Clock, DayField
from desktop.words import _
from desktop.words.formats import whole

_COMBO_WIDTH = 168

#: Views whose chip only shows while there is something in them: they call for somebody, or few offices have such cases.
_CALLS = ("requests", "unsent", "contested", "moved")


class ViewChips(QWidget):
    """One button a view; the one that is down is shown."""

    #: Another view was asked for; carries it.
    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._chips: dict[str, QPushButton] = {}
        flow = FlowLayout(self, spacing=current().px(6))
        for view in VIEWS:
            chip = QPushButton(view.title)
            chip.setProperty("look", "chip")
            chip.setCheckable(True)
            self._group.addButton(chip)
            self._chips[view.key] = chip
            chip.clicked.connect(lambda _checked=False, view=view: self.chosen.emit(view))
            flow.addWidget(chip)

    def mark(self, view: View) -> None:
        """Show which view the table shows."""
        self._chips[view.key].setChecked(True)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many cases each view has."""
        for view in VIEWS:
            chip, count = self._chips[view.key], counts.get(view.key, 0)
            chip.setText(f"{view.title} {whole(count)}" if count else view.title)
            chip.setVisible(count > 0 or view.key not in _CALLS or chip.isChecked())


class FilterBar(QWidget):
    """State, field of law, form of legal aid, and the days of receipt."""

    #: Something else is to be shown.
    changed = Signal()

    def __init__(self, now: Clock) -> None:
        super().__init__()
        today = now().date()
        states = catalogue("case_state")
        self._state = _combo(_("Trạng thái"), [Choice(state, states.label(state)) for state in CaseState])
        self._law_field = _combo(_("Lĩnh vực"), list(of_day("law_field", today).entries))
        self._form = _combo(_("Hình thức"), list(of_day("form", today).entries))
        self._from = DayField(_("từ ngày"), _("Tiếp nhận từ ngày"), now)
        self._to = DayField(_("đến ngày"), _("Tiếp nhận đến ngày"), now)
        self._query = ""
        self._reset = button(_("Bỏ lọc"), self.clear, look="quiet", sign="rotate-ccw")
        for combo in (self._state, self._law_field, self._form):
            combo.currentIndexChanged.connect(self._on_changed)
        for day in (self._from, self._to):
            day.changed.connect(self._on_changed)
        self._lay_out()
        self._show_reset()

    def filter(self) -> CaseFilter:
        """What the filters let through."""
        return CaseFilter(
            query=self._query,
            states=_one(self._state.code()),
            law_fields=_one(self._law_field.code()),
            forms=_one(self._form.code()),
            received_from=self._from.value(),
            received_to=self._to.value(),
        )

    def search(self, text: str) -> None:
        """Look for words; everything else that narrows the list is taken away."""
        self.clear(tell=False)
        self._query = text
        self._on_changed()

    def clear(self, *, tell: bool = True) -> None:
        """Take every filter and the search away."""
        self.blockSignals(True)
        self._query = ""
        for combo in (self._state, self._law_field, self._form):
            combo.set_code("")
        for day in (self._from, self._to):
            day.clear()
        self.blockSignals(False)
        self._show_reset()
        if tell:
            self.changed.emit()

    def _on_changed(self) -> None:
        self._show_reset()
        self.changed.emit()

    def _show_reset(self) -> None:
        self._reset.setVisible(self.filter() != CaseFilter())

    def _lay_out(self) -> None:
        px = current().px
        row = FlowLayout(self, spacing=px(8))
        received = label(_("Tiếp nhận"), role=Role.MUTED)
        received.setFixedHeight(current().control)
        for widget in (self._state, self._law_field, self._form, received, self._from, self._to, self._reset):
            row.addWidget(widget)


def _combo(name: str, choices: list[Choice]) -> ComboBox:
    everything = Choice("", _("{name}: tất cả").format(name=name))
    combo = ComboBox(name, [everything, *choices])
    combo.setMaximumWidth(current().px(_COMBO_WIDTH))
    combo.view().setMinimumWidth(combo.sizeHint().width())
    return combo


def _one(code: str) -> tuple[str, ...]:
    return (code,) if code else ()
