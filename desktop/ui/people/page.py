"""The practitioners of the office: a short list, today's or as of another day, and a dialog to add or change one."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.catalogues import catalogue
from desktop.domain.dates import format_date
from desktop.domain.staff import Standing
from desktop.domain.text import person_sort_key
from desktop.exchange.sheet import Cell, SheetColumn
from desktop.qt.changes import Changed
from desktop.qt.table_model import Column, Mark
from desktop.services.office_records import OfficeRecords
from desktop.services.people import People
from desktop.ui.cases.choices import factory
from desktop.ui.cases.record_dialog import Plan
from desktop.ui.cases.references import searches
from desktop.ui.context import Context
from desktop.ui.exporting import ExportBanner, Sheet
from desktop.ui.offices.entry_dialog import AFTER_DELETION, EntryDialog
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.moments import DayField
from desktop.ui.widgets.table import Table
from desktop.words import _
from sync.contract.records import Practitioner
from sync.contract.roles import READING_AT_HOME

_FIELDS = (
    "full_name",
    "kind",
    "gender",
    "grade",
    "department",
    "organisation",
    "appointed_on",
    "card_number",
    "card_issued_on",
    "contract_number",
    "contract_to",
    "trainee_from",
    "trainee_to",
    "left_on",
    "phone",
)
_OF_THE_CENTRE = frozenset({"tgvpl", "tap_su", "vien_chuc_khac"})
_SHOWN_IF = {
    "grade": ("kind", "tgvpl"),
    "department": ("kind", _OF_THE_CENTRE),
    "organisation": ("kind", frozenset({"luat_su_to_chuc", "tu_van_vien"})),
    "contract_number": ("kind", "luat_su_hd_trung_tam"),
    "contract_to": ("kind", "luat_su_hd_trung_tam"),
    "trainee_from": ("kind", _OF_THE_CENTRE),
    "trainee_to": ("kind", _OF_THE_CENTRE),
}
#: What shows in a row of the list.
_SHOWN = frozenset({"practitioner", "staff_position", "staff_movement"})


def practitioner_plan(context: Context, practitioner_id: str | None) -> Plan:
    """The dialog about one practitioner; None makes a new one. With what they sign in says who may let people in."""
    fields: tuple[str, ...] = (*_FIELDS, "note")
    boxes = {}
    if context.session.user.role in READING_AT_HOME:
        fields = (*_FIELDS, "login", "note")
        now = context.session.clock
        made = factory("practitioner", now=now, day=lambda: now().date())
        hint = _("Ai đăng nhập bằng tên này đọc được vụ việc hạn chế người xem mà mình được phân công.")
        boxes = {"login": made.make("login", hint=hint)}
    return Plan(
        record_type="practitioner",
        record_id=practitioner_id,
        title=_("Người thực hiện trợ giúp pháp lý"),
        verb=_("Lưu người thực hiện"),
        fields=fields,
        required=frozenset({"full_name", "kind"}),
        boxes=boxes,
        searches=searches(context.session),
        shown_if=_SHOWN_IF,
        after_deletion=AFTER_DELETION,
    )


class Row(NamedTuple):
    """One practitioner, and what they were on the day the list is about."""

    one: Practitioner
    standing: Standing


def practitioner_sheet(listed: Sequence[Row]) -> Sheet:
    """The practitioners as a sheet, in the order given."""
    kinds, grades = catalogue("practitioner_kind"), catalogue("staff_grade")

    def cells(row: Row) -> Sequence[Cell]:
        one = row.one
        return (
            one.full_name,
            kinds.label(one.kind, one.appointed_on) if one.kind else "",
            grades.label(one.grade) if one.grade else "",
            positions_of(row),
            one.department,
            one.card_number,
            one.phone,
            one.appointed_on,
            one.left_on,
            one.note,
        )

    widths = {
        _("Họ và tên"): 32,
        _("Loại người thực hiện"): 30,
        _("Hạng viên chức"): 30,
        _("Chức vụ"): 30,
        _("Phòng"): 24,
        _("Số thẻ"): 16,
        _("Điện thoại"): 16,
        _("Làm việc từ ngày"): 13,
        _("Thôi từ ngày"): 13,
        _("Ghi chú"): 40,
    }
    columns = [SheetColumn(title, width) for title, width in widths.items()]
    title = _("Người thực hiện TGPL")
    return Sheet(title, title, columns, len(listed), lambda: map(cells, tuple(listed)))


def positions_of(row: Row) -> str:
    """The positions held on the day, in words; being lent to another body stands beside them."""
    positions = catalogue("staff_position")
    held = [positions.brief(code) for code in row.standing.positions]
    return ", ".join([*held, *([_("đang biệt phái")] if row.standing.seconded else [])])


class PractitionersPage(QWidget):
    """Everybody who may be appointed here, by given name; those who left stand last.

    Attributes:
        day: who worked on it, with the positions of that day; empty for today, and then with those who left.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._people = People(context.session)
        self._records = OfficeRecords(context.session)
        self._rows: Sequence[Row] = ()
        self.day = DayField(_("ngày"), _("Danh sách tại ngày"), context.session.clock)
        self.table = Table(_("Danh sách người thực hiện"), self._columns(), self._fetch)
        self.listing = Listing(self.table)
        self.export = ExportBanner(context.exports, context.session.today)
        self._lay_out()
        self.day.changed.connect(self.reload)
        self.table.opened.connect(self._open)
        context.changes.changed.connect(self._on_changed)

    def add(self) -> None:
        """Ask for a new practitioner."""
        self._ask(None)

    def reload(self) -> None:
        """Read the list anew; an office has tens of practitioners, not thousands."""
        today, asked = self._context.session.today(), self.day.value()
        standings = self._records.staff(dt.date.fromisoformat(asked) if asked else today)
        known = (one for one in self._people.practitioners() if one.id in standings)  # more may have come meanwhile
        everybody = (Row(one, standings[one.id]) for one in known)
        self._rows = sorted(
            (row for row in everybody if asked is None or row.standing.works),
            key=lambda row: (_left(row.one, today), person_sort_key(row.one.full_name or "")),
        )
        teach = _("Chưa có người thực hiện nào. Thêm trợ giúp viên, luật sư, tư vấn viên để phân công vụ việc.")
        nobody = _("Không có ai làm việc vào ngày này.")
        self.listing.empty.show_words(nobody if asked else teach, _("Thêm người thực hiện"), self.add)
        self.listing.show_ids(range(len(self._rows)))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()
        self.table.setFocus()

    def _columns(self) -> tuple[Column[Row], ...]:
        kinds = catalogue("practitioner_kind")

        def kind(row: Row) -> str:
            entry = kinds.find(row.one.kind or "", self._context.session.today())
            return entry.brief if entry else row.one.kind or ""

        def working(row: Row) -> Mark | str:
            if row.one.left_on is None:
                since = row.one.appointed_on
                return _("từ {day}").format(day=format_date(since)) if since else ""
            return Mark(_("thôi từ {day}").format(day=format_date(row.one.left_on)), "x", Role.MUTED.value)

        return (
            Column(_("Họ và tên"), lambda row: row.one.full_name or "", 220, stretch=2, bold=True),
            Column(_("Loại người thực hiện"), kind, 160),
            Column(_("Chức vụ"), positions_of, 150, stretch=1),
            Column(_("Phòng"), lambda row: row.one.department or "", 170, gives_way=1),
            Column(_("Số thẻ"), lambda row: row.one.card_number or "", 120, gives_way=2),
            Column(_("Điện thoại"), lambda row: row.one.phone or "", 120, gives_way=3),
            Column(_("Thời gian"), working, 160),
        )

    def _fetch(self, numbers: Sequence[int]) -> list[Row]:
        return [self._rows[number] for number in numbers]

    def _export(self) -> None:
        self.export.ask(practitioner_sheet(self._rows))

    def _open(self, number: int) -> None:
        self._ask(self._rows[number].one.id)

    def _ask(self, practitioner_id: str | None) -> None:
        EntryDialog(self, self._context, practitioner_plan(self._context, practitioner_id)).open_with_draft()

    def _on_changed(self, changed: frozenset[Changed]) -> None:
        if self.isVisible() and any(record_type in _SHOWN for record_type, _id in changed):
            self.reload()

    def _lay_out(self) -> None:
        px = current().px
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(label(_("Tại ngày"), role=Role.MUTED))
        top.addWidget(self.day)
        top.addStretch(1)
        top.addWidget(button(_("Xuất Excel…"), self._export, sign="file-spreadsheet"))
        top.addWidget(button(_("Thêm người thực hiện"), self.add, look="primary", sign="plus"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(10))
        column.addLayout(top)
        column.addWidget(self.export)
        column.addWidget(self.listing, 1)


def _left(one: Practitioner, today: dt.date) -> bool:
    return one.left_on is not None and one.left_on < today
