"""A page is laid out once; workbook, PDF and what is pasted hold the same, and nothing in them is a formula."""

import datetime as dt
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader
from pypdf.generic import TextStringObject

from desktop.exchange.errors import SheetError
from desktop.exchange.paper.copying import copied
from desktop.exchange.paper.leaving import ENDINGS, write_paper
from desktop.exchange.paper.model import Band, Head, Paper, PaperColumn, PaperRow, Value, blocks, heads
from desktop.exchange.paper.pdf import pdf_of

NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def paper(*rows: tuple[Value, ...]) -> Paper:
    return Paper(
        name="Sổ/thử",
        bands=(Band(left=("Trung tâm",), right=NATION), Band(("Mẫu",), ("TIÊU ĐỀ",), ("Kính gửi",))),
        columns=[
            PaperColumn(("Họ và tên người được trợ giúp",), 30, "A"),
            PaperColumn(("Số vụ việc", "Luật sư", "Theo hợp đồng"), 12, "(1)"),
            PaperColumn(("Số vụ việc", "Luật sư", "Theo phân công"), 12, "(2)"),
            PaperColumn(("Số vụ việc", "Cộng tác viên"), 12, "(3)"),
        ],
        rows=[PaperRow(row) for row in rows],
        notes=("Ghi chú dưới bảng",),
        signers=("Người lập\n(ký tên)", "Thủ trưởng"),
        dated="ngày … tháng …",
    )


