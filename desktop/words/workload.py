"""What people are told of how much everybody has to do, and of the norm."""

from fractions import Fraction

from desktop.domain.catalogues import catalogue
from desktop.domain.norms import FAILED
from desktop.words import _
from desktop.words.formats import exact
from sync.contract.records import CaseNorm

NAME = _("Khối lượng, chỉ tiêu")
TITLE = _("Khối lượng và chỉ tiêu vụ việc theo người thực hiện")
BASIS = _("chỉ tiêu vụ việc tham gia tố tụng Bộ Tư pháp giao hằng năm")
COUNTED = _("Vụ việc")
STUB = _("Người thực hiện")
TOTAL = _("Tổng số")
NOBODY = _("Chưa ghi người thực hiện")
HEADS = (
    (_("Nhận trong kỳ"),),
    (_("Đang thực hiện cuối kỳ"),),
    (_("Kết thúc trong kỳ"), _("Tổng số")),
    (_("Kết thúc trong kỳ"), _("Tham gia tố tụng")),
)
SHORT = (_("Nhận"), _("Đang thực hiện"), _("Kết thúc"), _("Tố tụng kết thúc"))
HOW = (
    _("Vụ việc nhiều người cùng thực hiện: cột kết thúc tính cho mỗi người theo đúng phần; cột khác tính mỗi người 1."),
    _("Chỉ tiêu tính theo vụ việc tham gia tố tụng kết thúc; thâm niên tính đến ngày cuối kỳ."),
)
NO_NORM = _("Chưa nhập chỉ tiêu năm {year}: vào Đơn vị và hoạt động, Nhân sự, Chỉ tiêu vụ việc.")
NOT_A_YEAR = _("Kỳ chưa đủ một năm nên chưa xếp loại theo chỉ tiêu.")
_RATINGS = {"tot": _("tốt"), "kha": _("khá"), "dat": _("đạt"), FAILED: _("không đạt")}


def person(name: str, rating: str | None, missing: Fraction | None) -> str:
    """A practitioner with what the norm says of them: ``Vừ Thị Mái (khá)``, ``Đinh Văn Ấn (không đạt, thiếu 3)``."""
    told = [_RATINGS[rating]] if rating else []
    if missing:
        told.append(_("thiếu {count}").format(count=exact(missing)))
    return f"{name} ({', '.join(told)})" if told else name


def norm(one: CaseNorm, name: str) -> str:
    """``Chỉ tiêu 2026, dưới 03 năm: đạt từ 10, khá từ 15, tốt từ 20``."""
    steps = ((_("đạt"), one.passes), (_("khá"), one.good), (_("tốt"), one.excellent))
    said = [_("{step} từ {count}").format(step=step, count=count) for step, count in steps if count is not None]
    return _("Chỉ tiêu {year}, {whom}: {steps}").format(
        year=one.year,
        whom=name or catalogue("seniority").label(one.seniority or ""),
        steps=", ".join(said),
    )
