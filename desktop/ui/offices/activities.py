"""The registers of activities: one record type, parted by its kind; advice and duty at court are types of their own."""

from desktop.ui.offices.register import Register, Show
from desktop.words import _

_TITLE = Show("title", 280, stretch=2, bold=True)
_DAY = Show("on", 96)
_PARTNERS = Show("partners", 200, stretch=1, gives_way=1)


def _activity(
    kind: str,
    titles: tuple[str, str, str, str],
    columns: tuple[Show, ...],
    asked: tuple[str, ...],
    totals: tuple[str, ...] = (),
) -> Register:
    """A register of one kind: title, name of one, verb, what teaches; every kind has a name, a day, tags and a note."""
    title, entry, add, teach = titles
    return Register(
        key=kind,
        record_type="activity",
        title=title,
        entry=entry,
        add=add,
        teach=teach,
        columns=(_DAY, _TITLE, *columns),
        form=("title", "on", *asked, "tags", "note"),
        required=frozenset({"title", "on"}),
        fixed={"kind": kind},
        totals=totals,
    )


_DUTY = Register(
    key="duty",
    record_type="duty_contact",
    title=_("Trực Tòa án"),
    entry=_("Lượt trực tại Tòa án"),
    add=_("Thêm lượt trực"),
    teach=_("Chưa ghi lượt trực nào. Ghi mỗi người được tiếp khi trực tại Tòa án hoặc qua điện thoại."),
    columns=(
        Show("at", 160),
        Show("mode", 180),
        Show("court", 240, stretch=1, bold=True),
        Show("practitioner", 180, gives_way=2),
        Show("result", 140),
        Show("became", 150, gives_way=1),
    ),
    form=("at", "mode", "court", "practitioner", "law_field", "result", "became", "content"),
    required=frozenset({"at", "mode"}),
    narrow="mode",
    shown_if={"became": ("result", "thu_ly")},
)

#: Sổ thực hiện việc trợ giúp pháp lý (TT 12/2018/TT-BTP Điều 8 k.2): never counted as cases.
_ADVICE = Register(
    key="advice",
    record_type="simple_advice",
    title=_("Việc TGPL"),
    entry=_("Việc trợ giúp pháp lý"),
    add=_("Thêm việc"),
    teach=_("Chưa ghi việc nào. Ghi mỗi câu hỏi đơn giản được hướng dẫn ngay, không lập hồ sơ vụ việc."),
    columns=(
        _DAY,
        Show("full_name", 200, stretch=1, bold=True),
        Show("category", 180, _("Diện"), gives_way=2),
        Show("law_field", 180, gives_way=1),
        Show("content", 220, stretch=2),
        Show("practitioner", 170, gives_way=3),
    ),
    form=(
        "on",
        "full_name",
        "gender",
        "category",
        "commune",
        "channel",
        "law_field",
        "practitioner",
        "content",
        "became",
    ),
    required=frozenset({"on", "content"}),
    narrow="law_field",
)

ACTIVITIES: tuple[Register, ...] = (
    _ADVICE,
    _DUTY,
    _activity(
        "ngoai_tru_so",
        (
            _("Đợt ngoài trụ sở"),
            _("Đợt trợ giúp pháp lý ngoài trụ sở"),
            _("Thêm đợt"),
            _("Chưa ghi đợt nào. Ghi nơi đến, số lượt người tham dự, số vụ việc tư vấn, tài liệu đã phát."),
        ),
        (
            Show("place", 180, stretch=1, gives_way=2),
            _PARTNERS,
            Show("attendance", 104, _("Lượt người")),
            Show("advised", 88, _("Tư vấn")),
        ),
        (
            "to_on",
            "programme",
            "commune",
            "place",
            "partners",
            "target_groups",
            "attendance",
            "attendance_at_least",
            "advised",
            "advised_at_least",
            "accepted",
            "leaflets",
            "content",
        ),
        ("attendance", "advised", "accepted", "leaflets"),
    ),
    _activity(
        "tin_bai",
        (
            _("Tin, bài"),
            _("Tin, bài, chuyên mục"),
            _("Thêm tin, bài"),
            _("Chưa ghi tin, bài nào. Ghi tin, bài, chuyên mục trên báo, đài, trang thông tin điện tử."),
        ),
        (Show("medium", 160), Show("outlet", 180, gives_way=1), Show("pieces", 104, _("Số tin, bài"))),
        ("medium", "outlet", "pieces", "programme", "content"),
        ("pieces",),
    ),
    _activity(
        "an_pham",
        (
            _("Sản phẩm in"),
            _("Sản phẩm truyền thông"),
            _("Thêm sản phẩm"),
            _("Chưa ghi sản phẩm nào. Ghi tờ gấp, sổ tay, áp phích… với số bản in và số bản phát hành."),
        ),
        (
            Show("product", 160, gives_way=1),
            Show("copies", 112, _("Số bản in")),
            Show("distributed", 112, _("Phát hành"), gives_way=2),
        ),
        ("product", "distributed", "copies", "copies_at_least", "programme", "target_groups", "content"),
        ("copies", "distributed"),
    ),
    _activity(
        "ky_ket",
        (
            _("Ký kết"),
            _("Ký kết, quy chế phối hợp"),
            _("Thêm ký kết"),
            _("Chưa ghi ký kết nào. Ghi quy chế, kế hoạch liên ngành, chương trình phối hợp đã ký và với ai."),
        ),
        (_PARTNERS, Show("number", 140, _("Số"), gives_way=2), Show("expires_on", 120, _("Hiệu lực đến"), gives_way=3)),
        ("number", "expires_on", "issuer", "partners", "programme", "content"),
    ),
    _activity(
        "phoi_hop",
        (
            _("Phối hợp"),
            _("Hoạt động phối hợp"),
            _("Thêm hoạt động"),
            _("Chưa ghi hoạt động nào. Ghi việc đã làm cùng Đoàn luật sư, Hội Luật gia, Ban Dân tộc, các hội."),
        ),
        (_PARTNERS, Show("place", 160, gives_way=2)),
        ("to_on", "place", "partners", "target_groups", "attendance", "attendance_at_least", "programme", "content"),
        ("attendance",),
    ),
    _activity(
        "khen_thuong",
        (
            _("Khen thưởng"),
            _("Khen thưởng"),
            _("Thêm khen thưởng"),
            _("Chưa ghi khen thưởng nào. Ghi danh hiệu, bằng khen của tập thể, cá nhân."),
        ),
        (
            Show("recipient", 200, stretch=1),
            Show("award", 180),
            Show("issuer", 180, gives_way=1),
        ),
        ("award", "recipient", "issuer", "number"),
    ),
    _activity(
        "dot_cao_diem",
        (
            _("Đợt cao điểm"),
            _("Đợt cao điểm, chiến dịch"),
            _("Thêm đợt cao điểm"),
            _("Chưa ghi đợt cao điểm nào. Nhãn của đợt ghi ở từng hoạt động để gom chúng lại."),
        ),
        (Show("to_on", 104), Show("tags", 160, gives_way=1)),
        ("to_on", "number", "programme", "content"),
    ),
)
