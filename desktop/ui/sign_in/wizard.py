"""The first start: three short steps to an office of one's own, or to one the national system knows."""

from PySide6.QtCore import QObject, Slot

from desktop.qt.lanes import Job, Progress
from desktop.services.office import NewOffice
from desktop.services.session import Session
from desktop.ui.settings.line_fields import at_its_field
from desktop.ui.sign_in.entry import Opened
from desktop.ui.sign_in.gate import Gate
from desktop.ui.sign_in.join_page import JoinPage
from desktop.ui.sign_in.notice_page import WaitingPage
from desktop.ui.sign_in.person_page import Person, PersonPage
from desktop.ui.sign_in.recovery_key_page import RecoveryKeyPage
from desktop.ui.sign_in.unit_page import UnitPage
from desktop.ui.sign_in.welcome import WelcomePage
from desktop.ui.tokens import Role
from desktop.words import _
from desktop.words.errors import words_for
from desktop.words.formats import whole
from sync.client import engine
from sync.contract.errors import CodedError
from sync.contract.messages import UnitInfo


class Wizard(QObject):
    """The flow of the first start. What was typed stays while one goes back and forth."""

    def __init__(self, gate: Gate, doubt: str | None = None) -> None:
        """Prepare; `doubt` is the code of what could not be told about the folder, said before anything is typed."""
        super().__init__(gate)
        self._gate = gate
        self._welcome = WelcomePage(gate.entry.home)
        self._unit: UnitPage | None = None
        self._join: JoinPage | None = None
        self._founder: PersonPage | None = None
        self._newcomer: PersonPage | None = None
        self._answers: UnitInfo | None = None
        self._loading: Job | None = None
        self._welcome.new_asked.connect(self._ask_unit)
        self._welcome.join_asked.connect(self._ask_server)
        self._welcome.practice_asked.connect(gate.practise)
        self._welcome.folder_asked.connect(gate.choose_folder)
        if doubt is not None:
            words = words_for(CodedError(doubt))
            self._welcome.banner.show_words(Role.WAIT, words.title, f"{words.text} {words.advice}")

    def start(self) -> None:
        """Ask which way."""
        self._gate.show_page(self._welcome)

    # An office of one's own

    @Slot()
    def _ask_unit(self) -> None:
        if self._unit is None:
            self._unit = UnitPage()
            self._unit.left.connect(self.start)
            self._unit.answered.connect(self._take_unit)
        self._gate.show_page(self._unit)

    @Slot(object)
    def _take_unit(self, unit: UnitInfo) -> None:
        self._answers = unit
        if self._founder is None:
            lead = _("Người này quản trị phần mềm trên máy và thêm người dùng khác sau.")
            page = self._founder = PersonPage(lead, _("Tạo đơn vị"))
            page.left.connect(self._ask_unit)
            page.answered.connect(lambda who: self._create(who, page))
        self._gate.show_page(self._founder)

    def _create(self, who: Person, page: PersonPage) -> None:
        unit = self._answers
        if unit is None:
            raise RuntimeError("a person without a unit")
        new = NewOffice(
            unit_code=unit.code,
            unit_name=unit.name,
            unit_kind=unit.kind,
            province=unit.province,
            login=who.login,
            full_name=who.full_name,
            password=who.password,
        )
        page.wait(_("Đang tạo đơn vị…"))
        entry = self._gate.entry
        self._gate.run(lambda _progress: entry.create(new), self._founded, page.fail)

    # An office the national system knows

    @Slot()
    def _ask_server(self) -> None:
        if self._join is None:
            self._join = JoinPage()
            self._join.left.connect(self.start)
            self._join.answered.connect(self._ask_newcomer)
        self._gate.show_page(self._join)

    @Slot()
    def _ask_newcomer(self) -> None:
        if self._newcomer is None:
            lead = _("Tên và vai trò của bạn được đối chiếu với tài khoản Trung tâm đã cấp cho tên đăng nhập này.")
            page = self._newcomer = PersonPage(lead, _("Tham gia"))
            page.left.connect(self._ask_server)
            page.answered.connect(lambda who: self._enrol(who, page))
        self._gate.show_page(self._newcomer)

    def _enrol(self, who: Person, page: PersonPage) -> None:
        from desktop.services.joining import Newcomer  # noqa: PLC0415 - an office of one's own needs no line

        line = self._join
        if line is None:
            raise RuntimeError("a person without a line")
        newcomer = Newcomer(
            server=line.answer("server"),
            code=line.answer("code"),
            proxy=line.answer("proxy") or None,
            proxy_user=line.answer("proxy_user") or None,
            proxy_password=line.answer("proxy_password") or None,
            ca_file=line.answer("ca_file") or None,
            login=who.login,
            full_name=who.full_name,
            password=who.password,
        )

        def refuse(error: CodedError) -> None:
            page.fail(at_its_field(error))
            if error.field in line.form.fields:
                self._gate.show_page(line).fail(error)

        page.wait(_("Đang kết nối với Hệ thống quản lý TGPL…"))
        entry = self._gate.entry
        self._gate.run(lambda _progress: entry.join(newcomer), self._founded, refuse, network=True)

    # Both: the recovery key, and what there is to load

    def _founded(self, made: tuple[Opened, str]) -> None:
        opened, recovery_key = made
        self._gate.hold(opened)
        page = RecoveryKeyPage(recovery_key, opened.session.office.unit.name, _("Bước 3 trong 3"))
        page.done.connect(lambda: self._finish(opened))
        self._gate.show_page(page)

    def _finish(self, opened: Opened) -> None:
        if opened.session.office.enrolled:
            self._load(opened)
        else:
            self._gate.enter(opened)

    def _load(self, opened: Opened) -> None:
        page = WaitingPage(
            _("Đang tải dữ liệu của đơn vị"),
            _("Lần đầu có thể lâu nếu mạng chậm. Có thể vào làm việc ngay; phần còn lại được tải tiếp."),
            _("Vào phần mềm"),
        )
        page.left.connect(lambda: self._leave_loading(opened))
        self._gate.show_page(page)
        self._loading = self._gate.run(
            lambda progress: load(opened.session, progress),
            lambda _done: self._gate.enter(opened),
            lambda _error: self._gate.enter(opened),  # the window says what is wrong with the line, and tries again
            page,
            network=True,
        )

    def _leave_loading(self, opened: Opened) -> None:
        """Go in at once; the job ends at its next step, and the window's own synchronisation queues behind it."""
        if self._loading is not None:
            self._loading.cancel()
        self._gate.enter(opened)


def load(session: Session, progress: Progress) -> None:
    """Fetch what the office has recorded elsewhere. Raise `SyncError` if the line breaks; what came stays."""
    from desktop.services.synchronise import Synchronise  # noqa: PLC0415 - an office of one's own needs no line

    def tell(news: engine.Progress) -> None:
        if not progress.cancelled:
            progress.report(news.taken, None, _("Đã tải {count} mục…").format(count=whole(news.taken)))

    Synchronise(session).cycle(tell, lambda: progress.cancelled)
