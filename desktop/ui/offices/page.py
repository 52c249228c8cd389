"""The page "Đơn vị và hoạt động": one tab a group of registers, one chip a register."""

from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.context import Context
from desktop.ui.offices.panel import RegisterPanel
from desktop.ui.offices.register import Group, Register
from desktop.ui.offices.registers import GROUPS
from desktop.ui.theme import current
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.tabs import Tabs
from desktop.words import _


class OfficePage(QWidget):
    """Every register of the office; each is made when it is first looked at.

    Attributes:
        tabs: with a `GroupPanel` each.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._groups = [GroupPanel(context, group) for group in GROUPS]
        self.tabs = Tabs(_("Đơn vị và hoạt động"))
        for panel in self._groups:
            self.tabs.addTab(panel, panel.group.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self.tabs.currentChanged.connect(self._show_group)
        self._show_group(0)

    def show_register(self, key: str) -> RegisterPanel:
        """Bring a register to the front. Raise `StopIteration` for a key none of them has."""
        panel = next(each for each in self._groups if key in each.keys)
        self.tabs.setCurrentWidget(panel)
        return panel.show_register(key)

    def _show_group(self, number: int) -> None:
        self._groups[number].begin()


class GroupPanel(QWidget):
    """The chips of a group and the register that is down."""

    def __init__(self, context: Context, group: Group) -> None:
        super().__init__()
        self.group = group
        self._context = context
        self._made: dict[str, RegisterPanel] = {}
        self._chips = QButtonGroup(self)
        self._stack = QStackedWidget()
        chips = QWidget()
        flow = FlowLayout(chips, spacing=current().px(6))
        self._by_key: dict[str, QPushButton] = {}
        for register in group.registers:
            flow.addWidget(self._chip(register))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, current().px(10), 0, 0)
        column.setSpacing(current().px(10))
        column.addWidget(chips)
        column.addWidget(self._stack, 1)

    @property
    def keys(self) -> list[str]:
        """The keys of its registers."""
        return list(self._by_key)

    def begin(self) -> None:
        """Show the first register, unless one is shown already."""
        if not self._made:
            self.show_register(self.keys[0])

    def show_register(self, key: str) -> RegisterPanel:
        """Show one register, making it if it is the first time."""
        if key not in self._made:
            register = next(each for each in self.group.registers if each.key == key)
            self._made[key] = RegisterPanel(self._context, register)
            self._stack.addWidget(self._made[key])
        self._by_key[key].setChecked(True)
        self._stack.setCurrentWidget(self._made[key])
        return self._made[key]

    def _chip(self, register: Register) -> QPushButton:
        chip = QPushButton(register.title)
        chip.setProperty("look", "chip")
        chip.setCheckable(True)
        self._chips.addButton(chip)
        self._by_key[register.key] = chip
        chip.clicked.connect(lambda _checked=False: self.show_register(register.key))
        return chip
