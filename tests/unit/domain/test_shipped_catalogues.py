"""What holds for every row of every shipped catalogue file, and where the server has the same list."""

import csv
import re
from datetime import date

import pytest

import resources
from desktop.domain.catalogues import CATALOGUES, ROLES_OF_AN_OFFICE, catalogue
from sync.server.scope import OF_AN_OFFICE, Role, UnitKind

FILES = sorted(CATALOGUES | {"public_holiday"})
MARKS = {"source", "unverified"}
DATED = {"valid_from", "valid_to", "national_code"}

#: How a source begins that is a legal text: its kind or its number.
LEGAL_TEXT = re.compile(
    r"(Luật|BLTTHS|NĐ|QĐ|TT|TTLT|Chương trình|thông báo Chính phủ) |[0-9]+/([0-9]{4}/QĐ-TTg|[0-9]{4}/QH|NQ-)"
)


def rows_of(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(resources.read_text(f"catalogues/{name}.csv").splitlines()))


@pytest.mark.parametrize("name", FILES)
def test_every_row_names_its_legal_source_and_first_day_or_is_marked_unverified(name: str) -> None:
    unmarked = [
        tuple(row.values())
        for row in rows_of(name)
        if row["unverified"] != "1" and not (LEGAL_TEXT.match(row["source"]) and (row.get("date") or row["valid_from"]))
    ]
    assert unmarked == []


@pytest.mark.parametrize("name", FILES)
def test_every_file_has_the_columns_of_validity_and_source(name: str) -> None:
    wanted = MARKS if name == "public_holiday" else MARKS | DATED
    assert wanted <= set(rows_of(name)[0])


def test_what_a_file_says_of_an_old_commune_is_what_its_entry_says() -> None:
    entry = catalogue("legacy_commune").get("00001", date(2025, 6, 30))
    assert (entry.valid_to, entry.source, entry.unverified) == (date(2025, 6, 30), "QĐ 124/2004/QĐ-TTg", True)


def test_a_role_of_the_server_has_a_title_on_the_pc() -> None:
    assert {entry.code for entry in catalogue("user_role").entries} == set(Role)


def test_an_office_is_offered_the_roles_the_server_takes_from_it() -> None:
    offered = catalogue("user_role").valid(date(2026, 11, 22), group=ROLES_OF_AN_OFFICE)
    assert {entry.code for entry in offered} == OF_AN_OFFICE


def test_a_kind_of_unit_is_one_on_the_server_and_on_the_pc() -> None:
    assert {entry.code for entry in catalogue("unit_kind").entries} == set(UnitKind)
