"""A form counted from the cases here and from what organisations without the program reported for the same days."""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection

from desktop.domain.organisations import took_part
from desktop.domain.text import fold_accents
from desktop.reports import counting
from desktop.reports.asked import Asked
from desktop.reports.counting import Begin, Counted
from desktop.reports.forms import Form
from desktop.reports.given import Given
from desktop.store import records
from sync.contract.messages import UnitInfo
from sync.contract.records import Organisation, OrganisationEvent, OrganisationFigures

#: The record types in which such figures lie.
TYPES = ("organisation", "organisation_event", "organisation_figures")


def count(connection: Connection, form: Form, asked: Asked, begin: Begin = counting.silent) -> Counted:
    """Fill a form; its numbers are those of the units and of the organisations together."""
    return counting.with_given(counting.count(connection, form, asked, begin), given(connection, form, asked))


def given(connection: Connection, form: Form, asked: Asked) -> list[Given]:
    """What organisations reported for exactly this version of a form and these days, by name."""
    told = [
        Given(one.id, one.name or "", found[-1].received_on, found[-1].figures or {})
        for one, found in _reported(connection, form, asked)
        if found
    ]
    return sorted(told, key=lambda each: (each.name, each.organisation))


def _reported(
    connection: Connection, form: Form, asked: Asked
) -> list[tuple[Organisation, Sequence[OrganisationFigures]]]:
    """The organisations that these units keep, each with what it reported.

    The record that counts is last: two PCs may each have taken a file in for the same report, of these the newer.
    """
    report = (form.code, form.version, *asked.period)
    found: dict[str | None, list[OrganisationFigures]] = {}
    for each in records.every(connection, OrganisationFigures) if form.from_organisations else ():
        if (each.form, each.version, each.from_on, each.to_on) == report:
            found.setdefault(each.organisation, []).append(each)
    return [
        (one, sorted(found.get(one.id, ()), key=lambda each: (str(each.received_on), each.id)))
        for one in records.every(connection, Organisation)
        if one.unit in asked.units
    ]


class Standing(msgspec.Struct, frozen=True):
    """An organisation that reports, and what of it is here.

    Attributes:
        organisation: which one.
        figures: what it reported and counts; None where nothing is here yet.
        earlier: what was taken in on other PCs besides, and does not count.
        in_program: it is a unit whose cases are counted.
    """

    organisation: Organisation
    figures: OrganisationFigures | None
    earlier: Sequence[OrganisationFigures]
    in_program: bool

    @property
    def owes(self) -> bool:
        """Whether its figures are still wanted."""
        return self.figures is None and not self.in_program

    @property
    def differs(self) -> bool:
        """Whether two files of it are here that say different things."""
        return self.figures is not None and any(each.figures != self.figures.figures for each in self.earlier)


def standing(connection: Connection, form: Form, asked: Asked, units: Iterable[UnitInfo]) -> list[Standing]:
    """Who reports for a period, by name; nobody where a form is counted here alone.

    Args:
        connection: to the records as they are or were.
        form: the form.
        asked: what of it.
        units: those of the office, whose cases are counted.
    """
    if not form.from_organisations:
        return []
    events = records.every(connection, OrganisationEvent)
    names = {fold_accents(unit.name) for unit in units}
    found = [
        Standing(one, told[-1] if told else None, told[:-1], fold_accents(one.name or "") in names)
        for one, told in _reported(connection, form, asked)
        if told or took_part(one, events, asked.period)
    ]
    return sorted(found, key=lambda each: (each.organisation.name or "", each.organisation.id))
