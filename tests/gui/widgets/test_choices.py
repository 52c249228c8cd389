"""Three letters without accents find the entry that is meant."""

import pytest

from desktop.ui.widgets.choices import MOST_SHOWN, Choice, Choices

FORMS = Choices(
    [
        Choice("tgtt", "Tham gia tố tụng"),
        Choice("tv", "Tư vấn pháp luật"),
        Choice("dai_dien", "Đại diện ngoài tố tụng"),
        Choice("hn", "Hôn nhân và gia đình", "nhóm dân sự", aliases="ly hôn"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tha", ["tgtt"]),
        ("dai", ["dai_dien"]),
        ("đại", ["dai_dien"]),
        ("to tung", ["tgtt", "dai_dien"]),
        ("tung to", ["tgtt", "dai_dien"]),
        ("TƯ VẤN", ["tv"]),
        ("ly hon", ["hn"]),
        ("dan su", ["hn"]),
        ("ddnt", ["dai_dien"]),
        ("xyz", []),
    ],
)
def test_what_is_typed_finds_what_is_meant(typed: str, found: list[str]) -> None:
    assert [choice.code for choice in FORMS.find(typed)] == found


def test_the_exact_code_comes_first() -> None:
    assert FORMS.find("tv")[0].code == "tv"


def test_an_empty_text_shows_everything_in_the_order_of_the_catalogue() -> None:
    assert list(FORMS.find("")) == list(FORMS.entries)


def test_among_thousands_of_communes_the_nearest_comes_first_and_few_are_shown() -> None:
    communes = Choices([Choice(str(number), f"Xã Mường Nhé {number}", "Điện Biên") for number in range(3400)])
    found = communes.find("muong 33")
    assert len(found) <= MOST_SHOWN
    assert found[0].title == "Xã Mường Nhé 33"
