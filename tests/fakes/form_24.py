"""Form 24 worked out by hand: plain Python over the open export, written from DOMAIN §4.2 and not from the program."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

_FIELDS = {
    "hinh_su": "1",
    "dan_su": "2",
    "hon_nhan_gia_dinh": "2",
    "hanh_chinh": "3",
    "dat_dai": "4",
    "lao_dong": "4",
    "uu_dai_xa_hoi": "4",
    "khac": "4",
}
_FORMS = {"tu_van_phap_luat": 1, "tham_gia_to_tung": 2, "dai_dien_ngoai_to_tung": 3}
_COLUMNS = {
    "nguoi_co_cong": 4,
    "ho_ngheo": 5,
    "dtts_vung_dbkk": 6,
    "tre_em": 8,
    "bi_buoc_toi_16_18": 9,
    "bi_buoc_toi_can_ngheo": 10,
    "than_nhan_liet_si": 11,
    "chat_doc_da_cam": 12,
    "nguoi_cao_tuoi": 13,
    "nguoi_khuyet_tat": 14,
    "bi_hai_16_18": 15,
    "nan_nhan_blgd": 16,
    "nan_nhan_mua_ban_nguoi_7g": 17,
    "nan_nhan_mua_ban_nguoi_6a": 17,
    "nhiem_hiv": 18,
}
_OF_2026 = {"bi_buoc_toi": 9, "bi_hai": 15}


def worked_out(export: Path, first: str, last: str) -> Counter[tuple[str, int]]:
    """Row and column → how many; cells of nobody are left out."""
    cases, people = _by_id(export, "case"), _by_id(export, "person")
    cells: Counter[tuple[str, int]] = Counter()
    for part in _by_id(export, "case_person").values():
        case = cases.get(part["case"])
        helped = part["role"] in ("nguoi_duoc_tgpl", None) and not part["deleted"]
        if case and helped and not case["deleted"] and not case["moved_to"] and _ended(case, first, last):
            cells.update((row, column) for row in _rows(case) for column in _columns(part, _stands(people, part)))
    return cells


def _by_id(export: Path, record_type: str) -> dict[str, dict[str, Any]]:
    lines = (export / f"{record_type}.ndjson").read_text(encoding="utf-8").splitlines()
    return {each["id"]: each for each in map(json.loads, lines)}


def _ended(case: dict[str, Any], first: str, last: str) -> bool:
    return bool(case["accepted_at"]) and first <= (case["ended_on"] or "") <= last


def _stands(people: dict[str, dict[str, Any]], part: dict[str, Any]) -> dict[str, Any]:
    person = people.get(part["person"] or "", {})
    while person.get("merged_into"):
        person = people[person["merged_into"]]
    return person


def _rows(case: dict[str, Any]) -> list[str]:
    field, form = _FIELDS.get(case["law_field"] or ""), _FORMS.get(case["form"] or "")
    rows = [""]
    rows += [field] if field else []
    rows += [f"II.{form}"] if form else []
    rows += [f"{field}.{form}"] if field and form and (field, form) != ("1", 3) else []
    return rows


def _columns(part: dict[str, Any], person: dict[str, Any]) -> list[int]:
    columns = [1, *({"nam": [2], "nu": [3]}.get(person.get("gender") or "", []))]
    primary = part["primary_category"]
    if primary in ("ho_ngheo", "dtts_vung_dbkk") and {"ho_ngheo", "dtts_vung_dbkk"} <= set(part["categories"] or ()):
        return [*columns, 7]
    if primary == "nctn_16_18":
        return [*columns, *([_OF_2026[part["sub_status"]]] if part["sub_status"] in _OF_2026 else [])]
    return [*columns, *([_COLUMNS[primary]] if primary in _COLUMNS else [])]
