"""Who worked, who directed and who took part on a day, from dated records alone."""

import datetime as dt

import pytest

from desktop.domain.organisations import takes_part
from desktop.domain.staff import in_office, standing, whole_years
from sync.contract.records import Organisation, OrganisationEvent, Practitioner, StaffMovement, StaffPosition


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


DAT = Practitioner(id="dat", unit="CN1", full_name="Lê Văn Đạt", kind="tgvpl", appointed_on=day("2021-11-01"))


def moved(kind: str, on: str, until: str | None = None, who: str = "dat", number: str = "1") -> StaffMovement:
    return StaffMovement(
        id=number, unit="CN1", practitioner=who, kind=kind, on=day(on), until=day(until) if until else None
    )


@pytest.mark.parametrize(
    ("on", "years"),
    [("2021-10-31", None), ("2021-11-01", 0), ("2024-10-31", 2), ("2024-11-01", 3), ("2026-11-01", 5)],
)
def test_whole_years_since_the_appointment_decide_on_the_band(on: str, years: int | None) -> None:
    assert standing(DAT, (), (), day(on)).years == years


def test_somebody_born_into_office_on_29_february_has_a_year_on_1_march() -> None:
    assert whole_years(day("2024-02-29"), day("2025-02-28")) == 0
    assert whole_years(day("2024-02-29"), day("2025-03-01")) == 1


@pytest.mark.parametrize("kind", ["chuyen_cong_tac", "nghi_che_do", "buoc_thoi_viec"])
def test_who_went_was_still_there_on_the_last_day(kind: str) -> None:
    moves = [moved(kind, "2026-06-30")]
    assert standing(DAT, (), moves, day("2026-06-30")).works
    assert not standing(DAT, (), moves, day("2026-07-01")).works
    assert standing(DAT, (), [moved(kind, "2026-06-30", who="another")], day("2026-07-01")).works


def test_who_comes_back_works_again() -> None:
    moves = [moved("bo_nhiem_moi", "2026-09-01", number="2"), moved("chuyen_cong_tac", "2026-06-30")]
    assert [standing(DAT, (), moves, day(on)).works for on in ("2026-06-01", "2026-08-01", "2026-09-01")] == [
        True,
        False,
        True,
    ]


def test_whoever_came_with_a_movement_alone_was_not_here_before() -> None:
    new = Practitioner(id="dat", unit="CN1", kind="tgvpl")
    came, went = moved("bo_nhiem_moi", "2026-09-01", number="2"), moved("chuyen_cong_tac", "2024-06-30")
    assert [standing(new, (), [came], day(on)).works for on in ("2026-08-31", "2026-09-01")] == [False, True]
    back = [standing(new, (), [came, went], day(on)).works for on in ("2024-06-30", "2026-08-31", "2026-09-01")]
    assert back == [True, False, True]


@pytest.mark.parametrize(("kind", "there"), [("luat_su_hd_trung_tam", False), ("tgvpl", True)])
def test_a_lawyer_under_contract_is_here_until_it_runs_out(kind: str, there: bool) -> None:
    one = Practitioner(id="dat", unit="CN1", kind=kind, contract_to=day("2026-03-31"))
    assert standing(one, (), (), day("2026-03-31")).works
    assert standing(one, (), (), day("2026-04-01")).works is there


def test_whoever_came_with_a_case_is_not_of_this_unit_until_appointed_here() -> None:
    copy = Practitioner(id="dat", unit="CN2", kind="tgvpl", appointed_on=day("2021-11-01"), copied_from="first")
    assert not standing(copy, (), (), day("2026-01-01")).works
    assert standing(copy, (), [moved("bo_nhiem_moi", "2026-01-01")], day("2026-01-01")).works


def test_who_is_lent_to_another_body_still_belongs_here() -> None:
    lent = standing(DAT, (), [moved("biet_phai", "2026-01-01", "2026-06-30")], day("2026-06-30"))
    assert (lent.works, lent.seconded) == (True, True)
    assert not standing(DAT, (), [moved("biet_phai", "2026-01-01", "2026-06-30")], day("2026-07-01")).seconded


def test_a_trainee_is_one_between_the_days_whatever_became_of_them() -> None:
    one = Practitioner(
        id="a", unit="CN1", full_name="A", kind="tgvpl", trainee_from=day("2025-01-01"), trainee_to=day("2025-12-31")
    )
    assert [standing(one, (), (), day(on)).trainee for on in ("2024-12-31", "2025-06-01", "2026-01-01")] == [
        False,
        True,
        False,
    ]
    assert standing(Practitioner(id="b", unit="CN1", kind="tap_su"), (), (), day("2026-01-01")).trainee


def test_positions_are_held_from_the_first_day_to_the_last() -> None:
    held = [
        StaffPosition(
            id="1", unit="CN1", practitioner="dat", position="pho_giam_doc", from_on=day("2024-01-01"),
            to_on=day("2026-03-31"),
        ),
        StaffPosition(id="2", unit="CN1", practitioner="dat", position="giam_doc", from_on=day("2026-04-01")),
        StaffPosition(id="3", unit="CN1", practitioner="dat", position="truong_chi_nhanh"),
    ]  # fmt: skip
    assert [one.position for one in in_office(held, day("2026-03-31"))] == ["pho_giam_doc"]
    assert standing(DAT, held, (), day("2026-04-01")).positions == ("giam_doc",)


def happened(kind: str, on: str, valid_to: str | None = None) -> OrganisationEvent:
    return OrganisationEvent(
        id=on, unit="CN1", organisation="o", kind=kind, on=day(on), valid_to=day(valid_to) if valid_to else None
    )


def test_an_organisation_takes_part_while_its_contract_runs() -> None:
    one = Organisation(id="o", unit="CN1", name="Văn phòng luật sư Hòa Bình", kind="to_chuc_ky_hop_dong")
    signed = [happened("ky_hop_dong", "2025-01-01", "2025-12-31")]
    assert not takes_part(one, signed, day("2024-12-31"))
    assert takes_part(one, signed, day("2025-12-31"))
    assert not takes_part(one, signed, day("2026-01-01"))
    renewed = [happened("gia_han_hop_dong", "2025-12-20", "2026-12-31"), *signed]
    assert takes_part(one, renewed, day("2026-01-01"))
    ended = [*renewed, happened("cham_dut_hop_dong", "2026-05-31")]
    assert takes_part(one, ended, day("2026-05-31"))
    assert not takes_part(one, ended, day("2026-06-01"))


def test_a_changed_certificate_stays_in_force_until_it_is_taken_back() -> None:
    one = Organisation(id="o", unit="CN1", name="Trung tâm tư vấn pháp luật", kind="to_chuc_dang_ky")
    events = [happened("cap_giay", "2020-01-01"), happened("thay_doi_giay", "2022-01-01")]
    assert takes_part(one, events, day("2026-01-01"))
    assert not takes_part(one, [*events, happened("thu_hoi_giay", "2023-01-01")], day("2026-01-01"))
