"""The shipped catalogues: complete, dated, and readable for cases that kept an older law."""

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.catalogues import (
    CATALOGUES,
    EXCLUDED_FIELDS_OF_LAW,
    Catalogue,
    Entry,
    beneficiary_category,
    beneficiary_version,
    catalogue,
    categories_of,
    ethnic_groups,
    match_ethnic_group,
)
from desktop.domain.errors import DomainError
from sync.contract.fields import type_of
from sync.contract.records import ALL

TODAY = date(2026, 11, 22)


def codes(entries: tuple[Entry, ...]) -> set[str]:
    return {entry.code for entry in entries}


@pytest.mark.parametrize("name", sorted(CATALOGUES))
def test_every_catalogue_has_something_to_choose_today(name: str) -> None:
    valid = catalogue(name).valid(date(2025, 6, 30) if name == "legacy_commune" else TODAY)
    assert valid
    assert len(codes(valid)) == len(valid), "one wording of a code is in force on a day"


def test_every_catalogue_named_in_a_record_exists() -> None:
    declared = (field for record in ALL for field in type_of(record).fields.values())
    named = {field.info.catalogue for field in declared if field.info.catalogue}
    assert named
    assert named <= CATALOGUES


def test_a_name_that_is_no_catalogue_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        catalogue("colours")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("form", ["TGTT", "TV", "ĐDNTT"]),
        ("gender", ["Nam", "Nữ"]),
        ("hearing_mode", ["Trực tiếp", "Trực tuyến"]),
        ("representation", ["Bào chữa", "Bảo vệ"]),
    ],
)
def test_choices_come_in_the_order_of_the_file(name: str, expected: list[str]) -> None:
    assert [entry.brief for entry in catalogue(name).valid(TODAY)] == expected


def test_what_is_not_checked_against_the_law_is_marked() -> None:
    assert catalogue("form").get("dai_dien_ngoai_to_tung", TODAY).unverified
    assert not catalogue("form").get("tham_gia_to_tung", TODAY).unverified


def test_business_law_can_be_chosen_so_that_it_can_be_refused() -> None:
    excluded = catalogue("law_field").valid(TODAY, group=EXCLUDED_FIELDS_OF_LAW)
    assert [entry.label for entry in excluded] == ["Kinh doanh, thương mại"]


def test_every_field_of_law_belongs_to_a_statistical_group() -> None:
    groups = codes(catalogue("law_field_group").valid(TODAY))
    assert {entry.group for entry in catalogue("law_field").valid(TODAY)} == groups


def test_a_channel_of_the_abolished_districts_is_read_but_not_offered() -> None:
    channels = catalogue("channel")
    assert channels.find("phong_tu_phap", date(2025, 6, 30)) is not None
    assert channels.find("phong_tu_phap", date(2025, 7, 1)) is None
    assert channels.label("phong_tu_phap") == "Phòng Tư pháp giới thiệu"
    with pytest.raises(DomainError, match="not_in_catalogue"):
        channels.get("phong_tu_phap", TODAY)


def test_diversion_is_a_stage_since_2026() -> None:
    assert "xu_ly_chuyen_huong" not in codes(catalogue("stage").valid(date(2025, 12, 31)))
    assert "xu_ly_chuyen_huong" in codes(catalogue("stage").valid(date(2026, 1, 1)))


def test_a_code_of_a_newer_catalogue_is_shown_as_it_is() -> None:
    assert catalogue("channel").label("tin_nhan_2030") == "tin_nhan_2030"


def test_a_wording_is_that_of_its_day_and_else_the_newest() -> None:
    kinds = catalogue("unit_kind")
    assert kinds.label("cuc", date(2024, 1, 1)) == "Cục Trợ giúp pháp lý"
    assert kinds.label("cuc") == kinds.label("cuc", TODAY) == "Cục Phổ biến, giáo dục pháp luật và Trợ giúp pháp lý"


@pytest.mark.parametrize(
    ("on", "version"),
    [
        (date(2018, 1, 1), "bv2018"),
        (date(2025, 6, 30), "bv2018"),
        (date(2025, 7, 1), "bv2025b"),
        (date(2026, 1, 1), "bv2026"),
        (date(2027, 6, 1), "bv2026"),
    ],
)
def test_the_law_of_the_day_decides_who_may_be_helped(on: date, version: str) -> None:
    assert beneficiary_version(on) == version
    assert catalogue("beneficiary_category").valid(on) == categories_of(version)


