"""What is counted of offices, organisations and people (biểu 26), as `desktop.reports.predicates` says it of cases."""

from sqlalchemy import and_, not_

from desktop.reports.naming import Predicate, registering
from desktop.reports.performing import BODIES, OFFICE_KIND
from desktop.store.tables import TABLES

practitioner = TABLES["practitioner"].c

#: Name → the expression.
PERFORMING: dict[str, Predicate] = {}
_predicate = registering(PERFORMING)


def _kept_by(*kinds: str) -> Predicate:
    return OFFICE_KIND.in_(kinds)


@_predicate
def of_centre() -> Predicate:
    """Of the Trung tâm itself (biểu 26; put together, for its rows could not be read)."""
    return _kept_by("trung_tam")


@_predicate
def of_branch() -> Predicate:
    """Of a Chi nhánh (biểu 26, likewise)."""
    return _kept_by("chi_nhanh")


@_predicate
def of_other_office() -> Predicate:
    """Of a unit that is neither: an organisation that reports itself, a Justice Department (biểu 26, likewise)."""
    return not_(_kept_by("trung_tam", "chi_nhanh"))


def _body(kind: str, sub_kind: str | None = None) -> Predicate:
    same = BODIES.c.kind == kind
    return and_(same, BODIES.c.sub_kind == sub_kind) if sub_kind else same


@_predicate
def centre() -> Predicate:
    """Trung tâm trợ giúp pháp lý nhà nước (Luật TGPL Điều 11)."""
    return _body("trung_tam")


@_predicate
def branch() -> Predicate:
    """Chi nhánh của Trung tâm (Luật TGPL Điều 11)."""
    return _body("chi_nhanh")


@_predicate
def contract_organisation() -> Predicate:
    """Tổ chức ký hợp đồng thực hiện trợ giúp pháp lý (Luật TGPL Điều 12 k.1)."""
    return _body("to_chuc_ky_hop_dong")


@_predicate
def contract_law_practice() -> Predicate:
    """Of these, tổ chức hành nghề luật sư."""
    return _body("to_chuc_ky_hop_dong", "hanh_nghe_luat_su")


@_predicate
def contract_advice() -> Predicate:
    """Of these, tổ chức tư vấn pháp luật."""
    return _body("to_chuc_ky_hop_dong", "tu_van_phap_luat")


@_predicate
def contract_unsaid() -> Predicate:
    """Of these, one of which it is not said what it practises."""
    return and_(_body("to_chuc_ky_hop_dong"), BODIES.c.sub_kind.is_(None))


@_predicate
def registered_organisation() -> Predicate:
    """Tổ chức đăng ký tham gia trợ giúp pháp lý (Luật TGPL Điều 12 k.2)."""
    return _body("to_chuc_dang_ky")


@_predicate
def registered_law_practice() -> Predicate:
    """Of these, tổ chức hành nghề luật sư."""
    return _body("to_chuc_dang_ky", "hanh_nghe_luat_su")


@_predicate
def registered_advice() -> Predicate:
    """Of these, tổ chức tư vấn pháp luật."""
    return _body("to_chuc_dang_ky", "tu_van_phap_luat")


@_predicate
def registered_unsaid() -> Predicate:
    """Of these, one of which it is not said what it practises."""
    return and_(_body("to_chuc_dang_ky"), BODIES.c.sub_kind.is_(None))


@_predicate
def body_of_no_kind() -> Predicate:
    """An organisation of which it is not said whether it has a contract or is registered."""
    return BODIES.c.kind.is_(None)


@_predicate
def aid_officer() -> Predicate:
    """Trợ giúp viên pháp lý (Luật TGPL Điều 17 k.1 điểm a)."""
    return practitioner.kind == "tgvpl"


@_predicate
def contract_lawyer() -> Predicate:
    """Luật sư ký hợp đồng với Trung tâm (Luật TGPL Điều 17 k.1 điểm b)."""
    return practitioner.kind == "luat_su_hd_trung_tam"


@_predicate
def organisation_lawyer() -> Predicate:
    """Luật sư của tổ chức tham gia (Luật TGPL Điều 17 k.1 điểm b)."""
    return practitioner.kind == "luat_su_to_chuc"


@_predicate
def adviser() -> Predicate:
    """Tư vấn viên pháp luật (Luật TGPL Điều 17 k.1 điểm c)."""
    return practitioner.kind == "tu_van_vien"


@_predicate
def collaborator() -> Predicate:
    """Cộng tác viên trợ giúp pháp lý (Luật TGPL Điều 17 k.1 điểm d)."""
    return practitioner.kind == "cong_tac_vien"


@_predicate
def performer_of_no_kind() -> Predicate:
    """Somebody of whom it is not said what they are."""
    return practitioner.kind.is_(None)


@_predicate
def performing_man() -> Predicate:
    """Giới tính của người thực hiện: nam."""
    return practitioner.gender == "nam"


@_predicate
def performing_woman() -> Predicate:
    """Giới tính của người thực hiện: nữ."""
    return practitioner.gender == "nu"


@_predicate
def performer_of_no_gender() -> Predicate:
    """Somebody whose gender nobody wrote down."""
    return practitioner.gender.is_(None)
