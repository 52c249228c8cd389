"""When somebody was born: one field for the day or only the year, as on many old papers."""

import datetime as dt

from desktop.domain.dates import Birth, format_date, parse_birth
from desktop.ui.widgets.editors import LineEditor
from desktop.ui.widgets.fields import FieldBox
from desktop.ui.widgets.moments import Clock
from desktop.words import _
from sync.contract.fields import RECORD_TYPES, Field, Wire
from sync.contract.records import Person


def birth_field(now: Clock) -> FieldBox:
    """The field; its value is an ISO day, or the four digits of a year."""
    declared = RECORD_TYPES["person"].fields["birth_date"]
    either = Field("birth", declared.info, str | None, None)
    editor = LineEditor(
        lambda text: _wire(parse_birth(text, now().date())), _shown, placeholder=_("ngày/tháng/năm, hoặc chỉ năm")
    )
    return FieldBox(either, editor, declared.title)


def stored_birth(value: Wire) -> dict[str, Wire]:
    """The two fields of a person that hold a birth; the one that is not known is cleared."""
    year_only = value is not None and len(value) == 4
    return {"birth_date": None if year_only else value, "birth_year": int(value) if year_only else None}


def birth_of(person: Person) -> str | None:
    """The value of the field for a stored person."""
    if person.birth_date:
        return person.birth_date.isoformat()
    return str(person.birth_year) if person.birth_year else None


def birth_words(person: Person) -> str:
    """``sinh ngày 05/03/1964`` or ``sinh năm 1964``; nothing when it is not known."""
    if person.birth_date:
        return _("sinh ngày {day}").format(day=format_date(person.birth_date))
    return _("sinh năm {year}").format(year=person.birth_year) if person.birth_year else ""


def _wire(birth: Birth) -> str:
    return birth.day.isoformat() if birth.day else str(birth.year)


def _shown(value: Wire) -> str:
    return value if len(value) == 4 else format_date(dt.date.fromisoformat(value))
