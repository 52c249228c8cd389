"""The registers of an office, in the order of their tabs; a further one is a declaration here."""

from desktop.ui.offices.activities import ACTIVITIES
from desktop.ui.offices.register import Group, Register, Show
from desktop.words import _

_POSITIONS = Register(
    key="positions",
    record_type="staff_position",
    title=_("Chức vụ"),
    entry=_("Chức vụ"),
    add=_("Thêm chức vụ"),
    teach=_("Chưa ghi ai giữ chức vụ gì. Thêm Giám đốc, Phó Giám đốc, Trưởng Chi nhánh và ngày được bổ nhiệm."),
    columns=(
        Show("practitioner", 240, stretch=2, bold=True),
        Show("position", 200, stretch=1),
        Show("from_on", 104),
        Show("to_on", 104),
        Show("decision_number", 140, gives_way=1),
    ),
    form=("practitioner", "position", "decision_number", "from_on", "to_on", "note"),
    required=frozenset({"practitioner", "position", "from_on"}),
    narrow="position",
    begins_today=False,
)
_MOVEMENTS = Register(
    key="movements",
    record_type="staff_movement",
    title=_("Biến động"),
    entry=_("Biến động nhân sự"),
    add=_("Thêm biến động"),
    teach=_("Chưa ghi biến động nào. Thêm khi có người được bổ nhiệm, chuyển công tác, biệt phái, nghỉ chế độ."),
    columns=(
        Show("practitioner", 240, stretch=2, bold=True),
        Show("kind", 160),
        Show("on", 104),
        Show("elsewhere", 200, stretch=1, gives_way=2),
        Show("decision_number", 140, gives_way=1),
    ),
    form=("practitioner", "kind", "on", "until", "elsewhere", "decision_number", "note"),
    required=frozenset({"practitioner", "kind", "on"}),
    narrow="kind",
    shown_if={"until": ("kind", "biet_phai")},
    begins_today=False,
)
_NORMS = Register(
    key="norms",
    record_type="case_norm",
    title=_("Chỉ tiêu vụ việc"),
    entry=_("Chỉ tiêu vụ việc"),
    add=_("Thêm chỉ tiêu"),
    teach=_(
        "Chưa nhập chỉ tiêu nào. Nhập theo văn bản giao chỉ tiêu hằng năm: từ bao nhiêu vụ việc tham gia tố tụng kết "
        "thúc là đạt, khá, tốt; theo thâm niên, hoặc riêng cho một người."
    ),
    columns=(
        Show("year", 64),
        Show("seniority", 220, stretch=1, bold=True),
        Show("practitioner", 200, stretch=1),
        Show("passes", 90),
        Show("good", 90),
        Show("excellent", 90),
        Show("document", 200, gives_way=1),
    ),
    form=("year", "seniority", "practitioner", "passes", "good", "excellent", "document", "note"),
    required=frozenset({"year", "passes"}),
    narrow="seniority",
)
ORGANISATIONS = Register(
    key="organisations",
    record_type="organisation",
    title=_("Tổ chức tham gia"),
    entry=_("Tổ chức tham gia trợ giúp pháp lý"),
    add=_("Thêm tổ chức"),
    teach=_("Chưa có tổ chức nào. Thêm tổ chức ký hợp đồng hoặc đăng ký tham gia trợ giúp pháp lý."),
    columns=(
        Show("name", 280, stretch=2, bold=True),
        Show("kind", 180),
        Show("sub_kind", 150, gives_way=3),
        Show("head", 180, gives_way=2),
        Show("phone", 120, gives_way=1),
    ),
    form=("name", "kind", "sub_kind", "head", "phone", "address", "note"),
    required=frozenset({"name", "kind"}),
    narrow="kind",
)
_CONTRACTS = Register(
    key="contracts",
    record_type="organisation_event",
    title=_("Hợp đồng, đăng ký"),
    entry=_("Hợp đồng, đăng ký của tổ chức"),
    add=_("Thêm sự kiện"),
    teach=_("Chưa ghi hợp đồng, giấy đăng ký nào. Ghi ngày ký, gia hạn, chấm dứt; ngày cấp, thay đổi, thu hồi."),
    columns=(
        Show("organisation", 280, stretch=2, bold=True),
        Show("kind", 200),
        Show("on", 104),
        Show("number", 140, _("Số"), gives_way=1),
        Show("valid_to", 120, _("Hiệu lực đến"), gives_way=2),
    ),
    form=("organisation", "kind", "on", "number", "valid_to", "reason"),
    required=frozenset({"organisation", "kind", "on"}),
    narrow="kind",
    begins_today=False,
)
_PLANS = Register(
    key="plans",
    record_type="plan",
    title=_("Kế hoạch, chương trình"),
    entry=_("Kế hoạch, chương trình"),
    add=_("Thêm kế hoạch"),
    teach=_("Chưa ghi kế hoạch nào. Ghi số, ngày ban hành; chương trình chưa có kế hoạch thì ghi lý do."),
    columns=(
        Show("year", 64),
        Show("programme", 240, stretch=1, bold=True),
        Show("number", 140),
        Show("issued_on", 112),
        Show("issuer", 160, gives_way=2),
        Show("absent_reason", 200, stretch=1, gives_way=1),
    ),
    form=(
        "year",
        "programme",
        "absent",
        "number",
        "issued_on",
        "issuer",
        "title",
        "absent_reason",
        "outlook",
        "review",
    ),
    required=frozenset({"year", "programme", "number", "issued_on", "absent_reason"}),
    narrow="programme",
    shown_if={
        "number": ("absent", False),
        "issued_on": ("absent", False),
        "issuer": ("absent", False),
        "title": ("absent", False),
        "absent_reason": ("absent", True),
    },
)
_BUDGET = Register(
    key="budget",
    record_type="budget_line",
    title=_("Kinh phí"),
    entry=_("Kinh phí"),
    add=_("Thêm kinh phí"),
    teach=_("Chưa ghi kinh phí nào. Ghi theo năm và mục đích: được duyệt, năm trước chuyển sang, đã chi."),
    columns=(
        Show("year", 64),
        Show("purpose", 220, stretch=1, bold=True),
        Show("programme", 200, gives_way=1),
        Show("approved", 132, _("Được duyệt")),
        Show("carried_in", 132, _("Chuyển sang"), gives_way=2),
        Show("spent", 132, _("Đã chi")),
    ),
    form=("year", "purpose", "programme", "origin", "approved", "carried_in", "spent", "reason", "note"),
    required=frozenset({"year", "purpose"}),
    narrow="purpose",
    totals=("approved", "carried_in", "spent"),
)
_UNIT_YEARS = Register(
    key="unit-years",
    record_type="unit_year",
    title=_("Đơn vị"),
    entry=_("Số liệu của đơn vị trong năm"),
    add=_("Thêm một năm"),
    teach=_("Chưa ghi năm nào. Ghi trang thông tin điện tử, dịch vụ công, trụ sở, trang thiết bị, ô tô của năm."),
    columns=(
        Show("year", 64, bold=True),
        Show("website", 120, _("Trang tin riêng")),
        Show("online_service", 180, stretch=1),
        Show("equipment", 160, gives_way=1),
        Show("offices", 88, _("Trụ sở"), gives_way=3),
        Show("hearing_rooms", 112, _("Điểm cầu"), gives_way=2),
        Show("cars", 72, _("Ô tô")),
    ),
    form=(
        "year",
        "online_service",
        "website",
        "website_address",
        "staff_quota",
        "equipment",
        "offices",
        "hearing_rooms",
        "cars",
        "office_change",
        "car_change",
        "note",
    ),
    required=frozenset({"year"}),
)
_COMMUNE_YEARS = Register(
    key="commune-years",
    record_type="commune_year",
    title=_("Xã, phường"),
    entry=_("Số liệu của xã, phường trong năm"),
    add=_("Thêm xã, phường"),
    teach=_(
        "Chưa ghi xã, phường nào. Ghi chuẩn tiếp cận pháp luật, nông thôn mới, số giải thích, giới thiệu trong năm."
    ),
    columns=(
        Show("year", 64),
        Show("commune", 240, stretch=1, bold=True),
        Show("legal_access", 148, _("Chuẩn tiếp cận PL")),
        Show("new_rural", 132, _("Nông thôn mới"), gives_way=1),
        Show("explained", 104, _("Giải thích")),
        Show("referred", 104, _("Giới thiệu")),
    ),
    form=("year", "commune", "legal_access", "new_rural", "explained", "referred", "note"),
    required=frozenset({"year", "commune"}),
    totals=("explained", "referred"),
)

GROUPS: tuple[Group, ...] = (
    Group(_("Hoạt động"), ACTIVITIES),
    Group(_("Nhân sự"), (_POSITIONS, _MOVEMENTS, _NORMS)),
    Group(_("Tổ chức tham gia"), (ORGANISATIONS, _CONTRACTS)),
    Group(_("Kế hoạch, kinh phí"), (_PLANS, _BUDGET)),
    Group(_("Số liệu năm"), (_UNIT_YEARS, _COMMUNE_YEARS)),
)
