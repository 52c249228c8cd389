"""Whatever the records are, a form says what plain Python works out, and every number opens just what it counts."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine

from desktop.domain.periods import period
from desktop.reports import counting, dashboard, forms, placing
from desktop.reports.asked import Asked
from desktop.reports.dashboard import Cut
from desktop.reports.placing import By, Whom
from desktop.reports.populations import POPULATIONS
from desktop.reports.predicates import PREDICATES
from desktop.store.tables import TABLES, person_index
from sync.client.tables import metadata
from tests.fakes import exported
from tests.oracle.checking import WAYS, compared, offices, opened, worked_out
from tests.oracle.drawing import HALF, UNITS, families, office, records_of

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
        {"id": each["id"], "sort": b"", "loose_name": "", "hidden": False, "same_as": standing_for(records, each)}
        for each in records["person"].values()
    ]
    connection.execute(person_index.insert(), index)


def standing_for(records: exported.Records, person: exported.Record) -> str | None:
    """Who somebody was put together with, if they were."""
    return str(exported.stands(records, person)["id"]) if person["merged_into"] else None


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


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(office=office(HALF), way=st.sampled_from(WAYS))
def test_whoever_counts_on_form_26_is_who_was_there_day_by_day(
    connection: Connection, office: Any, way: Mapping[str, str]
) -> None:
    records = records_of([], office)
    fill(connection, records)
    form = next(form for form in FORMS if form.code == "26/BTP/TGPL")
    counted = counting.count(connection, form, Asked(PERIOD, UNITS, way, offices(UNITS, way)))
    assert [*compared(counted, worked_out(records, counted.asked)[form.code])] == []
    assert [*opened(connection, counted)] == []


@pytest.mark.parametrize(("valid_to", "number"), [("2026-03-31", 0), ("2026-04-01", 1)])
def test_a_contract_that_was_replaced_on_its_first_day_does_not_count(
    connection: Connection, valid_to: str, number: int
) -> None:
    begun = {"organisation": "organisation-0", "kind": "ky_hop_dong", "on": "2026-04-01"}
    events = [begun, {**begun, "kind": "gia_han_hop_dong", "valid_to": valid_to}]
    fill(connection, records_of([], {"organisation": [{"kind": "to_chuc_ky_hop_dong"}], "organisation_event": events}))
    form = next(form for form in FORMS if form.code == "26/BTP/TGPL")
    asked = Asked(PERIOD, UNITS, WAYS[1], offices(UNITS, WAYS[1]))
    assert counting.count(connection, form, asked).cells["", 4] == number


@pytest.mark.parametrize(("ended_on", "number"), [("2026-06-29", 0), ("2026-06-30", 1)])
def test_the_day_on_which_a_certificate_is_withdrawn_is_its_last(
    connection: Connection, ended_on: str, number: int
) -> None:
    one = {"kind": "to_chuc_dang_ky", "sub_kind": "hanh_nghe_luat_su"}
    told = (("cap_giay", "2026-01-02"), ("thu_hoi_giay", ended_on))
    events = [{"organisation": "organisation-0", "kind": kind, "on": on} for kind, on in told]
    fill(connection, records_of([], {"organisation": [one], "organisation_event": events}))
    form = next(form for form in FORMS if form.code == "26/BTP/TGPL")
    cells = counting.count(connection, form, Asked(PERIOD, UNITS, WAYS[0], offices(UNITS, WAYS[0]))).cells
    assert [cells["", column] for column in (7, 8, 9)] == [number, number, 0]


def test_success_is_of_litigation_alone_in_bars_and_ranks(connection: Connection) -> None:
    case = {"unit": "a", "accepted_at": "2026-01-05T08:30:00+07:00", "ended_on": "2026-03-01"}
    verdict = {"body": "to_chuc", "on": "2026-03-02", "verdict": "thanh_cong"}
    forms_of_aid = ("tu_van_phap_luat", "tham_gia_to_tung", None)
    fill(connection, records_of([({**case, "form": each}, [], [], [], [verdict], [], []) for each in forms_of_aid], {}))
    asked = Asked(PERIOD, UNITS, WAYS[0])
    assert dashboard.count(connection, asked)[Cut.UNIT]["a"] == {"accepted": 3, "ended": 3, "successful": 1}
    (one,) = placing.placed(connection, asked, Whom.UNITS, {})
    assert [one.ended, one.successful] == [3, 1]
    assert len(placing.behind(connection, asked, Whom.UNITS, "a", By.SUCCESSFUL)) == 1


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
