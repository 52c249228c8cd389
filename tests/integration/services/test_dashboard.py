"""The dashboard counts what the forms count, and every bar opens as many cases as it says."""

import pytest

from desktop.domain.periods import period
from desktop.services.dashboard import Cut, Dashboards, Measure
from desktop.services.practice import generate
from desktop.services.reports import Reports
from desktop.services.session import Session
from tests.factories import make_office

ROWS = {"criminal": "1", "civil": "2", "administrative": "3", "other_field": "4"}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """An office with three years of invented cases."""
    session = make_office(tmp_path_factory.mktemp("dashboard"), practice=True)[1]
    generate(session, 200, seed=11)
    return session


def test_its_months_and_fields_are_those_of_form_25(session: Session) -> None:
    reports = Reports(session)
    shown = Dashboards(session).dashboard(2026)
    for month in range(1, 13):
        between = period(f"2026-{month:02}")
        cells = reports.count(reports.form("25", between), reports.asked(between)).cells
        bars = shown.bars[Cut.MONTH].get(f"2026-{month:02}", dict.fromkeys(Measure, 0))
        assert [bars[Measure.ACCEPTED], bars[Measure.ENDED]] == [int(cells["", n]) for n in (3, 4)]
    cells = reports.count(reports.form("25", period("2026")), reports.asked(period("2026"))).cells
    for field, mark in ROWS.items():
        bars = shown.bars[Cut.FIELD].get(field, dict.fromkeys(Measure, 0))
        assert [bars[Measure.ACCEPTED], bars[Measure.ENDED]] == [int(cells[mark, n]) for n in (3, 4)]
    results = reports.count(reports.form("KQ", period("2026")), reports.asked(period("2026"))).cells
    (of_the_unit,) = shown.bars[Cut.UNIT].values()
    assert of_the_unit[Measure.SUCCESSFUL] == results["", 5] > 0


def test_every_bar_opens_as_many_cases_as_it_says(session: Session) -> None:
    dashboards = Dashboards(session)
    shown = dashboards.dashboard(2026)
    opened = 0
    for cut, bars in shown.bars.items():
        for key, numbers in bars.items():
            for measure, number in numbers.items():
                if number:
                    rows = dashboards.behind(shown, measure, cut, key)
                    assert len({row.id for row in rows}) == len(rows) == number
                    opened += 1
    assert opened > 30


def test_what_somebody_lacks_opens(session: Session) -> None:
    dashboards = Dashboards(session)
    shown = dashboards.dashboard(2026)
    assert len(shown.people) > 3
    for each in shown.people:
        assert len(dashboards.incomplete(shown, each.practitioner)) == each.cases - each.complete


def test_the_cases_of_one_unit_alone(session: Session) -> None:
    dashboards = Dashboards(session)
    (unit,) = dashboards.units()
    assert dashboards.dashboard(2026, [unit.code]).bars == dashboards.dashboard(2026).bars
