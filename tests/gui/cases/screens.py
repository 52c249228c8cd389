"""The screens of cases for `tests.screenshots`, over a throwaway office of invented people."""

import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import msgspec
from PySide6.QtTest import QTest
from sqlalchemy import update

from desktop.domain.quality import MOST
from desktop.exchange.sheet import SheetColumn
from desktop.services.attachments import Attachments
from desktop.services.cases import Cases
from desktop.services.session import Session
from desktop.store.tables import attachment_files
from desktop.ui.cases.case_page import ASSIGNMENTS, EVENTS, HISTORY, OVERVIEW, PROCEEDINGS, QUALITY, CasePage
from desktop.ui.cases.case_page import PAPERS as PAPERS_TAB
from desktop.ui.cases.case_page import PEOPLE as PEOPLE_TAB
from desktop.ui.cases.feature import KEY
from desktop.ui.cases.intake_page import IntakePage
from desktop.ui.cases.page import CasesPage
from desktop.ui.cases.quality_tab import QualityTab
from desktop.ui.exporting import Sheet
from desktop.ui.main_window import PEOPLE as PEOPLE_PAGE
from desktop.ui.main_window import MainWindow
from desktop.ui.people.people_page import PeoplePage
from desktop.ui.theme import Appearance
from tests.factories import make_office, sample_intake
from tests.gui.windows import main_window, settled
from tests.screenshots import Maker, later, screen

PEOPLE = (
    "Lò Thị Pâng",
    "Công Tằng Tôn Nữ Thị Phương Thảo",
    "H’Nguyệt Niê Kdăm",
    "Nguyễn Văn Đức",
    "Đặng Thị Hoà",
    "Giàng A Páo",
)
PAPERS = (
    ("Đơn yêu cầu trợ giúp pháp lý.pdf", 86_000, "don_yeu_cau", "2026-11-02"),
    ("Giấy chứng nhận hộ nghèo.jpg", 1_400_000, "giay_to_chung_minh", "2026-01-05"),
    ("Kết luận điều tra vụ án trộm cắp tài sản, Cơ quan Cảnh sát điều tra.pdf", 3_000_000, "van_ban_to_tung", None),
    ("IMG_20261120_081502.png", 640_000, "tai_lieu", None),
    ("Ghi âm buổi làm việc.mp3", 5_200_000, "khac", "2026-11-20"),
    ("Biên bản hòa giải.docx", 44_000, None, "2026-11-21"),
)
CONTENTS = (
    "Bào chữa cho bị can trong vụ án trộm cắp tài sản, Điều 173 Bộ luật Hình sự, giai đoạn điều tra tại huyện cũ",
    "Tranh chấp quyền sử dụng đất với hộ liền kề",
    "Ly hôn, nuôi con chung, chia tài sản",
)


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="tgpl-screens-"))


def _window(appearance: Appearance, name: str, cases: int) -> MainWindow:
    office, session = make_office(_folder() / f"{name}-{len(list(_folder().iterdir()))}")
    service = Cases(session)
    for number in range(cases):
        service.take_in(
            sample_intake(
                PEOPLE[number % len(PEOPLE)],
                content=CONTENTS[number % len(CONTENTS)],
                restricted=number % 11 == 4,
            )
        )
    window = main_window(appearance, office, session)
    window.start()
    window.open(KEY)
    return window


def _settled(make: Callable[[Appearance], MainWindow]) -> Maker:
    def made(appearance: Appearance) -> MainWindow:
        return settled(make(appearance))

    return made


def _page(window: MainWindow) -> CasesPage:
    page = window.open(KEY)
    assert isinstance(page, CasesPage)
    return page


def _intake_page(window: MainWindow) -> IntakePage:
    page = _page(window)
    page.take_in()
    assert page.intake is not None
    return page.intake


def _case_page(window: MainWindow) -> CasePage:
    case = _page(window).case
    assert case is not None
    return case


@screen("cases-empty")
@_settled
def _empty(appearance: Appearance) -> MainWindow:
    return _window(appearance, "empty", 0)


@screen("cases-one")
@_settled
def _one(appearance: Appearance) -> MainWindow:
    return _window(appearance, "one", 1)


@screen("cases-many")
@_settled
def _many(appearance: Appearance) -> MainWindow:
    return _window(appearance, "many", 60)


