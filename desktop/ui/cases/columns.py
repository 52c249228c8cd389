"""The columns of the list of cases (widths in pixels at 100 %)."""

import datetime as dt
from collections.abc import Callable, Container

from PySide6.QtCore import Qt

from desktop.domain.catalogues import catalogue
from desktop.qt.table_model import Column, Mark
from desktop.store.lists import CaseRow, CaseSort
from desktop.ui.cases.marks import due_mark, people_shown, state_words, sync_mark
from desktop.words import _


def case_columns(
    now: Callable[[], dt.datetime], reader: str, rejected: Callable[[], Container[str]]
) -> tuple[Column[CaseRow], ...]:
    """What the list shows of a case.

    Args:
        now: the present moment; deadlines are worded by it.
        reader: full name of who looks.
        rejected: ids of the cases of which the national system refused something.
    """

    def people(row: CaseRow) -> str:
        return people_shown(row.people, restricted=row.restricted, performers=row.performers, reader=reader)

    def stage(row: CaseRow) -> str:
        stage = catalogue("stage").find(row.stage, now().date()) if row.stage else None
        return stage.brief if stage and row.ended_on is None else state_words(row.state, now().date())

    def sync(row: CaseRow) -> Mark:
        return sync_mark(unsent=row.unsent, contested=row.contested, rejected=row.id in rejected())

    return (
        Column(_("Mã số"), lambda row: row.code, 144, sort_key=CaseSort.CODE, elide=Qt.TextElideMode.ElideMiddle),
        Column(_("Người được trợ giúp"), people, 240, stretch=1, sort_key=CaseSort.PEOPLE, bold=True),
        Column(_("Nội dung"), lambda row: row.content, 160, stretch=2, gives_way=1),
        Column(_("Giai đoạn"), stage, 128, gives_way=2, sort_key=CaseSort.STATE),
        Column(_("Hạn"), lambda row: due_mark(row.due_at, now()), 116, sort_key=CaseSort.DUE),
        Column(_("Đồng bộ"), sync, 136),
    )
