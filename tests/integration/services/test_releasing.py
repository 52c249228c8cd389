"""Statistics for others hold nobody: no name, number, text or day, no group of a few, and say what was hidden."""

from collections import Counter
from pathlib import Path

import msgspec
import pytest
from openpyxl import load_workbook

from desktop.domain.errors import DomainError
from desktop.domain.periods import period
from desktop.reports import released
from desktop.services.cases import Cases
from desktop.services.practice import generate
from desktop.services.releasing import Releasing
from desktop.words import releasing as words
from sync.contract.fields import RECORD_TYPES, Kind, Sensitivity
from tests.factories import make_office, sample_intake


def test_the_workbook_holds_nobody_and_says_what_was_hidden(tmp_path: Path) -> None:
    _office, session = make_office(tmp_path, practice=True)
    generate(session, 120, seed=3)
    releasing = Releasing(session)
    release = releasing.make(period("2026"))
    file = tmp_path / "so-lieu.xlsx"
    assert releasing.write(release, file) == len(release.cases) > 0
    assert release.people.small
    workbook = load_workbook(file)
    assert workbook.sheetnames == [words.TABLE, words.CASES, words.RULES]
    table, cases, rules = ([list(row) for row in sheet.iter_rows(values_only=True)] for sheet in workbook.worksheets)
    numbers = [value for row in table[1:] for value in row[1:]]
    assert not [each for each in numbers if isinstance(each, int) and 0 < each < 5]
    assert numbers.count("*") == len(release.people.small) + len(release.people.further)
    assert cases[0] == [each.title for each in released.columns()]
    assert min(Counter(map(tuple, cases[1:])).values()) >= 5
    told = {str(value) for row in [*table, *cases] for value in row}
    with session.database.read() as connection:
        names = {row[0] for row in connection.exec_driver_sql("SELECT full_name FROM person")}
        codes = {row[0] for row in connection.exec_driver_sql('SELECT code FROM "case"')}
        contents = {row[0] for row in connection.exec_driver_sql('SELECT content FROM "case"')}
    assert not told & (names | codes | contents)
    text = " ".join(str(row[0]) for row in rules)
    assert f"che {len(release.people.small) + len(release.people.further)} ô trong" in text
    assert "Ô từ 1 đến 4 người bị che" in text
    session.database.close()


def test_somebody_without_a_category_is_in_a_column_of_their_own_and_everything_adds_up(tmp_path: Path) -> None:
    _office, session = make_office(tmp_path)
    cases = Cases(session)
    for number in range(9):
        intake = sample_intake(f"Lò Thị {number}")
        intake = msgspec.structs.replace(intake, part={}) if number < 4 else intake
        cases.edit("case", cases.take_in(intake), {"ended_on": "2026-11-25", "outcome": "kt_xong"})
    releasing, file = Releasing(session), tmp_path / "so-lieu.xlsx"
    releasing.choose(3)
    releasing.write(releasing.make(period("2026")), file)
    heads, *rows = load_workbook(file).worksheets[0].iter_rows(values_only=True)
    assert heads[-2:] == (words.NOT_SAID, words.TOTAL)
    assert rows[-1][-3:] == (5, 4, 9)
    session.database.close()


def test_whoever_takes_one_file_off_another_is_thought_of(tmp_path: Path) -> None:
    _office, session = make_office(tmp_path)
    releasing, quarter = Releasing(session), period("2026-Q1")
    releasing.write(releasing.make(quarter), tmp_path / "1.xlsx")
    assert releasing.make(quarter).overlapping == []
    assert releasing.make(period("2026-Q2")).overlapping == []
    half = releasing.make(period("2026-H1"))
    assert half.overlapping == [quarter]
    assert "đã xuất kỳ 01/01/2026–31/03/2026, chồng lên kỳ này" in words.rules(half)[-1]
    assert "lấy hiệu hai tệp" in words.rules(releasing.make(period("2026-Q2")))[-1]
    session.database.close()


def test_the_threshold_is_a_setting_within_reason(tmp_path: Path) -> None:
    _office, session = make_office(tmp_path)
    releasing = Releasing(session)
    assert releasing.threshold == 5
    for wrong in (2, 51):
        with pytest.raises(DomainError, match="threshold_out_of_range"):
            releasing.choose(wrong)
    releasing.choose(10)
    assert Releasing(session).make(period("2026")).threshold == 10
    session.database.close()


def test_a_list_tells_no_field_that_is_marked_personal_and_no_text() -> None:
    for field in released.columns():
        assert RECORD_TYPES["case"].fields[field.name].info.sensitivity is Sensitivity.OPEN
        assert field.kind in (Kind.CODE, Kind.DATE, Kind.MOMENT)
