"""Writing the parts of a report that no figure says, and adding a report the office was asked for."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

from desktop.reports.outlines import Outline
from desktop.reports.templates import USUAL_PERIOD
from desktop.services.sections import Section, Sections
from desktop.ui.context import Context
from desktop.ui.settings.form_dialog import FormDialog
from desktop.ui.tokens import Role
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.choices import Choice, Choices
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.fields import FieldFactory
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.questions import ComboEditor, question
from desktop.words import _
from desktop.words import annual as words
from desktop.words.errors import words_for
from sync.contract.errors import CodedError
from sync.contract.fields import RECORD_TYPES
from sync.contract.records import ReportTemplate

_WIDTH, _HEIGHT = 760, 370
_PERIODS = (
    Choice(USUAL_PERIOD, _("Năm báo cáo (01/11–31/10)")),
    Choice("{year}", _("Cả năm")),
    Choice("{year}-H1", _("6 tháng đầu năm")),
    Choice("{year}-H2", _("6 tháng cuối năm")),
)


class SectionsDialog(Dialog):
    """One part at a time: what is written there, or what was last year. What was typed is kept whatever comes next.

    Attributes:
        parts: which part.
        text: what is written there.
        banner: whether it is last year's.
    """

    #: Something was kept.
    kept = Signal()

    def __init__(self, context: Context, outline: Outline, year: int, parent: QWidget) -> None:
        title = _("Viết báo cáo năm {year}").format(year=year)
        super().__init__(title, parent, width=_WIDTH)
        self._context, self._outline, self._year = context, outline, year
        self._service = Sections(context.session)
        self._sections: Sequence[Section] = ()
        self._at = -1
        self.parts = ComboBox(_("Mục"))
        self.parts.may_shrink(30)
        self.parts.currentIndexChanged.connect(self._go_to)
        self._heading = label("", wrap=True)
        self.banner = Banner()
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(_("Nội dung"))
        self.text.setTabChangesFocus(True)
        for widget in (self.parts, self._heading, self.banner):
            self.body.addWidget(widget)
        self.body.addWidget(self.text, 1)
        self.add_button(_("Đóng"), self.reject)
        go_on = self.add_button(_("Lưu, sang mục sau"), self.save, look="primary")
        go_on.setToolTip(_("Lưu, sang mục sau (Ctrl+Enter)"))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.save)
        self.set_height(_HEIGHT)
        self._read(lambda: None, 0)

    def save(self) -> None:
        """Keep what stands there, also where it is last year's, and go on to the next part."""
        if self._at >= 0:
            self._read(self._writing(), self._at + 1)

    @override
    def reject(self) -> None:
        """Close; what was typed is kept first."""
        if not self._is_typed():
            super().reject()
        elif self.isEnabled():
            self.setEnabled(False)
            write = self._writing()
            self._context.local.run(lambda _progress: write(), lambda _none: self._leave(), self._stay, owner=self)

    def _leave(self) -> None:
        self.kept.emit()
        self._context.tell(_("Đã giữ nội dung vừa gõ."))
        super().reject()

    def _go_to(self, index: int) -> None:
        """Show another part; what was typed for the one before is kept first."""
        if self._is_typed():
            self._read(self._writing(), index)
        else:
            self._show()

    def _is_typed(self) -> bool:
        return self._at >= 0 and self.text.toPlainText() != self._sections[self._at].text

    def _writing(self) -> Callable[[], None]:
        """What keeps the text as it stands now."""
        section, text = self._sections[self._at], self.text.toPlainText()
        return lambda: self._service.write(self._outline, self._year, section, text)

    def _read(self, first: Callable[[], None], then: int) -> None:
        def work() -> Sequence[Section]:
            first()
            return self._service.of(self._outline, self._year)

        self.setEnabled(False)  # nothing is kept twice
        self._context.local.run(lambda _progress: work(), lambda found: self._fill(found, then), self._stay, owner=self)

    def _stay(self, error: CodedError) -> None:
        """Say why nothing was kept; the text stays, and the part it is of."""
        self.setEnabled(True)
        with QSignalBlocker(self.parts):
            self.parts.setCurrentIndex(self._at)
        why = words_for(error)
        leave = super().reject
        self.banner.show_words(Role.BAD, why.title or why.text, why.advice, _("Đóng, không lưu"), leave)
        self.text.setFocus()

    def _fill(self, found: Sequence[Section], at: int) -> None:
        self.setEnabled(True)
        if self._sections:
            self.kept.emit()
        self._sections = found
        with QSignalBlocker(self.parts):
            self.parts.clear()
            for each in found:
                self.parts.addItem(f"{words.state(each)} · {each.at} {each.heading}", each.key)
            self.parts.setCurrentIndex(min(at, len(found) - 1))
        self._show()
        self.text.setFocus()

    def _show(self) -> None:
        at = self.parts.currentIndex()
        self._at = at if 0 <= at < len(self._sections) else -1
        if self._at < 0:
            self._heading.setText(_("Báo cáo này không có mục nào cần viết."))
            self.text.setEnabled(False)
            return
        section = self._sections[at]
        self._heading.setText(section.heading)
        self.text.setPlainText(section.text)
        self.banner.hide()
        if section.is_last_years:
            self.banner.show_words(Role.WAIT, words.OF_LAST_YEAR.format(last=self._year - 1), words.OF_LAST_YEAR_HELP)


class TemplateDialog(FormDialog):
    """What a report the office was asked for is called, who gets it, when, and what it must say."""

    def __init__(self, context: Context, template: ReportTemplate | None, parent: QWidget) -> None:
        title = _("Thêm mẫu báo cáo") if template is None else _("Sửa mẫu báo cáo")
        lead = _("Mỗi dòng một đề mục. Số liệu phần mềm có được ghi trong ngoặc vuông: {figures}.").format(
            figures=", ".join(f"[{name}]" for name in words.FIGURES)
        )
        super().__init__(title, _("Lưu mẫu"), context.local, parent, lead, width=_WIDTH)
        self._sections, self._template = Sections(context.session), template
        declared = RECORD_TYPES["report_template"]
        made = FieldFactory(declared.fields, now=context.session.clock, choices=lambda _name: Choices(()))
        hint = _("I. và 1. là đề mục, gạch đầu dòng là ý; mục không có số liệu là mục cần viết.")
        self.add_field(made.make("title", required=True, wide=True))
        self.add_field(made.make("recipient"))
        self.add_field(made.make("email"))
        self.add_field(made.make("due_on"))
        self.add_field(question("period", _("Kỳ số liệu"), editor=ComboEditor(_("Kỳ số liệu"), _PERIODS)))
        self.add_field(made.make("headings", required=True, hint=hint))
        if template is not None:
            values = declared.values_of(template)
            for name, field in self.form.fields.items():
                field.set_value(values[name] or (USUAL_PERIOD if name == "period" else None))

    @override
    def work(self) -> Callable[[], Any]:
        values = {name: field.value() for name, field in self.form.fields.items()}
        return lambda: self._sections.keep(values, self._template.id if self._template else None)
