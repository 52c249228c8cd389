"""The Sổ: every case that got its place in it, in the order of the numbers, as a page to print."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from desktop.domain.errors import DomainError
from desktop.domain.periods import period
from desktop.services.cases import Cases, Intake
from desktop.services.practice import generate
from desktop.services.register import Register
from desktop.services.session import Session
from desktop.words import register as words
from sync.contract.fields import Wire
from tests.factories import make_office, sample_intake

OCTOBER = period("2026-10")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    """An office without a case."""
    _office, session = make_office(tmp_path)
    yield session
    session.database.close()


def taken_in(session: Session, name: str, at: str, *, part: dict[str, Wire] | None = None) -> str:
    intake = sample_intake(name)
    case = {**intake.case, "received_at": at, "accepted_at": at}
    return Cases(session).take_in(Intake(person=intake.person, part=part or intake.part, case=case))


def test_a_line_a_case_in_the_order_of_the_numbers(office: Session) -> None:
    cases = Cases(office)
    first = taken_in(office, "Vàng A Sử", "2026-10-01T00:00:00+07:00")
    last = taken_in(office, "Sùng Thị Mỷ", "2026-10-31T23:59:00+07:00")
    for name, at in (("Trước", "2026-09-30T23:59:00+07:00"), ("Sau", "2026-11-01T00:00:00+07:00")):
        taken_in(office, name, at)
    cases.delete(taken_in(office, "Xóa", "2026-10-15T08:00:00+07:00"))
    cases.take_in(sample_intake("Chưa thụ lý", accept=False))
    practitioner = cases.add("practitioner", {"full_name": "Đỗ Văn Ỷ", "kind": "tgvpl"})
    cases.add("assignment", {"case": first, "practitioner": practitioner, "from_on": "2026-10-03"})
    cases.edit("case", first, {"ended_on": "2026-11-25", "outcome": "kt_xong", "result": "Hòa giải thành"})

    book = Register(office).book(OCTOBER)

    assert [entry.case.id for entry in book.entries] == [first, last]
    cells = words.cells(book.entries[0], office.user.full_name)
    assert cells[:3] == (book.entries[0].case.register_number, "00:00\n01/10/2026", book.entries[0].row.code)
    assert str(cells[3]).startswith("Vàng A Sử, ")
    assert (cells[9], cells[10], cells[11]) == ("Đỗ Văn Ỷ", "03/10/2026", dt.date(2026, 11, 25))
    assert str(cells[12]).endswith("\nHòa giải thành")
    assert "2 vụ việc" in words.total(book.entries)


def test_of_a_restricted_case_the_book_says_no_more_than_lists_do(office: Session) -> None:
    taken_in(office, "Lò Thị Pâng", "2026-10-05T08:00:00+07:00", part={"categories": ["tre_em"]})
    register = Register(office)
    (row,) = register.page(register.book(OCTOBER)).rows
    said = " ".join(map(str, row.cells))
    assert "L.T.P." in said
    assert "Pâng" not in said
    assert "Trẻ em" not in said
    assert words.INITIALS in register.page(register.book(OCTOBER)).notes


def test_the_book_is_printed_over_pages_and_its_names_are_no_formulas(office: Session, tmp_path: Path) -> None:
    generate(office, 60, seed=4)
    taken_in(office, "=1+1", "2026-10-05T08:00:00+07:00")
    register = Register(office)
    book = register.book(period("2026"))
    assert register.write(book, tmp_path / "so.pdf") == len(book.entries)
    pages = [page.extract_text() for page in PdfReader(tmp_path / "so.pdf").pages]
    assert len(pages) > 1
    assert all("Mã số" in page for page in pages[:-1])
    read = "".join("".join(pages).split())
    assert all("".join(entry.row.code.split()) in read for entry in book.entries)
    register.write(book, tmp_path / "so.xlsx")
    sheet = load_workbook(tmp_path / "so.xlsx").worksheets[0]
    names = [row[3] for row in sheet.iter_rows() if str(row[3].value).startswith("=1+1")]
    assert [(cell.data_type, cell.quotePrefix) for cell in names] == [("s", True)]


def test_nobody_prints_the_book_of_a_unit_that_is_not_theirs(office: Session) -> None:
    with pytest.raises(DomainError, match="not_your_unit"):
        Register(office).book(OCTOBER, "CN2")
