"""Whatever the records are, a form says what plain Python works out, and every number opens just what it counts."""

from collections.abc import Iterator
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
from sync.contract.fields import RECORD_TYPES
from tests.fakes import exported, form_24, form_25

HALF = period("2026-H1")
UNITS = ("a", "b")
#: The edges of the period, and the days beside them.
DAYS = ("2025-12-31", "2026-01-01", "2026-01-02", "2026-06-29", "2026-06-30", "2026-07-01")
TYPES = ("case", "case_person", "person", "assignment", "practitioner", "transfer")
FORMS = [forms.parse(text, PREDICATES, POPULATIONS) for text in forms.shipped()]

day, maybe_day = st.sampled_from(DAYS), st.sampled_from((None, None, *DAYS))


def fields(**values: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {name: value if isinstance(value, st.SearchStrategy) else st.just(value) for name, value in values.items()}
    )


CASES = fields(
    unit=st.sampled_from(("a", "a", "b", "c")),
    form=st.sampled_from(("tu_van_phap_luat", "tham_gia_to_tung", "dai_dien_ngoai_to_tung", None)),
    law_field=st.sampled_from(("hinh_su", "dan_su", "dat_dai", None)),
    accepted_at=st.sampled_from((None, *(f"{each}T08:30:00+07:00" for each in DAYS))),
    ended_on=maybe_day,
    deleted=st.sampled_from((False, False, False, True)),
    moved_in_on=maybe_day,
    moved_to=st.sampled_from((None, None, "b", "c")),
)
PARTS = fields(
    person=st.sampled_from(("p1", "p2", "p3", None)),
    role=st.sampled_from(("nguoi_duoc_tgpl", "nguoi_duoc_tgpl", None, "nguoi_yeu_cau")),
    categories=st.sampled_from(([], ["ho_ngheo"], ["ho_ngheo", "dtts_vung_dbkk"])),
    primary_category=st.sampled_from((None, "ho_ngheo", "tre_em", "nctn_16_18", "dien_khac")),
    sub_status=st.sampled_from((None, "bi_hai", "pham_nhan")),
    deleted=st.sampled_from((False, False, True)),
)
ASSIGNMENTS = fields(
    practitioner=st.sampled_from(("q1", "q2", None)),
    capacity=st.sampled_from(("tgvpl", "luat_su_hd_trung_tam", "luat_su_to_chuc", "tu_van_vien", "tap_su", None)),
    assigned_by=st.sampled_from((None, "trung_tam", "to_chuc_ky_hop_dong", "to_chuc_dang_ky")),
    share=st.sampled_from(("1", "1/2", "1/3", "2/3", "3/7")),
    to_on=maybe_day,
    deleted=st.sampled_from((False, False, False, True)),
)
MOVES = fields(on=day, from_unit=st.sampled_from((None, "a", "c")))
FAMILIES = st.lists(
    st.tuples(CASES, st.lists(PARTS, max_size=3), st.lists(ASSIGNMENTS, max_size=3), st.lists(MOVES, max_size=2)),
    max_size=6,
)


def records_of(families: Any) -> dict[str, dict[str, dict[str, Any]]]:
    """What an export of these cases would say; of the three people one was entered twice."""
    records: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in TYPES}

    def add(name: str, record_id: str, **values: Any) -> None:
        blank = {"id": record_id, "unit": "a", **RECORD_TYPES[name].blank}
        records[name][record_id] = blank | values

    add("person", "p1", gender="nu")
    add("person", "p2", gender="nam", merged_into="p1")
    add("person", "p3", gender="nam")
    add("practitioner", "q1", kind="cong_tac_vien")
    add("practitioner", "q2")
    for number, (case, *hanging) in enumerate(families):
        case_id = f"case-{number}"
        add("case", case_id, **case)
        for name, members in zip(("case_person", "assignment", "transfer"), hanging, strict=True):
            for each, values in enumerate(members):
                add(name, f"{case_id}-{name}-{each}", case=case_id, **values)
    return records


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    """An empty database with the tables of an office."""
    engine = create_engine("sqlite://")
    with engine.connect() as opened:
        metadata.create_all(opened)
        yield opened
    engine.dispose()


def fill(connection: Connection, records: exported.Records) -> None:
    for table in (*(TABLES[name] for name in TYPES), person_index):
        connection.execute(table.delete())
    for name in TYPES:
        if rows := list(records[name].values()):
            connection.execute(TABLES[name].insert(), rows)
    index = [
        {"id": each["id"], "sort": b"", "loose_name": "", "hidden": False, "same_as": each["merged_into"]}
        for each in records["person"].values()
    ]
    connection.execute(person_index.insert(), index)


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(families=FAMILIES, credit=st.sampled_from(("at_end", "equally")))
def test_every_cell_is_what_is_worked_out_and_opens_what_it_counts(
    connection: Connection, families: Any, credit: str
) -> None:
    records = records_of(families)
    fill(connection, records)
    first, last = HALF.first.isoformat(), HALF.last.isoformat()
    asked = Asked(HALF, UNITS, {"credit": credit})
    expected: dict[str, Any] = {
        "24/BTP/TGPL": form_24.worked_out(records, UNITS, first, last),
        "25/BTP/TGPL": form_25.worked_out(records, UNITS, first, last, credit),
    }
    for form in FORMS:
        counted = counting.count(connection, form, asked)
        if form.code in expected:
            found = [*counted.cells.items(), *counted.beside.items()]
            assert {spot: number for spot, number in found if number and spot[1] != "no_column"} == expected[form.code]
        for place in [place for place, number in counted.cells.items() if number][:3]:
            opened = counting.behind(connection, form, asked, place)
            assert sum(line.part for line in opened) == counted.cells[place]
        for outcome in [each for each in counted.controls if not each.holds][:3]:
            assert counting.explaining(connection, form, asked, outcome)


def test_shares_are_added_up_exactly(connection: Connection) -> None:
    case = {"unit": "a", "accepted_at": "2026-01-05T08:30:00+07:00", "ended_on": "2026-03-01", "form": None}
    three = [{"capacity": "tgvpl", "share": "1/3"} for _ in range(3)]
    lone = [{"capacity": "tgvpl", "share": "1/2"}]
    fill(connection, records_of([(case, [], three, []), (case, [], lone, [])]))
    form = next(form for form in FORMS if form.code == "25/BTP/TGPL")
    counted = counting.count(connection, form, Asked(HALF, UNITS))
    assert counted.cells["", 5] == Fraction(3, 2)
    failing = {each.control.title for each in counted.controls if not each.holds and each.at == ""}
    assert "Vụ việc của người thực hiện bằng vụ việc kết thúc" in failing
    (outcome,) = (each for each in counted.controls if each.at == "" and "người thực hiện bằng" in each.control.title)
    assert counting.explaining(connection, form, counted.asked, outcome) == ["case-1"]
