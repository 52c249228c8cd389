"""Those with most are named by a rule: by number, then by the alphabet, nobody left out who has as many as the last."""

from desktop.reports.ranking import Ranked, leading, ranked, without

PLACES = [Ranked("Đồng Nai", 3), Ranked("Điện Biên", 3), Ranked("Huế", 5), Ranked("An Giang", 0), Ranked("Đắk Lắk", 3)]


def test_equals_stand_by_the_vietnamese_alphabet() -> None:
    assert [each.name for each in ranked(PLACES)] == ["Huế", "Đắk Lắk", "Điện Biên", "Đồng Nai"]
    assert without([*PLACES, Ranked("Ân Thi", 0), Ranked("Ba Vì", 0)]) == ["An Giang", "Ân Thi", "Ba Vì"]


def test_whoever_has_as_many_as_the_last_named_is_named() -> None:
    assert [each.number for each in leading(PLACES, 2)] == [5, 3, 3, 3]
    assert [each.number for each in leading(PLACES, 1)] == [5]
    assert leading([Ranked("An Giang", 0)], 2) == []
