"""A published bulletin is pasted or opened, and every sum in it is done again before one's eyes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.qt.table_model import Column, Mark
from desktop.services.bulletins import Beside, Checked, checked, compared, text_of
from desktop.ui.context import Context
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.table import Table
from desktop.words import _
from desktop.words import bulletins as words

_TEACH = _(
    "Chép phần chữ của bản tin hằng tháng rồi nhấn Dán bản tin (Ctrl+V), hoặc mở trang đã lưu. "
    "Phần mềm tính lại mọi số trong bản tin và tìm tỉnh của đơn vị."
)


class Line(NamedTuple):
    """A row: what it is about, whether it holds (None where there is nothing to check), and what is said.

    ``differs``: the bulletin and the register say different things, either may be right.
    """

    about: str
    holds: bool | None
    said: str
    differs: bool = False


class BulletinPanel(QWidget):
    """What a bulletin says, line by line, with what cannot be true in it.

    Attributes:
        verdict: the banner above the list.
        table: the lines.
        paste_button, open_button: take the bulletin from the clipboard, or from a file.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._lines: Sequence[Line] = ()
        self.verdict = Banner()
        self.table = Table(
            _("Các số trong bản tin"), _columns(), lambda numbers: [self._lines[each] for each in numbers]
        )
        self._listing = Listing(self.table)
        self._listing.empty.show_words(_TEACH)
        self._listing.show_ids(())
        self.open_button = button(_("Mở tệp…"), self._choose, sign="file-text")
        self.paste_button = button(_("Dán bản tin"), self.paste, look="primary")
        self.paste_button.setToolTip(_("Dán bản tin (Ctrl+V)"))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self.paste)
        self._lay_out()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            (self.table if self._lines else self.paste_button).setFocus()

    def paste(self) -> None:
        """Check the bulletin on the clipboard."""
        text = QGuiApplication.clipboard().text()
        self._check(lambda: text)

    def open(self, file: Path) -> None:
        """Check a bulletin that was saved."""
        self._check(lambda: text_of(file))

    def _check(self, text: Callable[[], str]) -> None:
        def read(found: Checked) -> tuple[Checked, list[Beside]]:
            return found, compared(self._context.session, found)

        province = self._context.session.office.unit.province
        self._context.local.run(
            lambda _progress: read(checked(text(), province)), self._show, self.verdict.explain, owner=self
        )

    def _show(self, read: tuple[Checked, list[Beside]]) -> None:
        found, beside = read
        role = Role.BAD if found.wrong else Role.PRIMARY
        self.verdict.show_words(role, words.verdict(found), words.period(found.bulletin))
        self._lines = [*_lines(found), *_beside(beside)]
        self._listing.show_ids(range(len(self._lines)))
        wrong = (number for number, line in enumerate(self._lines) if line.holds is False)
        self.table.go_to(next(wrong, 0))
        self.table.setFocus()

    def _choose(self) -> None:
        dialog = QFileDialog(self, _("Mở bản tin đã lưu"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Trang web, văn bản (*.htm *.html *.txt)"), _("Mọi tệp (*)")])
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Mở"))
        dialog.setLabelText(QFileDialog.DialogLabel.Reject, _("Thôi"))
        dialog.fileSelected.connect(lambda chosen: self.open(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(label(_("Bản tin hằng tháng của Cục về vụ việc tham gia tố tụng"), "section"), 1)
        top.addWidget(self.open_button)
        top.addWidget(self.paste_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, current().px(8), 0, 0)
        column.setSpacing(current().px(10))
        column.addLayout(top)
        column.addWidget(self.verdict)
        column.addWidget(self._listing, 1)


def _columns() -> tuple[Column[Line], ...]:
    return (
        Column(_("Chỉ tiêu"), lambda line: line.about, 330, bold=True),
        Column(_("Tính lại"), _mark, 90),
        Column(_("Bản tin nói gì"), lambda line: line.said, 300, stretch=1),
    )


def _mark(line: Line) -> Mark | str:
    if line.differs:
        return Mark(_("Khác"), "diff", Role.DIFFER.value)
    if line.holds is None:
        return ""
    if line.holds:
        return Mark(_("Đúng"), "check", Role.OK.value)
    return Mark(_("Sai"), "circle-alert", Role.BAD.value)


def _lines(found: Checked) -> Iterator[Line]:
    """Figure by figure its number and its checks, then the office's own province."""
    for figure in found.bulletin.figures:
        yield Line(words.MEASURES[figure.measure], None, words.counted(figure))
        for check in found.checks:
            if check.measure is figure.measure:
                said = words.said(check)
                yield Line("", check.holds, f"{said[:1].upper()}{said[1:]}")
    for number, each in enumerate(found.bulletin.criteria):
        yield Line("" if number else words.BY_CRITERION, None, words.criterion(each))
    for own in found.own:
        for number, standing in enumerate(own.standings):
            yield Line("" if number else words.province(own.province), None, words.own(standing))


def _beside(every: Iterable[Beside]) -> Iterator[Line]:
    """The office's register beside the bulletin, and what explains each difference."""
    for each in every:
        about = _("Đối chiếu: {measure}").format(measure=words.about(each))
        agrees = words.agrees(each)
        yield Line(about, agrees or None, words.beside(each), differs=agrees is False)
        yield from (Line("", None, told) for told in words.reasons(each))
