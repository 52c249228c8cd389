"""Every shared widget on a few screens, for `tests.screenshots` and for the eye."""

import datetime as dt
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

import sync.contract.records  # noqa: F401 - registers the record types
from desktop.qt.table_model import Column, Mark
from desktop.ui.shell import Page, Shell
from desktop.ui.theme import Appearance, current
from desktop.ui.tokens import Role
from desktop.ui.widgets.buttons import button, icon_button
from desktop.ui.widgets.cards import Banner, Card
from desktop.ui.widgets.checks import CheckBox, RadioButton
from desktop.ui.widgets.chips import StateChip
from desktop.ui.widgets.choices import Choice, Choices
from desktop.ui.widgets.combo import ComboBox
from desktop.ui.widgets.completer import CompletingEdit
from desktop.ui.widgets.dialogs import ask
from desktop.ui.widgets.fields import FieldFactory
from desktop.ui.widgets.flow import FlowLayout
from desktop.ui.widgets.form import Form
from desktop.ui.widgets.labels import label
from desktop.ui.widgets.listing import Listing
from desktop.ui.widgets.status_line import Part
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.tabs import Tabs
from sync.contract.fields import RECORD_TYPES
from tests.screenshots import later, screen

VIETNAM = dt.timezone(dt.timedelta(hours=7))

GENDERS = Choices([Choice("nam", "Nam"), Choice("nu", "Nữ")])
PEOPLES = Choices(
    [
        Choice(code, title)
        for code, title in [
            ("01", "Kinh"),
            ("02", "Tày"),
            ("03", "Thái"),
            ("05", "Khmer"),
            ("06", "Mường"),
            ("07", "Nùng"),
            ("08", "Mông"),
            ("12", "Ê Đê"),
            ("13", "Ba Na"),
        ]
    ]
)
LAW_FIELDS = Choices(
    [
        Choice("hinh_su", "Hình sự"),
        Choice("dan_su", "Dân sự"),
        Choice("hon_nhan", "Hôn nhân và gia đình"),
        Choice("hanh_chinh", "Hành chính"),
    ]
)
CATEGORIES = Choices(
    [
        Choice("tre_em", "Trẻ em"),
        Choice("ho_ngheo", "Người thuộc hộ nghèo"),
        Choice("dan_toc", "Người dân tộc thiểu số cư trú ở vùng đặc biệt khó khăn"),
        Choice("co_cong", "Người có công với cách mạng"),
    ]
)
CATALOGUES = {
    "gender": GENDERS,
    "ethnic_group": PEOPLES,
    "law_field": LAW_FIELDS,
    "beneficiary_category": CATEGORIES,
    "form": Choices([Choice("tgtt", "Tham gia tố tụng"), Choice("tv", "Tư vấn pháp luật")]),
}


def now() -> dt.datetime:
    """The moment all pictures are taken at."""
    return dt.datetime(2026, 11, 20, 8, 12, tzinfo=VIETNAM)


def factory(record: str) -> FieldFactory:
    """The fields of a record type over the catalogues above."""
    return FieldFactory(RECORD_TYPES[record].fields, now=now, choices=lambda name: CATALOGUES[name])


@dataclass(frozen=True)
class CaseRow:
    """What a list of cases shows."""

    code: str
    person: str
    content: str
    stage: str
    due: str
    sync: Mark


UNSENT = Mark("Chờ gửi", "cloud-upload", "wait")
SENT = Mark("Đã nhận", "cloud-check", "ok")
REFUSED = Mark("Chưa được nhận", "circle-alert", "bad")
TWO_VALUES = Mark("Hai giá trị", "diff", "differ")

ROWS = [
    CaseRow("CN1.TGTT.12.2026", "Lò Thị Pâng", "Bào chữa, Điều 173 BLHS", "Điều tra", "hôm nay", UNSENT),
    CaseRow(
        "CN1.TGTT.11.2026",
        "Công Tằng Tôn Nữ Thị Phương Thảo",
        "Bảo vệ quyền lợi của bị hại trong vụ án xâm hại sức khỏe, gia đình đề nghị trợ giúp viên là nữ",
        "Xét xử sơ thẩm",
        "24/11/2026",
        TWO_VALUES,
    ),
    CaseRow("CN1.TV.10.2026", "H’Nguyệt Niê Kdăm", "Tranh chấp đất rẫy", "", "02/12/2026", SENT),
    CaseRow("Tạm-7K2M", "Giàng A Sử", "Ly hôn, tranh chấp quyền nuôi con", "Hòa giải", "", REFUSED),
]

