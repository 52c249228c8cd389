"""What random records are drawn from: awkward days and values, said once for Hypothesis and for a made office.

The days are the edges of the periods reports are about, and the days beside them.
"""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from hypothesis import strategies as st

from sync.contract.fields import RECORD_TYPES
from tests.fakes import exported

#: Field → what it may be.
Choices = Mapping[str, Sequence[Any]]
Families = Sequence[tuple[Mapping[str, Any], *tuple[Sequence[Mapping[str, Any]], ...]]]

#: Units that are reported together, and one that is not.
UNITS, ELSEWHERE = ("a", "b"), "c"
#: The edges of the first half of 2026, and the days beside them.
HALF = ("2025-12-31", "2026-01-01", "2026-01-02", "2026-06-29", "2026-06-30", "2026-07-01")
#: Those of the years, from January and from November, and of parts of them.
YEARS = (
    *("2024-10-31", "2024-11-01", "2025-10-30", "2025-10-31", "2025-11-01", "2025-11-02", "2026-01-31", "2026-02-01"),
    *(*HALF, "2026-03-31", "2026-04-01", "2026-05-31", "2026-06-01", "2026-10-30", "2026-10-31", "2026-11-01"),
)

PEOPLE: tuple[Mapping[str, Any], ...] = (
    {"full_name": "Lò Thị Pâng", "gender": "nu", "birth_year": 1987, "address": "bản Huổi Có"},
    {"full_name": "Lò Thị Pâng", "gender": "nam", "merged_into": "person-0"},
    {"full_name": "Vàng A Sử", "gender": "nam", "birth_date": "1990-02-28", "address": "xã Mường Lói"},
    {"full_name": "Đỗ Ngọc Ỷ", "address": "phường Thanh Bình"},
    {"full_name": "Lò Thị Pâng", "gender": "nam", "merged_into": "person-1"},
)
_POOR = ("ho_ngheo", "dtts_vung_dbkk")
_CATEGORIES = (
    *("nguoi_co_cong", "ho_ngheo", "dtts_vung_dbkk", "tre_em", "bi_buoc_toi_16_18", "bi_buoc_toi_can_ngheo"),
    *("than_nhan_liet_si", "chat_doc_da_cam", "nguoi_cao_tuoi", "nguoi_khuyet_tat", "bi_hai_16_18", "nan_nhan_blgd"),
    *("nan_nhan_mua_ban_nguoi_7g", "nan_nhan_mua_ban_nguoi_6a", "nhiem_hiv", "nctn_16_18", "dien_khac"),
    *("ho_can_ngheo", "huong_tro_cap_xa_hoi"),
)
_FIELDS = (
    *("hinh_su", "dan_su", "hon_nhan_gia_dinh", "hanh_chinh", "dat_dai", "lao_dong", "uu_dai_xa_hoi", "khac"),
    "kinh_doanh_thuong_mai",
)
_CRITERIA = (
    "cv427",
    *(
        f"{letters}_tc{number:02}"
        for letters, most in (("hs", 19), ("ds", 7), ("hc", 4))
        for number in range(1, most + 1)
    ),
)
_KINDS = (
    *("tgvpl", "tgvpl", "luat_su_hd_trung_tam", "luat_su_to_chuc", "tu_van_vien", "cong_tac_vien", "tap_su"),
    None,
)


