"""The window before the main one: one page at a time in its middle, and the work behind the pages."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.qt.lanes import Job, Lane, Lanes, Progress
from desktop.ui.sign_in.entry import Entry, Opened
from desktop.ui.sign_in.notice_page import WaitingPage
from desktop.ui.sign_in.page import GatePage
from desktop.ui.theme import current
from desktop.ui.widgets.labels import label
from desktop.words import _
from sync.contract.errors import CodedError

_WIDTH = 538  # pixels of the card at 100 %: a column of a form, margins and outline
_WIDTH_IF_LOW = 722  # two columns
_AROUND = 48  # pixels kept in sight above and below what has the cursor
_LOW = 560  # pixels of height below which every line counts
_SIZE = (800, 660)

P = TypeVar("P", bound=GatePage)


class Gate(QWidget):
    """Leads to an open office. The flows (`SigningIn`, `Wizard`, `Restoring`) put their pages here.

    Attributes:
        entry: the folder one is about to enter: the office's, or the practice data's.
    """

    #: The office is open; carries the `Entry` and what was `Opened`.
    opened = Signal(object, object)
    #: The person closed the window.
    closed = Signal()

    def __init__(self, office: Entry, practice: Entry, lanes: Lanes) -> None:
        """Make the window, still empty."""
        super().__init__()
        self.entry = office
        self._practice = practice
        self._lanes = lanes
        self._page: GatePage | None = None
        self._held: Opened | None = None
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(_("Trợ giúp pháp lý"))
        self._name = label(_("Trợ giúp pháp lý"))
        self._card = QFrame()
        self._inside = QVBoxLayout(self._card)
        self._scroll = QScrollArea()
        self._lay_out()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
        self.resize(*(current().px(length) for length in _SIZE))

    def start(self) -> None:
        """Find out what is in the folder and show the way in."""
        from desktop.ui.sign_in.signing_in import SigningIn  # noqa: PLC0415 - the flows know the gate, not it them

        SigningIn(self).start()

    def practise(self) -> None:
        """Open the practice data, inventing it first if there is none."""
        self.entry.leave()
        self.entry = self._practice
        page = self.show_page(WaitingPage(_("Dữ liệu tập"), _("Đang bịa người và vụ việc. Chỉ lâu ở lần đầu.")))
        self.run(
            lambda progress: self.entry.practise(progress.report),
            self.enter,
            lambda _error: self.start(),  # somebody made it with a login of their own
            page,
        )

    def choose_folder(self) -> None:
        """Ask for another folder for the office, and start anew there."""
        from desktop.ui.sign_in.choosing_folder import ChoosingFolder  # noqa: PLC0415 - rarely seen

        ChoosingFolder(self).start()

    def restore(self) -> None:
        """Show the backups of the folder, for somebody who wants an earlier state back."""
        from desktop.ui.sign_in.restoring import Restoring  # noqa: PLC0415 - rarely seen

        Restoring(self).start()

    @property
    def offers_practice(self) -> bool:
        """Whether one could go to the practice data from here."""
        return self.entry is not self._practice

    @property
    def page(self) -> GatePage | None:
        """What is shown."""
        return self._page

    def show_page(self, page: P) -> P:
        """Put a page in the place of the one that is shown, which is hidden; returns the new one."""
        if self._page is not None:
            self._page.hide()
        self._page = page
        if self._inside.indexOf(page) < 0:
            self._inside.addWidget(page)
        page.show()
        page.begin()
        return page

    def run(
        self,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None],
        failed: Callable[[CodedError], None],
        page: GatePage | None = None,
        *,
        network: bool = False,
    ) -> Job:
        """Do work on a lane.

        Args:
            work: see `Lane.run`.
            done: takes its result.
            failed: takes its expected error.
            page: where its progress shows.
            network: whether it crosses the line.
        """
        lane: Lane = self._lanes.network if network else self._lanes.local
        told = (lambda step: page.progress(step.what or page.doing, step.done, step.total)) if page else None
        return lane.run(work, done, failed, told, owner=self)

    def hold(self, opened: Opened) -> None:
        """Keep an open office until it is handed over, so that closing the window closes it too."""
        self._held = opened

    def enter(self, opened: Opened) -> None:
        """Hand the open office over."""
        self._held = None
        self.opened.emit(self.entry, opened)

    def leave(self) -> None:
        """Close what was opened on the way but never handed over, and let other programs have the folder."""
        if self._held is not None:
            self._held.session.database.close()
            self._held = None
        self.entry.leave()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a low window the card is wider, so that forms have two columns, and stands higher."""
        px = current().px
        low = self.height() < px(_LOW)
        self._name.setHidden(low)
        self._card.setMaximumWidth(px(_WIDTH_IF_LOW if low else _WIDTH))
        self._inside.setContentsMargins(px(28), px(12 if low else 20), px(28), px(16 if low else 24))

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Bring into sight whatever gets the cursor."""
        if now is not None and self._card.isAncestorOf(now):
            self._scroll.ensureWidgetVisible(now, 0, current().px(_AROUND))

    def _lay_out(self) -> None:
        """Put the program's name above a card that scrolls when the window is low."""
        px = current().px
        self._card.setObjectName("card")
        self._card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._name.setObjectName("program")
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(px(12), px(12), px(12), px(12))
        column.setSpacing(px(12))
        column.addStretch(2)
        column.addWidget(self._name, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._card, 100)
        row.addStretch()
        column.addLayout(row)
        column.addStretch(3)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(middle)
        whole_window = QVBoxLayout(self)
        whole_window.setContentsMargins(0, 0, 0, 0)
        whole_window.addWidget(self._scroll)
