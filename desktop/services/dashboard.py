"""The year at a glance: accepted, ended, successful; how complete the cases are; each number opens its cases."""

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from desktop.domain.periods import Period
from desktop.reports import dashboard, nudging
from desktop.reports.asked import Asked
from desktop.reports.dashboard import FIELDS, Bars, Cut, Measure
from desktop.reports.nudging import Completeness
from desktop.services.reports import Reports
from desktop.services.session import Session
from desktop.store.lists import CaseRow
from sync.contract.messages import UnitInfo

__all__ = ["FIELDS", "Bars", "Completeness", "Cut", "Dashboard", "Dashboards", "Measure"]


class Dashboard(msgspec.Struct, frozen=True):
    """The numbers of a year.

    Attributes:
        asked: which year and units.
        bars: what is counted, by each of the cuts.
        people: how complete the cases of each practitioner are, as of now.
        units: id → name of the units that can be among the keys.
    """

    asked: Asked
    bars: Mapping[Cut, Bars]
    people: Sequence[Completeness]
    units: Mapping[str, str]


class Dashboards:
    """The use cases of the dashboard."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._reports = Reports(session)

    def units(self) -> list[UnitInfo]:
        """The units whose cases can be looked at: the office, and those below it."""
        return self._reports.units()

    def dashboard(self, year: int, codes: Sequence[str] = ()) -> Dashboard:
        """Count a calendar year.

        Args:
            year: which.
            codes: of the units; none for all of them.

        Raises:
            DomainError: ``not_your_unit`` with its code.
        """
        asked = self._reports.asked(Period(dt.date(year, 1, 1), dt.date(year, 12, 31)), codes)
        names = {unit.id: unit.name for unit in self._reports.units()}
        with self._session.database.read() as connection:
            bars, people = dashboard.count(connection, asked), nudging.completeness(connection, asked)
        return Dashboard(asked, bars, people, names)

    def behind(self, shown: Dashboard, measure: Measure, cut: Cut, key: str) -> list[CaseRow]:
        """The cases that one bar counts, newest first."""
        with self._session.database.read() as connection:
            return self._reports.rows(connection, dashboard.behind(connection, shown.asked, measure, cut, key))

    def incomplete(self, shown: Dashboard, practitioner: str) -> list[CaseRow]:
        """The cases of somebody that lack something; of nobody, with an empty id."""
        with self._session.database.read() as connection:
            found = nudging.lacking(connection, shown.asked)
            return self._reports.rows(connection, {each.case for each in found if each.practitioner == practitioner})