def of_a_case(days: Sequence[str]) -> dict[str, tuple[Choices, int]]:
    """A case and what hangs on it: record type → its choices, and how many there are at most."""
    maybe = (None, None, *days)
    return {
        "case": (
            {
                "unit": ("a", "a", "b", ELSEWHERE),
                "form": ("tu_van_phap_luat", "tham_gia_to_tung", "tham_gia_to_tung", "dai_dien_ngoai_to_tung", None),
                "representation": ("bao_chua", "bao_ve", "bao_ve", None),
                "law_field": (*_FIELDS, None),
                "channel": ("truc_toa_an", "truc_dien_thoai", "ubnd_xa", "phong_tu_phap", "khac", None),
                "accepted_at": (None, *(f"{day}T{at}+07:00" for day in days for at in ("00:00:00", "23:59:59"))),
                "ended_on": maybe,
                "deleted": (False, False, False, True),
                "moved_in_on": (None, *maybe),
                "moved_to": (None, None, None, "b", ELSEWHERE),
                "restricted": (False, False, True),
                "outcome": ("kt_xong", "kt_khong_tiep_tuc", None),
                "end_reason": ("ktt_rut_yeu_cau", None),
                "content": ("Tranh chấp đất đai", None),
                "result": ("Hòa giải thành", None),
            },
            1,
        ),
        "case_person": (
            {
                "person": ("person-0", "person-0", "person-1", "person-1", "person-2", "person-3", "person-4", None),
                "role": ("nguoi_duoc_tgpl", "nguoi_duoc_tgpl", None, "nguoi_yeu_cau"),
                "categories": ([], ["ho_ngheo"], [*_POOR], [*_POOR], ["nguoi_cao_tuoi", "tre_em"]),
                "primary_category": (None, *_POOR, *_POOR, "nctn_16_18", *_CATEGORIES),
                "sub_status": (None, "bi_hai", "bi_buoc_toi", "pham_nhan"),
                "deleted": (False, False, True),
            },
            3,
        ),
        "assignment": (
            {
                "practitioner": ("practitioner-0", "practitioner-1", "practitioner-2", "practitioner-3", None),
                "capacity": (
                    *("tgvpl", "luat_su_hd_trung_tam", "luat_su_to_chuc", "tu_van_vien", "cong_tac_vien", "tap_su"),
                    None,
                ),
                "assigned_by": (None, "trung_tam", "to_chuc_ky_hop_dong", "to_chuc_dang_ky"),
                "share": ("1", "1/2", "1/3", "2/3", "3/7"),
                "from_on": maybe,
                "to_on": maybe,
                "deleted": (False, False, False, True),
            },
            3,
        ),
        "transfer": ({"on": days, "from_unit": (None, "a", ELSEWHERE)}, 2),
        "success_verdict": (
            {
                "body": ("to_chuc", "so_tu_phap", "cuc"),
                "on": maybe,
                "verdict": ("thanh_cong", "thanh_cong", "khong_thanh_cong", None),
                "main_criterion": (*_CRITERIA, "cv427", None),
                "deleted": (False, False, False, True),
            },
            4,
        ),
        "appraisal": (
            {
                "body": ("to_chuc", "so_tu_phap"),
                "on": maybe,
                "breach": (False, False, False, True),
                **dict.fromkeys(("lawful", "informing", "timely", "evidence"), (10, 10, 8)),
                **dict.fromkeys(("fitting", "documented"), (5, 5, 4)),
                **dict.fromkeys(("law_applied", "proceedings"), (20, 12, 6)),
                "satisfaction": (10, 9, 0, None),
                "deleted": (False, False, True),
            },
            2,
        ),
        "hearing": (
            {
                "at": (None, *(f"{day}T08:00:00+07:00" for day in days)),
                "mode": ("truc_tuyen", "truc_tuyen", "truc_tiep"),
                "deleted": (False, False, True),
            },
            2,
        ),
    }


def of_an_office(days: Sequence[str], times: int = 1) -> dict[str, tuple[Choices, int]]:
    """What an office keeps of itself: record type → its choices, and how many there are.

    Args:
        days: what happens may happen on.
        times: how often as many people, organisations and what is said of them.
    """
    maybe = (None, *days)
    appointed = (None, "2021-10-31", "2021-11-01", "2023-10-31", "2023-11-01", *days)
    someone, deleted = tuple(f"practitioner-{number}" for number in range(12 * times)), (False, False, False, True)
    year, number = (2025, 2026, 2026), (None, 0, 7, 2000)
    return {
        "practitioner": (
            {
                "full_name": ("Đặng Văn Ân", "Ôn Thị Ư", "Hà Văn Ơ"),
                "kind": _KINDS,
                "gender": ("nam", "nu", None),
                "unit": ("a", "a", "b", ELSEWHERE),
                "copied_from": (None, None, None, "practitioner-0", "practitioner-1"),
                "department": (None, "Phòng Nghiệp vụ", "Phòng Hành chính"),
                "appointed_on": appointed,
                "left_on": (None, None, *maybe),
                "trainee_from": (None, None, *maybe),
                "trainee_to": maybe,
                "contract_to": (None, *maybe),
                "deleted": deleted,
            },
            12 * times,
        ),
        "staff_position": (
            {
                "practitioner": someone,
                "position": ("giam_doc", "pho_giam_doc_phu_trach", "pho_giam_doc", "truong_phong"),
                "from_on": maybe,
                "to_on": (None, *maybe),
                "deleted": deleted,
            },
            15 * times,
        ),
        "staff_movement": (
            {
                "practitioner": (*someone, None),
                "kind": ("bo_nhiem_moi", "chuyen_cong_tac", "nghi_che_do", "biet_phai", "buoc_thoi_viec", "khac"),
                "on": maybe,
                "deleted": deleted,
            },
            15 * times,
        ),
        "organisation": (
            {
                "kind": ("to_chuc_ky_hop_dong", "to_chuc_dang_ky", None),
                "sub_kind": ("hanh_nghe_luat_su", "tu_van_phap_luat", None),
                "unit": ("a", "a", "b", ELSEWHERE),
                "copied_from": (None, None, None, "organisation-0"),
                "deleted": deleted,
            },
            8 * times,
        ),
        "organisation_event": (
            {
                "organisation": tuple(f"organisation-{number}" for number in range(8 * times)),
                "kind": (
                    "ky_hop_dong",
                    "gia_han_hop_dong",
                    "cap_giay",
                    "thay_doi_giay",
                    "cham_dut_hop_dong",
                    "thu_hoi_giay",
                ),
                "on": maybe,
                "valid_to": maybe,
                "deleted": deleted,
            },
            20 * times,
        ),
        "duty_contact": (
            {
                "at": (None, *(f"{day}T23:59:00+07:00" for day in days)),
                "mode": ("tai_tru_so", "qua_dien_thoai"),
                "deleted": deleted,
            },
            30,
        ),
        "activity": (
            {
                "kind": ("ngoai_tru_so", "an_pham", "tin_bai"),
                "on": maybe,
                **dict.fromkeys(("attendance", "advised", "copies", "distributed"), number),
                **dict.fromkeys(("attendance_at_least", "advised_at_least", "copies_at_least"), (False, False, True)),
                "deleted": deleted,
            },
            25,
        ),
        "budget_line": (
            {
                "year": year,
                "purpose": ("nghiep_vu", "chi_vu_viec", "phien_toa_truc_tuyen", "khac", None),
                "programme": (None, "mtqg_giam_ngheo", "mtqg_dtts", "ct_1603"),
                **dict.fromkeys(("approved", "carried_in", "spent"), (None, 0, 500_000, 2_000_000_000)),
                "deleted": deleted,
            },
            15,
        ),
        "commune_year": ({"year": year, "legal_access": (False, True), "deleted": deleted}, 12),
    }


