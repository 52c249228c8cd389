"""The office cannot be entered now: why, and what to do."""

from PySide6.QtCore import Signal

from desktop.ui.sign_in.page import GatePage
from desktop.words import _
from desktop.words.errors import Words


class NoticePage(GatePage):
    """Words, and a button to try again."""

    #: Try again.
    retry_asked = Signal()
    #: Close the program.
    close_asked = Signal()
    #: Have the data in another folder.
    folder_asked = Signal()

    def __init__(self, words: Words, *, other_folder: bool = False) -> None:
        """Show the words; `other_folder` offers to have the data elsewhere."""
        super().__init__(words.title, f"{words.text} {words.advice}".strip())
        self._retry = self.add_primary(_("Thử lại"), self.retry_asked.emit)
        self.add_button(_("Đóng phần mềm"), self.close_asked.emit)
        if other_folder:
            self.add_button(_("Chọn thư mục khác…"), self.folder_asked.emit)

    def begin(self) -> None:
        """Trying again has the focus."""
        self._retry.setFocus()


class WaitingPage(GatePage):
    """Something is being done before there is anything to ask; it may be left to go on later."""

    #: Do not wait for the end.
    left = Signal()

    def __init__(self, title: str, lead: str = "", leave: str = "") -> None:
        super().__init__(title, lead)
        if leave:
            self.add_primary(leave, self.left.emit)
        self.progress(_("Xin chờ một chút…"))
