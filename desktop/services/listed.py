"""Offices, organisations and people in a list behind a number: what they are called, what they are, whose they are."""

from collections.abc import Collection, Iterator, Mapping

import msgspec

from desktop.domain.catalogues import catalogue
from desktop.store import directory, records
from desktop.store.engine import Connection
from sync.contract.messages import UnitInfo
from sync.contract.records import Organisation, Practitioner


class Listed(msgspec.Struct, frozen=True):
    """One line.

    Attributes:
        type: ``unit``, ``organisation`` or ``practitioner``.
        id: of the record.
        name, kind: as lists show them.
        unit: name of the unit that keeps it.
    """

    type: str
    id: str
    name: str
    kind: str
    unit: str


def listed(connection: Connection, own: UnitInfo, types: Mapping[str, str]) -> list[Listed]:
    """The lines of these records by name; ``types``: id → record type."""
    by_type = {name: [one for one in types if types[one] == name] for name in set(types.values())}
    units = {unit.id: unit for unit in (own, *directory.every(connection))} if types else {}
    lines = [
        *_units(units, by_type.get("unit", ())),
        *_organisations(connection, units, by_type.get("organisation", ())),
        *_people(connection, units, by_type.get("practitioner", ())),
    ]
    return sorted(lines, key=lambda line: (line.name.casefold(), line.id))


def _units(units: Mapping[str, UnitInfo], ids: Collection[str]) -> Iterator[Listed]:
    for unit in (units[one] for one in ids if one in units):
        yield Listed("unit", unit.id, unit.name, _kind("unit_kind", unit.kind), unit.name)


def _organisations(connection: Connection, units: Mapping[str, UnitInfo], ids: Collection[str]) -> Iterator[Listed]:
    for one in records.by_id(connection, Organisation, ids).values():
        kind = _kind("organisation_kind", one.kind)
        yield Listed("organisation", one.id, one.name or "", kind, _name(units, one.unit))


def _people(connection: Connection, units: Mapping[str, UnitInfo], ids: Collection[str]) -> Iterator[Listed]:
    for one in records.by_id(connection, Practitioner, ids).values():
        kind = _kind("practitioner_kind", one.kind)
        yield Listed("practitioner", one.id, one.full_name or "", kind, _name(units, one.unit))


def _kind(of: str, code: str | None) -> str:
    return catalogue(of).brief(code) if code else ""


def _name(units: Mapping[str, UnitInfo], unit: str) -> str:
    return units[unit].name if unit in units else ""
