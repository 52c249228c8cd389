"""What people call the fields and codes that commands take and print."""

import datetime as dt
from collections.abc import Callable

from desktop.domain.catalogues import CATALOGUES, catalogue
from desktop.domain.dates import format_date
from desktop.words import cli as words
from desktop.words import formats
from sync.contract.fields import RECORD_TYPES, Field, Kind, RecordType, Wire

#: What stands before a field in ``case add`` and ``case edit`` → record type.
PARTS = {"person": "person", "part": "case_person", "case": "case"}


def declared_field(path: str) -> Field | None:
    """The declaration of ``case.form``, ``person.full_name`` or, when only one is meant, of ``form``."""
    part, _dot, name = path.rpartition(".")
    named = RECORD_TYPES.get(PARTS.get(part, part))
    for declared in [named] if named else RECORD_TYPES.values():
        if name in declared.fields:
            return declared.fields[name]
    return None


def title_of(path: str) -> str:
    """The title of a field, empty where the error's sentence names it; its name if it is none of ours."""
    if path in words.OPTION_TITLES:
        return words.OPTION_TITLES[path]
    field = declared_field(path)
    return f"{field.title} ({path})" if field else path


def label(field: Field, value: Wire) -> str:
    """A value as people read it: codes in words, days as dd/MM/yyyy."""
    if value in (None, "", []):
        return words.EMPTY
    reader = _LABELS.get(field.kind)
    return reader(field, value) if reader else str(value)


def filled(declared: RecordType, values: dict[str, Wire]) -> list[tuple[str, str]]:
    """Title and wording of every field that says something, in the order of declaration."""
    return [
        (field.title, label(field, values[name]))
        for name, field in declared.fields.items()
        if field.kind is not Kind.REFERENCE and values.get(name) not in (None, "", [], False)
    ]


def _code_label(field: Field, code: str) -> str:
    name = field.info.catalogue
    return catalogue(name).label(code) if name in CATALOGUES and name else code


def _day_label(_field: Field, value: str) -> str:
    return format_date(dt.date.fromisoformat(value))


def _moment_label(_field: Field, value: str) -> str:
    return formats.moment(dt.datetime.fromisoformat(value))


def _flag_label(_field: Field, value: bool) -> str:
    return words.YES if value else words.NO


def _codes_label(field: Field, codes: list[str]) -> str:
    return ", ".join(_code_label(field, code) for code in codes)


def _money_label(_field: Field, value: int) -> str:
    return formats.whole(value)


_LABELS: dict[Kind, Callable[[Field, Wire], str]] = {
    Kind.MONEY: _money_label,
    Kind.DATE: _day_label,
    Kind.MOMENT: _moment_label,
    Kind.FLAG: _flag_label,
    Kind.CODE: _code_label,
    Kind.CODES: _codes_label,
}
