"""The lines of a Sổ worked out by hand: plain Python over the open export, written from DOMAIN §3.3, §7 and §10.4."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

from tests.fakes.exported import Record, Records, of, stands

_CATALOGUES = Path(__file__).parents[2] / "resources" / "catalogues"


def worked_out(records: Records, unit: str, first: str, last: str) -> list[tuple[Any, ...]]:
    """What stands in the columns of each line, in the order of the book; for somebody who performs no case."""
    listed = [case for case in records["case"].values() if case["unit"] == unit and not case["deleted"]]
    entered = [case for case in listed if first <= (_entered_on(case) or "") <= last]
    entered.sort(key=lambda case: (case["register_year"], case["register_number"], case["accepted_at"], case["id"]))
    return [_line(records, case) for case in entered]


def _entered_on(case: Record) -> str | None:
    """The day a case got its place in this book: of its acceptance, or, if it was accepted elsewhere, of its coming."""
    accepted = (case["accepted_at"] or "")[:10]
    return max(accepted, case["moved_in_on"] or "") if accepted else None


def _line(records: Records, case: Record) -> tuple[Any, ...]:
    on, clock = case["accepted_at"][:10], case["accepted_at"][11:16]
    parts = [each for each in of(records, "case_person", case) if each["role"] in ("nguoi_duoc_tgpl", None)]
    parts.sort(key=lambda part: part["id"])
    found = [(part, records["person"].get(part["person"] or "")) for part in parts]
    people = [(part, stands(records, person) if person else None) for part, person in found]
    performed = sorted(of(records, "assignment", case), key=lambda each: (each["from_on"] or "", each["id"]))
    is_open = not case["restricted"]
    return (
        case["register_number"],
        f"{clock}\n{_day(on)}",
        case["code"],
        "\n".join(_name(person, in_full=is_open) for _part, person in people),
        "\n".join((person or {}).get("address") or "" for _part, person in people) if is_open else "",
        "\n".join(_categories(part, on) for part, _person in people) if is_open else "",
        _worded("law_field", case["law_field"], on, brief=True),
        _worded("form", case["form"], on),
        (case["content"] or "") if is_open else "",
        "\n".join(_performer(records, each) for each in performed),
        "\n".join(_day(each["from_on"]) if each["from_on"] else "–" for each in performed),
        case["ended_on"],
        _result(case, is_open=is_open),
        _note(case),
    )


def _performer(records: Records, assignment: Record) -> str:
    return records["practitioner"].get(assignment["practitioner"] or "", {}).get("full_name") or ""


def _day(day: str) -> str:
    year, month, number = day.split("-")
    return f"{number}/{month}/{year}"


def _name(person: Record | None, *, in_full: bool) -> str:
    if person is None:
        return "•••"
    if not in_full:
        return "".join(f"{word[0]}." for word in person["full_name"].split())
    birth = _day(person["birth_date"]) if person["birth_date"] else str(person["birth_year"] or "")
    gender = {"nam": "Nam", "nu": "Nữ"}.get(person["gender"] or "", "")
    return ", ".join(each for each in (person["full_name"], birth, gender) if each)


def _categories(part: Record, on: str) -> str:
    return "; ".join(_worded("beneficiary_category", code, on, brief=True) for code in part["categories"])


def _result(case: Record, *, is_open: bool) -> str:
    outcome = _worded("outcome", case["outcome"], case["ended_on"], brief=True)
    if not is_open:
        return outcome
    reason = _worded("discontinuation_reason", case["end_reason"], case["ended_on"])
    return "\n".join(each for each in (outcome, reason, case["result"]) if each)


def _note(case: Record) -> str:
    told = []
    if case["moved_to"]:
        told.append("Đã chuyển đi")
    if case["moved_in_on"]:
        told.append(f"Chuyển đến ngày {_day(case['moved_in_on'])}")
    return "\n".join(told)


def _worded(catalogue: str, code: str | None, on: str | None, *, brief: bool = False) -> str:
    """How the law in force on a day words a code; of several wordings of one day the newest."""
    if not code:
        return ""
    wordings = sorted((row for row in _rows(catalogue) if row["code"] == code), key=lambda row: row["valid_from"])
    of_the_day = [each for each in wordings if on and each["valid_from"] <= on <= (each["valid_to"] or "9999")]
    newest = (of_the_day or wordings)[-1]
    return (brief and newest["short"]) or newest["label"]


@cache
def _rows(catalogue: str) -> list[dict[str, str]]:
    with (_CATALOGUES / f"{catalogue}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
