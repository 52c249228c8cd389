"""What is counted, each said once: a predicate is a SQL expression over the rows of a population, with its source.

A cell's number and the list behind it come from the same expressions, so that they cannot differ (DESIGN §6).
"""

from sqlalchemy import String, and_, cast, func, not_, or_, true

from desktop.domain.catalogues import catalogue
from desktop.reports.asked import FIRST, LAST
from desktop.reports.criteria import BY_CRITERION
from desktop.reports.holding import ACCEPTED_ON, BEGAN_ON, CLOSED_ON, ENDED, MOVED_IN_ON, MOVED_OUT_ON
from desktop.reports.naming import Predicate, registering
from desktop.reports.performing_predicates import PERFORMING
from desktop.reports.populations import HAS_PERFORMER, HAS_PERSON, IS_LITIGATION
from desktop.store.tables import TABLES

case, part, person = TABLES["case"].c, TABLES["case_person"].c, TABLES["person"].c
assignment, practitioner = TABLES["assignment"].c, TABLES["practitioner"].c

#: Name → the expression.
PREDICATES: dict[str, Predicate] = {}
_predicate = registering(PREDICATES)


@_predicate
def everything() -> Predicate:
    """Whoever or whatever is counted at all."""
    return true()


def _field_group(group: str) -> Predicate:
    fields = {entry.code for entry in catalogue("law_field").entries if entry.group == group}
    return case.law_field.in_(sorted(fields))


@_predicate
def criminal() -> Predicate:
    """Pháp luật hình sự (biểu 24, dòng 1)."""
    return _field_group("g_hinh_su")


@_predicate
def civil() -> Predicate:
    """Pháp luật dân sự, hôn nhân gia đình (biểu 24, dòng 2)."""
    return _field_group("g_dan_su_hngd")


@_predicate
def administrative() -> Predicate:
    """Pháp luật hành chính (biểu 24, dòng 3; put together from the rows that could be read)."""
    return _field_group("g_hanh_chinh")


@_predicate
def other_field() -> Predicate:
    """Các lĩnh vực khác (biểu 24, dòng 4; put together likewise)."""
    return _field_group("g_khac")


@_predicate
def advice() -> Predicate:
    """Tư vấn pháp luật (Luật TGPL Điều 27 k.2)."""
    return case.form == "tu_van_phap_luat"


@_predicate
def litigation() -> Predicate:
    """Tham gia tố tụng (Luật TGPL Điều 27 k.2)."""
    return IS_LITIGATION


@_predicate
def defence() -> Predicate:
    """Bào chữa (Luật TGPL Điều 31), as the monthly bulletin splits litigation."""
    return case.representation == "bao_chua"


@_predicate
def protection() -> Predicate:
    """Bảo vệ quyền và lợi ích hợp pháp (Luật TGPL Điều 31), the other part of it."""
    return case.representation == "bao_ve"


@_predicate
def representation() -> Predicate:
    """Đại diện ngoài tố tụng (Luật TGPL Điều 27 k.2)."""
    return case.form == "dai_dien_ngoai_to_tung"


@_predicate
def man() -> Predicate:
    """Giới tính: nam."""
    return person.gender == "nam"


@_predicate
def woman() -> Predicate:
    """Giới tính: nữ."""
    return person.gender == "nu"


def _primary(*codes: str) -> Predicate:
    """The category a person is counted under, once (biểu 24); of a person with one alone, that one."""
    return part.primary_category.in_(codes)


def _has(code: str) -> Predicate:
    """Whether it is among the categories, which are a JSON list of codes."""
    return cast(part.categories, String).contains(f'"{code}"', autoescape=True)


_POOR, _MINORITY = "ho_ngheo", "dtts_vung_dbkk"
_BOTH = and_(_primary(_POOR, _MINORITY), _has(_POOR), _has(_MINORITY))


