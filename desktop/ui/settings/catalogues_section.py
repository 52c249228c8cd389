"""What the program could not verify in the law: a list with its marks, each entry to be worded and confirmed."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.qt.table_model import Column
from desktop.services.own_catalogues import Listed, OwnCatalogues
from desktop.ui.cases import choices
from desktop.ui.context import Context
from desktop.ui.settings.form_dialog import FormDialog
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Banner
from desktop.ui.widgets.checks import CheckBox
from desktop.ui.widgets.choices import Choice
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.editors import FlagEditor
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.questions import question
from desktop.ui.widgets.table import Table
from desktop.words import _
from desktop.words import catalogues as words
from sync.contract.fields import Kind

_EVERY = ""
_LONGEST = 600


class CataloguesSection(QWidget):
    """The entries of a catalogue or of all; an opened one is worded and confirmed.

    Attributes:
        names, unverified: what is listed.
        table: the entries.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._service = OwnCatalogues(context.session)
        self._found: list[Listed] = []
        every = Choice(_EVERY, _("Mọi danh mục"))
        named = sorted(self._service.names(), key=words.title)
        self.names = ComboBox(_("Danh mục"), [every, *(Choice(name, words.title(name)) for name in named)])
        self.names.currentIndexChanged.connect(lambda _index: self.reload())
        self.unverified = CheckBox(_("Chỉ mục cần đối chiếu"))
        self.unverified.setChecked(True)
        self.unverified.toggled.connect(lambda _on: self.reload())
        self._change = button(_("Sửa, xác nhận…"), self._ask_chosen, sign="pencil")
        self.banner = Banner()
        self.table = Table(_("Các mục của danh mục"), _columns(), self._fetch)
        self.table.opened.connect(self.ask)
        self._listing = Listing(self.table)
        self._listing.empty.show_words(_("Không còn mục nào cần đối chiếu."))
        self._lay_out()
        if refused := self._service.refused():
            self.banner.show_words(Role.BAD, " ".join(map(words.refused, refused)))
        self.reload()

    def reload(self) -> None:
        """Read what is chosen."""
        name, unverified = self.names.code() or None, self.unverified.isChecked()
        self._found = self._service.listed(name, unverified=unverified)
        self._listing.show_ids(range(len(self._found)))

    def ask(self, number: int) -> None:
        """Ask what the official text of an entry says."""
        dialog = WordingDialog(self._context, self._service, self._found[number], self)
        dialog.done_with.connect(lambda _changed: self._show_changed())
        dialog.open()

    def _fetch(self, numbers: Sequence[int]) -> list[Listed]:
        return [self._found[each] for each in numbers]

    def _ask_chosen(self) -> None:
        if (number := self.table.current_id()) is not None:
            self.ask(number)

    def _show_changed(self) -> None:
        choices.of_day.cache_clear()
        self.reload()

    def _lay_out(self) -> None:
        px = current().px
        chosen = QHBoxLayout()
        chosen.setSpacing(px(12))
        chosen.addWidget(self.names, 1)
        for widget in (self.unverified, self._change):
            chosen.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(12), 0, 0)
        column.setSpacing(px(8))
        column.addLayout(chosen)
        column.addWidget(self.banner)
        column.addWidget(self._listing, 1)


class WordingDialog(FormDialog):
    """What the official text says of one entry."""

    def __init__(self, context: Context, service: OwnCatalogues, one: Listed, parent: QWidget) -> None:
        lead = _("{title}, mã {code}. Mã giữ nguyên: vụ việc và biểu thống kê dùng mã này.").format(
            title=words.title(one.catalogue), code=one.entry.code
        )
        super().__init__(_("Nội dung theo văn bản"), _("Lưu"), context.local, parent, lead)
        self._service, self._one = service, one
        fields = (
            question("label", _("Nội dung"), max_length=_LONGEST, wide=True),
            question("short", _("Tên ngắn"), required=False, max_length=_LONGEST, wide=True),
            question("source", _("Căn cứ"), required=False, max_length=_LONGEST, wide=True),
        )
        for each in fields:
            self.add_field(each).set_value(getattr(one.entry, each.field.name) or None)
        verified = _("Đã đối chiếu với văn bản")
        flag = question("verified", verified, required=False, kind=Kind.FLAG, editor=FlagEditor(verified), wide=True)
        self.add_field(flag).set_value(not one.entry.unverified)

    @override
    def work(self) -> Callable[[], Any]:
        label, short, source = (self.answer(name) for name in ("label", "short", "source"))
        verified = bool(self.form.fields["verified"].value())
        name, code = self._one.catalogue, self._one.entry.code
        return lambda: self._service.change(name, code, label=label, short=short, source=source, verified=verified)


def _columns() -> Sequence[Column[Listed]]:
    return (
        Column(_("Danh mục"), lambda one: words.title(one.catalogue), 190),
        Column(_("Nội dung"), lambda one: one.entry.label, 300, stretch=2),
        Column(_("Căn cứ"), lambda one: one.entry.source or "–", 160, stretch=1),
        Column(_("Đối chiếu"), words.mark, 120),
    )