@screen("cases-exported")
@_settled
def _exported(appearance: Appearance) -> MainWindow:
    window = _window(appearance, "exported", 6)
    sheet = Sheet("Vụ việc", "Vụ việc", [SheetColumn("Mã số", 20)], 1, lambda: [("CN1.TV.01.2026",)])
    export = _page(window).list.export
    export.write(sheet, _folder() / "Vụ việc – Tất cả 2026-11-25.xlsx")
    while export.busy:
        QTest.qWait(5)
    return window


@screen("cases-exporting")
@_settled
def _exporting(appearance: Appearance) -> MainWindow:
    window = _window(appearance, "exporting", 6)

    def slow() -> Iterator[tuple[str]]:
        for number in range(1274):
            time.sleep(0.002)
            yield (f"CN1.TV.{number}.2026",)

    _page(window).list.export.write(
        Sheet("Vụ việc", "Vụ việc", [SheetColumn("Mã số", 20)], 1274, slow), _folder() / "Vụ việc.xlsx"
    )
    return window


@screen("intake-empty")
@_settled
def _intake(appearance: Appearance) -> MainWindow:
    window = _window(appearance, "intake", 0)
    _intake_page(window)
    return window


@screen("intake-errors")
@_settled
def _errors(appearance: Appearance) -> MainWindow:
    window = _window(appearance, "errors", 1)
    intake = _intake_page(window)
    intake.form.fill(
        {
            "person.full_name": "Công Tằng Tôn Nữ Thị Phương Thảo",
            "person.citizen_number": "011187001234",
            "person.gender": "nam",
            "part.categories": ["dtts_vung_dbkk", "nguoi_khuyet_tat"],
            "case.form": "tham_gia_to_tung",
        }
    )
    intake.save()
    return window


def _case(appearance: Appearance, name: str, tab: int) -> MainWindow:
    window = _window(appearance, name, 1)
    case_id = fill_case(Cases(window.context.session))
    if tab == PAPERS_TAB:
        fill_papers(window.context.session, case_id)
    _page(window).open_case(case_id)
    _case_page(window).tab(tab)
    return window


def fill_case(cases: Cases) -> str:
    """A case with something on every tab; returns its id."""
    case_id = cases.take_in(
        sample_intake(
            "Công Tằng Tôn Nữ Thị Phương Thảo",
            form="tham_gia_to_tung",
            representation="bao_chua",
            law_field="hinh_su",
            content=CONTENTS[0],
        )
    )
    practitioners = [
        cases.add("practitioner", {"full_name": name, "kind": kind})
        for name, kind in (("Nguyễn Văn An", "tgvpl"), ("H’Nguyệt Niê Kdăm", "luat_su_hd_trung_tam"))
    ]
    for practitioner in practitioners:
        cases.add(
            "assignment",
            {
                "case": case_id,
                "practitioner": practitioner,
                "share": "1/2",
                "from_on": "2026-11-24",
                "decision_number": "12/QĐ-TGPL",
            },
        )
    opponent = cases.add("person", {"full_name": "Giàng A Páo", "birth_year": 1990})
    cases.add("case_person", {"case": case_id, "person": opponent, "role": "bi_hai"})
    cases.add("stage", {"case": case_id, "kind": "dieu_tra", "from_on": "2026-11-10", "body": "Công an tỉnh Điện Biên"})
    cases.add("stage", {"case": case_id, "kind": "truy_to", "from_on": "2026-11-24"})
    cases.add(
        "hearing",
        {
            "case": case_id,
            "at": "2026-12-05T08:00:00+07:00",
            "mode": "truc_tiep",
            "body": "Tòa án nhân dân khu vực 1",
            "place": "Phòng xử án số 2",
        },
    )
    cases.add(
        "event",
        {
            "case": case_id,
            "on": "2026-11-25",
            "kind": "gap_tai_noi_giam_giu",
            "content": "Gặp bị can tại Trại tạm giam; bị can đề nghị triệu tập thêm người làm chứng.",
        },
    )
    paid = {"method": "theo_buoi", "half_sessions": 5, "amount": 2_223_000, "on": "2026-11-25", "origin": "dia_phuong"}
    cases.add("case_payment", {"case": case_id, "practitioner": practitioners[1], **paid})
    quality = {"case": case_id, "body": "to_chuc", "on": "2026-11-25"}
    cases.add("appraisal", {**quality, "act": "tham_dinh", "assessor": "Hội đồng thẩm định", **MOST, "law_applied": 15})
    verdict = {"verdict": "khong_thanh_cong", "version": "qd1179_2022", "document_number": "03/BB-TGPL"}
    cases.add("success_verdict", {**quality, **verdict})
    cases.edit("case", case_id, {"note": "Gia đình ở xa, liên hệ qua trưởng bản.", "content": CONTENTS[0] + " (sửa)"})
    return case_id


