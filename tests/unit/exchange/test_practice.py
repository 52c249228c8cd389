"""Practice data: always the same for a seed, never contradicting the catalogues, in the published proportions."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random

import pytest

from desktop.domain.catalogues import beneficiary_category, beneficiary_version, catalogue, provinces
from desktop.domain.identity import citizen_number, citizen_number_warnings
from desktop.domain.text import one_line
from desktop.exchange.practice import PracticeMatter, PracticePerson, random_matter, random_name, random_person
from desktop.exchange.practice.chances import Chances
from sync.contract.text import normalise

TODAY = date(2026, 5, 5)
ALL_PROVINCES = [province.code for province in provinces().valid(TODAY)]


def cases(count: int, on: date = TODAY, seed: int = 7) -> Iterator[tuple[PracticePerson, PracticeMatter]]:
    rng = Random(seed)
    for number in range(count):
        matter = random_matter(rng)
        yield random_person(rng, ALL_PROVINCES[number % len(ALL_PROVINCES)], on, matter), matter


def age(person: PracticePerson, on: date = TODAY) -> int:
    born = person.birth_date or date(person.birth_year, 12, 31)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def test_a_seed_gives_the_same_people_for_ever() -> None:
    assert list(cases(50)) == list(cases(50))
    assert list(cases(50)) != list(cases(50, seed=8))
    person, matter = next(cases(1, seed=1))
    assert (person.full_name, matter.content) == (
        "Trần Ngọc Anh",
        "Bào chữa về tội vi phạm quy định về tham gia giao thông đường bộ, Điều 260 BLHS",
    )


@pytest.mark.parametrize("on", [date(2018, 1, 1), date(2025, 8, 1), TODAY])
def test_every_code_is_one_of_the_catalogues(on: date) -> None:
    version = beneficiary_version(on)
    for person, matter in cases(400, on):
        category = beneficiary_category(person.category, version)
        assert bool(person.hardship_ground) == category.hardship
        for name, code in {
            "gender": person.gender,
            "ethnic_group": person.ethnic_group,
            "province": person.province,
            "commune": person.commune,
            "hardship_ground": person.hardship_ground,
            "form": matter.form,
            "representation": matter.representation,
            "law_field": matter.law_field,
            "stage": matter.stage,
            "channel": matter.channel,
        }.items():
            assert not code or catalogue(name).find(code, TODAY), (name, code)
        if person.sub_status:
            sub_status = catalogue("beneficiary_sub_status").get(person.sub_status, on)
            assert sub_status.group == person.category


def test_people_live_in_a_commune_of_their_province() -> None:
    for person, _ in cases(200):
        assert catalogue("commune").get(person.commune, TODAY).group == person.province


def test_numbers_fit_their_people() -> None:
    for person, _ in cases(500):
        number = citizen_number(person.citizen_number)
        assert citizen_number_warnings(number, gender=person.gender, birth_year=person.birth_year) == ()


def test_a_person_is_of_the_age_their_category_and_matter_ask_for() -> None:
    limits = {"tre_em": (6, 15), "nctn_16_18": (16, 17), "nguoi_cao_tuoi": (60, 88)}
    for person, matter in cases(2000):
        youngest, oldest = limits.get(person.category, (0, 120))
        if person.birth_date:
            assert max(youngest, matter.ages[0]) <= age(person) <= min(oldest, matter.ages[1])


def test_only_minorities_are_helped_as_minorities() -> None:
    helped = [person for person, _ in cases(2000) if person.category == "dtts_vung_dbkk"]
    assert helped
    assert not {"01", "04"} & {person.ethnic_group for person in helped}


def test_shares_are_those_of_the_published_figures() -> None:
    counted = Counter(matter.form for _, matter in cases(4000))
    defended = Counter(matter.representation for _, matter in cases(4000) if matter.representation)
    assert 0.82 < counted["tham_gia_to_tung"] / 4000 < 0.88
    assert 0.12 < counted["tu_van_phap_luat"] / 4000 < 0.17
    assert 0 < counted["dai_dien_ngoai_to_tung"] / 4000 < 0.02
    assert 0.71 < defended["bao_chua"] / defended.total() < 0.79


def test_a_person_may_come_without_a_matter() -> None:
    person = random_person(Random(3), "66", TODAY)
    assert person.province == "66"
    assert person.category


def test_names_are_clean_text() -> None:
    for person, matter in cases(1500):
        for text in (person.full_name, person.address, matter.content):
            assert one_line(text) == normalise(text) == text


@pytest.mark.parametrize(
    ("people", "gender", "beginning"),
    [("12", "nu", "H’"), ("12", "nam", "Y "), ("16", "nu", "Ka "), ("16", "nam", "K’"), ("14", "nam", "A ")],
)
def test_highland_names_begin_as_highland_names_do(people: str, gender: str, beginning: str) -> None:
    names = [random_name(Random(seed), people, gender) for seed in range(1, 20)]
    assert sum(name.startswith(beginning) for name in names) >= 18, "one in 300 has a rare name"


def test_tay_women_have_tay_families_and_the_given_names_of_the_kinh() -> None:
    names = {random_name(Random(seed), "02", "nu") for seed in range(60)}
    assert {"Nông", "Hoàng"} <= {name.split()[0] for name in names}
    assert any("Thị" in name for name in names)


def test_telephone_numbers_cannot_be_dialled() -> None:
    assert {person.phone[:4] for person, _ in cases(200)} == {"", "0100"}


def test_weights_decide_how_often() -> None:
    chances = Chances({"a": 3, "never": 0, "b": 1})
    rng = Random(1)
    picked = Counter(chances.pick(rng) for _ in range(4000))
    assert set(picked) == {"a", "b"}
    assert 0.71 < picked["a"] / 4000 < 0.79