def strategy(choices: Choices) -> st.SearchStrategy[dict[str, Any]]:
    """One record, as Hypothesis draws it."""
    return st.fixed_dictionaries({name: st.sampled_from(values) for name, values in choices.items()})


def families(days: Sequence[str], most: int) -> st.SearchStrategy[Any]:
    """Cases, each with what hangs on it."""
    (case, _one), *hanging = of_a_case(days).values()
    lists = (st.lists(strategy(choices), max_size=number) for choices, number in hanging)
    return st.lists(st.tuples(strategy(case), *lists), max_size=most)


def office(days: Sequence[str]) -> st.SearchStrategy[Any]:
    """People and organisations, with what is said of them: record type → records."""
    named = ("practitioner", "staff_movement", "organisation", "organisation_event")
    of_few = {name: {**of_an_office(days)[name][0], "deleted": _SELDOM, **_of_few(days)[name]} for name in named}
    return st.fixed_dictionaries({name: st.lists(strategy(of_few[name]), max_size=4) for name in named})


def _of_few(days: Sequence[str]) -> dict[str, Choices]:
    """What is drawn of a few, so that most of them count and are told of more than once."""
    maybe, kept_by = (None, None, *days), {"unit": ("a", "a", "b"), "copied_from": (None, None, "practitioner-0")}
    body = {
        **kept_by,
        "copied_from": (None, None, "organisation-0"),
        "kind": ("to_chuc_ky_hop_dong", "to_chuc_dang_ky"),
    }
    return {
        "practitioner": {**kept_by, "appointed_on": maybe, "left_on": maybe, "trainee_from": (None, None, None, *days)},
        "staff_movement": {"practitioner": ("practitioner-0", "practitioner-0", "practitioner-1"), "on": days},
        "organisation": body,
        "organisation_event": {
            "organisation": ("organisation-0", "organisation-0", "organisation-1"),
            "kind": ("ky_hop_dong", "cap_giay", "cham_dut_hop_dong"),
            "on": days,
            "valid_to": maybe,
        },
    }


_SELDOM = (False, False, False, False, True)


def drawn(choices: Choices, chance: Random) -> dict[str, Any]:
    """One record, as chance has it."""
    return {name: chance.choice(values) for name, values in choices.items()}


def drawn_family(days: Sequence[str], chance: Random) -> Any:
    """A case with what hangs on it."""
    (case, _one), *hanging = of_a_case(days).values()
    lists = ([drawn(choices, chance) for _ in range(chance.randint(0, number))] for choices, number in hanging)
    return drawn(case, chance), *lists


def records_of(
    cases: Families, office: Mapping[str, Sequence[Mapping[str, Any]]], units: Mapping[str, str] | None = None
) -> exported.Records:
    """What an export of these cases and records would say; of the people one was entered twice.

    Args:
        cases: as `families` has them.
        office: record type → records; practitioners that cases name are blank where there are none.
        units: what the units are really called.
    """
    records = exported.Records({name: {} for name in exported.TYPES})
    named = units or {}

    def add(record_type: str, number: str, values: Mapping[str, Any]) -> str:
        record_id = f"{record_type}-{number}"
        made = {"id": record_id, "unit": "a", **RECORD_TYPES[record_type].blank, **values}
        for field in ("unit", "moved_to", "from_unit"):
            if made.get(field):
                made[field] = named.get(made[field], made[field])
        records[record_type][record_id] = made
        return record_id

    for number, person in enumerate(PEOPLE):
        add("person", str(number), person)
    for record_type, members in office.items():
        for number, values in enumerate(members):
            add(record_type, str(number), values)
    types = [*of_a_case(HALF)][1:]
    for number, (case, *hanging) in enumerate(cases):
        numbers = {"register_year": 2026, "register_number": number, "code": f"CN1.TGTT.{number}.2026"}
        case_id = add("case", f"{number:05}", {**numbers, **case})
        for record_type, members in zip(types, hanging, strict=True):
            for each, values in enumerate(members):
                add(record_type, f"{number:05}-{each}", {**values, "case": case_id, "unit": case["unit"]})
    return records
