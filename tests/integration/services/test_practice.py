"""The invented office: always the same, lawful, in real proportions, and as fast as a big one needs."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.catalogues import beneficiary_version, catalogue
from desktop.domain.checks import check
from desktop.domain.quality import Rating, is_successful, rating
from desktop.domain.text import fold_loose
from desktop.services.cases import Cases
from desktop.services.export import export_visible
from desktop.services.practice import YEARS, generate
from desktop.services.session import Session
from desktop.store import records
from desktop.store.lists import CaseFilter
from sync.contract.fields import RECORD_TYPES, Kind, Record
from sync.contract.records import (
    ALL,
    Appraisal,
    Assignment,
    Case,
    CasePayment,
    CasePerson,
    Event,
    Person,
    Stage,
    SuccessVerdict,
)
from tests.factories import NOW, make_office

CASES = 1500


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A practice office with enough cases for shares to mean something."""
    _office, session = make_office(tmp_path_factory.mktemp("practice"), practice=True)
    generate(session, CASES, seed=1)
    yield session
    session.database.close()


@pytest.fixture(scope="module")
def cases(session: Session) -> list[Case]:
    """All of its cases."""
    with session.database.read() as connection:
        return records.every(connection, Case)


def test_the_same_seed_gives_the_same_office(tmp_path: Path) -> None:
    exports = []
    for name in ("first", "second"):
        _office, session = make_office(tmp_path / name, practice=True)
        generate(session, 40, seed=7)
        export_visible(session, tmp_path / name / "out")
        unit = session.office.unit.id.encode()
        files = sorted((tmp_path / name / "out").iterdir())
        exports.append({file.name: file.read_bytes().replace(unit, b"unit") for file in files})
        session.database.close()
    assert exports[0] == exports[1]
    assert exports[0]["case.ndjson"].count(b"\n") == 40


def test_every_record_passes_the_checks_a_person_passes(session: Session) -> None:
    with session.database.read() as connection:
        for struct in ALL:
            for record in records.every(connection, struct):
                check(record, NOW.date())


def test_every_code_is_in_its_catalogue(session: Session) -> None:
    unknown = set()
    with session.database.read() as connection:
        for declared in RECORD_TYPES.values():
            for record in records.every(connection, declared.struct):
                values = declared.values_of(record)
                for field in declared.fields.values():
                    if field.kind in (Kind.CODE, Kind.CODES) and field.info.catalogue and values[field.name]:
                        codes = {entry.code for entry in catalogue(field.info.catalogue).entries}
                        value = values[field.name]
                        unknown |= set(value if isinstance(value, list) else [value]) - codes
    assert unknown == set()


def test_the_cases_come_from_three_years_of_office_hours(cases: list[Case]) -> None:
    received = [case.received_at for case in cases if case.received_at]
    assert len(received) == CASES
    assert max(received) <= NOW
    assert min(received) > NOW - dt.timedelta(days=365 * YEARS + 1)
    assert {moment.hour for moment in received} <= set(range(7, 17))
    by_year = Counter(moment.year for moment in received)
    assert by_year[2025] == pytest.approx(CASES / YEARS, rel=0.15)


def test_the_register_is_numbered_without_a_gap_in_the_order_of_receipt(cases: list[Case]) -> None:
    numbered = [case for case in cases if case.register_number and case.received_at]
    for year in {case.register_year for case in numbered}:
        book = sorted((c for c in numbered if c.register_year == year), key=lambda case: case.register_number or 0)
        assert [case.register_number for case in book] == list(range(1, len(book) + 1))
        assert book == sorted(book, key=lambda case: case.received_at or NOW)  # sorting keeps equal moments in order
    assert len({case.code for case in numbered}) == len(numbered)
    assert all((case.accepted_at is None) == (case.code is None) for case in cases)


def test_states_stand_in_the_proportions_of_the_published_figures(session: Session) -> None:
    counts = Cases(session).counts()
    shares = {state: count / CASES for state, count in counts.items()}
    ended = sum(share for state, share in shares.items() if state.startswith("ket_thuc"))
    assert ended == pytest.approx(0.80, abs=0.06)  # 24,000 going on of 120,000 in three years
    assert shares["ket_thuc_hoan_thanh"] / ended == pytest.approx(0.93, abs=0.03)
    assert shares["dang_thuc_hien"] == pytest.approx(0.17, abs=0.05)
    assert 0 < shares["tu_choi"] < 0.03


