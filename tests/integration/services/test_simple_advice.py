"""Việc trợ giúp pháp lý: a book of its own, never a case."""

from pathlib import Path

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.periods import period
from desktop.services.cases import Cases
from desktop.services.office_records import OfficeRecords
from desktop.services.reports import Reports
from desktop.store.lists import CaseFilter
from tests.factories import make_office


def test_simple_advice_stands_in_its_own_book_and_in_no_list_or_form_of_cases(tmp_path: Path) -> None:
    _office, session = make_office(tmp_path)
    cases, reports = Cases(session), Reports(session)
    asked = {"on": "2026-11-20", "full_name": "Lò Thị Pâng", "content": "Thủ tục cấp lại giấy khai sinh"}
    cases.add("simple_advice", asked)
    assert [getattr(one, "content", "") for one in OfficeRecords(session).listed("simple_advice").records] == [
        asked["content"]
    ]
    assert len(cases.numbers(CaseFilter())) == 0
    between = period("2026")
    of_cases = [form.code for form in reports.forms if form.code != "26/BTP/TGPL"]  # that one counts offices and people
    assert len(of_cases) > 1
    for code in of_cases:
        counted = reports.count(reports.form(code, between), reports.asked(between))
        assert not any(counted.cells.values())
    with pytest.raises(DomainError, match="required"):
        cases.add("simple_advice", {"on": "2026-11-20"})
    session.database.close()