def test_the_law_of_2027_is_off_until_the_office_switches_it_on() -> None:
    assert beneficiary_version(date(2027, 1, 1), switched_on={"bv2027"}) == "bv2027"
    assert beneficiary_version(date(2026, 12, 31), switched_on={"bv2027"}) == "bv2026"
    assert all(entry.unverified for entry in categories_of("bv2027"))


def test_there_was_no_such_law_before_2018() -> None:
    with pytest.raises(DomainError, match="before_the_law"):
        beneficiary_version(date(2017, 12, 31))


def test_the_law_of_2017_names_fourteen_categories() -> None:
    assert len(codes(categories_of("bv2018")) - {"dien_khac"}) == 14


def test_what_each_amendment_changed() -> None:
    first, second, third = (codes(categories_of(v)) for v in ("bv2018", "bv2025b", "bv2026"))
    assert (second - first, first - second) == ({"nan_nhan_mua_ban_nguoi_6a"}, {"nan_nhan_mua_ban_nguoi_7g"})
    assert (third - second, second - third) == ({"nctn_16_18"}, {"bi_buoc_toi_16_18", "bi_hai_16_18"})


def test_financial_hardship_is_asked_for_by_version() -> None:
    assert beneficiary_category("nguoi_khuyet_tat", "bv2026").hardship
    assert not beneficiary_category("nguoi_khuyet_tat", "bv2027").hardship
    assert not beneficiary_category("tre_em", "bv2026").hardship
    with pytest.raises(DomainError, match="not_in_catalogue"):
        beneficiary_category("nctn_16_18", "bv2018")


def test_eight_kinds_of_minors_are_told_apart() -> None:
    assert len(catalogue("beneficiary_sub_status").valid(TODAY, group="nctn_16_18")) == 8
    assert catalogue("beneficiary_sub_status").valid(date(2025, 12, 31), group="nctn_16_18") == ()


def test_there_are_54_peoples() -> None:
    assert [group.code for group in ethnic_groups().entries] == [f"{n:02}" for n in range(1, 55)]


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("kinh", "Kinh"),
        ("Thổ", "Thổ"),
        ("H'mông", "Mông"),
        ("hmong", "Mông"),
        ("Khơ-me", "Khmer"),
        ("EDE", "Ê Đê"),
        ("Cao Lan", "Sán Chay"),
        ("Jrai", "Gia Rai"),
    ],
)
def test_a_people_is_known_by_every_spelling(typed: str, label: str) -> None:
    group = match_ethnic_group(typed)
    assert group is not None
    assert group.label == label


def test_an_unknown_people_is_left_to_the_person() -> None:
    assert match_ethnic_group("người nước ngoài") is None


def test_starting_the_program_reads_no_catalogue() -> None:
    script = (
        "import desktop.domain.catalogues, desktop.domain.calendar, desktop.domain.identity\n"
        "from desktop.domain.catalogues import beneficiaries, ethnic_groups, places\n"
        "import desktop.domain.catalogues as c\n"
        "read = [f.cache_info().currsize for f in (beneficiaries.beneficiary_categories, places.provinces,\n"
        "        places.communes, places.legacy_communes, c._plain)]\n"
        "assert read == [0] * len(read), read\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


dated = st.builds(
    Entry,
    code=st.sampled_from("ab"),
    label=st.text(min_size=1, max_size=3),
    valid_from=st.dates(date(2020, 1, 1), date(2020, 1, 20)),
    valid_to=st.dates(date(2020, 1, 1), date(2020, 1, 20)),
    enabled=st.booleans(),
)


@given(st.lists(dated, max_size=8), st.dates(date(2020, 1, 1), date(2020, 1, 20)))
def test_what_is_offered_is_found_and_what_is_found_is_offered(entries: list[Entry], on: date) -> None:
    tested = Catalogue("test", entries)
    for code in "ab":
        found = tested.find(code, on)
        assert (found is None) == (code not in codes(tested.valid(on)))
        assert found is None or (found.in_force(on) and tested.label(code, on))
