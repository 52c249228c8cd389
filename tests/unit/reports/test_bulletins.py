"""A published bulletin is read as it stands, and what cannot be true in it is told (S0; DOMAIN §9)."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import DomainError
from desktop.reports.bulletins.checking import Check, Mention, Rule, Swap, check, likely_swaps, standing
from desktop.reports.bulletins.reading import Bulletin, ListKind, Measure, province_named, read

HERE = Path(__file__).parent
S0 = (HERE / "bulletin_2021_08.txt").read_text(encoding="utf-8")
OLD_DAY = dt.date(2021, 8, 31)

#: Worded as bulletins of 2021 and of 2022 to 2024, with invented numbers.
SHORT, LONG = ((HERE / f"bulletin_{name}.txt").read_text(encoding="utf-8") for name in ("short", "long"))


def held(bulletin: Bulletin, rule: Rule) -> dict[Measure, Check]:
    return {each.measure: each for each in check(bulletin) if each.rule is rule}


def test_the_bulletin_of_august_2021_comes_out_as_it_is() -> None:
    bulletin = read(S0)
    assert (bulletin.first_day, bulletin.last_day, bulletin.taken_at) == (dt.date(2021, 8, 1), OLD_DAY, None)
    assert [(each.measure, each.total) for each in bulletin.figures] == [
        (Measure.ACCEPTED, 1003),
        (Measure.ENDED, 411),
        (Measure.SUCCESSFUL, 94),
    ]
    parts, percents, named = (held(bulletin, rule) for rule in (Rule.PARTS, Rule.PERCENT, Rule.NAMED))
    assert [(each.holds, each.terms, int(each.found or 0)) for each in parts.values()] == [
        (True, (752, 251), 1003),
        (False, (296, 151), 447),
        (True, (79, 15), 94),
    ]
    assert [each.swaps for each in parts.values()] == [(), (Swap(151, 115),), ()]
    assert [(each.holds, each.terms, int(each.found or 0)) for each in percents.values()] == [
        (True, (-198, 1201), 16),
        (True, (-40, 451), 9),
        (True, (21, 73), 29),
    ]
    assert [(each.holds, each.provinces, int(each.found or 0)) for each in named.values()] == [
        (True, 10, 436),
        (True, 10, 233),
        (True, 18, 94),
    ]
    without = held(bulletin, Rule.WITHOUT)
    assert [(each.holds, each.provinces) for each in without.values()] == [(True, 9), (True, 24)]
    assert held(bulletin, Rule.REPORTED_BY)[Measure.SUCCESSFUL].holds
    assert [each.rule for each in check(bulletin) if not each.holds] == [Rule.PARTS]


@pytest.mark.parametrize(
    ("province", "mentions"),
    [
        ("Phú Thọ", [(Mention.COUNTED, 42), (Mention.COUNTED, 34), (Mention.COUNTED, 10)]),
        ("Hà Nội", [(Mention.COUNTED, 35), (Mention.WITHOUT, None), (Mention.LEFT_OUT, None)]),
        ("Hải Dương", [(Mention.WITHOUT, None), (Mention.NOT_NAMED, None), (Mention.COUNTED, 2)]),
        ("Hà Nam", [(Mention.NOT_NAMED, None), (Mention.NOT_NAMED, None), (Mention.COUNTED, 3)]),
        ("Bà Rịa - Vũng Tàu", [(Mention.NOT_NAMED, None), (Mention.WITHOUT, None), (Mention.LEFT_OUT, None)]),
    ],
)
def test_a_province_finds_its_own_line_or_that_it_has_none(
    province: str, mentions: list[tuple[Mention, int | None]]
) -> None:
    code = province_named(province, OLD_DAY)
    assert code
    assert [(each.mention, each.count) for each in standing(read(S0), code)] == mentions


def test_a_page_that_lost_its_lines_says_the_same() -> None:
    assert read(" ".join(S0.splitlines())) == read(S0)


def test_the_short_wording_is_read_too() -> None:
    bulletin = read(SHORT)
    assert [each.total for each in bulletin.figures] == [78, 38, 30]
    assert all(each.holds for each in check(bulletin))
    (successful,) = bulletin.lists
    assert (successful.kind, [each.count for each in successful.named]) == (ListKind.EVERY, [16, 7, 4, 1, 1, 1])
    assert successful.named[2].province == province_named("Đắk Lắk", OLD_DAY)


def test_of_a_later_bulletin_every_breach_is_told() -> None:
    bulletin = read(LONG)
    assert bulletin.taken_at
    assert bulletin.taken_at.isoformat() == "2024-08-02T11:00:00"
    wrong = [each for each in check(bulletin) if not each.holds]
    assert [(each.rule, each.measure) for each in wrong] == [
        (Rule.PERCENT, Measure.ACCEPTED),
        (Rule.MISPLACED, Measure.ACCEPTED),
        (Rule.PERCENT, Measure.ENDED),
        (Rule.TWICE, Measure.ENDED),
        (Rule.UNKNOWN, Measure.ENDED),
    ]
    assert (str(wrong[2].stated), str(wrong[2].found)) == ("44", "38")
    assert wrong[4].names == ("Xứ Đoài",)
    whole = bulletin.lists[0]
    assert (whole.measure, whole.says, len(whole.named)) == (Measure.ACCEPTED, Measure.ENDED, 2)


def test_a_per_cent_is_rounded_as_finely_as_it_is_printed() -> None:
    text = "Tháng 5/2023: kết thúc là: 879 vụ việc, tăng 241 vụ việc (tăng 37,8%) so với tháng trước"
    assert [(each.rule, each.holds, each.found) for each in check(read(text))] == [
        (Rule.PERCENT, True, Decimal("37.8"))
    ]


@pytest.mark.parametrize(
    "text", ["", "Kính gửi các Sở Tư pháp", S0[:40], "từ ngày 31/02/2021 đến ngày 31/02/2021: thụ lý 5 vụ việc"]
)
def test_what_is_no_bulletin_is_refused(text: str) -> None:
    with pytest.raises(DomainError, match="not_a_bulletin"):
        read(text)


@given(st.text(alphabet=st.sampled_from(" \n.,:;()+%0123456789vụviệcthlýkbàoữ/CáctỉnhTừngàđế")))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        check(read(f"từ ngày 01/8/2021 đến ngày 31/8/2021 thụ lý 3 vụ việc {text}"))
    except DomainError:
        pytest.fail("the period and the figure are there")


@given(st.lists(st.integers(1, 9999), min_size=1, max_size=4))
def test_a_sum_that_is_right_suggests_nothing(parts: list[int]) -> None:
    assert likely_swaps(sum(parts), parts) == ()


@given(st.integers(0, 99), st.integers(0, 99), st.integers(1, 99))
def test_two_digits_that_changed_places_are_found(first: int, last: int, other: int) -> None:
    right = 10000 + first * 100 + last
    digits = list(str(right))
    digits[2], digits[4] = digits[4], digits[2]
    wrong = int("".join(digits))
    if wrong != right:
        assert Swap(wrong, right) in likely_swaps(right + other, [wrong, other])
