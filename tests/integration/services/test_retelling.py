"""Published figures, told anew by invented cases, come out of the reports as they were published."""

from decimal import Decimal
from pathlib import Path

import pytest

from desktop.domain.catalogues import NEW_LIST
from desktop.domain.errors import DomainError
from desktop.domain.periods import period
from desktop.exchange.paper.letter import prose
from desktop.exchange.practice.retelling import told
from desktop.reports.bulletins.checking import check
from desktop.reports.bulletins.reading import Change, Measure, read
from desktop.services import practice
from desktop.services.country_bulletin import CountryBulletin
from desktop.services.reports import Reports
from tests.factories import make_office

S0 = Path(__file__).parents[2] / "unit" / "reports" / "bulletin_2021_08.txt"


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


def test_august_2021_comes_out_as_it_was_published_but_for_the_sum_that_was_wrong(tmp_path: Path) -> None:
    """1.003 = 752 + 251, 411 = 296 + 115 (never 151), 94 = 79 + 15, by 63 provinces, beside the bulletin itself."""
    _office, session = make_office(tmp_path, practice=True, unit_kind="cuc", province=None)
    practice.retell(session, told("bulletin-2021-08"), seed=1)
    service = CountryBulletin(session)
    made = service.make(period("2021-08"))
    text = prose(service.letter(made))
    again, published = read(text), read(S0.read_text(encoding="utf-8"))
    different = service.beside(published)
    by_new_list = service.make(period("2021-08"), NEW_LIST)
    by_criterion = service.beside(read(f"{S0.read_text(encoding='utf-8')}\nTheo tiêu chí: Công văn 427 (92 vụ)"))
    session.database.close()

    assert {each.measure: (each.total, [part.count for part in each.parts]) for each in again.figures} == {
        Measure.ACCEPTED: (1003, [752, 251]),
        Measure.ENDED: (411, [296, 115]),
        Measure.SUCCESSFUL: (94, [79, 15]),
    }
    changes = [each.change for each in again.figures]
    assert changes == [Change(-198, Decimal(16)), Change(-40, Decimal(9)), Change(21, Decimal(29))]
    assert [made.before[each.measure].total for each in again.figures] == [1201, 451, 73]
    assert again.figures[2].reported_by == (18, 63)
    assert all(each.holds for each in check(again))
    assert [(each.measure, each.about, each.published, each.counted) for each in different] == [
        (Measure.ENDED, "bao_ve", 151, 115)
    ]
    assert [(each.code, each.figures.total) for each in made.criteria] == [("cv427", 94)]
    assert [(each.about, each.published, each.counted, len(each.cases)) for each in by_criterion[1:]] == [
        ("cv427", 92, 94, 94)
    ]
    assert [len(service.behind_criterion(made, place)) for place in made.by_criterion.cells] == [
        *made.by_criterion.cells.values()
    ]
    for ours, theirs in zip(again.lists, published.lists, strict=True):
        assert {(each.province, each.count) for each in ours.named} == {
            (each.province, each.count) for each in theirs.named
        }
    assert [(len(each.named), sum(named.count or 0 for named in each.named)) for each in again.lists] == [
        (10, 436),
        (9, 0),
        (10, 233),
        (24, 0),
        (18, 94),
    ]
    assert "thành công, hiệu quả xét theo từng tiêu chí trên Hệ thống là: 94 vụ việc (79 vụ việc bào chữa" in text
    assert "Cách xếp: theo số vụ việc từ nhiều đến ít" in text
    for (measure, row), cases in made.behind.items():
        figure = made.figures[measure]
        assert len(cases) == {"": figure.total, "1": figure.defence, "2": figure.protection}[row]
    for listed in (made, by_new_list):
        for province in listed.provinces:
            for measure, figure in province.figures.items():
                assert len(listed.cases(measure, "", province.code)) == figure.total
    assert [len(made.provinces), len(by_new_list.provinces)] == [63, 34]
    assert by_new_list.figures == made.figures


def test_only_what_was_published_can_be_told(tmp_path: Path) -> None:
    with pytest.raises(DomainError) as refused:
        told("hai-phong-1922")
    assert refused.value.code == "nothing_published"
    assert refused.value.values["known"] == "bulletin-2021-08, hai-phong-2022"
