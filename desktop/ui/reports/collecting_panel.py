"""Organisations without the program: a workbook goes out to each, comes back, and it is seen who has not sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.dates import format_date
from desktop.domain.periods import Period, period
from desktop.qt.changes import Changed
from desktop.qt.lanes import Progress
from desktop.qt.table_model import Column, Mark
from desktop.reports.forms import Form
from desktop.services.collecting import Collecting, Returned, Standing
from desktop.services.reports import Reports
from desktop.ui.cases.form_scroll import FormScroll
from desktop.ui.context import Context
from desktop.ui.exporting import EXCEL, ExportBanner
from desktop.ui.reports.period_choice import parts_of_year, years
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button, menu_button
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.dialogs import Dialog, ask
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.table import Table
from desktop.words import _
from desktop.words import collected as words
from desktop.words import reports as report_words

_KINDS = ("organisation", "organisation_event", "organisation_figures")
_WIDTH, _HEIGHT = 704, 420


@dataclass(frozen=True, slots=True)
class Template:
    """The workbook of one organisation, as `ExportBanner` writes it."""

    name: str
    count: int
    written: Callable[[Path], None]

    def write(self, path: Path, _progress: Progress) -> int:
        """Write the file."""
        self.written(path)
        return self.count


class CollectingPanel(QWidget):
    """Who reports a form for a period, and whether they have.

    Attributes:
        forms, periods, years: what is chosen.
        table: the organisations.
        banner: what has been written, taken in or refused.
        send, take_button, forget_button: lays workbooks out, takes one in, leaves out what came.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._reports, self._collecting = Reports(context.session), Collecting(context.session)
        self._found: Sequence[Standing] = ()
        from_them = [each for each in self._reports.forms if each.from_organisations]
        self.forms = ComboBox(_("Biểu"), [Choice(each.code, report_words.listed(each)) for each in from_them])
        self.forms.may_shrink(12)
        self.periods = ComboBox(_("Kỳ"), parts_of_year())
        self.periods.may_shrink(10)
        self.years = ComboBox(_("Năm"), years(context.session.today()))
        for box in (self.forms, self.periods, self.years):
            box.currentIndexChanged.connect(lambda _index: self.reload())
        self.banner = ExportBanner(context.exports, context.session.today)
        self.table = Table(words.NAME, _columns(), lambda numbers: [self._found[each] for each in numbers])
        self.table.selection_changed.connect(self._show_buttons)
        self._listing = Listing(self.table)
        self._listing.empty.show_words(words.NOBODY)
        self._told = label("", wrap=True)
        self.send = menu_button(
            _("Lập mẫu"),
            [
                ("file-spreadsheet", _("Cho tổ chức đang chọn…"), self.send_one),
                ("file-spreadsheet", _("Cho mọi tổ chức chưa gửi…"), self._ask_folder),
            ],
        )
        self.forget_button = button(_("Bỏ số liệu"), self.forget)
        self.take_button = button(_("Nhận tệp…"), self._ask_file, look="primary")
        self._lay_out()
        context.changes.changed.connect(self._on_changed)

    @property
    def between(self) -> Period:
        """The period that is chosen."""
        return period(self.periods.code().format(year=self.years.code()))

    @property
    def form(self) -> Form:
        """The form that is chosen, in the version for that period. Raise `DomainError` ``no_such_form``."""
        return self._reports.form(self.forms.code(), self.between)

    def reload(self) -> None:
        """Look anew who has sent."""
        self._run(lambda: self._collecting.standing(self.form, self.between), self._show)

    def send_one(self) -> None:
        """Ask where the workbook of the chosen organisation goes, and write it."""
        if (chosen := self._chosen()) is not None:
            collecting, one, form, between = self._collecting, chosen.organisation, self.form, self.between
            name = Path(collecting.file_name(one, form, between)).stem
            written = partial(collecting.write_template, one, form, between)
            self.banner.ask(Template(name, len(form.rows), written), EXCEL)

    def send_all(self, folder: Path) -> None:
        """Write the workbooks of all organisations that have not sent into a folder."""
        collecting, form, between = self._collecting, self.form, self.between
        owing = [each.organisation for each in self._found if each.owes]

        def write() -> int:
            return len(collecting.write_templates(owing, form, between, folder))

        self._run(write, lambda count: self._say(words.written(count, folder.name)))

    def take(self, path: Path, *, replace: bool = False) -> None:
        """Take a workbook in, or say what is wrong with it."""
        form, between = self.form, self.between

        def taken() -> Returned:
            returned = self._collecting.read(path, form, between)
            if not returned.problems and (not returned.here or replace):
                self._context.changes.tell([("organisation_figures", self._collecting.take(returned, replace=replace))])
            return returned

        self._run(taken, lambda returned: self._took(path, returned, replace=replace))

    def forget(self) -> None:
        """Ask, then leave out what the chosen organisation reported."""
        chosen = self._chosen()
        figures = chosen.figures if chosen else None
        if chosen is None or figures is None:
            return

        def forget() -> None:
            self._collecting.forget(chosen)
            self._context.changes.tell([("organisation_figures", figures.id)])

        title = _("Bỏ số liệu của {name}?").format(name=chosen.organisation.name)
        text = _("Số liệu của tổ chức không còn được cộng vào biểu. Báo cáo đã phát hành giữ nguyên.")
        ask(self, title, text, _("Bỏ số liệu"), lambda: self._run(forget, lambda _none: None), dangerous=True)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.reload()
            self.table.setFocus()

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._context.local.run(lambda _progress: work(), done, self.banner.explain, owner=self)

    def _chosen(self) -> Standing | None:
        number = self.table.current_id()
        return None if number is None or number >= len(self._found) else self._found[number]

    def _show(self, found: Sequence[Standing]) -> None:
        self._found = found
        self._listing.show_ids(range(len(found)))
        if found and self.table.current_id() is None:
            self.table.go_to(0)
        self._told.setText(words.told(found) if found else "")
        for each in (self.send, self.take_button):
            each.setEnabled(bool(found))
        self._show_buttons()

    def _show_buttons(self) -> None:
        chosen = self._chosen()
        self.forget_button.setEnabled(chosen is not None and chosen.figures is not None)

    def _took(self, path: Path, returned: Returned, *, replace: bool) -> None:
        name = returned.organisation.name or ""
        if returned.problems:
            self.banner.show_words(Role.BAD, words.refused(name, len(returned.problems)))
            ProblemsDialog(self, returned).open()
        elif returned.here and not replace:
            day = returned.here[-1].received_on
            text = _("Số liệu đang có nhận ngày {day}; tệp mới thay toàn bộ.").format(
                day=format_date(day) if day else "…"
            )
            title = _("Thay số liệu của {name}?").format(name=name)
            ask(self, title, text, _("Thay số liệu"), lambda: self.take(path, replace=True))
        else:
            self._say(words.taken(name, returned.form.code, returned.period))

    def _say(self, told: str) -> None:
        self.banner.show_words(Role.PRIMARY, told)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, _("Nhận tệp tổ chức gửi lại"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(EXCEL.filter)
        self._open(dialog, _("Nhận"), self.take)

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, _("Thư mục để ghi các mẫu"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._open(dialog, _("Ghi mẫu vào đây"), self.send_all)

    def _open(self, dialog: QFileDialog, verb: str, do: Callable[[Path], object]) -> None:
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, verb)
        dialog.setLabelText(QFileDialog.DialogLabel.Reject, _("Thôi"))
        dialog.fileSelected.connect(lambda chosen: do(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_changed(self, changed: frozenset[Changed]) -> None:
        if self.isVisible() and any(kind in _KINDS for kind, _id in changed):
            self.reload()

    def _lay_out(self) -> None:
        px = current().px
        chosen = QHBoxLayout()
        chosen.setSpacing(px(8))
        chosen.addWidget(self.forms, 3)
        chosen.addWidget(self.periods, 2)
        for widget in (self.years, self.send, self.forget_button, self.take_button):
            chosen.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(8))
        column.addLayout(chosen)
        column.addWidget(self._told)
        column.addWidget(self.banner)
        column.addWidget(self._listing, 1)


class ProblemsDialog(Dialog):
    """Everything that is wrong with a workbook, cell by cell, to be copied to whoever filled it in."""

    def __init__(self, parent: QWidget, returned: Returned) -> None:
        name = returned.organisation.name or ""
        super().__init__(_("Chưa nhận tệp của {name}").format(name=name), parent, width=_WIDTH)
        told = words.problems(returned.problems)
        lines = QWidget()
        column = QVBoxLayout(lines)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(8))
        for each in told:
            line = label(each, wrap=True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(line)
        column.addStretch(1)
        self.add_text(words.refused(name, len(returned.problems)))
        self.body.addWidget(FormScroll(lines), 1)
        self.add_button(_("Chép danh sách"), lambda: QGuiApplication.clipboard().setText("\n".join(told)))
        self.add_button(_("Đóng"), self.accept, look="primary")
        self.set_height(_HEIGHT)


def _columns() -> tuple[Column[Standing], ...]:
    def state(each: Standing) -> Mark:
        if doubtful := words.doubt(each):
            return Mark(doubtful, "triangle-alert", Role.WAIT)
        if each.figures is not None:
            return Mark(words.SENT, "check", Role.PRIMARY)
        return (
            Mark(words.IN_PROGRAM, "monitor", Role.MUTED)
            if each.in_program
            else Mark(words.NOT_SENT, "clock", Role.WAIT)
        )

    def day(each: Standing) -> str:
        return format_date(each.figures.received_on) if each.figures and each.figures.received_on else ""

    return (
        Column(_("Tổ chức"), lambda each: each.organisation.name or "", 280, 1, bold=True),
        Column(_("Số liệu"), state, 150),
        Column(_("Ngày nhận"), day, 110),
        Column(_("Tổng số"), words.total, 90, align=Qt.AlignmentFlag.AlignRight),
    )