@pytest.mark.parametrize(
    ("struct", "name"),
    [
        (Assignment, "from_on"),
        (Stage, "from_on"),
        (Stage, "to_on"),
        (Event, "on"),
        (Appraisal, "on"),
        (SuccessVerdict, "on"),
        (CasePayment, "on"),
    ],
)
def test_nothing_happens_before_the_acceptance_or_after_today(
    session: Session, cases: list[Case], struct: type[Record], name: str
) -> None:
    accepted = {case.id: case.accepted_at.date() for case in cases if case.accepted_at}
    with session.database.read() as connection:
        found = records.of_cases(connection, struct, accepted)
    days = [(case_id, getattr(record, name)) for case_id, of in found.items() for record in of]
    assert any(day for _, day in days)
    assert [case_id for case_id, day in days if day and not accepted[case_id] <= day <= NOW.date()] == []


def test_everybody_is_assigned_in_a_capacity_and_by_somebody(session: Session, cases: list[Case]) -> None:
    with session.database.read() as connection:
        found = records.of_cases(connection, Assignment, [case.id for case in cases])
    assigned = Counter((a.capacity, a.assigned_by) for of in found.values() for a in of)
    assert set(assigned) <= {
        ("tgvpl", "trung_tam"),
        ("luat_su_hd_trung_tam", "trung_tam"),
        ("tu_van_vien", "to_chuc_ky_hop_dong"),
    }
    assert len(assigned) >= 2


def test_about_one_ended_case_of_litigation_in_four_is_successful(session: Session, cases: list[Case]) -> None:
    ended = [case.id for case in cases if case.form == "tham_gia_to_tung" and case.ended_on]
    with session.database.read() as connection:
        verdicts = records.of_cases(connection, SuccessVerdict, ended)
        appraisals = records.every(connection, Appraisal)
    successes = sum(is_successful(of) for of in verdicts.values())
    assert successes / len(ended) == pytest.approx(0.22, abs=0.05)
    assert {each.body for each in appraisals} == {"to_chuc", "so_tu_phap"}
    assert {rating(each) for each in appraisals} >= {Rating.GOOD, Rating.FAIR, Rating.PASSED}


def test_shares_of_a_case_sum_to_one(session: Session, cases: list[Case]) -> None:
    with session.database.read() as connection:
        found = records.of_cases(connection, Assignment, [case.id for case in cases])
    shares = Counter(tuple(sorted(a.share for a in of)) for of in found.values())
    assert set(shares) <= {(), ("1",), ("1/2", "1/2")}
    assert shares[("1/2", "1/2")] > 0


def test_each_person_has_a_category_of_the_law_in_force_when_accepted(session: Session, cases: list[Case]) -> None:
    by_id = {case.id: case for case in cases}
    with session.database.read() as connection:
        parts = records.every(connection, CasePerson)
        people = records.by_id(connection, Person, [part.person for part in parts if part.person])
    for part in parts:
        case = by_id[part.case or ""]
        assert part.person in people
        assert part.primary_category in part.categories
        if case.accepted_at:
            assert case.category_version == beneficiary_version(case.accepted_at.date())
    assert len(people) < len(parts)  # some come again


def test_everybody_is_found_by_a_name_without_accents(session: Session) -> None:
    every = Cases(session).rows(Cases(session).numbers(CaseFilter()))
    for row in every[:: CASES // 20]:
        found = Cases(session).rows(Cases(session).numbers(CaseFilter(query=fold_loose(row.people))))
        assert row.people in [other.people for other in found]


def test_an_office_that_does_not_number_gets_temporary_codes(tmp_path: Path) -> None:
    _office, session = make_office(tmp_path, practice=True, numbering=False)
    generate(session, 10, seed=1)
    rows = Cases(session).rows(Cases(session).numbers(CaseFilter()))
    assert {row.code.partition("-")[0] for row in rows} == {"Tạm"}
    session.database.close()


def test_the_work_can_be_watched_and_stopped_between_two_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.services.practice.BATCH", 10)
    _office, session = make_office(tmp_path, practice=True)
    seen = []

    def stop_after_two(done: int, total: int) -> None:
        seen.append((done, total))
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(session, 40, 1, stop_after_two)
    assert seen == [(10, 40), (20, 40)]
    assert len(Cases(session).numbers(CaseFilter())) == 20
    session.database.close()
