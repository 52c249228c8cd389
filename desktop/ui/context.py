"""What every page is given by the composition root; nothing is looked up anywhere else."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.qt.changes import ChangeNotifier
from desktop.qt.lanes import Lane
from desktop.services.office import Office
from desktop.services.session import Session


@dataclass(frozen=True, slots=True)
class Context:
    """The open office and the ways out of the GUI thread.

    Attributes:
        session, office: who works where.
        changes: tells which records a write or a synchronisation changed.
        local: lane for long local jobs (searches, lists, backup).
        network: lane for everything that crosses the line.
        exports: lane for files written for somebody else; they may take a minute.
        open_case: shows the page of a case in the main window.
        open_page: shows a page of the navigation by its key.
        tell: one quiet sentence in the status line.
        sync_soon: somebody waits for what only a synchronisation brings; nothing happens where there is none.
        take_in: shows the intake, ready to be typed into.
    """

    session: Session
    office: Office
    changes: ChangeNotifier
    local: Lane
    network: Lane
    exports: Lane
    open_case: Callable[[str], None]
    open_page: Callable[[str], None]
    tell: Callable[[str], None]
    sync_soon: Callable[[], object] = lambda: None
    take_in: Callable[[], object] = lambda: None