def fill_papers(session: Session, case_id: str) -> None:
    """Papers in every state there is, on a PC that the national system knows."""
    session.office = msgspec.structs.replace(session.office, server="https://tgpl.vidu.vn")
    attachments = Attachments(session)
    added = []
    for name, size, kind, day in PAPERS:
        file = _folder() / name
        file.write_bytes(bytes(size))
        added.append(attachments.add(case_id, file, {"kind": kind, "dated_on": day}))
        file.unlink()
    states: list[dict[str, object]] = [
        {"held": True},
        {"pinned": True},
        {"address": "/v1/files/uploads/x", "moved": 1_200_000},
        {"here": False, "held": True},
        {"here": False},
        {"trouble": "file_vanished"},
    ]
    with session.database.write() as connection:
        for record, state in zip(added, states, strict=True):
            connection.execute(update(attachment_files).where(attachment_files.c.id == record).values(**state))


TABS = {OVERVIEW: "overview", PEOPLE_TAB: "people", ASSIGNMENTS: "assignments", PROCEEDINGS: "proceedings"}
TABS |= {EVENTS: "events", PAPERS_TAB: "papers", QUALITY: "quality", HISTORY: "history"}
for number, name in TABS.items():

    @screen(f"case-{name}")
    @_settled
    def _tab(appearance: Appearance, number: int = number, name: str = name) -> MainWindow:
        return _case(appearance, name, number)


@screen("case-dialog")
@_settled
def _dialog(appearance: Appearance) -> MainWindow:
    window = _case(appearance, "dialog", 2)
    later(partial(_case_page(window).do, "appoint"))
    return window


@screen("case-appraisal")
@_settled
def _appraisal(appearance: Appearance) -> MainWindow:
    window = _case(appearance, "appraisal", QUALITY)
    tab = _case_page(window).tab(QUALITY)
    assert isinstance(tab, QualityTab)
    later(tab.add_appraisal)
    return window


@screen("case-end")
@_settled
def _end(appearance: Appearance) -> MainWindow:
    window = _case(appearance, "end", 0)
    later(partial(_case_page(window).do, "end"))
    return window


@screen("case-news")
@_settled
def _news(appearance: Appearance) -> MainWindow:
    window = _case(appearance, "news", 0)
    case = _case_page(window)
    case.overview.form.fields["content"].set_value("Bào chữa, đã gặp bị can", touched=True)
    Cases(window.context.session).edit("case", case.case_id, {"content": "Người khác viết"})
    window.context.changes.tell([("case", case.case_id)])
    return window


@screen("intake-known")
@_settled
def _known(appearance: Appearance) -> MainWindow:
    window = _window(appearance, "known", 2)
    intake = _intake_page(window)
    intake.form.fields["person.full_name"].set_value("Lò Thị Pâng", touched=True)
    intake.form.person_typed.emit()
    return window


@screen("cases-draft")
@_settled
def _draft(appearance: Appearance) -> MainWindow:
    window = _window(appearance, "draft", 5)
    intake = _intake_page(window)
    intake.form.fields["person.full_name"].set_value("Lò Thị Pâng", touched=True)
    intake.keeper.keep()
    intake.leave()
    return window


@screen("people")
@_settled
def _people(appearance: Appearance) -> MainWindow:
    window = _window(appearance, "people", 0)
    fill_case(Cases(window.context.session))
    window.open(PEOPLE_PAGE)
    return window


@screen("people-dialog")
@_settled
def _people_dialog(appearance: Appearance) -> MainWindow:
    window = _window(appearance, "people", 0)
    page = window.open(PEOPLE_PAGE)
    assert isinstance(page, PeoplePage)
    later(page.listed.add)
    return window
