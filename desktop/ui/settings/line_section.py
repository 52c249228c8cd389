"""The way to Hệ thống quản lý TGPL: join it, or see and mend the way there."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.line import change_line, line_of
from desktop.ui.context import Context
from desktop.ui.settings.line_fields import authority_field, choose_file_button, proxy_field
from desktop.ui.settings.manner_card import MannerCard
from desktop.ui.settings.section import Facts, Section
from desktop.ui.sync.join_panel import JoinPanel
from desktop.ui.sync.worker import SyncWorker
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Banner, Card
from desktop.ui.widgets.form import Form
from desktop.ui.widgets.labels import label
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError

_TITLE = _("Hệ thống quản lý TGPL")


class LineSection(Section):
    """One of three: practice data that never joins, a PC that has not joined yet, one that has."""

    def __init__(self, context: Context, joined: Callable[[], None], syncing: SyncWorker) -> None:
        """Make the section; `joined` is called when the PC has joined, `syncing` is told of what is chosen."""
        super().__init__(_TITLE)
        self._context = context
        self._tell_joined = joined
        self._syncing = syncing
        self._shown: list[QWidget] = []
        self.show_state()

    def show_state(self) -> None:
        """Show what fits the office as it is now."""
        for before in self._shown:
            before.deleteLater()
        self._shown = self._made()
        for card in self._shown:
            self.add(card)

    def _made(self) -> list[QWidget]:
        office = self._context.session.office
        if office.practice:
            return [_practice_card()]
        if office.enrolled:
            manner = self._syncing.rest.manner
            return [JoinedCard(self._context), MannerCard(self._context, manner, self._syncing.choose)]
        panel = JoinPanel(self._context)
        panel.joined.connect(self._on_joined)
        return [panel]

    def _on_joined(self) -> None:
        self.show_state()
        self._tell_joined()
        self._context.tell(_("Đã kết nối với Hệ thống quản lý TGPL."))


class JoinedCard(Card):
    """Where this PC is joined to, and what lies between: a proxy, an authority of one's own."""

    def __init__(self, context: Context) -> None:
        super().__init__(_TITLE)
        self._context = context
        self.banner = Banner()
        self.form = Form()
        for name, field in (("proxy", proxy_field()), ("ca_file", authority_field())):
            self.form.add(name, field)
        self.form.add_widget(choose_file_button(self, self.form.fields["ca_file"]))
        self.form.submitted.connect(self._change)
        if line := line_of(context.session):
            self.form.show_values({"proxy": line.proxy, "ca_file": line.ca_file})
        address = context.session.office.server or ""
        self.body.addWidget(Facts([(_("Địa chỉ"), address), (_("Trạng thái"), _("Máy này đã kết nối."))]))
        for part in (self.banner, self.form):
            self.body.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        row.addWidget(button(_("Lưu đường kết nối"), self._change, look="primary"))
        row.addWidget(button(_("Xem việc đồng bộ"), lambda: context.open_page("sync")))
        row.addStretch()
        self.body.addLayout(row)

    def _change(self) -> None:
        self.banner.hide()
        if not self.form.validate():
            return
        proxy, ca_file = (str(self.form.fields[name].value() or "") or None for name in ("proxy", "ca_file"))
        try:
            change_line(self._context.session, proxy, ca_file)
        except CodedError as error:
            if not self.form.show_error(error):
                words = words_for(error)
                self.banner.show_words(Role.BAD, words.title, f"{words.text} {words.advice}".strip())
        else:
            self._context.tell(_("Đã lưu đường kết nối."))


def _practice_card() -> Card:
    card = Card(_("Dữ liệu tập"))
    text = _("Dữ liệu tập không bao giờ được gửi đi, nên không kết nối được với Hệ thống quản lý TGPL.")
    card.body.addWidget(label(text, wrap=True))
    return card
