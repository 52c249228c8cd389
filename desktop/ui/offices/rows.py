"""The rows of a register as they are shown, found, put in order, added up and exported. No widgets; for any thread."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.domain.catalogues import catalogue
from desktop.domain.figures import falls_in, figure, total
from desktop.domain.periods import period
from desktop.domain.text import fold_loose, sort_key
from desktop.exchange.sheet import Cell
from desktop.qt.table_model import Mark
from desktop.services.office_records import Listed
from desktop.services.session import VIETNAM
from desktop.ui.cases.marks import sync_mark
from desktop.ui.offices.register import Register
from desktop.ui.values import shown
from desktop.words import _
from desktop.words.formats import counted
from sync.contract.fields import Kind, Record, wire_of

_NUMBERS = frozenset({Kind.NUMBER, Kind.MONEY})


@dataclass(frozen=True, slots=True)
class Row:
    """One record as its list shows it.

    Attributes:
        record: as it is visible now.
        cells: field → the words of each column.
        keys: field → by what the column is put in order.
        folded: everything it says, for finding the beginnings of words in it.
        mark: how far it has come on its way to the national system.
        unit: name of the office it belongs to, empty if that is not known here.
    """

    record: Record
    cells: Mapping[str, str]
    keys: Mapping[str, Any]
    folded: str
    mark: Mark
    unit: str


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list is narrowed to: words, a period as `desktop.domain.periods` reads it, a code."""

    query: str = ""
    period: str = ""
    code: str = ""


def rows_of(register: Register, listed: Listed, today: dt.date) -> list[Row]:
    """The rows of a register, the newest first; without a day, by the first column."""
    own = [one for one in listed.records if all(getattr(one, n) == value for n, value in register.fixed.items())]
    made = [_row(register, one, listed, today) for one in own]
    first = register.day or register.columns[0].field
    return sorted(made, key=lambda row: row.keys[first], reverse=bool(register.day))


def narrowed(register: Register, rows: Iterable[Row], wanted: Narrowed) -> list[Row]:
    """The rows that are let through, in the same order."""
    words = fold_loose(wanted.query).split()
    within = period(wanted.period) if wanted.period else None
    return [
        row
        for row in rows
        if all(f" {word}" in row.folded for word in words)
        and (within is None or falls_in(row.record, within))
        and (not wanted.code or getattr(row.record, register.narrow) == wanted.code)
    ]


def years_of(register: Register, rows: Iterable[Row]) -> list[int]:
    """The years there are records of, the newest first."""
    days = [getattr(row.record, register.day) for row in rows] if register.day else []
    return sorted({day if isinstance(day, int) else day.year for day in days if day is not None}, reverse=True)


def sums(register: Register, rows: Sequence[Row]) -> str:
    """What the figures of the rows add up to, in one line; empty where there is nothing to add."""
    heads = {column.field: column.title for column in register.columns if column.title}
    records = [row.record for row in rows]
    added = [(heads.get(name) or register.title_of(name), total(records, name)) for name in register.totals]
    said = [f"{title} {counted(each.number, at_least=each.at_least)}" for title, each in added if each.number]
    return _("Cộng: {sums}").format(sums=", ".join(said)) if said else ""


def exported(register: Register, row: Row, names: Mapping[str, str], today: dt.date) -> list[Cell]:
    """One row of the file: every field of the form, and how far the record has come."""
    return [*(_cell(register, row.record, name, names, today) for name in register.form), row.mark.word]


def _row(register: Register, one: Record, listed: Listed, today: dt.date) -> Row:
    names = {column.field for column in register.columns}
    asked = {name: _words(register, one, name, listed.names, today) for name in names | {*register.form}}
    cells = {
        column.field: _brief(register, one, column.field, today) or asked[column.field] for column in register.columns
    }
    keyed = names | ({register.day} if register.day else set())
    mark = sync_mark(
        unsent=int(one.id in listed.way.unsent),
        contested=int(one.id in listed.way.contested),
        rejected=one.id in listed.way.rejected,
    )
    return Row(
        record=one,
        cells=cells,
        keys={name: _key(register, one, name, asked.get(name, "")) for name in keyed},
        folded=" " + fold_loose(" ".join(asked.values())),
        mark=mark,
        unit=listed.names.get(one.unit, ""),
    )


def _words(register: Register, one: Record, name: str, names: Mapping[str, str], today: dt.date) -> str:
    """The words of one field; of a figure with its bound, of nothing nothing."""
    value = wire_of(getattr(one, name))
    field = register.declared.fields[name]
    if value is None or value is False or value in ("", []):
        return ""
    if field.kind in _NUMBERS and name != register.day:
        known = figure(one, name)
        return counted(known.number, at_least=known.at_least) if known else ""
    return shown(field, value, on=today, names=names)


def _brief(register: Register, one: Record, name: str, today: dt.date) -> str:
    """The short wording of a code, for a narrow column; nothing for what is not one of today's codes."""
    known = register.declared.fields[name].info.catalogue
    code = getattr(one, name)
    entry = catalogue(known).find(code, today) if known and isinstance(code, str) else None
    return entry.brief if entry else ""


def _key(register: Register, one: Record, name: str, words: str) -> tuple[bool, Any, str]:
    """What orders a column: nothing comes first, days and numbers by themselves, words as Vietnamese sorts them."""
    value = getattr(one, name)
    if value is None:
        return (False, b"", one.id)
    if register.declared.fields[name].kind in {*_NUMBERS, Kind.DATE, Kind.MOMENT}:
        return (True, value, one.id)
    return (True, sort_key(words), one.id)


def _cell(register: Register, one: Record, name: str, names: Mapping[str, str], today: dt.date) -> Cell:
    value = getattr(one, name)
    typed = _TYPED.get(register.declared.fields[name].kind)
    if typed is not None and value is not None:
        return typed(value)
    return _words(register, one, name, names, today) or None


_TYPED: Mapping[Kind, Callable[[Any], Cell]] = {
    Kind.NUMBER: int,
    Kind.MONEY: int,
    Kind.DATE: lambda day: day,
    Kind.MOMENT: lambda at: at.astimezone(VIETNAM).replace(tzinfo=None),
}
"""What a spreadsheet reckons with keeps its type; everything else is written in words."""
