"""Stages of the proceedings and hearings; both hang on the one case."""

from desktop.domain.catalogues import catalogue
from desktop.domain.dates import format_date
from desktop.services.cases import CasePage
from desktop.ui.cases.marks import joined
from desktop.ui.cases.record_card import CardColumn, RecordCard
from desktop.ui.cases.record_dialog import Plan, RecordDialog
from desktop.ui.cases.tab import Tab
from desktop.ui.context import Context
from desktop.ui.values import moment
from desktop.words import _
from sync.contract.records import Hearing, Stage

_STAGE = ("kind", "from_on", "to_on", "body", "note")
_HEARING = ("at", "mode", "body", "place", "result")


class ProceedingsTab(Tab):
    """Two columns of cards: where the proceedings are, and the days in court."""

    def __init__(self, context: Context, page: CasePage) -> None:
        super().__init__(context, page)
        self.stages = CardColumn(_("Giai đoạn"), _("Thêm giai đoạn"), self.add_stage, _("Chưa ghi giai đoạn nào."))
        self.hearings = CardColumn(
            _("Phiên tòa, phiên họp"), _("Thêm phiên tòa"), self.add_hearing, _("Chưa có phiên tòa nào.")
        )
        self.column.addWidget(self.stages)
        self.column.addWidget(self.hearings)
        self.column.addStretch()
        self.fill()

    def fill(self) -> None:
        """The newest first, as they are looked for."""
        stages = sorted(self.page.stages, key=lambda one: (one.from_on is not None, one.from_on, one.id), reverse=True)
        hearings = sorted(self.page.hearings, key=lambda one: (one.at is not None, one.at, one.id), reverse=True)
        self.stages.show_cards([self._stage(one) for one in stages])
        self.hearings.show_cards([self._hearing(one) for one in hearings])

    def add_stage(self) -> None:
        """Ask for one more stage."""
        self._open_stage(None)

    def add_hearing(self) -> None:
        """Ask for one more hearing."""
        self._open_hearing(None)

    def _stage(self, one: Stage) -> RecordCard:
        day = one.from_on or self.context.session.today()
        since = _("từ {day}").format(day=format_date(one.from_on)) if one.from_on else ""
        until = _("đến {day}").format(day=format_date(one.to_on)) if one.to_on else ""
        lines = (joined((" ".join(filter(None, (since, until))), one.body or "")), self.words(one.id, "note", one.note))
        title = catalogue("stage").label(one.kind or "", day)
        return RecordCard(title, lines, [(_("Sửa"), "pencil", lambda: self._open_stage(one.id))])

    def _hearing(self, one: Hearing) -> RecordCard:
        mode = catalogue("hearing_mode").label(one.mode) if one.mode else ""
        lines = (joined((one.body or "", one.place or "", mode)), self.words(one.id, "result", one.result))
        title = moment(one.at) if one.at else _("(chưa rõ ngày, giờ)")
        return RecordCard(title, lines, [(_("Sửa"), "pencil", lambda: self._open_hearing(one.id))])

    def _open_stage(self, record_id: str | None) -> None:
        plan = Plan(
            record_type="stage",
            record_id=record_id,
            title=_("Giai đoạn tố tụng"),
            verb=_("Lưu giai đoạn"),
            fields=_STAGE,
            required=frozenset({"kind"}),
            fixed={"case": self.page.case.id},
        )
        RecordDialog(self, self.context, plan).open_with_draft()

    def _open_hearing(self, record_id: str | None) -> None:
        plan = Plan(
            record_type="hearing",
            record_id=record_id,
            title=_("Phiên tòa, phiên họp"),
            verb=_("Lưu phiên tòa"),
            fields=_HEARING,
            required=frozenset({"at"}),
            fixed={"case": self.page.case.id},
        )
        RecordDialog(self, self.context, plan).open_with_draft()
