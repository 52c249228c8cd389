"""What is said of statistics that leave without anybody in them."""

from collections.abc import Sequence
from typing import Protocol

from desktop.domain.dates import format_date
from desktop.domain.periods import Period
from desktop.domain.suppression import HIDDEN, SUM, Released
from desktop.words import _
from desktop.words import reports as report_words
from desktop.words.formats import whole

NAME = _("Số liệu ẩn danh")
TABLE, CASES, RULES = _("Số lượt người"), _("Vụ việc"), _("Cách che số liệu")
FIELD = _("Lĩnh vực")
TOTAL, NOT_SAID = _("Tổng số"), _("Khác, chưa ghi")
LEAD = _(
    "Danh sách vụ việc không có tên, mã số, nội dung, ngày; bảng đếm người theo lĩnh vực và diện. "
    "Nhóm nhỏ hơn ngưỡng bị che, kể cả khi có thể suy ra từ tổng số."
)
THRESHOLD_TITLE = _("Che nhóm có ít hơn (người, vụ việc)")
THRESHOLD_HINT = _("Mặc định 5: ở xã nhỏ, nhóm từ một đến bốn người dễ bị nhận ra.")


class _Release(Protocol):
    """`desktop.services.releasing.Release`."""

    @property
    def period(self) -> Period: ...
    @property
    def threshold(self) -> int: ...
    @property
    def cases(self) -> object: ...
    @property
    def left_out(self) -> int: ...
    @property
    def people(self) -> Released: ...
    @property
    def overlapping(self) -> Sequence[Period]: ...


def told(code: str, label: str) -> str:
    """What a row or a column of the table is called."""
    return TOTAL if code == SUM else label or NOT_SAID


def lead(overlapping: Sequence[Period]) -> str:
    """What is told to whoever is about to make them."""
    return f"{LEAD} {_overlap(overlapping)}" if overlapping else LEAD


def _overlap(periods: Sequence[Period]) -> str:
    """What must not be given away together, and why."""
    if not periods:
        return _("Không đưa kèm tệp của kỳ khác chồng lên kỳ này: lấy hiệu hai tệp có thể lộ nhóm nhỏ.")
    return _(
        "Trên máy này đã xuất kỳ {periods}, chồng lên kỳ này: không đưa cả hai cho cùng một nơi, "
        "vì lấy hiệu hai tệp có thể lộ nhóm nhỏ."
    ).format(periods="; ".join(f"{format_date(each.first)}–{format_date(each.last)}" for each in periods))


def rules(release: _Release) -> list[str]:
    """What was hidden, and by which rule."""
    table = release.people
    few = whole(release.threshold)
    return [
        report_words.between(release.period),
        _(
            "Không có họ tên, mã số, ngày sinh, địa chỉ, nội dung; ngày chỉ còn quý. "
            "Số của tổ chức khác không nằm trong tệp."
        ),
        _("Ô từ 1 đến {last} người bị che bằng dấu {mark}; số 0 giữ nguyên.").format(
            last=whole(release.threshold - 1), mark=HIDDEN
        ),
        _("Vì ngưỡng là {few}: nhóm nhỏ hơn dễ bị người cùng xã nhận ra.").format(few=few),
        _(
            "Che thêm một số ô khác, kể cả tổng, để không lấy tổng trừ ra được ô đã che; "
            "các ô che trong một hàng, một cột cộng lại không dưới {few} khi tổng còn hiện."
        ).format(few=few),
        # In one number: were it known that none is hidden besides, two hidden ones that make eight were four each.
        _("Bảng: che {hidden} ô trong {all} ô.").format(
            hidden=whole(len(table.small) + len(table.further)),
            all=whole(len(table.rows) * len(table.columns)),
        ),
        _(
            "Danh sách: mỗi dòng có ít nhất {few} dòng giống nhau; mục làm dòng khác đi bị che, "
            "lần lượt từ quý, nguồn yêu cầu đến hình thức."
        ).format(few=few),
        _("Danh sách: bỏ những vụ việc mà che hết vẫn lẻ loi.")
        if release.left_out
        else _("Danh sách: không bỏ vụ việc nào."),
        _overlap(release.overlapping),
    ]
