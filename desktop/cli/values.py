"""From what stands on the command line or in a case file to the values of fields."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from desktop.cli.shell import Misuse
from desktop.domain.catalogues import CATALOGUES, catalogue
from desktop.domain.dates import parse_date
from desktop.domain.errors import DomainError
from desktop.domain.numbers import parse_number, parse_share
from desktop.domain.text import fold_accents, fold_loose, one_line, parse_names
from desktop.domain.times import parse_time
from desktop.services.session import VIETNAM
from desktop.words import cli as words
from sync.contract.errors import CodedError
from sync.contract.fields import Field, Kind, RecordType, Wire

_FLAGS = {"1": True, "true": True, "co": True, "0": False, "false": False, "khong": False}


def assignments(pairs: Iterable[str]) -> dict[str, str]:
    """Field → text of ``field=value`` words. Raise `Misuse` for a word without ``=``."""
    found = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or not name:
            raise Misuse(words.NO_EQUALS.format(word=pair))
        found[name] = text
    return found


def values_for(declared: RecordType, typed: Mapping[str, Wire], today: dt.date, where: str = "") -> dict[str, Wire]:
    """Wire values of what was typed for fields of one record.

    Args:
        typed: field → text, or a value as JSON says it.
        where: stands before the field in an error, such as ``person.``.

    Raises:
        DomainError: ``unknown_field``, or what a value is not.
    """
    found = {}
    for name, value in typed.items():
        field = declared.fields.get(name)
        if field is None:
            raise DomainError("unknown_field", field=f"{where}{name}")
        try:
            found[name] = wire_value(field, value, today)
        except CodedError as error:
            error.field = f"{where}{name}"
            raise
    return found


def wire_value(field: Field, value: Wire, today: dt.date) -> Wire:
    """One wire value; an empty text clears the field.

    Raises:
        DomainError: ``date_unreadable`` and its kin, ``time_unreadable``, ``number_unreadable``, ``share_unreadable``,
            ``choice_unknown``, ``not_in_catalogue``, ``value_not_allowed``.
    """
    if not isinstance(value, str):
        several = field.kind is Kind.CODES and isinstance(value, list)
        return [_code(field, str(code), today) for code in value] if several else value
    if not value.strip():
        return field.check(field.default)
    reader = _READERS.get(field.kind)
    return reader(field, value, today) if reader else one_line(value)


def _long_text(_field: Field, text: str, _today: dt.date) -> str:
    return text.strip()


def _date(_field: Field, text: str, today: dt.date) -> str:
    return parse_date(text, today).isoformat()


def _moment(_field: Field, text: str, today: dt.date) -> str:
    """``2026-11-22T08:05``, ``22/11/2026 8:05`` or a day alone, which means its beginning; by the clock of Vietnam."""
    day, _space, time = one_line(text).replace("T", " ").partition(" ")
    try:
        if "T" in text:
            moment = dt.datetime.fromisoformat(text.strip())
        else:
            moment = dt.datetime.combine(parse_date(day, today), parse_time(time) if time else dt.time())
    except ValueError:
        raise DomainError("time_unreadable") from None
    local = moment.astimezone(VIETNAM) if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
    return local.isoformat(timespec="seconds")


def _flag(_field: Field, text: str, _today: dt.date) -> bool:
    flag = _FLAGS.get(fold_loose(text))
    if flag is None:
        raise DomainError("value_not_allowed")
    return flag


def _number(_field: Field, text: str, _today: dt.date) -> int:
    return parse_number(text)


def _share(_field: Field, text: str, _today: dt.date) -> str:
    return parse_share(text)


def _codes(field: Field, text: str, today: dt.date) -> list[str]:
    if field.info.catalogue is None:
        return parse_names(text)
    return [_code(field, part, today) for part in text.split(",") if part.strip()]


def _code(field: Field, text: str, today: dt.date) -> str:
    """A code of the field's catalogue, given as the code or in the catalogue's words; those in force today come first.

    Whether it may be chosen is decided for the day of the case, by `desktop.domain.checks`.
    """
    typed = one_line(text)
    name = field.info.catalogue
    if name is None or name not in CATALOGUES:
        return typed
    entries = catalogue(name).entries
    wanted = fold_accents(typed)
    named = [entry for entry in entries if entry.code == typed]
    named = named or [entry for entry in entries if wanted in (fold_accents(entry.label), fold_accents(entry.short))]
    if not named:
        raise DomainError("choice_unknown")
    likeliest = max(named, key=lambda entry: (entry.in_force(today), entry.enabled))
    if not likeliest.enabled:  # of a law that is not in force yet
        raise DomainError("not_in_catalogue", entry=likeliest.label)
    return likeliest.code


def _document(_field: Field, _text: str, _today: dt.date) -> Wire:
    raise DomainError("value_not_allowed")


_READERS: dict[Kind, Callable[[Field, str, dt.date], Wire]] = {
    Kind.LONG_TEXT: _long_text,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.FLAG: _flag,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.SHARE: _share,
    Kind.CODE: _code,
    Kind.CODES: _codes,
    Kind.JSON: _document,
}