@_predicate
def merit() -> Predicate:
    """Người có công với cách mạng (Luật TGPL Điều 7 k.1)."""
    return _primary("nguoi_co_cong")


@_predicate
def poor_only() -> Predicate:
    """Người thuộc hộ nghèo (Điều 7 k.2), who is not counted in column 7 (assumed: DOMAIN §4.2)."""
    return and_(_primary(_POOR), not_(_BOTH))


@_predicate
def minority_only() -> Predicate:
    """Người dân tộc thiểu số cư trú ở vùng ĐBKK (Điều 7 k.4), who is not counted in column 7."""
    return and_(_primary(_MINORITY), not_(_BOTH))


@_predicate
def poor_and_minority() -> Predicate:
    """Vừa thuộc hộ nghèo, vừa là người dân tộc thiểu số (biểu 24, cột 7)."""
    return _BOTH


@_predicate
def child() -> Predicate:
    """Trẻ em (Điều 7 k.3)."""
    return _primary("tre_em")


def _minor(*statuses: str) -> Predicate:
    """Somebody of 16 to 17 by the law in force since 2026, which names several kinds in one clause."""
    return and_(_primary("nctn_16_18"), part.sub_status.in_(statuses))


@_predicate
def accused_minor() -> Predicate:
    """Người bị buộc tội từ đủ 16 đến dưới 18 tuổi (Điều 7 k.5); since 2026 of the wider clause who is accused."""
    return or_(_primary("bi_buoc_toi_16_18"), _minor("bi_buoc_toi"))


@_predicate
def accused_near_poor() -> Predicate:
    """Người bị buộc tội thuộc hộ cận nghèo (Điều 7 k.6)."""
    return _primary("bi_buoc_toi_can_ngheo")


@_predicate
def martyr_family() -> Predicate:
    """Thân nhân liệt sĩ có khó khăn về tài chính (Điều 7 k.7 a)."""
    return _primary("than_nhan_liet_si")


@_predicate
def agent_orange() -> Predicate:
    """Người nhiễm chất độc da cam (Điều 7 k.7 b)."""
    return _primary("chat_doc_da_cam")


@_predicate
def elderly() -> Predicate:
    """Người cao tuổi (Điều 7 k.7 c)."""
    return _primary("nguoi_cao_tuoi")


@_predicate
def disabled() -> Predicate:
    """Người khuyết tật (Điều 7 k.7 d)."""
    return _primary("nguoi_khuyet_tat")


@_predicate
def minor_victim() -> Predicate:
    """Bị hại từ đủ 16 đến dưới 18 tuổi (Điều 7 k.7 đ); since 2026 of the wider clause who is the victim."""
    return or_(_primary("bi_hai_16_18"), _minor("bi_hai"))


@_predicate
def domestic_violence() -> Predicate:
    """Nạn nhân trong vụ việc bạo lực gia đình (Điều 7 k.7 e)."""
    return _primary("nan_nhan_blgd")


@_predicate
def trafficked() -> Predicate:
    """Nạn nhân của hành vi mua bán người (Điều 7 k.7 g; since 01/7/2025 k.6a, assumed to be the same column)."""
    return _primary("nan_nhan_mua_ban_nguoi_7g", "nan_nhan_mua_ban_nguoi_6a")


@_predicate
def hiv() -> Predicate:
    """Người nhiễm HIV (Điều 7 k.7 h)."""
    return _primary("nhiem_hiv")


@_predicate
def no_column() -> Predicate:
    """Whose category has no column in form 24 of 2019: the lawful exception of its sum."""
    newer = _primary("dien_khac", "ho_can_ngheo", "huong_tro_cap_xa_hoi")
    statuses = ("bi_buoc_toi", "bi_hai")
    minor = and_(_primary("nctn_16_18"), or_(part.sub_status.is_(None), part.sub_status.not_in(statuses)))
    return or_(newer, minor)