def texts(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def test_equal_heads_side_by_side_become_one_and_a_short_one_becomes_high() -> None:
    assert list(heads(paper())) == [
        Head("Họ và tên người được trợ giúp", 0, 0, 3, 1),
        Head("Số vụ việc", 0, 1, 1, 3),
        Head("Luật sư", 1, 1, 1, 2),
        Head("Cộng tác viên", 1, 3, 2, 1),
        Head("Theo hợp đồng", 2, 1, 1, 1),
        Head("Theo phân công", 2, 2, 1, 1),
    ]


@pytest.mark.parametrize("widths", [[30, 12, 12, 12], [100, 1, 1], [1, 1, 100], [5, 5, 5]])
def test_what_stands_side_by_side_shares_every_column(widths: list[float]) -> None:
    parts = blocks(Band(("a",), ("b",), ("c",)), widths)
    assert [part for part, _begins, _ends in parts] == [("a",), ("b",), ("c",)]
    assert [begins for _part, begins, _ends in parts] == [0, *(ends for _part, _begins, ends in parts[:-1])]
    assert all(begins < ends for _part, begins, ends in parts)
    assert parts[-1][2] == len(widths)


def test_a_pdf_is_read_back_letter_by_letter() -> None:
    rows: list[tuple[Value, ...]] = [
        ("Nguyễn Thị Hoà Ỷ, xã Ea H’leo", 1274, Fraction(419, 2), dt.date(2026, 11, 9)),
        ("ẲẴẪỮỢỹ", None, 0, "–"),
    ]
    content = pdf_of(paper(*rows))
    (text,) = texts(content)
    for told in (
        *NATION,
        "TIÊU ĐỀ",
        "Nguyễn Thị Hoà Ỷ, xã Ea H’leo",
        "1.274",
        "209,5",
        "09/11/2026",
        "ẲẴẪỮỢỹ",
        "(ký tên)",
    ):
        assert told in text, told
    assert content == pdf_of(paper(*rows))
    assert PdfReader(BytesIO(content)).root_object["/Lang"].get_object() == TextStringObject("vi")


def test_every_page_has_the_heads_and_its_number() -> None:
    pages = texts(pdf_of(paper(*((f"Người {number}", number, number, number) for number in range(100)))))
    assert len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert ("Cộng tác viên" in text) == ("Người " in text.replace("Người lập", ""))
        assert f"Trang {number}/{len(pages)}" in text
    assert [
        name for text in pages for name in text.splitlines() if name.startswith("Người ") and name[6:].isdigit()
    ] == [f"Người {number}" for number in range(100)]
    assert "Thủ trưởng" in pages[-1]


def test_a_row_longer_than_a_page_goes_on_and_a_word_wider_than_its_column_is_cut() -> None:
    words = " ".join(f"từ{number}" for number in range(3000))
    pages = texts(pdf_of(paper((words, "CN1.TGTT.1234567890.2026-và-dài-nữa", 1, 2))))
    assert len(pages) > 1
    whole = " ".join(pages).replace("\n", "")
    assert all(f"từ{number}" in whole for number in range(3000))
    assert "CN1.TGTT.1234567890.2026-và-dài-nữa" in whole


def test_a_workbook_keeps_numbers_days_and_texts_apart(tmp_path: Path) -> None:
    file = tmp_path / "bảng.xlsx"
    assert write_paper(file, paper(("=1+1", 1274, Fraction(419, 2), dt.date(2026, 11, 9)))) == 1
    sheet = load_workbook(file).worksheets[0]
    (row,) = (row for row in sheet.iter_rows() if row[0].value == "=1+1")
    assert (row[0].data_type, row[0].quotePrefix) == ("s", True)
    assert [(cell.value, cell.number_format) for cell in row[1:3]] == [(1274, "#,##0"), (209.5, "#,##0.0##")]
    assert row[3].value == dt.datetime(2026, 11, 9)  # noqa: DTZ001 - Excel knows no zones
    assert sheet.oddFooter
    assert sheet.oddFooter.center.text == "Trang &P/&N"


def test_a_pasted_table_has_plain_numbers_and_no_formulas() -> None:
    told = copied(paper(("=HYPERLINK(1)", 1274, Fraction(419, 2), None), ("Lê & Lý\nBa", 1, 2, 3)))
    head, first, second = told.plain.splitlines()
    assert head.split("\t")[1] == "(1) Số vụ việc – Luật sư – Theo hợp đồng"
    assert first.split("\t") == ["'=HYPERLINK(1)", "1274", "209,5", ""]
    assert second.split("\t")[0] == "Lê & Lý Ba"
    assert '<th rowspan="2" colspan="1">Cộng tác viên</th>' in told.html
    assert "Lê &amp; Lý<br>Ba" in told.html
    assert r"""<td style="mso-number-format:'\@'">=HYPERLINK(1)</td>""" in told.html


@pytest.mark.parametrize("ending", ENDINGS)
def test_whoever_stops_in_the_middle_finds_the_file_of_before(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"bảng{ending}"
    write_paper(file, paper(("Một", 1, 1, 1)))
    before = file.read_bytes()

    def stop(done: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_paper(file, paper(*[("Hai", 2, 2, 2)] * 9), stop)
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_word_has_the_heads_merged_and_repeated_and_every_number(tmp_path: Path) -> None:
    file = tmp_path / "bảng.docx"
    assert write_paper(file, paper(("Vừ Thị Mái", 1274, Fraction(1, 2), None), ("Ỷ Lan", 0, 3, 4))) == 2
    document = Document(str(file))
    section = document.sections[0]
    assert (section.page_width or 0) > (section.page_height or 0)
    (above, titles, table, signed) = document.tables
    assert [cell.text.split("\n")[0] for cell in above.rows[0].cells] == ["Trung tâm", NATION[0]]
    assert [cell.text for cell in titles.rows[0].cells] == ["Mẫu", "TIÊU ĐỀ", "Kính gửi"]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["Họ và tên người được trợ giúp", *["Số vụ việc"] * 3]
    assert rows[2][1:] == ["Theo hợp đồng", "Theo phân công", "Cộng tác viên"]
    assert rows[3:] == [["A", "(1)", "(2)", "(3)"], ["Vừ Thị Mái", "1.274", "0,5", ""], ["Ỷ Lan", "0", "3", "4"]]
    assert len(table._tbl.findall(f".//{qn('w:tblHeader')}")) == 4
    assert [cell.text.split("\n")[0].strip() for cell in signed.rows[0].cells] == ["", "ngày … tháng …"]
    assert "Ghi chú dưới bảng" in [paragraph.text for paragraph in document.paragraphs]


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="sheet_unknown_kind"):
        write_paper(tmp_path / "bảng.odt", paper())
    assert list(tmp_path.iterdir()) == []
