"""Whose numbers of a form are shown: those of all together, of the office, or of organisations that reported."""

from PySide6.QtCore import QSignalBlocker

from desktop.reports.counting import Counted
from desktop.ui.widgets.combo import ComboBox
from desktop.words import _
from desktop.words import collected as words

_ALL, _OWN, _OTHERS = "", "own", "others"


class SourceChoice(ComboBox):
    """Hidden while all numbers are the office's own."""

    def __init__(self) -> None:
        super().__init__(_("Số của ai"))
        self.may_shrink(7)
        self.hide()

    def offer(self, counted: Counted) -> None:
        """Offer whoever has added to a form; what was chosen stays so where it is still there."""
        chosen = self.code()
        choices = {_ALL: words.TOGETHER, _OWN: words.OWN, _OTHERS: words.OTHERS}
        choices |= {each.organisation: each.name for each in counted.given}
        with QSignalBlocker(self):
            self.clear()
            for code, title in choices.items():
                self.addItem(title, code)
            self.setCurrentIndex(max(0, self.findData(chosen)))
        self.setVisible(bool(counted.given))

    def part(self, counted: Counted) -> Counted:
        """What of a form is to be shown."""
        chosen = self.code()
        if not counted.given or chosen == _ALL:
            return counted
        everybody = [each.organisation for each in counted.given]
        return counted.only({_OWN: [], _OTHERS: everybody}.get(chosen, [chosen]))
