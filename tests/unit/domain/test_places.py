"""Provinces and communes by date: 63 became 34, codes were used again, provinces became cities."""

from datetime import date

import pytest

from desktop.domain.catalogues import (
    NEW_LIST,
    OLD_LIST,
    catalogue,
    centre_name,
    commune_successors,
    communes,
    communes_of,
    legacy_communes,
    province_full_name,
    province_list,
    province_predecessors,
    province_successor,
    provinces,
)
from desktop.domain.errors import DomainError

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
TODAY = date(2026, 11, 22)


def test_there_were_63_provinces_and_there_are_34() -> None:
    assert (len(provinces().valid(BEFORE)), len(provinces().valid(AFTER)), len(provinces().valid(TODAY))) == (
        63,
        34,
        34,
    )
    assert (province_list(BEFORE), province_list(AFTER)) == (OLD_LIST, NEW_LIST)


@pytest.mark.parametrize(
    ("code", "on", "name"),
    [
        ("22", date(2026, 5, 1), "Tỉnh Quảng Ninh"),
        ("22", date(2026, 9, 1), "Thành phố Quảng Ninh"),
        ("75", date(2026, 4, 29), "Tỉnh Đồng Nai"),
        ("75", date(2026, 4, 30), "Thành phố Đồng Nai"),
        ("24", date(2026, 9, 19), "Tỉnh Bắc Ninh"),
        ("24", date(2026, 9, 20), "Thành phố Bắc Ninh"),
        ("46", date(2024, 12, 31), "Tỉnh Thừa Thiên Huế"),
        ("46", date(2025, 1, 1), "Thành phố Huế"),
        ("46", TODAY, "Thành phố Huế"),
    ],
)
def test_a_province_is_called_what_it_was_that_day(code: str, on: date, name: str) -> None:
    assert province_full_name(code, on) == name


def test_today_there_are_nine_cities() -> None:
    assert sum(province.label.startswith("Thành phố") for province in provinces().valid(TODAY)) == 9


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("15", "Yên Bái", "Lào Cai"),
        ("24", "Bắc Giang", "Bắc Ninh"),
        ("44", "Quảng Bình", "Quảng Trị"),
        ("52", "Bình Định", "Gia Lai"),
        ("80", "Long An", "Tây Ninh"),
        ("82", "Tiền Giang", "Đồng Tháp"),
        ("91", "Kiên Giang", "An Giang"),
    ],
)
def test_seven_codes_were_given_to_another_province(code: str, old: str, new: str) -> None:
    assert (provinces().get(code, BEFORE).brief, provinces().get(code, AFTER).brief) == (old, new)
    assert (provinces().get(code, BEFORE).group, provinces().get(code, AFTER).group) == (OLD_LIST, NEW_LIST)


def test_every_old_province_has_one_successor_and_every_new_one_is_reached() -> None:
    successors = [province_successor(province.code) for province in provinces().valid(BEFORE)]
    assert set(successors) == {province.code for province in provinces().valid(AFTER)}


def test_merged_provinces_know_what_they_were() -> None:
    assert province_predecessors("08") == ("02", "08")
    assert province_successor("02") == "08"


def test_a_province_that_is_gone_is_refused_for_today() -> None:
    with pytest.raises(DomainError, match="not_in_catalogue"):
        province_full_name("02", TODAY)
    with pytest.raises(DomainError, match="not_in_catalogue"):
        province_successor("03")


def test_the_centre_is_named_after_its_province() -> None:
    assert centre_name("22", date(2026, 5, 1)) == "Trung tâm Trợ giúp pháp lý nhà nước tỉnh Quảng Ninh"
    assert centre_name("22", TODAY) == "Trung tâm Trợ giúp pháp lý nhà nước thành phố Quảng Ninh"


def test_the_communes_of_today_and_of_the_first_day() -> None:
    def kinds(on: date) -> list[int]:
        labels = [commune.label for commune in communes().valid(on)]
        return [sum(label.startswith(kind) for label in labels) for kind in ("Xã ", "Phường ", "Đặc khu ")]

    assert kinds(AFTER) == [2621, 687, 13]
    assert kinds(TODAY) == [2599, 709, 13]


def test_a_commune_became_a_ward_without_a_new_code() -> None:
    assert communes().get("26368", date(2026, 4, 29)).label == "Xã Long Thành"
    assert communes().get("26368", date(2026, 4, 30)).label == "Phường Long Thành"


def test_the_communes_of_a_province_come_in_alphabetical_order() -> None:
    hanoi = communes_of("01", TODAY)
    assert len(hanoi) == 126
    assert [commune.brief for commune in hanoi][:4] == ["An Khánh", "Ba Đình", "Ba Vì", "Bạch Mai"]
    assert len(communes_of("79", TODAY)) == 168


def test_every_commune_lies_in_a_province_of_the_new_list() -> None:
    assert {commune.group for commune in communes().entries} == {province.code for province in provinces().valid(AFTER)}


def test_an_old_commune_is_read_with_its_district() -> None:
    assert legacy_communes().label("00001") == "Phường Phúc Xá, Quận Ba Đình"
    assert legacy_communes().label("318") == "Huyện Bạch Long Vĩ"
    assert catalogue("legacy_commune").valid(TODAY) == ()


def test_a_whole_commune_has_one_successor() -> None:
    found = commune_successors("00001")
    assert (found.likeliest, found.certain) == ("00097", True)


def test_a_split_commune_asks_the_person() -> None:
    found = commune_successors("00007")
    assert found.likeliest in found.candidates
    assert not found.certain


def test_no_old_commune_leaves_the_successor_of_its_province() -> None:
    new_province = {commune.code: commune.group for commune in communes().entries}
    for commune in legacy_communes().entries:
        successor = province_successor(commune.group)
        assert {new_province[code] for code in commune_successors(commune.code).candidates} == {successor}


def test_an_unknown_old_commune_is_refused() -> None:
    with pytest.raises(DomainError, match="not_in_catalogue"):
        commune_successors("99999")
