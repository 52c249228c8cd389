"""A scanned citizen card fills the person, and says what it could not read. All cards here are invented."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import DomainError
from desktop.domain.identity import NumberWarning
from desktop.exchange.citizen_card import CardWarning, looks_like_card, parse_card

CARD_2021 = "001190000001|012345678|Nguyễn Thị Ví Dụ|05031990|Nữ|Số 1, Phường Thử, Quận Mẫu, Thành phố Mẫu|15072021"
CARD_2024 = "001224000009||Trần Văn Mẫu|20112024|Nam|Thôn Thử, Xã Mẫu, Tỉnh Ví Dụ|06112025||Trần Văn Cha|Lê Thị Mẹ|"


def with_field(position: int, value: str, card: str = CARD_2021) -> str:
    fields = card.split("|")
    fields[position] = value
    return "|".join(fields)


def test_a_card_of_2021_is_read() -> None:
    card = parse_card(CARD_2021)
    assert (card.number, card.old_number, card.full_name) == ("001190000001", "012345678", "Nguyễn Thị Ví Dụ")
    assert (card.birth_date, card.birth_year, card.gender) == (date(1990, 3, 5), 1990, "nu")
    assert card.address == "Số 1, Phường Thử, Quận Mẫu, Thành phố Mẫu"
    assert card.issue_date == date(2021, 7, 15)
    assert (card.father, card.mother) == ("", "")
    assert card.raw == CARD_2021
    assert card.warnings == ()


def test_a_childs_card_of_2024_names_the_parents_and_its_issue_date_is_not_the_last_field() -> None:
    card = parse_card(CARD_2024)
    assert (card.father, card.mother) == ("Trần Văn Cha", "Lê Thị Mẹ")
    assert card.issue_date == date(2025, 11, 6)
    assert card.old_number == ""
    assert card.warnings == ()


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\t", "\r\nrubbish typed after it"])
def test_what_the_scanner_sends_after_the_card_is_ignored(ending: str) -> None:
    assert parse_card(CARD_2021 + ending) == parse_card(CARD_2021)


def test_a_decomposed_paste_from_a_phone_is_composed() -> None:
    assert parse_card(unicodedata.normalize("NFD", CARD_2021)).full_name == "Nguyễn Thị Ví Dụ"


@pytest.mark.parametrize(
    ("position", "value", "warning"),
    [
        (1, "12345", CardWarning.OLD_NUMBER),
        (2, "Nguye6n4 Thi5 Vi1 Du5", CardWarning.GARBLED),
        (2, "Nguyễn Thị Ví Dụ".encode().decode("cp1252"), CardWarning.GARBLED),
        (2, "Nguy\ufffdn", CardWarning.GARBLED),
        (3, "31021990", CardWarning.BIRTH_DATE),
        (3, "5 tháng 3", CardWarning.BIRTH_DATE),
        (4, "N?", CardWarning.GENDER),
        (4, "Nam", NumberWarning.GENDER_DIFFERS),
        (3, "05031991", NumberWarning.BIRTH_YEAR_DIFFERS),
        (0, "999190000001", NumberWarning.UNKNOWN_PROVINCE),
        (6, "1507", CardWarning.ISSUE_DATE),
    ],
)
def test_a_doubtful_field_is_a_warning_and_the_rest_is_kept(position: int, value: str, warning: str) -> None:
    card = parse_card(with_field(position, value))
    assert card.warnings == (warning,)
    assert card.address == "Số 1, Phường Thử, Quận Mẫu, Thành phố Mẫu"


def test_a_birth_given_only_as_a_year_keeps_the_year() -> None:
    card = parse_card(with_field(3, "1990"))
    assert (card.birth_date, card.birth_year) == (None, 1990)


@pytest.mark.parametrize("name", ["H’Hen Niê", "H'Bia Mlô", "Y Moan Ênuôl", "Công Tằng Tôn Nữ Thị Phương Thảo"])
def test_no_real_name_is_called_garbled(name: str) -> None:
    assert parse_card(with_field(2, name)).warnings == ()


@pytest.mark.parametrize("number", ["00119000001", "0011900000012", "00119000000l", ""])
def test_a_card_without_twelve_digits_is_refused(number: str) -> None:
    with pytest.raises(DomainError, match="citizen_number_not_12_digits"):
        parse_card(with_field(0, number))


@pytest.mark.parametrize("text", ["", "\n", "001190000001", "001190000001Đ012345678ĐNguyễn Thị Ví Dụ"])
def test_text_without_the_fields_of_a_card_is_refused(text: str) -> None:
    with pytest.raises(DomainError, match="card_garbled"):
        parse_card(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(CARD_2021, True), (f"  {CARD_2024}\r\n", True), ("001190000001", False), ("Nguyễn Văn Đức", False), ("", False)],
)
def test_a_paste_is_recognised_at_a_glance(text: str, expected: bool) -> None:
    assert looks_like_card(text) is expected


@given(st.text() | st.lists(st.text(max_size=15), min_size=7, max_size=12).map("|".join))
def test_no_text_makes_the_reader_fail_otherwise(text: str) -> None:
    try:
        card = parse_card(text)
    except DomainError as error:
        assert error.code in {"card_garbled", "citizen_number_not_12_digits"}  # noqa: PT017
    else:
        assert len(card.number) == 12
