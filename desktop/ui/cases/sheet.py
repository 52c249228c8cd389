"""The list of cases as a sheet: what the screen shows and what it has no room for, days and moments as such."""

import datetime as dt
from array import array
from collections.abc import Callable, Container, Iterator, Sequence

from desktop.domain.catalogues import catalogue
from desktop.exchange.sheet import Cell, SheetColumn
from desktop.services.session import VIETNAM
from desktop.store.lists import CaseRow
from desktop.ui.cases.marks import due_what, people_shown, sync_mark
from desktop.ui.exporting import Sheet
from desktop.words import _

_PORTION = 200  # rows read at a time

_Value = Callable[[CaseRow], Cell]


def case_sheet(
    name: str,
    numbers: "array[int]",
    fetch: Callable[[Sequence[int]], Sequence[CaseRow | None]],
    *,
    reader: str,
    rejected: Container[str],
) -> Sheet:
    """The sheet of a list.

    Args:
        name: of the list, for the file's name.
        numbers: the rows in the order of the screen.
        fetch: the rows of these numbers; None where one is gone meanwhile. Called on the lane.
        reader: full name of who exports; restricted cases show them initials, as the screen does.
        rejected: ids of the cases of which the national system refused something.
    """
    columns = _columns(reader, rejected)

    def rows() -> Iterator[Sequence[Cell]]:
        for start in range(0, len(numbers), _PORTION):
            for row in fetch(numbers[start : start + _PORTION]):
                if row is not None:
                    yield [value(row) for _column, value in columns]

    return Sheet(_("Vụ việc"), name, [column for column, _value in columns], len(numbers), rows)


def _columns(reader: str, rejected: Container[str]) -> list[tuple[SheetColumn, _Value]]:
    def people(row: CaseRow) -> str:
        return people_shown(row.people, restricted=row.restricted, performers=row.performers, reader=reader)

    def sync(row: CaseRow) -> str:
        return sync_mark(unsent=row.unsent, contested=row.contested, rejected=row.id in rejected).word

    return [
        (SheetColumn(_("Mã số"), 22), lambda row: row.code),
        (SheetColumn(_("Người được trợ giúp pháp lý"), 32), people),
        (SheetColumn(_("Nội dung"), 50), lambda row: row.content),
        (SheetColumn(_("Lĩnh vực"), 24), lambda row: _entry("law_field", row.law_field, row)),
        (SheetColumn(_("Hình thức"), 24), lambda row: _entry("form", row.form, row)),
        (SheetColumn(_("Trạng thái"), 20), lambda row: catalogue("case_state").label(row.state)),
        (SheetColumn(_("Giai đoạn"), 22), lambda row: _entry("stage", row.stage, row)),
        (SheetColumn(_("Người thực hiện"), 32), lambda row: row.performers),
        (SheetColumn(_("Tiếp nhận lúc"), 17), lambda row: _moment(row.received_at)),
        (SheetColumn(_("Thụ lý lúc"), 17), lambda row: _moment(row.accepted_at)),
        (SheetColumn(_("Ngày kết thúc"), 13), lambda row: _day(row.ended_on)),
        (SheetColumn(_("Hạn"), 17), lambda row: _moment(row.due_at)),
        (SheetColumn(_("Việc đến hạn"), 26), lambda row: due_what(row.due) if row.due else ""),
        (SheetColumn(_("Đồng bộ"), 13), sync),
    ]


def _entry(name: str, code: str | None, row: CaseRow) -> str:
    return catalogue(name).label(code, _entry_day(row)) if code else ""


def _entry_day(row: CaseRow) -> dt.date | None:
    """The day whose version of a catalogue the case keeps."""
    return dt.date.fromisoformat(row.accepted_at[:10]) if row.accepted_at else None


def _moment(at: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(at).astimezone(VIETNAM).replace(tzinfo=None) if at else None


def _day(day: str | None) -> dt.date | None:
    return dt.date.fromisoformat(day) if day else None
