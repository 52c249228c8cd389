"""By whose assignment somebody performs a case (form 25/BTP/TGPL)."""

import pytest

from desktop.domain.assigning import assigner
from desktop.domain.catalogues import catalogue


@pytest.mark.parametrize("unit_kind", ["trung_tam", "chi_nhanh"])
@pytest.mark.parametrize("capacity", ["tgvpl", "luat_su_hd_trung_tam", "cong_tac_vien"])
def test_a_centre_assigns_its_own_people(capacity: str, unit_kind: str) -> None:
    assert assigner(capacity, unit_kind) == "trung_tam"


@pytest.mark.parametrize("unit_kind", ["to_chuc_ky_hop_dong", "to_chuc_dang_ky"])
@pytest.mark.parametrize("capacity", [None, "luat_su_to_chuc", "tu_van_vien"])
def test_an_organisation_assigns_whoever_works_for_it(capacity: str | None, unit_kind: str) -> None:
    assert assigner(capacity, unit_kind) == unit_kind


@pytest.mark.parametrize("capacity", ["luat_su_to_chuc", "tu_van_vien", None])
def test_which_organisation_assigned_in_the_book_of_a_centre_nobody_can_know(capacity: str | None) -> None:
    assert assigner(capacity, "trung_tam") is None


def test_whoever_can_assign_is_in_the_catalogue() -> None:
    codes = {entry.code for entry in catalogue("assigner").entries}
    assert codes == {"trung_tam", "to_chuc_ky_hop_dong", "to_chuc_dang_ky"}
