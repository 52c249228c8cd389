"""The page "Người thực hiện": who may be appointed, and how much each of them has to do."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.context import Context
from desktop.ui.people.page import PractitionersPage
from desktop.ui.people.workload_panel import WorkloadPanel
from desktop.ui.widgets.tabs import Tabs
from desktop.words import _
from desktop.words import workload as words


class PeoplePage(QWidget):
    """Two tabs.

    Attributes:
        tabs: with `listed` and `workload`.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.listed, self.workload = PractitionersPage(context), WorkloadPanel(context)
        self.tabs = Tabs(_("Người thực hiện"))
        self.tabs.addTab(self.listed, _("Danh sách"))
        self.tabs.addTab(self.workload, words.NAME)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
