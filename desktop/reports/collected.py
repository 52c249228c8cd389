"""A form counted from the cases here and from what organisations without the program reported for the same days."""

import msgspec
from sqlalchemy import Connection

from desktop.domain.organisations import took_part
from desktop.domain.text import fold_accents
from desktop.reports import counting
from desktop.reports.asked import Asked
from desktop.reports.counting import Begin, Counted
from desktop.reports.forms import Form
from desktop.reports.given import Given
from desktop.store import directory, records
from sync.contract.records import Organisation, OrganisationEvent, OrganisationFigures

#: The record types in which such figures lie.
TYPES = ("organisation", "organisation_figures")


def count(connection: Connection, form: Form, asked: Asked, begin: Begin = counting.silent) -> Counted:
    """Fill a form; its numbers are those of the units and of the organisations together."""
    return counting.with_given(counting.count(connection, form, asked, begin), given(connection, form, asked))


def given(connection: Connection, form: Form, asked: Asked) -> list[Given]:
    """What organisations reported for exactly this version of a form and these days, by name."""
    found = {each.organisation: each for each in figures(connection, form, asked) if each.organisation}
    names = {one.id: one.name or "" for one in records.by_id(connection, Organisation, found).values()}
    told = [Given(one, names.get(one, ""), each.received_on, each.figures or {}) for one, each in found.items()]
    return sorted(told, key=lambda each: (each.name, each.organisation))


def figures(connection: Connection, form: Form, asked: Asked) -> list[OrganisationFigures]:
    """Their records, the one that counts last: of two for the same report, entered on two PCs, the newer."""
    if not form.from_organisations:
        return []
    report = (form.code, form.version, *asked.period)
    found = [
        each
        for each in records.every(connection, OrganisationFigures)
        if (each.form, each.version, each.from_on, each.to_on) == report and each.unit in asked.units
    ]
    return sorted(found, key=lambda each: (str(each.received_on), each.id))


class Standing(msgspec.Struct, frozen=True):
    """An organisation that reports, and what of it is here.

    Attributes:
        organisation: which one.
        figures: what it reported; None where nothing is here yet.
        in_program: it is a unit whose cases are counted already.
    """

    organisation: Organisation
    figures: OrganisationFigures | None
    in_program: bool

    @property
    def owes(self) -> bool:
        """Whether its figures are still wanted."""
        return self.figures is None and not self.in_program


def standing(connection: Connection, form: Form, asked: Asked) -> list[Standing]:
    """Who reports for a period, by name; nobody where a form is counted here alone."""
    if not form.from_organisations:
        return []
    events = records.every(connection, OrganisationEvent)
    here = {each.organisation: each for each in figures(connection, form, asked)}
    units = {fold_accents(unit.name) for unit in directory.every(connection) if unit.id in asked.units}
    found = [
        Standing(one, here.get(one.id), fold_accents(one.name or "") in units)
        for one in records.every(connection, Organisation)
        if one.unit in asked.units and (one.id in here or took_part(one, events, asked.period))
    ]
    return sorted(found, key=lambda each: (each.organisation.name or "", each.organisation.id))
