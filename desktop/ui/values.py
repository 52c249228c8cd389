"""Stored values in the words people read: on the case page, in its history and beside one another in a conflict."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import NamedTuple

from desktop.domain.catalogues import CATALOGUES, catalogue
from desktop.domain.dates import format_date
from desktop.services.session import VIETNAM
from desktop.words import _, formats
from desktop.words.formats import whole
from sync.contract.fields import Field, Kind, RecordType, Wire

#: Stands where a field has no value; in words, because a dash says nothing to a screen reader.
EMPTY = _("(để trống)")

_NOT_HERE = _("(chưa có trên máy này)")

#: Years are written without points between the thousands, whatever other numbers do.
_YEARS = ("birth_year", "register_year", "year")


class _About(NamedTuple):
    """What the words of a value depend on beside the value."""

    field: Field
    on: dt.date
    names: Mapping[str, str]

    def code(self, code: str) -> str:
        name = self.field.info.catalogue
        return catalogue(name).label(code, self.on) if name in CATALOGUES and name is not None else code

    def codes(self, codes: list[str]) -> str:
        return "; ".join(self.code(code) for code in codes)

    def number(self, number: int) -> str:
        return str(number) if self.field.name in _YEARS else whole(number)

    def table(self, rows: Mapping[str, object]) -> str:
        """The numbers of a form: each row with what stands in its columns; what has no column is left out."""
        told = []
        for mark, cells in rows.items():
            numbers = cells.items() if isinstance(cells, Mapping) else ()
            shown = ", ".join(f"({column}) {number}" for column, number in numbers if column.isdigit())
            told.append(f"{mark or _('Tổng số')}: {shown}")
        return "; ".join(told) or EMPTY

    def reference(self, record_id: str) -> str:
        return self.names.get(record_id) or _NOT_HERE


_WORDING: Mapping[Kind, Callable[[_About, Wire], str]] = {
    Kind.FLAG: lambda _about, flag: _("Có") if flag else _("Không"),
    Kind.DATE: lambda _about, day: format_date(dt.date.fromisoformat(day)),
    Kind.MOMENT: lambda _about, at: moment(dt.datetime.fromisoformat(at)),
    Kind.NUMBER: _About.number,
    Kind.MONEY: lambda _about, number: whole(number),
    Kind.CODE: _About.code,
    Kind.CODES: _About.codes,
    Kind.REFERENCE: _About.reference,
    Kind.JSON: _About.table,
}


def shown(field: Field, wire: Wire, *, on: dt.date, names: Mapping[str, str]) -> str:
    """One value of a field as people read it.

    Args:
        field: its declaration.
        wire: the value as it is stored; None, an empty text and an empty set are `EMPTY`.
        on: the day the record is about; a catalogue words a code differently at different times.
        names: id → name of the records this value may refer to.
    """
    if wire is None or wire in ("", []):
        return EMPTY
    wording = _WORDING.get(field.kind)
    return wording(_About(field, on, names), wire) if wording else str(wire)


def filled(
    declared: RecordType, values: Mapping[str, Wire], *, on: dt.date, names: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Title and words of every field that says something, in the order of declaration."""
    return [
        (field.title, shown(field, values[name], on=on, names=names))
        for name, field in declared.fields.items()
        if name != "deleted" and values.get(name) not in (None, "", [], False)
    ]


def moment(at: dt.datetime) -> str:
    """``16:02 ngày 22/11/2026``, in Vietnam's time."""
    return formats.moment(at.astimezone(VIETNAM))
