"""The feature in the window: its page, Ctrl+N from anywhere, the search field. The page itself is loaded when shown."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.ui.context import Context
from desktop.ui.shell import Page, Shell
from desktop.words import _

if TYPE_CHECKING:
    from desktop.ui.cases.page import CasesPage

KEY, TITLE = "cases", _("Vụ việc")


def add_to(shell: Shell, context: Context) -> None:
    """Put the feature into the window: its page, Ctrl+N from anywhere, and Enter in the search field."""

    def make() -> QWidget:
        from desktop.ui.cases.page import CasesPage  # noqa: PLC0415 - a window starts with another page

        page = CasesPage(context)
        page.title_changed.connect(shell.set_title)
        return page

    shell.register(Page(KEY, TITLE, "briefcase", make))
    shell.search.asked.connect(lambda text: _opened(shell).search(text))
    shell.search.picked.connect(lambda choice: _opened(shell).open_case(choice.code))
    shortcut = QShortcut(QKeySequence("Ctrl+N"), shell)
    shortcut.activated.connect(lambda: take_in(shell))


def open_case(shell: Shell, case_id: str) -> None:
    """Show the page of a case in the window."""
    _opened(shell).open_case(case_id)


def take_in(shell: Shell) -> None:
    """Show the intake in the window, ready to be typed into."""
    _opened(shell).take_in()


def _opened(shell: Shell) -> "CasesPage":
    page = shell.open(KEY)
    if TYPE_CHECKING:
        assert isinstance(page, CasesPage)  # `add_to` registered what makes it
    shell.set_title(page.title)
    return page
