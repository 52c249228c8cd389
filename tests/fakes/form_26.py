"""Form 26 worked out by hand, day by day: plain Python over the open export, from DOMAIN §4.4."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from tests.fakes.exported import Record, Records, of_office

#: Kind of practitioner → the column.
_PEOPLE = {"tgvpl": 13, "luat_su_hd_trung_tam": 14, "luat_su_to_chuc": 15, "tu_van_vien": 16, "cong_tac_vien": 17}
_GENDERS: Mapping[str | None, int | str] = {"nam": 11, "nu": 12, None: "no_gender"}
#: Kind of organisation → the column of its total, of law practices, of advisers, and the name where it is not said.
_BODIES = {
    "to_chuc_ky_hop_dong": (4, 5, 6, "contract_unsaid"),
    "to_chuc_dang_ky": (7, 8, 9, "registered_unsaid"),
}
_BEGINS = ("ky_hop_dong", "gia_han_hop_dong", "cap_giay", "cap_lai_giay")
_ENDS = ("cham_dut_hop_dong", "thu_hoi_giay")
_CAME = "bo_nhiem_moi"
_GONE = ("chuyen_cong_tac", "nghi_che_do", "buoc_thoi_viec")
_EVER = "9999"
#: Unit → which it is today, itself or the one that has taken its place, and the kind of that one.
Offices = Mapping[str, tuple[str, str]]


def worked_out(
    records: Records, offices: Offices, first: str, last: str, present: str = "stock"
) -> dict[tuple[str, int | str], int]:
    """Row and column, or name of a figure beside them → how many; what is nought is left out."""
    days = days_of(first if present == "anyone" else last, last)
    cells: Counter[tuple[str, int | str]] = Counter()
    for columns, unit in _members(records, offices, days):
        row = {"trung_tam": "1", "chi_nhanh": "2"}.get(offices[unit][1], "3")
        cells.update((mark, column) for column in columns for mark in ("", row))
    return cells


def _members(records: Records, offices: Offices, days: Collection[str]) -> Iterator[tuple[list[int | str], str]]:
    """The columns of everybody and everything that counts, and whose they are."""
    for unit, (today, kind) in offices.items():
        if unit == today and kind in ("trung_tam", "chi_nhanh"):
            yield [1, 2 if kind == "trung_tam" else 3], unit
    for one in _once(records, "organisation", offices):
        if any(_takes_part(records, one, day) for day in days):
            yield [1, *_columns_of(one)], one["unit"]
    for one in performing(records, offices, days):
        yield [10, _PEOPLE.get(one["kind"], "no_kind"), _GENDERS[one["gender"]]], one["unit"]


def performing(records: Records, offices: Offices, days: Collection[str]) -> Iterator[Record]:
    """Who performs legal aid with the units on any of some days."""
    for one in of_office(records, "practitioner"):
        if (
            one["unit"] not in offices
            or one["kind"] not in (*_PEOPLE, None)
            or _in_training(one, min(one["left_on"] or _EVER, max(days)))
        ):
            continue
        if any(_works(records, one, day) for day in days):
            yield one


def _once(records: Records, record_type: str, offices: Offices) -> Iterator[Record]:
    """Those of the units; a copy of what one of the units has itself does not count again."""
    here = {one["id"] for one in of_office(records, record_type) if one["unit"] in offices}
    for one in of_office(records, record_type):
        if one["id"] in here and one["copied_from"] not in here:
            yield one


def _columns_of(one: Record) -> list[int | str]:
    if one["kind"] is None:
        return ["body_of_no_kind"]
    total, law, advice, unsaid = _BODIES[one["kind"]]
    return [total, {"hanh_nghe_luat_su": law, "tu_van_phap_luat": advice}.get(one["sub_kind"], unsaid)]


def _takes_part(records: Records, one: Record, day: str) -> bool:
    """Whether its newest contract or certificate is in force; the day of an end is the last one."""
    part = False
    for event in _until(records, "organisation_event", one, day):
        if event["kind"] in _BEGINS:
            part = day <= (event["valid_to"] or _EVER)
        elif event["kind"] in _ENDS and event["on"] < day:
            part = False
    return part


def _works(records: Records, one: Record, day: str) -> bool:
    moves = _until(records, "staff_movement", one, _EVER)
    moves = [each for each in moves if each["kind"] in (_CAME, *_GONE)]
    if one["copied_from"] and not any(each["kind"] == _CAME for each in moves):
        return False  # came with a case
    came = moves[0]["on"] if moves and moves[0]["kind"] == _CAME else ""
    here = (one["appointed_on"] or one["trainee_from"] or came) <= day
    for move in moves:
        if move["on"] <= day and move["kind"] == _CAME:
            here = True
        elif move["on"] < day:
            here = False
    contract = one["contract_to"] if one["kind"] == "luat_su_hd_trung_tam" else None
    return here and day <= min(one["left_on"] or _EVER, contract or _EVER)


def _in_training(one: Record, day: str) -> bool:
    if one["trainee_from"] is None:
        return bool(one["kind"] == "tap_su")
    return bool(one["trainee_from"] <= day <= (one["trainee_to"] or _EVER))


def _until(records: Records, record_type: str, one: Record, day: str) -> list[Record]:
    """What is said of somebody up to a day, in order."""
    return [each for each in records.told.get((record_type, one["id"]), ()) if each["on"] <= day]


def days_of(first: str, last: str) -> list[str]:
    """Every day from one to another."""
    day, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return [(day + dt.timedelta(days=number)).isoformat() for number in range((end - day).days + 1)]
