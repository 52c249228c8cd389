"""What ``python -m tests.oracle`` does for thousands of cases, for a few: the figures are those worked out by hand."""

from pathlib import Path

from desktop.domain.periods import period
from desktop.reports import counting
from desktop.services.reports import Reports
from tests.factories import make_office
from tests.oracle.checking import compared, differences, made


def test_forms_register_and_annual_figures_are_what_is_worked_out_by_hand(tmp_path: Path) -> None:
    _office, session = make_office(tmp_path)
    made(session, 120, seed=7)
    assert [*differences(session, tmp_path / "export", ("BC2026", "2026-06-30..2026-06-30"))] == []
    session.database.close()


def test_it_tells_a_cell_that_is_one_too_many(tmp_path: Path) -> None:
    _office, session = make_office(tmp_path)
    reports, year = Reports(session), period("2026")
    asked = reports.asked(year, readings={"credit": "at_end"})
    form = reports.form("25", year)
    with session.database.read() as connection:
        counted = counting.count(connection, form, asked)
    assert [*compared(counted, {})] == []
    assert [*compared(counted, {("II.2", 5): 1})] == ["('II.2', 5): 0, by hand 1"]
    session.database.close()
