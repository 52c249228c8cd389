"""What ``python -m tests.oracle`` does for thousands of cases, for a few: the figures are those worked out by hand."""

import ast
import sys
from pathlib import Path

import pytest

from desktop.domain.periods import period
from desktop.reports import counting
from desktop.services.reports import Reports
from tests.factories import make_office
from tests.fakes import exported
from tests.oracle.checking import compared, differences, made

#: The modules of `tests.fakes` that work figures out.
BY_HAND = (
    *("annual_figures", "annual_staff", "exported", "register_lines", "views"),
    *(f"form_{name}" for name in ("24", "25", "26", "bulletin", "criteria", "results")),
)


def test_forms_register_and_annual_figures_are_what_is_worked_out_by_hand(tmp_path: Path) -> None:
    _office, session = make_office(tmp_path)
    made(session, 120, seed=7)
    assert [*differences(session, tmp_path / "export", ("BC2026", "2026-06-30..2026-06-30"))] == []
    session.database.close()


@pytest.mark.parametrize("name", BY_HAND)
def test_what_is_worked_out_by_hand_knows_nothing_of_the_program(name: str) -> None:
    tree = ast.parse((Path(exported.__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
    imported = {each.module or "" for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)}
    imported |= {alias.name for each in ast.walk(tree) if isinstance(each, ast.Import) for alias in each.names}
    by_hand = {f"tests.fakes.{each}" for each in BY_HAND} | {"tests.fakes"}
    assert {each for each in imported - by_hand if each.split(".")[0] not in sys.stdlib_module_names} == set()


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