@_predicate
def carried_over() -> Predicate:
    """Kỳ trước chuyển qua (biểu 25): open with the units when the period began."""
    return and_(BEGAN_ON < FIRST, or_(CLOSED_ON.is_(None), CLOSED_ON >= FIRST))


@_predicate
def accepted() -> Predicate:
    """Thụ lý trong kỳ (biểu 25; TT 12/2018/TT-BTP Điều 5 k.2): entered in the Sổ of the units in the period."""
    return and_(MOVED_IN_ON.is_(None), ACCEPTED_ON.between(FIRST, LAST))


@_predicate
def worked_on() -> Predicate:
    """Tổng số vụ việc thực hiện trong kỳ (biểu 25): carried over or accepted."""
    return or_(carried_over, accepted)


@_predicate
def moved_in() -> Predicate:
    """Came from a unit that is not reported on in the period; that unit has counted the acceptance."""
    return MOVED_IN_ON.between(FIRST, LAST)


@_predicate
def moved_out() -> Predicate:
    """Went to a unit that is not reported on in the period, not ended."""
    return MOVED_OUT_ON.between(FIRST, LAST)


@_predicate
def ended() -> Predicate:
    """Kết thúc trong kỳ (biểu 25; TT 12/2018/TT-BTP Điều 10): completed, not continued or terminated."""
    return ENDED


@_predicate
def carried_on() -> Predicate:
    """Chuyển kỳ sau: open with the units when the period was over."""
    return and_(BEGAN_ON <= LAST, or_(CLOSED_ON.is_(None), CLOSED_ON > LAST))


@_predicate
def has_person() -> Predicate:
    """A case whose people form 24 counts."""
    return HAS_PERSON


@_predicate
def nobody_appointed() -> Predicate:
    """A case to which nobody was ever appointed: withdrawn before, for instance (Luật TGPL Điều 31, Điều 37)."""
    return not_(HAS_PERFORMER)


def _performed_as(*kinds: str) -> Predicate:
    """In which capacity a case was performed: as frozen in the assignment, else what the practitioner is."""
    return func.coalesce(assignment.capacity, practitioner.kind).in_(kinds)


@_predicate
def by_aid_officer() -> Predicate:
    """Trợ giúp viên pháp lý (Luật TGPL Điều 17 k.1 a)."""
    return _performed_as("tgvpl")


@_predicate
def by_lawyer() -> Predicate:
    """Luật sư, by whoever's assignment (Luật TGPL Điều 17 k.1 b)."""
    return _performed_as("luat_su_hd_trung_tam", "luat_su_to_chuc")


@_predicate
def for_centre() -> Predicate:
    """By the centre's assignment, frozen with it; a lawyer under contract with it has no other."""
    unsaid = and_(assignment.assigned_by.is_(None), _performed_as("luat_su_hd_trung_tam"))
    return or_(assignment.assigned_by == "trung_tam", unsaid)


@_predicate
def for_contract_organisation() -> Predicate:
    """Theo phân công của tổ chức ký hợp đồng thực hiện trợ giúp pháp lý (Luật TGPL Điều 14)."""
    return assignment.assigned_by == "to_chuc_ky_hop_dong"


@_predicate
def for_registered_organisation() -> Predicate:
    """Theo phân công của tổ chức đăng ký tham gia trợ giúp pháp lý (Luật TGPL Điều 15)."""
    return assignment.assigned_by == "to_chuc_dang_ky"


@_predicate
def by_adviser() -> Predicate:
    """Tư vấn viên pháp luật (Luật TGPL Điều 17 k.1 c)."""
    return _performed_as("tu_van_vien")


@_predicate
def by_collaborator() -> Predicate:
    """Cộng tác viên trợ giúp pháp lý (Luật TGPL Điều 17 k.1 d)."""
    return _performed_as("cong_tac_vien")


PREDICATES |= PERFORMING | dict(BY_CRITERION)
