"""The timeline of a case: who changed what, when, and how far each change has come."""

from collections.abc import Sequence

from desktop.services.cases import CasePage
from desktop.services.history import Line, history_of_case
from desktop.ui.cases.tab import Tab
from desktop.ui.cases.timeline import Moment, moments
from desktop.ui.cases.timeline_view import TimelineView
from desktop.ui.context import Context


class HistoryTab(Tab):
    """All changes known on this PC, the newest first."""

    def __init__(self, context: Context, page: CasePage) -> None:
        super().__init__(context, page)
        self._timeline = TimelineView()
        self.column.addWidget(self._timeline)
        self.fill()

    def fill(self) -> None:
        """Look the changes up on the lane; what is shown stays until they are there."""
        session, case_id = self.context.session, self.page.case.id
        self.context.local.run(lambda _progress: history_of_case(session, case_id), self._show, owner=self)

    def moments(self) -> Sequence[Moment]:
        """What the timeline tells."""
        return self._timeline.moments()

    def _show(self, lines: list[Line]) -> None:
        page = self.page
        names = {person.id: person.full_name or "" for person in page.people.values()}
        names |= {entry: person.full_name or "" for entry, person in page.people.items()}
        names |= {one.id: one.full_name or "" for one in page.practitioners.values()}
        names |= {page.case.id: page.code}
        day = (page.case.accepted_at or self.context.session.clock()).date()
        self._timeline.tell(moments(lines, on=day, names=names))
