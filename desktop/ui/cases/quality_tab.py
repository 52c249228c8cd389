"""How well the case was done: appraisals with their points, verdicts on its success; one card each, by any body."""

from desktop.domain.catalogues import catalogue
from desktop.domain.dates import format_date
from desktop.domain.quality import SUCCESSFUL, Rating, is_successful, rating
from desktop.qt.table_model import Mark
from desktop.services.cases import CasePage
from desktop.ui.cases.marks import joined
from desktop.ui.cases.quality_dialogs import AppraisalDialog, verdict_plan
from desktop.ui.cases.record_card import CardColumn, RecordCard
from desktop.ui.cases.record_dialog import RecordDialog
from desktop.ui.cases.scores import score_words
from desktop.ui.cases.tab import Tab
from desktop.ui.context import Context
from desktop.ui.tokens import Role
from desktop.ui.widgets.cards import Banner
from desktop.words import _
from sync.contract.records import Appraisal, SuccessVerdict


class QualityTab(Tab):
    """Two columns of cards under a line that says what the verdicts come to."""

    def __init__(self, context: Context, page: CasePage) -> None:
        super().__init__(context, page)
        self.success = Banner()
        self.appraisals = CardColumn(
            _("Thẩm định, đánh giá chất lượng"),
            _("Thêm kết quả"),
            self.add_appraisal,
            _("Chưa có kết quả thẩm định, đánh giá chất lượng."),
        )
        self.verdicts = CardColumn(
            _("Đánh giá hiệu quả"), _("Thêm đánh giá"), self.add_verdict, _("Chưa được đánh giá hiệu quả.")
        )
        self.column.addWidget(self.success)
        self.column.addWidget(self.appraisals)
        self.column.addWidget(self.verdicts)
        self.column.addStretch()
        self.fill()

    def fill(self) -> None:
        """The newest first."""
        appraisals = sorted(self.page.appraisals, key=_newest, reverse=True)
        verdicts = sorted(self.page.verdicts, key=_newest, reverse=True)
        self.appraisals.show_cards([self._appraisal(one) for one in appraisals])
        self.verdicts.show_cards([self._verdict(one) for one in verdicts])
        if is_successful(verdicts):
            self.success.show_words(Role.PRIMARY, _("Vụ việc tham gia tố tụng thành công, được tính một lần."))
        else:
            self.success.hide()

    def add_appraisal(self) -> None:
        """Ask for one more appraisal."""
        AppraisalDialog(self, self.context, self.page, None).open_with_draft()

    def add_verdict(self) -> None:
        """Ask for one more verdict."""
        self._open_verdict(None)

    def _appraisal(self, one: Appraisal) -> RecordCard:
        found = rating(one)
        marks = []
        if found:
            failed = found is Rating.FAILED
            sign, role = ("circle-alert", Role.BAD) if failed else ("star", Role.INK)
            marks.append(Mark(catalogue("quality_rating").brief(found.value), sign, role.value))
        act = catalogue("quality_act").brief(one.act) if one.act else ""
        headline = _headline(one, act)
        lines = (
            score_words(one),
            joined((self._document(one), self.words(one.id, "assessor", one.assessor))),
            self.words(one.id, "note", one.note),
        )
        return RecordCard(headline, lines, [(_("Sửa"), "pencil", lambda: self._open_appraisal(one.id))], marks)

    def _verdict(self, one: SuccessVerdict) -> RecordCard:
        good = one.verdict == SUCCESSFUL
        verdict = catalogue("success_verdict").brief(one.verdict) if one.verdict else ""
        mark = Mark(verdict, "check" if good else "x", (Role.INK if good else Role.MUTED).value)
        criteria = catalogue("success_criterion")
        main = _("tiêu chí chính: {name}").format(name=criteria.brief(one.main_criterion)) if one.main_criterion else ""
        others = [criteria.brief(code) for code in one.criteria if code != one.main_criterion]
        version = catalogue("success_version").brief(one.version) if one.version else ""
        lines = (
            joined((version, main, *others)),
            self.words(one.id, "criteria_text", one.criteria_text),
            joined((self._document(one), self.words(one.id, "assessor", one.assessor))),
            self.words(one.id, "note", one.note),
        )
        headline = _headline(one, _("Đánh giá hiệu quả"))
        return RecordCard(headline, lines, [(_("Sửa"), "pencil", lambda: self._open_verdict(one.id))], [mark])

    def _document(self, one: Appraisal | SuccessVerdict) -> str:
        return _("văn bản số {number}").format(number=one.document_number) if one.document_number else ""

    def _open_appraisal(self, record_id: str) -> None:
        AppraisalDialog(self, self.context, self.page, record_id).open_with_draft()

    def _open_verdict(self, record_id: str | None) -> None:
        RecordDialog(self, self.context, verdict_plan(self.context, self.page, record_id)).open_with_draft()


def _headline(one: Appraisal | SuccessVerdict, act: str) -> str:
    body = catalogue("quality_body").brief(one.body) if one.body else ""
    day = format_date(one.on) if one.on else _("chưa ghi ngày")
    return f"{day}: {joined((act, body))}"


def _newest(one: Appraisal | SuccessVerdict) -> tuple[bool, object, str]:
    return one.on is not None, one.on, one.id
