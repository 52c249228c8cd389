"""What `tgpl export` wrote, as plain Python sees it; the oracles of the forms work on nothing else."""

import json
from collections.abc import Collection, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

Record = dict[str, Any]


class Records(dict[str, dict[str, Record]]):
    """Record type → id → its values."""

    @cached_property
    def hanging(self) -> dict[tuple[str, str], list[Record]]:
        """Record type and case → what hangs on the case."""
        found: dict[tuple[str, str], list[Record]] = {}
        for name, members in self.items():
            for each in members.values():
                found.setdefault((name, each.get("case") or ""), []).append(each)
        return found

    @cached_property
    def told(self) -> dict[tuple[str, str], list[Record]]:
        """Record type and whom → what is said of them and is not in the bin, in order; what has no day is left out."""
        found: dict[tuple[str, str], list[Record]] = {}
        for name, whom in _TOLD.items():
            dated = [each for each in of_office(self, name) if each["on"]]
            for each in sorted(dated, key=lambda each: (each["on"], each["id"])):
                found.setdefault((name, each[whom] or ""), []).append(each)
        return found


_TOLD = {"organisation_event": "organisation", "staff_movement": "practitioner"}
#: The record types that figures come from.
TYPES = (
    "case",
    "case_person",
    "person",
    "assignment",
    "practitioner",
    "transfer",
    "hearing",
    "appraisal",
    "success_verdict",
    "staff_position",
    "staff_movement",
    "organisation",
    "organisation_event",
    "duty_contact",
    "activity",
    "budget_line",
    "commune_year",
)
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


def read(export: Path) -> Records:
    """The records of an export that figures come from."""
    return Records({name: _by_id(export / f"{name}.ndjson") for name in TYPES})


def _by_id(file: Path) -> dict[str, Record]:
    return {each["id"]: each for each in map(json.loads, file.read_text(encoding="utf-8").splitlines())}


def of(records: Records, record_type: str, case: Record) -> list[Record]:
    """What hangs on a case and is not in the bin."""
    return [each for each in records.hanging.get((record_type, case["id"]), ()) if not each["deleted"]]


def rows(case: Record) -> list[str]:
    """The rows of forms 24 and 25 a case stands in (DOMAIN §4.2)."""
    field, form = _FIELDS.get(case["law_field"] or ""), _FORMS.get(case["form"] or "")
    named = [""]
    named += [field] if field else []
    named += [f"II.{form}"] if form else []
    named += [f"{field}.{form}"] if field and form and (field, form) != ("1", 3) else []
    return named


def of_office(records: Records, record_type: str) -> list[Record]:
    """The records of a type that are not in the bin."""
    return [each for each in records[record_type].values() if not each["deleted"]]


def helped(records: Records, case: Record) -> dict[str, Record]:
    """Who was helped in a case, each once: id of who they are → their part in it."""
    found: dict[str, Record] = {}
    parts = [part for part in of(records, "case_person", case) if part["role"] in ("nguoi_duoc_tgpl", None)]
    for part in sorted(parts, key=lambda part: (part["primary_category"] is None, part["id"])):
        person = records["person"].get(part["person"] or "")
        found.setdefault(stands(records, person)["id"] if person else part["id"], part)
    return found


def stands(records: Records, person: Record) -> Record:
    """Who somebody is, after entries were put together."""
    while person["merged_into"]:
        person = records["person"][person["merged_into"]]
    return person


class Stay:
    """From when to when a case was with some units: a case that moved was with one after the other.

    Attributes:
        began: first day; None if it never was there in any way that counts.
        moved_in: whether it began by coming from elsewhere.
        ended: day of its end, if that was here.
        left: day it went elsewhere, not ended.
    """

    def __init__(self, records: Records, case: Record, units: Collection[str]) -> None:
        self.began = self.ended = self.left = None
        self.moved_in = False
        if case["deleted"] or not case["accepted_at"] or case["unit"] not in units or case["moved_to"] in units:
            return
        accepted = case["accepted_at"][:10]
        moves = of(records, "transfer", case)
        came = max((m for m in moves if m["from_unit"]), key=lambda m: (m["on"], m["id"]), default=None)
        arrived = case["moved_in_on"]
        if came and came["from_unit"] in units:
            arrived = None
        if arrived and arrived >= accepted:
            self.moved_in = True
        end, gone = case["ended_on"], None
        if case["moved_to"]:
            gone = _latest(m["on"] for m in moves if not m["from_unit"]) or accepted
        if self.moved_in and end and end < arrived:
            return
        self.began = arrived if self.moved_in else accepted
        if end and (gone is None or end < gone):
            self.ended = end
        else:
            self.left = gone

    @property
    def closed(self) -> str | None:
        """The day from which it was here no more."""
        return self.ended or self.left


def _latest(days: Iterable[str | None]) -> str | None:
    return max((day for day in days if day), default=None)