COLUMNS: list[Column[CaseRow]] = [
    Column("Mã số", lambda row: row.code, 144, sort_key="code", elide=Qt.TextElideMode.ElideMiddle),
    Column("Người được TGPL", lambda row: row.person, 240, sort_key="person"),
    Column("Nội dung", lambda row: row.content, 140, stretch=1, gives_way=1),
    Column("Giai đoạn", lambda row: row.stage, 128, gives_way=2),
    Column("Hạn", lambda row: row.due, 116, sort_key="due"),
    Column("Đồng bộ", lambda row: row.sync, 136),
]


def case_table() -> Table:
    """A table of cases in which every id stands for one of four rows."""

    def fetch(ids: Sequence[int]) -> list[CaseRow | None]:
        return [ROWS[row_id % len(ROWS)] for row_id in ids]

    return Table("Vụ việc", COLUMNS, fetch)


def _case_page(count: int) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current().px(10))
    actions = QHBoxLayout()
    for title in ("Đang thực hiện 128", "Chờ tôi xử lý 7"):
        actions.addWidget(button(title))
    actions.addStretch()
    actions.addWidget(button("Tiếp nhận yêu cầu", look="primary", sign="plus", keys="Ctrl+N"))
    filters = QHBoxLayout()
    filters.addWidget(ComboBox("Trạng thái", [Choice("", "Trạng thái: tất cả"), Choice("moi", "Mới")]))
    filters.addWidget(ComboBox("Lĩnh vực", [Choice("", "Lĩnh vực: tất cả")]))
    filters.addWidget(icon_button("rotate-ccw", "Bỏ bộ lọc"))
    filters.addStretch()
    filters.addWidget(button("Xuất Excel", sign="file-spreadsheet"))
    column.addLayout(actions)
    column.addLayout(filters)
    listing = Listing(case_table())
    listing.empty.show_words(
        "Chưa có vụ việc nào. Nhấn Ctrl+N để tiếp nhận yêu cầu đầu tiên, hoặc nhập từ Excel.", "Tiếp nhận yêu cầu"
    )
    listing.show_ids(array("q", range(count)))
    if count:
        listing.table.selectRow(1)
    column.addWidget(listing, 1)
    return page


def _shell(appearance: Appearance, page: Page, *, practice: bool = False) -> Shell:
    shell = Shell(appearance, practice=practice)
    for key, title, icon in (
        ("today", "Hôm nay", "calendar-check-2"),
        ("cases", "Vụ việc", "briefcase"),
        ("people", "Người được TGPL", "users"),
        ("organisations", "Tổ chức", "building-2"),
        ("activities", "Hoạt động", "calendar-days"),
        ("reports", "Báo cáo", "chart-column"),
        ("sync", "Đồng bộ", "refresh-cw"),
        ("settings", "Cài đặt", "settings"),
    ):
        shell.register(page if key == page.key else Page(key, title, icon, QWidget))
    shell.navigation.set_count("today", 3)
    shell.navigation.set_count("sync", 1274)
    shell.set_user("Hoà", QMenu(shell))
    shell.status.show_status(
        "cloud-off",
        [
            Part("Không có kết nối."),
            Part("5 thay đổi chờ gửi, lâu nhất đã 3 ngày.", Role.WAIT),
            Part("Đồng bộ đầy đủ lần gần nhất: 16:02 ngày 19/11/2026."),
        ],
    )
    shell.open(page.key)
    return shell


@screen("list")
def many_rows(appearance: Appearance) -> QWidget:
    """The list of cases with many rows."""
    return _shell(appearance, Page("cases", "Vụ việc", "briefcase", lambda: _case_page(1274)))


@screen("empty")
def no_rows(appearance: Appearance) -> QWidget:
    """The list of cases with nothing in it, in practice data."""
    page = Page("cases", "Vụ việc", "briefcase", lambda: _case_page(0))
    return _shell(appearance, page, practice=True)


@screen("form")
def intake(appearance: Appearance) -> QWidget:
    """A form with values, a complaint, chips and a long text."""
    return _shell(appearance, Page("cases", "Tiếp nhận yêu cầu", "briefcase", _form_page))


