"""Form 24 worked out by hand: plain Python over the open export, written from DOMAIN §4.2 and not from the program."""

from collections import Counter
from collections.abc import Collection

from tests.fakes.exported import Record, Records, Stay, helped, rows, stands

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


def worked_out(records: Records, units: Collection[str], first: str, last: str) -> Counter[tuple[str, int]]:
    """Row and column → how many; cells of nobody are left out."""
    cells: Counter[tuple[str, int]] = Counter()
    for case in records["case"].values():
        if first <= (Stay(records, case, units).ended or "") <= last:
            for part in helped(records, case).values():
                person = records["person"].get(part["person"] or "")
                columns = _columns(part, stands(records, person) if person else {})
                cells.update((row, column) for row in rows(case) for column in columns)
    return cells


def _columns(part: Record, person: Record) -> list[int]:
    columns = [1, *({"nam": [2], "nu": [3]}.get(person.get("gender") or "", []))]
    primary = part["primary_category"]
    if primary in ("ho_ngheo", "dtts_vung_dbkk") and {"ho_ngheo", "dtts_vung_dbkk"} <= set(part["categories"] or ()):
        return [*columns, 7]
    if primary == "nctn_16_18":
        return [*columns, *([_OF_2026[part["sub_status"]]] if part["sub_status"] in _OF_2026 else [])]
    return [*columns, *([_COLUMNS[primary]] if primary in _COLUMNS else [])]
