"""A dialog that asks why before something that is hard to take back."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.ui.context import Context
from desktop.ui.settings.form_dialog import FormDialog
from desktop.ui.widgets.questions import question
from desktop.words import _


class ReasonDialog(FormDialog):
    """Asks for the reason, then does it; `do` takes the reason and runs on the lane."""

    def __init__(
        self, context: Context, parent: QWidget, *, title: str, lead: str, verb: str, do: Callable[[str], Any]
    ) -> None:
        super().__init__(title, verb, context.local, parent, lead)
        self._do = do
        self.add_field(question("reason", _("Lý do"), max_length=500))

    @override
    def work(self) -> Callable[[], Any]:
        do, reason = self._do, self.answer("reason")
        return lambda: do(reason)
