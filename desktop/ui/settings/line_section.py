"""The way to Hệ thống quản lý TGPL: join it, or see and mend the way there."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.line import change_line, keep_proxy_password, line_of, try_line
from desktop.ui.context import Context
from desktop.ui.settings.line_fields import (
    authority_field,
    proxy_field,
    proxy_password_field,
    proxy_shown,
    proxy_user_field,
)
from desktop.ui.settings.manner_card import MannerCard
from desktop.ui.settings.rebuild_card import RebuildCard
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
from desktop.words.line import PROXY_PASSWORD_NOT_KEPT
from desktop.words.sync import clock_sentence
from sync.client.line import Reached
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
            choosing = MannerCard(self._context, manner, self._syncing.choose)
            return [JoinedCard(self._context), choosing, RebuildCard(self._context)]
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
        for field in (proxy_field(), authority_field(), proxy_user_field(), proxy_password_field(another=True)):
            self.form.add(field.field.name, field)
        self.form.submitted.connect(self._change)
        if line := line_of(context.session):
            self.form.show_values(
                {"proxy": proxy_shown(line.proxy), "ca_file": line.ca_file, "proxy_user": line.proxy_user}
            )
        address = context.session.office.server or ""
        self.body.addWidget(Facts([(_("Địa chỉ"), address), (_("Trạng thái"), _("Máy này đã kết nối."))]))
        for part in (self.banner, self.form):
            self.body.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        row.addWidget(button(_("Lưu đường kết nối"), self._change, look="primary"))
        self.try_button = button(_("Thử đường truyền"), self._try)
        row.addWidget(self.try_button)
        row.addWidget(button(_("Xem việc đồng bộ"), lambda: context.open_page("sync")))
        row.addStretch()
        self.body.addLayout(row)

    def _change(self) -> None:
        if self._keep():
            self._context.tell(_("Đã lưu đường kết nối."))

    def _keep(self) -> bool:
        """Write down what was typed; False if something is wrong with it, which is shown."""
        self.banner.hide()
        if not self.form.validate():
            return False
        said = {name: str(box.value() or "") or None for name, box in self.form.fields.items()}
        session, password = self._context.session, said["proxy_password"]
        try:
            change_line(session, said["proxy"], said["ca_file"], said["proxy_user"])
        except CodedError as error:
            if not self.form.show_error(error):
                self._explain(error)
            return False
        if password:
            self._context.network.run(
                lambda _progress: keep_proxy_password(session, password), self._on_password_kept, owner=self
            )
        return True

    def _on_password_kept(self, kept: bool) -> None:
        if not kept:
            self._context.tell(PROXY_PASSWORD_NOT_KEPT)

    def _try(self) -> None:
        """Save, then look whether the way is free; what is found is said in the banner."""
        if self._keep():
            self.try_button.setEnabled(False)
            self.banner.show_words(Role.PRIMARY, _("Đang thử đường truyền…"))
            session = self._context.session
            self._context.network.run(
                lambda _progress: try_line(session), self._on_reached, self._explain, on_end=self._on_tried, owner=self
            )

    def _on_reached(self, reached: Reached) -> None:
        title = _("Kết nối được với Hệ thống quản lý TGPL, mất {seconds} giây.")
        seconds = f"{reached.seconds:.1f}".replace(".", ",")
        clock = clock_sentence(reached.clock_off) if reached.clock_off else ""
        self.banner.show_words(Role.WAIT if clock else Role.PRIMARY, title.format(seconds=seconds), clock)

    def _on_tried(self) -> None:
        self.try_button.setEnabled(True)

    def _explain(self, error: CodedError) -> None:
        words = words_for(error)
        self.banner.show_words(Role.BAD, words.title, f"{words.text} {words.advice}".strip())


def _practice_card() -> Card:
    card = Card(_("Dữ liệu tập"))
    text = _("Dữ liệu tập không bao giờ được gửi đi, nên không kết nối được với Hệ thống quản lý TGPL.")
    card.body.addWidget(label(text, wrap=True))
    return card
