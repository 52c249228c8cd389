"""The bulletin of the country, from records that know months alone, against what is worked out from their days."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from desktop.domain.periods import period
from desktop.reports import counting, national
from desktop.reports.asked import Asked
from desktop.reports.forms import Form
from desktop.store.national import OfUnit
from sync.contract.national import NationalRecord
from tests.fakes import exported, form_bulletin, form_criteria
from tests.oracle.views import unlike

#: Of what is drawn, the months of most.
MONTHS = ("2025-10", "2025-12", "2026-01", "2026-06")
_FIELDS = {
    "case": ("form", "representation", "law_field", "accepted_at", "ended_on"),
    "success_verdict": ("case", "on", "verdict", "main_criterion"),
}
_DAYS = {"accepted_at", "ended_on", "on"}
_BY_HAND = {"BT/TTTT": form_bulletin.worked_out, "TC/TTTT": form_criteria.worked_out}


def differences(records: exported.Records, forms: Iterable[Form]) -> Iterator[str]:
    """What the country's forms count otherwise; cases that moved are left out, for the server tells which of them."""
    there = _who_stayed(records)
    of_units = {each["unit"] for each in there["case"].values()}
    told = [OfUnit(unit, [*_released(there, unit)]) for unit in sorted(of_units)]
    wanted = [form for form in forms if form.code in _BY_HAND]
    for month in MONTHS:
        asked = Asked(period(month), sorted(of_units))
        first, last = (day.isoformat() for day in asked.period)
        with national.in_tables(told, {month}) as connection:
            for form in wanted:
                counted = counting.count(connection, form, asked).every
                by_hand = _BY_HAND[form.code](there, asked.units, first, last)
                yield from unlike(f"country {form.code} {month}", counted, by_hand)


def _who_stayed(records: exported.Records) -> exported.Records:
    there = exported.Records(records)
    there["case"] = {
        one: each
        for one, each in records["case"].items()
        if not each["deleted"] and not each["moved_to"] and not each["moved_in_on"]
    }
    return there


def _released(records: exported.Records, unit: str) -> Iterator[NationalRecord]:
    """What leaves of a unit: no names, no days, nothing that is in the bin."""
    for name, fields in _FIELDS.items():
        for each in records[name].values():
            case = each["id"] if name == "case" else each["case"]
            if case in records["case"] and each["unit"] == unit and not each["deleted"]:
                yield NationalRecord(name, each["id"], {field: _coarse(field, each) for field in fields})


def _coarse(field: str, record: Mapping[str, Any]) -> Any:
    return record[field] and record[field][: len("2026-01")] if field in _DAYS else record[field]
