"""Published figures, told anew by invented cases, come out of the reports as they were published."""

from pathlib import Path

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.periods import period
from desktop.exchange.practice.retelling import told
from desktop.services import practice
from desktop.services.reports import Reports
from tests.factories import make_office


def test_the_results_of_hai_phong_in_2022_are_those_that_were_published(tmp_path: Path) -> None:
    """716 handled, 586 of them new, 246 successful; what is "348 more" fits new cases and cases handled."""
    _office, session = make_office(tmp_path, practice=True)
    practice.retell(session, told("hai-phong-2022"), seed=1)
    reports = Reports(session)
    results = {}
    for year in ("2021", "2022"):
        form = reports.form("KQ", period(year))
        counted = reports.count(form, reports.asked(period(year)))
        assert all(outcome.holds for outcome in counted.controls)
        results[year] = counted.cells
    session.database.close()
    now, before = results["2022"], results["2021"]
    assert [now["", column] for column in (1, 2, 3)] == [716, 130, 586]
    assert [now[mark, 5] for mark in ("", "1", "2", "3", "4")] == [246, 221, 24, 1, 0]
    assert [now["", column] - before["", column] for column in (3, 1)] == [348, 348]
    assert [round(100 * 348 / before["", column]) for column in (3, 1)] == [146, 95]


def test_only_what_was_published_can_be_told(tmp_path: Path) -> None:
    with pytest.raises(DomainError) as refused:
        told("hai-phong-1922")
    assert refused.value.code == "nothing_published"
    assert refused.value.values["known"] == "hai-phong-2022"