def _form_page() -> QWidget:
    form = Form()
    person, case, part = factory("person"), factory("case"), factory("case_person")
    form.add_section("Người được trợ giúp pháp lý")
    form.add("full_name", person.make("full_name", required=True))
    form.add("birth_date", person.make("birth_date"))
    form.add("gender", person.make("gender"))
    form.add("ethnic_group", person.make("ethnic_group"))
    form.add("citizen_number", person.make("citizen_number", hint="9 hoặc 12 chữ số"))
    form.add("categories", part.make("categories", required=True))
    form.add_section("Yêu cầu")
    form.add("received_at", case.make("received_at", required=True))
    form.add("form", case.make("form", required=True))
    form.add("law_field", case.make("law_field"))
    form.add("in_custody", case.make("in_custody"))
    form.add("content", case.make("content", required=True))
    form.show_values(
        {
            "full_name": "Công Tằng Tôn Nữ Thị Phương Thảo",
            "birth_date": "1964-03-05",
            "citizen_number": "12",
            "categories": ["ho_ngheo", "dan_toc"],
            "received_at": "2026-11-20T08:12:00+07:00",
            "form": "tgtt",
            "in_custody": True,
            "content": "Bào chữa cho bị can trong vụ án trộm cắp tài sản, Điều 173 Bộ luật Hình sự.",
        }
    )
    form.fields["citizen_number"].validate()
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, current().px(8), current().px(8))
    column.setSpacing(current().px(16))
    column.addWidget(form)
    row = QHBoxLayout()
    row.addWidget(button("Lưu vụ việc", look="primary", sign="save"))
    row.addWidget(button("Đóng, không lưu"))
    row.addStretch()
    column.addLayout(row)
    column.addStretch()
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setWidget(page)
    return scroll


@screen("parts")
def parts(appearance: Appearance) -> QWidget:
    """Buttons, chips, banners, cards, tabs."""
    return _shell(appearance, Page("today", "Hôm nay", "calendar-check-2", _parts_page))


def _parts_page() -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current().px(12))
    for role, title, text, verb in (
        (Role.WAIT, "Bản nháp chưa lưu", "Yêu cầu của Lò Thị Pâng, gõ lúc 08:12.", "Mở lại bản nháp"),
        (Role.BAD, "Máy này cần kết nối lại", "Các thay đổi vẫn được giữ trên máy này.", "Mở Cài đặt"),
    ):
        banner = Banner()
        banner.show_words(role, title, text, verb)
        column.addWidget(banner)
    chips = QHBoxLayout()
    for mark in (UNSENT, SENT, REFUSED, TWO_VALUES, Mark("Đã lưu trữ")):
        chips.addWidget(StateChip(mark))
    chips.addStretch()
    column.addLayout(chips)
    buttons = FlowLayout(spacing=current().px(8))
    buttons.addWidget(button("Cử người thực hiện", look="primary", sign="user-plus"))
    buttons.addWidget(button("Kết thúc vụ việc", sign="check"))
    buttons.addWidget(button("Bỏ vào thùng rác", look="danger", sign="trash-2"))
    buttons.addWidget(button("Xem thêm", look="quiet"))
    waiting = button("Lưu lựa chọn", look="primary")
    waiting.setEnabled(False)
    buttons.addWidget(waiting)
    mine = CheckBox("Chỉ việc của tôi")
    mine.setChecked(True)
    buttons.addWidget(mine)
    buttons.addWidget(CheckBox("Cả đã lưu trữ"))
    chosen = RadioButton("24/11/2026")
    chosen.setChecked(True)
    buttons.addWidget(chosen)
    buttons.addWidget(RadioButton("26/11/2026"))
    column.addLayout(buttons)
    tabs = Tabs("Vụ việc")
    for title in ("Tổng quan", "Người", "Phân công", "Giai đoạn, phiên tòa"):
        card = Card(title)
        card.body.addWidget(label("Bào chữa, Điều 173 BLHS"))
        card.body.addWidget(label("Chưa có thông tin.", "small", Role.MUTED))
        tabs.addTab(card, title)
    column.addWidget(tabs)
    column.addStretch()
    return page


@screen("suggestions")
def suggestions(appearance: Appearance) -> QWidget:
    """A completing field with its suggestions open."""
    window = _shell(appearance, Page("cases", "Tiếp nhận yêu cầu", "briefcase", _form_page))
    line = window.findChildren(CompletingEdit)[2]
    later(line.open)
    return window


@screen("dialog")
def dialog(appearance: Appearance) -> QWidget:
    """A dangerous question."""
    window = _shell(appearance, Page("cases", "Vụ việc", "briefcase", lambda: _case_page(4)))

    def question() -> None:
        ask(
            window,
            "Bỏ vụ việc vào thùng rác?",
            "Vụ việc CN1.TGTT.12.2026 của Lò Thị Pâng sẽ nằm trong thùng rác 90 ngày.",
            "Bỏ vào thùng rác",
            window.close,
            dangerous=True,
        )

    later(question)
    return window
