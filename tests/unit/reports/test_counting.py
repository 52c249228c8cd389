"""Whatever the records are, a form says what plain Python works out, and every number opens just what it counts."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine

from desktop.domain.periods import period
from desktop.reports import counting, forms
from desktop.reports.asked import Asked
from desktop.reports.populations import POPULATIONS
from desktop.reports.predicates import PREDICATES
from desktop.store.tables import TABLES, person_index
from sync.client.tables import metadata
from tests.fakes import exported
from tests.oracle.checking import WAYS, compared, offices, opened, worked_out
from tests.oracle.drawing import HALF, UNITS, families, records_of

PERIOD = period("2026-H1")
FORMS = [forms.parse(text, PREDICATES, POPULATIONS) for text in forms.shipped()]
PERFORMERS = {"practitioner": [{"kind": "cong_tac_vien"}, {}, {"kind": "luat_su_hd_trung_tam"}]}


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    """An empty database with the tables of an office."""
    engine = create_engine("sqlite://")
    with engine.connect() as opened:
        metadata.create_all(opened)
        yield opened
    engine.dispose()


def fill(connection: Connection, records: exported.Records) -> None:
    for table in (*(TABLES[name] for name in exported.TYPES), person_index):
        connection.execute(table.delete())
    for name in exported.TYPES:
        if rows := list(records[name].values()):
            connection.execute(TABLES[name].insert(), rows)
    index = [
        {"id": each["id"], "sort": b"", "loose_name": "", "hidden": False, "same_as": each["merged_into"]}
        for each in records["person"].values()
    ]
    connection.execute(person_index.insert(), index)


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(cases=families(HALF, most=6), way=st.sampled_from(WAYS))
def test_every_cell_is_what_is_worked_out_and_opens_what_it_counts(
    connection: Connection, cases: Any, way: Mapping[str, str]
) -> None:
    records = records_of(cases, PERFORMERS)
    fill(connection, records)
    asked = Asked(PERIOD, UNITS, way, offices(UNITS, way))
    by_hand = worked_out(records, asked)
    for form in FORMS:
        counted = counting.count(connection, form, asked)
        assert [*compared(counted, by_hand.get(form.code, counted.every))] == []
        assert [*opened(connection, counted)] == []
        for outcome in [each for each in counted.controls if not each.holds][:3]:
            assert counting.explaining(connection, form, asked, outcome)


def test_shares_are_added_up_exactly(connection: Connection) -> None:
    case = {"unit": "a", "accepted_at": "2026-01-05T08:30:00+07:00", "ended_on": "2026-03-01", "form": None}
    three = [{"capacity": "tgvpl", "share": "1/3"} for _ in range(3)]
    lone = [{"capacity": "tgvpl", "share": "1/2"}]
    fill(connection, records_of([(case, [], three, [], [], [], []), (case, [], lone, [], [], [], [])], {}))
    form = next(form for form in FORMS if form.code == "25/BTP/TGPL")
    counted = counting.count(connection, form, Asked(PERIOD, UNITS))
    assert counted.cells["", 5] == Fraction(3, 2)
    failing = {each.control.title for each in counted.controls if not each.holds and each.at == ""}
    assert "Vụ việc của người thực hiện bằng vụ việc kết thúc" in failing
    (outcome,) = (each for each in counted.controls if each.at == "" and "người thực hiện bằng" in each.control.title)
    assert counting.explaining(connection, form, counted.asked, outcome) == [("case-00001", "case")]
