"""Personal numbers: twelve digits are demanded, what they say only raises questions. All numbers are invented."""

from datetime import date

import pytest

from desktop.domain.errors import DomainError
from desktop.domain.identity import NumberWarning, citizen_number, citizen_number_warnings, old_number


@pytest.mark.parametrize("typed", ["001190000001", "001 190 000 001", " 001.190.000.001\n", "001190\u00a0000001"])
def test_a_number_may_be_typed_with_spaces_and_dots(typed: str) -> None:
    assert citizen_number(typed) == "001190000001"


@pytest.mark.parametrize("typed", ["", "00119000000", "0011900000011", "0011900000O1", "٠٠١١٩٠٠٠٠٠٠١"])
def test_anything_but_twelve_digits_is_refused(typed: str) -> None:
    with pytest.raises(DomainError) as refusal:
        citizen_number(typed)
    assert (refusal.value.code, refusal.value.field) == ("citizen_number_not_12_digits", "citizen_number")


def test_an_old_card_has_nine_digits_and_keeps_its_leading_zero() -> None:
    assert old_number("012 345 678") == "012345678"
    assert old_number("001190000001") == "001190000001"
    with pytest.raises(DomainError, match="old_number_not_9_digits"):
        old_number("12345678")


@pytest.mark.parametrize(
    ("number", "gender", "year"),
    [
        ("001190000001", "nu", 1990),
        ("001090000001", "nam", 1990),
        ("011210000001", "nam", 2010),
        ("096399000001", "nu", 2099),
    ],
)
def test_a_number_that_fits_its_person_raises_no_question(number: str, gender: str, year: int) -> None:
    assert citizen_number_warnings(number, gender=gender, birth_date=date(year, 1, 1)) == ()
    assert citizen_number_warnings(number, gender=gender, birth_year=year) == ()


def test_what_is_not_known_contradicts_nothing() -> None:
    assert citizen_number_warnings("001190000001") == ()


def test_each_contradiction_is_a_question_of_its_own() -> None:
    assert citizen_number_warnings("003190000001", gender="nam", birth_year=1890) == (
        NumberWarning.UNKNOWN_PROVINCE,
        NumberWarning.GENDER_DIFFERS,
        NumberWarning.BIRTH_YEAR_DIFFERS,
    )
