"""A page as a Word document on A4, landscape: one table with real merged heads that are repeated on every page."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from desktop.exchange.files import whole_file
from desktop.exchange.paper.model import Band, Paper, PaperRow, Step, blocks, heads, ignored, words_of
from desktop.exchange.paper.word import in_the_middle

_FONT = "Times New Roman"  # NĐ 30/2020/NĐ-CP, Phụ lục I
_WIDE, _HIGH, _MARGIN = Cm(29.7), Cm(21), Cm(1.5)
_SMALLEST, _LARGEST = 7.0, 11.0  # points, between which the letters fit the columns
_PER_CHARACTER = 2.0  # how large letters are for each point that a character of a column has
_INDENT = Pt(8)
_PAD = 100  # at the left and right of what a cell holds, in twentieths of a point, of both together
_SEAL = 4  # empty lines for a hand and a seal


def write_word_page(path: Path, paper: Paper, step: Step = ignored) -> int:
    """Write a page, see `desktop.exchange.paper.leaving.write_paper`.

    Raises:
        SheetError: the file cannot be written, for instance because Word has it open.
    """
    with whole_file(path) as part:
        document = Document()
        document.core_properties.title = paper.name
        document.core_properties.author = ""
        document.core_properties.language = "vi-VN"
        room = _set_up(document)
        scale = room / sum(column.width for column in paper.columns)
        widths = [Length(int(column.width * scale)) for column in paper.columns]
        size = Pt(min(_LARGEST, max(_SMALLEST, Length(int(scale)).pt * _PER_CHARACTER)))
        document.styles["Normal"].font.size = size
        for band in paper.bands:
            _band(document, band, widths)
        _table(document, paper, widths, step)
        for note in paper.notes:
            document.add_paragraph(note)
        if paper.signers:
            _signatures(document, paper)
        with part.open("wb") as stream:
            document.save(stream)
    return len(paper.rows)


def _set_up(document: WordDocument) -> int:
    """Turn the page, and say how wide what is written may be."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = _WIDE, _HIGH
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    normal = document.styles["Normal"]
    normal.font.name = _FONT
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    normal.paragraph_format.space_after = Pt(0)
    return int(_WIDE - 2 * _MARGIN)


def _band(document: WordDocument, band: Band, widths: Sequence[Length]) -> None:
    parts = blocks(band, widths)
    if not parts:
        return
    table = document.add_table(rows=1, cols=len(parts))
    _lay_out(table, [Length(sum(widths[begins:ends])) for _part, begins, ends in parts])
    for cell, (part, _begins, _ends) in zip(table.rows[0].cells, parts, strict=True):
        in_the_middle(cell.paragraphs[0], part)
    document.add_paragraph()


def _table(document: WordDocument, paper: Paper, widths: Sequence[Length], step: Step) -> None:
    above = paper.depth + paper.numbered
    table = document.add_table(rows=above + len(paper.rows), cols=len(paper.columns), style="Table Grid")
    _lay_out(table, widths)
    for head in heads(paper):
        first = table.cell(head.top, head.left)
        cell = first.merge(table.cell(head.top + head.high - 1, head.left + head.wide - 1))
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _word(cell, head.text, WD_ALIGN_PARAGRAPH.CENTER, bold=True)
    for number, row in enumerate(table.rows):
        if number < above:
            _repeat(row)
        else:
            step(number - above)
            _fill(row, paper.rows[number - above])
    if paper.numbered:
        for cell, column in zip(table.rows[paper.depth].cells, paper.columns, strict=True):
            _word(cell, column.number, WD_ALIGN_PARAGRAPH.CENTER)
    document.add_paragraph()


def _fill(row: _Row, of: PaperRow) -> None:
    for number, (cell, value) in enumerate(zip(row.cells, of.cells, strict=True)):
        side = WD_ALIGN_PARAGRAPH.LEFT if isinstance(value, str) else WD_ALIGN_PARAGRAPH.RIGHT
        paragraph = _word(cell, words_of(value), side, bold=of.heavy)
        if not number:
            paragraph.paragraph_format.left_indent = Length(_INDENT * of.level)


def _word(cell: _Cell, text: str, side: WD_ALIGN_PARAGRAPH, *, bold: bool = False) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph.alignment = side
    if text:
        paragraph.add_run(text).bold = bold
    return paragraph


def _lay_out(table: Table, widths: Iterable[Length]) -> None:
    """Give the columns their widths; Word follows the cells, LibreOffice the grid."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(_PAD // 2))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tblPr.append(margins)


def _repeat(row: _Row) -> None:
    """Let Word print a row at the top of every page."""
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(header)


def _signatures(document: WordDocument, paper: Paper) -> None:
    document.add_paragraph()
    table = document.add_table(rows=1, cols=len(paper.signers))
    for number, (cell, signer) in enumerate(zip(table.rows[0].cells, paper.signers, strict=True), start=1):
        last = number == len(paper.signers)
        in_the_middle(cell.paragraphs[0], [signer], above=(paper.dated if last else " ") if paper.dated else "")
        for _line in range(_SEAL):
            cell.add_paragraph()
