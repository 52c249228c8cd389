"""Vietnamese text: what a clerk types finds the name, and lists stand in the order people expect."""

import itertools
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCollator, QLocale

from desktop.domain.text import (
    fold_accents,
    fold_duplicate,
    fold_loose,
    has_accents,
    one_line,
    person_sort_key,
    sort_key,
)
from sync.contract.text import normalise

TONES = "\u0300\u0309\u0303\u0301\u0323"
VOWELS = "aăâeêioôơuưy"
LETTERS = [unicodedata.normalize("NFC", v + t) for v in VOWELS for t in ("", *TONES)] + list("bcdđghklmnpqrstvx")
LETTERS += [letter.upper() for letter in LETTERS]

vietnamese = st.lists(st.text(st.sampled_from(LETTERS), min_size=1, max_size=6), max_size=5).map(" ".join)
names = vietnamese | st.text(max_size=30)


def arranged(words: list[str]) -> list[str]:
    shuffled = words[::-1]
    shuffled.sort(key=sort_key)
    return shuffled


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("nguyen van duc", "Nguyễn Văn Đức"),
        ("dang thi hoa", "Đặng Thị Hoà"),
        ("ĐẶNG THỊ HÒA", "Đặng Thị Hoà"),
        ("hhen nie", "H’Hen Niê"),
        ("h'hen nie", "H’Hen Niê"),
        ("y moan enuol", "Y Moan Ênuôl"),
        ("ba ria vung tau", "Bà Rịa - Vũng Tàu"),
        ("cong tang ton nu thi phuong thao", "Công Tằng Tôn Nữ Thị Phương Thảo"),
    ],
)
def test_a_name_is_found_by_typing_it_without_accents(typed: str, name: str) -> None:
    assert fold_loose(typed) == fold_loose(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("Đặng Thị Hoà", "Đặng Thị Hòa"), ("Ea H’Leo", "Ea H'Leo")],
)
def test_old_and_new_tone_placement_are_the_same_word(one: str, other: str) -> None:
    assert fold_accents(one) == fold_accents(other)


def test_the_accent_key_writes_the_tone_after_the_word() -> None:
    assert fold_accents("hoà thuỷ ngã Lý Đặng ơi") == "hoa1 thuy2 nga3 ly4 đăng5 ơi"


def test_different_tones_stay_different_when_accents_are_typed() -> None:
    assert len({fold_accents(word) for word in ("ma", "má", "mà", "mả", "mã", "mạ", "mă", "mâ")}) == 8


@pytest.mark.parametrize(("query", "expected"), [("duc", False), ("Đức", True), ("H’Hen", False), ("hoà", True)])
def test_a_query_says_whether_accents_matter(query: str, expected: bool) -> None:
    assert has_accents(query) is expected


@pytest.mark.parametrize(
    ("one", "other"), [("Nguyễn Văn Quý", "Nguyễn Văn Quí"), ("Kỳ", "Kì"), ("Ba Na", "Ba-na"), ("Lý A Sử", "Lí A Sử")]
)
def test_possible_duplicates_are_seen_through_i_and_y_and_hyphens(one: str, other: str) -> None:
    assert fold_duplicate(one) == fold_duplicate(other)


def test_the_icelandic_letter_typed_for_d_with_stroke_is_mended() -> None:
    assert normalise("\u00d0ặng \u00f0ình") == "Đặng đình"


def test_pasted_lines_and_hard_spaces_become_one_line() -> None:
    assert one_line("  Nguyễn\u00a0Văn \r\n Đức\t") == "Nguyễn Văn Đức"


def test_an_invisible_character_from_a_web_page_does_not_hide_a_name() -> None:
    assert fold_loose("Nguyễn\u200b Văn\u200b Đức") == "nguyen van duc"


@given(names)
def test_decomposed_input_gives_the_same_keys(text: str) -> None:
    for key in (normalise, one_line, fold_loose, fold_accents, fold_duplicate):
        assert key(nfd(text)) == key(text)
    assert sort_key(nfd(text)) == sort_key(text)
    assert person_sort_key(nfd(text)) == person_sort_key(text)


