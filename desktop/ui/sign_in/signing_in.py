"""From an office that is in the folder to an open one: password, recovery key, or why not."""

from PySide6.QtCore import QObject, Slot

from desktop.services import this_pc
from desktop.ui.sign_in.entry import RESTORABLE, WRONG_PLACE, Found
from desktop.ui.sign_in.gate import Gate
from desktop.ui.sign_in.notice_page import NoticePage, WaitingPage
from desktop.ui.sign_in.sign_in_page import SignInPage
from desktop.words import _
from desktop.words.errors import words_for
from sync.contract.errors import CodedError


class SigningIn(QObject):
    """The flow of every start but the first."""

    def __init__(self, gate: Gate) -> None:
        super().__init__(gate)
        self._gate = gate
        self._page: SignInPage | None = None
        self._tried = ""

    def start(self) -> None:
        """Look what is in the folder; meanwhile show who will be asked, if somebody was here before."""
        known = this_pc.load(self._gate.entry.home)
        if known.last_login and not known.opens_for:
            self._ask((known.last_login,)).wait(_("Đang mở…"))
        else:
            self._gate.show_page(WaitingPage(_("Đang mở…")))
        self._gate.run(lambda _progress: self._gate.entry.find(), self._found, self._not_found)

    def _ask(self, logins: tuple[str, ...]) -> SignInPage:
        page = self._page = SignInPage(logins, practice_offered=self._gate.offers_practice)
        page.answered.connect(self._sign_in)
        page.lost.connect(self._lost)
        page.practice_asked.connect(self._gate.practise)
        return self._gate.show_page(page)

    def _found(self, found: Found) -> None:
        if found.opened is not None:
            self._gate.enter(found.opened)
        elif not found.logins:
            from desktop.ui.sign_in.wizard import Wizard  # noqa: PLC0415 - seen once in the life of a PC

            Wizard(self._gate, found.doubt).start()
        else:
            page = self._page or self._ask(found.logins)
            page.show_logins(found.logins, this_pc.load(self._gate.entry.home).last_login)
            page.ready()
            page.begin()
            if found.keyring is not None:
                page.show_words(words_for(CodedError(found.keyring)))

    def _not_found(self, error: CodedError) -> None:
        if error.code in RESTORABLE:
            self._restore(error)
            return
        page = NoticePage(words_for(error), other_folder=error.code in WRONG_PLACE)
        page.folder_asked.connect(self._gate.choose_folder)
        page.retry_asked.connect(self._gate.start)
        page.close_asked.connect(self._gate.close)
        self._gate.show_page(page)

    @Slot(str, str)
    def _sign_in(self, login: str, password: str) -> None:
        self._tried = login
        page = self._gate.page
        if page is not None:
            page.wait(_("Đang mở dữ liệu…"))
        entry = self._gate.entry
        self._gate.run(lambda _progress: entry.sign_in(login, password), self._gate.enter, self._refused)

    @Slot(str)
    def _lost(self, login: str) -> None:
        from desktop.ui.sign_in.lost_password_page import LostPasswordPage  # noqa: PLC0415 - rarely seen

        page = LostPasswordPage(login)
        page.left.connect(self._gate.start)
        page.answered.connect(lambda key, password: self._recover(key, login, password))
        self._gate.show_page(page)

    def _recover(self, recovery_key: str, login: str, password: str) -> None:
        page = self._gate.page
        if page is not None:
            page.wait(_("Đang mở dữ liệu…"))
        entry = self._gate.entry
        self._gate.run(lambda _progress: entry.recover(recovery_key, login, password), self._gate.enter, self._refused)

    def _refused(self, error: CodedError) -> None:
        page = self._gate.page
        if page is None:
            return
        page.fail(error)
        if error.code in RESTORABLE:
            page.show_words(words_for(error), _("Khôi phục…"), lambda: self._restore(error))

    def _restore(self, error: CodedError) -> None:
        from desktop.ui.sign_in.restoring import Restoring  # noqa: PLC0415 - rarely seen

        Restoring(self._gate, words_for(error), self._tried).start()
