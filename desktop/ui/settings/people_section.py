"""Who signs in on this PC; adding and removing people, one's own password, the recovery key."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.domain.catalogues import catalogue
from desktop.qt.table_model import Column
from desktop.services import this_pc
from desktop.services.office import people_of
from desktop.services.remembering import forget, remember
from desktop.services.session import SignedIn
from desktop.store.secrets import KeyringSecrets
from desktop.ui.context import Context
from desktop.ui.settings.new_user_dialog import NewUserDialog
from desktop.ui.settings.password_dialog import ConfirmDialog, PasswordDialog
from desktop.ui.settings.section import Section
from desktop.ui.sign_in.recovery_key_page import RecoveryKeyPage
from desktop.ui.theme import current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.checks import CheckBox
from desktop.ui.widgets.dialogs import Dialog, ask, explain
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.table import Table
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError

_ROWS = 6
_ADMINISTRATOR = "quan_tri"


class PeopleSection(Section):
    """The list, and what may be done about it; most of it by an administrator alone."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Người dùng"))
        self._context = context
        self._people: list[SignedIn] = []
        self._is_administrator = context.session.user.role == _ADMINISTRATOR
        self.table = Table(_("Người dùng trên máy này"), _columns(), self._fetch)
        self.table.setFixedHeight(current().row * (_ROWS + 1) + 2)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.table.selection_changed.connect(self._show_usable)
        self._add = button(_("Thêm người dùng…"), self.ask_new, sign="user-plus")
        self._remove = button(_("Bỏ người này…"), self._ask_removal, look="danger")
        self._password = button(_("Đổi mật khẩu của tôi…"), self._ask_password, sign="key-round")
        self._renew = button(_("Làm khóa khôi phục mới…"), self._ask_renewal, sign="printer")
        self.remembered = CheckBox(_("Mở không cần mật khẩu trên máy này"))
        self.remembered.clicked.connect(self._toggle_remembered)
        for card in (self._people_card(), self._own_card()):
            self.add(card)
        self.show_people()

    def show_people(self) -> None:
        """Show who there is."""
        self._people = people_of(self._context.session)
        self.table.show_ids(range(len(self._people)))
        self.remembered.setChecked(this_pc.load(self._context.office.home).opens_for == self._me)
        self._show_usable()

    @property
    def _me(self) -> str:
        return self._context.session.user.login

    def _people_card(self) -> QWidget:
        card = Card(_("Người dùng trên máy này"))
        card.body.addWidget(self.table)
        card.body.addLayout(_row(self._add, self._remove))
        if not self._is_administrator:
            card.body.addWidget(
                label(_("Người quản trị của đơn vị thêm và bỏ người dùng."), role=Role.MUTED, wrap=True)
            )
        return card

    def _own_card(self) -> QWidget:
        card = Card(_("Mật khẩu và khóa"))
        card.body.addLayout(_row(self._password, self._renew))
        card.body.addWidget(self.remembered)
        card.body.addWidget(
            label(
                _("Ai dùng được tài khoản Windows này thì mở được dữ liệu. Chỉ bật trên máy của riêng một người."),
                "small",
                Role.MUTED,
                wrap=True,
            )
        )
        return card

    def _fetch(self, ids: Sequence[int]) -> list[SignedIn]:
        return [self._people[number] for number in ids]

    def _chosen(self) -> SignedIn | None:
        chosen = self.table.selected_ids()
        return self._people[chosen[0]] if len(chosen) == 1 else None

    def _show_usable(self) -> None:
        chosen = self._chosen()
        self._add.setEnabled(self._is_administrator)
        self._renew.setEnabled(self._is_administrator)
        self._remove.setEnabled(self._is_administrator and chosen is not None and chosen.login != self._me)

    def ask_new(self) -> None:
        """Ask for one more person."""
        dialog = NewUserDialog(self._context, self)
        dialog.done_with.connect(self._refresh)
        dialog.open()

    def _refresh(self, _result: object) -> None:
        self.show_people()

    def _ask_removal(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            text = _("{name} không còn đăng nhập được trên máy này. Những gì người đó đã ghi vẫn giữ nguyên.")
            ask(
                self,
                _("Bỏ người dùng {login}").format(login=chosen.login),
                text.format(name=chosen.full_name),
                _("Bỏ người này"),
                lambda: self._remove_person(chosen.login),
                dangerous=True,
            )

    def _remove_person(self, login: str) -> None:
        try:
            self._context.office.remove_user(self._context.session, login)
        except CodedError as error:
            explain(self, words_for(error))
        self.show_people()

    def _ask_password(self) -> None:
        dialog = PasswordDialog(self._context, self)
        dialog.done_with.connect(lambda _none: self._context.tell(_("Đã đổi mật khẩu.")))
        dialog.open()

    def _ask_renewal(self) -> None:
        office, session = self._context.office, self._context.session
        dialog = ConfirmDialog(
            self._context,
            self,
            title=_("Làm khóa khôi phục mới"),
            lead=_("Bản in cũ sẽ không còn dùng được. Chuẩn bị máy in hoặc giấy bút trước."),
            verb=_("Làm khóa mới"),
            do=lambda password: office.renew_recovery(session, password),
        )
        dialog.done_with.connect(self._show_key)
        dialog.open()

    def _show_key(self, recovery_key: str) -> None:
        dialog = Dialog(_("Khóa khôi phục mới"), self, width=540)
        page = RecoveryKeyPage(recovery_key, self._context.session.office.unit.name, verb=_("Đã cất khóa, đóng lại"))
        page.done.connect(dialog.accept)
        dialog.body.addWidget(page)
        dialog.open()

    def _toggle_remembered(self, wanted: bool) -> None:
        office, secrets = self._context.office, KeyringSecrets(self._context.office.keys.key_id)
        if not wanted:
            self._context.local.run(lambda _progress: forget(office, secrets), None, self._explain, owner=self)
            return
        self.remembered.setChecked(False)  # until it is done
        dialog = ConfirmDialog(
            self._context,
            self,
            title=_("Mở không cần mật khẩu"),
            lead=_("Khóa dữ liệu được cất trong nơi giữ khóa của máy, dưới tài khoản Windows đang dùng."),
            verb=_("Bật"),
            do=lambda password: remember(office, secrets, self._me, password),
        )
        dialog.done_with.connect(self._refresh)
        dialog.open()

    def _explain(self, error: CodedError) -> None:
        explain(self, words_for(error))
        self.show_people()


def _columns() -> list[Column[SignedIn]]:
    roles = catalogue("user_role")
    return [
        Column(_("Họ và tên"), lambda person: person.full_name, 220, stretch=1, bold=True),
        Column(_("Tên đăng nhập"), lambda person: person.login, 140),
        Column(_("Vai trò"), lambda person: roles.label(person.role), 200, gives_way=1),
    ]


def _row(*buttons: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(current().px(8))
    for shown in buttons:
        row.addWidget(shown)
    row.addStretch()
    return row