@given(names)
def test_folding_twice_changes_nothing(text: str) -> None:
    for key in (normalise, one_line, fold_loose, fold_accents, fold_duplicate):
        assert key(key(text)) == key(text)


@given(names)
def test_keys_ignore_case_and_outer_spaces(text: str) -> None:
    for key in (fold_loose, fold_accents, fold_duplicate):
        assert key(f"  {text} ") == key(text) == key(text.casefold())


@given(vietnamese, vietnamese)
def test_words_equal_with_accents_are_equal_without(one: str, other: str) -> None:
    if fold_accents(one) == fold_accents(other):
        assert fold_loose(one) == fold_loose(other)


@given(vietnamese)
def test_the_loose_key_of_vietnamese_is_plain_ascii(text: str) -> None:
    assert fold_loose(text).isascii()


def test_letters_stand_in_the_order_of_the_alphabet() -> None:
    alphabet = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
    assert arranged(alphabet) == alphabet


def test_tones_stand_in_the_order_of_the_dictionary() -> None:
    words = ["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mằ", "mâ"]
    assert arranged(words) == words


def test_tones_decide_only_after_all_letters_and_case_last() -> None:
    words = ["á", "ab", "an", "An", "án", "ang", "Ạng"]
    assert arranged(words) == words


def test_names_from_abroad_stand_beside_their_plain_letter() -> None:
    words = ["Jorg", "Jörg", "Jose", "José", "Josef", "Zoë", "Ωmega"]
    assert arranged(words) == words


def test_people_stand_by_given_name_first() -> None:
    people = ["Trần Thị An", "NGUYỄN VĂN ANH", "Nguyễn Văn Anh", "Đặng Thị Hoa", "Đặng Thị Hòa", "Lê Bình Ý"]
    people.sort(key=sort_key)
    assert sorted(people, key=person_sort_key) == [
        "Trần Thị An",
        "Nguyễn Văn Anh",
        "NGUYỄN VĂN ANH",
        "Đặng Thị Hoa",
        "Đặng Thị Hòa",
        "Lê Bình Ý",
    ]


def test_a_person_may_be_sorted_by_another_word_than_the_last() -> None:
    assert person_sort_key("H’Hen Niê", sort_by="H’Hen") < person_sort_key("Lò Thị Inh") < person_sort_key("H’Hen Niê")


def test_an_empty_name_sorts_first() -> None:
    assert person_sort_key("") < person_sort_key("A")
    assert sort_key("") < sort_key(" ")


def levels(text: str) -> tuple[list[int], list[int], list[bool]]:
    """The order in words of the alphabet: what `sort_key` packs into bytes."""
    letters, tones = [], []
    for character in text.lower():
        parts = nfd(character)
        tone = "".join(c for c in parts if c in TONES)
        letters.append(" aăâbcdđeêghiklmnoôơpqrstuưvxy".index(unicodedata.normalize("NFC", parts.replace(tone, ""))))
        tones.append(TONES.index(tone) + 1 if tone else 0)
    return letters, tones, [c.isupper() for c in text]


@given(vietnamese, vietnamese)
def test_bytes_compare_as_the_levels_do(one: str, other: str) -> None:
    assert (sort_key(one) < sort_key(other)) == (levels(one) < levels(other))


@pytest.mark.skipif(sys.platform != "linux", reason="QCollator is ICU on Linux only")
def test_the_order_agrees_with_icu_on_vietnamese_words() -> None:
    collator = QCollator(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    pairs = itertools.product(LETTERS, ["", "n", "ng", "Ạ", "ẩ"])
    words = sorted(("b" + letter + end for letter, end in pairs), key=sort_key)
    wrong = [(a, b) for a, b in itertools.pairwise(words) if sort_key(a) < sort_key(b) and collator.compare(a, b) > 0]
    assert wrong == []
