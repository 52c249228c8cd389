"""Moving a case to another unit: the dialog that asks for it, and what the page says of it."""

from collections.abc import Mapping

from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from desktop.domain.catalogues import catalogue
from desktop.services.cases import CasePage
from desktop.services.moving import Moving, Whereabouts
from desktop.store.door import Changed
from desktop.ui.cases.record_dialog import Plan, RecordDialog
from desktop.ui.context import Context
from desktop.ui.tokens import Role
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.choices import Choice, Choices
from desktop.ui.widgets.fields import FieldBox, Search
from desktop.words import _
from sync.contract.fields import Wire

_LOCKED = "locked"
_FIELDS = ("to_unit", "on", "reason", "document_number")


class MoveDialog(RecordDialog):
    """Asks where a case goes, when and why; it goes with the next synchronisation."""

    def __init__(self, parent: QWidget, context: Context, page: CasePage) -> None:
        self._moving = Moving(context.session)
        self._code = page.code
        plan = Plan(
            record_type="transfer",
            title=_("Chuyển vụ việc"),
            verb=_("Chuyển vụ việc"),
            fields=_FIELDS,
            required=frozenset({"to_unit", "on", "reason"}),
            fixed={"case": page.case.id},
            proposed={"on": self._moving.proposed_day(page.case.id).isoformat()},
            searches={"unit": _search(self._moving, page.case.unit)},
        )
        super().__init__(parent, context, plan)

    @override
    def store(self, touched: Mapping[str, Wire]) -> Changed:
        fields = {name: touched[name] for name in _FIELDS if touched.get(name) is not None}
        changed = self._moving.ask(str(self.plan.fixed["case"]), fields)
        unit = self._moving.destination(str(fields["to_unit"])).name
        self.context.tell(_("Vụ việc {code} sẽ chuyển đến {unit} khi đồng bộ.").format(code=self._code, unit=unit))
        return changed


def show_moves(banner: Banner, moves: Whereabouts) -> None:
    """Say where a case is to go or has gone; nothing if it stays."""
    unknown = _("đơn vị khác")
    if moves.went_to is not None:
        title = _("Đã chuyển đến {unit}.").format(unit=moves.went_to or unknown)
        text = _("Đây là bản lưu để xem; mã số trong Sổ được giữ nguyên.")
        banner.show_words(Role.PRIMARY, title, text)
    elif moves.asked is not None:
        title = _("Đang chờ chuyển đến {unit}.").format(unit=moves.asked or unknown)
        text = _("Vụ việc đi khi đồng bộ, cùng mọi điều ghi trước đó.")
        banner.show_words(Role.WAIT, title, text)
    elif moves.came_from is not None:
        unit, code = moves.came_from
        title = _("Chuyển đến từ {unit}.").format(unit=unit or unknown)
        banner.show_words(Role.PRIMARY, title, _("Mã số ở đó: {code}.").format(code=code) if code else "")
    else:
        banner.hide()


def _search(moving: Moving, owner: str) -> Search:
    """Chooses among the units that may receive a case, by name, code or kind."""
    kinds = catalogue("unit_kind")
    choices = Choices(
        Choice(unit.id, unit.name, hint=unit.code, aliases=kinds.label(unit.kind))
        for unit in moving.destinations()
        if unit.id != owner
    )
    return Search(choices.provide, choices.of_code)


def lock(page: QWidget, *, locked: bool) -> None:
    """Let what is on a page only be read, because the case has left, or be worked on again."""
    if locked or page.property(_LOCKED):
        page.setProperty(_LOCKED, locked)
        for part in (*page.findChildren(FieldBox), *page.findChildren(QPushButton)):
            part.setEnabled(not locked)
