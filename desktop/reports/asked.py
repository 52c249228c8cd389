"""What a report is about, and the parameters by which its statements are told."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import JSON, String, bindparam, func, select

from desktop.domain.periods import Period

#: First and last day of the period, as the store writes days.
FIRST = bindparam("first_day", type_=String)
LAST = bindparam("last_day", type_=String)
#: Which reading of "who counts as being there" was chosen, likewise.
PRESENT = bindparam("present", type_=String)
#: Which reading of "who is credited with a case whose performer was replaced" was chosen (a code of the form's file).
CREDIT = bindparam("credit", type_=String)
_units = func.json_each(bindparam("units", type_=JSON)).table_valued("value")
#: The units whose cases count; a list of any length travels as one value.
UNITS = select(_units.c.value).scalar_subquery()


class Asked(NamedTuple):
    """What a report is about.

    Attributes:
        period: its days.
        units: ids of the units whose cases count.
        readings: name → code of the reading chosen, where no text settles how to count (`forms.Reading`).
        offices: id → id and kind of what each of the units is today, another one where that has taken its place; for
            forms that count offices and who is there.
    """

    period: Period
    units: Sequence[str]
    readings: Mapping[str, str] = {}
    offices: Mapping[str, tuple[str, str]] = {}

    @property
    def parameters(self) -> dict[str, Any]:
        """For the statements of populations and predicates."""
        first, last = self.period.first.isoformat(), self.period.last.isoformat()
        days = {"first_day": first, "last_day": last}
        units = {"units": list(self.units), "offices": dict(self.offices)}
        return {**days, **units, "credit": None, "present": None, **self.readings}
