"""A unit belongs to the province it had, and to the one of today; seven codes mean another one than before."""

import datetime as dt

import pytest

from desktop.domain.catalogues import NEW_LIST, OLD_LIST
from desktop.domain.territory import names_of, province_of
from sync.contract.messages import UnitInfo


def unit(name: str, province: str | None, *, parent: str | None = None, merged_into: str | None = None) -> UnitInfo:
    return UnitInfo(
        id=name, code=name, name=name, kind="trung_tam", province=province, parent=parent, merged_into=merged_into
    )


UNITS = {
    each.id: each
    for each in (
        unit("Lào Cai", "15"),
        unit("Yên Bái", "15", merged_into="Lào Cai", parent="Lào Cai"),
        unit("Chi nhánh Văn Chấn", None, parent="Yên Bái"),
        unit("Hà Nam", "35"),  # never given its province of today
        unit("Cục", None),
        unit("Lạ", "00"),
        unit("A", None, parent="B"),
        unit("B", None, parent="A"),
    )
}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("Lào Cai", "10", "15"),
        ("Yên Bái", "15", "15"),
        ("Chi nhánh Văn Chấn", "15", "15"),
        ("Hà Nam", "35", "37"),
        ("Cục", None, None),
        ("Lạ", None, None),
        ("A", None, None),
        ("Không có", None, None),
    ],
)
def test_a_unit_has_a_province_of_each_list(name: str, old: str | None, new: str | None) -> None:
    assert (province_of(UNITS, name, OLD_LIST), province_of(UNITS, name, NEW_LIST)) == (old, new)


def test_every_province_of_today_stands_for_an_old_one_of_its_name() -> None:
    for code in names_of(NEW_LIST):
        old = province_of({"X": unit("X", code)}, "X", OLD_LIST)
        assert old is not None
        assert names_of(OLD_LIST)[old] == names_of(NEW_LIST)[code]
    assert (len(names_of(OLD_LIST)), len(names_of(NEW_LIST))) == (63, 34)


def test_a_province_is_called_what_it_was_called_then() -> None:
    assert names_of(OLD_LIST, dt.date(2021, 8, 31))["46"] == "Thừa Thiên Huế"
    assert names_of(OLD_LIST, dt.date(2025, 3, 1))["46"] == "Huế"
