"""The practitioners of the office: a short list, and a dialog to add or change one."""

from collections.abc import Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.catalogues import catalogue
from desktop.domain.dates import format_date
from desktop.domain.text import person_sort_key
from desktop.exchange.sheet import Cell, SheetColumn
from desktop.qt.changes import Changed
from desktop.qt.table_model import Column, Mark
from desktop.services.people import People
from desktop.ui.cases.choices import factory
from desktop.ui.cases.record_dialog import Plan, RecordDialog
from desktop.ui.context import Context
from desktop.ui.exporting import ExportBanner, Sheet
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.table import Table
from desktop.words import _
from sync.contract.records import Practitioner
from sync.contract.roles import READING_AT_HOME

_FIELDS = ("full_name", "kind", "gender", "card_number", "appointed_on", "left_on", "phone", "note")


def practitioner_plan(context: Context, practitioner_id: str | None) -> Plan:
    """The dialog about one practitioner; None makes a new one. With what they sign in says who may let people in."""
    fields: tuple[str, ...] = _FIELDS
    boxes = {}
    if context.session.user.role in READING_AT_HOME:
        fields = (*_FIELDS[:-1], "login", _FIELDS[-1])
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
    )


def practitioner_sheet(listed: Sequence[Practitioner]) -> Sheet:
    """The practitioners as a sheet, in the order given."""
    kinds = catalogue("practitioner_kind")

    def cells(one: Practitioner) -> Sequence[Cell]:
        kind = kinds.label(one.kind, one.appointed_on) if one.kind else ""
        return one.full_name, kind, one.card_number, one.phone, one.appointed_on, one.left_on, one.note

    widths = {
        _("Họ và tên"): 32,
        _("Loại người thực hiện"): 30,
        _("Số thẻ"): 16,
        _("Điện thoại"): 16,
        _("Làm việc từ ngày"): 13,
        _("Thôi từ ngày"): 13,
        _("Ghi chú"): 40,
    }
    columns = [SheetColumn(title, width) for title, width in widths.items()]
    title = _("Người thực hiện TGPL")
    return Sheet(title, title, columns, len(listed), lambda: map(cells, tuple(listed)))


class PractitionersPage(QWidget):
    """Everybody who may be appointed here, by given name; those who left stand last."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._people = People(context.session)
        self._rows: Sequence[Practitioner] = ()
        self.table = Table(_("Danh sách người thực hiện"), self._columns(), self._fetch)
        self.listing = Listing(self.table)
        self.export = ExportBanner(context.exports, context.session.today)
        self._lay_out()
        self.table.opened.connect(self._open)
        context.changes.changed.connect(self._on_changed)

    def add(self) -> None:
        """Ask for a new practitioner."""
        RecordDialog(self, self._context, practitioner_plan(self._context, None)).open_with_draft()

    def reload(self) -> None:
        """Read the list anew; an office has tens of practitioners, not thousands."""
        today = self._context.session.today()
        self._rows = sorted(
            self._people.practitioners(),
            key=lambda one: (one.left_on is not None and one.left_on < today, person_sort_key(one.full_name or "")),
        )
        teach = _("Chưa có người thực hiện nào. Thêm trợ giúp viên, luật sư, tư vấn viên để phân công vụ việc.")
        self.listing.empty.show_words(teach, _("Thêm người thực hiện"), self.add)
        self.listing.show_ids(range(len(self._rows)))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()
        self.table.setFocus()

    def _columns(self) -> tuple[Column[Practitioner], ...]:
        kinds = catalogue("practitioner_kind")

        def kind(one: Practitioner) -> str:
            entry = kinds.find(one.kind or "", self._context.session.today())
            return entry.brief if entry else one.kind or ""

        def working(one: Practitioner) -> Mark | str:
            if one.left_on is None:
                return _("từ {day}").format(day=format_date(one.appointed_on)) if one.appointed_on else ""
            return Mark(_("thôi từ {day}").format(day=format_date(one.left_on)), "x", Role.MUTED.value)

        return (
            Column(_("Họ và tên"), lambda one: one.full_name or "", 280, stretch=1, bold=True),
            Column(_("Loại người thực hiện"), kind, 200),
            Column(_("Số thẻ"), lambda one: one.card_number or "", 140, gives_way=1),
            Column(_("Điện thoại"), lambda one: one.phone or "", 140, gives_way=2),
            Column(_("Thời gian"), working, 180),
        )

    def _fetch(self, numbers: Sequence[int]) -> list[Practitioner]:
        return [self._rows[number] for number in numbers]

    def _export(self) -> None:
        self.export.ask(practitioner_sheet(self._rows))

    def _open(self, number: int) -> None:
        RecordDialog(self, self._context, practitioner_plan(self._context, self._rows[number].id)).open_with_draft()

    def _on_changed(self, changed: frozenset[Changed]) -> None:
        if self.isVisible() and any(record_type == "practitioner" for record_type, _id in changed):
            self.reload()

    def _lay_out(self) -> None:
        px = current().px
        top = QHBoxLayout()
        what = _("Trợ giúp viên pháp lý, luật sư, tư vấn viên, cộng tác viên được phân công vụ việc.")
        top.addWidget(label(what, role=Role.MUTED), 1)
        top.addWidget(button(_("Xuất Excel…"), self._export, sign="file-spreadsheet"))
        top.addWidget(button(_("Thêm người thực hiện"), self.add, look="primary", sign="plus"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        column.addLayout(top)
        column.addWidget(self.export)
        column.addWidget(self.listing, 1)
