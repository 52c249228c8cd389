"""What a new office is probably called."""

import datetime as dt

import pytest

from desktop.ui.sign_in.suggestions import sample_code, suggest_login, suggest_unit

TODAY = dt.date(2026, 11, 22)


def test_a_centre_is_named_after_its_province() -> None:
    assert suggest_unit("trung_tam", "08", "", TODAY) == (
        "Trung tâm Trợ giúp pháp lý nhà nước tỉnh Tuyên Quang",
        "TT",
    )


def test_a_branch_has_its_number_before_its_centre() -> None:
    assert suggest_unit("chi_nhanh", "08", " 3 ", TODAY) == (
        "Chi nhánh số 3 – Trung tâm Trợ giúp pháp lý nhà nước tỉnh Tuyên Quang",
        "CN3",
    )


@pytest.mark.parametrize(("province", "ordinal"), [("", "3"), ("08", "")])
def test_half_an_answer_suggests_no_name(province: str, ordinal: str) -> None:
    assert suggest_unit("chi_nhanh", province, ordinal, TODAY).name == ""


def test_an_organisation_names_itself() -> None:
    assert suggest_unit("to_chuc_dang_ky", "08", "", TODAY) == ("", "")


def test_the_sample_is_the_first_number_of_the_year() -> None:
    assert sample_code("CN1", TODAY) == "CN1.TV.01.2026"
    assert sample_code("", TODAY) == ""


@pytest.mark.parametrize(
    ("name", "login"), [("Đặng Thị Hòa", "hoa"), ("  Lò  Thị Pâng ", "pang"), ("H’Nguyệt Niê Kdăm", "kdam"), ("", "")]
)
def test_a_login_is_the_given_name_without_accents(name: str, login: str) -> None:
    assert suggest_login(name) == login
