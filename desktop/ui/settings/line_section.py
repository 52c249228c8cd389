"""The way to Hệ thống quản lý TGPL: join it, or see and mend the way there."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.line import change_line, line_of
from desktop.services.synchronise import Synchronise
from desktop.ui.context import Context
from desktop.ui.settings.line_fields import authority_field, choose_file_button, code_field, proxy_field, server_field
from desktop.ui.settings.section import Facts, Section
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Banner, Card
from desktop.ui.widgets.fields import FieldBox
from desktop.ui.widgets.form import Form
from desktop.ui.widgets.labels import label
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError


class LineSection(Section):
    """One of three: practice data that never joins, a PC that has not joined yet, one that has."""

    def __init__(self, context: Context, joined: Callable[[], None]) -> None:
        """Make the section; `joined` is called when the PC has joined."""
        super().__init__(_("Hệ thống quản lý TGPL"))
        self._tell_joined = joined
        self._context = context
        self._card: Card | None = None
        self.form = Form()
        self.banner = Banner()
        self._go = button("")
        self.show_state()

    def show_state(self) -> None:
        """Show what fits the office as it is now."""
        if self._card is not None:
            self._card.deleteLater()
        office = self._context.session.office
        self.form, self.banner = Form(), Banner()
        if office.practice:
            self._card = self._practice_card()
        elif office.enrolled:
            self._card = self._joined_card()
        else:
            self._card = self._joining_card()
        self.column.addWidget(self._card)

    def _practice_card(self) -> Card:
        card = Card(_("Dữ liệu tập"))
        text = _("Dữ liệu tập không bao giờ được gửi đi, nên không kết nối được với Hệ thống quản lý TGPL.")
        card.body.addWidget(label(text, wrap=True))
        return card

    def _joining_card(self) -> Card:
        card = Card(_("Kết nối với Hệ thống quản lý TGPL"))
        text = _("Kết nối một lần; sau đó các thay đổi tự gửi khi có mạng. Chưa kết nối vẫn làm việc bình thường.")
        card.body.addWidget(label(text, role=Role.MUTED, wrap=True))
        card.body.addWidget(self.banner)
        card.body.addWidget(self._form(server_field(), code_field(), proxy_field(), authority_field()))
        self._go = button(_("Kết nối"), self._join, look="primary")
        card.body.addWidget(self._go, 0, Qt.AlignmentFlag.AlignLeft)
        self.form.submitted.connect(self._join)
        return card

    def _joined_card(self) -> Card:
        card = Card(_("Hệ thống quản lý TGPL"))
        line = line_of(self._context.session)
        office = self._context.session.office
        card.body.addWidget(Facts([(_("Địa chỉ"), office.server or ""), (_("Trạng thái"), _("Máy này đã kết nối."))]))
        card.body.addWidget(self.banner)
        card.body.addWidget(self._form(proxy_field(), authority_field()))
        if line is not None:
            self.form.show_values({"proxy": line.proxy, "ca_file": line.ca_file})
        self._go = button(_("Lưu đường kết nối"), self._change, look="primary")
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        row.addWidget(self._go)
        row.addWidget(button(_("Xem việc đồng bộ"), lambda: self._context.open_page("sync")))
        row.addStretch()
        card.body.addLayout(row)
        self.form.submitted.connect(self._change)
        return card

    def _form(self, *fields: FieldBox) -> QWidget:
        for field in fields:
            self.form.add(field.field.name, field)
        self.form.add_widget(choose_file_button(self, self.form.fields["ca_file"]))
        return self.form

    def _answer(self, name: str) -> str:
        return str(self.form.fields[name].value() or "")

    def _join(self) -> None:
        if not (self._go.isEnabled() and self.form.validate()):
            return
        server, code = self._answer("server"), self._answer("code")
        proxy, ca_file = self._answer("proxy") or None, self._answer("ca_file") or None
        session = self._context.session
        self._wait(_("Đang kết nối…"))
        self._context.network.run(
            lambda _progress: Synchronise(session).enrol(server, code, proxy=proxy, ca_file=ca_file),
            lambda _none: self._joined(),
            self._fail,
            owner=self,
        )

    def _joined(self) -> None:
        self.show_state()
        self._tell_joined()
        self._context.tell(_("Đã kết nối với Hệ thống quản lý TGPL."))

    def _change(self) -> None:
        if not self.form.validate():
            return
        try:
            change_line(self._context.session, self._answer("proxy") or None, self._answer("ca_file") or None)
        except CodedError as error:
            self._fail(error)
            return
        self.banner.hide()
        self._context.tell(_("Đã lưu đường kết nối."))

    def _wait(self, words: str) -> None:
        self.banner.show_words(Role.PRIMARY, words)
        self.form.setEnabled(False)
        self._go.setEnabled(False)

    def _fail(self, error: CodedError) -> None:
        self.banner.hide()
        self.form.setEnabled(True)
        self._go.setEnabled(True)
        if not self.form.show_error(error):
            words = words_for(error)
            self.banner.show_words(Role.BAD, words.title, f"{words.text} {words.advice}".strip())
